"""Why something was not judged, in six languages: every reason that there is, and what nobody foresaw."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import apitest
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, unbound
from apitest.reports import render
from apitest.reports.language import LANGUAGES, speaking
from apitest.reports.reasons import FORMS, reason_told
from resulting import FIRST, SECOND, results, verdict

FOREIGN = [language for language in LANGUAGES if language != "en"]
EACH = pytest.mark.parametrize("language", FOREIGN)
SOURCE = Path(apitest.__file__).parent
GIVEN_AS = {"NotOffered", "Undecided", "Unfinished", "Failure", "no_answer", "_Refused"}
"""What is called with a reason."""
GIVEN_IN = {"reason", "got"}
"""Arguments by that name are reasons where something could not be assessed."""
TROUBLES = {"NoAnswer", "BudgetSpent", "NotRecorded", "CannotTell", "Failure", "Verdict", "_verdict"}


def spelled_out(node: ast.expr) -> Iterator[str]:
    """A text as it stands in the code, with something for each part that is only known later."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (text for part in (node.body, node.orelse) for text in spelled_out(part))
    if isinstance(node, ast.JoinedStr):
        yield "".join(part.value if isinstance(part, ast.Constant) else "3 ms and 7" for part in node.values)  # type: ignore[misc]


@cache
def given_reasons() -> frozenset[str]:
    """What stands in the code as a reason; what only follows from another requirement is told by that one's name."""
    every = {
        reason
        for path in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for part in parts_of(node, judging=path.parent.name == "assessment")
        for reason in spelled_out(part)
    }
    return frozenset(reason for reason in every if not reason.startswith("consequence of "))


def parts_of(node: ast.AST, *, judging: bool) -> Iterator[ast.expr]:
    """The arguments that hold reasons, and where requirements are judged the variables too."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        yield from node.args if name in GIVEN_AS else ()
        yield from (word.value for word in node.keywords if name in TROUBLES and word.arg in GIVEN_IN)
    if judging and isinstance(node, ast.Assign) and [*map(ast.unparse, node.targets)] == ["reason"]:
        yield node.value


def test_reasons_are_found_in_the_code() -> None:
    found = given_reasons()

    assert {"filters are not answered", "the set has no records", "a budget that is used up"} <= found
    assert len(found) > len(FORMS) // 3


@EACH
def test_every_reason_that_the_code_gives_is_told(language: str) -> None:
    with speaking(language):
        english = sorted(reason for reason in given_reasons() if reason_told(reason) == reason)

    assert english == []


@EACH
def test_every_reason_why_a_requirement_does_not_bind_is_told(language: str) -> None:
    reasons = {
        unbound(item, dialect) for dialect in DIALECTS.values() for item in load_contract().requirements.values()
    }

    with speaking(language):
        english = sorted(reason for reason in reasons if reason and reason_told(reason) == reason)

    assert english == []


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no record has 'answers' or 'sections'", "aucun enregistrement n'a 'answers' ou 'sections'"),
        ("at depth quick asked of other sets, at depth full of each",
         "à la profondeur quick, demandé d'autres ensembles ; à la profondeur full, de chacun"),
        ("GET http://mea.example/a?b=c: no connection ([Errno 111] refused)",
         "GET http://mea.example/a?b=c: pas de connexion ([Errno 111] refused)"),
        ("mea: a budget that is used up", "mea: un budget épuisé"),
        ("GET http://a.example/: status 429, the service asks not to be asked for 60 s",
         "GET http://a.example/: statut 429, le service demande à ne pas être interrogé pendant 60 s"),
        ("no access token: no answer in time (late) from POST http://a.example/token",
         "pas de jeton d'accès : pas de réponse à temps (late), de POST http://a.example/token"),
        ("no access token: {odd} from POST http://a.example/token",
         "pas de jeton d'accès : {odd}, de POST http://a.example/token"),
        (("two measurements say that it takes 3 ms to 5 ms and over 2.00 s longer, where 9 ms is the limit; times of the "
         "same question differ by 7%"),
         ("selon deux mesures, cela prend 3 ms à 5 ms et plus de 2.00 s de plus, alors que la limite est de 9 ms ; "
         "les temps d'une même question diffèrent de 7%")),
        ("what nobody foresaw: {names}", "what nobody foresaw: {names}"),
        ("no connection" + "!" * 2_000, "no connection" + "!" * 2_000),
        ("", ""),
    ],
)  # fmt: skip
def test_what_was_served_and_measured_stays_in_a_reason(reason: str, said: str) -> None:
    with speaking("fr"):
        assert reason_told(reason) == said

    assert reason_told(reason) == reason


@settings(deadline=None)
@given(st.sampled_from(FORMS), st.text())
def test_nothing_in_a_reason_breaks_a_report(form: str, text: str) -> None:
    reason = form
    for name in ("names", "cause", "one", "other", "address", "error", "size", "status"):
        reason = reason.replace(f"{{{name}}}", text)

    for language in FOREIGN:
        with speaking(language):
            assert reason_told(reason)
            assert reason_told(text) or not text


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_a_report_says_a_reason_in_its_language_and_marks_one_that_is_english(form: str) -> None:
    run = results(
        verdict(FIRST, "untested", reason="judged at depth full"),
        verdict(SECOND, "cantTell", reason="an odd thing happened"),
    )

    page = render(run, form, "fr").decode()

    assert "jugé à la profondeur full" in page
    assert "judged at depth full" not in page
    assert "an odd thing happened" in page
    assert form != "html" or page.count('<bdi lang="en">an odd thing happened') == 1
