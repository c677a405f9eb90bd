"""Lies of a service about itself: its description, the addresses and types in its answers, and their headers."""

import re
from dataclasses import replace
from typing import Any

import orjson

from apitest.dialects.speech import Reply, inside
from apitest.model import Feature, Json
from apitest.reference.faults.acts import body, document, header, listed, replaced, when
from apitest.reference.lying import Act, Fault
from apitest.reference.service import Scene

_SETS = ("decisions",)
_ANY_FORM = ("decisions", "projects", "documents")
"""One of them has a place in each dialect."""
_TYPED = ("olingo2", "wcf-v1", "wcf-v2", "jaydata", "odata4j", "odata-v4", "mfiles")
_ADDRESSED = ("olingo2", "wcf-v1", "wcf-v2", "odata4j")
_LATELY = "Thu, 01 Jan 2026 00:00:00 GMT"
"""After the last change of all records."""


def _is_edmx(reply: Reply) -> bool:
    return reply.body.lstrip().startswith(b"<")


def _without_a_set(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    if _is_edmx(reply):
        return replace(reply, body=re.sub(rb"<EntitySet [^>]*/>", b"", reply.body, count=1))
    value = orjson.loads(reply.body)
    first = next(path for path in value["paths"] if f"{path}/{{id}}" in value["paths"])
    value["paths"] = {path: item for path, item in value["paths"].items() if not path.startswith(first)}
    return replace(reply, body=orjson.dumps(value))


def _with_what_is_no_set(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    if _is_edmx(reply):
        more = b'<ComplexType Name="Note"><Property Name="text" Type="Edm.String" /></ComplexType><EntityContainer '
        return replace(reply, body=reply.body.replace(b"<EntityContainer ", more, 1))
    value = orjson.loads(reply.body)
    value["paths"]["/status"] = value["paths"]["/"]
    return replace(reply, body=orjson.dumps(value))


def _with_a_set_more(reply: Reply, scene: Scene) -> Reply:  # noqa: ARG001 - the same for every question
    if _is_edmx(reply):
        more = rb'\1<EntitySet Name="Notes" EntityType="x.Note" />'
        return replace(reply, body=re.sub(rb"(<EntityContainer [^>]*>)", more, reply.body, count=1))
    value = orjson.loads(reply.body)
    first = next(path for path in value["paths"] if f"{path}/{{id}}" in value["paths"])
    value["paths"] |= {f"/notes{end}": value["paths"][f"{first}{end}"] for end in ("", "/{id}")}
    return replace(reply, body=orjson.dumps(value))


def one_more_set(reply: Reply, scene: Scene) -> Reply:
    """One more set, which no contract knows, in the service document and in the description."""
    if scene.asked == "description":
        return _with_a_set_more(reply, scene)
    value = orjson.loads(reply.body)
    sets = inside(value, scene.dialect.LAYOUT.sets)
    native = isinstance(sets[0], dict) and "href" in sets[0]
    names = {"name": "notes", "href": "notes"} if native else {"name": "Notes", "url": "Notes"}
    sets.append({**sets[0], **names} if isinstance(sets[0], dict) else "Notes")
    return replace(reply, body=orjson.dumps(value))


def _typed(name: str) -> Act:
    """Records state a type of this name, in a namespace of its own."""

    def changed(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
        said = name or scene.contract.entities[scene.entity].type_name
        for row in listed(value, scene):
            if isinstance(row.get("__metadata"), dict):
                row["__metadata"]["type"] = f"reference.{said}"
            else:
                row["@odata.type"] = f"#reference.{said}"
        return value

    return Act(
        f"records say of themselves that they are of the type {name or 'of their set'!r}", reply=document(changed)
    )


def _addressed(sentence: str, pattern: str, by: str) -> Act:
    def changed(value: Any, scene: Scene) -> Json:  # noqa: ANN401 - JSON
        for row in listed(value, scene):
            row["__metadata"]["uri"] = re.sub(pattern, by, row["__metadata"]["uri"])
        return value

    return Act(sentence, reply=document(changed))


def _emptied_for_head(reply: Reply, scene: Scene) -> Reply:
    return replace(reply, body=b"") if scene.method == "HEAD" else reply


def _marked_for_head(reply: Reply, scene: Scene) -> Reply:
    extra = (("X-Method", "HEAD"),) if scene.method == "HEAD" else ()
    return replace(reply, headers=(*reply.headers, *extra))


FAULTS = (
    Fault(
        name="set-not-described",
        breaks="service/description-of-sets",
        entities=(),
        lie=Act("the description leaves out a set that is served", reply=when(("description",), _without_a_set)),
        near_miss=Act("the description has more that is no set", reply=when(("description",), _with_what_is_no_set)),
    ),
    Fault(
        name="set-described-in-vain",
        breaks="service/description-of-sets",
        entities=(),
        needs=(Feature.SERVICE_DOCUMENT,),
        lie=Act("a set is described that is not listed", reply=when(("description",), _with_a_set_more)),
        near_miss=Act(
            "a set that no contract knows is described and listed",
            reply=when(("description", "service"), one_more_set),
        ),
    ),
    Fault(
        name="other-key-declared",
        breaks="service/description-agrees",
        entities=(),
        dialects=_TYPED,
        lie=Act(
            "another key is declared than that by which records are asked for",
            reply=body(replaced(rb'<PropertyRef Name="id"', b'<PropertyRef Name="updated"'), "description"),
        ),
        near_miss=Act(
            "the key is declared to have a length",
            reply=body(replaced(rb'(<Property Name="id" Type="Edm.String")', rb'\1 MaxLength="255"'), "description"),
        ),
    ),
    Fault(
        name="declared-too-short",
        breaks="service/description-agrees",
        entities=(),
        dialects=_TYPED,
        lie=Act(
            "texts are declared shorter than they are sent",
            reply=body(replaced(rb'(Name="treaty" Type="Edm.String")', rb'\1 MaxLength="2"'), "description"),
        ),
        near_miss=Act(
            "texts are declared as long as may be",
            reply=body(replaced(rb'(Name="treaty" Type="Edm.String")', rb'\1 MaxLength="Max"'), "description"),
        ),
    ),
    Fault(
        name="type-of-another-set",
        breaks="service/description-agrees",
        entities=_SETS,
        dialects=(*_ADDRESSED, "jaydata", "odata-v4"),
        lie=_typed("Something"),
        near_miss=_typed(""),
    ),
    Fault(
        name="address-in-another-set",
        breaks="service/own-address",
        entities=_SETS,
        dialects=_ADDRESSED,
        lie=_addressed("addresses of records are in another set", r"Decisions(?=\(')", "Meetings"),
        near_miss=_addressed("addresses name another host", "^http://[^/]+", "https://api.example.org"),
    ),
    Fault(
        name="context-of-another-set",
        breaks="service/own-address",
        entities=("documents",),
        dialects=("odata-v4", "mfiles"),
        lie=Act(
            "the context of pages is that of another set",
            reply=body(replaced(b"metadata#Documents", b"metadata#Sites")),
        ),
        near_miss=Act(
            "the context of pages names their properties",
            reply=body(replaced(b"metadata#Documents", b"metadata#Documents(*)")),
        ),
    ),
    Fault(
        name="changed-in-a-thousand-years",
        breaks="transport/headers-true",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("pages were last changed in 2999", reply=header("Last-Modified", "Tue, 01 Jan 2999 00:00:00 GMT")),
        near_miss=Act("pages were last changed lately", reply=header("Last-Modified", _LATELY)),
    ),
    Fault(
        name="in-another-language",
        breaks="transport/headers-true",
        entities=_SETS,
        needs=(Feature.TEXT_ENTRIES,),
        lie=Act("pages are said to be in French", reply=header("Content-Language", "fr")),
        near_miss=Act("pages are said to be in French and English", reply=header("Content-Language", "fr, en-GB")),
    ),
    Fault(
        name="changed-long-ago",
        breaks="transport/last-modified-true",
        entities=_ANY_FORM,
        one_set=True,
        lie=Act("pages were last changed in 1999", reply=header("Last-Modified", "Fri, 01 Jan 1999 00:00:00 GMT")),
        near_miss=Act("pages were last changed lately", reply=header("Last-Modified", _LATELY)),
    ),
    Fault(
        name="head-of-nothing",
        breaks="transport/head-answered",
        entities=(),
        lie=Act("HEAD is answered as if there were nothing", reply=_emptied_for_head),
        near_miss=Act("HEAD is answered with a header more", reply=_marked_for_head),
    ),
)
"""The lies of this kind."""
