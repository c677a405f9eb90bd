"""
A catalogue of what endpoints do that nobody would wish for, served over raw sockets on loopback.

`python tests/misbehaving.py` writes docs/hostile.md from it.
"""
# ruff: noqa: E501 - a table

import gzip
import json
import socket
import ssl
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from apitest.dialects.speech import Reply
from apitest.reference.service import Service
from making import CONTRACT

SERVICE = Service(CONTRACT, counts={**dict.fromkeys(CONTRACT.entities, 0), "decisions": 104})
JSON = "application/json;charset=utf-8"
NOBODY = 1 << 30
"""More bytes than anybody takes: the client must be the one who ends."""
DIALECT, ROOT = "olingo2", "olingo2/informea.svc"


@dataclass(frozen=True)
class Ask:
    """What was asked."""

    method: str
    target: str
    number: int
    origin: str

    @property
    def is_page(self) -> bool:
        """Whether a page of the walk is asked for, not something that recognition asks."""
        return "/Decisions?" in self.target and "top=100" in self.target

    @property
    def is_second_page(self) -> bool:
        return self.is_page and "skip=100" in self.target


class Talk:
    """One connection, as the endpoint has it."""

    def __init__(self, connection: socket.socket, ask: Ask, over: threading.Event, head: bytes) -> None:
        self.connection, self.ask, self.over, self.head = connection, ask, over, head

    def send(self, *parts: bytes | str) -> None:
        for part in parts:
            self.connection.sendall(part.encode("latin-1") if isinstance(part, str) else part)

    def good(self) -> bytes:
        """The body that an honest service would send."""
        return self.honest().body

    def honest(self) -> Reply:
        path, _, query = self.ask.target.partition("?")
        return SERVICE.answer(method=self.ask.method, origin=self.ask.origin, path=path, query=query)

    def say(self, body: bytes | str, status: str = "200 OK", kind: str = JSON, **headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(raw)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.send("\r\n".join(lines) + "\r\n\r\n", b"" if self.ask.method == "HEAD" else raw)

    def say_honestly(self) -> None:
        reply = self.honest()
        self.say(reply.body, f"{reply.status} Status", reply.content_type, **dict(reply.headers))

    def hold(self) -> None:
        """Say nothing until the other side goes away."""
        with suppress(OSError):
            while not self.over.is_set() and self.connection.recv(1024):
                pass

    def drip(self, data: bytes) -> None:
        """A byte now and a byte then, never silent for long."""
        for byte in data:
            if self.over.wait(0.01):
                return
            self.send(bytes([byte]))

    def flood(self, data: bytes, least: int = NOBODY) -> None:
        """The same again and again, until the other side goes away."""
        for _ in range(least // len(data)):
            if self.over.is_set():
                return
            self.send(data)


Act = Callable[[Talk], None]


@dataclass(frozen=True)
class Behaviour:
    """Something that an endpoint does."""

    name: str
    sentence: str
    """What the endpoint does."""
    act: Act
    told: str = ""
    """Words of the reason that nothing could be judged, or not all; empty: everything could."""
    failed: frozenset[str] = field(default_factory=frozenset)
    """Requirements of the classes transport, service and paging that must fail, and no others."""
    when: Callable[[Ask], bool] = lambda _ask: True
    """Which questions are answered so; the others are answered honestly."""
    secure: str = ""
    """Name of the certificate that is shown, if any."""


def everything(name: str, sentence: str, told: str, act: Act) -> Behaviour:
    """An endpoint that does this whatever is asked, so that nothing can be judged."""
    return Behaviour(name, sentence, act, told=told)


def pages(name: str, sentence: str, act: Act, *failed: str, told: str = "") -> Behaviour:
    """An endpoint that is recognised, and does this when its records are walked."""
    return Behaviour(name, sentence, act, told, frozenset(failed), lambda ask: ask.is_page)


def second(name: str, sentence: str, act: Act, *failed: str, told: str = "") -> Behaviour:
    """An endpoint that does this at its second page."""
    return Behaviour(name, sentence, act, told, frozenset(failed), lambda ask: ask.is_second_page)


HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n"


def _headers_without_end(talk: Talk) -> None:
    talk.send("HTTP/1.1 200 OK\r\n")
    talk.flood(b"X-More: and more\r\n")


def _dripped_headers(talk: Talk) -> None:
    talk.send("HTTP/1.1 200 OK\r\nX-Slow: ")
    talk.drip(b"x" * 100_000)


def _dripped_body(talk: Talk) -> None:
    talk.send(f"{HEAD}Content-Length: 100000\r\n\r\n")
    talk.drip(b" " * 100_000)


def _endless_body(talk: Talk) -> None:
    talk.send(f"{HEAD}\r\n")
    talk.flood(b'{"d":' + b" " * 60_000)


def _endless_chunks(talk: Talk) -> None:
    talk.send(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n")
    talk.flood(b"2710\r\n" + b" " * 10_000 + b"\r\n")


def _chunked(*lines: bytes) -> Act:
    return lambda talk: talk.send(f"{HEAD}Transfer-Encoding: chunked\r\n\r\n", *lines)


def _bomb(encoding: str) -> Act:
    packer = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15}[encoding])
    packed = b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(64)), packer.flush()])
    return lambda talk: talk.say(packed, Content_Encoding=encoding)


def _nested_bomb(talk: Talk) -> None:
    inner = gzip.compress(gzip.compress(bytes(10 << 20), mtime=0), mtime=0)
    talk.say(inner, Content_Encoding="gzip, gzip")


def _length(change: int) -> Act:
    def act(talk: Talk) -> None:
        body = talk.good()
        talk.send(f"{HEAD}Connection: close\r\nContent-Length: {len(body) + change}\r\n\r\n", body)

    return act


def _cut(talk: Talk) -> None:
    body = talk.good()
    talk.send(f"{HEAD}Content-Length: {len(body)}\r\n\r\n", body[: len(body) // 2])


def _old_http(talk: Talk) -> None:
    reply = talk.honest()
    head = f"HTTP/1.0 {reply.status} Status\r\nContent-Type: {reply.content_type}\r\n\r\n"
    talk.send(head, b"" if talk.ask.method == "HEAD" else reply.body)


def _redirect(where: str, status: str = "302 Found") -> Act:
    return lambda talk: talk.say("", status, Location=where.replace("ORIGIN", talk.ask.origin))


def _reset(talk: Talk) -> None:
    talk.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def _page(**changes: object) -> Act:
    """An honest page with something changed in `d`."""

    def act(talk: Talk) -> None:
        body = json.loads(talk.good())
        body["d"].update(changes)
        talk.say(json.dumps(body).replace("ORIGIN", talk.ask.origin))

    return act


def _raw(body: bytes, kind: str = JSON) -> Act:
    return lambda talk: talk.say(body, kind=kind)


def _spliced(value: bytes) -> Act:
    """An honest page whose first record has one more property, written like this."""
    return lambda talk: talk.say(talk.good().replace(b'"results":[{', b'"results":[{"x":' + value + b",", 1))


def _flapping(talk: Talk) -> None:
    if talk.ask.number % 2:
        talk.say_honestly()
    else:
        talk.say("oops", "500 Internal Server Error", "text/plain")


def _fresh_for_ever(talk: Talk) -> None:
    body = json.loads(talk.good() if b"results" in talk.good() else b'{"d":{"results":[]}}')
    body["d"]["results"] = [{"id": f"{talk.ask.number}-{place}"} for place in range(100)]
    body["d"]["__next"] = f"{talk.ask.origin}/{ROOT}/Decisions?$top=100&$skiptoken={talk.ask.number}"
    talk.say(json.dumps(body))


def _linked_to_itself(talk: Talk) -> None:
    _page(__next=talk.ask.origin + talk.ask.target)(talk)


def _grown(talk: Talk) -> None:
    body = json.loads(talk.good())
    for record in body["d"]["results"]:
        record["padding"] = "x" * 30_000
    talk.say(json.dumps(body))


LOGIN = b'<!DOCTYPE html><html><form action="/login"><input name="password"></form></html>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(f'<!ENTITY {chr(97 + n + 1)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9))
    + b"]><l>&j;</l>"
)
EXTERNAL = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
DEEP = b"[" * 100_000 + b"]" * 100_000
NOT_READ = "transport/json-body"
LISTED = "service/listing-answers"
STRANGE = "service/no-unknown-properties"
"""What fails where a test puts a property of its own into a record."""

CATALOGUE: tuple[Behaviour, ...] = (
    # --- nothing comes, or too slowly, or without end
    everything("silence", "accepts the connection and never answers", "no answer in time", Talk.hold),
    everything("dripped-headers", "sends a byte of its headers now and then", "still unfinished", _dripped_headers),
    everything("dripped-body", "sends a byte of its body now and then", "still unfinished", _dripped_body),
    everything("endless-body", "sends a body without length and without end", "a body over", _endless_body),
    everything("endless-chunks", "sends chunks without end", "a body over", _endless_chunks),
    everything("endless-headers", "sends headers without end", "no HTTP", _headers_without_end),
    everything(
        "endless-continue",
        "says 100 Continue without end",
        "still unfinished",
        lambda talk: talk.flood(b"HTTP/1.1 100 Continue\r\n\r\n"),
    ),
    everything(
        "long-header",
        "sends one header of a megabyte",
        "no HTTP",
        lambda talk: talk.send("HTTP/1.1 200 OK\r\nX-Long: ", b"x" * (1 << 20)),
    ),
    everything("at-once-closed", "closes the connection at once", "breaks off", lambda _talk: None),
    everything("reset", "resets the connection", "no complete answer", _reset),
    everything(
        "half-a-status-line", "breaks off within the status line", "breaks off", lambda talk: talk.send("HTTP/1.1 20")
    ),
    everything("gzip-bomb", "sends 64 MiB packed into 64 KiB (gzip)", "a body over", _bomb("gzip")),
    everything("deflate-bomb", "sends 64 MiB packed into 64 KiB (deflate)", "a body over", _bomb("deflate")),
    everything("bomb-in-a-bomb", "packs its body twice", "was not asked for", _nested_bomb),
    everything(
        "not-gzip", "says gzip and sends plain text", "cannot be undone",
        lambda talk: talk.say(b"plain", Content_Encoding="gzip"),
    ),
    everything(
        "gzip-cut", "breaks off within a packed body", "it breaks off",
        lambda talk: talk.say(gzip.compress(b"{}" * 500, mtime=0)[:-9], Content_Encoding="gzip"),
    ),
    everything(
        "unknown-packing", "packs its body in a way nobody asked for", "was not asked for",
        lambda talk: talk.say(b"x", Content_Encoding="zstd"),
    ),
    # --- no HTTP, or HTTP told wrongly
    everything("no-http", "speaks SMTP", "no HTTP", lambda talk: talk.send("220 mail.example ESMTP\r\n")),
    everything("http-0.9", "sends a body without status and headers", "no HTTP", lambda talk: talk.send(LOGIN)),
    everything(
        "random-bytes", "sends bytes that are nothing", "no HTTP", lambda talk: talk.send(bytes(range(256)) * 10)
    ),
    everything(
        "status-without-number", "sends a status that is no number", "no HTTP",
        lambda talk: talk.send("HTTP/1.1 abc OK\r\n\r\n"),
    ),
    everything(
        "header-without-colon", "sends a header line without a colon", "no HTTP",
        lambda talk: talk.send("HTTP/1.1 200 OK\r\nnonsense\r\n\r\n{}"),
    ),
    everything(
        "two-lengths", "names two lengths that differ", "no HTTP",
        lambda talk: talk.send(f"{HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
    ),
    everything(
        "negative-length", "names a length below zero", "no HTTP",
        lambda talk: talk.send(f"{HEAD}Content-Length: -1\r\n\r\n{{}}"),
    ),
    everything(
        "switching-protocols", "switches to a protocol nobody asked for", "no HTTP",
        lambda talk: talk.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
    ),
    everything("length-too-long", "names a length longer than its body", "breaks off", _length(10)),
    everything("cut", "breaks off within its body", "breaks off", _cut),
    everything("chunk-no-number", "sends chunks whose size is no number", "no HTTP", _chunked(b"zz\r\n{}\r\n0\r\n\r\n")),
    everything("chunk-huge", "announces a chunk of 2^60 bytes", "breaks off", _chunked(b"fffffffffffffff\r\n{}")),
    everything("chunk-without-end", "leaves out the last chunk", "breaks off", _chunked(b"2\r\n{}\r\n")),
    Behaviour("length-too-short", "names a length shorter than its body", _length(-10), failed=frozenset({NOT_READ}),
              when=lambda ask: ask.is_page),
    Behaviour("http-1.0", "speaks HTTP/1.0 without lengths, which is allowed", _old_http),
    # --- elsewhere
    everything("redirect-loop", "redirects every address to itself", "status 302", _redirect("ORIGIN/")),
    everything("redirect-away", "redirects to another host", "status 302", _redirect("http://other.example/x")),
    everything("redirect-file", "redirects to a file", "status 301", _redirect("file:///etc/passwd", "301 Moved")),
    everything("redirect-private", "redirects to a private address", "status 307",
               _redirect("http://10.0.0.1/", "307 Temporary Redirect")),
    everything("redirect-link-local", "redirects to the address of a cloud's secrets", "status 308",
               _redirect("http://169.254.169.254/latest/meta-data/", "308 Permanent Redirect")),
    everything("redirect-nowhere", "redirects without saying where", "status 302",
               lambda talk: talk.say("", "302 Found")),
    everything("redirect-nonsense", "redirects to what is no address", "Invalid URL in location header", _redirect("http://[::1")),
    everything("gone-elsewhere", "answers 200 with a page that refreshes to another host", "a web page",
               _raw(b'<meta http-equiv="refresh" content="0;url=http://other.example/">', "text/html")),
    # --- not the service
    everything("login-page", "shows a login page with status 200", "login", _raw(LOGIN, "text/html")),
    everything("login-page-as-json", "shows a login page and calls it JSON", "login", _raw(LOGIN)),
    everything("cookie-wall", "redirects until a cookie comes back", "status 302",
               lambda talk: talk.say("", "302 Found", Location=talk.ask.target, Set_Cookie="seen=1")),
    everything("unauthorised", "asks for a password", "status 401",
               lambda talk: talk.say("", "401 Unauthorized", WWW_Authenticate="Basic")),
    everything("forbidden", "forbids everything", "status 403", lambda talk: talk.say("", "403 Forbidden")),
    everything("captcha", "shows a captcha with status 403", "status 403",
               lambda talk: talk.say(b"<html>Are you a robot?</html>", "403 Forbidden", "text/html")),
    everything("empty", "answers 200 without a body", "''", _raw(b"")),
    everything("no-content", "answers 204", "status 204",
               lambda talk: talk.send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
    everything("not-modified", "answers 304 to the first question", "status 304",
               lambda talk: talk.send("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")),
    everything("teapot", "answers 418 to everything", "status 418", lambda talk: talk.say("", "418 Teapot")),
    everything("status-999", "answers with a status that does not exist", "status 999",
               lambda talk: talk.say("", "999 Denied")),
    everything("always-500", "answers 500 to everything", "status 500", lambda talk: talk.say("", "500 Oops")),
    everything("too-many-for-ever", "answers 429 to everything", "asks not to be asked",
               lambda talk: talk.say("", "429 Too Many Requests", Retry_After="0")),
    everything("too-many-for-a-year", "answers 429 and wants a year of peace", "asks not to be asked",
               lambda talk: talk.say("", "429 Too Many Requests", Retry_After="31536000")),
    everything("unavailable-until-nonsense", "answers 503 until a moment that is none", "asks not to be asked",
               lambda talk: talk.say("", "503 Unavailable", Retry_After="Mon, 99 Foo 99999 99:99:99 +9999")),
    everything("retry-after-digits", "wants to be left alone for a number of 400 digits", "asks not to be asked",
               lambda talk: talk.say("", "503 Unavailable", Retry_After="9" * 400)),
    # --- bodies that hurt their reader
    everything("nested-everywhere", "nests lists 10^5 deep", "[[[[[", _raw(DEEP)),
    everything("entity-expansion", "answers with a billion laughs", "<!DOCTYPE",
               _raw(LAUGHS, "application/xml")),
    everything("external-entity", "answers with an entity that is a file of ours", "<!DOCTYPE",
               _raw(EXTERNAL, "application/xml")),
    everything("deep-xml", "nests elements 10^4 deep", "<a><a>",
               _raw(b"<a>" * 10_000 + b"</a>" * 10_000, "application/xml")),
    pages("nested", "nests lists 10^5 deep in a page", _raw(DEEP), NOT_READ),
    pages("nested-300", "nests lists 300 deep, which some readers read and others do not",
          _spliced(b"[" * 300 + b"]" * 300), NOT_READ),
    pages("nested-unclosed", "opens 10^5 lists and closes none", _raw(b"[" * 100_000), NOT_READ),
    pages("nested-objects", "nests objects 10^4 deep", _raw(b'{"d":' * 10_000 + b"1" + b"}" * 10_000), NOT_READ),
    pages("huge-number", "writes a number of 5000 digits", _spliced(b"9" * 5000), STRANGE, "transport/strict-json"),
    pages("huge-exponent", "writes 1e400", _spliced(b"1e400"), STRANGE, "transport/strict-json"),
    pages("not-a-number", "writes NaN", _spliced(b"NaN"), STRANGE, "transport/strict-json"),
    pages("long-fraction", "writes a fraction of 10^5 digits, which is allowed", _spliced(b"0." + b"3" * 100_000), STRANGE),
    pages("lone-surrogate", "writes half a character", _spliced(b'"\\ud800"'), STRANGE),
    pages("lone-surrogate-as-id", "writes half a character into an id",
          _page(results=[{"id": "\ud800"}]),
          "paging/walk-ends", "service/answers-fit-schema", "service/item-found"),
    pages("repeated-key", "names a key twice", _spliced(b'1,"x":2'), STRANGE, "transport/no-repeated-keys"),
    pages("many-keys", "sends a record of 10^4 properties",
          _spliced(b"1," + b",".join(b'"k%d":1' % n for n in range(10_000))), STRANGE),
    pages("null-bytes", "sends null bytes between its values", lambda talk: talk.say(b"\0" + talk.good()), NOT_READ),
    pages("not-utf-8", "sends a byte that is not UTF-8", _spliced(b'"\xff"'), STRANGE, "transport/utf-8"),
    pages("utf-16", "sends UTF-16", lambda talk: talk.say(talk.good().decode().encode("utf-16")), NOT_READ,
          "transport/utf-8"),
    pages("too-large", "sends pages of three megabytes, over the limit of the test", _grown, told="a body over"),
    pages("wrong-shape", "sends numbers where lists belong", _raw(b'{"d":{"results":5}}'), "service/envelope"),
    pages("list-of-nothing", "sends records that are none", _page(results=[None, 1, "x", [], {}]),
          "paging/walk-ends", "service/answers-fit-schema", "service/values-of-declared-type"),
    # --- links and walks
    pages("link-away", "links the next page on another host", _page(__next="http://other.example/x?$skiptoken=1"), LISTED),
    pages("link-to-a-file", "links the next page in a file", _page(__next="file:///etc/passwd"), LISTED),
    pages("link-to-itself", "links every page to itself", _linked_to_itself, "paging/walk-ends"),
    pages("link-no-text", "links the next page with a number", _page(__next=5), "service/answers-fit-schema"),
    pages("link-nonsense", "links the next page with what is no address", _page(__next="http://[::1"), "service/answers-fit-schema"),
    pages("link-half-a-character", "links the next page with half a character", _page(__next="ORIGIN/\ud800"), LISTED),
    pages("link-with-a-line-break", "links the next page with a header within",
          _page(__next="ORIGIN/x\r\nX-Evil: 1"), LISTED),
    pages("link-too-long", "links the next page with an address of 10^5 characters",
          _page(__next="ORIGIN/" + "x" * 100_000), told="cannot be asked"),
    Behaviour("walk-without-end", "always has another page with new records", _fresh_for_ever, told="another page",
              when=lambda ask: ask.is_page),
    second("second-page-gone", "answers 404 for the second page",
           lambda talk: talk.say("gone", "404 Not Found", "text/plain"), LISTED),
    second("second-page-500", "answers 500 for the second page",
           lambda talk: talk.say("oops", "500 Oops", "text/plain"), LISTED),
    second("second-page-login", "shows a login page for the second page", _raw(LOGIN, "text/html"), NOT_READ),
    second("second-page-silent", "never answers for the second page", Talk.hold, told="no answer in time"),
    second("second-page-cut", "breaks off within the second page", _cut, told="breaks off"),
    second("second-page-too-many", "answers 429 for the second page",
           lambda talk: talk.say("", "429 Too Many Requests", Retry_After="0"), told="asks not to be asked"),
    Behaviour("flapping", "answers every second question with 500", _flapping,
              failed=frozenset({LISTED, "paging/count-plain"})),
    Behaviour("slow-description", "never answers for its $metadata", Talk.hold, told="no answer in time",
              when=lambda ask: "$metadata" in ask.target),
    Behaviour("description-explodes", "describes itself in a billion laughs", _raw(LAUGHS, "application/xml"),
              failed=frozenset({"service/description-well-formed"}), when=lambda ask: "$metadata" in ask.target),
    # --- certificates
    everything("certificate-expired", "shows a certificate that has expired", "certificate has expired",
               Talk.say_honestly),
    everything("certificate-self-signed", "shows a certificate that nobody vouches for", "cannot be trusted",
               Talk.say_honestly),
    everything("certificate-of-another", "shows the certificate of another host", "cannot be trusted",
               Talk.say_honestly),
    everything("plain-behind-https", "speaks plain HTTP where https was asked", "no connection", Talk.say_honestly),
)  # fmt: skip


class Endpoint:
    """A behaviour on a socket."""

    def __init__(self, behaviour: Behaviour, context: ssl.SSLContext | None = None) -> None:
        self.behaviour, self._context = behaviour, context
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.origin = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def close(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(5)
        with suppress(OSError), plain:
            connection = self._context.wrap_socket(plain, server_side=True) if self._context else plain
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            more = connection.recv(65536)
            if not more:
                return
            head += more
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        with self._lock:
            self.asked.append(target)
            self.heads.append(head.decode("latin-1"))
            ask = Ask(method, target, len(self.asked), self.origin)
        talk = Talk(connection, ask, self._over, head)
        if self.behaviour.when(ask):
            self.behaviour.act(talk)
        else:
            talk.say_honestly()


@contextmanager
def misbehaving(behaviour: Behaviour, context: ssl.SSLContext | None = None) -> Iterator[Endpoint]:
    """Serve a behaviour while the block runs."""
    endpoint = Endpoint(behaviour, context)
    thread = threading.Thread(target=endpoint.run, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.close()
        thread.join()


def page() -> str:
    """docs/hostile.md."""
    lines = [
        "# Hostile endpoints",
        "",
        "What endpoints do that nobody would wish for, and what apitest makes of it. Each line is served over a raw",
        "socket and judged by `tests/test_hostile.py`; this page is written from the same table (`python tests/misbehaving.py`).",
        "",
        "Nothing of it crashes or hangs a run, or makes it take more memory than `max-body` allows. What was received is",
        "kept as evidence. A service that cannot be judged is *cantTell* with the reason, never *failed*; a breach that was seen",
        "is *failed*. No redirect is followed, no cookie kept, and no link leads off the origin of the target.",
        "",
        "Limits of a target in `apitest.toml`: `timeout` (30 s without a byte), `deadline` (four times that for a whole",
        "answer), `max-body` (64 MiB, unpacked), `max-pages` (10000 of a set), `max-requests`, `max-bytes` and",
        "`max-seconds` (none unless given).",
        "",
        "| Name | The endpoint … | Outcome | Told |",
        "| --- | --- | --- | --- |",
    ]
    lines += [f"| {item.name} | {item.sentence} | {_outcome(item)} | {_told(item)} |" for item in CATALOGUE]
    return "\n".join(lines) + "\n"


def _outcome(item: Behaviour) -> str:
    return "failed" if item.failed else "cantTell" if item.told else "passed"


def _told(item: Behaviour) -> str:
    return ", ".join(f"`{name}`" for name in sorted(item.failed)) or (f"“… {item.told} …”" if item.told else "")


if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs" / "hostile.md").write_text(page(), "utf-8")
    sys.stdout.write(f"{len(CATALOGUE)} behaviours\n")
