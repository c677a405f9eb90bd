"""Compatibility: each check on a service that conforms and on one that does not."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from apitest.checks import compatibility
from apitest.checks.conversing import NotOffered, Subject
from apitest.model import Exchange, Query
from conversing import conversed, harvest, leaf, rows, subject
from making import exchange

EDMX = (
    '<edmx:Edmx xmlns:edmx="urn:edmx"{version}><Schema><EntityType Name="Decision"><Property Name="id" Type="{kind}"/>'
    '</EntityType><EntityContainer><EntitySet Name="Decisions" EntityType="x.Decision"/>{more}</EntityContainer>'
    "</Schema></edmx:Edmx>"
)
MEETINGS = '<EntitySet Name="Meetings" EntityType="x.Meeting"/>'


def edmx(version: str = ' Version="1.0"', kind: str = "Edm.String", more: str = "") -> bytes:
    return EDMX.format(version=version, kind=kind, more=more).encode()


def openapi(version: Any = "1.2", paths: Any = None, **more: Any) -> bytes:
    found = {"openapi": "3.1.0", "info": {"title": "…", "version": version}, "paths": paths or {"/decisions": {}}}
    return json.dumps({**found, **more}).encode()


def walked(dialect: str = "olingo2", *ids: str) -> Subject:
    return subject(harvest(leaf(*ids)), dialect=dialect)


# --- versions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dialect", "header", "named", "got"),
    [
        ("olingo2", "dataserviceversion", "2.0", []),
        ("wcf-v1", "dataserviceversion", "1.0;", []),
        ("olingo2", "other", "", []),
        ("olingo2", "dataserviceversion", "3.0;NetFx", ["3.0;NetFx"]),
        ("olingo2", "dataserviceversion", "20", ["20"]),
        ("odata-v4", "odata-version", "4.0", []),
        ("odata-v4", "odata-version", " 4.01", []),
        ("odata-v4", "odata-version", "3.0", ["3.0"]),
        ("odata-v4", "other", "4.0", ["no OData-Version"]),
    ],
)
def test_the_version_that_is_named_is_the_one_spoken(dialect: str, header: str, named: str, got: list[str]) -> None:
    page = leaf("a")
    page = replace(page, exchange=replace(page.exchange, headers=((header, named),)))

    found = [*compatibility.the_protocols_version_is_named(subject(harvest(page), dialect=dialect))]

    assert [departure.got for departure in found] == got


@pytest.mark.parametrize(
    ("dialect", "body", "got"),
    [
        ("olingo2", edmx(), []),
        ("olingo2", edmx(version=""), ["an Edmx element without it"]),
        ("olingo2", b"<html/>", []),
        ("mea-json", openapi(), []),
        ("mea-json", openapi(version=""), ["none"]),
        ("mea-json", openapi(version=" "), ["' '"]),
        ("mea-json", openapi(version=2), ["2"]),
        ("mea-json", openapi(info=["1.2"]), ["none"]),
        ("mea-json", openapi(openapi="2.0"), ["'2.0'"]),
        ("mea-json", openapi(openapi=3), []),
        ("mea-json", b"[]", []),
    ],
)
def test_a_description_names_its_version(dialect: str, body: bytes, got: list[str]) -> None:
    found = conversed(compatibility.the_description_names_its_version(walked(dialect, "a")), body)

    assert [departure.got for departure in found] == got


CHECKS = (compatibility.the_description_names_its_version, compatibility.the_description_is_stable)


@pytest.mark.parametrize("check", CHECKS)
def test_a_description_that_is_not_there_says_nothing(check: Callable[[Subject], Any]) -> None:
    with pytest.raises(NotOffered, match="status 404"):
        conversed(check(walked("olingo2", "a")), exchange(b"", status=404))


@pytest.mark.parametrize(
    ("dialect", "first", "again", "got"),
    [
        ("olingo2", edmx(), edmx() + b"<!-- again -->", []),
        ("olingo2", edmx(more=MEETINGS), edmx(), ["without 'Meetings'"]),
        ("olingo2", edmx(), edmx(more=MEETINGS), ["with 'Meetings'"]),
        ("olingo2", edmx(), edmx(kind="Edm.Guid"), ["'Decisions' described otherwise: 'id'"]),
        ("olingo2", edmx(), b"<html>Busy</html>", ["status 200: '<html>Busy</html>'"]),
        ("olingo2", b"<html/>", edmx(), []),
        ("mea-json", openapi(), openapi(tags=[]), []),
        ("mea-json", openapi(), openapi(paths={"/meetings": {}}), ["without '/decisions'; with '/meetings'"]),
        (
            "mea-json",
            openapi(),
            openapi(paths={"/decisions": {"get": {}}}),
            ["'/decisions' described otherwise: 'get'"],
        ),
        ("mea-json", openapi(), openapi(paths={"/decisions": None}), ["'/decisions' described otherwise: none"]),
    ],
)
def test_a_description_is_the_same_when_asked_again(dialect: str, first: bytes, again: bytes, got: list[str]) -> None:
    talk = compatibility.the_description_is_stable(walked(dialect, "a"))

    found = conversed(talk, lambda query: first if query.occasion == 1 else again)

    assert [departure.got for departure in found] == got


def test_a_description_that_is_refused_the_second_time_is_told() -> None:
    def answer(query: Query) -> Exchange:
        return exchange(edmx(), status=200 if query.occasion == 1 else 503)

    (found,) = conversed(compatibility.the_description_is_stable(walked("olingo2", "a")), answer)

    assert found.got.startswith("status 503: ")


# --- what clients send along --------------------------------------------------------------------------------------


def probed(query: Query) -> bool:
    return "apitestProbe=1" in query.url or bool(query.headers)


HARMLESS = (compatibility.unknown_options_change_nothing, compatibility.preferred_languages_change_nothing)


@pytest.mark.parametrize("check", HARMLESS)
@pytest.mark.parametrize(
    ("usual", "probe", "got"),
    [
        (rows("a", "b"), rows("a", "b"), []),
        (rows("a", "b"), rows("b", "a"), ["the records 'b', 'a'"]),
        (rows("a", "b"), rows("a"), ["the records 'a'"]),
        (rows("a"), {"d": {"results": [{"id": "a", "treaty": "cms"}]}}, ["another content of record 'a'"]),
        (rows("a"), b"Bad Request", ["'Bad Request'"]),
    ],
)
def test_what_clients_send_along_changes_nothing(
    check: Callable[[Subject], Any], usual: Any, probe: Any, got: list[str]
) -> None:
    talk = check(walked("olingo2", "a"))

    found = conversed(talk, lambda query: probe if probed(query) else usual)

    assert [departure.got for departure in found] == got


@pytest.mark.parametrize("check", HARMLESS)
def test_a_list_that_has_changed_meanwhile_is_compared_as_it_is_now(check: Callable[[Subject], Any]) -> None:
    talk = check(walked("olingo2", "a"))

    found = conversed(talk, lambda query: rows("a", "c") if probed(query) or query.occasion == 2 else rows("a", "b"))

    assert found == ()


@pytest.mark.parametrize("check", HARMLESS)
def test_an_empty_set_says_nothing(check: Callable[[Subject], Any]) -> None:
    with pytest.raises(NotOffered, match="no records"):
        conversed(check(walked("olingo2")), rows())


@pytest.mark.parametrize(("url", "joined"), [("http://mea.example/D?$top=1", "&"), ("http://mea.example/D", "?")])
def test_an_option_of_the_clients_own_is_added_to_those_there(url: str, joined: str) -> None:
    asked: list[Query] = []

    conversed(
        compatibility.unknown_options_change_nothing(subject(harvest(leaf("a", url=url)))), rows("a"), asked=asked
    )

    assert [query.url for query in asked] == [f"{url}{joined}apitestProbe=1", url]


def test_each_language_is_preferred_once_and_one_finding_is_enough() -> None:
    asked: list[Query] = []
    talk = compatibility.preferred_languages_change_nothing(walked("olingo2", "a"))

    found = conversed(talk, lambda query: rows("b") if query.headers else rows("a"), asked=asked)

    assert [query.headers for query in asked if query.headers] == [
        (("accept-language", "fr"),),
        (("accept-language", "ar"),),
    ]
    assert [departure.expected for departure in found] == ["the page as without 'Accept-Language: fr'"]
