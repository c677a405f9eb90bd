"""`apitest contracts show dialects`: what each wire form offers, what it lacks and why, and what is lost through it."""

import textwrap
from collections.abc import Iterator

from apitest.dialects import DIALECTS, Dialect, losses, lost, offered, says_atom
from apitest.model import Contract, Feature

_WIDTH = 100
_INDENT = 16
_UNSENT = "not sent"
"""What `losses` says of properties that are told under 'cannot say' already."""
_ATOM = "Atom, where it is asked for; characters that no XML document may hold become U+FFFD."


def dialects_told(contract: Contract) -> str:
    """A paragraph a dialect, then what a record loses from each dialect to each other."""
    lines = [line for dialect in DIALECTS.values() for line in _told(contract, dialect)]
    lines += ["Properties lost between one dialect (row) and another (column), over all sets", *_losses(contract)]
    return "\n".join(lines) + "\n"


def _told(contract: Contract, dialect: Dialect) -> Iterator[str]:
    yield f"{dialect.NAME}  {dialect.TITLE}"
    facts = [
        ("offers", ", ".join(feature for feature in Feature if feature in dialect.FEATURES)),
        *(("lacks " + feature, reason) for feature, reason in dialect.LACKS.items()),
        ("cannot say", "; ".join(_unsaid(contract, dialect))),
        ("changes", "; ".join(f"{path}: {what}" for path, what in losses(dialect).items() if what != _UNSENT)),
        ("also says", _ATOM if says_atom(dialect) else ""),
        ("calls", ", ".join(f"{name} {wire}" for name, wire in dialect.LAYOUT.names.items())),
        ("served under", f"/{dialect.NAME}/{dialect.ROOT}".rstrip("/")),
    ]
    for label, text in facts:
        if text:
            wrapped = textwrap.wrap(text, _WIDTH - _INDENT - 4, break_on_hyphens=False) or [""]
            head = f"  {label:<{_INDENT}}"
            if len(label) > _INDENT:
                yield f"  {label}"
                head = f"  {'':<{_INDENT}}"
            yield f"{head}  {wrapped[0]}"
            yield from (f"  {'':<{_INDENT}}  {line}" for line in wrapped[1:])
    yield ""


def _unsaid(contract: Contract, dialect: Dialect) -> Iterator[str]:
    sets = offered(contract, dialect).entities
    for name, entity in contract.entities.items():
        gone = sorted(lost(contract, name, dialect))
        if name not in sets:
            yield f"{name}: the whole set"
        elif entity.extension.intersection(gone):
            others = [item for item in gone if item not in entity.extension]
            yield f"{name}: {', '.join([*others, f'the {len(gone) - len(others)} properties that we propose'])}"
        elif gone:
            yield f"{name}: {', '.join(gone)}"


def _everything_lost(contract: Contract, dialect: Dialect) -> set[str]:
    return {f"{name}.{item}" for name in contract.entities for item in lost(contract, name, dialect)}


def _losses(contract: Contract) -> Iterator[str]:
    yield f"{'':<14}" + " ".join(f"{name:>12}" for name in DIALECTS)
    for one, speaker in DIALECTS.items():
        cells = []
        for reader in DIALECTS.values():
            number = len(_everything_lost(contract, speaker) | _everything_lost(contract, reader))
            cells.append(f"{number or '·':>12}")
        yield f"{one:<14}" + " ".join(cells)
