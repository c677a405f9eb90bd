"""
Lies that the suite was not made for, told by a proxy before the reference endpoint: how many are found, and by what.

    python benchmarks/unseen_lies.py [--round first] [--lie NAME] [--every] [--json FILE]

A lie is found if a requirement fails, or cannot be told, that the honest endpoint (behind the same proxy) fulfils. It is
attributed if one of the requirements that say what it breaks fails: which those are was written down before
(`unseen/attributing.py`). A lie that changes nothing of what was asked for was not told, and counts for nothing.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from unseen.attributing import attributed, right_ones
from unseen.forms import FORMS
from unseen.judging import FULL, Judged, judging, trials
from unseen.telling import LIES, ROUNDS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a lie in a wire form."""

    lie: str
    form: str
    told: bool
    found: bool
    attributed: bool
    failed: tuple[str, ...]
    untold: tuple[str, ...]
    requests: int


def outcome_of(name: str, form: str, honest: Judged, judged: Judged) -> Outcome:
    """Found, and attributed."""
    failed = sorted({requirement for requirement, _ in judged.failed - honest.failed})
    untold = sorted({f"{pair[0]}: {why}" for pair, why in judged.untold.items() if pair not in honest.untold})
    right = attributed(LIES[name].by, failed, name)
    found = bool(failed or untold)
    return Outcome(name, form, bool(judged.altered), found, right, tuple(failed), tuple(untold), judged.requests)


def summed(outcomes: Iterable[Outcome]) -> str:
    """Found and attributed in one line."""
    told = [one for one in outcomes if one.told and not LIES[one.lie].moot]
    found, right = sum(one.found for one in told), sum(one.attributed for one in told)
    share = max(len(told), 1)
    return (
        f"{len(told)} told, {found} found ({100 * found / share:.1f} %), "
        f"{right} attributed ({100 * right / share:.1f} %)"
    )


def listed(outcomes: Iterable[Outcome]) -> None:
    """Those that are not found, or not by the right requirement."""
    for one in outcomes:
        if one.told and one.attributed:
            continue
        what = (
            "moot" if LIES[one.lie].moot else "not told" if not one.told else "MISSED" if not one.found else "elsewhere"
        )
        expected = " ".join(right_ones(LIES[one.lie].by, one.lie)) or f"({LIES[one.lie].by})"
        print(f"{what:9} {one.form:8} {one.lie}: {expected}")
        for text in [*one.failed, *one.untold][:6]:
            print(f"{'':20}{text}")


def tried(wanted: list[tuple[str, str]], records: int, workers: int) -> list[Outcome]:
    """The honest endpoint and all trials."""
    honestly = sorted({(form, FULL if LIES[name].full else "") for form, name in wanted})
    with judging(records, workers) as judge:
        answers = list(judge([*honestly, *wanted]))
    for trouble in (one for one in answers if isinstance(one, str)):
        print("TROUBLE", trouble)
    honest = {key: one for key, one in zip(honestly, answers, strict=False) if isinstance(one, Judged)}
    for (form, how), one in honest.items():
        print(
            f"honest {form} {how}: {len(one.failed)} failed, {len(one.untold)} cannot be told, {one.requests} requests"
        )
    return [
        outcome_of(name, form, honest[form, FULL if LIES[name].full else ""], one)
        for (form, name), one in zip(wanted, answers[len(honestly) :], strict=True)
        if isinstance(one, Judged)
    ]


def main() -> None:
    """Try a round, and tell."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--round", choices=list(ROUNDS), default="first")
    parser.add_argument("--lie", action="append", choices=list(LIES), default=[])
    parser.add_argument("--every", action="store_true", help="each lie in each wire form that can carry it")
    parser.add_argument("--records", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    lies = tuple(LIES[name] for name in options.lie) or ROUNDS[options.round]
    outcomes = tried(trials(lies, every=options.every), options.records, options.workers)
    listed(outcomes)
    for form in FORMS:
        print(f"{form}: {summed(one for one in outcomes if one.form == form)}")
    print(summed(outcomes))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in outcomes], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
