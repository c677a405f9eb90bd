"""Waivers and baselines: what they accept, for how long, and how the file is kept."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from apitest.errors import ConfigurationError
from apitest.model import Verdict
from apitest.verdicts import exit_status
from apitest.waivers import Waiver, as_toml, fingerprint_of, load_waivers, pruned, updated, waived
from resulting import SECOND, departures, finding, results, verdict

DAY = dt.date(2026, 6, 1)
LATER, EARLIER = "2026-12-31", "2026-05-31"


def waiver(**changes: Any) -> Waiver:
    facts = {"requirement": SECOND, "target": "mea", "reason": "Ticket 42", "expires": LATER}
    return Waiver(**{**facts, **changes})


def failed(*records: str, total: int = 0) -> Verdict:
    findings = tuple(finding(record=name) for name in records)
    return verdict(SECOND, "failed", findings=findings, total=total or len(findings))


def accepted(found: Verdict, *waivers: Waiver) -> list[str | None]:
    return [item.record for item in waived(found, waivers, DAY).findings if item.waived]


def baseline(*verdicts: Verdict, known: tuple[Waiver, ...] = ()) -> tuple[Waiver, ...]:
    return updated(known, verdicts, reason="known", expires=LATER, day=DAY)


def test_a_fingerprint_does_not_hang_on_the_message() -> None:
    one, other = finding(), finding(expected="x", got="y", where="z", fix="w", exchange="d9", reproduce="curl")

    assert fingerprint_of(one) == fingerprint_of(other)


@pytest.mark.parametrize("name", ["requirement", "target", "entity", "record", "pointer"])
def test_a_fingerprint_hangs_on_what_the_finding_is_about(name: str) -> None:
    assert fingerprint_of(finding()) != fingerprint_of(finding(**{name: "text/other"}))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["a", "b"]),
        ({"record": "a"}, ["a"]),
        ({"record": "a", "pointer": "/other"}, []),
        ({"entity": "meetings"}, []),
        ({"target": "other"}, []),
        ({"requirement": "transport/json-body"}, []),
        ({"expires": EARLIER}, []),
        ({"expires": "2026-06-01"}, ["a", "b"]),
        ({"most": 1}, []),
        ({"most": 2}, ["a", "b"]),
        ({"fingerprint": fingerprint_of(finding(record="b"))}, ["b"]),
        ({"fingerprint": fingerprint_of(finding(record="b")), "most": 1}, ["b"]),
    ],
)
def test_what_a_waiver_accepts(changes: dict[str, Any], expected: list[str]) -> None:
    assert expected == accepted(failed("a", "b"), waiver(**changes))


def test_a_failure_that_is_accepted_whole_does_not_count() -> None:
    found = waived(failed("a", "b"), [waiver(record="a"), waiver(record="b")], DAY)
    document = results(found)

    assert exit_status(document) == 0
    assert departures(document) == []


def test_a_failure_that_is_accepted_in_part_counts() -> None:
    assert exit_status(results(waived(failed("a", "b"), [waiver(record="a")], DAY))) == 1


def test_single_findings_do_not_add_up_where_not_all_are_kept() -> None:
    found = failed("a", total=70)

    assert exit_status(results(waived(found, [waiver(record="a")], DAY))) == 1
    assert exit_status(results(waived(found, [waiver(most=70)], DAY))) == 0
    assert exit_status(results(waived(found, [waiver(most=69)], DAY))) == 1


def test_a_baseline_accepts_what_it_was_made_of_and_nothing_new() -> None:
    known = baseline(failed("a", "b"))

    assert accepted(failed("a", "b", "c"), *known) == ["a", "b"]


def test_a_baseline_counts_findings_about_the_same() -> None:
    known = baseline(failed("a"))

    assert accepted(failed("a", "a"), *known) == []


def test_a_baseline_of_more_findings_than_are_kept_accepts_their_number() -> None:
    known = baseline(failed("a", total=70))

    assert [(item.wide, item.most) for item in known] == [(True, 70)]


def test_a_baseline_updated_twice_stays_as_it_is() -> None:
    once = baseline(failed("a", "b"))

    assert once == baseline(failed("a", "b"), known=once)


def test_an_update_keeps_reasons_and_renews_what_expired() -> None:
    (old,) = baseline(failed("a"))
    told = Waiver(**{**{name: getattr(old, name) for name in old.__slots__}, "reason": "Ticket 7"})
    lapsed = Waiver(**{**{name: getattr(old, name) for name in old.__slots__}, "expires": EARLIER})

    assert [item.reason for item in baseline(failed("a"), known=(told,))] == ["Ticket 7"]
    assert [item.expires for item in baseline(failed("a"), known=(lapsed,))] == [LATER]


def test_what_is_mended_is_pruned() -> None:
    known = baseline(failed("a", "b"))

    kept, gone = pruned(known, [failed("b")])

    assert ([item.record for item in kept], [item.record for item in gone]) == (["b"], ["a"])


@pytest.mark.parametrize("judged", [[], [verdict(SECOND, "cantTell")], [verdict(SECOND, "untested")]])
def test_what_was_not_judged_is_not_pruned(judged: list[Verdict]) -> None:
    known = baseline(failed("a"))

    assert (known, ()) == pruned(known, judged)


def test_what_may_lie_beyond_the_findings_kept_is_not_pruned() -> None:
    known = baseline(failed("a"))

    assert (known, ()) == pruned(known, [failed("b", total=70)])


@pytest.mark.parametrize("record", ["8fc9", 'say "x"', "a\\b\n\t\x7f", "漢字 😀", ""])
def test_the_file_is_read_as_it_was_written(tmp_path: Path, record: str) -> None:
    path = tmp_path / "baseline.toml"
    known = baseline(failed(record))
    path.write_text(as_toml(known), "utf-8")

    assert known == load_waivers(path)


def test_a_record_that_no_file_can_hold_is_known_by_its_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(as_toml(baseline(failed("\ud800"))), "utf-8")

    assert accepted(failed("\ud800", "?"), *load_waivers(path)) == ["\ud800"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[waiver]]", "is a required property"),
        ('[[waiver]]\nrequirement="a/b"\ntarget="t"\nreason="r"\nexpires="2026-02-31"', "2026-02-31"),
        ('[[waiver]]\nrequirement="a/b"\ntarget="t"\nreason=""\nexpires=2026-02-01', "non-empty"),
        ("waiver = {", "waivers.toml"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(text)

    with pytest.raises(ConfigurationError) as caught:
        load_waivers(path)

    assert told in caught.value.told()
