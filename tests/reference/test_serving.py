"""The reference endpoint on a socket: there while it is wanted, gone without a trace afterwards."""

import socket
import threading

import httpx
import pytest

from apitest.errors import UsageError
from apitest.reference.service import Service
from apitest.reference.serving import HOST, free_port, running, serve
from making import CONTRACT
from serving import NOTHING


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(CONTRACT, counts=NOTHING)


def test_it_answers_while_it_runs_and_not_afterwards(service: Service) -> None:
    with running(service, port=0) as origin:
        answer = httpx.get(f"{origin}/")

    assert answer.status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{origin}/")


def test_it_leaves_no_thread_behind(service: Service) -> None:
    before = set(threading.enumerate())

    with running(service, port=0) as origin, httpx.Client(base_url=origin) as client:
        client.get("/")

    assert set(threading.enumerate()) <= before


def test_a_taken_port_is_replaced(service: Service) -> None:
    with running(service, port=0) as first, running(service, port=int(first.rpartition(":")[2])) as second:
        answers = {httpx.get(f"{origin}/mea-json/decisions/count").text for origin in (first, second)}

    assert first != second
    assert answers == {'{"count":0}'}


def test_a_taken_port_that_was_asked_for_is_told(service: Service) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()

        with pytest.raises(UsageError) as raised:
            serve(service, taken.getsockname()[1])

    assert (raised.value.where, raised.value.exit_status) == ("--port", 2)


def test_serving_ends_with_an_interruption(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    class Server:
        def __init__(self, _service: Service, *, sockets: list[socket.socket], **_options: object) -> None:
            self.sockets = sockets

        def run(self) -> None:
            raise KeyboardInterrupt

        def close(self) -> None:
            closed.append([bound.close() for bound in self.sockets])

    monkeypatch.setattr("apitest.reference.serving.create_server", Server)

    with pytest.raises(KeyboardInterrupt):
        serve(service, free_port())

    assert closed == [[None]]
