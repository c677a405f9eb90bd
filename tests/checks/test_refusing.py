"""What refusals may tell."""

from dataclasses import replace

import pytest

from apitest.checks.refusing import errors_tell_nothing_of_the_inside
from apitest.checks.service import ABSENT_KEY
from apitest.model import Depth, Query
from conversing import conversed, harvest, leaf, subject
from making import exchange

TELLING = [
    ("java.lang.NullPointerException\n\tat edw.olingo.Service.get(Service.java:42)", "a stack trace"),
    ('Traceback (most recent call last):\n  File "/srv/app/views.py", line 12', "a stack trace"),
    ('File \\"/srv/app/views.py\\", line 12, in get', "a stack trace"),
    ("at System.Data.Services.RequestUriProcessor.CreateSegments(String[] segments)", "a stack trace"),
    ('{"error": {"code": "", "innererror": {"stacktrace": "x"}}}', "a stack trace"),
    ("Uncaught TypeError in api.php on line 33", "a stack trace"),
    ("org.apache.olingo.odata2.api.exception.ODataNotFoundException: null", "the name of an exception"),
    ("System.FormatException: no", "the name of an exception"),
    ("1a..b.LookupError", "the name of an exception"),
    ("Drupal\\\\Core\\\\Database\\\\DatabaseException", "the name of an exception"),
    ("SQLSTATE[42S22]: Column not found", "an error of a database"),
    ("ORA-00904: invalid identifier", "an error of a database"),
    ("SELECT id, title FROM informea_decisions", "an error of a database"),
    ("cannot open /var/www/html/index", "a path of the server"),
    ("cannot open C:\\\\inetpub\\\\wwwroot\\\\web", "a path of the server"),
    ("Apache Tomcat/7.0.52", "the version of a program"),
    ("nginx/1.18.0 (Ubuntu)", "the version of a program"),
]
SILENT = (
    "There is no record 'a/b'.",
    "No exception is made: select one from the list, by version 2.0 of the protocol.",
    "The property 'from' of $select is not known; see https://example.org/var/docs/2.0.",
    '{"error": {"code": "", "message": "No.", "innererror": {"code": "17"}}}',
    "An error occurred. Reference: 7f3a-22.",
    '{"type": "about:blank", "title": "Not found", "status": 404, "traceId": "00-4b"}',
    "The resource Decisions('/odd/') does not exist at OData 2.0.",
)


def told(text: str, status: int = 404) -> list[str]:
    walked = subject(harvest(leaf("a")))
    answer = exchange(text.encode(), status=status)
    return [departure.got for departure in conversed(errors_tell_nothing_of_the_inside(walked), answer)]


@pytest.mark.parametrize(("text", "what"), TELLING)
def test_errors_that_tell_how_the_service_is_made_are_told(text: str, what: str) -> None:
    (got,) = told(text)

    assert got.startswith(f"{what}: ")


@pytest.mark.parametrize("text", SILENT)
def test_errors_about_the_question_break_nothing(text: str) -> None:
    assert told(text) == []


def test_what_is_no_error_may_say_what_it_likes() -> None:
    assert told(TELLING[0][0], status=200) == []


@pytest.mark.parametrize(("status", "telling"), [(399, False), (400, True), (599, True), (600, False)])
def test_every_status_of_an_error_is_one(status: int, telling: bool) -> None:
    assert bool(told("nginx/1.18.0", status)) == telling


def test_an_error_that_is_no_text_is_read_as_far_as_it_is() -> None:
    answer = exchange(b"\xff\xfe \xe9chec, nginx/1.18.0", status=500)

    (departure,) = conversed(errors_tell_nothing_of_the_inside(subject(harvest(leaf("a")))), answer)

    assert departure.got == "the version of a program: 'nginx/1.18'"


def test_of_what_is_told_the_beginning_is_shown() -> None:
    name = f"a.{'b' * 200}Exception"

    assert told(name) == [f"the name of an exception: {name[:80]!r}"]


@pytest.mark.parametrize("depth", list(Depth))
def test_the_key_of_no_record_is_asked_for_at_depth_full(depth: Depth) -> None:
    asked: list[Query] = []
    walked = replace(subject(harvest(leaf("a"))), depth=depth)

    conversed(errors_tell_nothing_of_the_inside(walked), exchange(b"No.", status=404), asked=asked)

    assert any(ABSENT_KEY in query.url for query in asked) == (depth is Depth.FULL)
