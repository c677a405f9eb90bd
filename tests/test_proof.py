"""The proof: what it remembers changes nothing, and what proves nothing is told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from apitest.assessment import TALKS
from apitest.checks import RECORDS
from apitest.checks.conversing import Conversation, Subject
from apitest.dialects import DIALECTS
from apitest.dialects.speech import Reply, Rows
from apitest.errors import ApitestError
from apitest.model import Feature, Json, Selection
from apitest.proof import carries, prove
from apitest.proof.batches import Place, Untold, batches_of, linked, parted
from apitest.proof.binding import lost_on_the_way
from apitest.proof.laboratory import Laboratory
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act, Fault, at
from apitest.reference.service import Scene
from making import CONTRACT

RECORD_FAULTS = ("vocabulary-treaty-misspelt", "vocabulary-meeting-type", "vocabulary-media-type-extension")

OF_EACH_KIND = (
    "page-is-html", "order-changes", "ids-change", "page-size-ignored", "export-order-changes", "record-twice",
    "pages-unpacked", "files-gone", "decision-long-after-meeting", "decision-of-other-treaty",
)  # fmt: skip


def renamed(record: dict[str, Json]) -> dict[str, Json]:
    return {**record, "treaty": "carthagena"}


def same(record: dict[str, Json]) -> dict[str, Json]:
    return {**record}


def spoilt(rows: Rows, _scene: object) -> Rows:
    for record in rows.records:
        record["number"] = "spoilt"
    return rows


def fault(name: str, lie: Act, near_miss: Act) -> Fault:
    return Fault(name=name, breaks="vocabulary/treaty", entities=("decisions",), lie=lie, near_miss=near_miss)


def test_a_batch_says_what_single_trials_say() -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])
    chosen = [FAULTS[name] for name in RECORD_FAULTS]

    together = {(trial.fault, trial.lie): trial for trial in laboratory.batches(chosen)}

    alone = {(f.name, lie): laboratory.alone(f, lie=lie) for f in chosen for lie in (True, False)}
    assert len(together) > len(chosen)
    assert together == {key: alone[key] for key in together}


@pytest.mark.parametrize("dialect", ["drupal-rest", "gef-json"])
def test_what_is_known_of_the_honest_endpoint_changes_no_verdict(dialect: str) -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS[dialect])
    carried = [FAULTS[name] for name in OF_EACH_KIND if carries(CONTRACT, FAULTS[name], DIALECTS[dialect])]
    lies = [([(f.entities, act)], f.entities) for f in carried for act in (f.lie, f.near_miss)]

    quick = [laboratory.verdicts(*lie) for lie in lies]

    assert quick == [laboratory.verdicts(*lie, afresh=True) for lie in lies]
    assert laboratory.reused > len(lies)


def test_a_check_that_finds_nothing_is_a_hole_in_a_batch_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(cast("dict[str, object]", RECORDS), "vocabulary/treaty", lambda _record, _setting: iter(()))

    proof = prove(dialects=["drupal-rest"], faults=RECORD_FAULTS, workers=1)
    alone = prove(dialects=["drupal-rest"], faults=RECORD_FAULTS[:1], workers=1)

    hole = "vocabulary/treaty does not notice vocabulary-treaty-misspelt in drupal-rest"
    assert hole in proof.holes
    assert hole in alone.holes


def test_a_conversation_that_finds_nothing_is_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_subject: Subject) -> Conversation:
        yield from ()
        return ()

    monkeypatch.setitem(cast("dict[str, object]", TALKS), "paging/order-stable", silent)

    proof = prove(dialects=["drupal-rest"], faults=["order-changes"], workers=1)

    assert proof.holes == ("paging/order-stable does not notice order-changes in drupal-rest",)


def test_faults_on_one_record_are_never_together() -> None:
    first = fault("first", Act("a", record=at(3, renamed)), Act("b", record=at(3, same)))
    second = fault("second", Act("a", record=at(4, renamed)), Act("b", record=at(3, same)))
    third = fault("third", Act("a", record=at(5, renamed)), Act("b", record=at(6, same)))

    assert batches_of([first, second, third]) == [[first, third]]


def test_a_batch_that_cannot_explain_itself_decides_nothing() -> None:
    twice = Act("two breaches", record=at(9, lambda record: {**renamed(record), "type": "decree"}))
    odd = fault("odd", twice, twice)
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])

    trials = list(laboratory.batches([odd, FAULTS["vocabulary-treaty-misspelt"]]))

    assert not any(trial.fault == "odd" for trial in trials)


def test_the_half_of_a_batch_that_explains_itself_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_with_odd(verdicts: object, places: Sequence[Place]) -> Untold:
        odd = any(place.fault.name == "odd" for place in places)
        return Untold(requirements=frozenset({"of/no-lie"} if odd else ()))

    monkeypatch.setattr("apitest.proof.laboratory.unexplained", never_with_odd)
    odd = fault("odd", Act("a", record=at(9, renamed)), Act("b", record=at(9, same)))
    batch = [odd, *(FAULTS[name] for name in RECORD_FAULTS)]

    trials = Laboratory(CONTRACT, DIALECTS["drupal-rest"]).together(batch, lie=True)

    assert [trial.fault for trial in trials] == list(RECORD_FAULTS[1:])


def test_a_batch_is_tried_again_without_the_lies_that_break_what_is_not_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[set[str]] = []

    def untold_with_treaty(verdicts: object, places: Sequence[Place]) -> Untold:
        tried.append({place.fault.name for place in places})
        return Untold(requirements=frozenset(place.fault.breaks for place in places) & {"vocabulary/treaty"})

    monkeypatch.setattr("apitest.proof.laboratory.unexplained", untold_with_treaty)

    trials = Laboratory(CONTRACT, DIALECTS["drupal-rest"]).together([FAULTS[name] for name in RECORD_FAULTS], lie=True)

    assert [trial.fault for trial in trials] == list(RECORD_FAULTS[1:])
    assert tried == [set(RECORD_FAULTS), set(RECORD_FAULTS[1:])]


def test_which_parts_of_a_batch_are_tried_again() -> None:
    treaty, meeting_type, media_type = (FAULTS[name] for name in RECORD_FAULTS)
    other = replace(treaty, name="other")
    batch = [treaty, meeting_type, media_type, other]

    of_treaty, of_none = (Untold(requirements=frozenset({name})) for name in (treaty.breaks, "of/no-lie"))

    assert parted(batch, of_treaty, set()) == ([meeting_type, media_type],)
    assert parted(batch, of_none, set()) == ([treaty, meeting_type], [media_type, other])
    assert parted(batch, of_none, {media_type.name, other.name}) == ([treaty, meeting_type], [media_type, other])
    assert parted(batch, of_none, {other.name}) == ([treaty, meeting_type, media_type],)
    assert parted(batch[:2], of_treaty, set()) == ()


def test_a_record_in_which_something_is_not_explained_leads_to_the_lies_that_stand_in_what_it_refers_to() -> None:
    fault_there, fault_here, elsewhere = (fault(name, Act("a"), Act("b")) for name in ("there", "here", "elsewhere"))
    places = [
        Place(fault=fault_there, entity="meetings", position=1, ids=frozenset({"m-1"}), mentions=frozenset({"m-1"})),
        Place(fault=fault_here, entity="projects", position=1, ids=frozenset({"p"}), mentions=frozenset({"p", "d-1"})),
        Place(fault=elsewhere, entity="projects", position=2, ids=frozenset({"q"}), mentions=frozenset({"q", "d-2"})),
    ]
    decision: Json = {"id": "d-1", "meeting": {"id": "m-1"}, "files": [{"id": "d-1-en"}]}

    assert linked(places, {("decisions", "d-1"): decision}) == {"there", "here"}
    assert linked(places, {("decisions", "d-3"): None}) == frozenset()


def test_an_act_that_changes_nothing_is_told() -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])
    idle = fault("idle", Act("a", record=at(3, renamed)), Act("b", record=at(3, same)))

    assert not laboratory.alone(idle, lie=True).idle
    assert laboratory.alone(idle, lie=False).idle


def test_a_lie_for_which_one_set_is_enough_is_told_in_the_first_that_is_served() -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])
    lie = fault("anywhere", Act("a", record=at(3, renamed)), Act("b", record=at(3, same)))

    told_in = laboratory._told_in(replace(lie, entities=("projects", "decisions", "meetings"), one_set=True))

    assert told_in == ("decisions",)


def test_a_lie_about_the_whole_service_is_judged_in_every_set() -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])
    deep, html = FAULTS["two-servers-of-two-versions"], FAULTS["page-is-html"].lie.reply

    def in_meetings(reply: Reply, scene: Scene) -> Reply:
        return html(reply, scene) if html and scene.entity == "meetings" else reply

    trial = laboratory.alone(replace(deep, lie=Act("a", reply=in_meetings)), lie=True)

    assert "transport/json-body" in trial.failed


def test_a_fault_that_spoils_the_honest_records_is_told() -> None:
    laboratory = Laboratory(CONTRACT, DIALECTS["drupal-rest"])
    decisions = CONTRACT.entities["decisions"]
    spoilt(laboratory._store.rows(decisions, Selection(top=3), "", 100), None)

    with pytest.raises(ApitestError, match="changed the honest records in place"):
        laboratory.close()


def test_a_narrowed_proof_is_whole() -> None:
    proof = prove(dialects=["drupal-rest"], faults=["page-is-html"])

    assert (proof.holes, proof.false_alarms, len(proof.trials)) == ((), (), 3)
    assert "no hole, no false alarm" in proof.as_text()


def test_a_lie_that_nobody_notices_is_a_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = fault("blind", Act("a", record=at(3, same)), Act("b", record=at(3, renamed)))
    monkeypatch.setitem(cast("dict[str, Fault]", FAULTS), "blind", blind)

    proof = prove(dialects=["odata4j"], faults=["blind"])

    assert proof.holes == (
        "vocabulary/treaty does not notice blind in odata4j",
        "blind changes nothing in odata4j",
    )
    assert proof.false_alarms == ("vocabulary/treaty fails on the near-miss of blind in odata4j",)


def test_a_fault_that_a_dialect_cannot_carry_says_why() -> None:
    proof = prove(CONTRACT, dialects=("wcf-v1",), faults=("next-elsewhere", "results-twice"), workers=1)
    told = {(name, dialect): reason for name, dialect, reason in proof.not_carried}

    assert told["next-elsewhere", "wcf-v1"] == DIALECTS["wcf-v1"].LACKS[Feature.NEXT_LINK]
    assert told["results-twice", "wcf-v1"].startswith("The lie is one of olingo2, ")
    assert "does not bind in wcf-v1: In wcf-v1 the records" in proof.as_text()


@pytest.mark.parametrize(
    ("fault", "dialect", "lost"),
    [
        ("project-without-scope", "gef-json", True),
        ("project-without-grant", "gef-json", False),
        ("project-without-scope", "mea-json", False),
        ("walk-loops", "gef-json", False),
    ],
)
def test_a_lie_that_a_dialect_does_not_send_is_not_carried(fault: str, dialect: str, lost: bool) -> None:
    assert lost_on_the_way(CONTRACT, FAULTS[fault], DIALECTS[dialect]) is lost
