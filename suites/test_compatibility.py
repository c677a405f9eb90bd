"""Whether clients that were written yesterday, elsewhere, or for another service can go on reading."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("compatibility/protocol-version-named")
def test_compatibility_protocol_version_named(judged: Judged) -> None:
    """An answer that names the version of its protocol names the one that it is written in."""
    judged.conforms()


@pytest.mark.requirement("compatibility/description-names-version")
def test_compatibility_description_names_version(judged: Judged) -> None:
    """The description of the service says which version it is of."""
    judged.conforms()


@pytest.mark.requirement("compatibility/description-stable")
def test_compatibility_description_stable(judged: Judged) -> None:
    """The service describes itself in the same way whenever it is asked."""
    judged.conforms()


@pytest.mark.requirement("compatibility/unknown-options-harmless")
def test_compatibility_unknown_options_harmless(judged: Judged) -> None:
    """A parameter of the client's own, without '$', changes nothing in the answer."""
    judged.conforms()


@pytest.mark.requirement("compatibility/preferred-language-harmless")
def test_compatibility_preferred_language_harmless(judged: Judged) -> None:
    """Records come with all their languages, whatever language the client prefers."""
    judged.conforms()
