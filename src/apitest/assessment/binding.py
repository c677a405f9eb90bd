"""What can be said of a requirement before anybody is asked: that it does not bind here, or is not judged in this run."""

from collections.abc import Iterable

from apitest.checks.query import takes_turn
from apitest.dialects import Dialect, unbound
from apitest.model import Depth, Outcome, Requirement, Target

NO_FILES = "files are asked for where --files is given"
"""Why nothing is said of files by default."""
NEEDS_NO_LISTING = frozenset(
    {
        "service/document-lists-sets",
        "service/description-well-formed",
        "transport/head-answered",
        "paging/count-plain",
    },
)
"""Requirements on a set that can be asked about where its pages cannot be read."""
_DEPTHS = tuple(Depth)


def put_to_records(
    requirements: Iterable[Requirement], target: Target, dialect: Dialect, judged_to: Depth
) -> list[Requirement]:
    """
    Those that a walk must look for.

    Notes for a comparison that will not be made are not taken, and what is not judged at this depth is not looked at.
    """
    offered = frozenset(target.entities)
    return [
        item
        for item in requirements
        if not unbound(item, dialect) and offered.issuperset(item.beside) and _is_judged_at(item, judged_to)
    ]


def _is_judged_at(requirement: Requirement, depth: Depth) -> bool:
    return _DEPTHS.index(requirement.depth) <= _DEPTHS.index(depth)


def not_judged(
    requirement: Requirement, entity: str, target: Target, dialect: Dialect, depth: Depth, judged_to: Depth
) -> tuple[Outcome, str] | None:
    """Outcome and reason of a requirement that is not put to a set; None: it is."""
    reason = unbound(requirement, dialect)
    if reason:
        return Outcome.INAPPLICABLE, reason
    absent = [name for name in requirement.beside if name not in target.entities]
    if absent:
        return Outcome.INAPPLICABLE, f"{listed(absent)} is not among the sets of the target"
    if not _is_judged_at(requirement, judged_to):
        return Outcome.UNTESTED, f"judged at depth {requirement.depth}"
    if requirement.conformance_class == "files" and not target.politeness.max_files:
        return Outcome.UNTESTED, NO_FILES
    if depth is not Depth.FULL and not takes_turn(requirement.id, entity, target.entities):
        return Outcome.UNTESTED, f"at depth {depth} asked of other sets, at depth {Depth.FULL} of each"
    return None


def listed(names: Iterable[str]) -> str:
    """Names for a reason: `'answers' or 'sections'`."""
    return " or ".join(repr(name) for name in sorted(names))
