"""Checks of references: links, and records that are held against those of another set."""

from dataclasses import replace
from typing import Any

import pytest

from apitest.checks.references import GATHERINGS, RECORDS
from apitest.checks.sessions import session_of_number, session_of_title
from apitest.checks.setting import Note, Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

STAGING = "https://staging.mea.example.org/informea.svc"


def setting(entity_set: str = "decisions", url: str = "https://api.example.org/informea.svc", **facts: Any) -> Setting:
    def facts_of(name: str, kept: str) -> Any:
        rows = facts.get(name)
        return None if rows is None else {key: row.get(kept) for key, row in rows.items()}

    where = entity(entity_set)
    return Setting(contract=CONTRACT, target=target(url=url), entity=where, now=NOW, facts_of=facts_of)


def found(requirement: str, content: Any, where: Setting) -> list[Departure]:
    return list(RECORDS[f"references/{requirement}"](Record(id="1", content=content, index=0), where))


def compared(requirement: str, where: Setting, *contents: Any) -> list[Departure]:
    gathering = GATHERINGS[f"references/{requirement}"]
    records = [Record(id=str(index), content=content, index=index) for index, content in enumerate(contents)]
    notes = [note for record in records for note in gathering.note(record, where)]
    return list(gathering.judge(notes, where))


def held_against(requirement: str, where: Setting, *contents: Any) -> list[tuple[str | None, str, str]]:
    return [(item.record, item.pointer, item.got) for item in compared(requirement, where, *contents)]


# --- links ----------------------------------------------------------------------------------------------------------

LINKS_WRONG = [
    ("links-absolute", "/decisions/1", "'/decisions/1'"),
    ("links-absolute", "www.example.org/1", "'www.example.org/1'"),
    ("links-absolute", "url1", "'url1'"),
    ("links-absolute", "ftp://example.org/1", "'ftp://example.org/1'"),
    ("links-absolute", "https:///1", "'https:///1'"),
    ("links-absolute", "mailto:a@example.org", "'mailto:a@example.org'"),
    ("links-well-formed", " https://example.org", "the character ' ' in ' https://example.org'"),
    ("links-well-formed", "https://example.org/a b", "the character ' ' in 'https://example.org/a b'"),
    ("links-well-formed", "<https://example.org>"[1:], "the character '>' in 'https://example.org>'"),
    ("links-well-formed", "https://https://example.org", "no host in 'https://https://example.org'"),
    ("links-well-formed", "https://:80/1", "no host in 'https://:80/1'"),
    ("links-well-formed", "https://example.org:port/1", "no host in 'https://example.org:port/1'"),
    ("links-well-formed", "https://[::1", "no host in 'https://[::1'"),
    ("links-well-formed", "https://exa_mple..org/1", "the host 'exa_mple..org' in 'https://exa_mple..org/1'"),
    ("links-well-formed", "https://-a.org", "the host '-a.org' in 'https://-a.org'"),
    ("links-public", "http://localhost:8080/1", "the host 'localhost' in 'http://localhost:8080/1'"),
    ("links-public", "http://127.0.0.1/1", "the host '127.0.0.1' in 'http://127.0.0.1/1'"),
    ("links-public", "http://10.1.2.3/1", "the host '10.1.2.3' in 'http://10.1.2.3/1'"),
    ("links-public", "http://[::1]/1", "the host '::1' in 'http://[::1]/1'"),
    ("links-public", "http://cray.edw.lan:34382/1", "the host 'cray.edw.lan' in 'http://cray.edw.lan:34382/1'"),
    ("links-public", "http://intranet/1", "the host 'intranet' in 'http://intranet/1'"),
    ("links-not-of-trials", "https://staging.example.org", "'staging' in the host 'staging.example.org'"),
    ("links-not-of-trials", "https://www-dev2.mea.example.org", "'dev2' in the host 'www-dev2.mea.example.org'"),
    ("links-without-secrets", "https://example.org/?Token=1", "'Token' in an address of 'example.org'"),
    ("links-without-secrets", "https://me:x@example.org/", "a user name in an address of 'example.org'"),
    ("links-without-secrets", "https://example.org/a;JSESSIONID=1", "'jsessionid' in an address of 'example.org'"),
]  # fmt: skip

LINKS_RIGHT = [
    ("links-absolute", "HTTP://EXAMPLE.ORG"),
    ("links-absolute", " https://example.org"),
    ("links-absolute", "  "),
    ("links-well-formed", "https://example.org/déchets/(a);b,c?d=[e]&f={}".replace("{}", "1")),
    ("links-well-formed", "https://münchen.example.org:8080/a%20b#c"),
    ("links-well-formed", "http://41.191.194.28:8080/1"),
    ("links-well-formed", "https://web.archive.org/web/2025/https://example.org"),
    ("links-well-formed", "/a b"),
    ("links-public", "http://41.191.194.28:8080/1"),
    ("links-public", "https://localhost.example.org"),
    ("links-public", "http://localhost /1"),
    ("links-not-of-trials", "https://dev"),
    ("links-not-of-trials", "https://stages.example.org/test"),
    ("links-not-of-trials", "https://test.org"),
    ("links-without-secrets", "https://example.org/@me?session=17&token="),
]


@pytest.mark.parametrize(("requirement", "address", "got"), LINKS_WRONG)
def test_link_at_fault_is_seen(requirement: str, address: str, got: str) -> None:
    departures = found(requirement, {"link": address}, setting())

    assert [("/link", got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "address"), LINKS_RIGHT)
def test_sound_link_is_left_alone(requirement: str, address: str) -> None:
    assert found(requirement, {"link": address}, setting()) == []


@pytest.mark.parametrize("address", [row[1] for row in LINKS_WRONG])
def test_a_link_breaks_one_requirement(address: str) -> None:
    broken = [name for name in RECORDS if found(name.partition("/")[2], {"link": address}, setting())]

    assert len(broken) == 1


def test_every_check_of_links_has_both_examples() -> None:
    names = {name.partition("/")[2] for name in RECORDS if "/links-" in name}

    assert names == {row[0] for row in LINKS_WRONG} == {row[0] for row in LINKS_RIGHT}


@pytest.mark.parametrize(
    ("entity_set", "content", "pointer"),
    [
        ("decisions", {"meetingUrl": "x"}, "/meetingUrl"),
        ("decisions", {"files": [{}, {"url": "x"}]}, "/files/1/url"),
        ("meetings", {"imageUrl": "x"}, "/imageUrl"),
        ("national-reports", {"url": "x"}, "/url"),
        ("projects", {"documents": [{"url": "x"}], "licence": "x"}, "/documents/0/url"),
    ],
)
def test_links_of_every_set_are_judged(entity_set: str, content: Any, pointer: str) -> None:
    departures = found("links-absolute", content, setting(entity_set))

    assert [pointer] == [item.pointer for item in departures]


@pytest.mark.parametrize(
    ("requirement", "own", "address"),
    [
        ("links-not-of-trials", STAGING, "https://staging.mea.example.org/1"),
        ("links-public", "http://localhost:8080/informea.svc", "http://localhost:9090/1"),
        ("links-absolute", "http://[", "https://example.org"),
    ],
)
def test_service_on_trial_may_link_to_itself(requirement: str, own: str, address: str) -> None:
    assert found(requirement, {"link": address}, setting(url=own)) == []


def test_secret_stays_out_of_the_report() -> None:
    (departure,) = found("links-without-secrets", {"link": "https://example.org/?token=a1b2c3"}, setting())

    assert "a1b2c3" not in f"{departure.expected}{departure.got}{departure.fix}"


OTHERS_WRONG = [
    ("file-addresses-plain", "decisions", {"files": [{"url": "https://x.org/a%20b.pdf"}]}, "/files/0/url",
     "'%20' in 'https://x.org/a%20b.pdf'"),
    ("keyword-namespace", "decisions", {"keywords": [{"namespace": "InforMEA"}]}, "/keywords/0/namespace",
     "'InforMEA'"),
    ("keyword-namespace", "decisions", {"keywords": [{"namespace": "https://x.org/a b"}]}, "/keywords/0/namespace",
     "'https://x.org/a b'"),
    ("image-of-own-site", "meetings", {"url": "http://www.cbd.int/1", "imageUrl": "http://synergies.pops.int/a.jpg"},
     "/imageUrl", "one from 'synergies.pops.int'"),
]  # fmt: skip
OTHERS_RIGHT = [
    ("file-addresses-plain", "decisions", {"files": [{"url": "https://x.org/a.pdf?b=%20"}, {"url": "/a%20b"}]}),
    ("keyword-namespace", "decisions", {"keywords": [{"namespace": "https://www.informea.org/terms"}, {}]}),
    ("image-of-own-site", "meetings", {"url": "http://www.cbd.int/1", "imageUrl": "http://images.cbd.int/a.jpg"}),
    ("image-of-own-site", "meetings", {"url": "http://www.cbd.int/1", "imageUrl": "http://cdn.example.org/a.jpg"}),
    ("image-of-own-site", "meetings", {"url": "http://www.cbd.int/1", "imageUrl": "http://localhost/a.jpg"}),
    ("image-of-own-site", "meetings", {"imageUrl": "http://www.cbd.int/1"}),
]


@pytest.mark.parametrize(("requirement", "entity_set", "content", "pointer", "got"), OTHERS_WRONG)
def test_departure_is_seen(requirement: str, entity_set: str, content: Any, pointer: str, got: str) -> None:
    departures = found(requirement, content, setting(entity_set))

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "entity_set", "content"), OTHERS_RIGHT)
def test_conforming_record_is_left_alone(requirement: str, entity_set: str, content: Any) -> None:
    assert found(requirement, content, setting(entity_set)) == []


HOSTILE: list[Any] = [7, True, None, {"a": "b"}, [7, None, "x", ["en"]], [{"url": 7, "namespace": 7, "number": []}]]


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("entity_set", ["decisions", "meetings", "national-reports", "projects"])
def test_value_of_any_type_is_left_to_others(requirement: str, value: Any, entity_set: str) -> None:
    content = dict.fromkeys(entity(entity_set).shape.fields, value)

    assert found(requirement.partition("/")[2], content, setting(entity_set)) == []


# --- records of another set -----------------------------------------------------------------------------------------

COP: dict[str, Any] = {
    "treaty": "basel",
    "type": "cop",
    "start": "2025-04-28T00:00:00Z",
    "end": "2025-05-09T00:00:00Z",
    "title": [{"language": "en", "value": "Seventeenth meeting of the Conference of the Parties"}],
}
EXPERTS = {**COP, "type": "Expert", "title": [{"language": "en", "value": "Experts on waste"}]}
WITH_MEETINGS = setting(
    meetings={
        "cop-17": COP,
        "experts": EXPERTS,
        "ozone": {**COP, "treaty": "montreal"},
        "climate": {**COP, "treaty": "unfccc"},
        "bare": {},
    }
)


def of(meeting: Any = "cop-17", **content: Any) -> dict[str, Any]:
    return {"meetingId": meeting, **content}


MEETINGS_WRONG: list[Any] = [
    ("treaty-fits-meeting", of("climate", treaty="kyoto"), "/treaty", "'kyoto'"),
    ("meeting-exists", of("cop-18"), "/meetingId", "'cop-18'"),
    ("meeting-exists", of("COP-17"), "/meetingId", "'COP-17'"),
    ("meeting-title-known", {"meetingTitle": "COP 17"}, "/meetingTitle", "'COP 17'"),
    ("meeting-title-known", of(" ", meetingTitle="COP 17"), "/meetingTitle", "'COP 17'"),
    ("meeting-title-agrees", of(meetingTitle="Experts on waste"), "/meetingTitle", "'Experts on waste'"),
    ("treaty-fits-meeting", of(treaty="Cites"), "/treaty", "'cites'"),
    ("treaty-fits-meeting", of(treaty="minamata"), "/treaty", "'minamata'"),
    ("meeting-decides", of("experts", type="Decision"), "/meetingId",
     "a decision of a meeting of the type 'expert'"),
    ("meeting-decides", of("experts", type="Resolution"), "/meetingId",
     "a resolution of a meeting of the type 'expert'"),
    ("number-fits-meeting", of(treaty="basel", number="BC-16/22"), "/number", "'BC-16/22', a number of session 16"),
    ("number-fits-meeting", of(treaty="basel", number="IX/2"), "/number", "'IX/2', a number of session 9"),
    ("published-not-before-meeting", of(published="2025-04-26T00:00:00Z"), "/published", "2025-04-26"),
    ("published-soon-after-meeting", of(published="2025-12-01T00:00:00Z"), "/published",
     "2025-12-01, 206 days later"),
]  # fmt: skip


@pytest.mark.parametrize(("requirement", "content", "pointer", "got"), MEETINGS_WRONG)
def test_decision_at_odds_with_its_meeting_is_seen(requirement: str, content: Any, pointer: str, got: str) -> None:
    assert held_against(requirement, WITH_MEETINGS, {}, content) == [("1", pointer, got)]


@pytest.mark.parametrize(
    ("requirement", "content"),
    [
        ("meeting-exists", of()),
        ("meeting-exists", of("")),
        ("meeting-title-known", {"meetingTitle": "EXPERTS on waste."}),
        ("meeting-title-known", of("cop-18", meetingTitle="COP 18")),
        ("meeting-title-agrees", of(meetingTitle="Seventeenth  meeting of the conference of the Parties")),
        ("meeting-title-agrees", of(meetingTitle=" ")),
        ("meeting-title-agrees", of("bare", meetingTitle="COP 17")),
        ("treaty-fits-meeting", of(treaty="rotterdam")),
        ("treaty-fits-meeting", of(treaty="BASEL")),
        ("treaty-fits-meeting", of("ozone", treaty="vienna")),
        ("treaty-fits-meeting", of(treaty="carthagena")),
        ("treaty-fits-meeting", of("bare", treaty="cites")),
        ("meeting-decides", of("experts", type="recommendation")),
        ("meeting-decides", of(type="decision")),
        ("number-fits-meeting", of(treaty="basel", number="BC-17/22")),
        ("number-fits-meeting", of(treaty="cites", number="16.9 (Rev. CoP17)")),
        ("number-fits-meeting", of("experts", treaty="basel", number="BC-16/22")),
        ("published-not-before-meeting", of(published="2025-04-27T00:00:00Z")),
        ("published-not-before-meeting", of(published="1970-01-01T00:00:00Z")),
        ("published-not-before-meeting", of("bare", published="1990-01-01T00:00:00Z")),
        ("published-soon-after-meeting", of(published="2025-11-08T00:00:00Z")),
        ("published-soon-after-meeting", of(published="2052-11-08T00:00:00Z")),
        ("published-soon-after-meeting", of("bare", published="2025-12-01T00:00:00Z")),
    ],
)
def test_decision_that_fits_its_meeting_is_left_alone(requirement: str, content: Any) -> None:
    assert held_against(requirement, WITH_MEETINGS, content) == []


def test_id_that_differs_in_capitals_is_told() -> None:
    gathering = GATHERINGS["references/meeting-exists"]
    (note,) = gathering.note(Record(id="1", content=of("COP-17"), index=0), WITH_MEETINGS)

    (departure,) = gathering.judge([note], WITH_MEETINGS)

    assert departure.fix == "Write 'cop-17'."


REFERRING = [("meeting", "cop-17"), ("Meetings", "experts"), ("CountryReports", "r-1"), (1, "cop-18"), ("meeting", " ")]


def of_documents(*pairs: tuple[Any, Any]) -> list[tuple[str | None, str, str, str]]:
    where = replace(setting("documents"), ids_of={"meetings": frozenset({"cop-17", "experts"})}.get)
    gathering = GATHERINGS["references/meeting-of-document-exists"]
    content = {"referenceToEntities": [{"type": kind, "refId": key} for kind, key in pairs]}
    notes = [*gathering.note(Record(id="1", content=content, index=0), where)]
    return [(item.record, item.pointer, item.got, item.fix) for item in gathering.judge(notes, where)]


def test_meetings_of_documents_that_are_not_published_are_told() -> None:
    assert of_documents(("CountryReports", "r-1"), (" Meeting ", "cop-18"), ("meeting", "COP-17")) == [
        ("1", "/referenceToEntities/1/refId", "'cop-18'", ""),
        ("1", "/referenceToEntities/2/refId", "'COP-17'", "Write 'cop-17'."),
    ]


def test_meetings_of_documents_that_are_published_are_left_alone() -> None:
    assert of_documents(*REFERRING) == []


def test_meetings_of_documents_are_not_looked_up_where_no_meeting_is_known() -> None:
    gathering = GATHERINGS["references/meeting-of-document-exists"]
    notes = [Note(value="cop-18", record="1", pointer="/referenceToEntities/0/refId")]

    assert [*gathering.judge(notes, setting("documents"))] == []


WITH_DECISIONS = setting(
    "projects",
    decisions={"1": {"treaty": "Minamata", "number": "MC-5/19"}, "2": {"treaty": "basel"}, "3": {"number": "MC-5/1"}},
)


def naming(number: Any, treaty: Any = "minamata") -> dict[str, Any]:
    return {"decisions": [{}, {"treaty": treaty, "number": number}]}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (naming("MC-5/199"), [("0", "/decisions/1/number", "'MC-5/199' under 'minamata'")]),
        (naming("mc-5 / 19"), []),
        (naming("SC-5/19", "stockholm"), []),
        (naming("BC-5/19", "basel"), []),
        (naming("MC-5/199", "mercury"), []),
    ],
)
def test_project_is_held_against_decisions(content: Any, expected: list[Any]) -> None:
    assert expected == held_against("decision-of-project-exists", WITH_DECISIONS, content)


@pytest.mark.parametrize("requirement", sorted(GATHERINGS))
def test_nothing_is_said_without_the_other_set(requirement: str) -> None:
    content = of("cop-18", meetingTitle="COP 17", treaty="cites", number="1.1", **naming("MC-5/199"))
    name = requirement.partition("/")[2]

    assert held_against(name, setting(), content, {"meetingTitle": "COP 17"}) == []


@pytest.mark.parametrize("requirement", sorted(GATHERINGS))
@pytest.mark.parametrize("value", HOSTILE)
def test_value_of_any_type_is_not_compared(requirement: str, value: Any) -> None:
    where = setting(meetings={"7": dict.fromkeys(COP, value), "1": COP}, decisions={"1": {"treaty": value}})
    content = dict.fromkeys([*entity("decisions").shape.fields, "decisions"], value)

    assert held_against(requirement.partition("/")[2], where, content, {**content, "meetingId": "7"}) == []


# --- files, pages, projects and obligations -------------------------------------------------------------------------

FILE = {"files": [{"url": "https://d.example.org/a.pdf"}, {"url": "http://d.example.org/b.pdf"}, "x"]}


@pytest.mark.parametrize(
    ("content", "url", "number"),
    [
        ({"url": "https://www.example.org/1", **FILE}, "http://api.example.org", 1),
        (FILE, "https://api.example.org", 1),
        (FILE, "http://api.example.org", 0),
        ({"url": "http://www.example.org/1", **FILE}, "http://api.example.org", 0),
        ({"link": "https://www.example.org/1", "files": "x"}, "https://api.example.org", 0),
    ],
)
def test_files_are_encrypted_where_the_page_is(content: Any, url: str, number: int) -> None:
    departures = found("files-encrypted", content, setting("decisions", url))

    assert ["'http://d.example.org/b.pdf'"] * number == [item.got for item in departures]


def test_a_page_of_two_records_is_seen() -> None:
    page = "https://www.example.org/reports"
    records = [{"url": page, "seriesId": "s"}, {"url": page, "seriesId": "s"}, {"url": page}, {"url": ""}, {"url": 7}]

    departures = held_against("pages-distinct", setting("national-reports"), *records)

    assert departures == [("2", "/url", "'https://www.example.org/reports' for '2', and in '0' for 's'")]


SUPPORT = {
    "supportingProjects": [{"scheme": "gef", "value": "7"}, {"scheme": "mlf", "value": "7"}, {"scheme": " "}, "x"]
}


@pytest.mark.parametrize(
    ("projects", "expected"),
    [
        ({"p": {"identifiers": [{"scheme": "gef", "value": "8"}]}, "q": {}}, ["'7', which no project has"]),
        ({"p": {"identifiers": [{"scheme": "gef", "value": "7"}]}}, []),
        ({}, []),
        (None, []),
    ],
)  # fmt: skip
def test_projects_of_reports_are_held_against_those_of_their_scheme(projects: Any, expected: list[str]) -> None:
    where = setting("national-reports", **({} if projects is None else {"projects": projects}))

    departures = compared("project-of-report-exists", where, SUPPORT, {})

    assert expected == [item.got for item in departures]


@pytest.mark.parametrize(
    ("served", "number"),
    [(frozenset(("minamata-art21-full",)), 1), (frozenset(("no-such",)), 0), (frozenset(), 0), (None, 0)],
)
def test_obligations_of_projects_are_held_against_those_served(served: frozenset[str] | None, number: int) -> None:
    where = replace(setting("projects"), ids_of=lambda _name: served)

    departures = compared(
        "obligation-of-project-exists", where, {"reportingSupport": [{"obligationId": "no-such"}, {}, "x"]}, {}
    )

    assert number == len(departures)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Seventeenth meeting of the Conference of the Parties to the Basel Convention", 17),
        ("Twenty-first Session of the Committee", 21),
        ("Thirtieth ordinary meeting", 30),
        ("36th Meeting of the Parties to the Montreal Protocol", 36),
        ("CoP20", 20),
        ("UNFCCC COP 29", 29),
        ("conference of the parties, session 16", 16),
        ("First extraordinary meeting", None),
        ("COP 15 and tenth meeting of the Parties to the Protocol", None),
        ("The second part: workshop on 12 chemicals", None),
        ("", None),
    ],
)
def test_session_is_read_from_a_title(title: str, expected: int | None) -> None:
    assert expected == session_of_title(title)


@pytest.mark.parametrize(
    ("treaty", "number", "expected"),
    [
        ("basel", "BC-17/22", 17),
        ("basel", "VIII/20", 8),
        ("basel", "BC.Ex-1/1", None),
        ("cartagena", "BS-IV/2", 4),
        ("cbd", "XIII/27", 13),
        ("cbd", "15/6", 15),
        ("montreal", "XXXVI/2", 36),
        ("montreal", "EX.I/4", None),
        ("vienna", "VC XIV/5", 14),
        ("unfccc", "9/CP.16", 16),
        ("kyoto", "1/CMP.3", 3),
        ("unccd", "7/COP.13", 13),
        ("cites", "Conf. 11.17", 11),
        ("cites", "16.9 (Rev. CoP17)", None),
        ("ramsar", "SC41-24", None),
        ("plant-treaty", "7/2019", None),
        ("espoo", "IX/1", None),
        ("", "", None),
    ],
)
def test_session_is_read_from_a_number(treaty: str, number: str, expected: int | None) -> None:
    assert expected == session_of_number(treaty, number)


def test_findings_are_worded_as_they_were() -> None:
    links = ((name, found(name, {"link": address}, setting())) for name, address, _ in LINKS_WRONG)
    others = ((name, found(name, content, setting(where))) for name, where, content, *_ in OTHERS_WRONG)

    meetings = ((name, compared(name, WITH_MEETINGS, {}, content)) for name, content, *_ in MEETINGS_WRONG)
    decisions = [
        ("decision-of-project-exists", compared("decision-of-project-exists", WITH_DECISIONS, naming("MC-5/199")))
    ]

    now = worded((*links, *others, *meetings, *decisions))

    assert kept("references", now) == now, RENEW
