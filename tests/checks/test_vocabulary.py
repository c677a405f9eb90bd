"""Checks of codes: a code at fault, a code close to it, and values of any form."""

from typing import Any

import pytest

from apitest.checks.setting import Setting
from apitest.checks.vocabulary import GATHERINGS, RECORDS
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded

DECISIONS, MEETINGS, REPORTS, PROJECTS = "decisions", "meetings", "national-reports", "projects"
PLANS, SITES = "national-plans", "sites"


def setting(entity_set: str, **changes: Any) -> Setting:
    return Setting(contract=CONTRACT, target=target(**changes), entity=entity(entity_set), now=NOW)


def record(content: Any, key: str = "1") -> Record:
    return Record(id=key, content=content, index=0)


def found(requirement: str, entity_set: str, content: Any, **changes: Any) -> list[Departure]:
    return list(RECORDS[requirement](record(content), setting(entity_set, **changes)))


WRONG = [
    ("vocabulary/treaty", DECISIONS, {"treaty": "carthagena"}, "/treaty", "'carthagena'", "'cartagena'"),
    ("vocabulary/treaty", MEETINGS, {"treaty": "255"}, "/treaty", "'255'", ""),
    ("vocabulary/treaty", REPORTS, {"treaty": "ozone"}, "/treaty", "'ozone'", ""),
    ("vocabulary/related-treaty", PROJECTS, {"treaties": [{"treaty": "q7"}]}, "/treaties/0/treaty", "'q7'", ""),
    ("vocabulary/related-treaty", PROJECTS, {"decisions": [{}, {"treaty": "q7"}]}, "/decisions/1/treaty", "'q7'", ""),
    (
        "vocabulary/related-treaty",
        REPORTS,
        {"treaty": "minamata", "decisions": [{"treaty": "minamata"}, {"treaty": "cites"}]},
        "/decisions/1/treaty",
        "'cites'",
        "",
    ),
    ("vocabulary/treaty-canonical", DECISIONS, {"treaty": "itpgrfa"}, "/treaty", "'itpgrfa'", "Write 'plant-treaty'."),
    (
        "vocabulary/treaty-canonical",
        PROJECTS,
        {"treaties": [{"treaty": "lrtp"}]},
        "/treaties/0/treaty",
        "'lrtp'",
        "'lrtap'",
    ),
    ("vocabulary/country", MEETINGS, {"country": "Kenya"}, "/country", "'Kenya'", "Write 'KE'."),
    ("vocabulary/country", MEETINGS, {"country": "KE "}, "/country", "'KE '", "Write 'KE'."),
    ("vocabulary/country", REPORTS, {"country": "ZZ"}, "/country", "'ZZ'", ""),
    ("vocabulary/country", REPORTS, {"country": "404"}, "/country", "'404'", ""),
    ("vocabulary/country-current", MEETINGS, {"country": "UK"}, "/country", "'UK'", "Write 'GB'."),
    ("vocabulary/country-current", MEETINGS, {"country": "ECE"}, "/country", "'ECE'", "Write 'EUR'."),
    ("vocabulary/country-current", REPORTS, {"country": "YUG"}, "/country", "'YUG': Yugoslavia", ""),
    ("vocabulary/country-upper-case", REPORTS, {"country": "at"}, "/country", "'at'", "Write 'AT'."),
    ("vocabulary/country-upper-case", REPORTS, {"country": "Sen"}, "/country", "'Sen'", "Write 'SEN'."),
    ("vocabulary/decision-type", DECISIONS, {"type": "resolutions"}, "/type", "'resolutions'", ""),
    ("vocabulary/decision-status", DECISIONS, {"status": "in force"}, "/status", "'in force'", ""),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "basel", "number": "BC-17"}, "/number", "'BC-17'", ""),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "itpgrfa", "number": "7/19"}, "/number", "'7/19'", ""),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "Basel", "number": "X/3"}, "/number", "'X/3'", ""),
    (
        "vocabulary/decision-number-canonical",
        DECISIONS,
        {"treaty": "basel", "number": "Decision BC\u201317 / 22 "},
        "/number",
        "'Decision BC–17 / 22 '",
        "Write 'BC-17/22'.",
    ),
    ("vocabulary/meeting-type", MEETINGS, {"type": "Standing Committee"}, "/type", "'Standing Committee'", ""),
    ("vocabulary/meeting-kind", MEETINGS, {"kind": "formal"}, "/kind", "'formal'", ""),
    ("vocabulary/meeting-access", MEETINGS, {"access": "closed"}, "/access", "'closed'", ""),
    ("vocabulary/meeting-status", MEETINGS, {"status": "canceled"}, "/status", "'canceled'", ""),
    ("vocabulary/meeting-repetition", MEETINGS, {"repetition": "annual"}, "/repetition", "'annual'", ""),
    ("vocabulary/national-plan-type", PLANS, {"type": "action plan"}, "/type", "'action plan'", ""),
    ("vocabulary/site-type", SITES, {"type": "wetland"}, "/type", "'wetland'", ""),
    ("vocabulary/code-case", DECISIONS, {"status": "Adopted"}, "/status", "'Adopted'", "Write 'adopted'."),
    ("vocabulary/code-case", MEETINGS, {"type": " cop "}, "/type", "' cop '", "Write 'cop'."),
    ("vocabulary/code-case", REPORTS, {"treaty": "CBD"}, "/treaty", "'CBD'", "Write 'cbd'."),
    (
        "vocabulary/code-case",
        PROJECTS,
        {"treaties": [{"treaty": "CBD"}]},
        "/treaties/0/treaty",
        "'CBD'",
        "Write 'cbd'.",
    ),
    (
        "vocabulary/media-type",
        DECISIONS,
        {"files": [{"mimeType": "pdf"}]},
        "/files/0/mimeType",
        "'pdf'",
        "'application/pdf'",
    ),
    (
        "vocabulary/media-type",
        REPORTS,
        {"files": [{"mimeType": ".PDF"}]},
        "/files/0/mimeType",
        "'.PDF'",
        "'application/pdf'",
    ),
    ("vocabulary/media-type", PROJECTS, {"documents": [{"mimeType": "xyz"}]}, "/documents/0/mimeType", "'xyz'", ""),
]

RIGHT = [
    ("vocabulary/treaty", DECISIONS, {"treaty": "cartagena-conv"}),
    ("vocabulary/treaty", MEETINGS, {"treaty": "Basel"}),
    ("vocabulary/treaty", REPORTS, {"treaty": "minamataunep"}),
    ("vocabulary/treaty", REPORTS, {"treaty": " "}),
    ("vocabulary/related-treaty", PROJECTS, {"treaties": [{"treaty": "minamata"}]}),
    ("vocabulary/related-treaty", PROJECTS, {"treaty": "cms", "decisions": [{"treaty": "cms"}, {}, None]}),
    ("vocabulary/related-treaty", REPORTS, {"treaty": "paris", "decisions": [{"treaty": "unfccc"}]}),
    ("vocabulary/related-treaty", REPORTS, {"treaty": ["x"], "decisions": [{"treaty": "basel"}]}),
    ("vocabulary/treaty-canonical", DECISIONS, {"treaty": "plant-treaty"}),
    ("vocabulary/treaty-canonical", DECISIONS, {"treaty": "q7"}),
    ("vocabulary/country", MEETINGS, {"country": "ken"}),
    ("vocabulary/country", REPORTS, {"country": "UK"}),
    ("vocabulary/country-current", MEETINGS, {"country": "EU"}),
    ("vocabulary/country-current", MEETINGS, {"country": "ZZ"}),
    ("vocabulary/country-upper-case", REPORTS, {"country": "EC"}),
    ("vocabulary/country-upper-case", REPORTS, {"country": "zz"}),
    ("vocabulary/decision-type", DECISIONS, {"type": "Resolution"}),
    ("vocabulary/decision-status", DECISIONS, {"status": "amended"}),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "basel", "number": "Decision BC-17/22"}),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "bamako", "number": "?"}),
    ("vocabulary/decision-number", DECISIONS, {"treaty": "q7", "number": "?"}),
    ("vocabulary/decision-number", DECISIONS, {"number": "?"}),
    ("vocabulary/decision-number-canonical", DECISIONS, {"treaty": "cites", "number": "Conf. 11.17 (Rev. CoP18)"}),
    ("vocabulary/decision-number-canonical", DECISIONS, {"treaty": "cites", "number": "Decision of old"}),
    ("vocabulary/meeting-type", MEETINGS, {"type": "MOP"}),
    ("vocabulary/meeting-kind", MEETINGS, {"kind": "partner"}),
    ("vocabulary/meeting-access", MEETINGS, {"access": "invitation"}),
    ("vocabulary/meeting-status", MEETINGS, {"status": "cancelled"}),
    ("vocabulary/meeting-repetition", MEETINGS, {"repetition": "yearly"}),
    ("vocabulary/national-plan-type", PLANS, {"type": "nbsap"}),
    ("vocabulary/site-type", SITES, {"type": "ramsar"}),
    ("vocabulary/code-case", DECISIONS, {"status": "adopted", "type": "resolutions"}),
    ("vocabulary/code-case", MEETINGS, {"treaty": "ICRW"}),
    ("vocabulary/media-type", DECISIONS, {"files": [{"mimeType": "application/octet-stream"}, {"mimeType": ""}]}),
]

HOSTILE = [
    *(
        dict.fromkeys(("treaty", "country", "type", "status", "kind", "number"), value)
        for value in (None, 7, ["cbd"], {"a": 1})
    ),
    {"files": "none", "treaties": "none", "documents": 7},
    {
        "files": [None, "pdf", ["pdf"], {}, {"mimeType": 7}],
        "treaties": [{"treaty": 7}, 7],
        "documents": [{"mimeType": None}],
    },
    {"treaty": 7, "number": "BC-17/22"},
]


@pytest.mark.parametrize(("requirement", "entity_set", "content", "pointer", "got", "fix"), WRONG)
def test_departure_is_seen(requirement: str, entity_set: str, content: Any, pointer: str, got: str, fix: str) -> None:
    (departure,) = found(requirement, entity_set, content)

    assert departure.pointer == pointer
    assert departure.got.startswith(got)
    assert fix in departure.fix
    assert bool(fix) == bool(departure.fix)


@pytest.mark.parametrize(("requirement", "entity_set", "content"), RIGHT)
def test_conforming_code_is_left_alone(requirement: str, entity_set: str, content: Any) -> None:
    assert found(requirement, entity_set, content) == []


@pytest.mark.parametrize(
    ("requirement", "entity_set"),
    [(name, entity_set) for name in sorted(RECORDS) for entity_set in CONTRACT.requirements[name].entities],
)
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, entity_set: str, content: Any) -> None:
    assert found(requirement, entity_set, content) == []


def test_every_check_has_both_examples() -> None:
    assert set(RECORDS) == {row[0] for row in WRONG} == {row[0] for row in RIGHT}


def test_list_is_told_in_alphabetical_order() -> None:
    (departure,) = found("vocabulary/meeting-kind", MEETINGS, {"kind": "formal"})

    assert departure.expected == "one of 'interest', 'official', 'partner'"


def test_configured_treaty_is_known() -> None:
    assert found("vocabulary/treaty", DECISIONS, {"treaty": "plastics"}, treaties=("plastics",)) == []


def test_configured_treaty_keeps_its_letters() -> None:
    (departure,) = found("vocabulary/code-case", DECISIONS, {"treaty": "Plastics"}, treaties=("plastics",))

    assert departure.expected == "'plastics'"


def mixed(*countries: Any) -> list[tuple[str | None, str, str]]:
    gathering, where = GATHERINGS["vocabulary/one-country-form"], setting(REPORTS)
    notes = [
        note
        for index, code in enumerate(countries)
        for note in gathering.note(record({"country": code}, str(index)), where)
    ]
    return [(item.record, item.expected, item.got) for item in gathering.judge(notes, where)]


@pytest.mark.parametrize(
    ("countries", "expected"),
    [
        (("FR", "SN", "SEN"), [("2", "2 letters, as in 2 other records", "3 letters")]),
        (("FRA", "SN", "SEN"), [("1", "3 letters, as in 2 other records", "2 letters")]),
        (("FRA", "SN"), [("0", "2 letters, as in 1 other records", "3 letters")]),
        (("FR", "sn", "Senegal", "ZZZ", None, 7, ""), []),
        ((), []),
    ],
)
def test_country_codes_of_a_set_have_one_form(countries: tuple[Any, ...], expected: list[tuple[str, str, str]]) -> None:
    assert mixed(*countries) == expected


def test_findings_are_worded_as_they_were() -> None:
    now = worded((name, found(name, entity_set, content)) for name, entity_set, content, *_ in WRONG)

    assert kept("vocabulary", now) == now, RENEW
