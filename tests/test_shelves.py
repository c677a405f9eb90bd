"""Long sequences come back as they were taken, wherever they lie meanwhile."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from apitest.assessment import Bench
from apitest.checks import paging
from apitest.evidence import Evidence
from apitest.fuzzing import FUZZED
from apitest.model import Depth, Leaf, Outcome, Requirement, Verdict
from apitest.shelves import Known, Shelf, Store, distinct, itself, repeated
from apitest.wire import Client, moment
from conversing import harvest, leaf, subject
from making import CONTRACT, target
from serving import reference

ITEMS = ["a", None, 3, ("b", "\ud800"), {"c": [1]}, frozenset({1}), "a"]
IDS = [f"id-{number % 90}" for number in range(100)] + [None, None]


def shelf(at_once: int, items: Sequence[object] = ITEMS, **more: object) -> Shelf[object]:
    kept: Shelf[object] = Shelf(at_once, **more)  # type: ignore[arg-type]
    for item in items:
        kept.extend([item])
    return kept


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 100])
def test_items_are_gone_through_and_looked_up_like_those_of_a_tuple(at_once: int) -> None:
    kept, plain = shelf(at_once), tuple(ITEMS)

    assert [*kept, *kept] == [*plain, *plain]
    assert [kept[place] for place in range(-7, 7)] == [plain[place] for place in range(-7, 7)]
    assert [kept[1:5], kept[::-2], kept[5:99]] == [plain[1:5], plain[::-2], plain[5:99]]
    assert [*pairwise(kept)] == [*pairwise(plain)]
    assert tuple(kept.settled()) == plain
    with pytest.raises(IndexError):
        kept[7]


def test_what_fits_into_memory_is_a_tuple_in_the_end() -> None:
    assert shelf(100).settled() == tuple(ITEMS)
    assert isinstance(shelf(3).settled(), Shelf)


def test_shelves_share_a_file_and_are_forgotten_one_by_one() -> None:
    store = Store()
    one, other = shelf(2, store=store), shelf(3, IDS, store=store, compared=itself)

    one.close()

    assert ([*one], len(one), [*other]) == ([], 0, IDS)


@pytest.mark.parametrize("at_once", [1, 7, 1000])
@pytest.mark.parametrize("compared", [None, itself])
def test_what_comes_twice_is_told_from_what_comes_once(at_once: int, compared: object) -> None:
    kept = shelf(at_once, IDS, compared=compared)

    assert repeated(kept) == repeated(IDS) == {hash(None), *(hash(f"id-{number}") for number in range(10))}
    assert distinct(kept) == distinct(IDS) == len({*IDS})


def test_ids_that_are_all_different_are_not_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = shelf(7, IDS[:90], compared=itself)
    monkeypatch.delattr(Shelf, "__iter__")

    assert distinct(kept) == 90


@pytest.mark.parametrize("marks", [1, 16, 1 << 22])
def test_new_values_are_told_however_small_the_table(marks: int) -> None:
    known = Known(marks)

    found = [known.add(values) for values in (["a", "b"], ["b", "c"], ["a", "c"], [], [None], [None, "a"], ["d"])]

    assert found == [True, True, False, False, True, False, True]


@pytest.mark.parametrize("ending", ["complete", "looped"])
@pytest.mark.parametrize("check", paging.HARVESTS.values())
def test_what_lies_in_a_file_is_judged_like_what_is_in_memory(check: paging.HarvestCheck, ending: str) -> None:
    leaves = (leaf("a", "b", next="x"), leaf("b", "c", None, next="x"), leaf("a", "c", None, "d", next="x"), leaf())
    walked = harvest(*leaves, ending=ending)
    kept: Shelf[Leaf] = Shelf(3)
    ids: Shelf[str | None] = Shelf(2, compared=itself)
    kept.extend(leaves)
    ids.extend(walked.ids)
    away = replace(walked, leaves=kept, ids_away=ids)

    expected, found = ([*check(subject(kind, total=3))] for kind in (walked, away))

    assert found == expected


def test_every_verdict_is_the_same_wherever_the_records_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(name: str, url: str) -> tuple[list[Verdict], type, type]:
        asked = target(url=url, dialect="mea-json")
        with closing(Evidence(tmp_path / name)) as evidence, closing(Client(asked, evidence)) as client:
            bench = Bench(CONTRACT, asked, client, now=now, seed=1, depth=Depth.STANDARD)
            decisions = bench.of("decisions")
            verdicts = [decisions.judge(item) for item in bench.requirements_of("decisions") if untimed(item)]
        return verdicts, type(decisions.harvest.ids), type(decisions.harvest.leaves)

    def untimed(requirement: Requirement) -> bool:
        return requirement.conformance_class != "efficiency" and requirement.id not in FUZZED

    now = moment()  # that the header `date` of the endpoint is true
    with reference("text-entry-without-language", "record-twice") as url:
        in_memory = judged("memory", url)
        monkeypatch.setattr("apitest.shelves.AT_ONCE", 2)
        monkeypatch.setattr("apitest.checks.examining._LEAVES_AT_ONCE", 1)
        away = judged("file", url)

    assert [verdict.requirement for verdict in in_memory[0] if verdict.outcome is Outcome.FAILED]
    assert (in_memory[1:], away[1:]) == ((tuple, tuple), (Shelf, Shelf))
    assert away[0] == in_memory[0]
