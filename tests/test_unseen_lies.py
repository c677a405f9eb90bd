"""A handful of the lies that a proxy tells before the reference endpoint; all of them: `benchmarks/unseen_lies.py`."""

import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))

from unseen.attributing import attributed, right_ones
from unseen.judging import Judge
from unseen.telling import LIES, ROUNDS

from apitest.contracts import load_contract

SETS = ("decisions", "meetings")
TOLD = [
    ("decision-status-unknown", "olingo2"),
    ("decision-title-mojibake", "mea-json"),
    ("decision-meeting-dangling", "wcf-v2"),
    ("meeting-end-before-start", "odata-v4"),
    ("skip-one-more", "olingo2"),
    ("item-older", "mea-json"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with Judge(30, SETS) as made:
        yield made


@pytest.mark.parametrize(("name", "form"), TOLD)
def test_a_lie_told_on_the_way_is_found_by_the_right_requirement(judge: Judge, name: str, form: str) -> None:
    lie = LIES[name]

    judged = judge(form, lie)

    failed = {requirement for requirement, _ in judged.failed}
    assert judged.altered > 0
    assert attributed(lie.by, failed)


def test_the_proxy_alone_breaks_nothing(judge: Judge) -> None:
    judged = judge("mea-json", None)

    assert (frozenset(), {}, 0) == (judged.failed, judged.untold, judged.altered)


def test_each_lie_says_what_it_is_to_be_found_by_in_words_that_requirements_stand_for() -> None:
    known = set(load_contract().requirements)

    patterns = {pattern for lie in LIES.values() for pattern in right_ones(lie.by, lie.name)}

    idle = [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in known)]
    assert idle == []


def test_no_lie_is_told_twice() -> None:
    assert sum(map(len, ROUNDS.values())) == len(LIES)
