"""Lies that live between answers: paging, counts, orders, filters, single records, and what changes between two walks."""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from unseen.forms import NATIVE, ODATA, VERBOSE, Ask, Row, records_in, rows_of
from unseen.proxy import Answer, Lie, Talk


def _lie(name, breaks, by, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=name, entity=more.pop("entity", "decisions"), breaks=breaks, by=by, **more)


def _rows(change: Callable[[Talk, Ask, list[Any]], None]) -> Callable[[Talk, Ask, Answer], None]:
    """The rows of a list changed."""

    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        rows = rows_of(ask.form, said.document) if ask.kind == "list" and said.status == 200 else None
        if rows is None:
            return
        before = deepcopy(rows)
        change(talk, ask, rows)
        if before != rows:
            said.say()

    return answer


def _counted(change: Callable[[int, Ask, Talk], object]) -> Callable[[Talk, Ask, Answer], None]:
    """The count said otherwise, wherever it is said."""

    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        if ask.kind == "count" and said.status == 200:
            if isinstance(said.document, dict):
                said.document["count"] = change(said.document["count"], ask, talk)
                said.say()
            else:
                said.body = str(change(int(said.body), ask, talk)).encode()
        elif ask.kind == "list" and isinstance(said.document, dict):
            holder = said.document.get("d") if ask.form in VERBOSE else said.document
            name = {"odata-v4": "@odata.count", "mea-json": "total"}.get(ask.form, "__count")
            if isinstance(holder, dict) and name in holder:
                new = change(int(holder[name]), ask, talk)
                holder[name] = str(new) if ask.form in VERBOSE else new
                said.say()

    return answer


def _next(change: Callable[[str, Ask, Talk], str | None]) -> Callable[[Talk, Ask, Answer], None]:
    """The link to the next page changed."""

    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        holder = said.document
        if ask.kind != "list" or not isinstance(holder, dict):
            return
        holder = holder.get("d") if ask.form in VERBOSE else holder
        name = {"odata-v4": "@odata.nextLink", "mea-json": "next"}.get(ask.form, "__next")
        if isinstance(holder, dict) and name in holder:
            new = change(holder[name], ask, talk)
            if new is None:
                del holder[name]
            else:
                holder[name] = new
            said.say()

    return answer


def _without(*names: str) -> Callable[[Talk, Ask], None]:
    def ask(_: Talk, asked: Ask) -> None:
        if asked.kind in {"list", "count", "item"}:
            for name in names:
                asked.put(name, None)

    return ask


def _option(name: str, change: Callable[[str], str]) -> Callable[[Talk, Ask], None]:
    def ask(_: Talk, asked: Ask) -> None:
        value = asked.of(name)
        if value is not None and asked.kind in {"list", "count"}:
            asked.put(name, change(value))

    return ask


def _item(change: Callable[[Talk, Ask, Answer], None]) -> Callable[[Talk, Ask, Answer], None]:
    return lambda talk, ask, said: change(talk, ask, said) if ask.kind == "item" and said.status == 200 else None


def _status(code: int, body: bytes = b"") -> Callable[[Talk, Ask, Answer], None]:
    def change(_: Talk, __: Ask, said: Answer) -> None:
        said.status, said.body, said.document = code, body, None
        said.headers.pop("ETag", None)

    return change


def _later(ask: Ask) -> bool:
    """Whether a list is asked from somewhere behind its beginning."""
    return bool(ask.of("cursor", "$skiptoken")) or (ask.of("$skip") or "0") not in {"0", ""}


def _first_again(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and _later(ask) and said.status == 200:
        again = replace(ask, query=[pair for pair in ask.query if pair[0] not in {"$skip", "$skiptoken", "cursor"}])
        other = talk.fetch(again)
        rows, mine = rows_of(ask.form, other.document), rows_of(ask.form, said.document)
        if rows and mine:
            mine[:] = rows[: len(mine)]
            said.say()


def _lost_between(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    if _later(ask) and len(rows) > 1:
        del rows[0]


def _vanishing(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    """The set's newest record is there in the first walk only."""
    if not _later(ask) and not ask.of("$filter") and rows:
        seen = talk.memory.setdefault("walks", 0)
        talk.memory["walks"] = seen + 1
        if seen:
            del rows[-1]


def _renamed_each_time(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    talk.memory["asked"] = talk.memory.get("asked", 0) + 1
    for row in rows[:2]:
        if isinstance(row, dict) and isinstance(row.get("id"), str):
            row["id"] = f"{row['id']}-{talk.memory['asked']}"


def _twice_in_set(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    if len(rows) > 3 and isinstance(rows[-1], dict) and "id" in rows[-1] and "id" in rows[0]:
        rows[-1]["id"] = rows[0]["id"]


def _shuffled(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    talk.memory["order"] = talk.memory.get("order", 0) + 1
    if talk.memory["order"] % 2 == 0:
        rows.reverse()


def _by_text(talk: Talk, ask: Ask, said: Answer) -> None:
    order = ask.of("$orderby") or ""
    if ask.kind == "list" and "displayOrder" in order and isinstance(said.document, dict):
        rows = rows_of(ask.form, said.document) or []
        rows.sort(key=lambda row: str(row.get("displayOrder", "")), reverse=" desc" in order)
        said.say()


def _another(talk: Talk, ask: Ask, said: Answer) -> None:
    """Whatever is asked for, another record."""
    listing = replace(
        ask, kind="list", path=ask.path.partition("(")[0] if "(" in ask.path else ask.path.rpartition("/")[0]
    )
    others = [row for row in records_in(listing, talk.fetch(listing).document) if row.key != ask.key]
    if others:
        said.document = {"d": others[0].fields} if ask.form in VERBOSE else others[0].fields
        said.say()


def _older_item(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document):
        if row.get("status"):
            row.put("status", "draft")
            said.say()


def _item_without_lists(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document):
        for name in ("files", "keywords"):
            if (entries := row.many(name)) and len(entries) > 0:
                entries[:] = []
                said.say()


def _first_entry_only(talk: Talk, ask: Ask, said: Answer) -> None:
    """A list holds what is asked for, but of each text and list only the first entry."""
    if ask.kind == "list":
        for row in records_in(ask, said.document):
            for name in ("title", "files"):
                if (entries := row.many(name)) and len(entries) > 1:
                    del entries[1:]
                    said.say()


def _content_moves(talk: Talk, ask: Ask, said: Answer) -> None:
    """Each time it is asked, a text is another, and updated stays."""
    talk.memory["asked"] = talk.memory.get("asked", 0) + 1
    for row in records_in(ask, said.document):
        entry = row.text("title", "en")
        if entry is not None:
            entry["value"] = f"{entry['value']} (edition {talk.memory['asked']})"
            said.say()


def _updated_moves(talk: Talk, ask: Ask, said: Answer) -> None:
    """Each time it is asked, everything has just been changed."""
    from datetime import UTC, datetime

    for row in records_in(ask, said.document):
        if row.get("updated") is not None:
            row.put_when("updated", datetime.now(UTC).replace(microsecond=0))
            said.say()


def _inverted(value: str) -> str:
    swaps = {" eq ": " ne ", " ge ": " lt ", " gt ": " le ", " le ": " gt ", " lt ": " ge "}
    return re.sub(r" (?:eq|ge|gt|le|lt) ", lambda match: swaps[match[0]], value)


def _inverted_native(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and ask.of("treaty") and said.status == 200:
        said.document["items"] = []
        said.say()


def _strict(talk: Talk, ask: Ask, said: Answer) -> None:
    """Changed since, but without the instant itself."""
    since = ask.of("updatedSince")
    if since and ask.kind == "list" and isinstance(said.document, dict):
        said.document["items"] = [row for row in said.document.get("items", []) if row.get("updated") != since]
        said.say()


def _page_of(limit: int) -> Callable[[Talk, Ask], None]:
    def ask(_: Talk, asked: Ask) -> None:
        name = "limit" if asked.form in NATIVE else "$top"
        value = asked.of(name)
        if asked.kind == "list" and (value is None or (value.isdigit() and int(value) > limit)):
            asked.put(name, str(limit))

    return ask


def _one_less(talk: Talk, ask: Ask, rows: list[Any]) -> None:
    if len(rows) > 2:
        del rows[len(rows) // 2]


def _beyond(code: int) -> Callable[[Talk, Ask, Answer], None]:
    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        rows = rows_of(ask.form, said.document) if ask.kind == "list" and said.document is not None else None
        if rows == [] and not ask.of("$filter") and _later(ask):
            _status(code, b'{"error":{"code":"x","message":"nothing there"}}')(talk, ask, said)

    return answer


def _missing_is_empty(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "item" and said.status == 404:
        said.status, said.body = 200, b"{}"
        said.headers["Content-Type"] = "application/json;charset=utf-8"


def _errors_are_200(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        said.status = 200


def _errors_are_500(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        said.status = 500


def _second_page_breaks(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and _later(ask):
        _status(500, b"<html>Internal Server Error</html>")(talk, ask, said)


def _of_page(value: int, ask: Ask, talk: Talk) -> int:
    return min(value, 10)


def _filter_case(talk: Talk, ask: Ask) -> None:
    for name in ("treaty", "status", "country"):
        if ask.form in NATIVE and (value := ask.of(name)):
            ask.put(name, value.upper() if value.islower() else value.lower())
    if value := ask.of("$filter"):
        ask.put("$filter", re.sub(r"'([a-z]+)'", lambda match: f"'{match[1].upper()}'", value))


_FILTERING = ("olingo2", "odata-v4", "mea-json")
_PAGES, _LISTS, _ITEMS = "projects 6 / harvester 4: ", "projects 6: ", "projects 6: "
LIES = (
    _lie("count-one-more", "NR-074 / H-CNT", "count is the number of records", answer=_counted(lambda n, *_: n + 1)),
    _lie("count-one-less", "NR-074 / H-CNT-03", "count is the number of records", answer=_counted(lambda n, *_: n - 1), entity="meetings"),
    _lie("count-of-page", "H-CNT-03", "count is the number of records", answer=_counted(_of_page)),
    _lie("count-with-words", "H-CNT-02: plain digits", "count is a plain number", answer=_counted(lambda n, *_: f"{n} records" ), forms=("olingo2", "wcf-v2")),
    _lie("count-in-quotes", "H-CNT-02: plain digits", "count is a plain number", answer=_counted(lambda n, *_: f'"{n}"'), forms=("odata-v4",)),
    _lie("count-zero", "H-CNT-02", "count is the number of records", answer=_counted(lambda *_: 0), entity="national-reports"),
    _lie("count-ignores-filter", "dialects 2", "count fits the filter", ask=lambda t, a: a.put("$filter", None) if a.kind == "count" else None, forms=ODATA),
    _lie("page-first-again", "H-PAG-06", "pages follow each other", answer=_first_again),
    _lie("skip-ignored", "H-PAG-06", "skip applied", ask=_without("$skip"), forms=ODATA),
    _lie("skip-one-more", "H-PAG-01", "skip applied exactly", ask=_option("$skip", lambda v: str(int(v) + 1) if v.isdigit() and v != "0" else v), forms=ODATA),
    _lie("skip-one-less", "H-PAG-01: pages overlap", "skip applied exactly", ask=_option("$skip", lambda v: str(max(int(v) - 1, 0)) if v.isdigit() else v), forms=ODATA, entity="meetings"),
    _lie("top-ignored", "H-PAG-06", "top applied", ask=_without("$top", "limit")),
    _lie("top-one-more", "H-PAG-06", "top applied exactly", ask=_option("$top", lambda v: str(int(v) + 1) if v.isdigit() else v), forms=ODATA),
    _lie("limit-one-more", _PAGES + "limit", "limit applied exactly", ask=_option("limit", lambda v: str(int(v) + 1) if v.isdigit() and v != "0" else v), forms=NATIVE),
    _lie("page-of-ten", "H-PAG-03: pages shorter than asked", "full pages", ask=_page_of(10)),
    _lie("limit-below-declared", _PAGES + "default and maximum declared", "page size as declared", ask=_page_of(7), forms=NATIVE, entity="projects"),
    _lie("record-lost-between-pages", _PAGES + "no gap", "walk is complete", answer=_rows(_lost_between)),
    _lie("record-lost-in-page", _PAGES + "no gap", "walk is complete", answer=_rows(_one_less), entity="meetings"),
    _lie("id-twice-in-set", "PRJ-001 / NR-001", "ids unique", answer=_rows(_twice_in_set)),
    _lie("ids-unstable", "NR-001: stable", "ids stable", answer=_rows(_renamed_each_time), entity="meetings"),
    _lie("order-changes", _PAGES + "stable order", "order stable", answer=_rows(_shuffled)),
    _lie("next-loops", "projects 6.3: loop", "walk ends", answer=_next(lambda n, a, t: t.memory.setdefault("next", n)), forms=NATIVE),
    _lie("next-skips", _PAGES + "no gap", "walk is complete", answer=_next(lambda n, a, t: n if t.memory.setdefault("n", n) == n else None), forms=NATIVE),
    _lie("next-other-host", "design: localhost in links", "next on the same host", answer=_next(lambda n, *_: "http://localhost:1/mea-json/" + n), forms=NATIVE),
    _lie("next-drops-filter", _PAGES + "filter kept", "next keeps the filter", answer=_next(lambda n, *_: re.sub(r"[&?](treaty|status|country|updatedSince)=[^&]*", "", n)), forms=NATIVE),
    _lie("next-lacking", _PAGES + "next while there is more", "next while there is more", answer=_next(lambda *_: None), forms=NATIVE),
    _lie("next-empty-text", _PAGES + "absent on the last page", "next in its form", answer=lambda t, a, s: (s.document.update(next=s.document.get("next", "")), s.say()) if a.kind == "list" and isinstance(s.document, dict) and "items" in s.document else None, forms=NATIVE),
    _lie("next-wrong-path", _PAGES + "relative links", "next leads somewhere", answer=_next(lambda n, *_: "api/" + n), forms=NATIVE),
    _lie("orderby-ignored", "dialects 2", "order applied", ask=_without("$orderby"), forms=ODATA),
    _lie("orderby-reversed", "dialects 2", "order applied", ask=_option("$orderby", lambda v: v.replace(" desc", "") if " desc" in v else v.replace(",", " desc,", 1) if "," in v else v + " desc"), forms=ODATA),
    _lie("orderby-as-text", "entities 2.1: Int32", "numbers ordered as numbers", answer=_by_text, forms=ODATA),
    _lie("orderby-second-key-ignored", "dialects 2: updated desc,id", "second key of an order applied", ask=_option("$orderby", lambda v: v.split(",")[0] + ",id desc" if "," in v else v), forms=ODATA),
    _lie("default-order-reversed", _PAGES + "updated, id", "order as declared", answer=_rows(lambda t, a, rows: rows.reverse()), forms=NATIVE),
    _lie("filter-ignored", "projects 6: never silently unfiltered", "filter applied", ask=_without("$filter"), forms=ODATA),
    _lie("filter-ignored-native", "projects 6: never silently unfiltered", "filter applied", ask=_without("treaty"), forms=NATIVE),
    _lie("filter-country-ignored", "projects 6", "filter applied", ask=_without("country"), forms=NATIVE, entity="national-reports"),
    _lie("filter-inverted", "dialects 2", "filter applied", ask=_option("$filter", _inverted), forms=ODATA),
    _lie("filter-empty", "projects 6", "filter complete", answer=_inverted_native, forms=NATIVE),
    _lie("filter-drops-one", "projects 6", "filter complete", answer=_rows(lambda t, a, rows: rows.pop() if a.of("$filter", "treaty") and len(rows) > 1 else None), forms=_FILTERING),
    _lie("filter-adds-one", "projects 6", "filter sound", answer=lambda t, a, s: _add_foreign(t, a, s), forms=_FILTERING),
    _lie("filter-ge-as-gt", "dialects 2: at the instant", "bounds of a filter exact", ask=_option("$filter", lambda v: v.replace(" ge ", " gt ")), forms=("olingo2", "odata-v4")),
    _lie("filter-gt-as-ge", "dialects 2: D3 executes gt as ge", "bounds of a filter exact", ask=_option("$filter", lambda v: v.replace(" gt ", " ge ")), forms=("olingo2", "odata-v4")),
    _lie("filter-case-changed", "dialects 2", "filter complete", ask=_filter_case),
    _lie("since-exclusive", _PAGES + "inclusive", "changed since is inclusive", answer=_strict, forms=NATIVE),
    _lie("since-ignored", _PAGES + "updatedSince", "changed since applied", ask=_without("updatedSince"), forms=NATIVE),
    _lie("unknown-parameter-accepted", "projects 6: 400", "unknown parameters refused", ask=lambda t, a: [a.put(n, None) for n, _ in list(a.query) if n not in {"limit", "cursor", "treaty", "status", "country", "updatedSince", "updatedUntil", "identifier", "type"}] if a.kind == "list" else None, forms=NATIVE),
    _lie("select-ignored", "dialects 2", "select applied", ask=_without("$select"), forms=ODATA),
    _lie("expand-ignored", "NR-075", "expand applied", ask=_without("$expand"), forms=VERBOSE),
    _lie("expand-one-only", "NR-075", "expand applied", ask=_option("$expand", lambda v: v.split(",")[0]), forms=VERBOSE),
    _lie("expand-partial", "NR-075", "list shows what the record holds", answer=_first_entry_only),
    _lie("expand-without-paging", "NR-075: also with paging", "expand applied", ask=lambda t, a: a.put("$expand", None) if a.kind == "list" and a.of("$skip") not in {None, "0"} else None, forms=VERBOSE),
    _lie("item-lost", _ITEMS + "200 for each", "single record there", answer=_item(_status(404))),
    _lie("item-breaks", _ITEMS + "200 for each", "single record there", answer=_item(_status(500)), entity="national-reports"),
    _lie("item-another", _ITEMS + "same content", "single record is the one asked for", answer=_item(_another), entity="meetings"),
    _lie("item-older", _ITEMS + "same content", "item is what the list says", answer=_item(_older_item)),
    _lie("item-in-list-form", "dialects 4: single entity", "single record in its form", answer=_item(lambda t, a, s: (setattr(s, "document", {"d": {"results": [s.document["d"]]}} if a.form in VERBOSE else {"value": [s.document]} if a.form == "odata-v4" else {"items": [s.document]}), s.say()))),
    _lie("missing-is-empty", _ITEMS + "404", "404 for what is not there", answer=_missing_is_empty),
    _lie("errors-are-200", _ITEMS + "400, 404", "errors have their status", answer=_errors_are_200),
    _lie("errors-are-500", _ITEMS + "400, 404", "errors have their status", answer=_errors_are_500),
    _lie("page-past-end-breaks", "NR section 9: skip past the end", "empty page past the end", answer=_beyond(500), forms=ODATA),
    _lie("page-past-end-404", "dialects 3.5", "empty page past the end", answer=_beyond(404), forms=ODATA),
    _lie("second-page-breaks", _PAGES + "full walk", "walk ends", answer=_second_page_breaks),
    _lie("record-vanishes", "NR-001: two harvests", "two walks agree", answer=_rows(_vanishing)),
    _lie("content-moves-updated-not", "PRJ 6: a change moves updated", "updated moves with the content", answer=_content_moves, entity="meetings"),
    _lie("updated-moves-content-not", "NR-072", "updated is no clock", answer=_updated_moves, entity="national-reports"),
    _lie("item-lists-empty", _ITEMS + "same content", "item is what the list says", answer=_item(_item_without_lists), forms=("odata-v4", "mea-json")),
    _lie("order-of-projects-changes", _PAGES + "same order", "order stable", answer=_rows(_shuffled), entity="projects"),
    _lie("projects-count-more", "projects 6: total", "count is the number of records", answer=_counted(lambda n, *_: n + 3), entity="projects"),
    _lie("projects-lost", "projects 6: no gap", "walk is complete", answer=_rows(lambda t, a, rows: rows.__delitem__(slice(len(rows) // 2, None)) if len(rows) > 4 and not a.of("$filter") else None), entity="projects"),
    _lie("identifier-lookup-ignored", "projects 6: lookup", "lookup by identifier", ask=_without("identifier"), forms=NATIVE, entity="projects"),
    _lie("negative-top-serves-all", "design 5", "wrong top refused", ask=lambda t, a: [a.put(n, None) for n in ("$top", "limit") if (a.of(n) or "0").startswith("-")]),
    _lie("head-refused", _ITEMS + "HEAD allowed", "HEAD as GET", answer=lambda t, a, s: _status(405)(t, a, s) if a.method == "HEAD" else None, entity=""),
)  # fmt: skip


def _add_foreign(talk: Talk, ask: Ask, said: Answer) -> None:
    """A filter lets one through that it should not."""
    if ask.kind == "list" and ask.of("$filter", "treaty") and said.status == 200:
        other = replace(ask, query=[pair for pair in ask.query if pair[0] not in {"$filter", "treaty"}])
        rows, mine = rows_of(ask.form, talk.fetch(other).document), rows_of(ask.form, said.document)
        if rows and mine is not None:
            have = {Row(ask.form, "", "", row).get("id") for row in mine}
            mine.extend([row for row in rows if row.get("id") not in have][-1:])
            said.say()
