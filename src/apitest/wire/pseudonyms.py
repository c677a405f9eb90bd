"""
Ids of contacts that may hold a name: a digest stands for them in all that is judged or kept.

The same id has the same digest in every run, so that records are told apart, found again and compared. What the digests
stand for is known to the process that has read the answers, and to nothing that it writes.
"""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from apitest.model import MASKED

FORM = re.compile(MASKED + "[0-9a-f]{16}")
_MACHINE_MADE = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)[0-9a-f]{16,}|(?<!\d)\d{1,6}(?!\d)|" + FORM.pattern,
    re.IGNORECASE,
)
"""GUIDs, digests, and numbers that are too short for a telephone."""
_NOBODY = re.compile(
    r"contacts?|focal|points?|persons?|people|users?|nodes?|members?|part(?:y|ies)|nfp|fp|id|no|synthetic|record|row|[a-z]",
    re.IGNORECASE,
)
"""Words in ids that are nobody's name, and single letters."""
_LONGEST = 255
"""Characters that the portal stores of an id: what is longer stays longer."""
_TELLING = 4
"""Signs of an id that are not taken for something else within a longer text."""
_KEY = re.compile(r"(?<=\(')(?:[^'&<>]|''|&#39;)*(?='\))")
"""A key in an address of OData."""


def pseudonym(key: str) -> str:
    """What stands for an id: the id itself where it holds nobody's name. Blanks around it stay."""
    bare = key.strip()
    words = re.findall(r"[^\W\d_]+|\d+", _MACHINE_MADE.sub(" ", bare))
    if all(_NOBODY.fullmatch(word) for word in words):
        return key
    made = (
        MASKED
        + hashlib.blake2b(bare.encode("utf-8", "surrogatepass"), digest_size=8, person=b"apitest ids").hexdigest()
    )
    return key.replace(bare, made.ljust(len(bare), "0") if len(bare) > _LONGEST else made)


class Pseudonyms:
    """Which digest stands for which id, as far as this process has read the answers; kept in memory alone."""

    def __init__(self) -> None:
        """Know none."""
        self._known: dict[str, str] = {}

    def of(self, key: str) -> str:
        """What stands for an id; it is remembered."""
        made = pseudonym(key)
        if made != key:
            self._known[made.strip()] = key.strip()
        return made

    def learn(self, others: "Pseudonyms") -> None:
        """Know what others know too."""
        self._known.update(others.known)

    @property
    def known(self) -> Mapping[str, str]:
        """Digest → id."""
        return self._known

    def in_addresses(self, text: str) -> str:
        """A text in which keys of addresses, `Contacts('…')`, are replaced by what stands for them."""

        def replaced(match: re.Match[str]) -> str:
            key = unquote(match.group()).replace("''", "'").replace("&#39;", "'")
            made = self.of(key)
            return match.group() if made == key else made

        return _KEY.sub(replaced, text)

    def everywhere(self, text: str) -> str:
        """A text in which every id that is known already is replaced, plain or percent-encoded."""
        for made, key in self._known.items():
            for written in (key, quote(key, safe="")):
                if len(written) >= _TELLING:
                    text = text.replace(written, made)
        return text

    def real(self, url: str) -> str | None:
        """An address as the service knows it; None: it holds a digest of which this process does not know the id."""
        if any(found not in self._known for found in FORM.findall(url)):
            return None

        def told(match: re.Match[str]) -> str:
            key = self._known[match.group()]
            in_quotes = url[: match.start()].endswith("'")
            return quote(key.replace("'", "''") if in_quotes else key, safe="", errors="surrogatepass")

        return FORM.sub(told, url)
