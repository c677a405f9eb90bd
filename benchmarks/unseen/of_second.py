"""Lies of other kinds, written when those of the first round had been mended, and before any of them was tried."""

import re

from unseen.changes import (
    add,
    both,
    day,
    drop,
    each,
    emptied,
    first,
    lacking,
    put,
    relative,
    shift,
    tag,
    text,
    when,
    without,
)
from unseen.forms import INLINE, NATIVE, ODATA, VERBOSE, Ask, records_in, rows_of
from unseen.of_answers import _item, _later, _option, _rows, _status
from unseen.proxy import Answer, Lie, Talk


def _of(entity, name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"second-{name}", entity=entity, breaks=breaks, by=by, record=record, **more)


def _told(name, breaks, by, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"second-{name}", entity=more.pop("entity", "decisions"), breaks=breaks, by=by, **more)


def _valueless(row) -> None:  # noqa: ANN001 - a row
    entries = row.many("title")
    if entries:
        entries.append({"language": "pt"})


def _zero_means_all(talk: Talk, ask: Ask) -> None:
    for name in ("$top", "limit"):
        if ask.of(name) in {"0", "-1"}:
            ask.put(name, None)


def _refusals_forgiven(talk: Talk, ask: Ask, said: Answer) -> None:
    """What cannot be understood is passed over in silence: the first page comes instead."""
    if said.status == 400 and ask.kind == "list":
        plain = talk.fetch(Ask(ask.form, "GET", ask.path, [], ask.headers))
        said.status, said.headers, said.body, said.document = plain.status, plain.headers, plain.body, plain.document


def _last_page_again(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = rows_of(ask.form, said.document) if ask.kind == "list" and said.document is not None else None
    if rows == [] and _later(ask) and talk.memory.get("rows"):
        rows.extend(talk.memory["rows"])
        said.say()
    elif rows:
        talk.memory["rows"] = rows[-3:]


def _utf_16(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and said.status == 200:
        said.body = said.body.decode().encode("utf-16")


def _in_an_array(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "list" and said.document is not None:
        said.document = [said.document]
        said.say()


def _labelled(kind: str):  # noqa: ANN202 - a change of an answer
    def answer(talk: Talk, ask: Ask, said: Answer) -> None:
        if ask.kind == "list" and said.status == 200:
            said.headers = {name: value for name, value in said.headers.items() if name.lower() != "content-type"}
            said.headers["Content-Type"] = kind

    return answer


def _older_stamp(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document):
        if moment := row.when("updated"):
            row.put_when("updated", moment.replace(year=moment.year - 1, day=1))
            said.say()


def _speechless(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        said.body, said.document = b"{}", None


def _parts_lost(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "part":
        _status(404)(talk, ask, said)


def _other_entries(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = rows_of(ask.form, said.document) if ask.kind == "part" else None
    if rows and len(rows) > 1:
        del rows[0]
        said.say()


def _nothing_listed(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "service":
        said.body = re.sub(rb'("(?:EntitySets|value|resources)":)\[.*?\](?=[,}])', rb"\1[]", said.body, flags=re.DOTALL)


def _first_page_short(talk: Talk, ask: Ask, rows: list) -> None:
    if not _later(ask) and len(rows) > 5:
        del rows[1]


def _empty_null(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document) if ask.kind == "list" else ():
        for name in ("keywords", "files"):
            if name in row.fields and row.many(name) is not None:
                row.fields[name] = None
                said.say()


_DAYS = "vocabularies 14"
SECOND = (
    _of("decisions", "tag-with-blank", "entities 1.1", "language codes written right", tag("title", "en", "en ")),
    _of("decisions", "no-titles", "entities 2.1", "title in English", emptied("title")),
    _of("decisions", "title-value-lacking", "entities 1.1", "title in English", _valueless),
    _of("decisions", "number-small-letters", "vocabularies 5.1: bc-17/22 invalid", "number in the form of its treaty", when(lambda r: r.get("treaty") in {"basel", "minamata", "stockholm"}, put("number", str.lower))),
    _of("decisions", "number-without-part", "vocabularies 5.1: BC-17 invalid", "number in the form of its treaty", when(lambda r: r.get("treaty") in {"basel", "minamata", "stockholm"}, put("number", lambda v: v.split("/")[0]))),
    _of("decisions", "link-to-staging", "E-31: development host", "addresses not of trials", put("link", lambda v: v.replace("decisions.", "staging."))),
    _of("decisions", "link-with-session", "REF: for everybody", "addresses without user info", put("link", lambda v: v + "?sessionid=0af3bc99d1")),
    _of("decisions", "link-for-all", "entities 2.1: page of the decision", "links distinct", put("link", "https://decisions.example.org/all"), of=1),
    _of("decisions", "file-url-twice", "H-FIL-09", "file addresses once", lambda r: [entry.update(url=f"https://documents.example.org/d/{r.key}.pdf") for entry in r.each("files")]),
    _of("decisions", "file-type-twice", "vocabularies 14: no parameters", "media types well formed", each("files", "mimeType", "application/pdf; charset=utf-8")),
    _of("decisions", "type-plural", "E-22", "type from its list", put("type", "decisions")),
    _of("decisions", "published-end-of-time", _DAYS, "no sentinel dates", day("published", "9999-12-31")),
    _of("decisions", "keyword-namespace-lacking", "entities 1.3", "keyword has its term", lacking("keywords", "namespace")),
    _of("decisions", "meeting-title-only-wrong", "H-DEC-13", "meeting title known", both(drop("meetingId"), put("meetingTitle", "Ninety-ninth meeting of nobody"))),
    _of("meetings", "longitude-360", "entities 2.2", "coordinates within range", put("longitude", 360.5)),
    _of("meetings", "end-epoch", "H-DAT-05", "no sentinel dates", day("end", "1970-01-01")),
    _of("meetings", "image-by-ftp", "vocabularies 14: http(s)", "addresses absolute or well formed", add("imageUrl", "ftp://meetings.example.org/logo.png")),
    _of("meetings", "twins", "NR-003 likewise", "no twins", lambda r: (text("title", "en", "Regional workshop")(r), day("start", "2019-05-06")(r), day("end", "2019-05-08")(r), r.put("treaty", "basel"))),
    _of("meetings", "title-arabic-in-english", "NR-021", "text in the language of its tag", text("title", "en", "الاجتماع السابع عشر لمؤتمر الأطراف في اتفاقية بازل")),
    _of("meetings", "country-old", "vocabularies 2.3", "country known", put("country", "YU")),
    _of("meetings", "status-confirmed-long-past", "entities 4.7", "status fits the dates", when(lambda r: r.get("status") == "over", put("status", "confirmed"))),
    _of("meetings", "location-nobody-knows", "wire-samples", "no placeholder text", put("location", "unknown")),
    _of("meetings", "protocol-zero", "entities 2.2", "protocol version plausible", drop("protocolVersion"), forms=("odata-v4", "wcf-v2", "mea-json")),
    _of("national-reports", "country-of-union-alias", "vocabularies 2.2", "country known", put("country", "EUE")),
    _of("national-reports", "submission-impossible", _DAYS, "dates in the promised form", put("submission", "2019-13-45T00:00:00Z"), forms=INLINE),
    _of("national-reports", "title-markup", "NR-025", "no HTML in titles", text("title", "en", lambda v: f"<i>{v}</i>")),
    _of("national-reports", "title-lost-letters", "vocabularies 14", "no garbled letters", text("title", "ru", lambda v: "�" * 3 + v[3:])),
    _of("national-reports", "file-id-lacking", "entities 1.2", "file has an id", lacking("files", "id")),
    _of("national-reports", "file-language-fits-not", "NR-046", "file language fits its name", first("files", "language", "es")),
    _of("national-reports", "later-version-without-series", "4.1 seriesId", "series given", when(lambda r: r.get("obligationId"), both(put("version", 4), drop("seriesId"))), forms=NATIVE),
    _of("national-reports", "accepted-before-its-end", "NR-032", "submission after the period", when(lambda r: r.get("obligationId"), put("period.end", lambda v: "2029-12-31")), forms=NATIVE),
    _of("reporting-status", "not-due-without-reason", "5.2", "reason given", when(lambda r: r.get("due") is False, drop("reason")), of=1, forms=NATIVE),
    _of("projects", "started-before-approval", "PRJ-026", "approved before the start", relative("actualStart", "approvalDate", days=-30), of=1),
    _of("projects", "cofinancing-without-currency", "PRJ-061", "currency present", drop("finance.cofinancing.currency")),
    _of("projects", "milestone-twice-in-time", "PRJ-026", "milestones in order", lambda r: [entry.update(date="2030-01-01") for entry in r.each("milestones") if entry.get("type") == "concept-approved"], forms=INLINE),
    _of("projects", "region-of-dac", "vocabularies 3", "region known", both(put("scope", "regional"), add("regions", [{"vocabulary": "m49", "code": "298"}])), forms=INLINE),
    _of("projects", "identifier-number", "3.1: a string", "values of the declared type", first("identifiers", "value", 7), forms=INLINE),
    _of("projects", "updated-before-created", "PRJ-024", "created not after updated", shift("created", days=4000), of=1),
    _of("projects", "description-garbled", "text", "no garbled letters", text("description", "en", lambda v: v + " d’être – Ã©tat")),
    _of("projects", "duplicate-countries-grant", "PRJ-003", "no probable duplicates of projects", lambda r: (text("title", "en", "Same project")(r), r.put("finance.grant.amount", 100000), r.put("scope", "global")), of=2),
    _told("top-zero-serves-all", "design 5", "wrong top refused", ask=_zero_means_all),
    _told("refusals-forgiven", "projects 6: 400", "unknown parameters refused", answer=_refusals_forgiven),
    _told("last-page-again", "harvester 4: past the end", "empty page past the end", answer=_last_page_again, forms=ODATA),
    _told("utf-16", "projects 8: charset", "text is UTF-8", answer=_utf_16),
    _told("in-an-array", "H-ENV-04", "envelope of the wire form", answer=_in_an_array, entity="meetings"),
    _told("labelled-xml", "projects 6", "content type is JSON", answer=_labelled("application/xml")),
    _told("labelled-utf-16", "projects 6", "charset is UTF-8", answer=_labelled("application/json; charset=utf-16"), entity="meetings"),
    _told("item-other-stamp", "projects 6: same content", "item is what the list says", answer=_item(_older_stamp), entity="meetings"),
    _told("errors-without-words", "projects 6: problem+json", "errors in the promised form", answer=_speechless, entity=""),
    _told("lists-not-at-their-links", "dialects 1: deferred", "lists at their links", answer=_parts_lost, forms=VERBOSE),
    _told("lists-differ-at-their-links", "dialects 1: deferred", "lists at their links", answer=_other_entries, forms=VERBOSE),
    _told("nothing-in-service-document", "projects 6", "service document lists what is served", answer=_nothing_listed, entity="", forms=("olingo2", "odata-v4", "mea-json")),
    _told("first-page-lacks-one", "projects 6: no gap", "walk is complete", answer=_rows(_first_page_short), entity="national-reports"),
    _told("lists-are-null", "H-GEN-05", "lists are lists", answer=_empty_null),
    _told("orderby-first-key-only", "dialects 2: tie by id", "second key of an order applied", ask=_option("$orderby", lambda v: v.replace("updated desc,id", "updated desc,id desc")), forms=ODATA, entity="national-reports"),
    _told("filter-treaty-ignored", "projects 6", "filter applied", ask=lambda t, a: a.put("$filter", re.sub(r"treaty eq '[^']*'", "id ne 'x'", a.of("$filter"))) if a.of("$filter") else None, forms=("olingo2", "odata-v4"), entity="meetings"),
    _told("without-english-in-lists", "NR-075", "list shows what the record holds", answer=lambda t, a, s: ([without("title", "fr")(r) for r in records_in(a, s.document)], s.say()) if a.kind == "list" and s.document is not None else None),
)  # fmt: skip
