"""
Query options of OData 4.01 and their meaning, in both directions: a selection as a query string, and back.

OData 4.01 Part 2 (URL conventions) §5.1: dates are literals without quotes, the number of records is asked for with
`$count=true`, option names may come without `$` and in any case; what a filter says is left to whoever evaluates it.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from apitest.dialects.odata_words import encoded
from apitest.dialects.speech import Refused
from apitest.model import Condition, EntitySet, Kind, Selection, Shape

_OPTIONS = frozenset({"$top", "$skip", "$orderby", "$filter", "$expand", "$select", "$count", "$format"})
_FORMATS = re.compile(r"json|application/json(;odata(\.|=)?[a-zA-Z0-9.=;+-]*)?", re.ASCII)
_SCALARS = frozenset(Kind) - {Kind.COLLECTION, Kind.LIST, Kind.OBJECT}
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
        top=_number(options, "$top"),
        skip=_number(options, "$skip"),
        order=_order(options.get("$orderby", ""), entity),
        select=_names(options.get("$select", ""), entity),
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


def _number(options: Mapping[str, str], name: str) -> int | None:
    text = options.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise Refused(_BAD, f"The option {name} takes a whole number from 0, not {text!r}.")
    return int(text)


def _order(text: str, entity: EntitySet) -> tuple[tuple[str, bool], ...]:
    terms = []
    for term in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = term.partition(" ")
        shape = entity.shape.fields.get(name)
        if shape is None or shape.kind not in _SCALARS:
            raise Refused(_BAD, f"The property {name!r} of $orderby is not known.")
        if direction.strip() not in ("", "asc", "desc"):
            raise Refused(_BAD, f"The direction {direction!r} of $orderby is not known.")
        terms.append((name, direction.strip() == "desc"))
    return tuple(terms)


def _names(text: str, entity: EntitySet) -> tuple[str, ...]:
    names = [part.strip() for part in text.split(",") if part.strip()]
    for name in names:
        if name.partition("/")[0] not in entity.shape.fields and name != "*":
            raise Refused(_BAD, f"The property {name!r} is not known.")
    return () if "*" in names else tuple(dict.fromkeys(name.partition("/")[0] for name in names))
