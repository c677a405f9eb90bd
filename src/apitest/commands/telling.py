"""`apitest explain` and `apitest contracts`: what is known without asking anybody."""

import json
import textwrap
from collections.abc import Iterator

from apitest.commands.wire_forms import dialects_told
from apitest.contracts import FAMILIES, load_contract
from apitest.dialects import DIALECTS, unbound
from apitest.errors import UnknownName
from apitest.model import Contract, Requirement
from apitest.packs import packs
from apitest.reports.wording import MENDERS, SOURCES
from apitest.shipped import shipped

_WIDTH = 100


def explain(name: str) -> str:
    """
    Everything a reader needs of one requirement.

    Raises:
        UnknownName: there is none of that id.
    """
    contract = load_contract()
    if name not in contract.requirements:
        raise UnknownName.among("requirement", name, contract.requirements)
    return "\n".join(_explained(contract.requirements[name], contract)) + "\n"


def _explained(item: Requirement, contract: Contract) -> Iterator[str]:
    yield f"{item.id}  ({item.obligation})"
    yield ""
    yield from textwrap.wrap(item.sentence, _WIDTH)
    yield ""
    everywhere = set(item.entities) == set(contract.entities)
    reasons = [unbound(item, dialect) for dialect in DIALECTS.values()]
    facts = {
        "source": f"{item.source} ({SOURCES[item.source.kind.value]})",
        "cost": item.cost,
        "mend": item.fix,
        "who": MENDERS[item.mender.value],
        "right": item.right,
        "wrong": item.wrong,
        "about": "every entity set" if everywhere else ", ".join(item.entities) or "the service as a whole",
        "not binding": " ".join(dict.fromkeys(reason for reason in reasons if reason)),
        "needs": ", ".join(item.requires),
        "portal rules": ", ".join(item.portal_rules),
        "judged at": f"depth {item.depth} and deeper",
    }
    for label, text in facts.items():
        if text:
            lines = textwrap.wrap(text, _WIDTH - 15, break_on_hyphens=False, break_long_words=False)
            yield f"  {label:<12} {lines[0]}"
            yield from (f"{'':<15}{line}" for line in lines[1:])


def listed() -> str:
    """What ships: contracts with their entity sets, requirements by class, vocabularies, OpenAPI documents."""
    contract = load_contract()
    lines = ["Contracts"]
    for family in FAMILIES:
        name = family.partition("/")[0]
        sets = [entity.name for entity in contract.entities.values() if entity.family == name]
        lines.append(f"  {family:<16} {', '.join(sets) or 'what every service owes its clients'}")
    lines += [f"  {f'{pack.name}/{pack.version}':<16} added by a pack that is installed" for pack in packs()]
    lines += ["", "Requirements"]
    classes: dict[str, list[Requirement]] = {}
    for item in contract.requirements.values():
        classes.setdefault(item.conformance_class, []).append(item)
    for name, members in classes.items():
        lines.append(f"  {name}")
        lines += [f"    {item.obligation:<7}{item.id:<46} {item.sentence}" for item in members]
    lines += ["", "Vocabularies"]
    for vocabulary in contract.vocabularies.values():
        kind = "open" if vocabulary.open else "closed"
        lines.append(
            f"  {vocabulary.name:<24} {len(vocabulary.terms) or len(vocabulary.patterns):>5}  {kind:<7} {vocabulary.title}"
        )
    lines += [
        "",
        "OpenAPI documents",
        *(f"  {path.stem}" for path in sorted(shipped("contracts", "openapi").glob("*.json"))),
        "",
        "Registry",
        "  endpoints        historic addresses of partners' services, by provider",
    ]
    return "\n".join(lines) + "\n"


def shown(name: str) -> str:
    """
    One thing that ships, as data: the schema of an entity set, a vocabulary, an OpenAPI document, or a requirement.

    Raises:
        UnknownName: nothing of that name ships.
    """
    contract = load_contract()
    files = {
        "configuration": shipped("contracts", "config", "apitest-config-1.schema.json"),
        "endpoints": shipped("contracts", "endpoints.toml"),
        **{item: shipped("contracts", "vocabularies", f"{item}.json") for item in contract.vocabularies},
        **{path.stem: path for path in shipped("contracts", "openapi").glob("*.json")},
    }
    if name == "dialects":
        return dialects_told(contract)
    if name in contract.requirements:
        return explain(name)
    if name in contract.entities:
        return json.dumps(contract.entities[name].schema, indent=2, ensure_ascii=False) + "\n"
    if name in files:
        return files[name].read_text("utf-8")
    known = ["dialects", *files, *contract.entities, *contract.requirements]
    raise UnknownName.among("entity set, vocabulary, OpenAPI document or requirement", name, known)
