"""Checks of projects: places, classes, organisations, documents; a project at fault and one close to it."""

from typing import Any

import pytest

from apitest.checks import project_classes, project_places
from projecting import countries, english, found, shares, status
from telling import RENEW, kept, worded

_ORGANISATIONS = {"organisations": [{"role": "managing", "name": "UNEP", "ref": "XM-DAC-41116"}]}
_IATI = {"iatiIdentifier": "XM-DAC-41116-1", "sectors": [{"vocabulary": "1", "code": "41020"}]}

WRONG: list[tuple[str, Any, str, str]] = [
    ("country-code", countries("Global"), "/countries/0/code", "'Global'"),
    ("country-code", {"locations": [{"countryCode": "ZZ"}]}, "/locations/0/countryCode", "'ZZ'"),
    ("country-current", countries("UK"), "/countries/0/code", "'UK': United Kingdom, as EU institutions write it"),
    ("country-current", countries("YU"), "/countries/0/code", "'YU': Yugoslavia (until 2003)"),
    ("country-two-capitals", countries("GHA"), "/countries/0/code", "'GHA'"),
    ("country-two-capitals", countries("gh"), "/countries/0/code", "'gh'"),
    ("region-code", {"regions": [{"vocabulary": "m49", "code": "2"}]}, "/regions/0/code", "'2'"),
    (
        "country-outside-region",
        countries("GH") | {"regions": [{"vocabulary": "m49", "code": "202"}]},
        "/countries/0/code",
        "'GH' and Sub-Saharan Africa ('202'), which it lies in",
    ),
    (
        "country-outside-region",
        countries("GHA") | {"regions": [{"vocabulary": "m49", "code": "001"}]},
        "/countries/0/code",
        "'GHA' and World ('001'), which it lies in",
    ),
    ("scope-fits-places", {"scope": "national"}, "/scope", "0 countries and 0 regions"),
    ("scope-fits-places", {"scope": "sub-national"} | countries("GH", "BF"), "/scope", "2 countries and 0 regions"),
    ("scope-fits-places", {"scope": "multi-country"} | countries("GH"), "/scope", "1 country and 0 regions"),
    ("scope-fits-places", {"scope": "regional"} | countries("GH"), "/scope", "1 country and 0 regions"),
    ("share-within-bounds", shares(101), "/countries/0/share", "101"),
    ("share-within-bounds", shares(-0.5, name="treaties"), "/treaties/0/share", "-0.5"),
    ("place-shares-add-up", shares(60, 39), "/countries/0/share", "60 + 39 = 99"),
    ("place-shares-add-up", shares(60, None), "/countries/1", "a share for 1 of 2"),
    ("place-shares-add-up", shares(60), "/countries/0/share", "60"),
    ("place-shares-add-up", shares(60) | shares(30, name="regions"), "/countries/0/share", "60 + 30 = 90"),
    ("place-shares", countries("GH", "BF"), "/countries/0", "2 places without any"),
    ("place-shares-for-iati", _IATI | countries("GH", "BF"), "/countries/0", "2 places without any"),
    ("union-for-iati", _IATI | countries("EU"), "/countries/0/code", "'EU', the European Union"),
    ("place-on-earth", {"locations": [{"point": {"lat": 91, "lon": 0}}]}, "/locations/0/point/lat", "91"),
    ("closed-lists", {"scope": "world"}, "/scope", "'world'"),
    ("closed-lists", {"organisations": [{"role": "extending"}]}, "/organisations/0/role", "'extending'"),
    ("closed-lists", status("Completed"), "/status/code", "'Completed'"),
    ("closed-lists", {"transactions": [{"kind": "grant"}]}, "/transactions/0/kind", "'grant'"),
    ("closed-lists", {"finance": {"cofinancingBasis": "hoped"}}, "/finance/cofinancingBasis", "'hoped'"),
    ("open-lists", {"focalAreas": [{"code": "POPs"}]}, "/focalAreas/0/code", "'POPs'"),
    ("open-lists", {"trustFunds": [{"code": "gef-tf"}, {"code": "fund"}]}, "/trustFunds/1/code", "'fund'"),
    ("open-lists", {"projectType": {"code": "PFD"}}, "/projectType/code", "'PFD'"),
    ("open-lists", {"regions": [{"vocabulary": "dac", "code": "380"}]}, "/regions/0/code", "'380'"),
    ("class-shares-add-up", shares(50, 40, name="focalAreas"), "/focalAreas/0/share", "50 + 40 = 90"),
    ("class-shares-add-up", shares(50, 40, name="treaties"), "/treaties/0/share", "50 + 40 = 90"),
    ("class-shares-add-up", shares(50, None, name="sectors", vocabulary="1"), "/sectors/1", "a share for 1 of 2"),
    ("gef-focal-area", {"fundingMechanism": "gef"}, "/focalAreas", "none"),
    ("multi-focal-named", {"focalAreas": [{"code": "multi-focal"}]}, "/focalAreas/0/code", "'multi-focal' alone"),
    ("policy-marker", {"policyMarkers": [{"code": "13", "significance": "1"}]}, "/policyMarkers/0/code", "'13'"),
    ("policy-marker", {"policyMarkers": [{"significance": "1"}]}, "/policyMarkers/0/code", "no code"),
    ("policy-marker", {"policyMarkers": [{"code": "2"}]}, "/policyMarkers/0/significance", "none"),
    (
        "policy-marker",
        {"policyMarkers": [{"code": "2", "significance": "3"}]},
        "/policyMarkers/0/significance",
        "'3' for marker 2",
    ),
    ("own-code-labelled", {"sectors": [{"vocabulary": "98", "code": "M"}]}, "/sectors/0/label", "none"),
    ("own-code-labelled", {"policyMarkers": [{"vocabulary": "99", "code": "M"}]}, "/policyMarkers/0/label", "none"),
    ("own-code-labelled", {"topics": [{"uri": "https://example.org/mercury"}]}, "/topics/0/label", "none"),
    ("dac-sector", {"sectors": [{"vocabulary": "7", "code": "12"}]}, "/sectors/0", "sectors of vocabulary 7 only"),
    ("dac-sector-form", {"sectors": [{"vocabulary": "2", "code": "41020"}]}, "/sectors/0/code", "'41020'"),
    ("topic-of-informea", {"topics": [{"uri": "mercury"}]}, "/topics/0/uri", "'mercury'"),
    ("sdg-target", {"sdgs": [{"goal": 12, "target": "12"}]}, "/sdgs/0/target", "'12'"),
    ("sdg-target", {"sdgs": [{"goal": 1, "target": "12.4"}]}, "/sdgs/0/target", "'12.4'"),
    ("cas-number", {"chemicals": [{"cas": "7439-97-5"}]}, "/chemicals/0/cas", "'7439-97-5', check digit 5"),
    ("cas-number", {"chemicals": [{"cas": "7439976"}]}, "/chemicals/0/cas", "'7439976'"),
    ("organisation-named", {"organisations": [{"role": "funding"}]}, "/organisations/0", "neither"),
    ("organisation-id-form", {"organisations": [{"ref": "XM DAC"}]}, "/organisations/0/ref", "'XM DAC'"),
    ("organisation-id-form", {"publisher": {"ref": "A/B"}}, "/publisher/ref", "'A/B'"),
    (
        "organisation-one-id",
        [_ORGANISATIONS, {"organisations": [{"name": "unep", "ref": "X"}]}],
        "/organisations/0/ref",
        "'X'",
    ),
    ("gef-agency", {"fundingMechanism": "gef", "organisations": [{"role": "implementing"}]}, "/organisations", "none"),
    (
        "gef-agency-known",
        {"fundingMechanism": "gef", "organisations": [{"role": "managing", "acronym": "IDB"}]},
        "/organisations/0/acronym",
        "'IDB'",
    ),
    (
        "place-in-country",
        {"locations": [{"countryCode": "KE", "point": {"lat": 36.8, "lon": -1.25}}]},
        "/locations/0/point",
        "36.8, -1.25: not near Kenya",
    ),
    (
        "agency-manages",
        {
            "fundingMechanism": "gef",
            "organisations": [{"role": "managing", "name": "Ministry"}, {"role": "implementing", "acronym": "undp"}],
        },
        "/organisations/1/role",
        "'implementing' for 'undp', while another body is 'managing'",
    ),
    (
        "document-complete",
        {"documents": [{"url": "https://example.org/a.pdf", "language": "en"}]},
        "/documents/0",
        "no mimeType and no title",
    ),
]

WRONG += [
    (
        "agency-manages",
        {"fundingMechanism": "sip", "organisations": [{"role": "managing", "name": "Kenya"}]},
        "/organisations/0/role",
        "'managing' for 'Kenya', a country",
    ),
    (
        "agency-manages",
        {
            "fundingMechanism": "sip",
            "organisations": [
                {"role": "managing", "name": "Ministry of Environment"},
                {"role": "implementing", "name": "UNEP", "acronym": "UNEP"},
            ],
        },
        "/organisations/1/role",
        "'implementing' for 'UNEP', while another body is 'managing'",
    ),
]

RIGHT: list[tuple[str, Any]] = [
    ("agency-manages", {"fundingMechanism": ["gef"], "organisations": [{"role": "managing", "name": "Kenya"}]}),
    ("agency-manages", {"fundingMechanism": "bilateral", "organisations": [{"role": "managing", "name": "Norway"}]}),
    (
        "agency-manages",
        {
            "fundingMechanism": "sip",
            "organisations": [{"role": "managing", "name": "BAOA"}, {"role": "implementing", "acronym": "UNEP"}],
        },
    ),
    ("country-code", countries("GH", "gha", "EU", "XK", "UK")),
    ("country-current", countries("GB", "RS", "Global")),
    ("country-two-capitals", countries("GH", "YU", "UK", "Global")),
    ("region-code", {"regions": [{"vocabulary": "m49", "code": "002"}, {"vocabulary": "gef", "code": "Africa"}]}),
    ("country-outside-region", countries("GH", "??") | {"regions": [{"vocabulary": "m49", "code": "150"}]}),
    ("country-outside-region", countries("GH") | {"regions": [{"vocabulary": "gef", "code": "002"}]}),
    ("scope-fits-places", {"scope": "global"}),
    ("scope-fits-places", {"scope": "regional", "regions": [{}]}),
    ("share-within-bounds", shares(0, 100, "50", True)),
    ("place-shares-add-up", shares(33.33, 33.33, 33.33)),
    ("place-shares-add-up", shares(160, -70)),
    ("place-shares-add-up", shares("60", 30)),
    (
        "place-shares-add-up",
        shares(50) | {"regions": [{"vocabulary": "m49", "share": 50}, {"vocabulary": "dac", "share": 50}]},
    ),
    ("place-shares", countries("GH")),
    ("place-shares", shares(60, None)),
    ("place-shares-for-iati", countries("GH", "BF")),
    ("union-for-iati", [_IATI | countries("RO"), {}]),
    ("union-for-iati", countries("EU")),
    ("place-on-earth", {"locations": [{"point": {"lat": -90, "lon": 180}}, {"name": "Accra"}]}),
    ("closed-lists", {"scope": "global", **status("6"), "identifiers": [{"scheme": "other"}], "languages": ["xx"]}),
    ("open-lists", {"fundingPeriod": {"code": "gef-12"}, "trustFunds": [{"code": "other"}], "focalAreas": [{}]}),
    ("open-lists", {"regions": [{"vocabulary": "dac", "code": "298"}, {"vocabulary": "gef", "code": "x"}]}),
    ("class-shares-add-up", {"focalAreas": [{"code": "multi-focal"}, {"code": "pops", "share": 100}]}),
    ("class-shares-add-up", shares(100, name="sectors", vocabulary="1")),
    ("gef-focal-area", {"fundingMechanism": "sip"}),
    ("multi-focal-named", {"focalAreas": [{"code": "multi-focal"}, {"code": "pops"}]}),
    ("policy-marker", {"policyMarkers": [{"code": "8", "significance": "3"}, {"vocabulary": "99", "code": "M"}]}),
    ("own-code-labelled", {"sectors": [{"vocabulary": "99", "label": "M"}, {"vocabulary": "1"}]}),
    (
        "own-code-labelled",
        {"topics": [{"uri": "http://www.informea.org/terms/mercury"}, {"uri": "https://a.org", "label": "M"}]},
    ),
    ("dac-sector", {"sectors": [{"vocabulary": "99"}, {"vocabulary": "2"}]}),
    ("dac-sector-form", {"sectors": [{"vocabulary": "1", "code": "41020"}, {"vocabulary": "99", "code": "M"}]}),
    ("topic-of-informea", {"topics": [{"uri": "http://leo.informea.org/terms/rio-marker"}]}),
    ("sdg-target", {"sdgs": [{"goal": 14, "target": "14.a"}, {"goal": 3}]}),
    ("cas-number", {"chemicals": [{"cas": "50-29-3"}, {"cas": "1336-36-3"}, {"name": "mercury"}]}),
    ("organisation-named", {"organisations": [{"name": "UNEP"}, {"ref": "XM-DAC-41116"}]}),
    ("organisation-id-form", _ORGANISATIONS),
    ("organisation-one-id", [_ORGANISATIONS, _ORGANISATIONS, {"organisations": [{"name": "UNDP", "ref": "X"}]}]),
    ("gef-agency", _ORGANISATIONS | {"fundingMechanism": "gef"}),
    ("gef-agency", {"fundingMechanism": "gef"}),
    ("gef-agency-known", {"fundingMechanism": "sip", "organisations": [{"role": "managing", "acronym": "IDB"}]}),
    ("gef-agency-known", {"fundingMechanism": "gef", "organisations": [{"role": "managing", "acronym": "UNIDO"}]}),
    ("place-in-country", {"locations": [{"countryCode": "KE", "point": {"lat": -1.25, "lon": 36.8}}]}),
    ("place-in-country", {"locations": [{"countryCode": "ZZ", "point": {"lat": 1, "lon": 1}}, {"countryCode": "KE"}]}),
    ("place-in-country", {"locations": [{"countryCode": "KE", "point": {"lat": 136.8, "lon": 1}}, "Nairobi"]}),
    (
        "agency-manages",
        {
            "fundingMechanism": "gef",
            "organisations": [{"role": "managing", "acronym": "UNEP"}, {"role": "implementing", "acronym": "UNDP"}],
        },
    ),
    ("agency-manages", {"fundingMechanism": "sip", "organisations": [{"role": "implementing", "acronym": "UNEP"}]}),
    ("agency-manages", {"fundingMechanism": "gef", "organisations": [{"role": "implementing", "acronym": "UNEP"}]}),
    (
        "agency-manages",
        {"fundingMechanism": "gef", "organisations": [{"role": "managing"}, {"role": "implementing", "name": "UNEP"}]},
    ),
    ("document-complete", {"documents": [{"url": "x", "mimeType": "pdf", "language": "en", "title": english("A")}]}),
]


def contents(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else [examples]


@pytest.mark.parametrize(("requirement", "examples", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, examples: Any, pointer: str, got: str) -> None:
    departures = found(requirement, *contents(examples))

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "examples"), RIGHT)
def test_conforming_project_is_left_alone(requirement: str, examples: Any) -> None:
    assert found(requirement, *contents(examples)) == []


def test_every_check_has_both_examples() -> None:
    checks = {name for module in (project_classes, project_places) for name in (*module.RECORDS, *module.GATHERINGS)}

    assert checks == {f"projects/{row[0]}" for row in WRONG} == {f"projects/{row[0]}" for row in RIGHT}


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, *contents(examples))) for name, examples, *_ in WRONG)

    assert kept("project_facts", now) == now, RENEW
