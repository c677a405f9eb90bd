"""A habit of real services changes what is said and breaks nothing."""

import pytest
from click.testing import CliRunner

from apitest.cli import main
from apitest.dialects import DIALECTS
from apitest.model import Outcome, Selection
from apitest.proof import judged
from apitest.reference.service import Service
from apitest.reference.traits import TRAITS
from making import CONTRACT

PAIRS = [(trait, spoken) for trait in TRAITS for spoken in TRAITS[trait].dialects]
HONEST = Service(CONTRACT)
SETS = {"alpha-3-countries": "national-reports"}
"""The entity set in which a habit shows; decisions unless named."""


@pytest.mark.parametrize(("name", "spoken"), PAIRS)
def test_no_requirement_objects_to_a_habit(name: str, spoken: str) -> None:
    service = Service(CONTRACT, acts=[((), TRAITS[name].act)])

    verdicts = judged(CONTRACT, DIALECTS[spoken], service, (SETS.get(name, "decisions"),))

    objecting = {verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED}
    assert objecting - TRAITS[name].costs == set()


@pytest.mark.parametrize("name", TRAITS)
def test_a_habit_changes_what_is_said(name: str) -> None:
    spoken = TRAITS[name].dialects[0]
    dialect, entity = DIALECTS[spoken], CONTRACT.entities["decisions" if name == "guid-ids" else "national-reports"]
    base = f"http://reference.example/{spoken}/{dialect.ROOT}".rstrip("/")
    service = Service(CONTRACT, acts=[((), TRAITS[name].act)])

    def said(by: Service) -> list[object]:
        found = []
        for selection in (Selection(top=150), Selection(top=5, skip=10_000), Selection(top=5, expand=())):
            path, _, query = dialect.listing(base, entity, selection).url.partition("?")
            path = path.removeprefix("http://reference.example")
            found.append(by.answer(method="GET", origin="http://reference.example", path=path, query=query))
        return found

    assert said(service) != said(HONEST)


def test_a_service_that_knows_only_atom_is_told_what_that_costs() -> None:
    service = Service(CONTRACT, acts=[((), TRAITS["atom-only"].act)])

    verdicts = judged(CONTRACT, DIALECTS["olingo2"], service, ("meetings",))

    objecting = {verdict.requirement for verdict in verdicts if verdict.outcome is Outcome.FAILED}
    assert objecting == TRAITS["atom-only"].costs


def test_habits_are_listed() -> None:
    listed = CliRunner().invoke(main, ["serve", "--list-traits"]).output

    assert all(name in listed for name in TRAITS)


def test_a_habit_that_does_not_exist_is_refused() -> None:
    answer = CliRunner().invoke(main, ["serve", "--trait", "empty-is-405"])

    assert answer.exit_code == 2
    assert "empty-is-404" in answer.output


def test_guids_are_asked_for_as_guids() -> None:
    dialect, entity = DIALECTS["wcf-v2"], CONTRACT.entities["decisions"]
    service = Service(CONTRACT, acts=[((), TRAITS["guid-ids"].act)])
    origin = "http://reference.example"
    key = str(service.store.listed("decisions")[0]["id"])

    def status(address: str) -> int:
        path, _, query = address.removeprefix(origin).partition("?")
        return service.answer(method="GET", origin=origin, path=path, query=query).status

    asked = dialect.item(f"{origin}/wcf-v2", entity, key).url

    assert f"(guid'{key}')" in asked
    assert (status(asked), status(asked.replace("guid'", "'"))) == (200, 400)
