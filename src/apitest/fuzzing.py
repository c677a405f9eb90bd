"""
What a contract allows and forbids, drawn by schemathesis from the OpenAPI document of the dialect, asked through our wire.

The only room that knows schemathesis and hypothesis. They cost a third of a second to import, and a quick check needs
neither, so `_drawn` imports them when the first case is drawn: nothing at the top of this module may.

Of a case only the address is used: no generated header, cookie, body or method is ever sent. Whether an address is
forbidden is read off the document once more, from the address itself, as the service sees it: generators call a case
negative that no longer is one when it is written down.
"""

import hashlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from heapq import nsmallest
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson

from apitest.checks.conversing import Conversation, ConversationCheck, NotOffered, Subject
from apitest.checks.service import odd_key
from apitest.dialects import openapi_document, openapi_form
from apitest.dialects.body import excerpt
from apitest.dialects.dates import moment_of
from apitest.dialects.openapi import OpenApiForm
from apitest.model import Contract, Departure, Depth, Json, Query

_FORBIDDEN, _ODD, _KEYS = (1, 28), (1, 12), (0, 12)
"""Questions of each kind about a set, at depth standard and at depth full."""
_POOL, _TRIES = (10, 60), 4
"""Cases that are drawn to choose from, at depth standard and at depth full; tries for each malformed option."""
_SMALL = 20
"""The largest page that an odd question may ask for."""
_LENGTH = 400
"""The longest query that is asked: what a server refuses for its length says nothing of the contract."""
_SIZES = ("$top", "limit", "items_per_page")
_BASE = "http://service.example"
_SAFE = "$,'()-._~/:"
"""Signs that stay readable in a query, as `odata_words` writes them."""
_CLIENT_ERRORS, _SERVER_ERRORS = range(400, 500), range(500, 600)


def draw(origin: str, candidates: Sequence[Json], many: int) -> list[Json]:
    """
    Some distinct candidates in their own order; the same for the same origin, on every machine and in every process.

    `origin` names seed, target, entity set and purpose. Ranked by digest and not drawn by hypothesis, which mixes in the
    constants of whatever modules happen to be loaded.
    """
    places = range(len(candidates))
    first = nsmallest(many, places, key=lambda place: hashlib.sha256(f"{origin}/{place}".encode()).digest())
    return [candidates[place] for place in sorted(first)]


# --- conversations ------------------------------------------------------------------------------------------------


def forbidden_input_is_refused(subject: Subject) -> Conversation:
    """An option with a value that the OpenAPI document forbids is not answered with data."""
    found: list[Departure] = []
    for address, name in _malformed(subject):
        exchange = yield Query(url=f"{subject.base}{address}")
        if exchange.status not in (*_CLIENT_ERRORS, *_SERVER_ERRORS):
            value = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))[name]
            expected = f"{_short(value)} as {name!r} refused with a status from 400 to 499"
            got = f"status {exchange.status}: {excerpt(exchange.body)}"
            found.append(Departure(expected=expected, got=got, exchange=exchange))
    return found


def odd_input_is_answered(subject: Subject) -> Conversation:
    """Unusual ids and options, malformed ones too, never make the service fail."""
    found: list[Departure] = []
    malformed = [address for address, _ in _malformed(subject)]
    drawn = [Query(url=f"{subject.base}{address}") for address in (*_unusual(subject), *_keys(subject), *malformed)]
    if "item" in subject.dialect.FEATURES:
        drawn.insert(0, subject.dialect.item(subject.base, subject.entity, odd_key(subject)))
    for query in drawn:
        exchange = yield query
        if exchange.status in _SERVER_ERRORS:
            expected = "an answer, or a refusal with a status from 400 to 499"
            got = f"status {exchange.status}: {excerpt(exchange.body)}"
            found.append(Departure(expected=expected, got=got, exchange=exchange))
    return found


FUZZED: Mapping[str, ConversationCheck] = {
    "query/forbidden-input-refused": forbidden_input_is_refused,
    "query/odd-input-answered": odd_input_is_answered,
}
"""Ask for more, as those of `checks` do."""


# --- which addresses are asked ------------------------------------------------------------------------------------


def _most(subject: Subject, many: tuple[int, int]) -> int:
    return many[subject.depth is Depth.FULL]


def _form(subject: Subject) -> OpenApiForm:
    form = openapi_form(subject.dialect.NAME)
    if form is None:
        raise NotOffered("the dialect does not speak JSON")
    return form


def _malformed(subject: Subject) -> list[tuple[str, str]]:
    """Addresses with exactly one forbidden option, and which; each option in turn."""
    form, most = _form(subject), _most(subject, _FORBIDDEN)
    options, known = form.listing_parameters(subject.entity), frozenset(subject.entity.shape.fields)
    path, size = form.set_path(subject.entity), next((name for name in options if name in _SIZES), "")
    free = {name for name in options if not _restricted(options[name])} | _spoken_of(subject)
    names = subject.draw("malformed options", [name for name in options if name not in free], most)
    turns = []
    for place, name in enumerate(names):
        drawn = _addresses(subject, path, "negative", _TRIES * (1 + most // len(names)), only=name)
        wrong = [address for address in drawn if _forbidden(address, options, known) == [name]]
        small = f"&{size}=1" if size and size != name else ""
        turns += [(turn, place, f"{address}{small}", name) for turn, address in enumerate(wrong)]
    return [(address, name) for _, _, address, name in sorted(turns)[:most]]


def _spoken_of(subject: Subject) -> set[str]:
    """Options whose malformed values are other requirements' already."""
    queries = subject.dialect.malformed(subject.base, subject.entity).values()
    return {name for query in queries for name, _ in parse_qsl(urlsplit(query.url).query)[-1:]}


def _unusual(subject: Subject) -> list[str]:
    """Addresses of listings that the document allows and nobody would write."""
    path, most = _form(subject).set_path(subject.entity), _most(subject, _ODD)
    drawn = _addresses(subject, path, "positive", _most(subject, _POOL))
    sized = [address for address in drawn if any(f"{name}=" in address for name in _SIZES)]
    return sorted(sized, key=len, reverse=True)[:most]


def _keys(subject: Subject) -> list[str]:
    """Addresses of single records with ids of unusual signs."""
    form, most = _form(subject), _most(subject, _KEYS)
    if form.item_path is None or not most:
        return []
    drawn = _addresses(subject, form.item_path(subject.entity), "positive", _most(subject, _POOL))
    return sorted(drawn, key=lambda address: address.count("%"), reverse=True)[:most]


def _forbidden(address: str, options: Mapping[str, Json], known: frozenset[str]) -> list[str]:
    """The options of an address whose values the document forbids; an empty value, or one of two, says nothing."""
    given = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    if len(dict(given)) < len(given):
        return []
    return sorted(
        {name for name, value in given if name in options and value and not _allowed(value, options[name], known)}
    )


def _allowed(text: str, schema: Mapping[str, Json], known: frozenset[str]) -> bool:
    """Whether a text, as it stands in an address, can be read as what an option takes; free text always can."""
    kind = schema.get("type")
    if kind == "array":
        return all(_is_named(part.strip(), schema["items"]["enum"], known) for part in text.split(",") if part)
    if kind in ("integer", "number"):
        number = re.fullmatch(r"[+-]?\d{1,18}(\.0+)?", text.strip(), re.ASCII)
        return number is not None and float(text) >= schema.get("minimum", float("-inf"))
    if kind == "boolean":
        return text.lower() in ("true", "false", "1", "0")
    if schema.get("format") == "date-time":
        return _is_moment(text)
    return text.lower() in schema["enum"] if "enum" in schema else True


def _restricted(schema: Mapping[str, Json]) -> bool:
    """Whether an option can have a wrong value at all."""
    return schema.get("type") != "string" or "enum" in schema or schema.get("format") == "date-time"


def _is_named(part: str, listed: Sequence[str], known: frozenset[str]) -> bool:
    """Whether a part of a list is one of those promised, or at least some property: a service may offer more."""
    return part in listed or part == "*" or part.partition("/")[0] in known


def _is_moment(text: str) -> bool:
    try:
        moment_of(text)
    except ValueError:
        return False
    return True


# --- drawing ------------------------------------------------------------------------------------------------------


def _addresses(subject: Subject, path: str, mode: str, many: int, only: str = "") -> list[str]:
    """Addresses below the service root that schemathesis draws for an operation; `only`: with no other option."""
    parameters = _parameters(subject.contract, subject.dialect.NAME)[path]
    if only:
        parameters = [{**item, "required": True} for item in parameters if item["name"] == only]
    document = _document(path, parameters)
    origin = f"{subject.seed}/{subject.entity.name}/{mode}/{only}".encode()
    number = int.from_bytes(hashlib.sha256(origin).digest()[:8], "big")
    return [address for address in _drawn(orjson.dumps(document), mode, number, many) if len(address) <= _LENGTH]


def _document(path: str, parameters: Sequence[Json]) -> Mapping[str, Json]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "one operation", "version": "1"},
        "paths": {path: {"get": {"parameters": parameters, "responses": {"200": {"description": "An answer."}}}}},
    }


def _parameters(contract: Contract, dialect: str) -> Mapping[str, Json]:
    key = (contract.digest, dialect)
    if key not in _KNOWN:
        paths = (openapi_document(contract, dialect) or {"paths": {}})["paths"]
        _KNOWN[key] = {path: item["get"].get("parameters", []) for path, item in paths.items()}
    return _KNOWN[key]


_KNOWN: dict[tuple[str, str], Mapping[str, Json]] = {}


@cache
def _drawn(document: bytes, mode: str, number: int, many: int) -> tuple[str, ...]:
    """The addresses of the first cases that schemathesis draws; the same for the same arguments in every process."""
    import schemathesis  # noqa: PLC0415 - see the module's docstring
    from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: PLC0415

    contents = orjson.loads(document)
    config = schemathesis.Config.from_dict({"generation": {"database": "none", "deterministic": True}})
    schema = schemathesis.openapi.from_dict(contents, config=config)
    (path,) = contents["paths"]
    cases = schema[path]["GET"].as_strategy(generation_mode=schemathesis.GenerationMode(mode))
    found: dict[str, None] = {}

    @seed(number)
    @settings(
        max_examples=many,
        phases=(Phase.generate,),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        backend=_backend(),
    )
    @given(case=cases)
    def collect(case: Any) -> None:  # noqa: ANN401 - schemathesis.Case
        found[_address(case.as_transport_kwargs(base_url=_BASE))] = None

    collect()
    return tuple(found)


def make_ready() -> None:
    """
    Import what draws and draw once, which takes a second.

    A process that is about to be copied spares its copies that second each.
    """
    option = {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 0}}
    _drawn(orjson.dumps(_document("/", [option])), "negative", 0, 1)


@cache
def _backend() -> str:
    """
    Hypothesis without the constants of the modules that happen to be loaded, so that every process draws the same.

    It keeps what it caches in the folder for temporary files, not in the folder that the user works in.
    """
    from hypothesis.configuration import set_hypothesis_home_dir  # noqa: PLC0415 - see the module's docstring
    from hypothesis.internal.conjecture.providers import (  # noqa: PLC0415
        AVAILABLE_PROVIDERS,
        HypothesisProvider,
    )

    class Provider(HypothesisProvider):
        def _maybe_draw_constant(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever hypothesis gives
            return None

    set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "apitest-hypothesis")
    AVAILABLE_PROVIDERS["apitest"] = Provider
    return "apitest"


def _address(request: Mapping[str, Any]) -> str:
    """Path and query of a request, percent-encoded, with a small page asked for."""
    path = request["url"].removeprefix(_BASE)
    given = request.get("params") or {}
    text = given if isinstance(given, str) else urlencode(given, doseq=True, quote_via=quote)
    pairs = [(name, _polite(name, value)) for name, value in parse_qsl(text, keep_blank_values=True)]
    query = "&".join(
        f"{quote(name, safe='$')}={quote(value, safe=_SAFE, errors='surrogatepass')}" for name, value in pairs
    )
    return f"{path}?{query}" if query else path


def _polite(name: str, value: str) -> str:
    large = name in _SIZES and value.isdecimal() and int(value) > _SMALL
    return str(_SMALL) if large else value


def _short(value: str) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - part of a line of a message
