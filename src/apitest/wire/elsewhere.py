"""
Files that lie on other hosts than the target: HEAD alone, only where it was wished for, without credentials.

They count against the budget and the rate of the target. What another host says, or fails to say, is kept like any answer,
but it neither halts nor delays what the target is asked.
"""

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlsplit

import httpx

from apitest.model import Query, Target
from apitest.wire.connecting import Deadline, http_client


class Elsewhere:
    """Asks hosts that are not the target's."""

    def __init__(
        self, target: Target, headers: Mapping[str, str], deadline: Deadline, *, transport: httpx.BaseTransport | None
    ) -> None:
        """Prepare; nothing is opened yet. `headers` hold no credentials."""
        self._target, self._headers, self._deadline, self._transport = target, dict(headers), deadline, transport
        self._origin = origin_of(target.url)

    def concerns(self, query: Query) -> bool:
        """Whether a query is for a file on another host."""
        return query.method == "HEAD" and origin_of(query.url) != self._origin

    @cached_property
    def client(self) -> httpx.Client:
        """What connects to public addresses alone."""
        polite = self._target.politeness
        return http_client(self._headers, polite, self._deadline, transport=self._transport, public=True)

    def close(self) -> None:
        """Close what was opened."""
        if "client" in self.__dict__:
            self.client.close()


def origin_of(address: str) -> tuple[str, str]:
    """Scheme and host of an address, both lower case; empty: it is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    return parts.scheme.lower(), parts.netloc.lower()
