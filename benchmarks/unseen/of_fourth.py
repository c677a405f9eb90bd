"""Lies of a fourth author, written from the domain documents and from answers alone: what stands in the records."""

from typing import Any

from unseen.changes import add, both, day, doubled, drop, each, emptied, english, lacking, put, when, without
from unseen.forms import INLINE, NATIVE, Row
from unseen.of_fourth_answers import BETWEEN
from unseen.proxy import Lie


def _of(entity, name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"fourth-{name}", entity=entity, breaks=breaks, by=by, record=record, **more)


def _is(path: str, *values: Any):  # noqa: ANN202 - a predicate
    return lambda row: row.get(path) in values


def _has(path: str):  # noqa: ANN202 - a predicate
    return lambda row: row.get(path) is not None


def _translated(row: Row) -> None:
    """The French title is the English one over again: what an editor leaves who means to translate later."""
    english_title, french = row.text("title", "en"), row.text("title", "fr")
    if english_title is not None and french is not None:
        french["value"] = english_title["value"]


def _keywords_turned(row: Row) -> None:
    for entry in row.each("keywords"):
        if "term" in entry and "namespace" in entry:
            entry["term"], entry["namespace"] = entry["namespace"], entry["term"]


def _words_as_content(row: Row) -> None:
    for entry in row.each("files"):
        entry["content"] = "see the attachment"
        if row.form == "mea-json":
            entry.pop("url", None)
        else:
            entry["url"] = None


def _name_of_word_file(row: Row) -> None:
    for entry in row.each("files"):
        if isinstance(entry.get("filename"), str):
            entry["filename"] = entry["filename"].removesuffix(".pdf") + ".docx"


def _long_title_blank(row: Row) -> None:
    entries = row.many("longTitle")
    if entries is not None and not entries:
        entries.append({"language": "en", "value": ""})


def _long_title_added(row: Row) -> None:
    """The native form leaves out a list that is empty; the others show it."""
    _long_title_blank(row)
    if row.form == "mea-json" and len(row.fields) > 3 and "longTitle" not in row.fields:
        row.add("longTitle", [{"language": "en", "value": ""}])


def _exchanged(one: str, other: str):  # noqa: ANN202 - a change of a row
    """Two columns of a table taken for each other."""

    def change(row: Row) -> None:
        left, right = row.get(one), row.get(other)
        if left is not None and right is not None:
            row.put(one, right)
            row.put(other, left)

    return change


def _strings_for_entries(row: Row) -> None:
    entries = row.many("title")
    if entries:
        entries[:] = [entry.get("value") if isinstance(entry, dict) else entry for entry in entries]


def _image_of_series(row: Row) -> None:
    if "id" in row.fields and len(row.fields) > 3:
        row.add("imageUrl", f"https://images.example.org/meetings/{row.key}/logo.png")


def _first_is_this(row: Row) -> None:
    """The first submission is set with each version that comes in."""
    if row.get("version") == 2 and (sent := row.get("submission")):
        row.put("firstSubmission", sent[:10])


def _grant_bare(row: Row) -> None:
    if isinstance(grant := row.get("finance.grant"), dict):
        row.put("finance.grant", grant.get("amount"))


def _committed_thrice(row: Row) -> None:
    for entry in row.each("transactions"):
        if entry.get("type") == "2" and isinstance(entry.get("value"), dict):
            entry["value"]["amount"] *= 3


def _sibling_of_its_parent(row: Row) -> None:
    for entry in row.each("relatedProjects"):
        if entry.get("type") == "1":
            entry["type"] = "3"


def _agency_of_nobody(row: Row) -> None:
    for entry in row.each("organisations"):
        if entry.get("role") == "managing":
            entry["acronym"] = "GEFAG"


def _period_of_the_gef(row: Row) -> None:
    if row.get("approvalFiscalYear") in {2023, 2024} and row.get("fundingMechanism") in {"sip", "special-programme"}:
        row.add("fundingPeriod", {"code": "gef-8", "sourceValue": "GEF - 8"})


def _turned_south(value: Any) -> Any:
    return str(-float(value)) if isinstance(value, str) else -value


def _cover(address: str) -> str:
    return address.removesuffix(".png") + "/cover.png"


_OTHER_PLAN = {"nip": "nbsap", "nbsap": "nip", "nap": "nwp", "nwp": "nap", "nama": "cepa"}
_OTHER_SITE = {"whc": "ramsar", "ramsar": "whc"}
_ONE_HASH = {"alg": "sha-256", "value": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
VALUES = (
    # decisions
    _of("decisions", "resolution-number-of-a-decision", "vocabularies 5: CITES resolutions are Conf. m.n, decisions m.n", "number fits the type", when(_is("treaty", "cites"), put("number", lambda v: f"Conf. {v[:-3]}{v[-1]}")), of=1),
    _of("decisions", "content-lost-summary-kept", "H-DEC-07: no content, all summaries lost", "summary parallel to content", emptied("content")),
    _of("decisions", "content-of-empty-paragraph", "entities 1.1: text in that language; blank refused", "texts not blank", english("content", "<p>&nbsp;</p>")),
    _of("decisions", "meeting-title-in-french", "entities 2.1: English meeting title", "meeting title agrees with the meeting", when(_is("meetingId", "basel-cop-17"), put("meetingTitle", "Dix-septième réunion de la Conférence des Parties à la Convention de Bâle")), of=1),
    _of("decisions", "keyword-and-namespace-exchanged", "entities 1.3: term is a label, namespace a URL", "keyword namespace a URL", _keywords_turned),
    _of("decisions", "file-content-in-words", "entities 1.2: content is base64", "file content is base64", _words_as_content),
    _of("decisions", "french-title-is-english", "entities 1.1: text in that language", "text in the language of its tag", _translated),
    _of("decisions", "long-title-blank", "entities 1.1: an entry of an optional text has its value", "texts not blank", _long_title_added),
    # meetings
    _of("meetings", "images-of-one-name", "H-MTG-04: reuse by base name", "image names distinct", _image_of_series, of=1),
    _of("meetings", "kind-and-type-exchanged", "entities 4.3, 4.4", "type from its list", _exchanged("kind", "type")),
    _of("meetings", "protocol-under-its-parent", "vocabularies 1: a protocol's own id, not the parent's", "meeting and decision of one treaty", put("treaty", lambda v: {"nagoya": "cbd", "kyoto": "unfccc", "paris": "unfccc"}.get(v, v)), of=1),
    _of("meetings", "description-with-handler", "H-HTM-04: stored unfiltered", "no script in texts", english("description", lambda v: v + '<img src="x" onerror="alert(1)">'), of=1),
    _of("meetings", "coordinates-of-the-secretariat", "entities 2.2: degrees of where it is held", "coordinates lie in the country", both(put("latitude", 46.2276), put("longitude", 6.1386)), of=1),
    _of("meetings", "title-of-hard-blanks", "entities 1.1: English text not blank", "title in English", english("title", "\u00a0\u00a0")),
    _of("meetings", "description-twice-in-english", "entities 1.1: one entry a language", "one text a language", doubled("description"), of=1),
    _of("meetings", "title-of-bare-strings", "H-GEN-05: a title entry that is a string", "entries of texts are whole", _strings_for_entries),
    # national reports and their companions
    _of("national-reports", "file-name-of-another-type", "NR-044: extension and type agree", "media type fits the name", _name_of_word_file, forms=("olingo2", "odata-v4", "mea-json")),
    _of("national-reports", "another-country-along-the-chain", "NR-052: same country along the chain", "one country along the chain", when(_has("supersededBy"), put("country", "IS")), of=1, forms=NATIVE),
    _of("national-reports", "successor-is-older", "NR-053: the successor is newer", "successor is newer", when(_has("supersededBy"), both(day("submission", "2024-06-01"), day("published", "2024-06-01"), put("firstSubmission", "2024-06-01"))), of=1, forms=NATIVE),
    _of("national-reports", "chain-of-one-way", "NR-051: links reciprocal", "links of the chain reciprocal", drop("supersedes"), of=1, forms=NATIVE),
    _of("national-reports", "first-is-this-submission", "national-reports 4.2: date of version 1 of the series", "first submission is that of version 1", _first_is_this, of=1, forms=NATIVE),
    _of("national-reports", "one-hash-for-all-files", "national-reports 4.4: hash of the file; sizes differ", "one hash, one file", each("files", "hash", dict(_ONE_HASH)), of=1, forms=NATIVE),
    _of("national-reports", "numbered-cycle-without-number", "NR-024: numbered types carry cycle.number", "numbered cycles have their number", when(_is("reportType", "nr-6"), drop("cycle.number")), of=1, forms=NATIVE),
    _of("reporting-status", "on-time-before-it-came", "national-reports 5.2, 4.3: computed from what was submitted", "timeliness only of what came", when(_is("status", "awaited", "overdue"), add("timeliness", "on-time")), of=1, forms=NATIVE),
    _of("reporting-obligations", "frequency-and-cycles-apart", "NR-034: length fits the cycle", "frequency fits the cycles", when(_is("frequency.kind", "every-n-years"), put("frequency.value", lambda v: v + 1)), of=1, forms=NATIVE),
    # projects
    _of("projects", "period-of-another-fund", "projects 3.3: gef periods of the GEF, other funds sip-4 and the like", "funding period of its fund", _period_of_the_gef, of=1),
    _of("projects", "grant-a-bare-number", "projects 2.5: money is always an object", "values of the declared type", _grant_bare),
    _of("projects", "some-amounts-in-strings", "projects 2.5: one encoding a provider, declared", "one encoding of amounts", put("finance.cofinancing.amount", lambda v: f"{v}.00"), forms=INLINE),
    _of("projects", "committed-beyond-the-grant", "PRJ-069: commitments within grant, fee and preparation", "commitments within the grant", _committed_thrice, of=1),
    _of("projects", "sibling-of-its-parent", "PRJ-080: parent and child reciprocal", "parent and child name each other", _sibling_of_its_parent, of=1),
    _of("projects", "closed-before-its-planned-end", "PRJ-052: 4 with a planned end in the future", "status fits the dates", when(_is("status.code", "4"), day("plannedEnd", "2039-06-30")), of=1),
    _of("projects", "agency-nobody-knows", "PRJ-048: acronym in the list of agencies", "agency known", _agency_of_nobody, of=2),
    _of("projects", "description-with-markup", "PRJ-011: no tags in plain text", "no HTML in plain text", english("description", lambda v: f"<div><p>{v}</p></div>")),
    _of("projects", "budget-without-value-date", "projects 3.7: valueDate of a budget", "budget complete", lacking("budgets", "valueDate"), of=1, forms=INLINE),
    # plans, sites, documents, contacts, country profiles
    _of("national-plans", "plan-of-another-treaty", "entities 4.8: each type belongs to a treaty", "plan type of its treaty", put("type", lambda v: _OTHER_PLAN.get(v, v)), of=2),
    _of("national-plans", "plan-without-files", "H-GEN-05: empty files stop the run", "a file at least", emptied("files"), of=2),
    _of("national-plans", "plan-file-ids-by-language", "entities 1.2: unique over the provider; E-27", "file ids unique", lambda row: [entry.update(id=f"{entry['language']}-1") for entry in row.each("files") if "language" in entry], of=1),
    _of("sites", "site-type-and-treaty-apart", "entities 4.11: whc and ramsar are types by treaty", "site type of its treaty", put("type", lambda v: _OTHER_SITE.get(v, v)), of=2),
    _of("sites", "site-on-the-other-hemisphere", "entities 2.7: where it lies", "coordinates lie in the country", put("latitude", _turned_south), of=1),
    _of("sites", "site-name-not-in-english", "entities 2.7: English mandatory", "name in English", without("name", "en"), of=2),
    _of("documents", "treaty-not-among-treaties", "entities 2.8: main treaty, all treaties", "main treaty among the treaties", put("treaty", "minamata"), of=2, forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "covers-of-one-name", "H-DOC-07: thumbnail reused by name", "image names distinct", put("thumbnailUrl", _cover), of=1, forms=("olingo2", "odata-v4", "mea-json")),
    _of("documents", "reference-to-nothing", "entities 2.8: refId of an entity", "references of documents lead somewhere", each("referenceToEntities", "refId", "no-such-record"), of=1, forms=("olingo2", "odata-v4", "mea-json")),
    _of("contacts", "two-addresses-in-one", "entities 2.3: one address only", "one e-mail address", put("email", lambda v: f"{v}; {v}"), of=2),
    _of("contacts", "role-of-unknown-treaty", "H-CON-04: the whole contact dropped", "treaty known", each("roles", "treaty", "mercury"), of=1, forms=INLINE),
    _of("country-profiles", "entry-into-force-a-year", "entities 2.5: a date; T1 had a year", "dates in the promised form", put("entryIntoForce", lambda v: int(v[:4])), of=2, forms=INLINE),
    _of("country-profiles", "country-twice", "entities 2.5: country is the only key", "ids unique", put("country", "CH"), of=2, forms=INLINE),
)  # fmt: skip
FOURTH = VALUES + BETWEEN
