"""Lies of a fifth author, written from the domain documents and from answers alone: what stands in the records."""

import html
from datetime import UTC, datetime, timedelta
from typing import Any

from unseen.changes import both, day, drop, each, emptied, english, garbled, lacking, put, text, when
from unseen.changes import first as of_first
from unseen.forms import INLINE, NATIVE, Row
from unseen.of_fifth_answers import BETWEEN
from unseen.proxy import Lie


def _of(entity, name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"fifth-{name}", entity=entity, breaks=breaks, by=by, record=record, **more)


def _is(path: str, *values: Any):  # noqa: ANN202 - a predicate
    return lambda row: row.get(path) in values


def _year_in_two_digits(row: Row) -> None:
    """What a form takes that keeps two digits of a year: 2017 is the year 17."""
    for name in ("start", "end"):
        moment, said = row.when(name), row.get(name)
        if moment is not None and moment.year > 2000:
            early = moment.replace(year=moment.year - 2000, day=min(moment.day, 28))
            ticks = f"/Date({int(early.timestamp()) * 1000})/"
            row.put(name, ticks if said.startswith("/Date") else f"{early.year:04}{said[4:]}")


def _a_year(row: Row) -> None:
    if (sent := row.when("submission")) is not None:
        row.put("submission", str(sent.year))


def _decimal_comma(row: Row) -> None:
    for entry in row.each("answers"):
        if isinstance(entry.get("value"), float):
            entry["value"] = f"{entry['value']}".replace(".", ",")


def _resubmitted_first(row: Row) -> None:
    if row.get("version") == 1 and not row.many("flags"):
        row.add("flags", ["resubmission"])


def _guidance_relative(row: Row) -> None:
    entries = row.many("guidance")
    if entries:
        entries[:] = ["/" + entry.split("/", 3)[-1] for entry in entries]


def _treaty_twice(row: Row) -> None:
    entries = row.many("treaties")
    if entries and len(entries) == 1:
        entries.append(dict(entries[0]))


def _acronym_of_another(row: Row) -> None:
    for entry in row.each("organisations"):
        if entry.get("acronym") == "UNEP":
            entry["acronym"] = "UNDP"


def _french_first(row: Row) -> None:
    entries = row.many("name")
    if entries:
        entries.insert(0, {**entries[0], "language": "fr", "value": f"Notice synthétique : un site ({row.key})"})


def _renamed(old: str, new: str):  # noqa: ANN202 - a change of a row
    def change(row: Row) -> None:
        if old in row.fields:
            row.fields[new] = row.fields.pop(old)

    return change


def _status_later(row: Row) -> None:
    if (entered := row.when("entryIntoForce")) is not None and row.get("statusDate") is not None:
        row.put_when("statusDate", entered + timedelta(days=1200))


def _plan_of_all(row: Row) -> None:
    """One plan under several ids, one for each time that it was uploaded."""
    if "treaty" in row.fields:
        row.put("treaty", "cbd")
        row.put("type", "nbsap")
        row.put("country", "KE")
        row.put_when("submission", datetime(2016, 5, 4, tzinfo=UTC))
    text("title", "en", "National biodiversity strategy and action plan")(row)


_OLDER = {
    "synthetic-report-basel-fj-2015-16": "synthetic-report-basel-ke-2015-24",
    "synthetic-report-stockholm-fr-2015-17": "synthetic-report-stockholm-kh-2015-25",
    "synthetic-report-minamata-id-2015-19": "synthetic-report-minamata-lk-2015-27",
    "synthetic-report-cbd-in-2015-20": "synthetic-report-cbd-ma-2015-28",
}
_THREE_LETTERS = {
    "AR": "ARG",
    "BF": "BFA",
    "AT": "AUT",
    "BD": "BGD",
    "CN": "CHN",
    "FJ": "FJI",
    "NG": "NGA",
    "SE": "SWE",
}
_BRS = ("basel", "rotterdam", "stockholm")
_IN_FRENCH = (
    "<p>La Conférence des Parties décide de créer un groupe de travail chargé des déchets dangereux "
    "et prie le Secrétariat de lui faire rapport à sa prochaine réunion.</p>"
)
VALUES = (
    # decisions
    _of("decisions", "content-markup-escaped", "entities 2.1: text or HTML, not HTML spelled out", "no character references in texts", english("content", html.escape), of=1),
    _of("decisions", "content-in-french", "entities 1.1: text in that language", "text in the language of its tag", english("content", _IN_FRENCH)),
    _of("decisions", "long-title-garbled", "text: UTF-8 read as Latin-1", "no garbled letters", text("longTitle", "fr", garbled), of=1),
    _of("decisions", "file-type-in-capitals", "vocabularies 14: media types in lower case", "media types well formed", each("files", "mimeType", "Application/PDF")),
    _of("decisions", "keyword-padded", "H-DEC-11: the exact name of the term", "no blanks around texts", each("keywords", "term", lambda v: f"{v} ")),
    # meetings
    _of("meetings", "treaty-of-cluster", "vocabularies 1: BRS is three treaties, and no identifier", "treaty known", when(_is("treaty", *_BRS), put("treaty", "brs")), of=1),
    _of("meetings", "start-to-be-announced", "vocabularies 14: a date", "dates in the promised form", put("start", "to be announced"), of=2),
    _of("meetings", "year-in-two-digits", "entities 2.2: the day of the meeting", "dates plausible", _year_in_two_digits, of=2),
    _of("meetings", "address-with-blanks", "vocabularies 14: URL, without blanks", "addresses well formed", put("url", lambda v: f" {v} ")),
    # national reports and their companions
    _of("national-reports", "submission-a-year", "NR-030: dates parse", "dates in the promised form", _a_year),
    _of("national-reports", "one-address-for-all", "entities 2.4: page of the report; E-36", "links distinct", put("url", "https://reports.example.org/national-reports"), of=1),
    _of("national-reports", "type-and-obligation-apart", "NR-023: obligation matches treaty and type", "obligation fits treaty and type", when(_is("obligationId", "minamata-art21-full"), put("reportType", "short")), of=1, forms=NATIVE),
    _of("national-reports", "period-of-another-cycle", "national-reports 5.1: the cycle has its period", "period as the obligation has it", when(_is("obligationId", "stockholm-art15"), both(put("period.start", "2010-01-01"), put("period.end", "2013-12-31"))), of=1, forms=NATIVE),
    _of("national-reports", "period-lacking", "national-reports 4.2: absent only for event-driven types", "period given", drop("period"), of=2, forms=NATIVE),
    _of("national-reports", "first-is-resubmission", "national-reports 4.3: flags and version", "resubmission only of a later version", _resubmitted_first, of=1, forms=NATIVE),
    _of("national-reports", "quantity-with-comma", "national-reports 4.5: a number", "quantities are numbers", _decimal_comma, of=2, forms=NATIVE),
    _of("reporting-status", "countries-in-three-letters", "NR-011: one code system per provider", "one code system", put("country", lambda v: _THREE_LETTERS.get(v, v)), of=1, forms=NATIVE),
    _of("reporting-status", "cell-of-superseded", "national-reports 5.2: each current report in exactly one cell", "cells point to the current report", put("reportId", lambda v: _OLDER.get(v, v)), of=1, forms=NATIVE),
    _of("reporting-obligations", "guidance-relative", "vocabularies 14: absolute", "addresses absolute", _guidance_relative, of=1, forms=NATIVE),
    # projects
    _of("projects", "regional-without-region", "PRJ-031: regional has a region or two countries", "scope fits the countries", when(_is("scope", "regional"), emptied("regions")), of=1),
    _of("projects", "treaty-twice", "projects 3.2: a treaty once", "no treaty twice", _treaty_twice, of=1),
    _of("projects", "acronym-of-another-agency", "vocabularies 10: acronym and name of an agency", "acronym fits the organisation", _acronym_of_another, of=2),
    _of("projects", "number-of-another-chemical", "vocabularies 7: 7439-97-6 is mercury", "CAS number fits the substance", each("chemicals", "cas", "7439-92-1"), of=1),
    _of("projects", "support-of-unknown-cycle", "projects 3.2, PRJ-084: the cycle exists", "cycle known to the obligation", each("reportingSupport", "cycle", "9"), of=1),
    _of("projects", "created-in-american-form", "PRJ-029: RFC 3339", "dates in the promised form", put("created", "01/15/2025 8:00 AM")),
    _of("projects", "document-language-lacking", "PRJ-082: a document has its language", "document names its language", lacking("documents", "language"), of=1),
    _of("projects", "transaction-type-unknown", "vocabularies 11: 1 to 13", "transaction type known", of_first("transactions", "type", "99"), of=1),
    # plans, sites, documents, contacts, country profiles
    _of("national-plans", "country-in-small-letters", "E-07, vocabularies 2.1: upper case", "country written right", put("country", lambda v: v.lower()), of=2),
    _of("national-plans", "plan-of-the-future", "NR-030 likewise: sent already", "submission not in the future", day("submission", "2038-03-01")),
    _of("national-plans", "one-plan-many-ids", "NR-003: same country, treaty, title, day", "no probable duplicates", _plan_of_all, of=2),
    _of("national-plans", "type-lacking", "H-PLN-02: dropped", "type present", drop("type"), of=2),
    _of("sites", "french-name-first", "E-11, H-TTL-02: English first", "English title stands first", _french_first, of=2),
    _of("sites", "type-in-words", "entities 4.11: whc, ramsar", "type from its list", put("type", "World Heritage Site"), of=2),
    _of("sites", "latitude-with-comma", "entities 2.7: a number", "coordinates are numbers", put("latitude", lambda v: str(v).replace(".", ",")), of=2),
    _of("documents", "title-not-english", "entities 1.1: an English entry is mandatory", "title in English", lambda row: [entry.update(language="de", value="Leitlinien zur umweltgerechten Behandlung von Abfällen") for entry in row.each("title") if entry.get("language") == "en"], forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "types-empty", "H-GEN-05: empty types stop the run", "document has its types", emptied("types"), of=3, forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "country-by-name", "entities 2.8: ISO 3166-1", "country known", put("country", "Germany"), of=2, forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "term-no-address", "entities 2.8: termURI", "addresses well formed", each("keywords", "termURI", "mercury"), forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "cover-without-slash", "E-49: thumbnail without the separating slash", "addresses well formed", put("thumbnailUrl", lambda v: v.replace("example.org/covers/", "example.orgcovers/")), of=1, forms=("olingo2", "odata-v4", "mea-json")),
    _of("contacts", "address-spelled-out", "entities 2.3: an e-mail address", "e-mail address in its form", put("email", "xxxxx.xxxxx (at) xxxxxxxxxxx.xxx"), of=2),
    _of("contacts", "primary-in-words", "entities 2.3: Int16, 0 or 1", "values of the declared type", put("primary", lambda v: "yes" if v else "no"), of=2),
    _of("contacts", "phone-otherwise-named", "H-CON-07: phoneNumber, the toolkits say phone", "no undeclared properties", _renamed("phoneNumber", "phone"), of=1),
    _of("contacts", "treaties-empty", "H-CON-05: without a treaty dropped", "treaties present", emptied("treaties"), of=2),
    _of("country-profiles", "status-after-entry", "entities 2.5: ratified first, in force then", "status date not after entry into force", _status_later, of=2, forms=INLINE),
    _of("country-profiles", "entry-at-epoch", "vocabularies 14: sentinel dates", "no sentinel dates", day("entryIntoForce", "1970-01-01"), of=2, forms=INLINE),
)  # fmt: skip
FIFTH = VALUES + BETWEEN
