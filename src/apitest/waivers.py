"""
Accepted findings: a file kept in version control says which, why and until when; what it accepts fails no run.

A waiver is written by hand, a baseline by `apitest baseline`; both are this one file. A finding is known again by what it is
about (requirement, target, entity set, record, pointer), never by the words of its message.
"""

import datetime as dt
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apitest.errors import ConfigurationError
from apitest.model import Finding, Verdict
from apitest.shipped import shipped

_FORM = "apitest-waivers/1"
_NARROWING = ("record", "pointer", "fingerprint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One accepted finding, or all findings of a requirement at a target."""

    requirement: str
    target: str
    reason: str
    expires: str
    """Last day on which it holds, ISO 8601."""
    entity: str | None = None
    """None: on any set."""
    record: str | None = None
    """None: of any record."""
    pointer: str | None = None
    """None: at any place."""
    fingerprint: str = ""
    """If given, it decides alone, and record and pointer are for readers."""
    most: int = 0
    """It holds as long as there are not more such findings; 0: however many."""

    @property
    def wide(self) -> bool:
        """Whether it accepts a requirement's findings whatever they are about."""
        return not self.fingerprint and self.record is None and self.pointer is None

    def holds(self, day: dt.date) -> bool:
        """Whether it has not expired."""
        return dt.date.fromisoformat(self.expires) >= day

    def binds(self, verdict: Verdict) -> bool:
        """Whether it is about this requirement, at this target, on this set."""
        same = self.requirement == verdict.requirement and self.target == verdict.target
        return same and self.entity in (None, verdict.entity)

    def accepts(self, finding: Finding) -> bool:
        """Whether it is about this finding, among those of its verdict."""
        if self.fingerprint:
            return self.fingerprint == fingerprint_of(finding)
        return self.record in (None, finding.record) and self.pointer in (None, finding.pointer)


def fingerprint(requirement: str, target: str, entity: str, record: str | None, pointer: str) -> str:
    """What a finding is about, in 16 hexadecimal digits; the same in every run and version, whatever its message says."""
    facts = json.dumps([requirement, target, entity, record, pointer], ensure_ascii=True)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def fingerprint_of(finding: Finding) -> str:
    """The fingerprint of a finding."""
    return fingerprint(finding.requirement, finding.target, finding.entity, finding.record, finding.pointer)


def waived(verdict: Verdict, waivers: Iterable[Waiver], day: dt.date) -> Verdict:
    """
    The verdict with its accepted findings marked; an expired waiver accepts nothing.

    Where not every finding is kept, single ones do not add up to the whole: only a waiver of the requirement does.
    """
    own = [item for item in waivers if item.binds(verdict) and item.holds(day)]
    if not own or not verdict.total:
        return verdict
    if any(item.wide and _within(item, verdict.total) for item in own):
        every = tuple(replace(finding, waived=True) for finding in verdict.findings)
        return replace(verdict, findings=every, waived=verdict.total)
    matched = Counter(_matching(own, finding) for finding in verdict.findings)
    marked = tuple(replace(f, waived=_accepted(_matching(own, f), own, matched)) for f in verdict.findings)
    return replace(verdict, findings=marked, waived=sum(finding.waived for finding in marked))


def _matching(waivers: Sequence[Waiver], finding: Finding) -> int | None:
    """Which of the narrow waivers is about a finding."""
    return next((place for place, item in enumerate(waivers) if not item.wide and item.accepts(finding)), None)


def _accepted(place: int | None, waivers: Sequence[Waiver], matched: Mapping[int | None, int]) -> bool:
    return place is not None and _within(waivers[place], matched[place])


def _within(waiver: Waiver, number: int) -> bool:
    return not waiver.most or number <= waiver.most


# --- the file ---------------------------------------------------------------------------------------------------------


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """
    Read a file of waivers.

    Raises:
        ConfigurationError: it cannot be read, is no TOML, or breaks its schema.
    """
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _broken("a file of waivers", getattr(error, "strerror", None) or str(error), str(path)) from error
    table = _dates_as_text(table)
    # Here because it costs 60 ms of start-up, which a run without waivers need not pay.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    schema = json.loads(shipped("contracts", "config", "apitest-waivers-1.schema.json").read_text("utf-8"))
    errors = sorted(Draft202012Validator(schema).iter_errors(table), key=lambda found: found.json_path)
    if errors:
        where = f"{path}, {errors[0].json_path}"
        raise _broken("waivers with requirement, target, reason and expiry", errors[0].message, where)
    found = tuple(Waiver(**row) for row in table.get("waiver", []))
    for row in found:
        try:
            row.holds(dt.date.min)
        except ValueError as error:
            raise _broken("a day such as 2027-12-31", repr(row.expires), f"{path}, expires") from error
    return found


def _dates_as_text(value: Any) -> Any:  # noqa: ANN401 - whatever TOML holds
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _dates_as_text(item) for key, item in value.items()}
    return [_dates_as_text(item) for item in value] if isinstance(value, list) else value


def _broken(expected: str, got: str, where: str) -> ConfigurationError:
    fix = "Repair the file; the form is in contracts/config/apitest-waivers-1.schema.json."
    return ConfigurationError(expected=expected, got=got, where=where, fix=fix)


def as_toml(waivers: Iterable[Waiver]) -> str:
    """A file of waivers, in an order that depends on them alone, so that versions of it can be compared."""
    ordered = sorted(waivers, key=lambda item: (item.target, item.requirement, *map(str, _place(item))))
    head = [
        "# Findings that are known and accepted until the day given. 'apitest baseline update' adds, 'prune' takes away.",
        f'schema = "{_FORM}"',
    ]
    return "\n\n".join(["\n".join(head), *("\n".join(_lines(item)) for item in ordered)]) + "\n"


def _place(item: Waiver) -> tuple[object, ...]:
    return item.entity or "", item.record or "", item.pointer or "", item.fingerprint


def _lines(item: Waiver) -> Iterator[str]:
    yield "[[waiver]]"
    for name in ("requirement", "target", "entity", *_NARROWING):
        value = getattr(item, name)
        if value is not None and (value or name not in _NARROWING[2:]):
            yield f"{name} = {_text(value)}"
    if item.most:
        yield f"most = {item.most}"
    yield f"reason = {_text(item.reason)}"
    yield f"expires = {item.expires}"


def _text(value: str) -> str:
    """A TOML string; half a surrogate pair, which no file can hold, becomes a question mark (the fingerprint decides)."""
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


# --- keeping it up to date --------------------------------------------------------------------------------------------


def updated(
    waivers: Sequence[Waiver], verdicts: Iterable[Verdict], *, reason: str, expires: str, day: dt.date
) -> tuple[Waiver, ...]:
    """
    The waivers, and one for each finding that none accepts yet, those that expired renewed.

    Where not every finding of a verdict is kept, one waiver accepts the requirement, up to the number there is now.
    """
    living = [item for item in waivers if item.holds(day)]
    added: list[Waiver] = []
    for verdict in verdicts:
        told = waived(verdict, living, day)
        if told.waived >= told.total:
            continue
        facts = {"requirement": verdict.requirement, "target": verdict.target, "entity": verdict.entity}
        if verdict.total > len(verdict.findings):
            added.append(Waiver(**facts, most=verdict.total, reason=reason, expires=expires))
            continue
        fresh = Counter((f.record, f.pointer, fingerprint_of(f)) for f in told.findings if not f.waived)
        for (record, pointer, mark), number in fresh.items():
            known = Waiver(**facts, most=number, reason=reason, expires=expires)
            added.append(replace(known, record=record, pointer=pointer, fingerprint=mark))
    taken = {item.fingerprint for item in added if item.fingerprint}
    wide = {(item.requirement, item.target, item.entity) for item in added if item.wide}
    kept = [item for item in waivers if item.fingerprint not in taken or not item.fingerprint]
    return (*(item for item in kept if not _replaced(item, wide)), *added)


def _replaced(item: Waiver, wide: set[tuple[str, str, str | None]]) -> bool:
    """Whether a new waiver of the whole requirement stands in its place: a baseline's own, not one written by hand."""
    return (item.requirement, item.target, item.entity) in wide and bool(item.fingerprint or (item.wide and item.most))


def pruned(waivers: Sequence[Waiver], verdicts: Sequence[Verdict]) -> tuple[tuple[Waiver, ...], tuple[Waiver, ...]]:
    """
    The waivers that still have a finding, and those whose finding is gone.

    A waiver of what the verdicts do not judge stays: nobody knows whether its finding is gone.
    """
    gone = tuple(item for item in waivers if _is_gone(item, verdicts))
    return tuple(item for item in waivers if item not in gone), gone


def _is_gone(item: Waiver, verdicts: Sequence[Verdict]) -> bool:
    own = [verdict for verdict in verdicts if item.binds(verdict)]
    if not own or any(verdict.outcome not in ("passed", "failed") for verdict in own):
        return False
    return not any(
        item.accepts(finding) or verdict.total > len(verdict.findings)
        for verdict in own
        for finding in verdict.findings
    )
