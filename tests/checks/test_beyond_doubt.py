"""Records beyond doubt: what the schema lets through, no check has anything to say of."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks import RECORDS
from apitest.checks.beyond_doubt import KNOWN, silent_on, with_knowledge
from apitest.checks.setting import Setting
from apitest.dialects import DIALECTS
from apitest.dialects.speech import Question, Rows
from apitest.model import Page, Record, Selection
from apitest.reference.records import records_of
from making import CONTRACT, NOW, entity, exchange, target

ENTITY = entity("decisions")
KNOWING = replace(ENTITY, beyond_doubt=with_knowledge(ENTITY, CONTRACT, target()))
SETTING = Setting(contract=CONTRACT, target=target(), entity=KNOWING, now=NOW)
SHORT = ("olingo2", "wcf-v1", "wcf-v2", "jaydata", "odata4j", "mea-json")
REAL = [record for record in records_of("decisions", 60) if record["published"] < "2025-12"]
ODD: tuple[Any, ...] = (
    "", " ", " a", "a ", "a  b", "a\nb", "\x07", "Ã©", "e\u0301", "<b>x</b>", "a &amp; b", "Кот", "قط", "猫", "x;y", "x|y",
    "EN", "en", "fr", "ru", "xx", "eng", "Basel", "basel ", "ozone", "BC-17/22", "BC–17/22", "Decision BC-17/22", "tbd", "-",
    "http://localhost/x", "https://test.example.org/a.pdf", "https://a.example/b", "www.x.org", "https://x.org/a b.pdf",
    "https://x.org/a%20b.pdf", "https://x.org/report-french.pdf", "https://x.org/report_fr.doc", "https://10.0.0.1/x.pdf",
    "https://u:p@x.org/x", "https://x.org/x?token=abc", "https://-x.org/a", "https://x.lan/a.pdf", "report.DOC", "x-es.pdf",
    "image/jpeg", "pdf", "application/msword", "Decision", "retired", "1970-01-01T00:00:00Z", "1969-12-31T23:59:00Z",
    "2031-01-01T00:00:00Z", "2001-01-01T00:00:07Z", "1900-01-01T00:00:00Z", "2001-02-30T00:00:00Z", "L'eau et les gens",
    "a" * 256, "word " * 500, None, 0, 1, 1.5, True, [], {}, [{}], ["x"], {"language": "en", "value": "x"},
)  # fmt: skip


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield (*path, key)
        yield from leaves(item, (*path, key))


def changed(value: Any, path: tuple[Any, ...], item: Any) -> Any:
    """A copy of a value with another item in one place."""
    if not path:
        return item
    head, *rest = path
    inner = changed(value[head], tuple(rest), item)
    if isinstance(value, list):
        return [inner if index == head else old for index, old in enumerate(value)]
    return {**value, head: inner}


def pages(name: str, records: list[Any]) -> tuple[Page, Page]:
    """Records said in a dialect, read value by value and the short way."""
    dialect = DIALECTS[name]
    rows = Rows(records=tuple(records), total=len(records))
    selection = Selection(expand=ENTITY.expandable)
    question = Question(asked="page", entity="decisions", selection=selection)
    said = dialect.say_page(rows, question, ENTITY, "http://mea.example", "")
    url = dialect.listing("http://mea.example", ENTITY, selection).url
    answer = exchange(said.body, url=url)
    return dialect.read_page(answer, ENTITY), dialect.read_page(answer, KNOWING)


def told(record: Record, names: frozenset[str]) -> list[str]:
    """Those requirements of some that the checks find broken."""
    return [name for name in sorted(names) if name in RECORDS and [*RECORDS[name](record, SETTING)]]


def unsound(name: str, records: list[Any]) -> list[Any]:
    """Records that are beyond doubt although something is to be said of them, or that are read otherwise."""
    slow, fast = pages(name, records)
    found: list[Any] = [] if slow.departures == fast.departures else ["departures"]
    for one, other in zip(slow.records, fast.records, strict=True):
        plain = replace(other, beyond_doubt=False, worked_out={})
        silent = told(plain, silent_on(other, SETTING))
        if one.content != other.content or one.id != other.id or silent:
            found.append((silent, other.content))
    return found


def test_every_silent_requirement_has_a_check() -> None:
    """What is known to be silent is a check of records, so that a name misspelt does not go unseen."""
    names = {name for known in KNOWN.values() for name in known.all_silent}

    unknown = names - RECORDS.keys()

    assert set() == unknown


@pytest.mark.parametrize("name", SHORT)
def test_ordinary_records_are_beyond_doubt(name: str) -> None:
    """Most records of the reference endpoint take the short way."""
    records = [record for record in REAL if "unknown" not in record]

    _, fast = pages(name, records)

    assert len(records) * 9 < 10 * sum(record.beyond_doubt for record in fast.records)


@pytest.mark.parametrize("name", SHORT)
def test_odd_values_anywhere_are_seen_or_silent(name: str) -> None:
    """Any value in any place: a record beyond doubt is read the same, and no check would have spoken."""
    first, rich = REAL[0], max(REAL, key=lambda record: len(record["title"]))
    places = [(record, path) for record in (first, rich) for path in leaves(record) if path != ("id",)]
    records = [changed(record, path, odd) for record, path in places[::3] for odd in ODD]

    found = unsound(name, records)

    assert found == []


_SIGNS = st.text(st.sampled_from("aZé ñ,.-/_:<>&;|\n\u00a0ЯÃعб猫019%@?#"), max_size=12)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_drawn_texts_anywhere_are_seen_or_silent(data: st.DataObject) -> None:
    """The same for texts that are put together from signs on both sides of the line."""
    record = data.draw(st.sampled_from(REAL))
    path = data.draw(st.sampled_from([path for path in leaves(record) if path != ("id",)]))
    text = data.draw(_SIGNS)
    old = record
    for key in path:
        old = old[key]
    made = changed(record, path, f"{old}{text}" if isinstance(old, str) and data.draw(st.booleans()) else text)

    found = unsound("mea-json", [made])

    assert found == []


_OF_ONE_DIALECT = {"decisions/protocol-version-given"}
"""What most dialects cannot say is not asked of them."""


def test_no_check_is_left_for_most_ordinary_records() -> None:
    """What a new check makes of records beyond doubt is said in `KNOWN`: else every walk takes longer."""
    bound = {name for name in RECORDS if "decisions" in CONTRACT.requirements[name].entities} - _OF_ONE_DIALECT
    _, fast = pages("mea-json", REAL)
    doubtless = [record for record in fast.records if record.beyond_doubt]

    left = Counter(name for record in doubtless for name in bound - silent_on(record, SETTING))

    assert {name: many for name, many in left.items() if many * 2 > len(doubtless)} == {}
