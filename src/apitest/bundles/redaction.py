"""
What is taken out of a run before it leaves the house, and how: always by a stand-in, the same for the same text and as long.

So that verdicts can be recomputed from what is left, a stand-in keeps what checks look at: the length, the form of a mail
address, that two equal values are equal. Stand-ins are drawn with a key that is thrown away, so nobody can try names.
"""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

RULES = {
    "mail": "The part of a mail address before the @, wherever it stands; the domain, an organisation's, stays.",
    "secret": "Passwords and names in the address of a target, and values of its query options that are named as keys or "
    "tokens, wherever they stand.",
    "credentials": "Which environment variables held the credentials.",
    "header": "Cookies and headers of authentication; they were never recorded.",
}
"""Rule → what it replaces, for the reader of a bundle."""

MAIL = re.compile(
    rb"(?<![A-Za-z0-9._%+@/-])([A-Za-z0-9._%+-]{1,64})(@(?!odata\.)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24})"
    rb"(?![A-Za-z0-9.@-]*\"[ ]*:)"
)
"""Not the annotations of OData (`value@odata.type`, `value@Org.OData…":`), which look the same."""
_NAMED = re.compile(r"key|token|secret|passw|pwd|signature|^sig$|^code$|auth", re.IGNORECASE)
_LETTERS = b"abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
"""A shorter secret would be found in ordinary words."""


def secrets_of(addresses: Iterable[str]) -> tuple[str, ...]:
    """What is secret in the addresses of targets: user information, and values of options named as keys; longest first."""
    found: set[str] = set()
    for address in addresses:
        parts = urlsplit(address)
        found.update(filter(None, (parts.username, parts.password)))
        found.update(value for name, value in parse_qsl(parts.query) if _NAMED.search(name))
    return tuple(sorted((text for text in found if len(text) >= _SHORTEST), key=lambda text: (-len(text), text)))


@dataclass(frozen=True, kw_only=True)
class Cover:
    """Replaces, and counts what it replaced: rule → file → how often."""

    key: bytes
    secrets: tuple[str, ...] = ()
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def over(self, content: bytes, file: str) -> bytes:
        """The content with stand-ins, of the same length."""
        for secret in self.secrets:
            plain = secret.encode()
            number = content.count(plain)
            if number:
                self._count("secret", file, number)
                content = content.replace(plain, self._stand_in(plain))
        if b"@" not in content:
            return content
        content, number = MAIL.subn(lambda match: self._stand_in(match[1]) + match[2], content)
        self._count("mail", file, number)
        return content

    def text(self, text: str, file: str) -> str:
        """The same of a text."""
        return self.over(text.encode("utf-8", "surrogatepass"), file).decode("utf-8", "surrogatepass")

    def note(self, rule: str, file: str, number: int) -> None:
        """Count what another hand replaced."""
        self._count(rule, file, number)

    def listed(self) -> list[dict[str, object]]:
        """What was done, rule by rule, for the bundle."""
        return [
            {"rule": rule, "what": what, "replaced": dict(sorted(self.counts.get(rule, Counter()).items()))}
            for rule, what in RULES.items()
        ]

    def _count(self, rule: str, file: str, number: int) -> None:
        if number:
            self.counts.setdefault(rule, Counter())[file] += number

    def _stand_in(self, plain: bytes) -> bytes:
        drawn = hmac.digest(self.key, plain.lower(), hashlib.sha512)
        return bytes(
            _LETTERS[number % len(_LETTERS)] for number in (drawn * (len(plain) // len(drawn) + 1))[: len(plain)]
        )
