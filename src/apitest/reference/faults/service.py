"""Lies about what the service says of itself, the forms of its answers, and single records."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from apitest.dialects.speech import Reply, Rows, inside
from apitest.model import Json
from apitest.reference.faults.acts import body, document, envelope, header, listed, replaced, rows, when
from apitest.reference.faults.describing import one_more_set
from apitest.reference.lying import Act, Fault, at
from apitest.reference.service import Scene

_SETS = ("decisions",)
_NOT_FOUND = 404
_ERRORS = 400


def _listed(value: Any, scene: Scene) -> list[Any]:  # noqa: ANN401 - JSON
    sets: list[Any] = inside(value, scene.dialect.LAYOUT.sets)
    return sets


def _without_decisions(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    del _listed(value, scene)[0]
    return value


def _declaring_three_letters(value: Any, scene: Scene) -> Json:  # noqa: ANN401, ARG001 - JSON; an act's form
    return {**value, "countryCodes": "alpha-3"}


def _declaring_another_zone(value: Any, scene: Scene) -> Json:  # noqa: ANN401, ARG001 - JSON; an act's form
    return {**value, "timeZone": "Europe/Zurich"}


def _later_page_fails(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(500, "The page cannot be built.") if scene.continues else reply


def _other_envelope(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    layout = scene.dialect.LAYOUT
    about = envelope(value, scene)
    rows = about.pop(layout.rows[-1]) if layout.rows else value
    return {**about, "results": rows}


def _with_more_around(reply: Reply, scene: Scene) -> Reply:
    if not scene.dialect.LAYOUT.rows:
        return replace(reply, body=b"\n" + reply.body)
    value = orjson.loads(reply.body)
    envelope(value, scene)["generator"] = "reference"
    return replace(reply, body=orjson.dumps(value))


def _put(name: str, value: Json) -> Act:
    def changed(record: dict[str, Json]) -> dict[str, Json]:
        return {**record, name: value}

    return Act(f"a record has {name} = {value!r}", record=at(7, changed))


def _one_keyword_more(entry: dict[str, Json]) -> Act:
    def changed(record: dict[str, Json]) -> dict[str, Json]:
        return {**record, "keywords": [*record["keywords"], entry]}

    return Act(f"a record has {entry!r} among its keywords", record=at(7, changed))


def _wrapped_otherwise(row: dict[str, Any], scene: Scene) -> None:
    title = row.get("title")
    if not scene.dialect.LAYOUT.lists and isinstance(title, list):
        row["title"] = {"results": title}
    elif not scene.dialect.LAYOUT.lists and isinstance(title, dict):
        row["title"] = {"results": [{"language": language, "value": text} for language, text in title.items()]}
    elif isinstance(inside(title, scene.dialect.LAYOUT.lists), list):
        row["title"] = inside(title, scene.dialect.LAYOUT.lists)


def _empty_list(row: dict[str, Any], scene: Scene) -> None:
    if not scene.dialect.LAYOUT.lists and row.get("longTitle") == []:
        del row["longTitle"]
    elif not scene.dialect.LAYOUT.lists and "title" in row:
        row.setdefault("longTitle", [])
    elif row.get("longTitle") == {"results": []}:
        del row["longTitle"]


def _more(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every dialect
    row["brs_unnumber"] = "UNEP/CHW.17/1"


def _null(row: dict[str, Any], scene: Scene) -> None:  # noqa: ARG001 - the same for every dialect
    if row.get("meetingUrl", "") is None:
        del row["meetingUrl"]
    else:
        row.setdefault("meetingUrl", None)


def _found_all_the_same(reply: Reply, scene: Scene) -> Reply:
    if scene.asked != "item" or reply.status != _NOT_FOUND:
        return reply
    empty: dict[str, Any] = {}
    for step in reversed(scene.dialect.LAYOUT.item):
        empty = {step: empty}
    return replace(reply, status=200, body=orjson.dumps(empty), content_type="application/json")


def _said_otherwise(reply: Reply, scene: Scene) -> Reply:
    if scene.asked != "item" or reply.status != _NOT_FOUND:
        return reply
    return scene.dialect.say_error(_NOT_FOUND, "Nothing is known under this id.")


def _error_page(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    if reply.status < _ERRORS:
        return reply
    return replace(reply, body=b"<html><body>Whitelabel Error Page</body></html>", content_type="text/html")


def _error_naming(status: int | None) -> Callable[[Reply, Scene], Reply]:
    """Let errors name another status than that of their answer; None: let them name none."""

    def named(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
        value = orjson.loads(reply.body) if reply.status >= _ERRORS else {}
        if "status" not in value:
            return reply
        told = {name: item for name, item in value.items() if name != "status"}
        return replace(reply, body=orjson.dumps(told if status is None else {**told, "status": status}))

    return named


def _error_in_french(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(reply.status, "La demande est refusée.") if reply.status >= _ERRORS else reply


_TRACE = "java.lang.NullPointerException at org.example.odata.Service.get(Service.java:42)"
_NO_TRACE = "No exception is made: select one from the list, by version 2.0 of the protocol."


def _telling_the_inside(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(reply.status, _TRACE) if reply.status >= _ERRORS else reply


def _telling_like_words(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(reply.status, _NO_TRACE) if reply.status >= _ERRORS else reply


def _lost(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(_NOT_FOUND, "There is no such record.") if scene.asked == "item" else reply


def _links_lead_nowhere(reply: Reply, scene: Scene) -> Reply:
    return scene.dialect.say_error(_NOT_FOUND, "There is no such list.") if scene.asked == "list" else reply


def _list_of_another(rows: Rows, scene: Scene) -> Rows:
    if scene.asked != "list" or not rows.records:
        return rows
    name = scene.question.listed if scene.question else ""
    kept = [record for record in scene.service.store.listed(scene.entity) if record.get(name)]
    other = next(record for record in kept if record[name] != rows.records[0].get(name))
    return replace(rows, records=(other,))


def _entries_with_more(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for entry in inside(value, scene.dialect.LAYOUT.rows):
        entry["note"] = "synthetic"
    return value


def _relative_links(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for row in listed(value, scene):
        for item in row.values():
            if isinstance(item, dict) and "__deferred" in item:
                link = item["__deferred"]
                link["uri"] = re.sub(r"^.*/(?=[A-Za-z]+\(.*\)/[A-Za-z]+$)", "", link["uri"])
    return value


def _other_title(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    for row in listed(value, scene):
        for entry in inside(row["title"], scene.dialect.LAYOUT.lists):
            entry["value"] += " *"
    return value


def _backwards_without_empty_lists(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
    about = envelope(value, scene)
    kept = [(name, item) for name, item in about.items() if item not in ([], {"results": []})]
    about.clear()
    about.update(reversed(kept))
    return value


FAULTS = (
    Fault(
        name="set-not-listed",
        breaks="service/document-lists-sets",
        entities=(),
        lie=Act("decisions are served but not listed", reply=document(_without_decisions, "service")),
        near_miss=Act(
            "a set is listed and described that no contract knows",
            reply=when(("service", "description"), one_more_set),
        ),
    ),
    Fault(
        name="description-breaks-off",
        breaks="service/description-well-formed",
        entities=(),
        lie=Act("the description breaks off", reply=body(lambda text: text[: len(text) // 2], "description")),
        near_miss=Act("the description ends in blank lines", reply=body(lambda text: text + b"\n\n", "description")),
    ),
    Fault(
        name="property-not-declared",
        breaks="service/description-agrees",
        entities=(),
        lie=Act(
            "the number of decisions is not declared",
            reply=body(replaced(rb'<Property Name="number"[^>]*/>', b"", 1), "description"),
        ),
        near_miss=Act(
            "a property is declared that is never sent",
            reply=body(
                replaced(rb'(<Property Name="number"[^>]*/>)', rb'\1<Property Name="note" Type="Edm.String" />', 1),
                "description",
            ),
        ),
        dialects=("olingo2", "wcf-v1", "wcf-v2", "jaydata", "odata4j", "odata-v4"),
    ),
    Fault(
        name="listing-fails",
        breaks="service/listing-answers",
        entities=_SETS,
        lie=Act("from the second page on the listing answers 500", reply=when(("page",), _later_page_fails)),
        near_miss=Act("pages carry a warning", reply=header("Warning", '199 - "synthetic"')),
    ),
    Fault(
        name="other-envelope",
        breaks="service/envelope",
        entities=_SETS,
        lie=Act("the records stand under 'results' alone", reply=document(_other_envelope)),
        near_miss=Act(
            "the envelope holds one thing more, or a blank line stands before the bare list",
            reply=when(("page",), _with_more_around),
        ),
    ),
    Fault(
        name="local-date",
        breaks="service/dates-in-dialect-form",
        entities=_SETS,
        lie=_put("published", "09.05.2025"),
        near_miss=_put("published", "2025-05-08T00:00:00Z"),
    ),
    Fault(
        name="list-in-other-envelope",
        breaks="service/collections-in-dialect-form",
        entities=_SETS,
        lie=Act("titles come in the envelope of another dialect", reply=rows(_wrapped_otherwise)),
        near_miss=Act("lists that are absent come as empty lists, empty ones are absent", reply=rows(_empty_list)),
    ),
    Fault(
        name="placeholder",
        breaks="service/no-placeholders",
        entities=_SETS,
        lie=_one_keyword_more({}),
        near_miss=_one_keyword_more({"term": "mercury", "namespace": "http://www.informea.org/terms"}),
    ),
    Fault(
        name="number-for-text",
        breaks="service/values-of-declared-type",
        entities=_SETS,
        lie=_put("meetingUrl", 17),
        near_miss=_put("meetingUrl", "https://meetings.example.org/17"),
    ),
    Fault(
        name="number-too-wide",
        breaks="service/values-of-declared-type",
        entities=_SETS,
        lie=_put("displayOrder", 2**31),
        near_miss=_put("displayOrder", 2**31 - 1),
    ),
    Fault(
        name="text-for-number",
        breaks="service/numbers-are-numbers",
        entities=_SETS,
        lie=_put("displayOrder", "9001"),
        near_miss=_put("displayOrder", 9001.0),
    ),
    Fault(
        name="unknown-property",
        breaks="service/no-unknown-properties",
        entities=_SETS,
        lie=Act("records have a property more", reply=rows(_more)),
        near_miss=Act("a null is left out, a property without a value is sent as null", reply=rows(_null)),
    ),
    Fault(
        name="unknown-key-found",
        breaks="service/unknown-key-not-found",
        entities=_SETS,
        lie=Act("an id that does not exist is answered with an empty record", reply=_found_all_the_same),
        near_miss=Act("an id that does not exist is refused in other words", reply=_said_otherwise),
    ),
    Fault(
        name="error-page",
        breaks="service/error-form",
        entities=_SETS,
        lie=Act("errors are web pages", reply=_error_page),
        near_miss=Act("errors are said in French", reply=_error_in_french),
    ),
    Fault(
        name="error-of-another-status",
        breaks="service/error-form",
        entities=_SETS,
        lie=Act("errors name the status 500, whatever that of the answer is", reply=_error_naming(500)),
        near_miss=Act("errors name no status", reply=_error_naming(None)),
        dialects=("mea-json",),
    ),
    Fault(
        name="error-with-stack-trace",
        breaks="service/errors-without-internals",
        entities=_SETS,
        lie=Act("errors are the stack trace of the service", reply=_telling_the_inside),
        near_miss=Act("errors have words of stack traces and queries, and none of either", reply=_telling_like_words),
    ),
    Fault(
        name="records-not-found",
        breaks="service/item-found",
        entities=_SETS,
        lie=Act("no record is found by its id", reply=when(("item",), _lost)),
        near_miss=Act("records found by id may be cached", reply=header("Cache-Control", "max-age=60", "item")),
    ),
    Fault(
        name="other-codes-declared",
        breaks="service/declarations-hold",
        entities=(),
        lie=Act(
            "country codes of three letters are declared, and have two",
            reply=document(_declaring_three_letters, "service"),
        ),
        near_miss=Act("another time zone is declared", reply=document(_declaring_another_zone, "service")),
    ),
    Fault(
        name="links-lead-nowhere",
        breaks="service/deferred-lists-answer",
        entities=_SETS,
        lie=Act("lists that are only linked to are not found at their address", reply=_links_lead_nowhere),
        near_miss=Act("links to lists are relative to the page", reply=document(_relative_links)),
    ),
    Fault(
        name="links-to-lists-of-others",
        breaks="service/deferred-lists-answer",
        entities=_SETS,
        lie=Act("behind the link to a list stands that of another record", answer=_list_of_another),
        near_miss=Act("behind the link to a list its entries say more", reply=document(_entries_with_more, "list")),
    ),
    Fault(
        name="record-differs",
        breaks="service/item-equals-listing",
        entities=_SETS,
        lie=Act("a record alone has another title than in the listing", reply=document(_other_title, "item")),
        near_miss=Act(
            "a record alone has its properties backwards, empty lists left out",
            reply=document(_backwards_without_empty_lists, "item"),
        ),
    ),
)
"""The lies of this class."""
