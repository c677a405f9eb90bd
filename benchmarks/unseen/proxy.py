"""A proxy that passes questions on and alters answers: threads, http.client and json; nothing of apitest."""

import gzip
import json
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from unseen.forms import FORMS, Ask, Row, read_ask, records_in


@dataclass(slots=True)
class Answer:
    """An answer on its way back."""

    status: int
    headers: dict[str, str]
    body: bytes
    document: Any = None
    raw: bool = False  # sent as it is: no length worked out, nothing packed again

    @property
    def packed(self) -> bytes:
        """The body as it goes over the wire."""
        if not self.raw and self.headers.get("Content-Encoding") == "gzip":
            return gzip.compress(self.body, mtime=0)
        return self.body

    def say(self) -> None:
        """Write the document back into the body."""
        self.body = json.dumps(self.document, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(slots=True)
class Talk:
    """What a lie may use: memory of the conversation, and questions of its own to the honest endpoint."""

    fetch: Callable[[Ask], Answer]
    memory: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lie:
    """
    One way of being wrong.

    breaks: the place in the domain documents, and what it asks for, in our words.
    by: what a requirement must say to be the right one to find it by.
    moot: why what the contract says makes it no breach after all; not counted when told.
    full: whether what it is to be found by is judged at depth full only.
    of: one in so many records is touched (by the checksum of its id, so that all answers agree).
    """

    name: str
    entity: str
    breaks: str
    by: str
    forms: tuple[str, ...] = FORMS
    moot: str = ""
    full: bool = False
    of: int = 3
    record: Callable[[Row], None] | None = None
    ask: Callable[[Talk, Ask], None] | None = None
    answer: Callable[[Talk, Ask, Answer], None] | None = None


def touched(lie: Lie, row: Row) -> bool:
    """Whether a record is one of those that a lie is told of."""
    return bool(row.key) and zlib.crc32(row.key.encode()) % lie.of == 0


class Proxy:
    """Stands between a client and the honest endpoint, and tells one lie, or none."""

    def __init__(self, upstream: tuple[str, int], form: str, lie: Lie | None) -> None:
        """Know where the honest endpoint is."""
        self.upstream, self.form, self.lie = upstream, form, lie
        self.local, self.lock = threading.local(), threading.Lock()
        self.talk = Talk(self.fetch)
        self.connections: list[HTTPConnection] = []
        self.requests = self.altered = 0
        self.errors: list[Exception] = []

    def fetch(self, ask: Ask) -> Answer:
        """Ask the honest endpoint."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = self.local.connection = HTTPConnection(*self.upstream)
            self.connections.append(connection)
        connection.request(ask.method, ask.target, headers=ask.headers)
        response = connection.getresponse()
        body = response.read()
        headers = {name: value for name, value in response.getheaders() if name.lower() not in _HOPS}
        if headers.get("Content-Encoding") == "gzip" and body:
            body = gzip.decompress(body)
        answer = Answer(response.status, headers, body)
        if "json" in headers.get("Content-Type", "") and body:
            answer.document = json.loads(body)
        return answer

    def respond(self, method: str, target: str, headers: dict[str, str]) -> Answer:
        """An answer, altered if the lie is about it."""
        ask = read_ask(self.form, method, target, headers)
        lie = self.lie
        if lie is None or (lie.entity and ask.entity != lie.entity):
            return self.fetch(ask)
        with self.lock:  # a lie's memory is one conversation
            before = ask.target, dict(ask.headers)
            if lie.ask:
                lie.ask(self.talk, ask)
            answer = self.fetch(ask)
            said = answer.body, answer.status, dict(answer.headers), answer.raw
            if lie.record and answer.status == 200 and answer.document is not None:
                self._retell(lie, ask, answer)
            if lie.answer:
                lie.answer(self.talk, read_ask(self.form, method, target, headers), answer)
            self.altered += said != (answer.body, answer.status, dict(answer.headers), answer.raw) or before != (
                ask.target,
                ask.headers,
            )
        return answer

    def _retell(self, lie: Lie, ask: Ask, answer: Answer) -> None:
        assert lie.record is not None
        rows = [row for row in records_in(ask, answer.document) if touched(lie, row)]
        for row in rows:
            lie.record(row)
        if rows:
            answer.say()


_HOPS = ("connection", "content-length", "transfer-encoding", "date", "server", "keep-alive")


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            proxy.requests += 1
            try:
                answer = proxy.respond(self.command, self.path, dict(self.headers.items()))
            except Exception as error:
                proxy.errors.append(error)
                raise
            body = answer.packed
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            bare = answer.status in {204, 304}
            if not bare and self.command != "HEAD" and "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not bare and self.command != "HEAD":
                self.wfile.write(body)
            self.close_connection = answer.raw or self.close_connection

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no trouble of ours."""


@contextmanager
def proxied(upstream: tuple[str, int], form: str, lie: Lie | None) -> Iterator[tuple[str, Proxy]]:
    """The address of a proxy that tells a lie, as long as it is needed."""
    proxy = Proxy(upstream, form, lie)
    server = _Server(("127.0.0.1", 0), _handler(proxy))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", proxy
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for connection in proxy.connections:
            connection.close()
