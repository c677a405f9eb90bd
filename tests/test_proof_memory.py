"""What the proof remembers says what would be said afresh."""

from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

import pytest

from apitest.acceptance.answers import rows_in
from apitest.acceptance.portal import Provider, Reader
from apitest.acceptance.records import touches_of
from apitest.acceptance.touches import Meetings, Scene, scene_of
from apitest.dialects import DIALECTS, Dialect, offered
from apitest.dialects.speech import Reply
from apitest.errors import CouldNotAssess
from apitest.model import EntitySet, Exchange, Page, Query, Selection, Target
from apitest.proof import carries
from apitest.proof.asking import Asking, Sample
from apitest.proof.laboratory import target_of
from apitest.proof.memory import RememberedStore, RememberedTouches
from apitest.proof.pages import RememberedDialect
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act
from apitest.reference.pace import StandInClock
from apitest.reference.records import counts_for
from apitest.reference.service import Service, honest_store
from apitest.reference.store import Store
from making import CONTRACT, exchange

BASE = "http://reference.example"
LIES = (
    "project-without-grant",
    "project-zero-for-unknown",
    "decision-without-published",
    "report-without-id",
    "project-paid-twice",
    "meeting-without-end",
    "record-twice",
)


OF_EACH_SET = 3


class CountingDialect:
    """A dialect that counts the records that it reads."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.rows = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._dialect, name)

    def read_page(self, exchange: Exchange, entity: EntitySet) -> Page:
        page = self._dialect.read_page(exchange, entity)
        self.rows += len(page.records)
        return page


def acts_in(dialect: Dialect) -> list[tuple[tuple[str, ...], Act]]:
    return [(FAULTS[name].entities, FAULTS[name].lie) for name in LIES if carries(CONTRACT, FAULTS[name], dialect)]


def answers(service: Service, dialect: Dialect) -> list[Reply]:
    """The first two pages of every set, and one record of each."""
    found = []
    base = f"{BASE}/{dialect.NAME}/{dialect.ROOT}".rstrip("/")
    for entity in service.offered[dialect.NAME].entities.values():
        selections = (Selection(top=100, count=True), Selection(top=40), Selection(top=40, skip=40, page=1))
        queries = [dialect.listing(base, entity, selection) for selection in selections]
        for query in queries:
            parts = urlsplit(query.url)
            found.append(service.answer(method="GET", origin=BASE, path=parts.path, query=parts.query))
    return found


@pytest.mark.parametrize("name", ["olingo2", "jaydata", "odata-v4", "drupal-rest", "gef-json", "mea-json"])
def test_a_page_with_other_records_put_in_is_the_page_said_afresh(name: str) -> None:
    plain, store = DIALECTS[name], RememberedStore(honest_store(CONTRACT, counts_for(None)))
    remembered = cast("Dialect", RememberedDialect(plain, store))
    kept = cast("Store", store)

    honest = answers(Service(CONTRACT, store=kept, dialects={name: remembered}, keep=store.keep), plain)
    acts = acts_in(plain)
    quick = Service(CONTRACT, acts=acts, store=kept, dialects={name: remembered}, keep=store.keep)
    afresh = Service(CONTRACT, acts=acts, dialects={name: plain})

    assert answers(quick, plain) == answers(afresh, plain)
    assert answers(afresh, plain) != honest
    assert store.changed() == ()


def read(replies: list[Reply], reader: Dialect, plain: Dialect) -> list[Page]:
    """The answers as pages of the set that each is about."""
    sets = [entity for entity in offered(CONTRACT, plain).entities.values() for _ in range(OF_EACH_SET)]
    return [
        reader.read_page(exchange(reply.body, url=f"{BASE}/{number}", status=reply.status), entity)
        for number, (reply, entity) in enumerate(zip(replies, sets, strict=True))
    ]


@pytest.mark.parametrize("name", ["olingo2", "jaydata", "odata-v4", "drupal-rest", "gef-json", "mea-json"])
def test_a_page_read_in_parts_is_the_page_read_afresh(name: str) -> None:
    plain, store = CountingDialect(DIALECTS[name]), RememberedStore(honest_store(CONTRACT, counts_for(None)))
    remembered = cast("Dialect", RememberedDialect(cast("Dialect", plain), store))

    def answered(acts: list[tuple[tuple[str, ...], Act]]) -> list[Reply]:
        service = Service(CONTRACT, acts=acts, store=cast("Store", store), dialects={name: remembered}, keep=store.keep)
        return answers(service, DIALECTS[name])

    read(answered([]), remembered, DIALECTS[name])
    lies = answered(acts_in(DIALECTS[name]))
    before = plain.rows

    quick = read(lies, remembered, DIALECTS[name])

    rows_read = plain.rows - before
    afresh = read(lies, DIALECTS[name], DIALECTS[name])
    assert quick == afresh
    assert rows_read < sum(len(page.records) for page in afresh) // 2


@pytest.mark.parametrize(
    ("name", "of"), [("odata-v4", "decisions"), ("mea-json", "decisions"), ("mea-json", "contacts")]
)
def test_an_answer_without_the_wire_is_the_answer_over_the_wire(name: str, of: str) -> None:
    dialect, samples = DIALECTS[name], dict[object, Sample]()
    target = target_of(CONTRACT, dialect, connections=1)
    entity, told = CONTRACT.entities[of], Act("a", record=lambda record, _position: {**record, "institution": "Ada"})
    queries = [dialect.listing(target.url, entity, Selection(top=top)) for top in (5, 40)]
    store = honest_store(CONTRACT, counts_for(None))

    def asked(acts: list[tuple[tuple[str, ...], Act]], known: dict[object, Sample], *, wired: bool) -> list[object]:
        service = Service(CONTRACT, acts=acts, store=store, dialects={name: dialect}, compress=False)
        client = Asking(
            target,
            service,
            known,  # type: ignore[arg-type]
            StandInClock(),
            lambda _key, _value: None,
            over_the_wire=wired,
        )
        try:
            return [client.send(query) for query in queries]
        finally:
            client.close()

    asked([], samples, wired=True)
    lies = [*acts_in(dialect), (("contacts",), told)]
    quick = asked(lies, samples, wired=False)

    assert len(samples) == len(queries)
    assert quick == asked(lies, {}, wired=True)


def questions(target: Target, dialect: Dialect) -> list[Query]:
    """Of each kind one, as the suites ask them."""
    decisions, contacts = CONTRACT.entities["decisions"], CONTRACT.entities["contacts"]
    tagged = replace(dialect.listing(target.url, decisions, Selection(top=5)), headers=(("if-none-match", '"none"'),))
    return [
        Query(url=target.url),
        dialect.count(target.url, decisions),
        dialect.listing(target.url, decisions, Selection(top=100, count=True)),
        dialect.listing(target.url, decisions, Selection(top=5, skip=5, page=1)),
        dialect.listing(target.url, contacts, Selection(top=5)),
        dialect.item(target.url, decisions, "synthetic-décision '1'"),
        dialect.item(target.url, decisions, "synthetic-decision-1"),
        replace(tagged, accept="text/html"),
    ]


@pytest.mark.parametrize("name", ["olingo2", "mea-json"])
def test_whatever_a_lie_makes_of_an_answer_it_is_the_answer_over_the_wire(name: str) -> None:
    dialect = DIALECTS[name]
    target = target_of(CONTRACT, dialect, connections=1)
    store = honest_store(CONTRACT, counts_for(None))
    acts = [
        (fault.entities, act)
        for fault in FAULTS.values()
        if carries(CONTRACT, fault, dialect)
        for act in (fault.lie, fault.near_miss)
        if (act.reply or act.sealed) and act.seconds is None
    ]

    def asked(act: tuple[tuple[str, ...], Act], query: Query, *, wired: bool) -> Exchange | str:
        service = Service(CONTRACT, acts=[act], store=store, dialects={name: dialect}, compress=False)
        client = Asking(target, service, {}, StandInClock(), lambda _key, _value: None, over_the_wire=wired)
        try:
            return client.send(query)
        except CouldNotAssess as trouble:
            return trouble.got
        finally:
            client.close()

    asked_of = [(act, query) for act in acts for query in questions(target, dialect)]

    quick = [asked(act, query, wired=False) for act, query in asked_of]

    assert quick == [asked(act, query, wired=True) for act, query in asked_of]
    assert len(asked_of) > OF_EACH_SET * len(questions(target, dialect))


@pytest.mark.parametrize("name", ["olingo2", "jaydata"])
def test_a_page_read_in_parts_by_the_importer_is_the_page_read_whole(name: str) -> None:
    plain, store = DIALECTS[name], RememberedStore(honest_store(CONTRACT, counts_for(None)))
    remembered = RememberedDialect(plain, store)

    def answered(acts: list[tuple[tuple[str, ...], Act]]) -> list[Exchange]:
        service = Service(
            CONTRACT,
            acts=acts,
            store=cast("Store", store),
            dialects={name: cast("Dialect", remembered)},
            keep=store.keep,
        )
        return [exchange(reply.body, url=BASE, status=reply.status) for reply in answers(service, plain)]

    honest = {id(row) for page in answered([]) for row in remembered.rows_in(page, Reader.COMMON).rows or ()}
    pages = answered(acts_in(plain))

    quick = [remembered.rows_in(page, Reader.COMMON) for page in pages]

    assert quick == [rows_in(page, Reader.COMMON) for page in pages]
    rows = [row for answer in quick for row in answer.rows or ()]
    assert len(rows) // 2 < sum(id(row) in honest for row in rows) < len(rows)


def test_what_the_rules_do_is_remembered_for_meetings_that_say_the_same() -> None:
    provider, touched = Provider(), RememberedTouches()
    row = {"id": "a", "meetingId": "unknown"}

    def scene(meetings: Meetings) -> Scene:
        return scene_of(CONTRACT, "decisions", provider, meetings)

    first = touched(scene(Meetings()), row)

    assert first == touches_of(scene(Meetings()), row)
    assert touched(scene(Meetings()), {**row}) is first
    others = Meetings(stored={"unknown": (("2017",), None)})
    assert touched(scene(others), row) == touches_of(scene(others), row) != first
    assert touched(scene(others), row) is not first
