"""What the suites make of the endpoint behind the proxy: the same bench that a run has, in process, over a real socket."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Self
from urllib.parse import urlsplit

from apitest.assessment import Bench
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, offered
from apitest.evidence import Evidence
from apitest.model import Depth, Outcome, Politeness, Target
from apitest.proof.memory import RememberedLooks
from apitest.reference.pace import StandInClock
from apitest.reference.records import counts_for
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.verdicts import consequences
from apitest.wire import Client, moment
from unseen.forms import FORMS, ROOTS
from unseen.proxy import Lie, Proxy, proxied

JUDGED = ("decisions", "meetings", "national-reports", "reporting-obligations", "reporting-status", "projects")
BESIDE = ("national-plans", "sites", "documents", "contacts", "country-profiles")  # judged if a lie is told of them
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One run: what failed, what cannot be told and why, and what it took."""

    failed: frozenset[Pair]  # requirement and set
    untold: dict[Pair, str]
    altered: int
    requests: int


class Judge:
    """The honest endpoint and what judges it through a proxy; one of each process."""

    def __init__(self, records: int, sets: tuple[str, ...] = (*JUDGED, *BESIDE)) -> None:
        """Nothing is asked yet."""
        self.sets = sets
        self.contract, self.looks = load_contract(), RememberedLooks()
        self.places = ExitStack()
        service = Service(self.contract, counts=counts_for(records))
        self.place = urlsplit(self.places.enter_context(running(service, port=0)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.places.close()

    def __call__(self, form: str, lie: Lie | None, *, full: bool = False) -> Judged:
        """All verdicts on the endpoint behind a proxy that tells a lie, or none."""
        upstream = self.place.hostname or "", self.place.port or 0
        with proxied(upstream, form, lie) as (address, proxy):
            judged = self._judged(form, address, proxy, self._sets_with(lie), full=full)
        if proxy.errors:
            raise RuntimeError(f"the lie {lie and lie.name} is ill-told in {form}") from proxy.errors[0]
        return judged

    def _sets_with(self, lie: Lie | None) -> tuple[str, ...]:
        """Without a lie all sets are judged, as what any lie is compared with."""
        return tuple(name for name in self.sets if name in JUDGED or lie is None or name == lie.entity)

    def _judged(self, form: str, address: str, proxy: Proxy, judged: tuple[str, ...], *, full: bool) -> Judged:
        sets = offered(self.contract, DIALECTS[form]).entities
        target = Target(
            id="unseen",
            name="behind a proxy",
            url=address + ROOTS[form],
            dialect=form,
            entities=tuple(sets),
            politeness=Politeness(rate=0, connections=1),
        )
        clock, evidence = StandInClock(), Evidence()
        client = Client(target, evidence, sleep=clock.wait, clock=clock.now)
        depth = Depth.FULL if full else Depth.STANDARD
        bench = Bench(self.contract, target, client, now=moment(), seed=1, depth=depth, look=self.looks)
        try:
            verdicts = consequences(
                [
                    bench.of(entity).judge(requirement)
                    for entity in ("", *(name for name in judged if name in sets))
                    for requirement in bench.requirements_of(entity)
                ],
                self.contract,
            )
        finally:
            client.close()
            evidence.close()
        failed = frozenset((v.requirement, v.entity) for v in verdicts if v.outcome is Outcome.FAILED)
        untold = {(v.requirement, v.entity): v.reason for v in verdicts if v.outcome is Outcome.CANT_TELL}
        return Judged(failed, untold, proxy.altered, proxy.requests)


_judge: Judge | None = None


def _start(records: int) -> None:
    global _judge  # noqa: PLW0603 - one a process
    _judge = Judge(records)


FULL = "(honest, at depth full)"


def _one(trial: tuple[str, str]) -> Judged | str:
    from unseen.telling import LIES

    assert _judge is not None
    form, name = trial
    lie = LIES.get(name)
    try:
        return _judge(form, lie, full=lie.full if lie else name == FULL)
    except Exception as error:  # noqa: BLE001 - told with the rest; no trial is lost with another
        return f"{form} {name}: {error!r} ({error.__cause__!r})"


def trials(lies: tuple[Lie, ...], *, every: bool) -> list[tuple[str, str]]:
    """Wire form and name: each lie in one form, the forms in turn; or in each form that can carry it."""
    if every:
        return [(form, lie.name) for lie in lies for form in lie.forms]
    counted = dict.fromkeys(FORMS, 0)
    chosen = []
    for lie in lies:
        form = min(lie.forms, key=lambda name: counted[name])
        counted[form] += 1
        chosen.append((form, lie.name))
    return chosen


@contextmanager
def judging(records: int, workers: int) -> Iterator[Callable[[list[tuple[str, str]]], Iterator[Judged | str]]]:
    """Something that judges trials one after the other, in some processes."""
    with get_context("spawn").Pool(workers, _start, (records,), maxtasksperchild=200) as pool:
        yield lambda wanted: pool.imap(_one, wanted)
