"""Each rule of the importer on a small feed where it decides, and on one as near as can be where it does not."""

from typing import Any

import pytest

from apitest.acceptance.rules import Effect, Judged, load_rules
from apitest.acceptance.touches import Meetings
from feeding import MISSING, Service, causes, file, imported, lots, row, texts, wrapped

RULES = load_rules()
LONG = "n" * 256
ANCHOR = '<p><a href="https://a.example">text</a></p>'
BODY = texts(("en", "<p>Body</p>"))
Case = tuple[str, str, dict[str, Any], dict[str, Any]]

RECORDS: list[Case] = [
    ("H-NAV-01", "meetings@cbd", {"description": texts(("en", "T"))}, {"description": wrapped()}),
    ("H-NAV-06", "meetings", {"description": "plain"}, {"description": texts(("en", "listed"))}),
    ("H-GEN-05", "decisions", {"keywords": []}, {"keywords": wrapped()}),
    ("H-GEN-05", "decisions", {"keywords": MISSING}, {"keywords": [{"term": "waste"}]}),
    ("H-GEN-05", "national-reports", {"files": MISSING}, {"files": wrapped()}),
    ("H-GEN-05", "national-plans@stockholm", {"files": []}, {"files": wrapped({"id": "placeholder"})}),
    ("H-GEN-05", "meetings", {"title": ["First"]}, {"title": [{"language": "en", "value": "First"}]}),
    ("H-GEN-05", "meetings", {"title": texts(("en", ["First"]))}, {"title": texts(("en", 1))}),
    ("H-GEN-05", "meetings", {"start": ["2020-01-01"]}, {"start": "2020-01-01"}),
    ("H-GEN-05", "meetings", {"country": ["KE"]}, {"country": "KE"}),
    ("H-GEN-05", "decisions", {"updated": {}}, {"updated": MISSING}),
    ("H-GEN-05", "documents", {"types": []}, {"types": wrapped()}),
    ("H-GEN-05", "documents", {"tags": MISSING, "keywords": MISSING}, {"tags": MISSING, "keywords": wrapped()}),
    ("H-GEN-05", "contacts@cbd", {"treaties": [], "roles": []}, {"treaties": [], "roles": [{"roles": ["nfp"]}]}),
    ("H-GEN-06", "meetings", {"end": "to be decided"}, {"end": "3 June 2024"}),
    ("H-GEN-06", "meetings", {"start": "31/12/2020"}, {"start": "12/31/2020"}),
    ("H-GEN-08", "decisions", {"number": LONG}, {"number": LONG[1:]}),
    ("H-GEN-08", "decisions", {"title": texts(("en", "n" * 2049))}, {"title": texts(("en", "n" * 2048))}),
    ("H-GEN-08", "meetings", {"id": LONG}, {"id": LONG[1:]}),
    ("H-GEN-11", "meetings", {"id": MISSING}, {"id": ""}),
    ("H-DAT-01", "meetings", {"end": "/Date(1700100000123)/"}, {"end": "/Date(1700100000000)/"}),
    ("H-DAT-01", "meetings", {"end": "/Date(1700100000000+120)/"}, {"end": "/Date(-86400000)/"}),
    ("H-DAT-04", "meetings", {"end": MISSING}, {"end": "2024-06-01"}),
    ("H-DAT-05", "meetings", {"start": "/Date(0)/"}, {"start": "/Date(1000)/"}),
    ("H-CTY-03", "meetings", {"country": "UK"}, {"country": "gb"}),
    ("H-CTY-03", "national-reports", {"country": "Kenya"}, {"country": "ken"}),
    ("H-CTY-03", "sites@whc", {"country": "KE "}, {"country": ""}),
    ("H-CTY-03", "meetings", {"country": "XK"}, {"country": "EUR"}),
    ("H-TRT-01", "decisions", {"treaty": "Barcelona Convention"}, {"treaty": "barcelona"}),
    ("H-TRT-03", "decisions", {"treaty": "nowhere"}, {"treaty": "CMS"}),
    ("H-TRT-03", "national-reports", {"treaty": MISSING}, {"treaty": "cms"}),
    ("H-TRT-04", "meetings", {"treaty": "255"}, {"treaty": "cms"}),
    ("H-LNG-01", "meetings", {"description": texts(("pt", "Um"))}, {"description": texts(("english", "One"))}),
    ("H-LNG-02", "meetings", {"title": texts(("en", "A"), ("de", "B"))}, {"title": texts(("en", "A"), ("cn", "B"))}),
    ("H-LNG-02", "meetings", {"title": texts(("en", "A"), ("EN", "B"))}, {"title": texts(("en", "A"), ("FR", "B"))}),
    ("H-LNG-03", "meetings", {"title": texts(("en", "A"), ("und", "B"))}, {"title": texts(("en", "A"), ("und", ""))}),
    ("H-TTL-01", "meetings", {"title": texts(("en", "A <b>bold</b> title"))}, {"title": texts(("en", "AT&T, 3 < 4"))}),
    ("H-TTL-01", "meetings", {"title": texts(("en", "Two  blanks"))}, {"title": texts(("en", "One blank"))}),
    ("H-TTL-02", "meetings", {"title": texts(("EN", "A"))}, {"title": texts(("fr", "B"), ("en", "A"))}),
    ("H-TTL-02", "meetings", {"title": texts(("en-GB", "A"))}, {"title": texts(("en", "A"))}),
    ("H-TTL-03", "meetings", {"title": texts(("fr", "B"), ("en", " "))}, {"title": texts(("fr", "B"), ("es", " "))}),
    ("H-TTL-03", "meetings", {"title": texts(("en", "<br/>"))}, {"title": texts(("en", "0"))}),
    ("H-TTL-03", "sites@whc", {"name": MISSING}, {"name": [{"language": "en", "value": "Old town"}]}),
    ("H-HTM-01", "decisions", {"content": texts(("en", ANCHOR))}, {"content": BODY}),
    ("H-HTM-01", "decisions", {"content": texts(("en", '<p style="x">B</p>'))}, {"content": BODY}),
    (
        "H-HTM-02",
        "decisions",
        {"content": BODY, "summary": texts(("en", ANCHOR))},
        {"summary": wrapped(), "content": BODY},
    ),
    (
        "H-HTM-03",
        "decisions",
        {"content": texts(("en", '<img src="a.png">'))},
        {"content": texts(("en", '<img src="https://a.example/a.png">'))},
    ),
    ("H-FIL-01", "decisions", {"files": wrapped()}, {}),
    ("H-FIL-02", "decisions", {"files": wrapped(file(url=""))}, {"files": wrapped(file(), {"id": "placeholder"})}),
    ("H-FIL-02", "decisions", {"files": wrapped(file(language=MISSING))}, {"files": wrapped(file(language="EN"))}),
    ("H-FIL-02", "national-reports", {"files": wrapped(file(url="https://f.example/"))}, {"files": wrapped(file())}),
    (
        "H-FIL-03",
        "national-reports",
        {"files": wrapped(file("get.php?id=7", filename=MISSING))},
        {"files": wrapped(file("download.aspx?d=a.pdf", filename=MISSING))},
    ),
    (
        "H-FIL-04",
        "decisions",
        {"files": wrapped(file(), file(url="https://f.example/b/a.pdf"))},
        {"files": wrapped(file())},
    ),
    ("H-FIL-05", "national-reports", {"files": wrapped(file(filename="b.pdf"))}, {"files": wrapped(file())}),
    ("H-FIL-06", "decisions", {"files": wrapped(file("a%20b.pdf"))}, {"files": wrapped(file("a+b.pdf"))}),
    (
        "H-FIL-07",
        "national-reports",
        {"files": wrapped(file(language="zh"))},
        {"files": wrapped(file(language="zh-hans"))},
    ),
    ("H-FIL-07", "national-reports", {"files": wrapped(file(language="EN"))}, {"files": wrapped(file(language="und"))}),
    (
        "H-FIL-08",
        "decisions",
        {"files": wrapped(file(mimeType="image/JPEG"))},
        {"files": wrapped(file(mimeType="image/png"))},
    ),
    (
        "H-FIL-09",
        "decisions",
        {"files": wrapped(file(), file(language="fr"))},
        {"files": wrapped(file(), file("b.pdf"))},
    ),
    ("H-FIL-10", "decisions", {"files": wrapped(file(url="/a.pdf"))}, {"files": wrapped(file())}),
    (
        "H-FIL-11",
        "national-reports",
        {"files": wrapped(file(url="https://f.example/", language="fr"), file())},
        {"files": wrapped(file(), file(url="https://f.example/", language="fr"))},
    ),
    ("H-ENU-01", "decisions", {"type": "accord"}, {"type": " Decision "}),
    ("H-ENU-01", "meetings", {"access": "members"}, {"access": "Public"}),
    (
        "H-DEC-06",
        "decisions",
        {"content": BODY, "summary": texts(("fr", "S"))},
        {"content": BODY, "summary": texts(("EN", "S"))},
    ),
    ("H-DEC-07", "decisions", {"summary": texts(("en", "S"))}, {"summary": texts(("en", ""))}),
    (
        "H-DEC-08",
        "decisions",
        {"content": BODY, "summary": texts(("en", "S"), ("fr", "R"))},
        {"content": BODY, "summary": texts(("en", "S"), ("fr", ""))},
    ),
    (
        "H-DEC-09",
        "decisions",
        {"content": texts(("en", "A"), ("es", "B"), ("ar", "C")), "summary": texts(("en", "S"), ("es", "R"))},
        {"content": texts(("en", "A"), ("es", "B")), "summary": texts(("en", "S"), ("es", "R"))},
    ),
    (
        "H-DEC-11",
        "decisions",
        {"keywords": wrapped({"language": "en", "value": "waste"})},
        {"keywords": wrapped({"id": "x"})},
    ),
    ("H-DEC-12", "decisions", {"meetingId": "m-2"}, {"meetingId": "m-1"}),
    (
        "H-DEC-13",
        "decisions",
        {"meetingId": "", "meetingTitle": "Other"},
        {"meetingId": "", "meetingTitle": "First meeting"},
    ),
    ("H-DEC-15", "decisions", {"meetingId": "m-refused"}, {"meetingId": "m-1"}),
    ("H-MTG-01", "meetings", {"treaty": "nowhere"}, {"treaty": "cms"}),
    ("H-MTG-02", "meetings", {"start": MISSING, "status": "nodate"}, {"status": "nodate"}),
    ("H-MTG-03", "meetings", {"city": MISSING}, {"city": "Nairobi"}),
    ("H-MTG-05", "meetings", {"latitude": 0, "longitude": "0.0"}, {"latitude": 0, "longitude": "36.8"}),
    ("H-PLN-02", "national-plans@stockholm", {"type": ""}, {"type": "nbsap"}),
    ("H-DOC-01", "documents", {"title": MISSING}, {}),
    ("H-DOC-02", "documents", {"treaty": MISSING, "treaties": wrapped()}, {"treaty": "cms", "treaties": wrapped()}),
    (
        "H-DOC-03",
        "documents",
        {"authors": wrapped({"name": "An author"})},
        {"authors": wrapped({"value": "An author"})},
    ),
    ("H-DOC-06", "documents", {"title": texts(("en", "é" * 1025))}, {"title": texts(("en", "é" * 1024))}),
    ("H-CON-01", "contacts", {"lastName": MISSING}, {"lastName": MISSING, "position": "Director"}),
    ("H-CON-02", "contacts", {"country": MISSING}, {"country": "KEN"}),
    ("H-CON-03", "contacts", {"treaties": wrapped("cms", {"value": "cms"})}, {"treaties": wrapped({"value": "CMS"})}),
    (
        "H-CON-04",
        "contacts@cbd",
        {"treaties": [], "roles": [{"treaty": "nowhere", "roles": ["nfp"]}]},
        {"treaties": [], "roles": [{"treaty": "cbd", "roles": ["nfp"]}]},
    ),
    ("H-CON-05", "contacts", {"treaties": wrapped()}, {"treaties": wrapped({"value": "cms"})}),
    ("H-CON-06", "contacts", {"email": "a @example.org"}, {"email": "a@example.org"}),
    ("H-CON-07", "contacts", {"phone": "1"}, {"phone": "1", "phoneNumber": "1"}),
    ("H-CON-08", "contacts", {"gender": 2}, {"gender": 0}),
]
"""Rule, set and secretariat, what makes the rule decide, what does not."""


def feed(where: str, changes: dict[str, Any]) -> set[str]:
    entity, _, provider = where.partition("@")
    bare = {
        key: value["results"] if provider == "cbd" and isinstance(value, dict) else value
        for key, value in row(entity).items()
    }
    outcome = imported(
        entity,
        [{key: value for key, value in {**bare, **changes}.items() if value is not MISSING}],
        provider=provider or "cms",
    )
    return {rule for portal in ("2017", "2018") for rule in causes(outcome, portal)}


@pytest.mark.parametrize(
    ("rule", "where", "lie", "near_miss"), RECORDS, ids=[f"{case[0]}-{n}" for n, case in enumerate(RECORDS)]
)
def test_a_rule_decides_where_it_should_and_nowhere_near(
    rule: str, where: str, lie: dict[str, Any], near_miss: dict[str, Any]
) -> None:
    decided, spared = feed(where, lie), feed(where, near_miss)

    assert rule in decided
    assert rule not in spared


ROWS = [row("meetings", number) for number in range(130)]
HTML = (500, (), b"<html>broken</html>")
MOVED = (302, (("location", "http://mea.example/new"),), b"")
SETS: list[tuple[str, str, Service, Service]] = [
    ("H-CNT-02", "meetings", Service(ROWS, count=b'{"count": 130}'), Service(ROWS, count=b" 130 records")),
    (
        "H-CNT-02",
        "meetings",
        Service(ROWS, count=(404, (), b"")),
        Service(ROWS, count=b"", second=b"<m:count>130</m:count>"),
    ),
    ("H-CNT-02", "meetings", Service(ROWS, count=b"\xef\xbb\xbf130", second=b"<m:count>130</m:count>"), Service([])),
    ("H-CNT-03", "meetings", Service(ROWS, count=b"120"), Service(ROWS, count=b"130")),
    ("H-PAG-03", "meetings", Service(ROWS, cap=99), Service(ROWS, cap=100)),
    ("H-PAG-04", "meetings", Service(ROWS, fails={100: HTML}), Service(ROWS, fails={200: HTML})),
    ("H-PAG-04", "meetings", Service(ROWS, fails={0: {"d": None}}), Service(ROWS[:20], fails={20: (404, (), b"")})),
    (
        "H-PAG-06",
        "meetings",
        Service(ROWS, ignores=frozenset({"top", "skip"})),
        Service(ROWS, ignores=frozenset({"top"})),
    ),
    (
        "H-PAG-06",
        "meetings",
        Service(ROWS, ignores=frozenset({"skip"})),
        Service(ROWS[:100], ignores=frozenset({"skip"})),
    ),
    (
        "H-ENV-02",
        "meetings",
        Service(ROWS, envelope=lambda page: {"d": page[0]}),
        Service(ROWS, envelope=lambda page: {"d": page}),
    ),
    ("H-ENV-03", "documents@basel", Service([row("documents")]), Service([], envelope=lambda page: {"value": page})),
    ("H-ENV-04", "meetings", Service(ROWS, envelope=lambda page: page), Service(ROWS)),
    (
        "H-ENV-05",
        "meetings",
        Service([ROWS[0], ROWS[0], ROWS[1]]),
        Service([ROWS[0], {**ROWS[0], "id": "other"}, ROWS[1]]),
    ),
    ("H-GEN-02", "meetings", Service([*ROWS[:120], ROWS[0]]), Service([*ROWS[:120], ROWS[121]])),
    ("H-PLN-03", "national-plans@basel", Service([row("national-plans")]), Service([])),
    ("H-SIT-03", "sites@cms", Service([row("sites")]), Service([])),
    (
        "H-REQ-06",
        "meetings",
        Service(ROWS, count=MOVED, links={"http://mea.example/new": b"130"}),
        Service(ROWS, count=(200, (), b"130")),
    ),
]
"""Rules that decide for a whole set."""


@pytest.mark.parametrize(
    ("rule", "where", "lie", "near_miss"), SETS, ids=[f"{case[0]}-{n}" for n, case in enumerate(SETS)]
)
def test_a_rule_of_sets_decides_where_it_should_and_nowhere_near(
    rule: str, where: str, lie: Service, near_miss: Service
) -> None:
    entity, _, provider = where.partition("@")

    decided, spared = (imported(entity, service, provider=provider or "cms") for service in (lie, near_miss))

    assert any(rule in causes(decided, portal) for portal in RULES[rule].portals)
    assert not any(rule in causes(spared, portal) for portal in RULES[rule].portals)


def test_decisions_wait_for_all_meetings() -> None:
    short = Meetings(mapped={"2017": 9, "2018": 9}, counted={"2017": 10, "2018": 10})
    enough = Meetings(
        mapped={"2017": 10, "2018": 10}, counted={"2017": 10, "2018": 10}, stored={"m-1": (("2017", "2018"), "")}
    )

    kept_out = imported("decisions", [row("decisions")], meetings=short)
    let_in = imported("decisions", [row("decisions")], meetings=enough)
    barcelona = imported("decisions", [row("decisions")], meetings=short, provider="barcelona")

    assert causes(kept_out) == {"H-REQ-08": 1}
    assert "H-REQ-08" not in causes(let_in) | causes(barcelona)


@pytest.mark.parametrize(
    ("entity", "name", "rule"), [("meetings", "imageUrl", "H-MTG-04"), ("documents", "thumbnailUrl", "H-DOC-07")]
)
def test_pictures_share_a_name(entity: str, name: str, rule: str) -> None:
    pictures = [
        row(entity, 1, **{name: "https://a.example/logo.png"}),
        row(entity, 2, **{name: "https://b.example/logo.png"}),
    ]
    same = [
        row(entity, 1, **{name: "https://a.example/logo.png"}),
        row(entity, 2, **{name: "https://a.example/logo.png"}),
    ]

    assert causes(imported(entity, pictures)).get(rule) == 1
    assert rule not in causes(imported(entity, same))


def test_documents_of_basel_are_read_from_bare_lists() -> None:
    bare = {key: value["results"] if isinstance(value, dict) else value for key, value in row("documents").items()}
    wrapping = Service([{**bare, "title": texts(("en", "T"))}], envelope=lambda page: {"value": page})
    plain = Service([bare], envelope=lambda page: {"value": page})

    assert "H-DOC-08" in causes(imported("documents", wrapping, provider="basel"))
    assert lots(imported("documents", plain, provider="basel")) == {"stored": 1}


@pytest.mark.parametrize("entity", ["decisions", "meetings", "national-reports", "documents", "contacts"])
def test_a_plain_record_is_stored_as_served(entity: str) -> None:
    outcome = imported(entity, [row(entity)])

    assert lots(outcome) == {"stored": 1}


def test_every_judged_rule_has_an_example() -> None:
    shown = {case[0] for case in (*RECORDS, *SETS)} | {"H-REQ-08", "H-MTG-04", "H-DOC-07", "H-DOC-08"}

    assert shown == {rule.id for rule in RULES.values() if rule.decides and rule.cause}


def test_the_table_is_whole() -> None:
    assert len(RULES) == 145
    assert [rule.id for rule in RULES.values() if rule.decides and rule.cause and not (rule.fix and rule.mender)] == []
    silent = [
        r
        for r in RULES.values()
        if r.decides and not r.cause and r.effect is not Effect.NONE and "told under" not in r.says
    ]
    assert [rule.id for rule in silent] == ["H-PLN-01"]
    assert {rule.judged for rule in RULES.values()} == set(Judged)
