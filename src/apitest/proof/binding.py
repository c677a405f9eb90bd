"""Which lies a dialect can carry, and which requirements a service of that dialect can break at all."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, Dialect, offered, sayable, sets_without, unbound
from apitest.model import Contract, Json, Requirement
from apitest.reference.faults import FAULTS
from apitest.reference.lying import Act, At, Fault, unchanged
from apitest.reference.records import counts_for
from apitest.reference.service import honest_store
from apitest.reference.store import Store, copied


def carries(contract: Contract, fault: Fault, dialect: Dialect) -> bool:
    """Whether a dialect can carry a fault: its requirement binds there, and so does the fault."""
    return not hindrance(contract, fault, dialect)


def hindrance(contract: Contract, fault: Fault, dialect: Dialect) -> str:
    """Why a dialect cannot carry a fault; empty: it can."""
    requirement = contract.requirements[fault.breaks]
    if fault.dialects and dialect.NAME not in fault.dialects:
        return f"The lie is one of {', '.join(fault.dialects)} alone."
    lacking = [dialect.LACKS[feature] for feature in fault.needs if feature in dialect.LACKS]
    if lacking or unbound(requirement, dialect):
        return lacking[0] if lacking else unbound(requirement, dialect)
    if lost_on_the_way(contract, fault, dialect):
        return "The dialect has no place for what it changes."
    served = offered(contract, dialect).entities
    placed = not fault.entities or any(name in served for name in fault.entities)
    if placed and binds(contract, requirement, dialect):
        return ""
    return "The dialect has no place for what it is about."


def lost_on_the_way(contract: Contract, fault: Fault, dialect: Dialect) -> bool:
    """Whether a lie changes records only, and the dialect sends the changed ones exactly as the honest ones."""
    act = fault.lie
    if act.record is unchanged or act.hear or act.answer or act.reply or not hasattr(dialect, "sayable"):
        return False
    for name in fault.entities or tuple(contract.entities):
        entity = contract.entities[name]
        for position, record in _concerned(act, name) if name not in sets_without(dialect) else ():
            changed = act.record(copied(record), position)
            if changed is None or sayable(dialect, changed, entity) != sayable(dialect, record, entity):
                return False
    return True


def _concerned(act: Act, entity: str) -> Iterable[tuple[int, dict[str, Json]]]:
    """The honest records that an act may change, with their positions."""
    records = _honest_store().listed(entity)
    if isinstance(act.record, At):
        position = act.record.position
        return ((position, records[position]),) if position < len(records) else ()
    return enumerate(records)


@cache
def _honest_store() -> Store:
    return honest_store(load_contract(), counts_for(None))


def binds(contract: Contract, requirement: Requirement, dialect: Dialect) -> bool:
    """Whether a service of this dialect can fulfil or break a requirement at all."""
    if unbound(requirement, dialect):
        return False
    sets = offered(contract, dialect).entities
    served = [name for name in requirement.entities if name in sets]
    if not requirement.where:
        return bool(served) or not requirement.entities
    return any(
        not contract.entities[name].bearing(requirement.where).isdisjoint(sets[name].shape.fields) for name in served
    )


def unproved(
    contract: Contract, dialects: Iterable[str], hindrances: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str]]:
    """
    Requirements that bind in a dialect and that no lie can break there, with the dialect.

    `hindrances`: fault and dialect → why it cannot be carried there; empty: it can.
    """
    for name in dialects:
        proved = {fault.breaks for fault in FAULTS.values() if not hindrances[fault.name, name]}
        for requirement in contract.requirements.values():
            if binds(contract, requirement, DIALECTS[name]) and requirement.id not in proved:
                yield requirement.id, name
