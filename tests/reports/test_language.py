"""Reports in six languages: nothing untranslated, no placeholder lost, each read in its direction."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.errors import UnknownName
from apitest.reports import FOR_PEOPLE, FORMATS, render
from apitest.reports.language import DOMAINS, LANGUAGES, LOCALES, current, day, number, say, say_many, speaking
from resulting import ADVICE, FIRST, SECOND, finding, results, verdict
from translating import catalogue, interface_strings, untranslated

FOREIGN = [language for language in LANGUAGES if language != "en"]
EACH = pytest.mark.parametrize("language", FOREIGN)
RUN = results(
    verdict(SECOND, "failed", findings=tuple(finding(record=f"r{place}") for place in range(3)), total=1200),
    verdict(ADVICE, "failed"),
    verdict(FIRST, "cantTell", root=SECOND),
)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@EACH
def test_every_string_of_the_interface_is_translated(language: str) -> None:
    assert untranslated(language, "reports") == []


@EACH
def test_every_text_of_a_requirement_is_translated(language: str) -> None:
    assert untranslated(language, "requirements") == []


@EACH
def test_no_catalogue_holds_what_is_no_longer_said(language: str) -> None:
    known = {text if isinstance(text, str) else text[0] for text in interface_strings()}

    held = {row.id if isinstance(row.id, str) else row.id[0] for row in catalogue(language, "reports") if row.id}
    assert held - known == set()


@pytest.mark.parametrize("domain", DOMAINS)
@EACH
def test_no_placeholder_is_lost_or_added(language: str, domain: str) -> None:
    wrong = []
    for entry in catalogue(language, domain):
        texts = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        wanted = placeholders(ids[-1])
        for place, text in enumerate(texts):
            spoken_out = {"number"} if place == 0 and len(ids) > 1 else set()  # “the one requirement”
            if entry.id and text and not wanted - spoken_out <= placeholders(text) <= wanted:
                wrong.append((entry.id, text))

    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
@EACH
def test_a_catalogue_says_that_a_machine_drafted_it(language: str, domain: str) -> None:
    text = (LOCALES / language / f"{domain}.po").read_text("utf-8")

    assert '"X-Origin: machine-drafted, wants a native reader\\n"' in text


@pytest.mark.parametrize("form", sorted(FOR_PEOPLE - {"pdf"}))
@EACH
def test_a_report_is_in_its_language(language: str, form: str) -> None:
    said = render(RUN, form, language).decode()

    with speaking(language):
        verdict_words = say("Not conformant")
    assert verdict_words in said
    assert not [
        word for word in ("Not conformant", "Mend this first", "Failed in detail", "Mend first") if word in said
    ]


@EACH
def test_a_page_names_its_language_and_direction(language: str) -> None:
    page = render(RUN, "html", language).decode()

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert '<dd lang="en"><bdi>a title</bdi></dd>' in page


@pytest.mark.parametrize("form", sorted(set(FORMATS) - FOR_PEOPLE))
def test_what_programs_read_is_the_same_in_all_languages(form: str) -> None:
    assert render(RUN, form, "ar") == render(RUN, form)


@pytest.mark.parametrize("form", sorted(FOR_PEOPLE - {"pdf"}))
def test_english_is_what_the_form_says_by_itself(form: str) -> None:
    assert render(RUN, form) == FORMATS[form](RUN)


@pytest.mark.parametrize(
    ("language", "thousands", "moment"),
    [
        ("en", "1,234.5", "2026-01-02"),
        ("fr", "1 234,5", "2 janvier 2026"),
        ("es", "1.234,5", "2 de enero de 2026"),
        ("ru", "1 234,5", "2 января 2026 г."),
        ("zh", "1,234.5", "2026年1月2日"),
    ],
)
def test_numbers_and_days_are_written_as_the_language_does(language: str, thousands: str, moment: str) -> None:
    with speaking(language):
        written, told = number(1234.5, 1), day("2026-01-02T00:00:00Z")

    assert (re.sub("[\u202f\xa0]", " ", written), re.sub("[\u202f\xa0]", " ", told)) == (thousands, moment)


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 запись"), (2, "2 записи"), (5, "5 записей"), (11, "11 записей"), (21, "21 запись")]
)
def test_a_number_takes_the_form_of_its_noun(count: int, said: str) -> None:
    with speaking("ru"):
        assert say_many("{number} record", "{number} records", count) == said


@EACH
@given(st.integers(0, 10**9))
@settings(max_examples=20)
def test_every_number_has_a_form(language: str, count: int) -> None:
    with speaking(language):
        assert "{" not in say_many("{number} requirement", "{number} requirements", count)


@pytest.mark.parametrize("text", ["{0}", "{name}", "{", "%s", "<script>alert(1)</script>", "\u202eabc", ""])
@EACH
def test_nothing_served_is_taken_for_a_placeholder(language: str, text: str) -> None:
    served = finding(record=text, got=text, expected=text, fix=text, where=text)
    document = results(verdict(SECOND, "failed", findings=(served,)), name=text, dialect=text, recognition=text)

    for form in FOR_PEOPLE - {"pdf"}:
        said = render(document, form, language).decode()
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", said)
        assert "<script>" not in said or form == "text"


def test_a_language_that_there_is_not_is_told() -> None:
    with pytest.raises(UnknownName, match=r"expected .*language"):
        render(RUN, "html", "de")


def test_the_language_before_comes_back() -> None:
    with speaking("fr"):
        with speaking("ar"):
            pass
        assert current() == "fr"
    assert current() == "en"


def test_the_catalogues_lie_in_the_package() -> None:
    assert LOCALES.parent == Path(render.__code__.co_filename).parent.parent
    assert {path.name for path in LOCALES.iterdir()} == set(FOREIGN)
