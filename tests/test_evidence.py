"""The file that all workers share: exchanges, claims, meters, numbers."""

import sqlite3
from pathlib import Path

import pytest

from apitest.errors import RunDirectoryError
from apitest.evidence import Evidence, Failure, Limits, database, digest_of
from apitest.model import Exchange, Query, Refusal
from making import exchange

ONE = Query(url="http://mea.example/1")
TWO = Query(url="http://mea.example/2")
NO_LIMITS = Limits()


def test_what_is_kept_is_found() -> None:
    store, digest = Evidence(), digest_of("mea", ONE)
    kept = exchange(b"{}", url=ONE.url)

    store.keep("mea", digest, kept, ONE)

    assert store.find(digest) == kept


def test_a_failure_is_found_as_one() -> None:
    store, digest = Evidence(), digest_of("mea", ONE)

    store.keep("mea", digest, Failure(reason="no connection"), ONE)

    assert store.find(digest) == Failure(reason="no connection")


def test_a_claim_is_given_once_and_again_when_it_is_old() -> None:
    store = Evidence()

    given = [store.claim("x", now=0, until=10), store.claim("x", now=5, until=15), store.claim("x", now=11, until=20)]

    assert given == [True, False, True]


def test_a_claim_on_what_is_answered_is_refused() -> None:
    store, digest = Evidence(), digest_of("mea", ONE)
    store.keep("mea", digest, exchange(b"{}", url=ONE.url), ONE)

    assert not store.claim(digest, now=0, until=10)


def test_a_released_claim_can_be_given_again() -> None:
    store = Evidence()
    store.claim("x", now=0, until=10)

    store.release("x")

    assert store.claim("x", now=1, until=10)


def test_the_rate_spaces_requests() -> None:
    store = Evidence()

    waits = [store.admit("mea", str(number), Limits(rate=2.0), now=0, until=60) for number in range(3)]

    assert waits == [0.0, 0.5, 1.0]


def test_connections_are_counted_until_they_are_given_back() -> None:
    store = Evidence()
    first = digest_of("mea", ONE)

    before = [store.admit("mea", name, Limits(connections=1), now=0, until=60) for name in (first, "other")]
    store.keep("mea", first, exchange(b"", url=ONE.url), ONE)
    after = store.admit("mea", "other", Limits(connections=1), now=0, until=60)

    assert (before, after) == ([0.0, "busy"], 0.0)


def test_a_lease_that_nobody_gives_back_runs_out() -> None:
    store = Evidence()
    store.admit("mea", "lost", Limits(connections=1), now=0, until=60)

    assert store.admit("mea", "next", Limits(connections=1), now=61, until=120) == 0.0


def test_the_budget_is_counted() -> None:
    store = Evidence()

    assert [store.admit("mea", str(n), Limits(requests=1), now=0, until=60) for n in range(2)] == [0.0, "requests"]


def test_three_failures_in_a_row_halt_a_target() -> None:
    store = Evidence()
    store.admit("mea", "a", NO_LIMITS, now=0, until=1)
    for number in range(3):
        store.keep("mea", str(number), Failure(reason="no answer in time"), ONE)

    assert store.admit("mea", "b", NO_LIMITS, now=0, until=1) == "no answer in time"


def test_an_answer_between_failures_keeps_a_target_going() -> None:
    store = Evidence()
    store.admit("mea", "a", NO_LIMITS, now=0, until=1)
    for number, answer in enumerate([Failure(reason="x"), Failure(reason="x"), exchange(b""), Failure(reason="x")]):
        store.keep("mea", str(number), answer, ONE)

    assert store.meter("mea").halted == ""


def test_a_meter_tells_what_was_spent() -> None:
    store = Evidence()
    store.admit("mea", "a", NO_LIMITS, now=0, until=1)
    store.keep("mea", "a", exchange(b"12345"), ONE)

    assert (store.meter("mea").requests, store.meter("mea").bytes, store.meter("other").requests) == (1, 5, 0)


@pytest.mark.parametrize("order", [(ONE, TWO), (TWO, ONE)])
def test_numbers_do_not_depend_on_who_asked_first(order: tuple[Query, Query]) -> None:
    store = Evidence()
    for query in order:
        store.keep("mea", digest_of("mea", query), exchange(b"", url=query.url), query)

    assert store.number() == {digest_of("mea", ONE): 1, digest_of("mea", TWO): 2}


def test_evidence_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    Evidence(path).close()
    database = sqlite3.connect(path)
    database.execute("UPDATE facts SET value = '99'")
    database.commit()
    database.close()

    with pytest.raises(RunDirectoryError, match="version 99"):
        Evidence(path)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunDirectoryError, match="a file for the exchanges of the run"):
        Evidence(tmp_path / "missing" / "evidence.sqlite")


def test_a_settled_file_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "evidence.sqlite"
    store = Evidence(path)
    store.keep("mea", "a", exchange(b"12345"), ONE)

    store.settle()

    assert path.with_name("evidence.sqlite-wal").stat().st_size == 0


def test_what_was_measured_and_what_came_before_are_kept() -> None:
    store = Evidence()
    query = Query(url=ONE.url, headers=(("if-none-match", '"a"'),))
    kept = Exchange(
        query=query,
        status=304,
        headers=(),
        body=b"",
        seconds=0.5,
        first_byte=0.25,
        received=17,
        refusals=(Refusal(status=429, after="2"), Refusal(status=503, after="")),
    )

    store.keep("mea", digest_of("mea", query), kept, query)

    assert store.find(digest_of("mea", query)) == kept


def test_a_conditional_request_is_another_query() -> None:
    conditional = Query(url=ONE.url, headers=(("if-none-match", '"a"'),))

    names = {digest_of("mea", query) for query in (ONE, conditional, Query(url=ONE.url, alone=True))}

    assert len(names) == 2


def test_who_wants_to_be_alone_waits_for_others_and_keeps_them_waiting() -> None:
    store = Evidence()

    def leave(name: str, *, alone: bool = False) -> float | str:
        return store.admit("mea", name, NO_LIMITS, now=0, until=60, alone=alone)

    seen = [leave("first"), leave("measured", alone=True), leave("second")]
    store.give_back("mea", "first", 0)
    seen += [leave("measured", alone=True), leave("second")]
    store.keep("mea", "measured", exchange(b"", url=ONE.url), ONE)
    seen += [leave("second")]

    assert seen == [0.0, "busy", "busy", 0.0, "busy", 0.0]


def test_one_that_gives_up_being_alone_lets_others_ask() -> None:
    store = Evidence()
    store.admit("mea", "measured", NO_LIMITS, now=0, until=60, alone=True)
    store.give_back("mea", "measured", 0)

    store.release("measured")

    assert store.admit("mea", "other", NO_LIMITS, now=0, until=60) == 0.0


def test_one_that_died_while_alone_keeps_nobody_waiting() -> None:
    store = Evidence(owner=7, alive=lambda owner: owner != 7)
    store.admit("mea", "measured", NO_LIMITS, now=0, until=60, alone=True)

    assert store.admit("mea", "other", NO_LIMITS, now=0, until=60) == 0.0


def test_a_file_that_another_is_just_making_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(tmp_path / "evidence.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # as it is held while a file changes to the write-ahead log
    monkeypatch.setattr(database.time, "sleep", lambda _seconds: other.execute("COMMIT"))

    store = Evidence(tmp_path / "evidence.sqlite")
    store.keep("mea", "kept", exchange(b"{}"), ONE)
    held = store.holds("kept")
    store.close()
    other.close()

    assert held
