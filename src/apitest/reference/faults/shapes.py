"""
Lies about shapes that no other requirement speaks of.

Wrong types, dates and envelopes are in `service`, missing properties in the modules of the entity sets, codes in
`vocabulary`, media types and bytes in `transport`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

import orjson

from apitest.dialects.speech import Reply
from apitest.model import Feature, Json
from apitest.reference.faults.acts import ReplyChange, answered_all_the_same, rows, unprocessable
from apitest.reference.lying import Act, Fault, at
from apitest.reference.service import Scene

_SETS = ("decisions",)
_BAD, _NOT_FOUND = 400, 404
_TRIED_OTHERWISE = ("top=-1", "top=many", "limit=-1", "limit=many", "noSuch", "treaty%20eq", "yesterday")
"""Parts of the malformed queries that other requirements ask."""


def _errors(change: Callable[[dict[str, Any]], None]) -> ReplyChange:
    """Change the JSON of refusals, in place."""

    def changed(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
        if reply.status < _BAD:
            return reply
        value = orjson.loads(reply.body)
        change(value)
        return replace(reply, body=orjson.dumps(value))

    return changed


def _misdescribed(value: dict[str, Any]) -> None:
    """What comes with the error has another type: `innererror` of OData, `status` of problems, `message` of a number."""
    if isinstance(value.get("error"), dict):
        value["error"]["innererror"] = "NullPointerException"
    elif "statusCode" in value:
        value["message"] = [value.get("message")]
    else:
        value["status"] = str(value.get("status", _BAD))


def _described_in_full(value: dict[str, Any]) -> None:
    if isinstance(value.get("error"), dict):
        value["error"]["innererror"] = {"type": "NullPointerException"}
    else:
        value["detail"] = "Nothing more is known."


def _without_type(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row.get("__metadata", {}).pop("type", None)


def _with_etag(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row.get("__metadata", {})["etag"] = 'W/"1"'


def _changed_on_a_day(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    row["updated"] = datetime.fromtimestamp(int(row["updated"]), UTC).date().isoformat()


def _with_pages_of_terms(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every question
    for entry in row["keywords"]:
        entry["uri"] = "https://www.informea.org/en/terms/mercury"


def _sized(size: int) -> Callable[[dict[str, Json]], dict[str, Json]]:
    def changed(record: dict[str, Json]) -> dict[str, Json]:
        first, *others = record["files"]
        return {**record, "files": [{**first, "size": size}, *others]}

    return changed


def otherwise_refused(change: ReplyChange) -> ReplyChange:
    """Change the refusals of listings that are malformed in a way that no other requirement tries."""

    def changed(reply: Reply, scene: Scene) -> Reply:
        tried = reply.status != _BAD or not scene.query or any(part in scene.query for part in _TRIED_OTHERWISE)
        return reply if tried else change(reply, scene)

    return changed


def _on_odd_pages(status: int) -> ReplyChange:
    """Pages whose number is none, and forms that are none: the service would take them for the first and for JSON."""

    def changed(reply: Reply, scene: Scene) -> Reply:
        options = dict(parse_qsl(scene.query))
        sound = options.get("page", "0").isdecimal() and options.get("_format", "json") == "json"
        return reply if sound else scene.dialect.say_error(status, "There can be no such page.")

    return changed


def _on_odd_ids(status: int, message: str) -> ReplyChange:
    def changed(reply: Reply, scene: Scene) -> Reply:
        odd = reply.status == _NOT_FOUND and not unquote(scene.path).isascii()
        return scene.dialect.say_error(status, message) if odd else reply

    return changed


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="error-misdescribed",
        breaks="service/answers-fit-schema",
        entities=_SETS,
        lie=Act("what errors tell beside their main part has another type", reply=_errors(_misdescribed)),
        near_miss=Act("errors tell more than they must", reply=_errors(_described_in_full)),
        needs=(Feature.ITEM,),
    ),
    Fault(
        name="metadata-without-type",
        breaks="service/answers-fit-schema",
        entities=_SETS,
        lie=Act("__metadata of records has no type", reply=rows(_without_type)),
        near_miss=Act("__metadata of records has an etag too", reply=rows(_with_etag)),
        dialects=("olingo2",),
    ),
    Fault(
        name="negative-file-size",
        breaks="service/answers-fit-schema",
        entities=_SETS,
        lie=Act("a file has -1 bytes", record=at(29, _sized(-1))),
        near_miss=Act("a file has no bytes", record=at(29, _sized(0))),
        needs=(Feature.ITEM,),
    ),
    Fault(
        name="change-as-a-day",
        breaks="service/answers-fit-schema",
        entities=_SETS,
        lie=Act("the last change of decisions is a day, not a number of seconds", reply=rows(_changed_on_a_day)),
        near_miss=Act("keywords name the page of their term", reply=rows(_with_pages_of_terms)),
        dialects=("drupal-rest",),
    ),
    Fault(
        name="malformed-options-answered",
        breaks="query/forbidden-input-refused",
        entities=_SETS,
        lie=Act("malformed options are answered with data", reply=otherwise_refused(answered_all_the_same)),
        near_miss=Act("malformed options are refused with status 422", reply=otherwise_refused(unprocessable)),
    ),
    Fault(
        name="odd-id-fails",
        breaks="query/odd-input-answered",
        entities=_SETS,
        lie=Act("an id with unusual signs makes the service fail", reply=_on_odd_ids(500, "Internal error.")),
        near_miss=Act("an id with unusual signs is refused", reply=_on_odd_ids(400, "There can be no such id.")),
        needs=(Feature.ITEM,),
    ),
    *(
        Fault(
            name=name,
            breaks="query/odd-input-answered",
            entities=entities,
            lie=Act("a page number or a form that is none makes the service fail", reply=_on_odd_pages(500)),
            near_miss=Act("a page number or a form that is none is refused", reply=_on_odd_pages(400)),
            dialects=(dialect,),
        )
        for name, entities, dialect in (
            ("odd-page-fails", _SETS, "drupal-rest"),
            ("export-odd-page-fails", ("projects",), "gef-json"),
        )
    ),
)
"""The lies of this class."""
