"""Markup of texts: what runs, what is not closed, and what is as HTML allows it."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks.markup import RECORDS, is_plainly_laid_out, without_comments
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded


def found(requirement: str, value: Any, entity_set: str = "decisions", name: str = "summary") -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    content = {name: [{"language": "en", "value": value}]}
    return list(RECORDS[f"text/{requirement}"](Record(id="1", content=content, index=0), setting))


WRONG = [
    ("nothing-runs", "a<script>go()</script>", "'<script' in 'a<script>go()</script>'"),
    ("nothing-runs", '<p onclick="go()">a</p>', "'<p onclick=\"go()\"' in '<p onclick=\"go()\">a</p>'"),
    (
        "nothing-runs",
        "<a href='javascript:go()'>a</a>",
        "\"<a href='javascript:go()'\" in \"<a href='javascript:go()'>a</a>\"",
    ),
    (
        "nothing-runs",
        "<IFRAME src='https://x.org'>",
        "\"<IFRAME src='https://x.org'\" in \"<IFRAME src='https://x.org'>\"",
    ),
    ("markup-balanced", "<p><b>a</p>", "'</p>', where <b> is still open"),
    ("markup-balanced", "<b><i>a</b></i>", "'</b>', where <i> is still open"),
    ("markup-balanced", "<em>a", "<em>, which is not closed"),
    ("markup-balanced", "a</div>", "'</div>', which closes nothing"),
    ("markup-balanced", "<p>a <em", "the tag '<em', which does not end"),
]

RIGHT = [
    ("nothing-runs", "<p class='on'>turn it on=off</p>"),
    ("nothing-runs", "a < b, once = twice, the script of a film"),
    ("nothing-runs", "<a href='https://x.org/javascript:a'>a</a>"),
    ("markup-balanced", "<p>a<p>b<ul><li>c<li>d</ul></p>"),
    ("markup-balanced", "<table><tr><td>a<td>b</table>"),
    ("markup-balanced", "a<br>b<br/><hr><img src='x'><em/>"),
    ("markup-balanced", "a < b and c > d, <10 mg>, <!-- <b> -->"),
    ("markup-balanced", "a</p>"),
    ("markup-balanced", None),
    ("nothing-runs", 7),
]


@pytest.mark.parametrize(("requirement", "value", "got"), WRONG)
def test_departure_is_seen(requirement: str, value: str, got: str) -> None:
    departures = found(requirement, value)

    assert [("/summary/0/value", got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "value"), RIGHT)
def test_sound_markup_is_left_alone(requirement: str, value: Any) -> None:
    assert found(requirement, value) == []


@pytest.mark.parametrize("requirement", ["nothing-runs", "markup-balanced"])
def test_lines_have_another_requirement(requirement: str) -> None:
    assert found(requirement, "<script><b>", name="title") == []
    assert found(requirement, "<script><b>", "projects", "description") == []


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, value)) for name, value, _ in WRONG)

    assert kept("markup", now) == now, RENEW


PARTS = ["<p>", "</p>", "<br>", "<br />", "<b>", "</b>", "<h2>", "</h2>", "<p class='x'>", "<script>", "<", ">", "a", "\n",
         "<li>", "</li>", "<p>One.</p>", "<P>", "<p/>", " onload=x"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=7).map("".join))
@settings(max_examples=800, deadline=None)
def test_what_is_plainly_laid_out_has_no_flaw(markup: str) -> None:
    told = [name for name in RECORDS for _ in found(name.removeprefix("text/"), markup)]

    assert not (told and is_plainly_laid_out(markup))


@given(st.lists(st.sampled_from([*PARTS, "<!--", "-->", "<!-->", "-", "!"]), max_size=9).map("".join))
@settings(max_examples=300, deadline=None)
def test_comments_that_end_are_passed_over(markup: str) -> None:
    assert without_comments(markup) == re.sub("<!--.*?-->", "", markup, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("Nothing but 3 > 2 &amp; words", True),
        ("<p>One.</p>\n<p>Two<br>lines.</p>", True),
        ("<h2>One</h2><p>Two.</p><br />", True),
        ("<p>One", False),
        ("<p class='x'>One.</p>", False),
        ("<p>One</b>", False),
        ("<script>One</script>", False),
        ("a < b", False),
    ],
)
def test_plain_elements_are_told_at_once(markup: str, plain: bool) -> None:
    assert is_plainly_laid_out(markup) is plain
