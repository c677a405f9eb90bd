"""The reference endpoint as a WSGI application: path → dialect → question → rows → reply."""

import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import unquote

import orjson

from apitest.dialects import DIALECTS, Dialect, left_out, offered, plain_record
from apitest.dialects.speech import Question, Refused, Reply, Rows
from apitest.model import Contract, EntitySet, Json
from apitest.reference.lying import Act, At, unchanged
from apitest.reference.negotiating import asked_in, form_wanted, said_in
from apitest.reference.records import counts_for, records_of
from apitest.reference.store import Store, copied

_OK, _NOT_FOUND, _NOT_ALLOWED = 200, 404, 405
_NOT_MODIFIED = 304
_REASONS = {
    200: "OK", 304: "Not Modified", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    429: "Too Many Requests", 500: "Internal Server Error",
}  # fmt: skip
_SMALLEST_TO_COMPRESS = 500
_LARGEST_FILE = 1_000_000
FILE_HOSTS = (".example.org", ".example.com")
"""Hosts, reserved for examples, where the files of the records lie."""

Value = TypeVar("Value")
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Service:
    """One secretariat in every dialect, each under its own path."""

    def __init__(
        self,
        contract: Contract,
        *,
        records: int | None = None,
        acts: Iterable[tuple[tuple[str, ...], Act]] = (),
        latency: float = 0.0,
        counts: Mapping[str, int] | None = None,
        store: Store | None = None,
        dialects: Mapping[str, Dialect] = DIALECTS,
        compress: bool = True,
        pause: Callable[[float], None] = time.sleep,
        keep: Callable[[Rows, frozenset[str]], Rows] | None = None,
        tag: Callable[[bytes], str] | None = None,
    ) -> None:
        """
        Fill the store; `acts` are lies with the entity sets they act on (none: all), `latency` seconds an answer.

        `pause` lets so many seconds pass, in real time unless a clock of another kind is kept.
        `store`: honest records to serve instead of making them; it is copied if records are to be changed. `keep` and
        `tag`: as `kept` and `tag_of`, remembered.
        """
        self.contract = contract
        self.offered = {name: offered(contract, dialect) for name, dialect in dialects.items()}
        """What is offered in each dialect."""
        self._acts = tuple(acts)
        self._latency, self._pause = latency, pause
        self._asked: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._dialects, self._compress = dialects, compress
        self._keep, self._tag = keep or kept, tag or tag_of
        self.touched: set[int] = set()
        """Numbers of the acts that have changed anything so far."""
        self.store = store or honest_store(contract, counts or counts_for(records))
        if any(act.record is not unchanged for _, act in self._acts):
            self.store = self.store.copy() if store else self.store
            self._change_records()

    def _change_records(self) -> None:
        for name in self.contract.entities:
            changes = [
                (number, act.record)
                for number, (sets, act) in enumerate(self._acts)
                if (not sets or name in sets) and act.record is not unchanged
            ]
            for position, record in enumerate(self.store.listed(name) if changes else ()):
                current: dict[str, Json] | None = record
                for number, change in changes:
                    if current is None or (isinstance(change, At) and change.position != position):
                        continue
                    before = current
                    current = change(copied(current), position)
                    if current != before:
                        self.touched.add(number)
                if current != record:
                    self.store.put(name, record[self.contract.entities[name].key], current)

    def __call__(self, environ: Mapping[str, Any], start_response: StartResponse) -> list[bytes]:
        """Answer one request (WSGI)."""
        if self._latency:
            self._pause(self._latency)
        return self.sent(self.answer(**asked_in(environ)), environ, start_response)

    def sent(self, reply: Reply, environ: Mapping[str, Any], start_response: StartResponse) -> list[bytes]:
        """Hand a reply over (WSGI)."""
        body, headers = reply.body, [("Content-Type", reply.content_type), *reply.headers]
        wanted = self._compresses(environ) and ("Cache-Control", "no-transform") not in headers
        if wanted and len(body) >= _SMALLEST_TO_COMPRESS:
            body = gzip.compress(body, 1, mtime=0)
            headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        start_response(
            f"{reply.status} {_REASONS.get(reply.status, 'Other')}", [*headers, ("Content-Length", str(len(body)))]
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _compresses(self, environ: Mapping[str, Any]) -> bool:
        offered = self._compress and not asked_in(environ)["origin"].endswith(FILE_HOSTS)
        return offered and "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")

    def answer(
        self, *, method: str, origin: str, path: str, query: str, known: str = "", language: str = "", accept: str = ""
    ) -> Reply:
        """Answer a request; `path` is percent-encoded, `known` the entity tags that the client has, `language` preferred."""
        if method not in ("GET", "HEAD"):
            return Reply(
                status=_NOT_ALLOWED,
                content_type="text/plain",
                body=b"GET and HEAD only",
                headers=(("Allow", "GET, HEAD"),),
            )
        if origin.endswith(FILE_HOSTS):
            return self._file(f"{origin}{path}")
        name, _, rest = path.lstrip("/").partition("/")
        dialect = self._dialects.get(name)
        if dialect is None:
            return (
                _index(origin)
                if not name
                else Reply(status=_NOT_FOUND, content_type="text/plain", body=b"no such dialect")
            )
        root = f"{dialect.ROOT}/" if dialect.ROOT else ""
        if root and not f"{rest}/".startswith(root):
            return dialect.say_error(_NOT_FOUND, f"There is no resource {rest!r}.")
        scene = Scene(
            service=self,
            dialect=dialect,
            base=f"{origin}/{name}/{dialect.ROOT}".rstrip("/"),
            method=method,
            path=rest[len(root) - 1 :] if root else rest,
            query=query,
            times=self._times(path, query),
            known=known,
            language=language,
            accept=accept,
        )
        return self._said(scene)

    def _file(self, address: str) -> Reply:
        """What the hosts of the files say; whatever is asked for is there."""
        entity, kind, size = self._files.get(_path_of(address), ("", "application/octet-stream", 1))
        reply = Reply(status=_OK, content_type=kind, body=bytes(size))
        for number, act in enumerate(self._acts):
            if act[1].file is not None and (not act[0] or entity in act[0]):
                reply = self._after(number, reply, act[1].file(reply, address))
        return reply

    @cached_property
    def _files(self) -> Mapping[str, tuple[str, str, int]]:
        """Path → entity set, media type and size, as the records say; whatever the host."""
        found: dict[str, tuple[str, str, int]] = {}
        for name in self.contract.entities:
            found |= self.store.worked_out(name, _files_of)
        return found

    def _times(self, path: str, query: str) -> int:
        if not self._acts:
            return 1
        with self._lock:
            self._asked[path, query] += 1
            return self._asked[path, query]

    def _said(self, scene: "Scene") -> Reply:
        try:
            scene.question = scene.dialect.hear(scene.path, scene.query, scene.contract)
            reply = self.reply_to(scene, self._acts_on(scene))
        except Refused as refusal:
            reply = scene.dialect.say_error(refusal.status, refusal.message)
        for number, act in self._acts_on(scene):
            if act.reply is not None:
                reply = self._after(number, reply, act.reply(reply, scene))
        form = form_wanted(scene.accept, scene.query)
        reply = said_in(form, reply, scene.dialect, scene.question, scene.contract, scene.base)
        return self._late(_sealed(reply, scene, self._tag), scene)

    def _late(self, reply: Reply, scene: "Scene") -> Reply:
        """What acts make of a reply that was ready to be sent, and how long they let the client wait."""
        for number, act in self._acts_on(scene):
            if act.sealed is not None:
                reply = self._after(number, reply, act.sealed(reply, scene))
            if act.seconds is not None:
                self.touched.add(number)
                self._pause(act.seconds(scene))
        return reply

    def _acts_on(self, scene: "Scene") -> list[tuple[int, Act]]:
        return [(number, act) for number, (sets, act) in enumerate(self._acts) if not sets or scene.entity in sets]

    def _after(self, number: int, before: Value, after: Value) -> Value:
        """What an act made of something, and a note if it changed it."""
        if after is not before and after != before:
            self.touched.add(number)
        return after

    def _answered(self, number: int, change: Callable[[Rows, Any], Rows], rows: Rows, scene: "Scene") -> Rows:
        try:
            return change(rows, scene)
        except Refused:
            self.touched.add(number)
            raise

    def reply_to(self, scene: "Scene", acts: Iterable[tuple[int, Act]] = ()) -> Reply:
        """
        Answer the question of a scene.

        Raises:
            Refused: the question cannot be answered.
        """
        dialect, question = scene.dialect, scene.question
        if question is None or question.asked == "service":
            return dialect.say_service(scene.contract, scene.base, question or Question(asked="service"))
        if question.asked == "description":
            return dialect.say_description(scene.contract, scene.base, question)
        return self._reply_about_records(scene, question, acts)

    def _reply_about_records(self, scene: "Scene", question: Question, acts: Iterable[tuple[int, Act]]) -> Reply:
        dialect = scene.dialect
        entity = scene.contract.entities[question.entity]
        for number, act in acts:
            if act.hear is not None:
                question = scene.question = self._after(number, question, act.hear(question))
        rows = self._keep(self._rows(dialect, question, entity), left_out(self.contract.entities[entity.name], dialect))
        for number, act in acts:
            if act.answer is not None:
                rows = self._after(number, rows, self._answered(number, act.answer, rows, scene))
        return self._say(rows, scene, question, entity)

    def _say(self, rows: Rows, scene: "Scene", question: Question, entity: EntitySet) -> Reply:
        dialect = scene.dialect
        if question.asked == "count":
            return dialect.say_count(rows.total or 0)
        if question.asked == "page":
            return dialect.say_page(rows, question, entity, scene.base, scene.query)
        if not rows.records:
            raise Refused(_NOT_FOUND, f"There is no record {question.key!r}.")
        if question.asked == "list":
            return dialect.say_list(rows.records[0], question, entity)
        return dialect.say_item(rows.records[0], question, entity, scene.base)

    def _rows(self, dialect: Dialect, question: Question, entity: EntitySet) -> Rows:
        if question.asked in ("item", "list"):
            record = self.store.one(entity, question.key)
            return Rows(records=(record,) if record else ())
        if question.asked == "count":
            return Rows(records=(), total=self.store.count(entity, question.filter))
        cap = dialect.PAGE_CAP if question.selection.top is None else dialect.PAGE_MAXIMUM
        if question.selection.page is not None:
            skip = question.selection.page * min(question.selection.top or cap, cap)
            question = replace(question, selection=replace(question.selection, skip=skip))
        if "skip" in dialect.FEATURES or "next-link" not in dialect.FEATURES:
            return self.store.rows(entity, question.selection, question.filter, cap)
        return self.store.continued(entity, question.selection, question.filter, question.after, cap)


@dataclass(slots=True, kw_only=True)
class Scene:
    """One request, and what an act may look at when it changes what is said to it."""

    service: Service
    dialect: Dialect
    base: str
    """Service root, without a final slash."""
    method: str
    path: str
    """Behind the service root, percent-encoded."""
    query: str
    times: int
    """How often this very question has been asked, this time included; 1 where nobody lies."""
    question: Question | None = None
    """What was understood; None: nothing."""
    known: str = ""
    """`If-None-Match` as it came."""
    language: str = ""
    """`Accept-Language` as it came."""
    accept: str = ""
    """`Accept` as it came."""

    @property
    def contract(self) -> Contract:
        """What is offered in this dialect."""
        return self.service.offered[self.dialect.NAME]

    @property
    def asked(self) -> str:
        """What kind of question this is; empty: none that was understood."""
        return self.question.asked if self.question else ""

    @property
    def entity(self) -> str:
        """The entity set concerned, even where the question was not understood; empty: none."""
        if self.question is not None:
            return self.question.entity
        steps = {step.partition("(")[0] for step in self.path.strip("/").split("/")}
        known = self.service.contract.entities.values()
        return next((entity.name for entity in known if steps & {entity.name, entity.wire_name}), "")

    @property
    def continues(self) -> bool:
        """Whether this asks for a later page of a listing."""
        question = self.question
        return question is not None and bool(question.after or question.selection.skip or question.selection.page)

    def instead(self, query: str) -> Reply:
        """
        What an honest service says to the same path with another query string.

        Raises:
            Refused: it would not answer that either.
        """
        question = self.dialect.hear(self.path, query, self.contract)
        return self.service.reply_to(replace(self, query=query, question=question))


def tag_of(body: bytes) -> str:
    """The entity tag of a body; weak, since it stands for the packed body too."""
    return f'W/"{hashlib.blake2b(body, digest_size=9).hexdigest()}"'


def _sealed(reply: Reply, scene: Scene, tag_of: Callable[[bytes], str]) -> Reply:
    """A reply with its entity tag, or that it has not changed where the client knows the tag (RFC 9110 §8.8.3, §13.1.2)."""
    if reply.status != _OK or scene.asked not in ("page", "item"):
        return reply
    tag = tag_of(reply.body)
    headers = (*reply.headers, ("ETag", tag))
    if tag.removeprefix("W/") in scene.known or scene.known.strip() == "*":
        return replace(reply, status=_NOT_MODIFIED, body=b"", headers=headers)
    return replace(reply, headers=headers)


def kept(rows: Rows, names: frozenset[str]) -> Rows:
    """Rows without the properties that the dialect has no place for."""
    if not names:
        return rows
    return replace(rows, records=tuple(plain_record(record, names) for record in rows.records))


def honest_store(contract: Contract, counts: Mapping[str, int]) -> Store:
    """The records of every set, as many as counted; a set without a count: as many as by default."""
    store = Store(contract.entities.values())
    for name in contract.entities:
        store.fill(name, records_of(name, counts.get(name)))
    return store


def _files_of(entity: str, records: Iterable[dict[str, Json]]) -> dict[str, tuple[str, str, int]]:
    return {
        _path_of(str(file.get("url"))): (entity, str(file.get("mimeType") or "application/pdf"), _bytes_of(file))
        for record in records
        for group in ("files", "documents")
        for file in record.get(group) or ()
        if isinstance(file, dict)
    }


def _path_of(address: str) -> str:
    return "/".join(unquote(address).split("/")[3:])


def _bytes_of(file: Mapping[str, Json]) -> int:
    size = file.get("size")
    return size if type(size) is int and 0 < size < _LARGEST_FILE else 1


def _index(origin: str) -> Reply:
    body = {name: f"{origin}/{name}/{dialect.ROOT}".rstrip("/") for name, dialect in DIALECTS.items()}
    return Reply(status=_OK, content_type="application/json", body=orjson.dumps(body))
