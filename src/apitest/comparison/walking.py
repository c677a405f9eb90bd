"""Walks into a ledger: of a live service, or of the answers that a run recorded, which is not asked again."""

from dataclasses import replace

from apitest.comparison.ledger import Ledger
from apitest.dialects import dialect_of
from apitest.errors import CouldNotAssess
from apitest.evidence import Evidence
from apitest.model import Contract, Target
from apitest.rehearsal import Answering, from_recording
from apitest.wire import Asker, Walk


def take_walk(
    ledger: Ledger,
    side: int,
    client: Asker,
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
    # One at a time: a recording keeps nobody waiting who would have to ask ahead.
    one = replace(target, politeness=replace(target.politeness, connections=1))
    client = Answering(one, from_recording(evidence, target.id))
    known = [name for name in target.entities if name in contract.entities]
    return {name: take_walk(ledger, side, client, name, contract, key=f"{slot}/{name}") for name in known}
