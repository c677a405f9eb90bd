"""Texts that people read: languages, characters, blanks."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("text/entries-complete")
def test_entries_of_texts_are_complete(judged: Judged) -> None:
    """Each entry of a text says both its language and its words."""
    judged.conforms()


@pytest.mark.requirement("text/language-tag")
def test_languages_of_texts_are_known(judged: Judged) -> None:
    """The language of a text is a two-letter code of ISO 639-1, in small letters."""
    judged.conforms()


@pytest.mark.requirement("text/one-entry-per-language")
def test_languages_come_once_in_a_text(judged: Judged) -> None:
    """A text has no more than one entry for each language."""
    judged.conforms()


@pytest.mark.requirement("text/script-fits-language")
def test_scripts_fit_their_languages(judged: Judged) -> None:
    """A text is written in the script of the language that it claims."""
    judged.conforms()


@pytest.mark.requirement("text/in-its-language")
def test_texts_are_in_their_language(judged: Judged) -> None:
    """A text is written in the language that it claims."""
    judged.conforms()


@pytest.mark.requirement("text/no-garbled-characters")
def test_characters_are_not_garbled(judged: Judged) -> None:
    """No character of a text was lost or garbled by a wrong encoding."""
    judged.conforms()


@pytest.mark.requirement("text/no-html-in-plain-text")
def test_plain_texts_have_no_html(judged: Judged) -> None:
    """Titles, other single lines, and all texts of projects hold no HTML tags and no character references."""
    judged.conforms()


@pytest.mark.requirement("text/no-control-characters")
def test_texts_have_no_control_characters(judged: Judged) -> None:
    """Texts hold no control characters."""
    judged.conforms()


@pytest.mark.requirement("text/normalised")
def test_texts_are_normalised(judged: Judged) -> None:
    """Accented letters are single characters (Unicode normalisation form C)."""
    judged.conforms()


@pytest.mark.requirement("text/no-stand-ins")
def test_text_no_stand_ins(judged: Judged) -> None:
    """Titles, names, descriptions and other texts hold words of their own, not a stand-in such as 'TBD'."""
    judged.conforms()


@pytest.mark.requirement("text/trimmed")
def test_plain_texts_are_trimmed(judged: Judged) -> None:
    """Plain text has no blanks at its ends and none doubled, and titles have no line breaks."""
    judged.conforms()


@pytest.mark.requirement("text/no-invisible-characters")
def test_texts_have_no_invisible_characters(judged: Judged) -> None:
    """Texts hold no characters that nobody sees, such as a blank without width or a soft hyphen."""
    judged.conforms()


@pytest.mark.requirement("text/nothing-runs")
def test_nothing_in_texts_runs(judged: Judged) -> None:
    """A text that may hold markup holds no script, no frame, no form, and no handler of events."""
    judged.conforms()


@pytest.mark.requirement("text/markup-balanced")
def test_markup_is_balanced(judged: Judged) -> None:
    """The markup of a text is whole: what is opened is closed, in the element that it was opened in."""
    judged.conforms()


@pytest.mark.requirement("text/values-plain")
def test_values_are_plain(judged: Judged) -> None:
    """Ids, numbers, names of files and other values that are no prose hold the value alone."""
    judged.conforms()


@pytest.mark.requirement("text/not-broken-off")
def test_texts_do_not_break_off(judged: Judged) -> None:
    """A text does not break off with dots."""
    judged.conforms()


@pytest.mark.requirement("text/not-doubled")
def test_texts_come_once(judged: Judged) -> None:
    """A text does not say the whole of itself twice over."""
    judged.conforms()


@pytest.mark.requirement("text/not-in-capitals")
def test_titles_are_not_in_capitals(judged: Judged) -> None:
    """A title is not written in capitals throughout."""
    judged.conforms()
