"""The registry of known endpoints: facts in form, and what of a provider would be asked."""

from pathlib import Path

import pytest

from apitest.dialects import DIALECTS
from apitest.endpoints import Choice, choice_of, load_providers, provider_of
from apitest.errors import ConfigurationError, UnknownName, UsageError
from apitest.targets import target_of_url
from making import CONTRACT

PROVIDERS = load_providers()
LATER = ("contacts", "documents")
"""Sets that were served and that a contract may still lack."""


@pytest.mark.parametrize("name", PROVIDERS)
def test_what_the_registry_says_is_in_the_terms_of_the_contracts(name: str) -> None:
    provider = PROVIDERS[name]

    assert set(provider.treaties) <= set(CONTRACT.vocabularies["treaties"].terms)
    for service in provider.services:
        assert set(service.entities) <= {*CONTRACT.entities, *LATER}
        assert service.dialect in {*DIALECTS, "mfiles"}
        assert service.by in ("sample", "path")
        assert target_of_url(service.url).url == service.url


def test_a_provider_with_a_service_for_each_set_is_one_target_for_each() -> None:
    choice = choice_of(PROVIDERS["basel"], ("decisions", "meetings"))

    assert [(item.id, item.entities) for item in choice.targets] == [
        ("basel-meetings", ("meetings",)),
        ("basel-decisions", ("decisions",)),
    ]
    assert {item.treaties for item in choice.targets} == {("basel",)}
    assert set(choice.left_out.values()) == {
        "contacts: no contract yet",
        "documents: no contract yet",
    }


def test_a_provider_with_one_service_is_one_target_with_the_sets_that_there_are_contracts_for() -> None:
    (target,) = choice_of(PROVIDERS["cites"], ("decisions", "meetings", "national-reports")).targets

    assert (target.id, target.entities) == ("cites", ("meetings", "decisions", "national-reports"))


def test_wanted_sets_narrow_what_is_asked() -> None:
    choice = choice_of(PROVIDERS["basel"], ("decisions", "meetings"), ("decisions",))

    assert [item.id for item in choice.targets] == ["basel-decisions"]
    assert "meetings: not wanted" in choice.left_out.values()


def test_historic_addresses_are_asked_once_a_second_on_one_connection() -> None:
    every = [item for provider in ("basel", "cbd", "eurobats") for item in chosen(provider).targets]

    assert {(item.politeness.rate, item.politeness.connections) for item in every} == {(1.0, 1)}


def chosen(name: str) -> Choice:
    return choice_of(PROVIDERS[name], CONTRACT.entities)


def test_private_addresses_are_never_asked() -> None:
    private = [item.url for provider in PROVIDERS.values() for item in provider.services if item.private]

    with pytest.raises(UsageError) as error:
        chosen("ramsar")

    assert len(private) == 2
    assert "developer's own network" in error.value.got
    assert not {item.url for item in chosen("cms").targets} & set(private)


def test_a_name_that_nobody_has_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as error:
        provider_of("basle", PROVIDERS, also=("ours",))

    assert "'basel'" in error.value.fix


@pytest.mark.parametrize("text", ["[", "[providers.a]\ntitle = 'A'", "providers = 1", "x = 1"])
def test_a_registry_that_is_none_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "endpoints.toml"
    path.write_text(text, "utf-8")

    with pytest.raises(ConfigurationError) as error:
        load_providers(path)

    assert error.value.where == str(path)
