"""Lies of a third author, written from the domain documents and from answers alone; neither the catalogue nor the checks were read."""

import re
import zlib
from datetime import timedelta
from typing import Any

from unseen.changes import add, both, day, each, english, put, text, when
from unseen.forms import INLINE, NATIVE, ODATA, VERBOSE, Ask, Row, records_in, rows_of
from unseen.of_answers import _counted, _later, _status
from unseen.proxy import Answer, Lie, Talk


def _of(entity, name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"third-{name}", entity=entity, breaks=breaks, by=by, record=record, **more)


def _told(entity, name, breaks, by, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"third-{name}", entity=entity, breaks=breaks, by=by, **more)


def _is(path: str, *values: Any):  # noqa: ANN202 - a predicate
    return lambda row: row.get(path) in values


def _has(path: str):  # noqa: ANN202 - a predicate
    return lambda row: row.get(path) is not None


_SESSION_BEFORE = {
    "basel-cop-17": "basel-cop-16",
    "rotterdam-cop-12": "rotterdam-cop-11",
    "stockholm-cop-12": "stockholm-cop-11",
    "minamata-cop-5": "minamata-cop-4",
}


def _meeting_before(row: Row) -> None:
    """The meeting chosen in the form is the one before; its title is taken over with it, and so left out here."""
    if other := _SESSION_BEFORE.get(row.get("meetingId") or ""):
        row.put("meetingId", other)
        row.drop("meetingTitle")


def _session_first(number: str) -> str:
    return "/".join(reversed(number.split("/")))


def _keywords_as_texts(row: Row) -> None:
    for entry in row.each("keywords"):
        if "term" in entry:
            entry["language"], entry["value"] = "en", entry.pop("term")
            entry.pop("namespace", None)


def _uploaded(row: Row) -> None:
    if (uploaded := row.when("updated")) is not None:
        row.put_when("published", uploaded.replace(hour=0, minute=0, second=0))


def _sign_lost(value: Any) -> Any:
    return value.removeprefix("-") if isinstance(value, str) else abs(value)


def _one_object(name: str):  # noqa: ANN202 - a change of a row
    """A list of one is written as the one: what a converter from XML does."""

    def change(row: Row) -> None:
        entries = row.many(name)
        if name in row.fields and entries is not None and len(entries) == 1:
            row.fields[name] = entries[0]

    return change


def _renamed(name: str, old: str, new: str):  # noqa: ANN202 - a change of a row
    def change(row: Row) -> None:
        for entry in row.each(name):
            if old in entry:
                entry[new] = entry.pop(old)

    return change


def _iso(*names: str):  # noqa: ANN202 - a change of a row
    def change(row: Row) -> None:
        for name in names:
            if (moment := row.when(name)) is not None:
                row.put(name, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))

    return change


def _ticks(*names: str):  # noqa: ANN202 - a change of a row
    def change(row: Row) -> None:
        for name in names:
            if (moment := row.when(name)) is not None:
                row.put(name, f"/Date({int(moment.timestamp()) * 1000})/")

    return change


def _second_cycle_as_first(row: Row) -> None:
    cycles = row.many("cycles") or []
    if len(cycles) > 1 and "period" in cycles[0]:
        cycles[1]["period"] = dict(cycles[0]["period"])


def _counterparty(row: Row) -> None:
    for entry in row.each("answers"):
        if "substance" in entry:
            entry["counterparty"] = "Various"


def _country_in_region(row: Row) -> None:
    for region in row.each("regions"):
        if region.get("code") == "002":
            region["share"] = 50
            row.add("countries", [{"code": "KE", "share": 50}])


def _spent_after_the_end(row: Row) -> None:
    """A cancelled project is paid for afterwards; committed was enough, and before."""
    ended = next((entry for entry in row.each("milestones") if entry.get("type") == "cancelled"), None)
    if row.get("status.code") == "5" and ended:
        moment = Row(row.form, "", "", dict(ended)).when("date")
        if moment is not None:
            before, after = (str((moment + timedelta(days=days)).date()) for days in (-30, 90))
            money = {"amount": 1000, "currency": row.get("finance.grant.currency") or "USD"}
            row.add(
                "transactions",
                [
                    {"type": "2", "date": before, "value": dict(money), "valueDate": before, "kind": "fund"},
                    {"type": "3", "date": after, "value": dict(money), "valueDate": after, "kind": "fund"},
                ],
            )


def _overspent(row: Row) -> None:
    for entry in row.each("transactions"):
        if entry.get("type") == "3" and isinstance(entry.get("value"), dict):
            entry["value"]["amount"] *= 20


def _budget_turned(row: Row) -> None:
    for entry in row.each("budgets"):
        entry["periodStart"], entry["periodEnd"] = entry["periodEnd"], entry["periodStart"]


def _untitled(row: Row) -> None:
    for entry in row.each("documents"):
        if row.form == "mea-json":
            entry.pop("title", None)
        else:
            entry["title"] = []


def _own_sector(row: Row) -> None:
    entries = row.many("sectors")
    if entries:
        entries[:] = [{"vocabulary": "1", "code": "41020"}, {"vocabulary": "99", "code": "HG-ASGM"}]


def _typed_in_words(row: Row) -> None:
    for entry in row.each("organisations"):
        if entry.get("role") == "implementing":
            entry["type"] = "Government"


def _own_parent(row: Row) -> None:
    value = next((entry["value"] for entry in row.each("identifiers") if entry.get("scheme") == "gef"), None)
    if value:
        row.add("relatedProjects", [{"type": "1", "scheme": "gef", "value": value}])


def _forgotten(row: Row) -> bool:
    return bool(row.key) and zlib.crc32(row.key.encode()) % 4 == 0


def _cells_forgotten(talk: Talk, ask: Ask, said: Answer) -> None:
    """Some cells with a report are not there at all."""
    if (
        ask.kind == "item"
        and said.status == 200
        and said.document.get("reportId")
        and _forgotten(Row(ask.form, ask.entity, ask.key, {}))
    ):
        _status(404, b'{"type":"about:blank","title":"Not found","status":404}')(talk, ask, said)
    elif ask.kind == "list" and said.status == 200:
        rows = rows_of(ask.form, said.document) or []
        gone = [row.fields for row in records_in(ask, said.document) if row.get("reportId") and _forgotten(row)]
        if gone:
            rows[:] = [row for row in rows if row not in gone]
            if "total" in said.document:
                said.document["total"] -= len(gone)
            said.say()


def _at_least_five(talk: Talk, ask: Ask) -> None:
    for name in ("$top", "limit"):
        if ask.kind == "list" and ask.of(name) in {"1", "2", "3", "4"}:
            ask.put(name, "5")


def _cursor_once(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and (cursor := ask.of("cursor")) and said.status == 200:
        if (ask.entity, cursor) in talk.memory:
            _status(400, b'{"type":"about:blank","title":"The cursor has been used.","status":400}')(talk, ask, said)
            said.headers["Content-Type"] = "application/problem+json"
        talk.memory[ask.entity, cursor] = True


def _rest(count: int, ask: Ask, talk: Talk) -> int:
    return max(count - int(ask.of("$skip") or 0), 0) if ask.kind == "list" and _later(ask) else count


def _too_much(talk: Talk, ask: Ask, said: Answer) -> None:
    asked = ask.of("limit") or ""
    if ask.kind == "list" and asked.isdigit() and int(asked) > 500:
        _status(500, b'{"type":"about:blank","title":"Out of memory","status":500}')(talk, ask, said)


def _first_term(talk: Talk, ask: Ask) -> None:
    if (value := ask.of("$filter")) and " and " in value:
        ask.put("$filter", value.split(" and ")[0].lstrip("("))


def _by_day(talk: Talk, ask: Ask) -> None:
    """An instant in a question is cut to its day."""
    for name in ("$filter", "updatedSince"):
        if value := ask.of(name):
            ask.put(name, re.sub(r"(\d{4}-\d\d-\d\dT)\d\d:\d\d:\d\d", r"\g<1>00:00:00", value))


def _none_is_an_error(talk: Talk, ask: Ask, said: Answer) -> None:
    asked = ask.kind == "list" and ask.of("treaty", "country", "status") and said.status == 200
    if asked and rows_of(ask.form, said.document) == []:
        _status(500, b'{"type":"about:blank","title":"Index out of range","status":500}')(talk, ask, said)


def _three_changes(talk: Talk, ask: Ask, said: Answer) -> None:
    """What has changed is shown as news are: the first three."""
    if ask.kind == "list" and ask.of("updatedSince") and said.status == 200:
        rows = rows_of(ask.form, said.document)
        if rows and len(rows) > 3:
            del rows[3:]
            said.document.pop("next", None)
            said.say()


def _since_created(talk: Talk, ask: Ask, said: Answer) -> None:
    """What has been made since, not what has changed since."""
    since = ask.of("updatedSince")
    if ask.kind == "list" and since and said.status == 200:
        rows = rows_of(ask.form, said.document) or []
        kept = [row for row in rows if row.get("created", "") >= since]
        if kept != rows:
            rows[:] = kept
            said.say()


_AGENDA = (
    "Conference centre, halls A to D; registration opens on the Sunday before at 10 a.m. in the lobby of the north "
    "entrance; regional groups meet each morning from 9 to 10 a.m. in rooms 3 to 7 on the second floor, the bureau "
    "in room 12; side events at lunch time and in the evening in the rooms announced daily on the screens"
)
_BRS = ("basel", "rotterdam", "stockholm")
THIRD = (
    # decisions
    _of("decisions", "meeting-of-session-before", "vocabularies 5: meeting number in the decision = meeting of the record", "number fits the meeting", _meeting_before, of=2),
    _of("decisions", "number-session-first", "vocabularies 5: number first, session second", "number in the form of its treaty", when(_is("treaty", "unfccc", "kyoto", "paris"), put("number", _session_first)), of=1),
    _of("decisions", "treaty-of-portal-address", "vocabularies 1: minamataunep is an alias", "treaty written as the list has it", when(_is("treaty", "minamata"), put("treaty", "minamataunep")), of=2),
    _of("decisions", "protocol-version-decimal", "entities 2.1: Int16", "values of the declared type", put("protocolVersion", 1.5), forms=("odata-v4", "wcf-v2", "mea-json")),
    _of("decisions", "order-beyond-32-bits", "entities 2.1: Int32", "integers within their width", put("displayOrder", lambda v: 2**31 + v)),
    _of("decisions", "keywords-as-texts", "entities 1.3: term and namespace, not language and value", "keyword has its term", _keywords_as_texts),
    _of("decisions", "meeting-url-words", "entities 2.1: URL", "addresses well formed", add("meetingUrl", "see the page of the meeting")),
    _of("decisions", "published-is-upload", "E-37: creation of the web page, not of the decision", "published is the day of the decision, not of its upload", _uploaded, of=1),
    # meetings
    _of("meetings", "longitude-sign-lost", "entities 2.2: decimal degrees of where it is held", "coordinates lie in the country", put("longitude", _sign_lost), of=1),
    _of("meetings", "treaties-in-one", "entities 4.10: one identifier", "treaty known", when(_is("treaty", *_BRS), put("treaty", "basel, rotterdam, stockholm")), of=2),
    _of("meetings", "description-to-follow", "E-09: placeholder description", "no placeholder text", text("description", "en", "Description to follow"), of=1),
    _of("meetings", "titles-all-english", "E-24: all tagged en, whatever the text", "tag is the language of the text, once", each("title", "language", "en"), of=2),
    _of("meetings", "image-of-intranet", "endpoints 1: internal host; entities 2.2: downloaded by the portal", "addresses public", add("imageUrl", "http://cray.edw.lan:34382/logo.png")),
    _of("meetings", "location-too-long", "H-GEN-08: location cut at 255", "texts fit the portal's fields", put("location", _AGENDA)),
    # national reports, baseline
    _of("national-reports", "file-language-letter", "vocabularies 4: one-letter codes not accepted", "language codes written right", each("files", "language", lambda v: {"zh": "C"}.get(v, v[0].upper()))),
    _of("national-reports", "submission-is-import", "E-07: the import date, not the submission date", "submission is the day it was sent, not of the import", day("submission", "2024-11-24"), of=1, forms=ODATA),
    _of("national-reports", "id-with-blanks", "vocabularies 14: ids without white space", "ids without white space", put("id", lambda v: v.replace("-", " ")), forms=ODATA),
    _of("national-reports", "files-without-tls", "NR-043: warning if http", "addresses by https", each("files", "url", lambda v: v.replace("https://", "http://")), of=1),
    # national reports, extended
    _of("national-reports", "series-differs", "national-reports 4.1: same for all versions", "one series along the chain", when(_has("supersedes"), put("seriesId", lambda v: v + "-b")), of=1, forms=NATIVE),
    _of("national-reports", "version-not-raised", "NR-051: version strictly increasing", "versions increase along the chain", when(_has("supersedes"), put("version", 1)), of=1, forms=NATIVE),
    _of("national-reports", "superseded-yet-accepted", "NR-051: superseded if and only if supersededBy", "superseded exactly if it names a successor", when(_has("supersededBy"), put("status", "accepted")), of=1, forms=NATIVE),
    _of("national-reports", "cycle-label-and-number", "NR-024: label and number agree", "cycle label and number agree", put("cycle.number", lambda v: v + 1), of=1, forms=NATIVE),
    _of("national-reports", "counterparty-various", "national-reports 4.5: counterparty is a CountryRef", "counterparty is a country", _counterparty, forms=NATIVE),
    # companions of the reports
    _of("reporting-status", "cell-twice", "national-reports 5.2: key is obligation, cycle and country", "one cell an obligation, cycle and country", when(lambda r: not r.get("reportId"), put("country", "AR")), of=1, forms=NATIVE),
    _of("reporting-status", "awaited-after-deadline", "national-reports 5.2: awaited, overdue", "awaited only until the deadline", when(_is("status", "overdue"), put("status", "awaited")), of=1, forms=NATIVE),
    _of("reporting-status", "accepted-before-review", "national-reports 5.2: cell derived from the report", "cell and report agree", when(_is("status", "submitted"), put("status", "accepted")), of=1, forms=NATIVE),
    _told("reporting-status", "cells-forgotten", "NR-073: every report has a cell", "each report has its cell", answer=_cells_forgotten, forms=NATIVE),
    _of("reporting-obligations", "cycles-overlap", "NR-035: successive periods touch, without overlap", "periods of cycles do not overlap", _second_cycle_as_first, of=1, forms=NATIVE),
    # projects
    _of("projects", "shares-of-one", "PRJ-032: sum 100", "shares sum to 100", each("countries", "share", lambda v: v / 100), of=1, forms=INLINE),
    _of("projects", "country-in-region", "PRJ-036: double count", "no country inside a listed region", _country_in_region, of=1, forms=INLINE),
    _of("projects", "region-as-number", "vocabularies 3: strings with leading zeros", "region codes are strings of three digits", each("regions", "code", int), of=1, forms=INLINE),
    _of("projects", "overspent", "PRJ-069: disbursements within commitments", "disbursements within commitments", _overspent, of=1, forms=INLINE),
    _of("projects", "spent-after-cancellation", "PRJ-053: no disbursement after it", "no disbursement after the cancellation", _spent_after_the_end, of=1, forms=INLINE),
    _of("projects", "budget-turned", "PRJ-067: start before end", "budget period ends after it starts", _budget_turned, of=1, forms=INLINE),
    _of("projects", "document-untitled", "PRJ-082: document has a title", "document has its title", _untitled, of=1, forms=INLINE),
    _of("projects", "organisation-ref-slashes", "PRJ-049: form of PRJ-005", "organisation reference in its form", each("organisations", "ref", lambda v: v.replace("-", "/")), forms=INLINE),
    _of("projects", "approved-though-ended", "PRJ-052: 2 with an actual end in the past", "status fits the dates", when(_is("status.code", "4"), both(put("status.sourceValue", "Project Approved"), put("status.code", "2"))), of=1),
    _of("projects", "period-label-of-other", "vocabularies 10: label of the period", "period code fits its label", when(_is("fundingPeriod.code", "gef-8"), put("fundingPeriod.sourceValue", "GEF - 7"))),
    _of("projects", "iati-id-shared", "projects 3.1: the activity's own id; PRJ-002", "IATI identifier unique", put("iatiIdentifier", "XM-DAC-41116-REFERENCE-0"), of=2),
    _of("projects", "own-sector-unlabelled", "PRJ-044: own sector has a label", "own terms have a label", _own_sector, forms=INLINE),
    # texts
    _of("decisions", "title-quote-of-windows", "vocabularies 14: no control characters", "no control characters", english("title", lambda v: v + " and the Parties\u0092 views")),
    _of("decisions", "summary-without-value", "entities 1.1: language and value both", "entries of texts are whole", each("summary", "value", None)),
    _of("decisions", "meeting-title-of-64", "E-47: meetingTitle cut at 64", "meeting title agrees with the meeting", put("meetingTitle", lambda v: v[:64].rstrip()), of=1),
    # wire forms
    _of("meetings", "null-as-word", "dialects 1: a missing value is null or absent", "no placeholder text", put("location", "NULL")),
    _of("meetings", "iso-dates-in-v2", "dialects 1 and 5: /Date(ms)/ here", "dates in the promised form", _iso("start", "end", "updated"), forms=VERBOSE),
    _of("projects", "ticks-as-dates", "PRJ-029: never /Date(ms)/", "dates in the promised form", _ticks("plannedStart", "plannedEnd"), forms=INLINE),
    _of("decisions", "list-of-one-bare", "dialects 0: a list is a list, H-NAV", "lists are lists", _one_object("keywords")),
    _of("decisions", "file-name-otherwise-spelled", "E-03: fileName; entities 1.2: filename", "no undeclared properties", _renamed("files", "filename", "fileName")),
    # paging
    _told("meetings", "page-of-five-at-least", "projects 6: walk with limit=1", "top applied exactly", ask=_at_least_five),
    _told("projects", "cursor-good-once", "projects 6: repeat walk gives the same", "two walks agree", answer=_cursor_once, forms=NATIVE),
    _told("decisions", "count-of-the-rest", "NR-074: count = ids walked", "count is the number of records", answer=_counted(_rest), forms=ODATA),
    _told("projects", "limit-beyond-maximum-breaks", "projects 6: walk with limit=max+1", "no server errors", answer=_too_much, forms=NATIVE),
    # queries
    _told("national-reports", "first-term-of-filter", "national-reports 7: treaty and country", "filter applied", ask=_first_term, forms=("olingo2", "odata-v4")),
    _told("meetings", "instants-cut-to-days", "projects 6: updated >= T", "bounds of a filter exact", ask=_by_day, forms=("olingo2", "odata-v4", "mea-json")),
    _told("national-reports", "nothing-found-breaks", "projects 6: unknown value gives an empty list or 400", "no server errors", answer=_none_is_an_error, forms=NATIVE),
    _told("decisions", "changes-only-three", "projects 6: full walk filtered equals the server's answer", "changed since complete", answer=_three_changes, forms=NATIVE),
    _told("projects", "since-by-creation", "projects 6: compares with updated", "changed since complete", answer=_since_created, forms=NATIVE),
    # references and vocabularies
    _of("projects", "own-parent", "PRJ-080: no cycles", "no project its own relative", _own_parent, forms=INLINE),
    _of("projects", "cas-without-hyphens", "vocabularies 7: hyphens", "CAS number in its form", each("chemicals", "cas", lambda v: v.replace("-", "")), of=1, forms=INLINE),
    _of("projects", "organisation-type-in-words", "vocabularies 11: OrganisationType is a code", "organisation type from its list", _typed_in_words, forms=INLINE),
)  # fmt: skip
