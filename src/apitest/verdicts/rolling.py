"""Verdicts rolled up: what only follows from something else, and the outcome of many."""

from collections.abc import Iterable
from dataclasses import replace

from apitest.model import Contract, Obligation, Outcome, Verdict

ACCEPTANCE = "acceptance"
"""The class that counts what breaches of the others cost at the portal."""
_REACHING = frozenset({"H-MTG-07"})
"""Rules of the portal by which what is wrong in meetings costs decisions."""
_BINDING = {obligation.value: rank for rank, obligation in enumerate(Obligation)}
_WORST = {outcome.value: rank for rank, outcome in enumerate(Outcome)}


def consequences(verdicts: Iterable[Verdict], contract: Contract) -> tuple[Verdict, ...]:
    """
    Turn each failure that only follows from another failure into `cantTell`, naming the deepest cause as its root.

    The cause must have failed on the same target, on the same entity set or on the service as a whole, and must bind at
    least as strongly: a MUST is never excused by a recommendation. Findings stay on the consequence.
    """
    judged = tuple(verdicts)
    failed = frozenset((v.target, v.entity, v.requirement) for v in judged if v.outcome is Outcome.FAILED)
    return tuple(_as_consequence(verdict, contract, failed) for verdict in judged)


def _as_consequence(verdict: Verdict, contract: Contract, failed: frozenset[tuple[str, str, str]]) -> Verdict:
    if verdict.outcome is not Outcome.FAILED:
        return verdict
    causes = frozenset(
        name
        for target, entity, name in failed
        if target == verdict.target and entity in {"", verdict.entity} and _binds_as(contract, name, verdict.obligation)
    )
    root = _root(verdict.requirement, contract, causes, {verdict.requirement})
    if not root and verdict.requirement.startswith(f"{ACCEPTANCE}/"):
        everywhere = frozenset(name for target, _, name in failed if target == verdict.target)
        root = _same_rule(verdict.requirement, contract, causes, everywhere)
    if not root:
        return verdict
    return replace(verdict, outcome=Outcome.CANT_TELL, reason=f"consequence of {root}", root=root)


def _same_rule(name: str, contract: Contract, causes: frozenset[str], everywhere: frozenset[str]) -> str:
    """
    Of a requirement of acceptance: the failed requirement of another class that triggers the same rule of the portal.

    A rule that reaches from one set into another is triggered by a failure on any set.
    """
    rules = frozenset(contract.requirements[name].portal_rules)
    for other in contract.requirements.values():
        shared = rules.intersection(other.portal_rules)
        if other.conformance_class == ACCEPTANCE or not shared:
            continue
        if other.id in causes or (other.id in everywhere and shared & _REACHING):
            return other.id
    return ""


def _binds_as(contract: Contract, name: str, obligation: Obligation) -> bool:
    return _BINDING[contract.requirements[name].obligation] <= _BINDING[obligation]


def _root(name: str, contract: Contract, causes: frozenset[str], seen: set[str]) -> str:
    for required in contract.requirements[name].requires:
        if required in seen:
            continue
        seen.add(required)
        root = _root(required, contract, causes, seen) or (required if required in causes else "")
        if root:
            return root
    return ""


def outcome_of(verdicts: Iterable[Verdict]) -> Outcome:
    """
    Roll verdicts up, worst first; only MUST verdicts decide, and consequences do not count.

    Without a MUST verdict nothing can fail: a recommendation that was judged, met or not, reads `passed`. Where every
    MUST verdict is a consequence nothing can be told. No verdict at all reads `untested`.
    """
    judged = tuple(verdicts)
    musts = [verdict for verdict in judged if verdict.obligation is Obligation.MUST]
    deciding = [verdict.outcome for verdict in musts if not verdict.root]
    if deciding:
        return worst_of(deciding)
    if musts:
        return Outcome.CANT_TELL
    outcomes = {verdict.outcome for verdict in judged}
    if outcomes & {Outcome.PASSED, Outcome.FAILED}:
        return Outcome.PASSED
    return worst_of(outcomes)


def worst_of(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of some outcomes; none reads `untested`."""
    return min(outcomes, key=lambda outcome: _WORST[outcome], default=Outcome.UNTESTED)
