"""Walks into a ledger: of a live service, or of the answers that a run recorded, which is not asked again."""

from dataclasses import replace

from apitest.comparison.ledger import Ledger
from apitest.dialects import dialect_of
from apitest.errors import CouldNotAssess
from apitest.evidence import Evidence
from apitest.model import Contract, Exchange, Query, Target
from apitest.rehearsal import from_recording
from apitest.wire import Client, Walk


class Recorded:
    """Stands where a client stands, and answers out of a recording."""

    def __init__(self, target: Target, evidence: Evidence) -> None:
        """Prepare to answer for one target."""
        one = replace(target.politeness, connections=1)
        self.target = replace(target, politeness=one)
        self._send = from_recording(evidence, target.id)

    def send(self, query: Query) -> Exchange:
        """
        The recorded answer.

        Raises:
            CouldNotAssess: there is none.
        """
        return self._send(query)


def take_walk(
    ledger: Ledger,
    side: int,
    client: Client | Recorded,
    entity: str,
    contract: Contract,
    occasion: int = 1,
    key: str = "",
) -> str:
    """Walk a set into the ledger, under a name of its own if it is given one; how the walk ended: `complete`, or why not."""
    dialect, about = dialect_of(client.target.dialect), contract.entities[entity]
    try:
        total = None
        if "count" in dialect.FEATURES:
            query = replace(dialect.count(client.target.url, about), occasion=occasion)
            total = dialect.read_count(client.send(query))
        walk = Walk(client, dialect, about, total=total, occasion=occasion)
        for _, page in walk:
            ledger.add(side, key or entity, page.records)
    except CouldNotAssess as trouble:
        return trouble.got
    return walk.ending


def take_run(
    ledger: Ledger, side: int, evidence: Evidence, target: Target, contract: Contract, slot: str
) -> dict[str, str]:
    """Walk what a run recorded of a target, each set under `slot/set`; set → how the walk ended."""
    client = Recorded(target, evidence)
    known = [name for name in target.entities if name in contract.entities]
    return {name: take_walk(ledger, side, client, name, contract, key=f"{slot}/{name}") for name in known}
