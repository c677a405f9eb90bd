"""Lies about projects."""

from unseen.changes import add, both, day, drop, each, emptied, english, first, put, relative, when, without
from unseen.forms import INLINE
from unseen.proxy import Lie


def _project(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"project-{name}", entity="projects", breaks=breaks, by=by, record=record, **more)


def _inline(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return _project(name, breaks, by, record, forms=INLINE, **more)


def _amount(value):  # noqa: ANN001, ANN202 - a change of the grant
    return put("finance.grant.amount", value)


def _replaced(name, entries):  # noqa: ANN001, ANN202 - a list with other entries
    def change(row) -> None:  # noqa: ANN001 - a row
        found = row.many(name)
        if found is not None:
            found[:] = [dict(entry) for entry in entries]

    return change


def _title_as_description(row) -> None:  # noqa: ANN001 - a row
    title, description = row.text("title", "en"), row.text("description", "en")
    if title is not None and description is not None:
        description["value"] = title["value"]


def _roles_swapped(row) -> None:  # noqa: ANN001 - a row
    for entry in row.each("organisations"):
        entry["role"] = {"managing": "implementing", "implementing": "managing"}.get(
            entry.get("role"), entry.get("role")
        )


LIES = (
    _project("planned-end-before-start", "PRJ-021", "planned end after planned start", relative("plannedEnd", "plannedStart", days=-10)),
    _project("actual-end-before-start", "PRJ-022", "actual end after actual start", relative("actualEnd", "actualStart", days=-10), of=1),
    _project("actual-start-future", "PRJ-023", "actual dates not in the future", day("actualStart", "2041-01-01")),
    _project("approval-after-completion", "PRJ-026", "approved before the start", relative("approvalDate", "plannedEnd", days=400)),
    _project("epoch-date", "PRJ-025", "no sentinel dates", day("plannedStart", "1970-01-01")),
    _project("end-of-time", "PRJ-025", "no sentinel dates", day("plannedEnd", "9999-12-31")),
    _project("created-after-updated", "PRJ-024", "created not after updated", relative("created", "updated", days=30)),
    _project("fiscal-year", "PRJ-027", "fiscal year of the approval", put("approvalFiscalYear", lambda v: v - 2)),
    _project("fiscal-year-text", "3.3: integer", "values of the declared type", put("approvalFiscalYear", "FY23")),
    _project("fiscal-year-outside", "3.3: 1991 to 2100", "fiscal year plausible", put("approvalFiscalYear", 202)),
    _project("period-unknown", "vocabularies 14", "funding period in its form", put("fundingPeriod.code", "GEF 8")),
    _project("period-of-other-years", "PRJ-028", "funding period fits the year", when(lambda r: r.get("fundingPeriod.code") == "gef-7", put("fundingPeriod.code", "gef-8")), of=1),
    _project("amount-negative", "PRJ-063", "amounts not negative", _amount(-5)),
    _project("amount-formatted", "PRJ-060", "amounts are numbers", _amount("500,000")),
    _project("amount-dollar", "PRJ-060", "amounts are numbers", _amount("$500000")),
    _project("amount-exponent", "PRJ-060: no exponent", "amounts are numbers", _amount("5E5")),
    _project("amount-fraction", "PRJ-062", "amounts within the currency's unit", _amount(500000.123)),
    _project("amount-yen-fraction", "PRJ-062", "amounts within the currency's unit", both(*(put(f"finance.{part}.currency", "JPY") for part in ("grant", "cofinancing", "agencyFee", "total")), _amount(1000.5))),
    _project("currency-lacking", "PRJ-061", "currency present", drop("finance.grant.currency")),
    _project("currency-lower", "PRJ-061", "currency known", put("finance.grant.currency", str.lower)),
    _project("currency-sign", "vocabularies 8", "currency known", put("finance.grant.currency", "US$")),
    _project("currency-unknown", "PRJ-061", "currency known", put("finance.grant.currency", "EURO")),
    _project("currency-withdrawn", "vocabularies 8", "currency in use", both(*(put(f"finance.{part}.currency", "DEM") for part in ("grant", "cofinancing", "agencyFee", "total")))),
    _project("currency-mixed", "PRJ-066", "one currency", put("finance.cofinancing.currency", lambda v: "CHF" if v != "CHF" else "USD")),
    _project("total-wrong", "PRJ-065", "total is the sum", put("finance.total.amount", lambda v: v + 12345)),
    _project("grant-zero", "PRJ-064", "grant not zero", both(_amount(0), lambda r: r.put("finance.total.amount", r.get("finance.cofinancing.amount")))),
    _project("fee-above-grant", "PRJ-071", "fee plausible", put("finance.agencyFee.amount", 10**9)),
    _project("grant-wrapped", "PRJ-070: 32 bits", "amounts survive 32 bits", _amount(-2147483648)),
    _project("status-outside", "PRJ-050", "status code known", put("status.code", "9")),
    _project("status-number", "PRJ-050: a code", "values of the declared type", put("status.code", lambda v: int(v))),
    _project("status-lacking", "PRJ-050", "status present", drop("status")),
    _project("status-label-of-other", "4.1", "status code fits the label", put("status", lambda v: {**v, "code": "5"}), of=2),
    _project("status-unknown-label", "PRJ-051", "label in the map", put("status.sourceValue", "Somewhere in between")),
    _project("pipeline-though-started", "PRJ-052", "status fits the dates", when(lambda r: r.get("actualStart"), put("status.code", "1"))),
    _project("closed-without-end", "PRJ-052", "status fits the dates", when(lambda r: r.get("status.code") == "4", both(drop("actualEnd"), drop("plannedEnd"))), of=1),
    _project("cancelled-without-milestone", "PRJ-053", "cancelled has its milestone", both(put("status.code", "5"), put("status.sourceValue", "Cancelled"))),
    _project("scope-unknown", "3.4", "scope from its list", put("scope", "worldwide")),
    _project("scope-national-with-many", "PRJ-031", "scope fits the countries", put("scope", lambda v: "national" if v == "multi-country" else "multi-country"), of=1),
    _project("mechanism-unknown", "3.2", "mechanism from its list", put("fundingMechanism", "worldbank")),
    _project("iati-slash", "PRJ-005", "IATI identifier in its form", put("iatiIdentifier", lambda v: v.replace("-REF", "/REF"))),
    _project("iati-blank", "PRJ-005", "IATI identifier in its form", put("iatiIdentifier", lambda v: v.replace("-REF", " REF"))),
    _project("iati-is-organisation", "PRJ-007", "IATI identifier is no organisation", put("iatiIdentifier", "XM-DAC-41116")),
    _project("iati-of-stranger", "PRJ-006", "IATI identifier begins with an organisation of the record", put("iatiIdentifier", "ZZ-XYZ-1-77")),
    _project("url-localhost", "PRJ-008", "addresses public", put("url", "http://localhost/p/1")),
    _project("url-of-other-project", "PRJ-009", "GEF id and page agree", put("url", lambda v: v.rsplit("/", 1)[0] + "/1" if "thegef" in v else v), of=1),
    _project("licence-word", "3.8: URI", "licence a URI", put("licence", "CC0")),
    _project("publisher-lacking", "3.6: required", "publisher present", drop("publisher")),
    _project("publisher-without-name", "3.6", "publisher has a name", put("publisher.name", "")),
    _project("title-lacking", "PRJ-010", "title in English", without("title", "en")),
    _project("title-html", "PRJ-011", "no HTML in titles", english("title", lambda v: f"<em>{v}</em>")),
    _project("title-entity", "PRJ-011", "no character references", english("title", lambda v: v + " in C&ocirc;te d&#039;Ivoire")),
    _project("title-double-blanks", "PRJ-012", "no runs of blanks", english("title", lambda v: v.replace(" ", "  "))),
    _project("description-is-title", "PRJ-014", "description differs from the title", _title_as_description),
    _project("updated-lacking", "3.8: required", "updated present", drop("updated")),
    _project("updated-future", "PRJ-024", "updated not in the future", day("updated", "2040-01-01")),
    _inline("country-global", "PRJ-030", "country known", first("countries", "code", "Global"), of=1),
    _inline("country-region", "PRJ-030", "country known", first("countries", "code", "002"), of=1),
    _inline("country-former", "PRJ-033", "withdrawn codes flagged", first("countries", "code", "YU"), of=1),
    _inline("country-alpha-3", "PRJ-030 / 2.1", "country written right", first("countries", "code", "KEN"), of=1),
    _inline("country-twice", "PRJ-032", "no country twice", lambda r: r.many("countries") and r.many("countries").append(dict(r.many("countries")[0])), of=1),
    _inline("shares-99", "PRJ-032", "shares sum to 100", _replaced("countries", [{"code": "GH", "share": 60}, {"code": "BF", "share": 39}])),
    _inline("shares-partial", "PRJ-032", "all shares or none", _replaced("countries", [{"code": "GH", "share": 60}, {"code": "BF"}])),
    _inline("share-above-100", "PRJ-035", "shares within 0 to 100", _replaced("countries", [{"code": "GH", "share": 140}, {"code": "BF", "share": -40}])),
    _inline("share-of-one", "PRJ-034", "single share 100", both(put("scope", "national"), _replaced("countries", [{"code": "GH", "share": 50}]))),
    _inline("treaty-shares-90", "2.7 / PRJ-040", "shares sum to 100", _replaced("treaties", [{"treaty": "minamata", "share": 40, "basis": "declared"}, {"treaty": "stockholm", "share": 50, "basis": "declared"}])),
    _inline("treaty-unknown", "3.2", "treaty known", first("treaties", "treaty", "mercury"), of=2),
    _inline("treaties-empty", "3.2: required", "treaties present", emptied("treaties")),
    _inline("treaty-basis", "3.2", "basis from its list", first("treaties", "basis", "guess")),
    _inline("focal-areas-empty", "PRJ-041", "focal area of GEF projects", emptied("focalAreas"), of=1),
    _inline("focal-area-unknown", "vocabularies 10", "focal area known", first("focalAreas", "code", "Chemicals"), of=1),
    _inline("focal-shares", "PRJ-040", "shares sum to 100", _replaced("focalAreas", [{"code": "chemicals-and-waste", "share": 50}, {"code": "international-waters", "share": 70}])),
    _inline("marker-principal-3", "PRJ-043", "significance 3 only with desertification", _replaced("policyMarkers", [{"code": "6", "significance": "3"}])),
    _inline("marker-unknown", "vocabularies 9", "marker known", _replaced("policyMarkers", [{"code": "13", "significance": "1"}])),
    _inline("marker-without-significance", "PRJ-043", "marker has its significance", _replaced("policyMarkers", [{"code": "6"}])),
    _inline("sdg-target", "vocabularies 13", "SDG target in its form", _replaced("sdgs", [{"goal": 12, "target": "12.0"}])),
    _inline("sdg-goal-18", "3.5: 1 to 17", "SDG goal known", _replaced("sdgs", [{"goal": 18}])),
    _inline("sdg-target-of-other-goal", "3.5", "SDG target of its goal", _replaced("sdgs", [{"goal": 12, "target": "3.9"}])),
    _inline("topic-word", "vocabularies 13", "terms of the vocabulary", _replaced("topics", [{"uri": "mercury"}])),
    _inline("topic-host", "vocabularies 13", "terms of the vocabulary", _replaced("topics", [{"uri": "http://www.example.org/terms/mercury"}])),
    _inline("cas-digit", "vocabularies 7", "CAS check digit", _replaced("chemicals", [{"name": "mercury", "cas": "7439-97-5"}])),
    _inline("sector-code", "3.5: DAC five digits", "sector in its form", _replaced("sectors", [{"vocabulary": "1", "code": "41"}])),
    _inline("organisation-nameless", "PRJ-047", "organisation has name or ref", _replaced("organisations", [{"role": "funding", "name": "Fund"}, {"role": "managing"}])),
    _inline("organisation-role", "4.3", "role from its list", first("organisations", "role", "executing")),
    _inline("organisation-none-managing", "PRJ-048", "GEF projects have a managing organisation", _replaced("organisations", [{"role": "funding", "name": "Global Environment Facility"}]), of=1),
    _inline("organisation-two-refs", "PRJ-049", "one organisation, one ref", when(lambda r: True, each("organisations", "ref", "XM-DAC-41114"))),
    _inline("organisation-roles-swapped", "4.3", "roles not exchanged", _roles_swapped),
    _inline("organisations-empty", "3.6: one at least", "organisations present", emptied("organisations")),
    _inline("identifiers-empty", "3.1: one at least", "identifiers present", emptied("identifiers")),
    _inline("identifier-zero", "PRJ-002", "GEF id in its form", _replaced("identifiers", [{"scheme": "gef", "value": "010125"}])),
    _inline("identifier-scheme", "3.1", "scheme from its list", first("identifiers", "scheme", "GEF")),
    _inline("identifier-shared", "PRJ-002", "identifiers unique", _replaced("identifiers", [{"scheme": "gef", "value": "10125"}])),
    _inline("milestones-reversed", "PRJ-026", "milestones in order", lambda r: r.many("milestones") and r.many("milestones")[0].update(date="2035-01-01") if r.many("milestones") else None),
    _inline("milestone-unknown", "3.3", "milestone from its list", first("milestones", "type", "kick-off")),
    _inline("milestone-future", "PRJ-023", "past milestones not in the future", lambda r: r.many("milestones") and r.many("milestones")[-1].update(date="2044-01-01")),
    _inline("related-dangling", "PRJ-084", "related projects exist", add("relatedProjects", [{"type": "1", "scheme": "gef", "value": "999998"}])),
    _inline("parent-not-reciprocal", "PRJ-080", "parent and child name each other", add("relatedProjects", [{"type": "1", "scheme": "gef", "value": "11534"}])),
    _inline("decision-of-other-form", "PRJ-083", "decision numbers in the form of the treaty", add("decisions", [{"treaty": "minamata", "number": "BC-14/10"}])),
    _inline("support-dangling", "PRJ-084", "obligations exist", add("reportingSupport", [{"treaty": "minamata", "obligationId": "nothing"}])),
    _inline("transaction-future", "PRJ-068", "transactions not in the future", add("transactions", [{"type": "3", "date": "2044-01-01", "value": {"amount": 5, "currency": "USD"}, "valueDate": "2044-01-01", "kind": "fund"}])),
    _inline("budget-two-years", "PRJ-067", "budget periods of a year", add("budgets", [{"type": "1", "status": "1", "periodStart": "2022-01-01", "periodEnd": "2023-12-31", "value": {"amount": 5, "currency": "USD"}, "valueDate": "2022-01-01"}])),
    _inline("document-extension", "PRJ-082", "media types well formed", add("documents", [{"url": "https://documents.example.org/a.pdf", "mimeType": "pdf", "language": "en", "category": "A07", "title": [{"language": "en", "value": "Evaluation"}], "filename": "a.pdf"}])),
    _inline("document-category", "vocabularies 11", "category from its list", add("documents", [{"url": "https://documents.example.org/a.pdf", "mimeType": "application/pdf", "language": "en", "category": "Z99", "title": [{"language": "en", "value": "Evaluation"}], "filename": "a.pdf"}])),
    _inline("location-outside", "3.4: degrees", "coordinates within range", add("locations", [{"name": "Field office", "point": {"lat": 95, "lon": 10}}])),
    _inline("languages-word", "3.1: BCP-47", "language codes written right", put("languages", ["english"])),
    _inline("contact-person", "3.6: no personal data", "no persons", add("contacts", [{"organisation": "UNEP", "email": "jane.doe@example.org", "name": "Jane Doe"}])),
    _inline("fund-unknown", "vocabularies 10", "trust fund known", add("trustFunds", [{"code": "gef"}])),
    _project("type-code", "3.3", "project type known", put("projectType.code", "Full-size Project")),
    _project("type-label-of-other", "vocabularies 10", "type fits its label", put("projectType.code", lambda v: "full-size" if v != "full-size" else "medium-size"), of=1),
    _project("source-lacking", "PRJ-004", "source named where somebody else's id stands", drop("source"), of=1),
    _project("actual-start-lacking", "PRJ-052: 2 without any start", "status fits the dates", both(drop("actualStart"), drop("plannedStart")), of=1),
)  # fmt: skip
