"""Lies about national reports, and what goes with them."""

from unseen.changes import (
    add,
    both,
    day,
    drop,
    each,
    emptied,
    english,
    first,
    garbled,
    lacking,
    put,
    relative,
    shift,
    tag,
    text,
    when,
    without,
)
from unseen.forms import NATIVE
from unseen.proxy import Lie


def _report(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"report-{name}", entity="national-reports", breaks=breaks, by=by, record=record, **more)


def _full(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return _report(name, breaks, by, when(lambda row: row.get("obligationId"), record), forms=NATIVE, **more)


def _status(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(
        name=f"status-{name}", entity="reporting-status", breaks=breaks, by=by, record=record, forms=NATIVE, **more
    )


def _duty(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(
        name=f"obligation-{name}",
        entity="reporting-obligations",
        breaks=breaks,
        by=by,
        record=record,
        forms=NATIVE,
        **more,
    )


def _answers(change):  # noqa: ANN001, ANN202 - a change of each answer
    def of_row(row) -> None:  # noqa: ANN001 - a row
        for entry in row.each("answers"):
            change(entry)

    return of_row


def _both_value_and_flag(entry: dict) -> None:
    entry["notAvailable"], entry["value"] = True, entry.get("value", 1)


def _cycles(field, value):  # noqa: ANN001, ANN202 - a change of each cycle
    def of_row(row) -> None:  # noqa: ANN001 - a row
        for entry in row.each("cycles"):
            entry[field] = value(entry) if callable(value) else value

    return of_row


def _late(row) -> None:  # noqa: ANN001 - a row
    flips = {"late": "on-time", "on-time": "late"}
    row.put("timeliness", flips.get(row.get("timeliness"), row.get("timeliness")))


BASELINE = (
    _report("files-empty", "NR-040 / H-GEN-05", "a file at least", emptied("files")),
    _report("title-lacking", "NR-020", "title in English", without("title", "en")),
    _report("title-mojibake", "text", "no garbled letters", text("title", "fr", garbled)),
    _report("title-language-names", "NR-022", "language codes written right", tag("title", "en", "English")),
    _report("submission-future", "NR-030", "submission not in the future", day("submission", "2044-01-01")),
    _report("submission-epoch", "NR-030", "no sentinel dates", day("submission", "1970-01-01")),
    _report("submission-after-updated", "NR-037", "submission not after updated", relative("updated", "submission", days=-30)),
    _report("submission-day-shift", "NR-039", "days not shifted by the zone", shift("submission", hours=-2), of=1, forms=("olingo2", "wcf-v2", "odata-v4")),
    _report("country-ecuador-for-eu", "NR-012: EC reads as Ecuador", "country known", put("country", "ECE")),
    _report("country-lower", "NR-012", "country written right", put("country", str.lower)),
    _report("country-unknown", "NR-011", "country known", put("country", "ZZ")),
    _report("country-lacking", "entities 2.4", "country present", drop("country")),
    _report("country-territory", "vocabularies 2.3: not a Party", "country a Party", put("country", "HK")),
    _report("country-global", "vocabularies 2.3", "country known", put("country", "Global")),
    _report("treaty-parent", "NR-010: protocol's own id", "treaty fits the report", put("treaty", lambda v: {"cartagena": "cbd", "nagoya": "cbd"}.get(v, v))),
    _report("treaty-unknown", "NR-010", "treaty known", put("treaty", "minamta")),
    _report("url-lacking", "entities 2.4", "url present", drop("url"), of=1),
    _report("url-fragment", "NR-043: fragment only", "addresses well formed", put("url", "#report")),
    _report("file-no-language", "NR-042", "file names its language", lacking("files", "language")),
    _report("file-language-zh-hans", "H-FIL-07", "language codes written right", each("files", "language", "english")),
    _report("file-no-name-in-url", "NR-042: last segment usable", "file names distinct", each("files", "url", lambda v: v.rsplit("/", 1)[0] + "/")),
    _report("file-relative", "NR-043", "file addresses absolute", each("files", "url", lambda v: v.rsplit("/", 1)[-1])),
    _report("file-http-password", "NR-043: no credentials", "addresses without user info", each("files", "url", lambda v: v.replace("://", "://u:p@"))),
    _report("file-type-word", "NR-044", "media types well formed", each("files", "mimeType", "PDF document")),
    _report("file-size-text", "NR-044: non-negative integer", "sizes are numbers", each("files", "size", "big")),
    _report("duplicate-titles", "NR-003: probable duplicate", "no probable duplicates", both(english("title", "National report"), put("country", "FR"), put("treaty", "cms"), day("submission", "2016-02-06"))),
    _report("files-shared", "H-FIL-04: one name, another content", "file names distinct", each("files", "url", "https://documents.example.org/reports/report.pdf")),
    _report("updated-lacking", "NR-070", "updated present", drop("updated"), of=1),
)  # fmt: skip
EXTENDED = (
    _full("period-reversed", "NR-031", "period ends after it starts", both(put("period.start", "2030-01-01"))),
    _full("period-long", "NR-034", "period length fits the cycle", put("period.start", lambda v: f"{int(v[:4]) - 3}{v[4:]}")),
    _full("deadline-before-period-end", "NR-033", "deadline after the period", put("deadline.original", "2001-01-01")),
    _full("deadline-extended-earlier", "NR-033", "extension after the deadline", add("deadline.extended", "2001-01-01")),
    _full("deadline-differs", "NR-038", "deadline as the obligation has it", put("deadline.original", lambda v: v[:8] + "15")),
    _full("first-after-submission", "NR-036", "first submission not after submission", put("firstSubmission", "2031-01-01")),
    _full("first-differs-in-version-1", "NR-036: equal if version 1", "first submission equal in version 1", when(lambda r: r.get("version") == 1, put("firstSubmission", lambda v: f"{int(v[:4]) - 1}{v[4:]}"))),
    _full("submission-before-period", "NR-032", "submission after the period", put("submission", lambda v: "1999" + v[4:])),
    _full("submission-lacking", "NR-050", "submission present unless withdrawn", drop("submission")),
    _full("draft-shown", "NR-055", "no drafts", put("status", "draft")),
    _full("status-unknown", "national-reports 4.3", "status from its list", put("status", "received")),
    _full("type-of-other-treaty", "NR-023", "report type of its treaty", put("reportType", "btr-1")),
    _full("obligation-dangling", "NR-023", "obligation exists", put("obligationId", "no-such-obligation")),
    _full("obligation-of-other-treaty", "NR-023", "obligation fits treaty and type", when(lambda r: r.get("treaty") != "basel", put("obligationId", "basel-annual"))),
    _full("cycle-lacking", "NR-024", "cycle given", drop("cycle")),
    _full("cycle-number-zero", "NR-024 / 4.1", "cycle number from 1", add("cycle.number", 0)),
    _full("cycle-unknown", "national-reports 5.1", "cycle known to the obligation", put("cycle.label", "1899")),
    _full("version-zero", "4.3: from 1", "version from 1", put("version", 0)),
    _full("version-text", "4.3: integer", "values of the declared type", put("version", "1")),
    _full("supersedes-dangling", "NR-053", "chain of versions leads somewhere", add("supersedes", "gone-1")),
    _full("superseded-without-successor", "NR-051", "superseded names its successor", put("status", "superseded")),
    _full("superseded-by-itself", "NR-051: no cycles", "chain of versions without a circle", lambda r: (r.add("supersededBy", r.key), r.put("status", "superseded"))),
    _full("language-original-foreign", "NR-047", "original language among languages", put("originalLanguage", "pt")),
    _full("languages-lack-a-file", "NR-047", "languages of files among languages", add("languages", ["ar"])),
    _full("language-outside-treaty", "NR-048", "languages that the treaty admits", both(each("files", "language", "sw"), add("languages", ["sw"]), put("originalLanguage", "sw"))),
    _full("answer-value-and-flag", "NR-061", "one of value and flags", _answers(_both_value_and_flag)),
    _full("answer-without-anything", "NR-061", "one of value and flags", _answers(lambda e: [e.pop(k, None) for k in ("value", "notAvailable", "notApplicable", "confidential")])),
    _full("answer-question-repeated", "NR-060", "no question twice", lambda r: r.many("answers") is not None and r.many("answers").append(dict(r.many("answers")[0]))),
    _full("answer-without-unit", "NR-062", "numbers with unit", _answers(lambda e: e.pop("unit", None))),
    _full("answer-negative", "NR-062", "quantities not negative", _answers(lambda e: e.update(value=-3) if isinstance(e.get("value"), float | int) and not isinstance(e.get("value"), bool) else None)),
    _full("answer-cas-digit", "NR-064", "CAS check digit", _answers(lambda e: e.get("substance", {}).update(cas="7439-97-5") if "substance" in e else None)),
    _full("answer-cas-date", "vocabularies 7: a date", "CAS check digit", _answers(lambda e: e.get("substance", {}).update(cas="1950-03-29") if "substance" in e else None)),
    _full("answer-confidential-leak", "NR-067", "confidential answers carry no value", _answers(lambda e: e.update(confidential=True) if "value" in e else None)),
    _full("answer-question-lacking", "NR-060", "answers name their question", _answers(lambda e: e.pop("question", None))),
    _full("flag-unknown", "4.3", "flags from their list", put("flags", ["urgent"])),
    _full("partial-but-whole", "NR-056", "partial has an open section", both(lambda r: r.add("flags", ["partial"]), each("sections", "status", "submitted"))),
    _full("party-status", "4.1", "party status from its list", put("partyStatus", "member")),
    _full("non-party", "NR-013", "non-Parties where admitted", put("partyStatus", "non-party")),
    _full("channel", "4.3", "channel from its list", put("channel", "fax")),
    _full("hash-short", "4.4: hash", "hash of the right length", each("files", "hash", {"alg": "sha-256", "value": "abc"})),
    _full("file-role", "4.4", "role from its list", each("files", "role", "main")),
    _full("licence-word", "4.4: URI", "licence a URI", put("licence", "free")),
    _full("external-id-empty", "4.1", "external ids whole", first("externalIds", "value", "")),
    _full("section-deadline-early", "NR-033", "section deadline after the deadline", each("sections", "deadline", "1998-01-01")),
    _full("behalf-unknown", "4.1: CountryRef", "country known", add("onBehalfOf", ["QQ"])),
    _full("published-before-submission", "4.2", "published not before submission", put("published", "1998-01-01T00:00:00Z")),
    _full("project-dangling", "4.4", "supporting projects exist", add("supportingProjects", [{"scheme": "gef", "value": "999999"}])),
    _full("decision-number", "4.4 / PRJ-083", "decision numbers in the form of the treaty", add("decisions", [{"treaty": "minamata", "number": "BC-1/1"}])),
    _full("topic-uri", "vocabularies 13", "terms of the vocabulary", add("topics", [{"uri": "mercury"}])),
    _full("current-twice", "NR-002", "one current report a cycle", both(put("country", "AR"), put("treaty", "basel"), put("obligationId", "basel-annual"), put("reportType", "annual"), lambda r: r.add("cycle", {"label": "2018"}), lambda r: r.add("period", {"start": "2018-01-01", "end": "2018-12-31"}))),
)  # fmt: skip
COMPANIONS = (
    _status("report-dangling", "5.2", "cells point to reports that exist", put("reportId", "no-such-report")),
    _status("report-of-another-country", "5.2", "cell and report agree", when(lambda r: r.get("reportId"), put("country", "IS"))),
    _status("timeliness-wrong", "4.3: computed", "timeliness as computed", _late, of=1),
    _status("timeliness-unknown-word", "5.2", "timeliness from its list", put("timeliness", "punctual")),
    _status("status-awaited-though-there", "5.2", "cells with a report are submitted", when(lambda r: r.get("reportId"), put("status", "awaited"))),
    _status("overdue-before-deadline", "5.2", "overdue only after the deadline", when(lambda r: not r.get("reportId"), both(put("deadline", "2039-12-31"), put("status", "overdue")))),
    _status("status-unknown", "5.2", "status from its list", put("status", "missing")),
    _status("not-due-with-report", "5.2", "what is not due awaits nothing", put("due", False), of=1),
    _status("obligation-dangling", "5.2", "obligation exists", put("obligationId", "nothing")),
    _status("cycle-unknown", "5.2", "cycle known to the obligation", put("cycle.label", "1899")),
    _status("deadline-differs", "5.2", "deadline as the obligation has it", put("deadline", "2003-03-03")),
    _status("as-of-future", "5.2", "state not of the future", put("asOf", "2040-01-01T00:00:00Z")),
    _status("country-unknown", "5.2", "country known", put("country", "XX")),
    _status("report-lacking", "5.2: each submitted cell points to a report", "submitted cells name their report", drop("reportId")),
    _duty("frequency-words", "5.1: never free text", "frequency from its list", put("frequency.kind", "every now and then")),
    _duty("cycle-deadline-early", "NR-033", "deadline after the period", _cycles("deadline", "1990-01-01")),
    _duty("cycle-period-reversed", "NR-031", "period ends after it starts", _cycles("period", lambda e: {"start": e.get("period", {}).get("end", "2020-12-31"), "end": "1999-01-01"})),
    _duty("validity-reversed", "5.1", "valid to after valid from", add("validTo", "1990-01-01")),
    _duty("treaty-unknown", "5.1", "treaty known", put("treaty", "baesel")),
    _duty("type-of-other-treaty", "section 3", "report type of its treaty", put("reportType", "btr-1")),
    _duty("name-lacking", "5.1: LocalizedText", "name in English", without("name", "en")),
    _duty("decision-form", "5.1", "decision numbers in the form of the treaty", each("decisions", "number", "Decision 14-10")),
    _duty("frequency-every-zero", "5.1: every n years", "frequency has its number", add("frequency", {"kind": "every-n-years"})),
)  # fmt: skip
LIES = BASELINE + EXTENDED + COMPANIONS
