"""
Query options of OData 4.01 and their meaning, in both directions: a selection as a query string, and back.

OData 4.01 Part 2 (URL conventions) §5.1: dates are literals without quotes, the number of records is asked for with
`$count=true`, option names may come without `$` and in any case; what a filter says is left to whoever evaluates it.
"""

import re
from urllib.parse import parse_qsl

from apitest.dialects.odata_words import encoded, names_of, order_of, whole_number
from apitest.dialects.speech import Refused
from apitest.model import Condition, EntitySet, Kind, Selection, Shape

_OPTIONS = frozenset({"$top", "$skip", "$orderby", "$filter", "$expand", "$select", "$count", "$format"})
_FORMATS = re.compile(r"json|application/json(;odata(\.|=)?[a-zA-Z0-9.=;+-]*)?", re.ASCII)
_BAD = 400


def written(selection: Selection, entity: EntitySet) -> str:
    """The query string of a listing, percent-encoded, options in a fixed order; lists are inline and never expanded."""
    options = {
        "$top": "" if selection.top is None else str(selection.top),
        "$skip": "" if selection.skip is None else str(selection.skip),
        "$orderby": ",".join(f"{name} desc" if descending else name for name, descending in selection.order),
        "$filter": " and ".join(condition_text(item, entity) for item in selection.conditions),
        "$select": ",".join(selection.select),
        "$count": "true" if selection.count else "",
    }
    return encoded({name: value for name, value in options.items() if value})


def condition_text(condition: Condition, entity: EntitySet) -> str:
    """One comparison in OData 4 words: `treaty eq 'basel'`, `updated ge 2025-01-01T00:00:00Z`."""
    shape = entity.shape.fields.get(condition.property)
    return f"{condition.property} {condition.operator} {literal(condition.value, shape)}"


def literal(value: object, shape: Shape | None) -> str:
    """A value as an OData 4 literal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and shape is not None and shape.kind in (Kind.DATE, Kind.DATE_TIME):
        return value
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def heard(query: str, entity: EntitySet) -> tuple[Selection, str]:
    """
    What a query string asks for, and its filter.

    Raises:
        Refused: an unknown system option, one given twice, a number that is none, an unknown property.
    """
    options = _options(query)
    if options.get("$count", "false") not in ("true", "false"):
        raise Refused(_BAD, "The option $count takes 'true' or 'false'.")
    if "$format" in options and not _FORMATS.fullmatch(options["$format"].replace(" ", "")):
        raise Refused(_BAD, f"The format {options['$format']!r} is not offered; 'json' is.")
    if options.get("$expand"):
        raise Refused(_BAD, "There is nothing to expand: lists are inline.")
    selection = Selection(
        top=whole_number(options, "$top"),
        skip=whole_number(options, "$skip"),
        order=order_of(options.get("$orderby", ""), entity),
        select=names_of(options.get("$select", ""), entity),
        count=options.get("$count") == "true",
    )
    if "$filter" in options and not options["$filter"].strip():
        raise Refused(_BAD, "The option $filter is empty.")
    return selection, options.get("$filter", "")


def metadata_level(query: str) -> str:
    """How much control information `$format` asks for: `minimal`, `full` or `none`."""
    text = _lowered(parse_qsl(query)).get("$format", "")
    found = re.search(r"metadata=(minimal|full|none)", text)
    return found[1] if found else "minimal"


def _options(query: str) -> dict[str, str]:
    pairs = [(_system(name), value) for name, value in parse_qsl(query, keep_blank_values=True)]
    names = [name for name, _ in pairs if name.startswith("$")]
    for name in names:
        if name not in _OPTIONS:
            raise Refused(_BAD, f"The query option {name!r} is not known.")
        if names.count(name) > 1:
            raise Refused(_BAD, f"The query option {name!r} is given more than once.")
    return dict(pairs)


def _lowered(pairs: list[tuple[str, str]]) -> dict[str, str]:
    return {_system(name): value for name, value in pairs}


def _system(name: str) -> str:
    """An option's name in small letters and with its `$`, where it is one of the system's."""
    plain = name.lower().removeprefix("$")
    return f"${plain}" if f"${plain}" in _OPTIONS else name
