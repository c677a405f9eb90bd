"""The machine forms, held to the published schema of each or to a program that reads it, for every kind of run."""

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from jsonschema.validators import validator_for
from junitparser import JUnitXml
from pyld import jsonld

from apitest.contracts import requirement_places
from apitest.reports import FORMATS, annotations, sarif
from apitest.reports.remarks import with_remarks
from apitest.results import RemarkRow, Results
from apitest.shipped import shipped
from making import CONTRACT
from resulting import ADVICE, FIRST, SECOND, finding, results, verdict

SCHEMAS = Path(__file__).parent.parent / "fixtures"

NONE = results(verdict(), verdict(FIRST))
ONE = results(verdict(SECOND, "failed"), verdict(FIRST))
THOUSANDS = results(
    verdict(SECOND, "failed", findings=tuple(finding(record=f"r{number}") for number in range(5000)), total=70_000),
    verdict(ADVICE, "failed"),
    verdict(FIRST, "cantTell"),
)
WAIVED = results(verdict(SECOND, "failed", findings=(finding(waived=True),)), verdict(FIRST, "untested"))
CUT = results(verdict(SECOND, "failed"), complete=False)
TROUBLE = results(trouble="expected  an answer\ngot       no connection\nwhere     GET /", entities={})
EMPTY: Results = {**results(), "targets": []}
ROOTED = results(verdict(SECOND, "failed"), verdict(FIRST, "cantTell", root=SECOND), verdict(ADVICE, "inapplicable"))
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "turned": "\u202eevitucexe\u202c",
    "control": "bell\x07 null\x00 escape\x1b[31m",
    "markup": "]]>&amp;<!-- \"' -->",
    "half": "half \ud83d pair",
    "lines": "two\nlines\r\n::error::mine%0A::warning::too",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "blank": " ",
    "huge": "x" * 1_000_000,
}


def hostile(text: str) -> Results:
    """A run in which a target served this wherever it could."""
    found = finding(record=text, pointer=f"/{text}", expected=text, got=text, where=text, fix=text, reproduce=text)
    judged = verdict(SECOND, "failed", findings=(found,))
    told = verdict(FIRST, "cantTell", reason=text)
    document = results(judged, told, name=text, recognition=text, trouble=f"got  {text}", dialect=text)
    reply: RemarkRow = {
        "target": "mea", "requirement": SECOND, "entity": "", "record": None, "text": text, "date": "2026-01-20",
        "status": "disputed", "by": text,
    }  # fmt: skip
    return with_remarks(document, [reply])


DOCUMENTS = {
    "none": NONE,
    "one": ONE,
    "thousands": THOUSANDS,
    "waived": WAIVED,
    "cut": CUT,
    "trouble": TROUBLE,
    "empty": EMPTY,
    "rooted": ROOTED,
    **{name: hostile(text) for name, text in HOSTILE.items()},
}
EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
QUICK = [form for form in FORMATS if form != "pdf"]


@cache
def validator(name: str) -> Any:
    schema = json.loads((SCHEMAS / name).read_text("utf-8"))
    return validator_for(schema)(schema)


def departures(document: Any, schema: str) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(schema).iter_errors(document)]


def read(document: Results, form: str) -> Any:
    return json.loads(FORMATS[form](document))


@pytest.mark.parametrize("form", QUICK)
@EVERY
def test_every_form_is_utf_8_and_the_same_again(form: str, document: Results) -> None:
    first = FORMATS[form](document)

    assert FORMATS[form](document) == first
    assert first.decode("utf-8") is not None


@pytest.mark.parametrize("form", [form for form in QUICK if form not in ("json", "ndjson")])
def test_a_value_of_a_megabyte_is_cut_and_its_length_told(form: str) -> None:
    said = FORMATS[form](hostile("x" * 1_000_000)).decode()

    assert len(said) < 200_000
    if form not in ("badge", "badge-svg"):
        assert "1,000,000 characters" in said


@pytest.mark.parametrize("form", [form for form in QUICK if form not in ("json", "ndjson")])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_unseen_that_was_served_reaches_a_reader(form: str, text: str) -> None:
    said = FORMATS[form](hostile(text)).decode().removeprefix("\ufeff")

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", said)


# --- SARIF ------------------------------------------------------------------------------------------------------------


@EVERY
def test_sarif_keeps_to_its_schema(document: Results) -> None:
    assert departures(read(document, "sarif"), "sarif-schema-2.1.0.json") == []


def test_the_schema_of_sarif_refuses_what_is_wrong() -> None:
    log = read(ONE, "sarif")
    log["runs"][0]["results"][0]["level"] = "loud"

    assert departures(log, "sarif-schema-2.1.0.json") != []


def test_sarif_points_at_the_line_of_the_contract() -> None:
    (result,) = read(ONE, "sarif")["runs"][0]["results"]

    place = result["locations"][0]["physicalLocation"]
    lines = shipped(*place["artifactLocation"]["uri"].split("/")).read_text("utf-8").splitlines()
    assert lines[place["region"]["startLine"] - 1] == f'["{SECOND}"]'


def test_every_requirement_has_a_line() -> None:
    assert set(requirement_places()) == set(CONTRACT.requirements)


def test_sarif_fingerprints_hold_nothing_that_varies() -> None:
    one = results(verdict(SECOND, "failed"))
    other = results(verdict(SECOND, "failed", findings=(finding(got="other", where="elsewhere", exchange="d2"),)))

    marks = [read(document, "sarif")["runs"][0]["results"][0]["partialFingerprints"] for document in (one, other)]

    assert marks[0] == marks[1]
    assert marks[0]["primaryLocationLineHash"].endswith(":1")


def test_sarif_fingerprints_are_unique_in_a_run() -> None:
    same = results(verdict(SECOND, "failed", findings=(finding(), finding(), finding(record="other"))))

    marks = [row["partialFingerprints"]["primaryLocationLineHash"] for row in read(same, "sarif")["runs"][0]["results"]]

    assert len(set(marks)) == 3


def test_sarif_leaves_out_beyond_the_limit_the_least_binding_and_says_how_many() -> None:
    (run,) = read(THOUSANDS, "sarif")["runs"]

    assert (len(run["results"]), run["properties"]["findingsLeftOut"]) == (sarif.MOST, 1)
    assert {row["level"] for row in run["results"]} == {"error"}


def test_sarif_texts_are_no_longer_than_code_scanning_takes() -> None:
    document = results(verdict(SECOND, "failed"))
    document["requirements"][SECOND]["cost"] = "word " * 1000

    (rule,) = read(document, "sarif")["runs"][0]["tool"]["driver"]["rules"]

    assert max(len(rule[name]["text"]) for name in ("shortDescription", "fullDescription", "help")) <= 1024


def test_sarif_tells_waivers_and_runs_that_did_not_end() -> None:
    waived, cut = read(WAIVED, "sarif")["runs"][0], read(CUT, "sarif")["runs"][0]

    assert waived["results"][0]["suppressions"][0]["kind"] == "external"
    assert [cut["invocations"][0]["executionSuccessful"], waived["invocations"][0]["executionSuccessful"]] == [
        False,
        True,
    ]


def test_a_consequence_is_no_result_of_sarif() -> None:
    found = (finding(FIRST),)
    document = results(verdict(SECOND, "failed"), verdict(FIRST, "cantTell", root=SECOND, findings=found))

    assert [row["ruleId"] for row in read(document, "sarif")["runs"][0]["results"]] == [SECOND]


def test_a_requirement_of_another_version_points_at_the_configuration() -> None:
    document: Any = json.loads(json.dumps(ONE).replace(SECOND, "paging/long-gone"))

    (result,) = read(document, "sarif")["runs"][0]["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "apitest.toml"


# --- CTRF -------------------------------------------------------------------------------------------------------------


@EVERY
def test_ctrf_keeps_to_its_schema(document: Results) -> None:
    assert departures(read(document, "ctrf"), "ctrf-schema-0.0.json") == []


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        (NONE, {"passed": 2}),
        (ONE, {"passed": 1, "failed": 1}),
        (WAIVED, {"other": 1, "skipped": 1}),
        (ROOTED, {"failed": 1, "skipped": 2}),
        (TROUBLE, {"other": 1}),
        (THOUSANDS, {"failed": 1, "other": 2}),
    ],
)
def test_ctrf_fails_for_a_breach_alone(document: Results, counts: dict[str, int]) -> None:
    told = read(document, "ctrf")["results"]

    assert Counter(test["status"] for test in told["tests"]) == counts
    assert {name: number for name, number in told["summary"].items() if name in counts} == counts
    assert told["summary"]["tests"] == len({test["testId"] for test in told["tests"]})


def test_ctrf_tells_when_the_run_was() -> None:
    summary = read(ONE, "ctrf")["results"]["summary"]

    assert (summary["start"], summary["stop"]) == (1_767_225_600_000, 1_767_225_660_000)


# --- EARL -------------------------------------------------------------------------------------------------------------

EARL = "http://www.w3.org/ns/earl#"


def triples(document: Results) -> list[dict[str, Any]]:
    """What a JSON-LD processor makes of it, offline."""

    def refuse(url: str, _options: object) -> None:
        raise AssertionError(url)

    graph: list[dict[str, Any]] = jsonld.to_rdf(read(document, "earl"), {"documentLoader": refuse})["@default"]
    return graph


def outcomes(document: Results) -> Counter[str]:
    return Counter(row["object"]["value"] for row in triples(document) if row["predicate"]["value"] == f"{EARL}outcome")


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        (NONE, {"passed": 2}),
        (ONE, {"passed": 1, "failed": 1}),
        (ROOTED, {"failed": 1, "cantTell": 1, "inapplicable": 1}),
        (WAIVED, {"failed": 1, "untested": 1}),
        (EMPTY, {}),
    ],
)
def test_a_json_ld_processor_reads_the_outcomes(document: Results, counts: dict[str, int]) -> None:
    assert outcomes(document) == {f"{EARL}{name}": number for name, number in counts.items()}


def test_each_assertion_has_its_four_parts() -> None:
    rows = triples(ONE)
    assertions = {row["subject"]["value"] for row in rows if row["object"]["value"] == f"{EARL}Assertion"}

    parts = {
        name: {row["predicate"]["value"] for row in rows if row["subject"]["value"] == name} for name in assertions
    }

    needed = {f"{EARL}{name}" for name in ("assertedBy", "subject", "test", "result", "mode")}
    assert len(parts) == 2
    assert all(needed <= predicates for predicates in parts.values())
    assert {row["object"]["value"] for row in rows if row["predicate"]["value"] == f"{EARL}test"} == {
        f"urn:apitest:requirement:{FIRST}",
        f"urn:apitest:requirement:{SECOND}",
    }


def test_entity_sets_are_one_assertion_worst_first() -> None:
    document = results(verdict(SECOND), verdict(SECOND, "failed", entity="meetings"))

    assert outcomes(document) == {f"{EARL}failed": 1}


@EVERY
def test_every_name_in_earl_is_a_uri(document: Results) -> None:
    names = [node["@id"] for node in read(document, "earl")["@graph"]]

    assert [name for name in names if not re.fullmatch(r"[a-z]+:[!-~]+", name) or set(name) & set('<>"{}|\\^`')] == []
    assert len(names) == len(set(names))


# --- CSV --------------------------------------------------------------------------------------------------------------


def table(document: Results) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FORMATS["csv"](document).decode("utf-8-sig"), newline="")))


@EVERY
def test_each_finding_and_each_verdict_without_is_a_row(document: Results) -> None:
    empty = [row for row in document["verdicts"] if not row["findings"]]

    assert len(table(document)) == len(document["findings"]) + len(empty)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200b=1", "＝1", "|cmd", "%0A=1"]
)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cells = [cell for row in table(hostile(text)) for cell in row.values()]

    assert [cell for cell in cells if re.match(r"[\s]*[=+\-@|%＝＋－＠\t\r]", cell)] == []


def test_a_table_holds_what_was_found() -> None:
    row = next(row for row in table(ONE) if row["requirement"] == SECOND)

    assert (row["record"], row["expected"], row["got"], row["exchange"], row["waived"]) == (
        "8fc906c1", "a title", "none", "17", "false",
    )  # fmt: skip


# --- badges -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "message", "colour", "error"),
    [
        (NONE, "conformant, 2026-01-01", "brightgreen", False),
        (ONE, "not conformant, 2026-01-01", "red", False),
        (results(verdict(), complete=False), "not assessed, 2026-01-01", "lightgrey", True),
        (TROUBLE, "not assessed, 2026-01-01", "lightgrey", True),
        (EMPTY, "not assessed, 2026-01-01", "lightgrey", True),
        ({**NONE, "targets": [*NONE["targets"], *ONE["targets"]]}, "1 of 2 conformant, 2026-01-01", "red", False),
    ],
)
def test_a_badge_claims_no_more_than_was_seen(document: Results, message: str, colour: str, *, error: bool) -> None:
    badge = read(document, "badge")

    assert badge == {
        "schemaVersion": 1, "label": "data contract", "message": message, "color": colour, "isError": error,
    }  # fmt: skip
    picture: Element = fromstring(FORMATS["badge-svg"](document))
    assert picture.get("aria-label") == f"data contract: {message}"


def test_the_picture_of_a_badge_asks_nobody() -> None:
    said = FORMATS["badge-svg"](ONE).decode()

    assert re.findall(r"https?://[^\"]+", said) == ["http://www.w3.org/2000/svg"]
    assert "href" not in said


# --- annotations ------------------------------------------------------------------------------------------------------


@EVERY
def test_every_line_is_one_command(document: Results) -> None:
    lines = FORMATS["annotations"](document).decode().split("\n")

    assert lines.pop() == ""
    assert [line for line in lines if not re.match(r"::(error|warning|notice) [^\r]*::", line)] == []
    assert max(Counter(line.split(" ")[0] for line in lines).values(), default=0) <= annotations.MOST


def test_an_annotation_points_at_the_contract() -> None:
    line, notice = FORMATS["annotations"](ONE).decode().splitlines()

    place = requirement_places()[SECOND]
    assert line.startswith(f"::error file={place.path},line={place.line},title={SECOND} at MEA::")
    assert "Mend%3A" not in line
    assert "Mend: " in line
    assert notice.startswith("::notice title=apitest::Not conformant")


def test_more_annotations_than_are_shown_are_counted() -> None:
    names = [name for name, item in CONTRACT.requirements.items() if item.obligation == "MUST"][:15]

    lines = FORMATS["annotations"](results(*(verdict(name, "failed") for name in names))).decode().splitlines()

    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert errors[-1].endswith("and 6 more; the full report holds them")


# --- JUnit, by a program that reads it --------------------------------------------------------------------------------


@EVERY
def test_a_reader_of_junit_finds_every_verdict(document: Results) -> None:
    suites = list(JUnitXml.fromstring(FORMATS["junit"](document)))

    cases = [case for suite in suites for case in suite]
    troubled = sum(bool(row["trouble"]) for row in document["targets"])
    assert len(cases) == len(document["verdicts"]) + troubled
    assert len({(case.classname, case.name) for case in cases}) == len(cases)


# --- Markdown and PDF -------------------------------------------------------------------------------------------------


@EVERY
def test_a_table_of_the_summary_is_whole(document: Results) -> None:
    blocks = FORMATS["markdown"](document).decode().split("\n\n")

    for block in (block for block in blocks if block.startswith("|")):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


@pytest.mark.parametrize("name", ["trouble", "script"])
def test_a_pdf_is_written_and_fetches_nothing(name: str) -> None:
    try:
        __import__("weasyprint")
    except (ImportError, OSError) as error:
        pytest.skip(f"the extra apitest[pdf] or its system libraries are not installed: {error}")

    body = FORMATS["pdf"](DOCUMENTS[name])

    assert body.startswith(b"%PDF-1.")
    assert body.rstrip().endswith(b"%%EOF")
    assert b"/JavaScript" not in body


def test_without_the_renderer_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)

    with pytest.raises(Exception, match=r"pip install 'apitest\[pdf\]'"):
        FORMATS["pdf"](ONE)
