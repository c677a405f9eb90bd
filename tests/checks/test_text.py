"""Checks of texts: a text at fault, a text close to it, and values of any form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apitest.checks.setting import Setting
from apitest.checks.text import _ORDINARY, RECORDS, _all_prose
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from telling import RENEW, kept, worded


def found(requirement: str, content: Any, entity_set: str = "decisions") -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[requirement](Record(id="1", content=content, index=0), setting))


def titled(value: Any, language: Any = "fr") -> dict[str, Any]:
    return {"title": [{"language": language, "value": value}]}


WRONG = [
    ("text/entries-complete", {"title": [{"language": "fr"}]}, "/title/0", "no value"),
    ("text/entries-complete", {"title": [{"value": "Déchets"}]}, "/title/0", "no language"),
    ("text/entries-complete", {"title": [{}]}, "/title/0", "no language and no value"),
    ("text/entries-complete", titled("  "), "/title/0", "no value"),
    ("text/entries-complete", titled("<p class='x'>&nbsp;<br/></p>"), "/title/0", "no value"),
    ("text/entries-complete", titled("Déchets", ""), "/title/0", "no language"),
    ("text/language-tag", titled("Waste", "English"), "/title/0/language", "'English'"),
    ("text/language-tag", titled("Waste", "EN"), "/title/0/language", "'EN'"),
    ("text/language-tag", titled("Ruskkat", "und"), "/title/0/language", "'und'"),
    ("text/language-tag", titled("Waste", "cn"), "/title/0/language", "'cn'"),
    ("text/language-tag", titled("Waste", "iw"), "/title/0/language", "'iw'"),
    ("text/language-tag", titled("Waste", "sh"), "/title/0/language", "'sh'"),
    (
        "text/one-entry-per-language",
        {"title": [{"language": "en"}, {"language": "fr"}, {"language": "en"}]},
        "/title/2/language",
        "'en' again, as in entry 1",
    ),
    ("text/script-fits-language", titled("Решение", "en"), "/title/0/value", "Cyrillic script: 'Решение'"),
    ("text/script-fits-language", titled("废物管理", "ru"), "/title/0/value", "Chinese script: '废物管理'"),
    ("text/script-fits-language", titled("إدارة النفايات", "zh"), "/title/0/value", "Arabic script: 'إدارة النفايات'"),
    ("text/no-garbled-characters", titled("d\ufffdchets"), "/title/0/value", "'d\ufffdchets'"),
    ("text/no-garbled-characters", titled("déchets \ud83d"), "/title/0/value", "'déchets \\ud83d'"),
    ("text/no-garbled-characters", titled("dÃ©chets"), "/title/0/value", "'dÃ©chets'"),
    ("text/no-garbled-characters", titled("coÃ»t"), "/title/0/value", "'coÃ»t'"),
    ("text/no-garbled-characters", titled("nÂ°"), "/title/0/value", "'nÂ°'"),
    ("text/no-garbled-characters", titled("dâ€™eau"), "/title/0/value", "'dâ€™eau'"),
    ("text/no-garbled-characters", titled("Ð\u00a0ÐµÑˆ", "ru"), "/title/0/value", "'Ð\\xa0ÐµÑˆ'"),
    ("text/no-garbled-characters", {"city": "GenÃ¨ve"}, "/city", "'GenÃ¨ve'"),
    ("text/no-html-in-plain-text", titled("<i>Déchets</i>"), "/title/0/value", "the tag '<i>' in '<i>Déchets</i>'"),
    ("text/no-html-in-plain-text", titled("Déchets<br/>"), "/title/0/value", "the tag '<br/>' in 'Déchets<br/>'"),
    (
        "text/no-html-in-plain-text",
        titled("C&#039;est"),
        "/title/0/value",
        "the character reference '&#039;' in 'C&#039;est'",
    ),
    (
        "text/no-html-in-plain-text",
        titled("A &amp; B"),
        "/title/0/value",
        "the character reference '&amp;' in 'A &amp; B'",
    ),
    (
        "text/no-html-in-plain-text",
        {"longTitle": [{"value": "A&nbsp;B"}]},
        "/longTitle/0/value",
        "the character reference '&nbsp;' in 'A&nbsp;B'",
    ),
    ("text/no-garbled-characters", titled("D?chets dangereux"), "/title/0/value", "'D?chets dangereux'"),
    ("text/no-stand-ins", titled("TBD"), "/title/0/value", "'TBD'"),
    ("text/no-stand-ins", titled("(to be confirmed)"), "/title/0/value", "'(to be confirmed)'"),
    ("text/no-stand-ins", titled("Lorem ipsum dolor sit amet"), "/title/0/value", "'Lorem ipsum dolor sit amet'"),
    ("text/no-stand-ins", {"keywords": [{"term": "n/a"}]}, "/keywords/0/term", "'n/a'"),
    ("text/no-stand-ins", {"summary": [{"value": "TBD"}]}, "/summary/0/value", "'TBD'"),
    ("text/no-stand-ins", {"summary": [{"value": "<p>To follow.</p>"}]}, "/summary/0/value", "'<p>To follow.</p>'"),
    ("text/no-stand-ins", titled("Titre à venir"), "/title/0/value", "'Titre à venir'"),
    ("text/no-stand-ins", titled("Pendiente de traducción", "es"), "/title/0/value", "'Pendiente de traducción'"),
    ("text/no-stand-ins", titled("…"), "/title/0/value", "'…'"),
    (
        "text/no-invisible-characters",
        titled("dé\u00adchets"),
        "/title/0/value",
        "U+00AD (soft hyphen) in 'dé\\xadchets'",
    ),
    (
        "text/no-invisible-characters",
        titled("a\ufeffb"),
        "/title/0/value",
        "U+FEFF (zero width no-break space) in 'a\\ufeffb'",
    ),
    ("text/no-invisible-characters", titled("a\ue000"), "/title/0/value", "U+E000 (for private use) in 'a\\ue000'"),
    ("text/no-invisible-characters", titled("a\u200db"), "/title/0/value", "U+200D (zero width joiner) in 'a\\u200db'"),
    ("text/no-control-characters", titled("a\u000bb"), "/title/0/value", "U+000B in 'a\\x0bb'"),
    ("text/no-control-characters", titled("a\u0085b"), "/title/0/value", "U+0085 in 'a\\x85b'"),
    ("text/no-control-characters", {"summary": [{"value": "a\u0000"}]}, "/summary/0/value", "U+0000 in 'a\\x00'"),
    ("text/normalised", titled("de\u0301chets"), "/title/0/value", "U+0065 U+0301 in 'de\u0301chets'"),
    ("text/trimmed", titled(" Déchets"), "/title/0/value", "' ' at the start of ' Déchets'"),
    ("text/trimmed", titled("Déchets\u00a0"), "/title/0/value", "'\\xa0' at the end of 'Déchets\\xa0'"),
    ("text/trimmed", titled("Les  déchets"), "/title/0/value", "'  ' at the middle of 'Les  déchets'"),
    ("text/trimmed", titled("Les\ndéchets"), "/title/0/value", "'\\n' at the middle of 'Les\\ndéchets'"),
    ("text/trimmed", {"keywords": [{"term": "mercury "}]}, "/keywords/0/term", "' ' at the end of 'mercury '"),
]

RIGHT = [
    ("text/entries-complete", titled("Déchets")),
    ("text/entries-complete", {"title": [{"language": 7, "value": 7}]}),
    ("text/entries-complete", titled("<p><img src='https://example.org/map.png'/></p>")),
    ("text/entries-complete", titled("&amp;")),
    ("text/language-tag", titled("Ruskkat", "se")),
    ("text/language-tag", titled("Déchets", "")),
    (
        "text/one-entry-per-language",
        {"title": [{"language": "en"}, {"language": "fr"}, {"value": "x"}, {"value": "y"}]},
    ),
    ("text/script-fits-language", titled("Le terme « отходы » désigne les déchets")),
    ("text/script-fits-language", titled("UNEP/MC/COP.6/22", "ar")),
    ("text/script-fits-language", titled("Управління", "uk")),
    ("text/script-fits-language", titled("…")),
    ("text/no-garbled-characters", titled("Voilà\u00a0» : « CAFÉ… » et « MENÜ”")),
    ("text/no-garbled-characters", titled("SÃO TOMÉ: «AMANHÃ»", "pt")),
    ("text/no-garbled-characters", {"id": "\ufffd", "link": "Ã©"}),
    ("text/no-garbled-characters", titled("See https://mea.example/page?x=1, or ask: why? Because")),
    ("text/no-garbled-characters", titled("Quoi ? Pourquoi? Voir a/b?c=d")),
    ("text/no-stand-ins", titled("Test of tbd methods")),
    ("text/no-stand-ins", {"summary": [{"value": "To be added to annex I: mercury."}]}),
    ("text/no-stand-ins", {"summary": [{"value": "<p></p>"}], "city": "TBD"}),
    ("text/no-stand-ins", titled("")),
    ("text/no-invisible-characters", titled("می\u200cروم", "fa")),
    ("text/no-invisible-characters", titled("\u200fUNEP\u200f", "ar")),
    ("text/no-html-in-plain-text", titled("Déchets < 5 kg et > 2 kg, R&D; bilan & suivi")),
    ("text/no-html-in-plain-text", {"content": [{"value": "<p>A &amp; B</p>"}], "summary": [{"value": "<p>A</p>"}]}),
    ("text/no-control-characters", titled("a\tb\nc\u00a0d")),
    ("text/normalised", titled("d\u00e9chets")),
    ("text/normalised", titled("dechets")),
    ("text/trimmed", titled("Les déchets – bilan")),
    ("text/trimmed", titled("   ")),
    ("text/trimmed", {"content": [{"value": " <p>\n  A</p>"}]}),
]

HOSTILE = [
    {},
    {"title": None},
    {"title": "Waste"},
    {"title": {"language": "en", "value": "a\u0000"}},
    {"title": [None, 7, "a\u0000", ["en"]]},
    {"title": [{"language": 7, "value": 7}, {"language": ["en"], "value": {"a": "b"}}]},
    {"keywords": [{"term": None}, "x"], "meetingTitle": 7, "unknown": "a\u0000"},
]


@pytest.mark.parametrize(("requirement", "content", "pointer", "got"), WRONG)
def test_departure_is_seen(requirement: str, content: Any, pointer: str, got: str) -> None:
    entity_set = "meetings" if "city" in content else "decisions"

    departures = found(requirement, content, entity_set)

    assert [(pointer, got)] == [(item.pointer, item.got) for item in departures]


@pytest.mark.parametrize(("requirement", "content"), RIGHT)
def test_conforming_text_is_left_alone(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


@pytest.mark.parametrize("requirement", sorted(RECORDS))
@pytest.mark.parametrize("content", HOSTILE)
def test_value_of_any_type_is_left_to_others(requirement: str, content: Any) -> None:
    assert found(requirement, content) == []


def test_every_check_has_both_examples() -> None:
    assert set(RECORDS) == {row[0] for row in WRONG} == {row[0] for row in RIGHT}


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("English", "Write 'en'."),
        ("zh-Hans", "Write 'zh'."),
        ("FR", "Write 'fr'."),
        ("iw", "Write 'he'."),
        ("sh", ""),
        ("und", ""),
    ],
)
def test_fix_names_the_language_meant(written: str, fix: str) -> None:
    (departure,) = found("text/language-tag", titled("x", written))

    assert fix == departure.fix


def test_garbled_text_is_shown_repaired() -> None:
    (departure,) = found("text/no-garbled-characters", titled("dÃ©chets"))

    assert departure.expected == "'é', as in the original"


@pytest.mark.parametrize(
    ("requirement", "content", "pointer"),
    [
        ("text/no-html-in-plain-text", {"description": [{"value": "<p>A</p>"}]}, "/description/0/value"),
        ("text/trimmed", {"description": [{"value": "A  b"}]}, "/description/0/value"),
        ("text/language-tag", {"documents": [{"title": [{"language": "EN"}]}]}, "/documents/0/title/0/language"),
        ("text/trimmed", {"documents": [{}, {"title": [{"value": "a "}]}]}, "/documents/1/title/0/value"),
        ("text/trimmed", {"publisher": {"name": "GEF "}}, "/publisher/name"),
    ],
)
def test_every_text_of_a_project_is_plain(requirement: str, content: Any, pointer: str) -> None:
    departures = found(requirement, content, "projects")

    assert [pointer] == [item.pointer for item in departures]


@pytest.mark.parametrize(
    "content",
    [
        {"description": [{"value": "A\n\nb"}]},
        {"identifiers": [{"scheme": "gef", "value": " 1 "}], "status": {"sourceValue": " Closed "}},
        {"publisher": "GEF ", "documents": "none"},
    ],
)
def test_paragraphs_and_identifiers_of_projects_are_left_alone(content: Any) -> None:
    assert found("text/trimmed", content, "projects") == []


@given(st.from_regex(_ORDINARY, fullmatch=True))
def test_nothing_is_wrong_with_ordinary_text(value: str) -> None:
    record = Record(id="1", content={"title": [{"language": "en", "value": value}]}, index=0)
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(), now=NOW)
    record.worked_out["prose"] = _all_prose(record, setting)
    names = ("no-garbled-characters", "no-html-in-plain-text", "no-control-characters", "normalised", "trimmed")

    found = [departure for name in names for departure in RECORDS[f"text/{name}"](record, setting)]

    assert found == []


def test_findings_are_worded_as_they_were() -> None:
    now = worded(
        (name, found(name, content, "meetings" if "city" in content else "decisions")) for name, content, *_ in WRONG
    )

    assert kept("text", now) == now, RENEW
