"""What `apitest check` is to look at: an address, a configured target, or a provider of the registry."""

import re
import sys
from pathlib import Path

from apitest.contracts import load_contract
from apitest.endpoints import Choice, choice_of, load_providers, provider_of
from apitest.model import Target
from apitest.targets import load_targets, target_of_url

_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.IGNORECASE)
_HOSTS = ("localhost",)


def subjects_of(subject: str, config: Path, dialect: str, entities: tuple[str, ...]) -> tuple[Target, ...]:
    """
    The targets that a word means. A provider's addresses are told, with what is known of them, before anybody asks.

    Raises:
        UsageError: the word is no address and no known name, or nothing of the provider can be asked.
    """
    if not _NAME.fullmatch(subject) or subject in _HOSTS:
        return (target_of_url(subject, dialect),)
    configured = {target.id: target for target in load_targets(config)} if config.exists() else {}
    if subject in configured:
        return (configured[subject],)
    provider = provider_of(subject, load_providers(), also=configured)
    choice = choice_of(provider, load_contract().entities, entities)
    sys.stderr.write(told(choice))
    return choice.targets


def told(choice: Choice) -> str:
    """What is about to be asked, and that it is historic."""
    lines = [
        f"{choice.provider.id}: {choice.provider.title}. These addresses are historic: the portal's importer read them in",
        "2017 and 2018. Today's may be others, and whoever answers there may not expect it.",
    ]
    lines += [f"  asked      {item.url}  {', '.join(item.entities)}".rstrip() for item in choice.targets]
    lines += [f"  not asked  {url}  ({reason})" for url, reason in choice.left_out.items()]
    lines.append("With today's address: apitest check URL. Asking now, one request a second; ctrl-C stops it.")
    return "\n".join(lines) + "\n"
