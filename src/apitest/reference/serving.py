"""The reference endpoint on a real socket, behind a well-kept WSGI server; loopback only."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waitress import wasyncore
from waitress.server import create_server

from apitest.errors import UsageError
from apitest.reference.service import Service

HOST = "127.0.0.1"
PORT = 8042
"""The port that is tried first, so that the commands in a report can be repeated."""
_THREADS = 8


@contextmanager
def running(service: Service, port: int = PORT) -> Iterator[str]:
    """Serve in a thread while the block runs; yields the origin. A port that is taken is replaced by a free one."""
    try:
        bound = _bound(port)
    except OSError:
        bound = _bound(0)
    server = create_server(service, sockets=[bound], threads=_THREADS, clear_untrusted_proxy_headers=True)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{bound.getsockname()[1]}"
    finally:
        # Answers under way first; then the loop's own thread closes what it waits for, so that it never waits for
        # something that has been closed under its hands.
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))  # noqa: SLF001
        thread.join()


def serve(service: Service, port: int) -> None:
    """
    Serve until interrupted.

    Raises:
        UsageError: the port is taken.
    """
    try:
        bound = _bound(port)
    except OSError as error:
        raise UsageError(
            expected=f"a free port {port}",
            got=error.strerror or str(error),
            where="--port",
            fix="Give another port, or 0 for any free one.",
        ) from error
    server = create_server(service, sockets=[bound], threads=_THREADS, clear_untrusted_proxy_headers=True)
    try:
        server.run()
    finally:
        server.close()


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with _bound(0) as bound:
        return int(bound.getsockname()[1])


def _bound(port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made
