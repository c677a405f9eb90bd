"""What stands in the brackets of a node id: the target, the entity set and the requirement that a test judges."""

EFFICIENCY = "efficiency"
_WHOLE = "service"
"""What stands in a node id for the service as a whole."""
Triple = tuple[str, str, str]
"""Target id, entity set, requirement id."""


def measures(nodeid: str) -> bool:
    """Whether a test asks questions only to time them: what a budget leaves is for them, and nothing else has to wait."""
    return f":{EFFICIENCY}/" in bracket_of(nodeid)


def label(triple: Triple) -> str:
    """What stands in the brackets of a node id: `basel/decisions:paging/walk-ends`; all that a lost worker leaves."""
    target, entity, requirement = triple
    return f"{target}/{entity or _WHOLE}:{requirement}"


def triple_of(nodeid: str) -> Triple | None:
    """The triple that a node id was labelled with; None: it judges no requirement."""
    scope, colon, requirement = bracket_of(nodeid).partition(":")
    target, slash, entity = scope.rpartition("/")
    return (target, "" if entity == _WHOLE else entity, requirement) if colon and slash else None


def scope_of(nodeid: str, places: dict[str, int]) -> tuple[int, str]:
    """What goes before what: targets in the order of the run, and each entity set of theirs as a whole."""
    scope = bracket_of(nodeid).partition(":")[0]
    return places.get(scope.rpartition("/")[0], len(places)), scope


def bracket_of(nodeid: str) -> str:
    """What stands in the brackets of a node id; empty: it has none."""
    return nodeid.rpartition("[")[2].rstrip("]") if nodeid.endswith("]") else ""
