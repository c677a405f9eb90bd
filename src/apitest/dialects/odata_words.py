"""
Query options of OData 2.0 and their meaning, in both directions: a selection as a query string, and back.

OData 2.0 URI conventions §4: system query options begin with `$`; literals of dates are `datetime'…'`, a quote in a
string is doubled.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from apitest.dialects.speech import Refused
from apitest.model import Condition, EntitySet, Kind, Selection, Shape

_SAFE = "$,'()-._~/:"
_OPTIONS = frozenset(
    {"$top", "$skip", "$orderby", "$filter", "$expand", "$select", "$inlinecount", "$format", "$skiptoken"}
)
JSON, ATOM = ("json", "application/json"), ("atom", "application/atom+xml")
"""What `$format` calls either."""
_LITERAL = re.compile(r"'(?:[^']|'')*'|datetime(?:offset)?'([^']*)'|guid'([^']*)'|(\d+)[Ll]\b|(\d+\.\d+)[MmDdFf]\b")
_SUBSTRING = re.compile(r"substringof\(\s*('(?:[^']|'')*')\s*,\s*(\w+)\s*\)")
_BAD = 400


def written(selection: Selection, entity: EntitySet) -> str:
    """The query string of a listing, percent-encoded, options in a fixed order."""
    expand = entity.expandable if selection.expand is None else selection.expand
    if selection.select:
        expand = tuple(name for name in expand if name in selection.select)
    options = {
        "$top": "" if selection.top is None else str(selection.top),
        "$skip": "" if selection.skip is None else str(selection.skip),
        "$expand": ",".join(path for name in expand for path in _paths(name, entity.shape.fields[name])),
        "$orderby": ",".join(f"{name} desc" if descending else name for name, descending in selection.order),
        "$filter": " and ".join(condition_text(item, entity) for item in selection.conditions),
        "$select": ",".join(selection.select),
        "$inlinecount": "allpages" if selection.count else "",
    }
    return encoded({name: value for name, value in options.items() if value})


def encoded(options: Mapping[str, str]) -> str:
    """Options as a query string; OData's own signs stay readable, blanks are `%20`."""
    return "&".join(
        f"{quote(name, safe='$')}={quote(value, safe=_SAFE, errors='surrogatepass')}" for name, value in options.items()
    )


def condition_text(condition: Condition, entity: EntitySet) -> str:
    """One comparison in OData 2.0 words: `treaty eq 'basel'`, `updated ge datetime'2025-01-01T00:00:00'`."""
    shape = entity.shape.fields.get(condition.property)
    return f"{condition.property} {condition.operator} {literal(condition.value, shape)}"


def literal(value: object, shape: Shape | None) -> str:
    """A value as an OData 2.0 literal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and shape is not None and shape.kind in (Kind.DATE, Kind.DATE_TIME):
        text = value if "T" in value else f"{value}T00:00:00"
        return f"datetime'{text.removesuffix('Z')}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def _paths(name: str, shape: Shape) -> list[str]:
    nested = [
        path for child, inner in shape.fields.items() if inner.kind is Kind.COLLECTION for path in _paths(child, inner)
    ]
    return [name, *(f"{name}/{path}" for path in nested)]


def as_written(query: str) -> str:
    """A query string as we write it: signs of OData readable and blanks as `%20`, whatever a client has encoded."""
    return encoded(dict(parse_qsl(query, keep_blank_values=True)))


def heard(query: str, entity: EntitySet, formats: tuple[str, ...] = JSON) -> tuple[Selection, str]:
    """
    What a query string asks for, and its filter in OData 4 literals; `formats`: what `$format` may name.

    Raises:
        Refused: an unknown system option, a number that is none, an unknown property.
    """
    options = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=False))
    for name in options:
        if name.startswith("$") and name not in _OPTIONS:
            raise Refused(_BAD, f"The query option {name!r} is not known.")
    if options.get("$inlinecount", "none") not in ("allpages", "none"):
        raise Refused(_BAD, "The option $inlinecount takes 'allpages' or 'none'.")
    if options.get("$format", "json") not in formats:
        raise Refused(_BAD, f"The option $format takes one of {', '.join(formats)}.")
    selection = Selection(
        top=whole_number(options, "$top"),
        skip=whole_number(options, "$skip"),
        order=order_of(options.get("$orderby", ""), entity),
        expand=names_of(options.get("$expand", ""), entity),
        select=names_of(options.get("$select", ""), entity),
        count=options.get("$inlinecount") == "allpages",
    )
    return selection, modern(options.get("$filter", ""))


def whole_number(options: Mapping[str, str], name: str) -> int | None:
    """
    The number under an option; None: it is not given.

    Raises:
        Refused: it is none.
    """
    text = options.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,18}", text, re.ASCII):
        raise Refused(_BAD, f"The option {name} takes a whole number from 0, not {text!r}.")
    return int(text)


def order_of(text: str, entity: EntitySet) -> tuple[tuple[str, bool], ...]:
    """
    `$orderby` as pairs of property and *descending*.

    Raises:
        Refused: a property that is not known or holds more than a value, or another direction.
    """
    terms = []
    for term in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = term.partition(" ")
        shape = entity.shape.fields.get(name)
        if shape is None or shape.kind in (Kind.COLLECTION, Kind.LIST, Kind.OBJECT):
            raise Refused(_BAD, f"The property {name!r} of $orderby is not known.")
        if direction.strip() not in ("", "asc", "desc"):
            raise Refused(_BAD, f"The direction {direction!r} of $orderby is not known.")
        terms.append((name, direction.strip() == "desc"))
    return tuple(terms)


def names_of(text: str, entity: EntitySet) -> tuple[str, ...]:
    """
    The properties that `$select` or `$expand` names; empty: all of them.

    Raises:
        Refused: one is not known.
    """
    names = [part.strip() for part in text.split(",") if part.strip()]
    for name in names:
        if name.partition("/")[0] not in entity.shape.fields and name != "*":
            raise Refused(_BAD, f"The property {name!r} is not known.")
    return () if "*" in names else tuple(dict.fromkeys(name.partition("/")[0] for name in names))


def modern(text: str) -> str:
    """A filter with OData 2.0 literals rewritten to OData 4: `datetime'…'` → `…Z`, `substringof(a,b)` → `contains(b,a)`."""

    def literal_of(match: re.Match[str]) -> str:
        moment, guid, long, decimal = match.groups()
        if moment is not None:
            zoned = re.search(r"(Z|[+-]\d\d:\d\d)$", moment)
            return moment if zoned else f"{moment}Z"
        if guid is not None:
            return f"'{guid}'"
        return long or decimal or match[0]

    return _LITERAL.sub(literal_of, _SUBSTRING.sub(r"contains(\2,\1)", text))
