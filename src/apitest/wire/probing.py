"""
What lies between us and a target, found with one request: name, proxy, connection, certificate, clock.

For `apitest doctor`; nothing here judges. Redirects are not followed and nothing is kept.
"""

import socket
import ssl
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from apitest import __version__
from apitest.model import Target
from apitest.wire.authorising import authorisation_of
from apitest.wire.connecting import Deadline, http_client, words_of
from apitest.wire.granting import granted
from apitest.wire.securing import context_of

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a server shows of itself, as far as its chain was trusted."""

    issuer: str
    expires: datetime
    """UTC."""
    protocol: str
    """Such as `TLSv1.3`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What one request met."""

    addresses: tuple[str, ...] = ()
    """IP addresses of the host, sorted; empty if a proxy asks for us or the name is unknown."""
    unresolved: str = ""
    """Why the name leads nowhere."""
    proxied: bool = False
    error: str = ""
    """Why there is no answer."""
    status: int = 0
    location: str = ""
    """Where a redirect leads."""
    seconds: float = 0.0
    """Until the headers were there."""
    served: datetime | None = None
    """The server's clock, from `Date`; UTC."""
    asked: datetime
    """Our clock when the headers were there; UTC."""
    certificate: Certificate | None = None


def probe(target: Target, *, transport: httpx.BaseTransport | None = None) -> Probe:
    """
    Ask for the root of a target once, with its credentials, and say what was met on the way.

    Raises:
        ConfigurationError: credentials that are named and not there.
    """
    authorisation = granted(authorisation_of(target), target.politeness, transport)
    deadline = Deadline()
    headers = {"User-Agent": f"apitest/{__version__} (doctor)", **authorisation.headers}
    client = http_client(headers, target.politeness, deadline, transport=transport, context=context_of(target))
    start = time.monotonic()
    with client:
        ways = client._mounts  # noqa: SLF001 - httpx tells nowhere else which proxy it takes
        proxied = any(made is not None and pattern.matches(httpx.URL(target.url)) for pattern, made in ways.items())
        known: dict[str, Any] = {"proxied": proxied}
        if not proxied and transport is None:
            known["addresses"], known["unresolved"] = _resolved(target.url)
        try:
            with (
                deadline.within(target.politeness.deadline),
                client.stream("GET", authorisation.addressed(target.url)) as response,
            ):
                known |= _met(response)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            known["error"] = authorisation.cleaned_text(words_of(error))
    return Probe(**known, seconds=time.monotonic() - start, asked=datetime.now(UTC))


def _met(response: httpx.Response) -> dict[str, Any]:
    stream = response.extensions.get("network_stream")
    shown = stream.get_extra_info("ssl_object") if stream is not None else None
    return {
        "status": response.status_code,
        "location": response.headers.get("location", ""),
        "served": _moment(response.headers.get("date", "")),
        "certificate": _certificate(shown),
    }


def _resolved(url: str) -> tuple[tuple[str, ...], str]:
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or _PORTS[parts.scheme], type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        return (), getattr(error, "strerror", None) or str(error)
    return tuple(sorted({str(item[4][0]) for item in found})), ""


def _certificate(shown: Any) -> Certificate | None:  # noqa: ANN401 - ssl.SSLObject or ssl.SSLSocket
    told = shown.getpeercert() if shown is not None else None
    if not told:
        return None
    issuer = {key: value for pairs in told["issuer"] for key, value in pairs}
    return Certificate(
        issuer=issuer.get("organizationName") or issuer.get("commonName") or "an unnamed issuer",
        expires=datetime.fromtimestamp(ssl.cert_time_to_seconds(told["notAfter"]), UTC),
        protocol=str(shown.version()),
    )


def _moment(text: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
