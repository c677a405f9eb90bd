"""
A server that is never the limit: pages of decisions made once, handed out by an event loop in a process of its own.

Pages differ in a token of fixed width in their ids, numbers and addresses, so that a million records need the memory of one
page. Records are of about 2 kB in the form of the toolkit (`olingo2`), and conform.
"""

import asyncio
import multiprocessing
import re
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS
from apitest.dialects.speech import Question, Rows
from apitest.model import Selection
from apitest.reference.records import records_of

PAGE = 100
TOKEN = "7654321"  # noqa: S105 - a place holder, in digits that no date of a record holds
ROOT = "/olingo2/informea.svc"
_TEMPLATES = 50
_SKIP = re.compile(rb"(?:\$|%24)skip=(\d+)")


def page() -> bytes:
    """A page of decisions, their numbers and addresses under the token."""
    entity = load_contract().entities["decisions"]
    made = [_under_token(record, place) for place, record in enumerate(_templates())]
    question = Question(asked="page", entity="decisions", selection=Selection(expand=entity.expandable))
    said = DIALECTS["olingo2"].say_page(Rows(records=tuple(made), total=None), question, entity, "http://x", "")
    return said.body


def _templates() -> list[dict[str, Any]]:
    """Records of the reference endpoint that are made in numbers, over and over."""
    every = [record for record in records_of("decisions", _TEMPLATES * 3) if record["id"].startswith("synthetic")]
    return [every[place % _TEMPLATES] for place in range(PAGE)]


def _under_token(record: dict[str, Any], place: int) -> dict[str, Any]:
    own = f"{TOKEN}-{place:02d}"
    files = [
        {**file, "id": f"file-{own}-{file['language']}", "filename": f"{own}-{file['language']}.pdf",
         "url": f"https://documents.example.org/decisions/{own}-{file['language']}.pdf"}
        for file in record["files"]
    ]  # fmt: skip
    content = [
        {**entry, "value": entry["value"].replace("nothing about", "nothing of the")} for entry in record["content"]
    ]
    return {
        **record,
        # In the small words of the language, as prose is: else the detector of languages would be asked.
        "content": content,
        "id": f"decision-{own}",
        "number": f"{TOKEN}/{place + 1}",
        "treaty": "ascobans",
        "link": f"https://decisions.example.org/{own}",
        "published": f"{min(record['published'], '2025-04-30')[:10]}T00:00:00Z",
        "updated": f"2025-05-{1 + place % 28:02d}T06:00:00Z",
        "files": files,
    }


class _Answering(asyncio.Protocol):
    """One connection; requests come one after the other."""

    def __init__(self, body: bytes, records: int, latency: float) -> None:
        self._body, self._records, self._latency = body, records, latency
        self._empty = b'{"d":{"results":[]}}'

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        line = data.split(b"\r\n", 1)[0]
        answer = self._answer(line)
        if self._latency:
            asyncio.get_running_loop().call_later(self._latency, self._transport.write, answer)
        else:
            self._transport.write(answer)

    def _answer(self, line: bytes) -> bytes:
        kind = b"application/json;charset=utf-8"
        if b"$count" in line or b"%24count" in line:
            kind, body = b"text/plain;charset=utf-8", str(self._records).encode()
        else:
            found = _SKIP.search(line)
            skip = int(found[1]) if found else 0
            token = b"%07d" % (1 + skip // PAGE)
            body = self._body.replace(TOKEN.encode(), token) if skip < self._records else self._empty
        return b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (kind, len(body), body)


def _serve(told: Connection, records: int, latency: float) -> None:
    async def main() -> None:
        body = page()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(body, records, latency), "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


@contextmanager
def ready(records: int, latency: float = 0.0) -> Iterator[str]:
    """The service root of so many decisions; `latency` in seconds before each answer."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(there, records, latency), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}{ROOT}"
    finally:
        process.terminate()
        process.join()
