"""Where a filter ends: comparisons that leave their bound out or keep it, and filters that nothing fulfils."""

from collections.abc import Mapping, Sequence

from apitest.checks.combining import seen_with
from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject, ids_of, shown
from apitest.checks.query import a_second_behind, portal_order, words
from apitest.dialects.body import excerpt
from apitest.model import Condition, Departure, Selection

_BESIDE = 3
"""Moments on either side of the one that is held against."""
_PAGE = 100


def comparisons_are_exact(subject: Subject) -> Conversation:
    """'gt' and 'lt' leave out what they are held against, 'ge' and 'le' keep it, and 'ne' keeps all else."""
    found: list[Departure] = []
    for conditions in _around_a_moment(subject):
        wanted = seen_with(subject, conditions)
        if not 0 < len(wanted) < _PAGE:
            continue
        selection = Selection(top=_PAGE, conditions=conditions, order=portal_order(subject), expand=())
        exchange = yield subject.listing(selection)
        page = subject.dialect.read_page(exchange, subject.entity)
        if not page.readable:
            raise NotOffered("comparisons other than 'eq' and 'ge' are not answered")
        got = ids_of(page)
        if not page.next and {*got} != {*wanted}:
            expected = f"{len(wanted)} records with {' and '.join(map(words, conditions))}"
            found.append(Departure(expected=expected, got=_difference(got, wanted), exchange=exchange))
    return found


def _difference(got: Sequence[str | None], wanted: Sequence[str | None]) -> str:
    more, fewer = [key for key in got if key not in wanted], [key for key in wanted if key not in got]
    told = [f"{word} {shown(keys, 2)}" for word, keys in (("also", more), ("without", fewer)) if keys]
    return ", ".join(told)


def _around_a_moment(subject: Subject) -> list[tuple[Condition, ...]]:
    """Pairs of comparisons with one moment of the walk, and with those a few before and behind it."""
    column = subject.harvest.columns.get("updated", ())
    moments = sorted({value for value in column if isinstance(value, str) and a_second_behind(value)})
    places = subject.draw("moment", range(_BESIDE, len(moments) - _BESIDE), 1)
    if "ge" not in subject.entity.filters.get("updated", ()) or not places or not subject.harvest.complete:
        raise NotOffered("the records give no occasion to compare moments")
    at = int(places[0])
    before, moment, behind = moments[at - _BESIDE], moments[at], moments[at + _BESIDE]

    def since(operator: str, value: str) -> Condition:
        return Condition(property="updated", operator=operator, value=value)

    others = [
        (since("ge", before), Condition(property=name, operator="ne", value=value))
        for name, operators in subject.entity.filters.items()
        if "eq" in operators
        for value in subject.draw(f"not {name}", _texts(subject, name), 1)
    ]
    return [
        (since("ge", before), since("lt", moment)),
        (since("ge", before), since("le", moment)),
        (since("gt", moment), since("le", behind)),
        *others[:1],
    ]


def _texts(subject: Subject, name: str) -> list[str]:
    column = subject.harvest.columns.get(name, ())
    return sorted({value for value in column if isinstance(value, str) and value and "'" not in value})


def nothing_found_is_empty(subject: Subject) -> Conversation:
    """Where nothing fulfils a filter, an empty list comes."""
    conditions = _beyond_all(subject)
    if not conditions:
        raise NotOffered("the records give no occasion to ask for what none fulfils")
    exchange = yield subject.listing(
        Selection(top=_PAGE, conditions=conditions, order=portal_order(subject), expand=())
    )
    page = subject.dialect.read_page(exchange, subject.entity)
    if page.readable and not page.records:
        return ()
    got = f"{len(page.records)} records" if page.readable else f"status {exchange.status}: {excerpt(exchange.body)}"
    expected = f"an empty list of records with {' and '.join(map(words, conditions))}, status 200"
    return (Departure(expected=expected, got=got, exchange=exchange),)


def _beyond_all(subject: Subject) -> tuple[Condition, ...]:
    """A value that records have, and a moment behind the last change of any of these."""
    columns, filters = subject.harvest.columns, subject.entity.filters
    if "ge" not in filters.get("updated", ()) or not subject.harvest.complete:
        return ()
    names = [name for name, operators in filters.items() if "eq" in operators and _texts(subject, name)]
    for name in subject.draw("nothing", names, 1):
        for value in subject.draw("of nothing", _texts(subject, str(name)), 1):
            equal = Condition(property=str(name), operator="eq", value=value)
            pairs = zip(columns[str(name)], columns.get("updated", ()), strict=False)
            latest = max((str(moment) for text, moment in pairs if text == value), default="")
            behind = a_second_behind(latest)
            return (equal, Condition(property="updated", operator="ge", value=behind)) if behind else ()
    return ()


CONVERSATIONS: Mapping[str, ConversationCheck] = {
    "query/comparisons-exact": comparisons_are_exact,
    "query/nothing-found-empty": nothing_found_is_empty,
}
