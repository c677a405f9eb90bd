"""Every form says the same, for none, one and many findings, whatever a target served."""

import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.acceptance.portal import Provider
from apitest.model import Politeness
from apitest.rehearsal import row_of
from apitest.reports import FORMATS, markdown, ndjson, render
from apitest.reports.funnel import charge
from apitest.reports.remarks import with_remarks
from apitest.reports.text import as_text
from apitest.results import AcceptanceRow, RemarkRow, Results
from feeding import imported, row, texts
from making import target
from resulting import ADVICE, FIRST, SECOND, finding, results, verdict

NONE = results(verdict(), verdict(FIRST))
ONE = results(verdict(SECOND, "failed"), verdict(FIRST))
MANY = results(
    verdict(SECOND, "failed", findings=tuple(finding(record=f"r{number}") for number in range(50)), total=70),
    verdict(ADVICE, "failed"),
    verdict(FIRST, "cantTell"),
)
WAIVED = results(verdict(SECOND, "failed", findings=(finding(waived=True),)), verdict(FIRST))
TROUBLE = results(
    trouble="expected  an answer\ngot       no connection\nwhere     GET /\nfix       Ask again.", entities={}
)
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "turned": "\u202eevitucexe\u202c",
    "control": "bell\x07 null\x00 escape\x1b[31m",
    "markup": "]]>&amp;<!--",
    "half": "half \ud83d pair",
    "lines": "two\nlines\r\nand a\ttab\u2028end",
    "markdown": "| a | [b](javascript:c) `d` **e** $f$ @g #h ~i~",
    "unseen": "zero\u200bwidth\ufeff",
    "long": "x" * 5000,
}


def hostile(text: str) -> Results:
    """A run in which a target served this wherever it could."""
    found = finding(record=text, pointer=f"/{text}", expected=text, got=text, where=text, fix=text, reproduce=text)
    judged = verdict(SECOND, "failed", findings=(found,))
    told = verdict(FIRST, "cantTell", reason=text or "none")
    document = results(judged, told, name=text, recognition=text, trouble=f"got  {text}", dialect=text)
    document["findings"][0]["excerpt"] = {"status": 200, "type": text, "text": text}
    return document


DOCUMENTS = {
    "none": NONE,
    "one": ONE,
    "many": MANY,
    "waived": WAIVED,
    "trouble": TROUBLE,
    "nothing": results(),
    **{name: hostile(text) for name, text in HOSTILE.items()},
}
QUICK = [form for form in FORMATS if form != "pdf"]
"""Laying out a PDF takes a second; it is the HTML."""
EVERY = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


def said(document: Results, form: str) -> str:
    return FORMATS[form](document).decode()


@pytest.mark.parametrize("form", QUICK)
@EVERY
def test_every_form_is_written_for_every_run(form: str, document: Results) -> None:
    assert FORMATS[form](document) == FORMATS[form](document) != b""


@pytest.mark.parametrize("form", ["html", "markdown", "text", "junit"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_served_acts_in_a_report(form: str, text: str) -> None:
    shown = said(hostile(text), form)

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", shown)
    assert "<script" not in shown if form != "text" else True
    assert len(shown) < 150_000


@pytest.mark.parametrize("form", QUICK)
@given(st.text(max_size=40))
@settings(max_examples=10)
def test_no_text_is_an_exception(form: str, text: str) -> None:
    assert FORMATS[form](hostile(text))


# --- JSON and its stream ----------------------------------------------------------------------------------------------


@EVERY
def test_json_reads_back(document: Results) -> None:
    assert json.loads(FORMATS["json"](document)) == document


@EVERY
def test_the_stream_reads_back(document: Results) -> None:
    assert ndjson.read_lines(said(document, "ndjson").splitlines()) == document


def test_the_stream_is_ascii_and_one_object_a_line() -> None:
    lines = FORMATS["ndjson"](hostile(HOSTILE["lines"])).decode("ascii").splitlines()

    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds == ["header", "verdict", "verdict", "finding", "footer"]


@pytest.mark.parametrize("kept", range(1, 6))
def test_a_stream_that_breaks_off_is_read_as_cut_short(kept: int) -> None:
    lines = said(ONE, "ndjson").splitlines()[:kept]

    document = ndjson.read_lines(lines)

    assert document["run"]["complete"] is (kept == 5)
    assert len(document["verdicts"]) == min(2, kept - 1)


def test_a_stream_without_its_footer_is_cut_short_though_all_verdicts_are_there() -> None:
    lines = said(NONE, "ndjson").splitlines()

    document = ndjson.read_lines(lines[:-1])

    assert (document["verdicts"], document["run"]["complete"]) == (NONE["verdicts"], False)
    assert document["run"]["outcome"] == "cantTell"
    assert document["run"]["finished"] == ""


def test_a_stream_that_lost_a_line_is_cut_short() -> None:
    lines = said(ONE, "ndjson").splitlines()

    assert ndjson.read_lines([lines[0], *lines[2:]])["run"]["complete"] is False


def test_a_line_that_breaks_off_ends_the_stream() -> None:
    lines = said(ONE, "ndjson").splitlines()

    assert ndjson.read_lines([*lines[:2], "", lines[2][:20]])["verdicts"] == ONE["verdicts"][:1]


@pytest.mark.parametrize("lines", [[], ["{"], ["[]"], ['{"kind":"verdict"}']])
def test_what_is_no_stream_is_told(lines: list[str]) -> None:
    with pytest.raises(Exception, match="expected a results stream that begins with its header"):
        ndjson.read_lines(lines)


def test_a_cut_stream_of_a_failed_target_reads_failed() -> None:
    assert ndjson.read_lines(said(ONE, "ndjson").splitlines()[:-1])["run"]["outcome"] == "failed"


# --- JUnit ------------------------------------------------------------------------------------------------------------


def junit(document: Results) -> Element:
    root: Element = fromstring(FORMATS["junit"](document))
    return root


@EVERY
def test_junit_is_what_gitlab_and_jenkins_read(document: Results) -> None:
    root = junit(document)

    assert root.tag == "testsuites"
    for suite in root:
        cases = list(suite)
        assert (suite.tag, {case.tag for case in cases} - {"testcase"}) == ("testsuite", set())
        assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(name) == str(len(suite.findall(f"testcase/{tag}")))
        assert suite.get("tests") == str(len(cases))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
        assert all({child.tag for child in case} <= {"failure", "error", "skipped", "system-out"} for case in cases)
        assert all(len(case) <= 1 and case.get("time") is not None for case in cases)
    assert root.get("tests") == str(len(root.findall("testsuite/testcase")))


@pytest.mark.parametrize(
    ("document", "counts"),
    [
        (NONE, ("2", "0", "0", "0")),
        (ONE, ("2", "1", "0", "0")),
        (MANY, ("3", "1", "1", "0")),
        (WAIVED, ("2", "0", "0", "0")),
        (TROUBLE, ("1", "0", "1", "0")),
        (results(verdict(SECOND, "cantTell", root=FIRST), verdict(FIRST, "inapplicable")), ("2", "0", "0", "2")),
    ],
)
def test_only_a_breach_of_a_requirement_turns_a_build_red(document: Results, counts: tuple[str, ...]) -> None:
    root = junit(document)

    assert tuple(root.get(name) for name in ("tests", "failures", "errors", "skipped")) == counts


def test_junit_says_the_four_parts_where_gitlab_looks() -> None:
    (failure,) = junit(ONE).findall("testsuite/testcase/failure")

    assert failure.get("type") == SECOND
    assert failure.get("message", "").endswith("1 finding.")
    for part in ("record 8fc906c1 /title", "expected  a title", "got       none", "fix       Enter a title."):
        assert part in (failure.text or "")


def test_junit_names_how_many_findings_it_leaves_out() -> None:
    (failure,) = junit(MANY).findall("testsuite/testcase/failure")

    assert "\nand 50 more\nmore: apitest explain " in (failure.text or "")


def test_a_recommendation_and_a_waiver_are_told_beside() -> None:
    told = [out.text or "" for out in junit(MANY).iter("system-out")] + [
        out.text or "" for out in junit(WAIVED).iter("system-out")
    ]

    assert [text.splitlines()[0] for text in told] == ["Not followed (SHOULD).", "Accepted by a waiver."]


# --- HTML -------------------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """The tags and the ids of a page, and whether its tags close as they opened."""

    VOID = frozenset({"meta", "br", "img", "link", "use", "circle", "path"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@EVERY
def test_the_page_stands_alone_and_holds_no_script(document: Results) -> None:
    page = _Page(said(document, "html"))

    assert page.open == []
    assert not {"script", "iframe", "object", "embed", "form", "link", "base"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("src", "style")]
    assert all((value or "").startswith("#") for name, value in page.attributes if name == "href")


@EVERY
def test_every_link_of_the_page_leads_somewhere(document: Results) -> None:
    page = _Page(said(document, "html"))
    ids = [value for name, value in page.attributes if name == "id"]

    assert len(ids) == len(set(ids))
    assert {(value or "")[1:] for name, value in page.attributes if name == "href"} <= set(ids)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (NONE, ["Conformant", "There is nothing to mend."]),
        (ONE, ["Not conformant", "Mend this first", "8fc906c1", "Enter a title."]),
        (MANY, ["The first 50 of 70 findings", "Recommendations not followed"]),
        (WAIVED, ["Accepted by a waiver", "Not conformant, accepted by waiver"]),
        (TROUBLE, ["Not assessed", "no connection", "Ask again."]),
        (results(verdict(), complete=False), ["Not fully assessed", "Cut short"]),
        (results(verdict(SECOND, "failed"), verdict(FIRST, "cantTell", root=SECOND)), ["cannot be judged until"]),
    ],
)
def test_the_page_says_what_matters(document: Results, words: list[str]) -> None:
    page = said(document, "html")

    assert [word for word in words if word not in page] == []


def portal_row() -> AcceptanceRow:
    """Meetings of which one has no English title and one stops the import."""
    rows = [row("meetings", number) for number in range(120)]
    rows[3] = row("meetings", 3, title=texts(("en", ""), ("fr", "Réunion")))
    rows[109] = row("meetings", 109, title=["<script>"])
    return row_of(imported("meetings", rows), "mea", Provider(name="cms"), "2018")


def test_the_page_shows_what_the_portal_would_make_of_the_records() -> None:
    document = results(verdict())
    document["acceptance"].append(portal_row())

    page = said(document, "html")

    assert "Meetings: 108 of 120 would be in the portal, 12 would not." in page
    assert '<ul class="funnel" aria-label="From the service to the portal: ' in page
    assert '<b>110</b> <span class="says">10 never read</span>' in page
    assert '<b>108</b> <span class="says">2 read and not stored</span>' in page
    assert "not public" in page
    assert "<script>" not in page


@pytest.mark.parametrize("language", ["ar", "fr", "zh"])
@pytest.mark.parametrize("form", ["html", "text"])
def test_causes_at_the_portal_are_told_in_the_language_of_the_report(form: str, language: str) -> None:
    document = results(verdict())
    document["acceptance"].append(portal_row())
    causes = [rule["cause"][1:30] for rule in document["acceptance"][0]["by-rule"]]

    page = render(document, form, language).decode()

    assert causes != []
    assert [cause for cause in causes if cause in page] == []
    assert causes[0] in render(document, "html").decode()


def test_the_screen_shows_what_the_portal_would_make_of_the_records() -> None:
    document = results(verdict())
    document["acceptance"].append(portal_row())

    screen = " ".join(said(document, "text").split())

    assert "What the portal would make of it" in screen
    assert "Reading stops at record meetings-109, number 110 in the list" in screen


def test_a_failure_tells_what_it_costs_at_the_portal() -> None:
    rules = ["H-TTL-03"]

    assert charge([portal_row()], rules, ("meetings",)) == "1 record not stored (H-TTL-03)"
    assert charge([portal_row()], rules, ("decisions",)) == ""


def test_each_listed_finding_has_its_answer_and_the_request_that_it_answers() -> None:
    found = tuple(finding(record=f"r{number}", exchange="d1" if number else "d2") for number in range(3))
    document = results(verdict(SECOND, "failed", findings=found, total=70))
    for number, line in enumerate(document["findings"]):
        line["exchange"] = 17 if number else 18
        line["reproduce"] = f"curl {line['exchange']}"
        line["excerpt"] = {"status": 200, "type": "application/json", "text": f"… answer {number}"}

    page = said(document, "html")

    assert [page.count(f"… answer {number}<") for number in range(3)] == [2, 1, 1]
    assert [page.count(f">{command}<") for command in ("curl 17", "curl 18")] == [1, 2]
    assert 'href="#paging--walk-ends--17"' in page
    assert '<li id="paging--walk-ends--17">' in page
    assert "The first 3 of 70 findings" in page


@pytest.mark.parametrize(
    ("polite", "told"),
    [
        (
            Politeness(max_requests=500, max_bytes=2_000_000),
            "41 requests of at most 500, 123.5 kB of at most 2.0 MB, 3.2 s.",
        ),
        (Politeness(), "Requests a second: 5.0 at most, requests at a time: 2 at most."),
        (Politeness(rate=0, connections=0), "No limit was set."),
    ],
)
def test_what_was_spent_stands_beside_what_was_allowed(polite: Politeness, told: str) -> None:
    document = results(verdict(), target=target(politeness=polite))

    assert told in said(document, "html")


def test_results_of_before_say_what_was_spent_alone() -> None:
    document = results(verdict())
    del document["targets"][0]["limits"]

    assert "41 requests, 123.5 kB, 3.2 s." in said(document, "html")


REPLY: RemarkRow = {
    "target": "mea", "requirement": SECOND, "entity": "", "record": None, "text": "New server\nin May.",
    "date": "2026-01-20", "status": "being mended", "by": "the secretariat",
}  # fmt: skip


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("text", "remark    the secretariat, 2026-01-20, being mended: New server in May."),
        ("markdown", "| paging/walk-ends | the secretariat, 2026-01-20, being mended: New server in May. |"),
        ("csv", "the secretariat, 2026-01-20, being mended: New server in May."),
        ("junit", "remark: the secretariat, 2026-01-20, being mended: New server in May."),
        ("sarif", "Remark: the secretariat, 2026-01-20, being mended: New server in May."),
        ("ctrf", "remark: the secretariat, 2026-01-20, being mended: New server in May."),
        ("earl", "Remark: the secretariat, 2026-01-20, being mended: New server in May."),
        ("annotations", "Remark: the secretariat, 2026-01-20, being mended: New server in May."),
        ("html", "being mended"),
        ("ndjson", '"kind":"remark"'),
    ],
)
def test_a_remark_stands_beside_the_finding_in_each_form(form: str, line: str) -> None:
    page = said(with_remarks(ONE, [REPLY]), form)

    assert line in page
    assert line not in said(ONE, form)


@pytest.mark.parametrize(
    ("changes", "told"), [({"entity": "meetings"}, False), ({"record": "8fc906c1"}, True), ({"record": "r9"}, False)]
)
def test_a_row_has_the_remarks_that_are_about_it(changes: dict[str, Any], *, told: bool) -> None:
    reply: Any = {**REPLY, **changes}

    assert ("New server" in said(with_remarks(ONE, [reply]), "csv")) is told


def test_two_targets_that_fail_alike_have_their_own_places() -> None:
    document = results(verdict(SECOND, "failed"))
    other: Any = json.loads(json.dumps(document).replace('"mea"', '"other"'))
    document["targets"] += other["targets"]
    document["verdicts"] += other["verdicts"]
    document["findings"] += other["findings"]

    ids = [value for name, value in _Page(said(document, "html")).attributes if name == "id"]

    assert {"paging--walk-ends", "t2--paging--walk-ends"} <= set(ids)


# --- text -------------------------------------------------------------------------------------------------------------


def test_the_screen_puts_the_verdict_first_and_the_four_parts_below() -> None:
    lines = said(ONE, "text").splitlines()

    assert lines[0] == "✗ Not conformant: 1 of 2 requirements failed at MEA (olingo2)"
    assert "      expected  a title" in lines
    assert "      fix       Enter a title." in lines
    assert lines[-1] == "apitest explain ID tells more about a requirement."


@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_screen_keeps_its_width_for_words(width: int) -> None:
    document = results(verdict(SECOND, "failed", findings=(finding(got="word " * 60, reproduce="", where="short"),)))

    lines = [line for line in as_text(document, width).splitlines() if not line.startswith("  failed  ")]

    assert max(len(line) for line in lines) <= width


def test_colour_is_only_there_when_asked_for() -> None:
    plain, coloured = as_text(ONE), as_text(ONE, colour=True)

    assert "\x1b[" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == plain.split()


def test_trouble_is_told_in_its_four_parts() -> None:
    lines = said(TROUBLE, "text").splitlines()

    assert lines[:5] == [
        "? Not assessed: nothing could be judged at MEA (olingo2)",
        "  expected  an answer",
        "  got       no connection",
        "  where     GET /",
        "  fix       Ask again.",
    ]


@pytest.mark.parametrize(
    ("document", "head"),
    [
        (NONE, "✓ Conformant: all 2 requirements judged are met"),
        (results(verdict()), "✓ Conformant: the one requirement judged is met"),
        (results(verdict(ADVICE)), "✓ Conformant: nothing binding was judged, nothing failed"),
        (results(verdict(), complete=False), "✓ Not fully assessed: no failure in 1 requirement judged"),
        (results(verdict(), trouble="got  a stop"), "? Not assessed: 1 requirement judged and met, but the rest"),
        (results(verdict(FIRST, "cantTell")), "? Not assessed: 1 of 1 requirement could not be judged"),
        (results(verdict(FIRST, "untested")), "– Not assessed: nothing was judged"),
        (WAIVED, "✗ Not conformant, accepted by waiver: 1 of 2 requirements failed"),
    ],
)
def test_the_headline_claims_no_more_than_was_seen(document: Results, head: str) -> None:
    assert said(document, "text").startswith(head)


def test_a_run_without_targets_is_not_assessed() -> None:
    document = results()
    document["targets"] = []

    assert "the run has no target" in said(document, "text")
    assert "The run has no target." in said(document, "html")


# --- Markdown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_cell_stays_a_cell(text: str) -> None:
    tables = [line for line in said(hostile(text), "markdown").splitlines() if line.startswith("|")]

    widths = [len(re.findall(r"(?<!\\)\|", line)) for line in tables]
    assert set(widths) <= {3, 5}
    assert "](javascript" not in said(hostile(text), "markdown")


def test_the_summary_is_cut_between_blocks_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = said(MANY, "markdown")
    monkeypatch.setattr(markdown, "LIMIT", len(whole.encode()) // 2)

    cut = said(MANY, "markdown")

    assert len(cut.encode()) <= len(whole.encode()) // 2
    assert cut.endswith("_Cut here: the full report holds the rest._\n")
    assert whole.startswith(cut.removesuffix("\n_Cut here: the full report holds the rest._\n"))


def test_several_targets_are_summed_up_first() -> None:
    document = results(verdict())
    document["targets"] *= 2

    assert said(document, "markdown").startswith("### Conformance of several targets")


def test_long_tables_say_how_much_they_leave_out() -> None:
    names = [f"class-{number:02}" for number in range(25)]
    document = results(verdict())
    document["targets"][0]["classes"] = dict.fromkeys(names, "passed")

    assert "_and 5 more_" in said(document, "markdown")


def test_trouble_is_told_in_a_summary_too() -> None:
    assert "*expected:* an answer" in said(TROUBLE, "markdown")
    assert "*fix:* Ask again." in said(TROUBLE, "markdown")
