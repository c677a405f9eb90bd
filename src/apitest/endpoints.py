"""
`contracts/endpoints.toml` → `Provider`: where partners' services are known to have been served.

All of it is historic and nothing here asks anybody: an address is asked only if a user names its provider.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apitest.errors import ConfigurationError, UnknownName, UsageError
from apitest.model import Politeness, Target
from apitest.shipped import shipped

_RATE = 1.0
"""Requests a second at an address that nobody has told us to be a test system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One address, and what was read there."""

    url: str
    entities: tuple[str, ...]
    """Entity sets that the portal's importer read there; empty: none was registered."""
    dialect: str
    by: str
    """How the dialect is known: `sample` or `path`."""
    private: str = ""
    """Why it leads nowhere for anybody else; empty: it does not."""
    source: str = ""
    """Where the address was found, if not where the file as a whole says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A secretariat, or whoever served records for it."""

    id: str
    title: str
    treaties: tuple[str, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of a provider would be asked, and what would not, with the reason."""

    provider: Provider
    targets: tuple[Target, ...]
    left_out: Mapping[str, str]
    """Address → why it is not asked."""


def load_providers(path: Path | None = None) -> Mapping[str, Provider]:
    """
    Read the registry that ships, or another file of the same form.

    Raises:
        ConfigurationError: the file cannot be read as one.
    """
    path = path or shipped("contracts", "endpoints.toml")
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return {name: _provider(name, row) for name, row in table["providers"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationError(
            expected="a registry of endpoints", got=str(error), where=str(path), fix="Repair the file."
        ) from error


def _provider(name: str, row: Mapping[str, Any]) -> Provider:
    services = (
        Service(
            **{key: value for key, value in item.items() if key != "entities"},
            entities=tuple(item["entities"]),
        )
        for item in row["services"]
    )
    return Provider(id=name, title=row["title"], treaties=tuple(row["treaties"]), services=tuple(services))


def provider_of(name: str, providers: Mapping[str, Provider], *, also: Iterable[str] = ()) -> Provider:
    """
    Look a provider up by name; `also`: other names that would have been understood.

    Raises:
        UnknownName: there is none of that name.
    """
    if name not in providers:
        raise UnknownName.among("target or provider", name, {*providers, *also}, where="apitest check")
    return providers[name]


def choice_of(provider: Provider, known: Iterable[str], wanted: Iterable[str] = ()) -> Choice:
    """
    The addresses of a provider as targets, each held to the sets that are known by contract and wanted.

    Raises:
        UsageError: nothing is left that could be asked.
    """
    known, wanted = frozenset(known), frozenset(wanted)
    targets, left_out = list[Target](), dict[str, str]()
    for service in provider.services:
        sets = tuple(name for name in service.entities if name in known and (not wanted or name in wanted))
        reason = service.private or _unfit(service, sets, known)
        if reason:
            left_out[service.url] = reason
        else:
            targets.append(_target(provider, service, sets))
    if not targets:
        raise UsageError(
            expected="an address that can be asked",
            got="; ".join(f"{url} ({reason})" for url, reason in left_out.items()) or "none",
            where=provider.id,
            fix="Give the address of the service: apitest check URL.",
        )
    return Choice(provider=provider, targets=tuple(targets), left_out=left_out)


def _unfit(service: Service, sets: tuple[str, ...], known: frozenset[str]) -> str:
    if sets or not service.entities:
        return ""
    told = ", ".join(service.entities)
    return f"{told}: not wanted" if known.intersection(service.entities) else f"{told}: no contract yet"


def _target(provider: Provider, service: Service, sets: tuple[str, ...]) -> Target:
    alone = len(provider.services) == 1
    return Target(
        id=provider.id if alone or not sets else f"{provider.id}-{sets[0]}",
        name=provider.title,
        url=service.url.rstrip("/"),
        dialect="auto",
        entities=sets,
        treaties=provider.treaties,
        politeness=Politeness(rate=_RATE, connections=1),
    )
