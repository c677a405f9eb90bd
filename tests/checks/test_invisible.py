"""Characters that nobody sees, and those that only seem to be such."""

import pytest

from apitest.checks.invisible import hidden_in


@pytest.mark.parametrize(
    ("identifier", "hidden"),
    [
        ("a b", " "),
        ("a\u00a0b", "\u00a0"),
        ("dec\u200bision", "\u200b"),
        ("\ufeffa", "\ufeff"),
        ("a\u200cb", "\u200c"),
        ("a\u200b b", " "),
    ],
)
def test_what_breaks_an_id_is_found_blanks_first(identifier: str, hidden: str) -> None:
    found = hidden_in(identifier)

    assert found is not None
    assert found.group() == hidden


@pytest.mark.parametrize("identifier", ["", "UNEP-POPS-COP.8-1", "é/ü#1", "می\u200cخواهم", "قرار\u200f1"])
def test_ids_in_any_script_are_whole(identifier: str) -> None:
    assert hidden_in(identifier) is None
