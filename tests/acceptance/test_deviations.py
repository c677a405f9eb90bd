"""
Feeds with the deviations that five services of secretariats were seen with, invented anew, and their fates by hand.

Derived from the rule table, rule by rule: the tables below are the derivation, the program has to agree.
"""

from typing import Any

import pytest

from apitest.acceptance.touches import Fate, Meetings
from feeding import Service, file, imported, texts, wrapped

DEFERRED = {"__deferred": {"uri": "http://mea.example/informea.svc/x"}}


def placeholder(kind: str, key: str, **more: Any) -> list[dict[str, Any]]:
    """An absent list as the Biodiversity Convention's service says it."""
    address = f"http://mea.example/informea.svc/{kind}s('{key}')"
    return [{"__metadata": {"type": kind, "id": address, "uri": address}, **more}]


def plain(**values: str) -> list[dict[str, Any]]:
    """A bare list of texts."""
    return [
        {"__metadata": {"type": "LocalizableString"}, "language": key, "value": text} for key, text in values.items()
    ]


# Reports of the toolkit: no protocolVersion (H-ENU-03, never read), ISO alpha-3 (H-CTY-01: known), a French title in
# English words and a French file tagged 'en' (no rule looks into words), extras (H-GEN-09). Both stored as served.
REPORTS = [
    {
        "id": "r-1",
        "country": "SEN",
        "treaty": "aewa",
        "submission": "/Date(1221436800000)/",
        "updated": "/Date(1384878704000)/",
        "url": "http://mea.example/1",
        "title": wrapped(
            {"Id": "r-1-en", "language": "en", "value": "Report", "CountryReportDetails": DEFERRED},
            {"Id": "r-1-fr", "language": "fr", "value": "Report French", "CountryReportDetails": DEFERRED},
        ),
        "files": wrapped(file("senegal_fr.pdf", id="en-1", CountryReportDetails=DEFERRED)),
    },
    {
        "id": "r-2",
        "country": "GBR",
        "treaty": "aewa",
        "submission": "/Date(1066867200000)/",
        "updated": "/Date(1384878704000)/",
        "title": texts(("en", "Report of a kingdom")),
        "files": wrapped(file("kingdom.pdf", id="en-2")),
    },
]

# Sites: small letters of the country (H-CTY-02: known), positions as text (H-SIT-02), French before English (H-TTL-02
# looks for exactly 'en', wherever it stands). Both stored as served.
SITES = [
    {
        "id": key,
        "country": "ec",
        "latitude": "-0.8",
        "longitude": "-91.0",
        "treaty": "whc",
        "type": "whc",
        "updated": "/Date(1456924040000)/",
        "name": texts(("fr", "Îles"), ("en", "Islands")),
    }
    for key in ("1", "2")
]

# Decisions of the Biodiversity Convention's service: absent lists as placeholders. Keywords: a list, so that the run does
# not stop (H-NAV-03, H-GEN-05); nothing in them, so that nothing is lost (H-LNG-02 skips what has no words). Files: no
# address and nothing else, so that nothing is lost, but no file (H-FIL-01, a warning). The date becomes that of the
# meeting (H-DEC-14, done to any feed). Meeting found: stored. Not found: 2017 loses the meeting, 2018 drops (H-DEC-12).
DECISIONS = [
    {
        "protocolVersion": 1,
        "id": key,
        "meetingId": "5200-m1",
        "link": "http://mea.example/d",
        "title": plain(en="Budget"),
        "longTitle": placeholder("Decision", key),
        "summary": placeholder("Decision", key),
        "content": placeholder("Decision", key),
        "keywords": placeholder("Decision", key),
        "files": placeholder("Decision", key, id=key),
        "type": "decision",
        "status": "active",
        "number": "NP-1/13",
        "treaty": "cbd",
        "published": "/Date(1423583065000)/",
        "updated": "/Date(1428490046000)/",
        "displayOrder": 401130,
    }
    for key in ("5200-a", "5200-b")
]

# Meetings: 'MOP' and 'Public' are known terms in other letters (H-ENU-01 ignores case), so stored as served. The second
# has no end (H-DAT-04: altered) and neither type, city, place nor country (H-MTG-03, H-CTY-04: warnings).
MEETINGS = [
    {
        "protocolVersion": 1,
        "id": "5200-m1",
        "treaty": "cbd",
        "url": "http://mea.example/m1",
        "title": plain(en="Workshop", fr="French Workshop"),
        "description": [{**placeholder("Meeting", "5200-m1")[0], "language": "en", "value": "Text"}],
        "start": "/Date(1399388400000)/",
        "end": "/Date(1399392000000)/",
        "repetition": "yearly",
        "kind": "official",
        "type": "MOP",
        "access": "Public",
        "status": "confirmed",
        "imageUrl": "http://other.example/logo.jpg",
        "location": "Earth",
        "city": "Copenhagen",
        "country": "RO",
        "latitude": 12,
        "longitude": 21,
        "updated": "/Date(1424944431000)/",
    },
    {
        "protocolVersion": 1,
        "id": "5200-m2",
        "treaty": "cbd",
        "url": "http://mea.example/m2",
        "start": "/Date(1399388400000)/",
        "title": plain(en="“Friends” workshop"),
        "description": placeholder("Meeting", "5200-m2"),
        "country": "",
    },
]

# Plans: milliseconds in dates are cut (H-DAT-01: altered); the third file of the first keeps the name of its address, not
# the one served (H-FIL-05: altered); missing ids and media types of files are not read (H-FIL-12, H-FIL-08).
PLANS = [
    {
        "protocolVersion": 1,
        "id": "5200-p1",
        "treaty": "cbd",
        "country": "at",
        "type": "nbsap",
        "title": plain(en="Plan", fr="French Plan"),
        "files": [
            {"url": "http://mea.example/at-01-en.doc", "language": "en", "filename": "at-01-en.doc"},
            {"url": "http://mea.example/at-01-en.pdf", "language": "en", "filename": "at-01-en.pdf"},
            {"url": "https://mea.example/it-01-en.pdf", "language": "es", "filename": "at-01-es.pdf"},
        ],
        "submission": "/Date(1401302438133)/",
        "updated": "/Date(1410495820697)/",
    },
    {
        "protocolVersion": 1,
        "id": "5200-p2",
        "treaty": "cbd",
        "country": "al",
        "type": "nbsap",
        "title": plain(en="Plan of another"),
        "files": [
            {"url": f"http://mea.example/al-p{part}.pdf", "language": "en", "filename": f"al-p{part}.pdf"}
            for part in (1, 2)
        ],
        "submission": "/Date(1401302438353)/",
        "updated": "/Date(1410495816697)/",
    },
]

FOUND = Meetings(stored={"5200-m1": (("2017", "2018"), "/Date(1399388400000)/")})
NONE = Meetings()
Derived = dict[str, tuple[str, list[str]]]
TABLE: list[tuple[str, str, list[Any], Meetings, str, Derived]] = [
    ("national-reports", "aewa", REPORTS, NONE, "2018", {"r-1": ("stored", []), "r-2": ("stored", [])}),
    ("sites", "whc", SITES, NONE, "2018", {"1": ("stored", []), "2": ("stored", [])}),
    (
        "decisions",
        "cbd",
        DECISIONS,
        FOUND,
        "2018",
        {"5200-a": ("stored", ["H-FIL-01"]), "5200-b": ("stored", ["H-FIL-01"])},
    ),
    (
        "decisions",
        "cbd",
        DECISIONS,
        NONE,
        "2017",
        {key: ("partly-lost", ["H-DEC-12", "H-FIL-01"]) for key in ("5200-a", "5200-b")},
    ),
    ("decisions", "cbd", DECISIONS, NONE, "2018", {key: ("dropped", ["H-DEC-12"]) for key in ("5200-a", "5200-b")}),
    (
        "meetings",
        "cbd",
        MEETINGS,
        NONE,
        "2018",
        {"5200-m1": ("stored", []), "5200-m2": ("altered", ["H-DAT-04", "H-MTG-03"])},
    ),
    (
        "national-plans",
        "cbd",
        PLANS,
        NONE,
        "2018",
        {"5200-p1": ("altered", ["H-DAT-01", "H-FIL-05"]), "5200-p2": ("altered", ["H-DAT-01"])},
    ),
]


@pytest.mark.parametrize(
    ("entity", "provider", "rows", "meetings", "portal", "derived"),
    TABLE,
    ids=[f"{case[0]}-{case[4]}-{n}" for n, case in enumerate(TABLE)],
)
def test_the_program_agrees_with_the_derivation(
    entity: str, provider: str, rows: list[Any], meetings: Meetings, portal: str, derived: Derived
) -> None:
    fates: list[tuple[str, Fate]] = []

    imported(entity, Service(rows), provider=provider, meetings=meetings, fates=fates)

    got = {
        fate.record: (
            fate.lot.value,
            [fate.touches[0].rule] if fate.lot == "dropped" else sorted({touch.rule for touch in fate.touches}),
        )
        for version, fate in fates
        if version == portal
    }
    assert derived == got


def test_the_date_of_a_decision_becomes_that_of_its_meeting() -> None:
    outcome = imported("decisions", Service(DECISIONS), provider="cbd", meetings=FOUND)

    (cause,) = outcome.ledgers["2018"].always.values()
    assert (cause.rule, cause.count) == ("H-DEC-14", 2)
    assert cause.examples[0][1:] == ("/published", "/Date(1423583065000)/", "/Date(1399388400000)/")
