"""The language that a text is in: what is told, what is left alone, and what it rests on."""

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apitest.checks import RECORDS, detecting, detectors, text_languages
from apitest.checks.detecting import is_doubted, told_apart
from apitest.checks.detectors import Detector
from apitest.checks.setting import Setting
from apitest.model import Departure, Record
from making import CONTRACT, NOW, entity, target
from translating import catalogue

NAME = "text/in-its-language"
ENGLISH = "The Conference of the Parties requests the Secretariat to report on progress at its next meeting"
FRENCH = "La Conférence des Parties prie le Secrétariat de rendre compte des progrès accomplis à sa prochaine réunion"
SPANISH = "La Conferencia de las Partes pide a la Secretaría que informe sobre los progresos en su próxima reunión"
PORTUGUESE = "Conferência para a proteção do meio ambiente, com uma decisão sobre a gestão dos resíduos perigosos"
UKRAINIAN = "Конференція Сторін підтверджує важливість екологічно обґрунтованого поводження з відходами"
RUSSIAN = "Конференция Сторон подтверждает важность экологически обоснованного регулирования отходов"
PERSIAN = "کنفرانس اعضا اهمیت مدیریت زیست محیطی پسماندها را در همه کشورها تأکید می کند و خواستار گزارش است"
GERMAN = "Die Konferenz der Vertragsparteien bekräftigt die Bedeutung der umweltgerechten Behandlung von Abfällen"


@cache
def loaded(name: str) -> Detector:
    made: Detector = getattr(detectors, name)()
    return made


@pytest.fixture(params=["cld3", "py3langid"])
def each(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Detector:
    """Each of the two detectors in turn, the one that is asked."""
    pytest.importorskip({"cld3": "gcld3"}.get(request.param, request.param))
    asked = loaded(request.param)
    monkeypatch.setattr(detecting, "detector", lambda: asked)
    told_apart.cache_clear()
    return asked


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    told_apart.cache_clear()


def found(content: Any, entity_set: str = "decisions") -> list[Departure]:
    setting = Setting(contract=CONTRACT, target=target(), entity=entity(entity_set), now=NOW)
    return list(RECORDS[NAME](Record(id="1", content=content, index=0), setting))


@pytest.mark.parametrize(
    ("language", "value", "other"),
    [
        ("en", FRENCH, "French, 'fr'"),
        ("en", SPANISH, "Spanish, 'es'"),
        ("en", GERMAN, "German, 'de'"),
        ("fr", ENGLISH, "English, 'en'"),
        ("es", PORTUGUESE, "Portuguese, 'pt'"),
        ("ru", UKRAINIAN, "Ukrainian, 'uk'"),
        ("uk", RUSSIAN, "Russian, 'ru'"),
        ("ar", PERSIAN, "Persian, 'fa'"),
        ("en", f"<p>{FRENCH}</p> https://example.org/the-meetings-of-the-parties", "French, 'fr'"),
    ],
)
@pytest.mark.usefixtures("each")
def test_a_text_in_another_language_is_told(language: str, value: str, other: str) -> None:
    departures = found({"summary": [{"language": "en", "value": "x"}, {"language": language, "value": value}]})

    assert [item.pointer for item in departures] == ["/summary/1/value"]
    assert departures[0].expected == f"a text in {language!r}"
    assert departures[0].got.startswith(f"{other}, with a confidence of ")


@pytest.mark.parametrize(
    ("language", "value"),
    [
        ("en", ENGLISH),
        ("fr", FRENCH),
        ("pt", PORTUGUESE),
        ("uk", UKRAINIAN),
        ("en", f"The Conference of the Parties took note of the document entitled “{FRENCH[:40]}”"),
        ("en", "Déchets dangereux et autres déchets"),  # too short to be sure of
        ("en", "BC-17/22, BC-17/7, BC-17/14, RC-12/9, SC-12/23, MC-5/19, MC-5/10, MC-5/2, MC-4/11"),
        ("en", RUSSIAN),  # text/script-fits-language has it
        ("gl", PORTUGUESE),  # too close to be told apart
        ("tlh", ENGLISH),  # unknown to the detector
        (["en"], FRENCH),
        ("en", 1),
        (None, FRENCH),
    ],
)
@pytest.mark.usefixtures("each")
def test_what_may_be_right_is_left_alone(language: Any, value: Any) -> None:
    assert found({"summary": [{"language": language, "value": value}]}) == []


def test_a_title_whose_small_words_tell_is_told_once() -> None:
    title = "Rapport sur la gestion des déchets dangereux et sur les mesures prises pour les éliminer"
    content = {"title": [{"language": "en", "value": title}]}

    names = ("decisions/title-language-plausible", NAME)

    told = [name for name in names if [*RECORDS[name](Record(id="1", content=content, index=0), _SETTING)]]

    assert told == ["decisions/title-language-plausible"]


_SETTING = Setting(contract=CONTRACT, target=target(), entity=entity(), now=NOW)


def test_a_title_without_such_words_is_told_here() -> None:
    assert len(found({"title": [{"language": "es", "value": PORTUGUESE}]})) == 1
    assert len(found({"title": [{"language": "en", "value": FRENCH}]}, "projects")) == 1


def sentences(language: str) -> list[str]:
    """The sentences of the requirements as translated: texts of the field, each in a language that is known."""
    entries = [entry for entry in catalogue("fr" if language == "en" else language, "requirements") if entry.id]
    return [entry.id if language == "en" else entry.string for entry in entries]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh"])
@pytest.mark.usefixtures("each")
def test_texts_of_the_field_are_not_taken_for_another_language(language: str) -> None:
    texts = sentences(language)

    mistaken = [text for text in texts if told_apart(language, text)]

    assert len(texts) > 400
    assert len(mistaken) <= len(texts) // 200


@pytest.mark.parametrize(("language", "claimed"), [("fr", "en"), ("es", "en"), ("en", "fr"), ("en", "es")])
@pytest.mark.usefixtures("each")
def test_most_texts_of_the_field_under_a_wrong_language_are_told(language: str, claimed: str) -> None:
    texts = [text for text in sentences(language) if len(text) >= 60]

    told = [text for text in texts if told_apart(claimed, text)]

    assert len(told) > 0.7 * len(texts)


@pytest.mark.parametrize(
    ("language", "text", "doubted"),
    [
        ("en", "x" * 59, False),
        ("en", "x" * 60, True),
        ("xx", "x" * 60, True),
        ("zh", "x" * 14, False),
        ("zh", "x" * 15, True),
        ("zh", "废物管理的报告和建议以及其他事项的说明", False),
        ("zh", "廃棄物の管理に関する報告書と勧告について", True),
        ("ru", "x" * 59, False),
        ("ru", RUSSIAN, False),
        ("ru", UKRAINIAN, True),
        ("ar", PERSIAN, True),
        ("en", "THE management of waste is described in this rather long title", False),
        ("en", "management of waste is described in this rather long title here", True),
        ("en", "the management of waste is described sur cette page assez longue", True),
        ("fr", ENGLISH, True),
        ("fr", FRENCH, False),
        ("es", SPANISH, False),
    ],
)
def test_a_text_of_some_length_without_signs_of_its_language_is_doubted(
    language: str, text: str, doubted: bool
) -> None:
    assert is_doubted(language, text) == doubted


def test_texts_behind_one_that_is_left_alone_are_told() -> None:
    entries = [
        {"language": "en", "value": RUSSIAN},
        {"language": 1, "value": FRENCH},
        {"language": "en", "value": FRENCH},
    ]
    title = [{"language": "en", "value": "Rapport sur la gestion des déchets et sur les mesures"}, *entries[2:]]

    assert [item.pointer for item in found({"summary": entries})] == ["/summary/2/value"]
    assert found({"title": title}) == []
    assert [item.pointer for item in found({"title": [*title, {"language": "es", "value": PORTUGUESE}]})] == [
        "/title/2/value"
    ]


def test_a_finding_says_how_it_begins_and_what_to_do() -> None:
    (departure,) = found({"summary": [{"language": "en", "value": FRENCH}]})

    assert departure.got.endswith(f"{FRENCH[:60]}…'")
    assert departure.fix == "Say 'fr', or enter the text in 'en'."


def test_a_language_that_the_list_of_the_contract_lacks_is_named_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_languages, "told_apart", lambda _language, _text: detecting.Told("ceb", 0.99))

    (departure,) = found({"summary": [{"language": "en", "value": FRENCH}]})

    assert departure.got.startswith("ceb, 'ceb', with a confidence of 99%: ")


def test_few_letters_among_many_signs_are_not_judged() -> None:
    assert told_apart("en", f"{'1234 ' * 20}déchets dangereux") is None
    assert told_apart("en", f"{'1234 ' * 20}{FRENCH}") is not None
    assert told_apart("zh", "廃棄物の環境上適正な管理の重要性") is None  # Japanese: too close to be told apart


_ANY = st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Mn"])


@given(st.sampled_from(["en", "fr", "ru", "ar", "zh", "xx", ""]), st.text(_ANY, min_size=15, max_size=90))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_told_is_above_the_floor_and_was_doubted(each: Detector, language: str, text: str) -> None:
    told = told_apart(language, text)

    assert told is None or (is_doubted(language, text) and each.least <= told.confidence <= 1)


def test_half_a_character_is_no_trouble(each: Detector) -> None:
    assert told_apart("en", f"\ud83d {FRENCH}") == (
        "fr",
        pytest.approx(1, abs=1 - each.least),
    )


def test_a_language_of_the_table_is_known_to_both(each: Detector) -> None:
    assert each.known >= {"ar", "de", "en", "es", "fa", "fr", "gl", "he", "no", "pt", "ru", "uk", "zh"}
    assert each.known.isdisjoint({"tlh", "iw", "ru-Latn", "zxx", ""})


def test_words_in_a_script_that_is_not_their_own_are_in_no_known_language() -> None:
    romanised = Detector(frozenset({"en", "ru"}), 0.98, lambda _text: {"ru-Latn": 1.0})

    assert detecting.told_by(romanised, "en", "Konferentsiya Storon podtverzhdaet vazhnost") is None


@pytest.mark.parametrize(("least", "left", "told"), [(0.98, 0.0, True), (0.981, 0.0, False), (0.9, 0.03, False)])
def test_a_detector_is_believed_from_its_own_confidence_on(least: float, left: float, told: bool) -> None:
    asked = Detector(frozenset({"en", "fr"}), least, lambda _text: {"fr": 0.98, "en": left})

    assert (detecting.told_by(asked, "en", FRENCH) is not None) == told


def test_where_the_small_detector_is_not_installed_the_other_one_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("py3langid")
    monkeypatch.setitem(sys.modules, "gcld3", None)
    detectors.detector.cache_clear()

    try:
        assert detectors.detector().least == detectors.py3langid().least
    finally:
        detectors.detector.cache_clear()


def test_the_detector_is_not_loaded_before_a_text_is_doubted() -> None:
    program = (
        "import sys; import apitest.assessment; from apitest.checks.detecting import told_apart;"
        "loaded = lambda: not sys.modules.keys().isdisjoint(('gcld3', 'py3langid'));"
        f"told_apart('en', {ENGLISH!r}); before = loaded();"
        f"told_apart('en', {FRENCH!r}); print(before, loaded())"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["False", "True"]
