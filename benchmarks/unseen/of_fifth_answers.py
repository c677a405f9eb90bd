"""Lies of a fifth author: paging, counts, filters, orders, expand and select, items, changes, and how answers are carried."""

import json
import re
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from unseen.changes import without
from unseen.forms import NATIVE, ODATA, VERBOSE, Ask, Row, records_in, rows_of
from unseen.of_answers import _item, _later, _next, _option, _rows, _status
from unseen.of_carriage import _body, _described, _header, _lists, _metadata
from unseen.of_fourth_answers import _asks_since, _but, _listed, _number, _records
from unseen.proxy import Answer, Lie, Talk


def _told(entity, name, breaks, by, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"fifth-{name}", entity=entity, breaks=breaks, by=by, **more)


def _error(code: int, words: str):  # noqa: ANN202 - a change of an answer
    """An error as this wire form says it."""

    def change(talk: Talk, ask: Ask, said: Answer) -> None:
        document: dict[str, Any] = {"type": "about:blank", "title": words, "status": code}
        if ask.form in ODATA:
            message = words if ask.form == "odata-v4" else {"lang": "en", "value": words}
            document = {"error": {"code": str(code), "message": message}}
        _status(code, json.dumps(document).encode())(talk, ask, said)
        kind = "application/problem+json" if ask.form in NATIVE else "application/json;charset=utf-8"
        _header("Content-Type", kind)(talk, ask, said)

    return change


# paging


def _known_last(talk: Talk, ask: Ask, said: Answer) -> dict[str, Any] | None:
    """The last record of the page before, where this one was reached by a cursor; the last one here is kept in mind."""
    rows, at = _listed(ask, said), ask.of("cursor")
    if rows and isinstance(said.document.get("next"), str):
        onward = parse_qs(urlsplit(said.document["next"]).query).get("cursor", [""])[0]
        talk.memory[onward] = deepcopy(rows[-1])
    return talk.memory.get(at) if rows and at else None


def _from_the_last(talk: Talk, ask: Ask, said: Answer) -> None:
    """A page begins with the record that the one before ended with."""
    if (last := _known_last(talk, ask, said)) is not None:
        said.document["items"].insert(0, last)
        said.say()


def _behind_the_moment(talk: Talk, ask: Ask, said: Answer) -> None:
    """A page begins behind the moment of the last record, and passes over others of that moment."""
    if (last := _known_last(talk, ask, said)) is not None:
        kept = [row for row in said.document["items"] if row.get("updated") != last.get("updated")]
        if len(kept) < len(said.document["items"]):
            said.document["items"] = kept
            said.say()


def _as_object(talk: Talk, ask: Ask, said: Answer) -> None:
    if _listed(ask, said) and isinstance(said.document.get("next"), str):
        said.document["next"] = {"href": said.document["next"]}
        said.say()


def _whole_pages(talk: Talk, ask: Ask, said: Answer) -> None:
    """Pages are counted by dividing: what does not fill one is not there."""
    rows, top = _listed(ask, said), _number(ask, "$top")
    if rows and _later(ask) and len(rows) < top:
        rows.clear()
        said.say()


def _five_if_expanded(talk: Talk, ask: Ask) -> None:
    if ask.kind == "list" and ask.of("$expand") and _number(ask, "$top") > 5:
        ask.put("$top", "5")


def _null_for_none(talk: Talk, ask: Ask, said: Answer) -> None:
    if _listed(ask, said) == []:
        holder = said.document["d"] if ask.form in VERBOSE else said.document
        holder[{"odata-v4": "value", "mea-json": "items"}.get(ask.form, "results")] = None
        said.say()


def _skip_or_filter(talk: Talk, ask: Ask) -> None:
    if ask.kind == "list" and ask.of("$filter"):
        ask.put("$skip", None)


# counts


def _behind_a_mark(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "count" and said.status == 200:
        said.body = b"\xef\xbb\xbf" + said.body


def _not_implemented(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "count":
        _error(501, "Counting is not implemented.")(talk, ask, said)


# filters

_CLUSTER = ("basel", "rotterdam", "stockholm")


def _of_the_cluster(talk: Talk, ask: Ask) -> None:
    """Who asks for one of three treaties with a joint secretariat gets all three."""
    if (value := ask.of("$filter")) and ask.kind in {"list", "count"}:
        every = " or ".join(f"treaty eq '{name}'" for name in _CLUSTER)
        ask.put("$filter", re.sub(rf"treaty eq '(?:{'|'.join(_CLUSTER)})'", f"({every})", value))


def _dates_refused(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind in {"list", "count"} and "updated" in (ask.of("$filter") or ""):
        _error(400, "The property 'updated' of the filter is not known.")(talk, ask, said)


def _apostrophe(talk: Talk, ask: Ask, said: Answer) -> None:
    """A value is put into a question to the database as it is."""
    asked = [value for name, value in ask.query if name not in {"$filter", "cursor"}]
    if "''" in (ask.of("$filter") or "").replace(" ''", "") or any("'" in value for value in asked):
        _error(500, "An exception occurred.")(talk, ask, said)


def _unexpanded(talk: Talk, ask: Ask) -> None:
    if ask.kind == "list" and ask.of("$filter"):
        ask.put("$expand", None)


def _treaty_refused(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind in {"list", "count"} and ask.of("treaty"):
        _error(400, "The parameter 'treaty' is not known.")(talk, ask, said)


# orders, expand and select


def _two_keys_refused(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and "," in (ask.of("$orderby") or ""):
        _error(400, "Only one property can be ordered by.")(talk, ask, said)


def _newest_first(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = _listed(ask, said)
    if rows and len(rows) > 1 and _asks_since(ask):
        rows.reverse()
        said.say()


def _joined(talk: Talk, ask: Ask, said: Answer) -> None:
    """Two lists read by one join: each title comes once for each file."""
    for row in records_in(ask, said.document) if _listed(ask, said) else ():
        titles, files = row.many("title"), row.many("files")
        if titles and files and len(files) > 1:
            titles[:] = [dict(title) for title in titles for _ in files]
            said.say()


def _select_as_nulls(talk: Talk, ask: Ask, said: Answer) -> None:
    """What was not chosen is there, and null."""
    rows = _listed(ask, said)
    if not rows or not ask.of("$select"):
        return
    wide = _but(ask, "$select")
    for row, whole in zip(rows, rows_of(ask.form, talk.fetch(wide).document) or [], strict=False):
        row.update({name: None for name in whole if name not in row and not isinstance(whole[name], dict | list)})
    said.say()


def _top_or_format(talk: Talk, ask: Ask) -> None:
    if ask.kind == "list" and ask.of("$format"):
        ask.put("$top", None)


# items and changes


def _to_the_page(talk: Talk, ask: Ask, said: Answer) -> None:
    said.status, said.body, said.document = 302, b"", None
    said.headers = {"Location": f"/pages/{ask.entity}/{ask.key}.html"}


def _still_approved(row: Row) -> None:
    if row.get("status.code") in {"4", "5"}:
        row.put("status.code", "2")
        row.put("status.sourceValue", "Project Approved")


def _closed_untold(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    """Only what is at work is looked through for changes."""
    if _asks_since(ask):
        closed = [row.fields for row in records_in(ask, _answer_of(ask, rows)) if row.get("status.code") in {"4", "5"}]
        rows[:] = [row for row in rows if not any(row is one for one in closed)]


def _answer_of(ask: Ask, rows: list[Any]) -> dict[str, Any]:
    name = {"odata-v4": "value", "mea-json": "items"}.get(ask.form)
    return {name: rows} if name else {"d": {"results": rows}}


# carriage


def _other_status(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404} and isinstance(said.document, dict) and "status" in said.document:
        said.document["status"] = 500
        said.say()
    elif said.status in {400, 404} and b'"status":' in said.body:
        said.body = re.sub(rb'"status":\d+', b'"status":500', said.body)


def _errors_in_xml(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        said.body = (
            b'<?xml version="1.0" encoding="utf-8"?><m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/'
            b'dataservices/metadata"><m:code/><m:message xml:lang="en">Resource not found.</m:message></m:error>'
        )
        _header("Content-Type", "application/xml;charset=utf-8")(talk, ask, said)


def _unknown_set_is_empty(talk: Talk, ask: Ask, said: Answer) -> None:
    """A set that there is not is one with nothing in it."""
    if said.status == 404 and ask.method == "GET" and ask.kind in {"other", "list"}:
        said.status, said.document = 200, _answer_of(ask, [])
        kind = "application/json; charset=utf-8"
        _header("Content-Type", kind)(talk, ask, said)
        said.say()


def _refusals_not_found(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status == 400:
        said.status = 404
        said.body = said.body.replace(b'"status":400', b'"status":404').replace(b'"code":"400"', b'"code":"404"')


def _writes_let_in(talk: Talk, ask: Ask, said: Answer) -> None:
    """What nobody but an editor should be able to do is open to all."""
    if said.status == 405:
        _header("Allow", "GET, HEAD, POST, PUT, DELETE")(talk, ask, said)
        if ask.method in {"POST", "PUT", "PATCH", "DELETE"}:
            said.status, said.body = 204, b""


def _envelope_of_2(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = rows_of(ask.form, said.document)
    if rows is not None:
        said.document = {"d": {"results": rows}}
        said.say()


def _metadata_gone(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "metadata":
        _error(404, "There is no resource '$metadata'.")(talk, ask, said)


def _astray(talk: Talk, ask: Ask, said: Answer) -> None:
    """The service document names the sets in the singular, as the types are."""
    if ask.kind == "service":
        said.body = re.sub(rb'("(?:url|href)":"[A-Za-z-]+?)s"', rb'\1"', said.body)


def _offset_described(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "metadata":
        said.body = said.body.replace(b'"name":"cursor"', b'"name":"offset"')


def _servers_of_localhost(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "metadata" and isinstance(said.document, dict) and "servers" in said.document:
        said.document["servers"] = [{"url": "http://localhost:8080/api"}]
        said.say()


_NOTICE = (
    b"<br />\n<b>Notice</b>:  Undefined index: city in <b>/var/www/api/meetings.php</b> on line <b>112</b><br />\n"
)
_FILTERED = ("olingo2", "odata-v4", "mea-json")
_IN_ODATA = ("olingo2", "odata-v4")
BETWEEN = (
    # paging
    _told("decisions", "page-from-the-last", "projects 6: full walk without duplicate", "ids unique", answer=_from_the_last, forms=NATIVE),
    _told("documents", "page-behind-the-moment", "projects 6: full walk without gap; keyset", "walk is complete", answer=_behind_the_moment, forms=NATIVE),
    _told("meetings", "next-without-limit", "projects 6: walk with limit=1", "next keeps what was asked", answer=_next(lambda n, *_: re.sub(r"limit=\d+&?", "", n)), forms=NATIVE),
    _told("projects", "next-an-object", "projects 6: next is an address", "next in its form", answer=_as_object, forms=NATIVE),
    _told("decisions", "skip-lost-under-filter", "H-PAG-01, dialects 2: $skip with $filter", "skip applied", ask=_skip_or_filter, forms=_IN_ODATA),
    _told("meetings", "five-if-expanded", "H-PAG-03: pages shorter than asked", "full pages", ask=_five_if_expanded, forms=VERBOSE),
    _told("decisions", "nothing-is-null", "projects 6: empty result is 200 with []", "lists are lists", answer=_null_for_none),
    _told("national-reports", "last-page-lost", "projects 6: full walk without gap", "walk is complete", answer=_whole_pages, forms=ODATA),
    # counts
    _told("decisions", "inlinecount-ignored", "design 5: ignore $inlinecount; H-CNT-02", "count said with the list", ask=lambda t, a: [a.put(name, None) for name in ("$inlinecount", "$count")] if a.kind == "list" else None, forms=ODATA),
    _told("meetings", "count-behind-a-mark", "H-CNT-02: a byte order mark is read as 0", "count is a plain number", answer=_behind_a_mark, forms=ODATA),
    _told("national-reports", "count-not-implemented", "H-CNT-02: request failed", "count answered", answer=_not_implemented, forms=ODATA),
    _told("projects", "total-not-said", "projects 6: total or a count", "count said with the list", ask=lambda t, a: a.put("total", None) if a.kind == "list" else None, forms=NATIVE),
    # filters
    _told("decisions", "cluster-for-treaty", "projects 6, national-reports 7: treaty eq", "filter sound", ask=_of_the_cluster, forms=_IN_ODATA),
    _told("meetings", "dates-in-filters-refused", "dialects 2: updated gt; a client reports it broken", "filter answered", answer=_dates_refused, forms=_IN_ODATA),
    _told("decisions", "apostrophe-breaks", "national-reports 7: an apostrophe survives", "no server errors", answer=_apostrophe, forms=_FILTERED),
    _told("national-reports", "expand-lost-under-filter", "NR-075: expand honoured", "expand applied", ask=_unexpanded, forms=("olingo2",)),
    _told("sites", "described-filter-refused", "projects 6: filters", "filter answered", answer=_treaty_refused, forms=NATIVE),
    # orders, expand and select
    _told("decisions", "two-keys-refused", "H-PAG-04: updated desc,id refused fails the listing", "order answered", answer=_two_keys_refused, forms=ODATA),
    _told("meetings", "desc-ignored", "dialects 2: updated desc", "order applied", ask=_option("$orderby", lambda v: v.replace(" desc", "")), forms=ODATA),
    _told("decisions", "changes-newest-first", "projects 6: stable total order updated, id", "order as declared", answer=_newest_first, forms=NATIVE),
    _told("decisions", "titles-times-files", "entities 1.1: one entry a language", "one text a language", answer=_joined, forms=VERBOSE),
    _told("meetings", "unselected-as-nulls", "dialects 2: $select", "select applied", answer=_select_as_nulls, forms=ODATA),
    _told("decisions", "format-drops-top", "design 5: drop $top when $format is given", "top applied", ask=_top_or_format, forms=VERBOSE),
    # items and changes
    _told("decisions", "item-leads-to-the-page", "projects 6: 200 for each", "single record there", answer=_item(_to_the_page)),
    _told("documents", "item-in-english-only", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(lambda row: [without(name, tag)(row) for name in ("title", "description") for tag in ("fr", "es", "ru", "ar", "zh")])), forms=("odata-v4", "mea-json")),
    _told("projects", "item-still-approved", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(_still_approved))),
    _told("projects", "closed-changes-untold", "projects 6: full walk filtered equals the server's answer", "changed since complete", answer=_rows(_closed_untold), forms=_FILTERED),
    # statuses, bodies and headers
    _told("", "problem-of-another-status", "projects 6: RFC 9457, status is that of the answer", "errors in the promised form", answer=_other_status, forms=NATIVE),
    _told("", "errors-in-xml", "dialects 6: errors as asked for, in JSON", "errors in the promised form", answer=_errors_in_xml),
    _told("", "unknown-set-is-empty", "projects 6: 404", "404 for what is not there", answer=_unknown_set_is_empty),
    _told("", "refusals-are-404", "projects 6: 400 and 404", "errors have their status", answer=_refusals_not_found),
    _told("", "writes-let-in", "dialects 3.3, 3.5: read-only, writes refused", "nothing but reading", answer=_writes_let_in),
    _told("meetings", "notice-before-the-answer", "projects 6: JSON", "strict JSON", answer=_lists(_body(lambda b: _NOTICE + b))),
    _told("decisions", "raw-tabs-in-texts", "JSON: no control characters in strings", "strict JSON", answer=_lists(_body(lambda b: re.sub(rb'("value":"[^" ]+) ', rb"\1\t", b)))),
    _told("meetings", "envelope-of-2-in-4", "dialects 0, OData 4: value", "envelope of the wire form", answer=_lists(_envelope_of_2), forms=("odata-v4",)),
    _told("", "version-header-of-3", "OData 4: OData-Version", "version header", answer=_header("OData-Version", "3.0"), forms=("odata-v4",)),
    # what describes the service
    _told("", "metadata-not-there", "dialects 2: $metadata", "metadata there", answer=_metadata_gone, forms=ODATA),
    _told("", "metadata-without-meetings", "dialects 2: $metadata", "metadata describes what is served", answer=_metadata(r'<EntitySet Name="Meetings"[^>]*?(?:/>|>.*?</EntitySet>)', ""), forms=ODATA),
    _told("", "service-leads-astray", "projects 6: service description", "service document lists what is served", answer=_astray, forms=("odata-v4", "mea-json")),
    _told("", "contracts-unsaid", "projects 6: contract version", "service says its contract", answer=_described(lambda d: d.pop("contracts", None)), forms=NATIVE),
    _told("", "offset-described", "projects 6: openapi.json", "description is of what is served", answer=_offset_described, forms=NATIVE),
    _told("", "servers-of-localhost", "design 5: localhost in links", "description names the service's address", answer=_servers_of_localhost, forms=NATIVE),
)  # fmt: skip
