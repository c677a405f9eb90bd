"""The reference endpoint on a socket for a test, small and with what a test wants it to say; and other endpoints."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from apitest.reference.faults import FAULTS
from apitest.reference.service import Service
from apitest.reference.serving import running
from making import CONTRACT

SMALL = {**dict.fromkeys(CONTRACT.entities, 5), "decisions": 104}
"""Records a set: one set goes over one page, the others are quick."""
NOTHING = dict.fromkeys(CONTRACT.entities, 0)


@contextmanager
def reference(*faults: str, counts: Mapping[str, int] | None = None) -> Iterator[str]:
    """Serve the reference endpoint, lying as named; yields the root of its native dialect."""
    acts = [(FAULTS[name].entities, FAULTS[name].lie) for name in faults]
    with running(Service(CONTRACT, counts=counts or SMALL, acts=acts), port=0) as origin:
        yield f"{origin}/mea-json"


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Write nothing."""


@contextmanager
def answering(
    body: bytes, content_type: str = "text/html", status: str = "200 OK", tls: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Serve the same answer to every question; yields the origin."""

    def application(_environ: Mapping[str, Any], start: Callable[[str, list[tuple[str, str]]], Any]) -> list[bytes]:
        start(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
        return [body]

    server = make_server("127.0.0.1", 0, application, handler_class=_Silent)
    # A handshake that the client breaks off is part of the test, not worth a word on the terminal.
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
