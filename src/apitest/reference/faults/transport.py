"""Lies about bytes, labels and headers."""

from dataclasses import replace
from typing import Any

from apitest.dialects.speech import Reply
from apitest.reference.faults.acts import body, header, labelled, replaced, when
from apitest.reference.lying import Act, Fault, at
from apitest.reference.service import Scene

_SETS = ("decisions",)


def _later_page_is_html(reply: Reply, scene: Scene) -> Reply:
    if not scene.continues:
        return reply
    page = b"<!DOCTYPE html><html><body>Service temporarily unavailable</body></html>"
    return replace(reply, body=page, content_type="text/html")


def _quoting(record: dict[str, Any]) -> dict[str, Any]:
    for entry in record["title"]:
        entry["value"] += ' (see "treaty": annex)'
    return record


def _head(status: int) -> Act:
    def changed(reply: Reply, scene: Scene) -> Reply:
        return replace(reply, status=status) if scene.method == "HEAD" else reply

    return Act(f"HEAD is answered with status {status}", reply=changed)


FAULTS = (
    Fault(
        name="page-is-html",
        breaks="transport/json-body",
        entities=_SETS,
        lie=Act("from the second page on a web page comes with status 200", reply=when(("page",), _later_page_is_html)),
        near_miss=Act("blank lines stand before the JSON", reply=body(lambda text: b"\n\n  " + text)),
    ),
    Fault(
        name="latin-1",
        breaks="transport/utf-8",
        entities=_SETS,
        lie=Act("é is sent as one byte", reply=body(replaced("é".encode(), b"\xe9"), "page", "item")),
        near_miss=Act("é is sent as an escape", reply=body(replaced("é".encode(), rb"\\u00e9"), "page", "item")),
    ),
    Fault(
        name="byte-order-mark",
        breaks="transport/no-byte-order-mark",
        entities=_SETS,
        lie=Act("pages begin with a byte order mark", reply=body(lambda text: b"\xef\xbb\xbf" + text)),
        near_miss=Act("pages begin with a line feed", reply=body(lambda text: b"\n" + text)),
    ),
    Fault(
        name="not-a-number",
        breaks="transport/strict-json",
        entities=("meetings",),
        lie=Act(
            "coordinates are NaN",
            reply=body(replaced(rb'("l(?:at|ong)itude":)-?[\d.]+', rb"\1NaN"), "page", "item"),
        ),
        near_miss=Act(
            "coordinates are written with an exponent",
            reply=body(replaced(rb'("l(?:at|ong)itude":-?[\d]+\.[\d]+)', rb"\1e0"), "page", "item"),
        ),
    ),
    Fault(
        name="repeated-key",
        breaks="transport/no-repeated-keys",
        entities=_SETS,
        lie=Act("the first record has its treaty twice", reply=body(replaced(rb'("treaty":"[a-z]+")', rb"\1,\1", 1))),
        near_miss=Act("a title quotes the name of a property", record=at(3, _quoting)),
    ),
    Fault(
        name="labelled-html",
        breaks="transport/json-content-type",
        entities=_SETS,
        lie=Act("JSON is labelled text/html", reply=labelled("text/html;charset=utf-8")),
        near_miss=Act("JSON is labelled with a parameter", reply=labelled("application/json;odata=verbose")),
    ),
    Fault(
        name="labelled-latin-1",
        breaks="transport/charset-utf-8",
        entities=_SETS,
        lie=Act("UTF-8 is labelled iso-8859-1", reply=labelled("application/json;charset=iso-8859-1")),
        near_miss=Act("the charset is in quotes and capitals", reply=labelled('application/json; charset="UTF-8"')),
    ),
    Fault(
        name="cookie",
        breaks="transport/no-cookies",
        entities=_SETS,
        lie=Act("pages set a session cookie", reply=header("Set-Cookie", "SESSION=synthetic; Path=/")),
        near_miss=Act("pages vary by cookie", reply=header("Vary", "Cookie")),
    ),
    Fault(
        name="head-refused",
        breaks="transport/head-answered",
        entities=(),
        lie=_head(405),
        near_miss=_head(204),
    ),
)
"""The lies of this class."""
