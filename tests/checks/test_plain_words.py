"""What a schema calls plain, the checks of languages do not doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.checks import detecting, wording
from apitest.checks.plain_words import texts_are_plain, titles_are_plain

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
LONG = "persistent organic pollutants remain everywhere "
_WORDS = st.sampled_from(
    [
        *sorted({*frozenset().union(*detecting.SMALL_WORDS.values()), *frozenset().union(*wording.OWN_WORDS.values())}),
        "The", "OF", "Der", "theatre", "l'on", "sur-le", "d’el", "(the)", "the,", "onés", "éon", "x_on", "on2", LONG,
        LONG * 3, "Выбросы стойких", "выброс", "قرار المؤتمر", "قرة", "缔约方大会", "公约", "缔", "\n", "\t", " ", "", "-",
        "a" * 1990,
    ],
)  # fmt: skip
_TEXTS = st.lists(_WORDS, min_size=1, max_size=9).map(" ".join)


@given(st.sampled_from(LANGUAGES), _TEXTS)
@settings(max_examples=600, deadline=None)
def test_texts_that_are_plain_are_not_doubted(language: str, text: str) -> None:
    """Words of several languages in any order: the schema is sufficient."""
    record = {"title": [{"language": language, "value": text}]}

    doubted = detecting.is_doubted(language, text)
    other = not wording.may_be_of(language, text)

    assert not (doubted and texts_are_plain()(record))
    assert not (other and titles_are_plain()(record))


@pytest.mark.parametrize("name", ["title", "longTitle", "summary", "content"])
@pytest.mark.parametrize(
    ("language", "text", "plain"),
    [
        ("en", f"The effects of the {LONG}", True),
        ("en", "Short and without any", True),
        ("en", LONG * 2, False),
        ("en", f"The effects of the der {LONG}", False),
        ("en", f"of the {'a' * 2000}", False),
        ("fr", f"Les effets des {LONG}", True),
        ("zh", "缔约方大会第十七届会议关于公约的决定", True),
        ("zh", "COP-17 " * 4, False),
        ("ru", "Выбросы стойких органических загрязнителей и их последствия для рыб", True),
        ("ar", "قرار مؤتمر الأطراف بشأن الملوثات العضوية الثابتة في البيئة البحرية كلها", True),
    ],
)
def test_most_texts_are_plain_wherever_they_stand(name: str, language: str, text: str, plain: bool) -> None:
    """What is plain goes by the schema alone, so that few texts are looked at word by word."""
    assert texts_are_plain()({name: [{"language": language, "value": text}]}) is plain


@pytest.mark.parametrize(
    ("language", "title", "plain"),
    [
        ("en", "Trade in elephants of Asia", True),
        ("en", "Persistent organic pollutants", True),
        ("en", "Éléphants des savanes", False),
        ("en", "Elephants (et leurs habitats)", False),
        ("ru", "Des éléphants", True),
    ],
)
def test_titles_with_words_of_their_own_or_of_no_language_are_plain(language: str, title: str, plain: bool) -> None:
    """A title with words of another language alone is not."""
    assert titles_are_plain()({"title": [{"language": language, "value": title}]}) is plain
