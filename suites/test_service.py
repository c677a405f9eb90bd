"""What the service says of itself, the forms of its answers, and single records."""

import pytest

from apitest.plugin import Judged


@pytest.mark.requirement("service/document-lists-sets")
def test_service_document_lists_sets(judged: Judged) -> None:
    """The service document names every set that the service offers, and leads to it."""
    judged.conforms()


@pytest.mark.requirement("service/description-well-formed")
def test_service_description_well_formed(judged: Judged) -> None:
    """The machine-readable description of the service can be read."""
    judged.conforms()


@pytest.mark.requirement("service/description-of-sets")
def test_service_description_of_sets(judged: Judged) -> None:
    """The description is of the sets that the service lists and serves, and of no others."""
    judged.conforms()


@pytest.mark.requirement("service/description-agrees")
def test_service_description_agrees(judged: Judged) -> None:
    """The description declares every property that is sent, once and with its type; its keys, nulls and lengths hold."""
    judged.conforms()


@pytest.mark.requirement("service/listing-answers")
def test_service_listing_answers(judged: Judged) -> None:
    """A listing is answered with status 200."""
    judged.conforms()


@pytest.mark.requirement("service/envelope")
def test_service_envelope(judged: Judged) -> None:
    """The records of a listing stand where the dialect puts them."""
    judged.conforms()


@pytest.mark.requirement("service/dates-in-dialect-form")
def test_service_dates_in_dialect_form(judged: Judged) -> None:
    """Dates are written in the form of the dialect."""
    judged.conforms()


@pytest.mark.requirement("service/dates-in-milliseconds")
def test_service_dates_in_milliseconds(judged: Judged) -> None:
    """Dates count milliseconds since 1970, not seconds."""
    judged.conforms()


@pytest.mark.requirement("service/property-names")
def test_service_property_names(judged: Judged) -> None:
    """Properties have the names that the contract gives them, small and capital letters included."""
    judged.conforms()


@pytest.mark.requirement("service/collections-in-dialect-form")
def test_service_collections_in_dialect_form(judged: Judged) -> None:
    """Titles, files and other lists stand in the envelope of the dialect."""
    judged.conforms()


@pytest.mark.requirement("service/no-placeholders")
def test_service_no_placeholders(judged: Judged) -> None:
    """A list holds entries with content, or none at all."""
    judged.conforms()


@pytest.mark.requirement("service/values-of-declared-type")
def test_service_values_of_declared_type(judged: Judged) -> None:
    """Every value has the type that the contract gives its property."""
    judged.conforms()


@pytest.mark.requirement("service/numbers-are-numbers")
def test_service_numbers_are_numbers(judged: Judged) -> None:
    """Numbers are sent as numbers, not as text."""
    judged.conforms()


@pytest.mark.requirement("service/no-unknown-properties")
def test_service_no_unknown_properties(judged: Judged) -> None:
    """Records have the properties of the contract and no others."""
    judged.conforms()


@pytest.mark.requirement("service/unknown-key-not-found")
def test_service_unknown_key_not_found(judged: Judged) -> None:
    """A record that does not exist is answered with status 404."""
    judged.conforms()


@pytest.mark.requirement("service/error-form")
def test_service_error_form(judged: Judged) -> None:
    """Errors are said in the form of the dialect."""
    judged.conforms()


@pytest.mark.requirement("service/item-found")
def test_service_item_found(judged: Judged) -> None:
    """A record that is listed can be asked for by its id."""
    judged.conforms()


@pytest.mark.requirement("service/item-equals-listing")
def test_service_item_equals_listing(judged: Judged) -> None:
    """A record asked for alone is the same as in the listing."""
    judged.conforms()


@pytest.mark.requirement("service/declarations-hold")
def test_service_declarations_hold(judged: Judged) -> None:
    """What a service declares of its pages, its order and its country codes holds for what it sends."""
    judged.conforms()


@pytest.mark.requirement("service/deferred-lists-answer")
def test_service_deferred_lists_answer(judged: Judged) -> None:
    """A list that a record only links to is found at that address, the same as inline."""
    judged.conforms()


@pytest.mark.requirement("service/dates-real")
def test_dates_are_meant(judged: Judged) -> None:
    """A date is one that somebody meant, not a stand-in for an unknown one such as 1 January 1970."""
    judged.conforms()


@pytest.mark.requirement("service/updated-not-in-future")
def test_records_were_changed_in_the_past(judged: Judged) -> None:
    """No record was last changed after the moment of the test."""
    judged.conforms()


@pytest.mark.requirement("service/dates-in-order")
def test_records_are_changed_last_of_all(judged: Judged) -> None:
    """A record is changed last of all: what it tells of was sent, published or decided before."""
    judged.conforms()


@pytest.mark.requirement("service/days-vary")
def test_days_vary(judged: Judged) -> None:
    """Not all records of a set were submitted, held or published on one and the same day."""
    judged.conforms()


@pytest.mark.requirement("service/entries-once")
def test_entries_come_once(judged: Judged) -> None:
    """No entry of a list comes twice in it, whole, or in a project by its code."""
    judged.conforms()


@pytest.mark.requirement("service/own-address")
def test_addresses_are_the_own(judged: Judged) -> None:
    """What a record or a listing says of its own address is so: its set, its key, and a host that others can reach."""
    judged.conforms()


@pytest.mark.requirement("service/no-twins")
def test_records_have_no_twins(judged: Judged) -> None:
    """No two records of plans, sites, documents or obligations agree in all that tells them apart but their ids."""
    judged.conforms()


@pytest.mark.requirement("service/errors-without-internals")
def test_service_errors_without_internals(judged: Judged) -> None:
    """Errors say nothing of how the service is made: no stack traces, queries, paths or versions."""
    judged.conforms()


@pytest.mark.requirement("service/values-own")
def test_values_of_records_are_their_own(judged: Judged) -> None:
    """What tells one record of a set is not shared by others: a long text, an identifier, a file."""
    judged.conforms()


@pytest.mark.requirement("service/deleted-is-bare")
def test_deleted_records_are_bare(judged: Judged) -> None:
    """A record that is marked as deleted has no content any more: no description, files, answers or money."""
    judged.conforms()
