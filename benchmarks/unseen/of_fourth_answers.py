"""Lies of a fourth author: paging, counts, filters, orders, item and listing, change since, and how answers are carried."""

import base64
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

from unseen.changes import drop, put, shift
from unseen.forms import NATIVE, ODATA, VERBOSE, Ask, records_in, rows_of
from unseen.of_answers import _counted, _item, _later, _rows, _status, _without
from unseen.of_carriage import _body, _header, _lists
from unseen.proxy import Answer, Lie, Talk


def _told(entity, name, breaks, by, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"fourth-{name}", entity=entity, breaks=breaks, by=by, **more)


def _number(ask: Ask, *names: str) -> int:
    value = ask.of(*names) or ""
    return int(value) if value.isdigit() else 0


def _listed(ask: Ask, said: Answer) -> list[Any] | None:
    return rows_of(ask.form, said.document) if ask.kind == "list" and said.status == 200 else None


def _but(ask: Ask, *names: str, **more: str) -> Ask:
    """The same request without some options, and with others."""
    kept = [pair for pair in ask.query if pair[0] not in names]
    return replace(ask, query=kept + [(f"${name}", value) for name, value in more.items()])


def _instead(said: Answer, other: Answer) -> None:
    said.status, said.headers, said.body, said.document = other.status, other.headers, other.body, other.document


def _records(change):  # noqa: ANN001, ANN202 - a change of each record of an answer
    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        for row in records_in(ask, said.document) if said.status == 200 and said.document is not None else ():
            change(row)
            said.say()

    return answer


# paging


def _skip_within_top(talk: Talk, ask: Ask, said: Answer) -> None:
    """$top is applied before $skip."""
    rows, skip, top = _listed(ask, said), _number(ask, "$skip"), _number(ask, "$top")
    if rows and skip and top:
        del rows[max(top - skip, 0) :]
        said.say()


def _skip_by_pages(talk: Talk, ask: Ask) -> None:
    """$skip is taken for the number of a page."""
    skip, top = _number(ask, "$skip"), _number(ask, "$top")
    if ask.kind == "list" and skip and top:
        ask.put("$skip", str(skip * top))


def _filled_up(talk: Talk, ask: Ask, said: Answer) -> None:
    """The last page is filled up with records of the first."""
    rows, size = _listed(ask, said), _number(ask, "$top", "limit")
    if rows and _later(ask) and len(rows) < size:
        first = rows_of(ask.form, talk.fetch(_but(ask, "$skip", "$skiptoken", "cursor")).document) or []
        rows.extend(first[: size - len(rows)])
        said.say()


def _one_page_too_many(talk: Talk, ask: Ask, said: Answer) -> None:
    """The last page leads on, to a page with nothing on it."""
    rows = _listed(ask, said)
    if rows and "next" not in said.document:
        mark = base64.b64encode(f"{rows[-1].get('updated')}|{rows[-1].get('id')}".encode()).decode()
        kept = [pair for pair in ask.query if pair[0] != "cursor"]
        said.document["next"] = f"{ask.entity}?{urlencode([*kept, ('cursor', mark)], quote_via=quote)}"
        said.say()


def _deep_refused(talk: Talk, ask: Ask, said: Answer) -> None:
    """What lies behind a window of so many records cannot be asked for."""
    if ask.kind == "list" and _number(ask, "$skip") >= 20:
        words = (
            b'{"error":{"code":"400","message":"Result window is too large."}}'
            if ask.form == "odata-v4"
            else b'{"error":{"code":null,"message":{"lang":"en","value":"Result window is too large."}}}'
        )
        _status(400, words)(talk, ask, said)


# counts


def _of_this_page(count: int, ask: Ask, talk: Talk) -> int:
    """The count that comes with a list is of the rows of the page."""
    size = _number(ask, "$top", "limit") or count
    return min(size, max(count - _number(ask, "$skip"), 0)) if ask.kind == "list" else count


def _counted_unasked(talk: Talk, ask: Ask) -> None:
    if ask.kind == "count":
        for name in ("updatedSince", "treaty", "country"):
            ask.put(name, None)


def _count_in_json(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "count" and said.status == 200:
        said.body = b'{"d":{"count":' + said.body + b"}}"
        _header("Content-Type", "application/json;charset=utf-8")(talk, ask, said)


# filters


def _first_page_only(talk: Talk, ask: Ask) -> None:
    """The pages behind the first forget what was asked."""
    if ask.kind == "list" and _later(ask):
        for name in ("$filter", "treaty", "country"):
            ask.put(name, None)


def _after_paging(talk: Talk, ask: Ask, said: Answer) -> None:
    """A page is cut from everything, and filtered then."""
    rows = _listed(ask, said)
    if rows is None or not ask.of("$filter"):
        return
    wide = _but(ask, "$top", "$skip", "$select", top="500")
    wanted = {row.key for row in records_in(wide, talk.fetch(wide).document)}
    page = records_in(ask, talk.fetch(_but(ask, "$filter")).document)
    kept = [row.fields for row in page if not row.key or row.key in wanted]
    if [row.get("id") for row in kept] != [row.get("id") for row in rows]:
        rows[:] = kept
        said.say()


def _unknown_is_all(talk: Talk, ask: Ask, said: Answer) -> None:
    """A value that nothing has is passed over."""
    if _listed(ask, said) == [] and ask.of("treaty", "country") and not _later(ask):
        _instead(said, talk.fetch(_but(ask, "treaty", "country")))


# orders


def _within_page(talk: Talk, ask: Ask, said: Answer) -> None:
    """A page is cut from everything as it stands, and ordered then."""
    rows = _listed(ask, said)
    if not rows or not ask.of("$orderby") or not ask.of("$top"):
        return
    wide = _but(ask, "$top", "$skip", "$select", top="500")
    place = {row.key: number for number, row in enumerate(records_in(wide, talk.fetch(wide).document))}
    page = records_in(ask, talk.fetch(_but(ask, "$orderby")).document)
    found = [row.fields for row in sorted(page, key=lambda row: place.get(row.key, 0))]
    if found != rows:
        rows[:] = found
        said.say()


def _unordered_if_filtered(talk: Talk, ask: Ask) -> None:
    if ask.kind == "list" and ask.of("$filter"):
        ask.put("$orderby", None)


def _ties_change(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    """Records of one instant come in another order each second time."""
    talk.memory["asked"] = talk.memory.get("asked", 0) + 1
    if talk.memory["asked"] % 2 == 0:
        for place in range(len(rows) - 1, 0, -1):
            left, right = rows[place - 1], rows[place]
            if isinstance(left, dict) and left.get("updated") and left["updated"] == right.get("updated"):
                rows[place - 1], rows[place] = right, left


# item and listing


def _nearest(talk: Talk, ask: Ask, said: Answer) -> None:
    """Where nothing has the key that was asked for, the first record is served."""
    if ask.kind != "item" or said.status != 404:
        return
    path = ask.path.partition("(")[0] if "(" in ask.path else ask.path.rpartition("/")[0]
    other = talk.fetch(Ask(ask.form, "GET", path, [], ask.headers, ask.entity, "list"))
    rows = rows_of(ask.form, other.document)
    if rows:
        said.status, said.headers = 200, other.headers
        said.document = {"d": rows[0]} if ask.form in VERBOSE else rows[0]
        said.say()


def _in_thousands(row) -> None:  # noqa: ANN001 - a row
    for part in ("grant", "cofinancing", "agencyFee", "total"):
        put(f"finance.{part}.amount", lambda v: round(v / 1000) if isinstance(v, int | float) else v)(row)


def _a_day_later(row) -> None:  # noqa: ANN001 - a row
    shift("start", days=1)(row)
    shift("end", days=1)(row)


def _poorer(row) -> None:  # noqa: ANN001 - a row
    drop("published")(row)
    drop("thumbnailUrl")(row)


# change since


def _two_hours_later(talk: Talk, ask: Ask) -> None:
    """An instant in a question is read in the zone of the server."""
    for name in ("$filter", "updatedSince"):
        if value := ask.of(name):
            ask.put(name, re.sub(r"T(\d\d)(:\d\d:\d\d)", lambda m: f"T{min(int(m[1]) + 2, 23):02}{m[2]}", value))


def _by_publication(talk: Talk, ask: Ask) -> None:
    if value := ask.of("$filter"):
        ask.put("$filter", re.sub(r"\bupdated (g[te])", r"published \1", value))


def _asks_since(ask: Ask) -> bool:
    return bool(ask.of("updatedSince")) or "updated g" in (ask.of("$filter") or "")


def _nothing_is_everything(talk: Talk, ask: Ask, said: Answer) -> None:
    if _listed(ask, said) == [] and _asks_since(ask) and not _later(ask):
        _instead(said, talk.fetch(_but(ask, "updatedSince", "$filter")))


def _nothing_is_404(talk: Talk, ask: Ask, said: Answer) -> None:
    if _listed(ask, said) == [] and _asks_since(ask):
        _status(404, b'{"type":"about:blank","title":"Nothing has changed.","status":404}')(talk, ask, said)
        _header("Content-Type", "application/problem+json")(talk, ask, said)


def _changes_bare(talk: Talk, ask: Ask, said: Answer) -> None:
    """What has changed is told by id and date only."""
    rows = _listed(ask, said)
    if rows and _asks_since(ask):
        rows[:] = [{name: row[name] for name in ("__metadata", "id", "updated") if name in row} for row in rows]
        said.say()


def _moved_back(talk: Talk, ask: Ask, said: Answer) -> None:
    """What was closed is at work again when it is asked for a second time, and has not been changed since."""
    if ask.kind == "list" and not _later(ask):
        talk.memory["walks"] = talk.memory.get("walks", 0) + 1
    if talk.memory.get("walks", 0) > 1 and said.status == 200 and said.document is not None:
        for row in records_in(ask, said.document):
            if row.get("status.code") == "4":
                row.put("status.code", "2")
                row.put("status.sourceValue", "Project Approved")
                said.say()


# carriage


def _wait_a_while(talk: Talk, ask: Ask, said: Answer) -> None:
    talk.memory["n"] = talk.memory.get("n", 0) + 1
    if talk.memory["n"] == 4:
        _status(429)(talk, ask, said)
        said.headers["Retry-After"] = "a few minutes"


def _plain_problems(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        _header("Content-Type", "application/json; charset=utf-8")(talk, ask, said)


def _bare_tag(talk: Talk, ask: Ask, said: Answer) -> None:
    tag = next((value for name, value in said.headers.items() if name.lower() == "etag"), None)
    if tag is not None:
        _header("ETag", tag.removeprefix("W/").strip('"'))(talk, ask, said)


def _without_projects(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "metadata" and isinstance(said.document, dict) and "paths" in said.document:
        said.document["paths"] = {path: it for path, it in said.document["paths"].items() if "projects" not in path}
        said.say()


def _moved_by_a_slash(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and not ask.path.endswith("/"):
        said.headers = {"Location": replace(ask, path=f"{ask.path}/").target}
        said.status, said.body, said.document = 302, b"", None


def _slash_taken(talk: Talk, ask: Ask) -> None:
    ask.path = ask.path.rstrip("/") if ask.kind == "list" else ask.path


def _half_a_character(body: bytes) -> bytes:
    return body.replace(b'"Conference centre"', b'"Conference centre \\ud83d"')


_FILTERED = ("olingo2", "odata-v4", "mea-json")
BETWEEN = (
    # paging
    _told("meetings", "top-before-skip", "H-PAG-01: skip, then top", "skip applied exactly", answer=_skip_within_top, forms=ODATA),
    _told("national-reports", "skip-counts-pages", "H-PAG-01: skip counts records", "skip applied exactly", ask=_skip_by_pages, forms=ODATA),
    _told("decisions", "last-page-filled-up", "projects 6: full walk without duplicate", "ids unique", answer=_filled_up),
    _told("projects", "one-page-too-many", "projects 6: next absent on the last page", "no next on the last page", answer=_one_page_too_many, forms=NATIVE),
    _told("documents", "deep-pages-refused", "projects 6: full walk without gap", "walk is complete", answer=_deep_refused, forms=("olingo2", "odata-v4")),
    # counts
    _told("meetings", "count-of-this-page", "H-CNT-02: inlinecount is of all", "count is the number of records", answer=_counted(_of_this_page)),
    _told("projects", "count-in-a-string", "projects 6: total is a number", "count is a plain number", answer=_counted(lambda n, *_: str(n)), forms=NATIVE),
    _told("national-reports", "count-knows-no-parameters", "projects 6: never silently unfiltered", "count fits the filter", ask=_counted_unasked, forms=NATIVE),
    _told("decisions", "count-doubled-by-a-join", "dialects 2: count under a filter", "count fits the filter", answer=_counted(lambda n, ask, _: 2 * n if ask.of("$filter") else n), forms=("olingo2", "odata-v4")),
    _told("sites", "count-in-json", "H-CNT-02: plain digits", "count is a plain number", answer=_count_in_json, forms=ODATA),
    # filters
    _told("meetings", "first-page-filtered-only", "projects 6: never silently unfiltered", "filter applied", ask=_first_page_only, forms=_FILTERED),
    _told("national-reports", "filtered-after-paging", "national-reports 7: filter with $top", "filter complete", answer=_after_paging, forms=("olingo2", "odata-v4")),
    _told("documents", "unknown-value-serves-all", "projects 6: unknown value gives an empty list or 400", "filter applied", answer=_unknown_is_all, forms=NATIVE),
    _told("reporting-status", "cells-of-all-obligations", "national-reports 7: obligation as a filter", "filter applied", ask=_without("obligationId"), forms=NATIVE),
    _told("projects", "mechanism-and-scope-ignored", "projects 6: filters", "filter applied", ask=_without("fundingMechanism", "scope"), forms=NATIVE),
    # orders
    _told("decisions", "ordered-within-the-page", "H-PAG-01: order, then page", "order applied", answer=_within_page, forms=ODATA),
    _told("national-reports", "ordered-by-id-in-pages", "projects 6: updated, id", "order as declared", answer=_rows(lambda t, a, rows: rows.sort(key=lambda row: row.get("id", ""))), forms=NATIVE),
    _told("projects", "order-lost-under-filter", "dialects 2: $orderby", "order applied", ask=_unordered_if_filtered, forms=("olingo2", "odata-v4")),
    _told("meetings", "ties-in-any-order", "projects 6: stable total order updated, id", "order stable", answer=_rows(_ties_change)),
    # item and listing
    _told("projects", "nearest-for-unknown", "projects 6: 404", "404 for what is not there", answer=_nearest),
    _told("projects", "item-in-thousands", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(_in_thousands))),
    _told("meetings", "item-a-day-later", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(_a_day_later))),
    _told("documents", "item-poorer", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(_poorer)), forms=_FILTERED),
    _told("sites", "item-names-itself-otherwise", "vocabularies 14: ids are case-sensitive", "single record is the one asked for", answer=_item(_records(put("id", str.upper)))),
    _told("decisions", "item-number-with-word", "projects 6: same content as in the list", "item is what the list says", answer=_item(_records(put("number", lambda v: f"Decision {v}")))),
    # change since
    _told("projects", "since-in-local-time", "dialects 5: declared UTC, off by the server's zone", "bounds of a filter exact", ask=_two_hours_later, forms=_FILTERED),
    _told("decisions", "since-by-publication", "projects 6: compares with updated", "changed since complete", ask=_by_publication, forms=("olingo2", "odata-v4")),
    _told("meetings", "nothing-changed-serves-all", "projects 6: empty result is 200 with []", "changed since applied", answer=_nothing_is_everything, forms=_FILTERED),
    _told("national-reports", "nothing-changed-is-404", "projects 6: empty result is 200 with []", "nothing found is an empty list", answer=_nothing_is_404, forms=NATIVE),
    _told("meetings", "changes-by-id-only", "projects 6: same content in each answer", "record is the same in each listing", answer=_changes_bare, forms=_FILTERED),
    _told("projects", "closed-at-work-again", "projects 4.1, PRJ-054: 4 is final; a change moves updated", "updated moves with the content", answer=_moved_back),
    Lie(name="fourth-deleted-yet-there", entity="projects", breaks="projects 3.8, 6: a tombstone answers 410", by="tombstones answer 410", record=lambda row: row.add("deleted", True) if len(row.fields) > 3 else None, forms=NATIVE),
    # carriage
    _told("decisions", "wait-in-words", "projects 6: 429 with Retry-After", "429 says how long to wait", answer=_wait_a_while, full=True),
    _told("meetings", "half-a-character", "vocabularies 14: Unicode", "text is Unicode", answer=_lists(_body(_half_a_character))),
    _told("", "problems-as-plain-json", "projects 6: application/problem+json", "errors in the promised form", answer=_plain_problems, forms=NATIVE),
    _told("", "tag-without-quotes", "projects 6: ETag", "ETag in its form", answer=_bare_tag, full=True),
    _told("meetings", "deferred-named-in-the-plural", "dialects 3.4: navs titles, title; H-NAV-05", "lists at their links", answer=_lists(_body(lambda b: re.sub(rb"/(title|description)\"", rb'/\1s"', b))), forms=VERBOSE),
    _told("decisions", "context-of-another-set", "OData 4: context", "context", answer=_lists(_body(lambda b: b.replace(b"$metadata#Decisions", b"$metadata#Meetings"))), forms=("odata-v4",)),
    _told("", "projects-undescribed", "projects 6: openapi.json", "description is of what is served", answer=_without_projects, forms=NATIVE),
    _told("meetings", "moved-by-a-slash", "H-REQ-06: redirects not followed", "answers are what was asked for", ask=_slash_taken, answer=_moved_by_a_slash),
)  # fmt: skip
