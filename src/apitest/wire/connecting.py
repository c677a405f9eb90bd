"""
Connections to one target: no answer takes longer than it is given, no cookie is kept, no redirect followed.

A limit on each read alone is none: a service that sends one byte a second is never silent. So each question has a
moment by which all of it must be there, headers too, and every read waits no longer than until then.
"""

import ipaddress
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpcore
import httpx

from apitest.model import Politeness


class Deadline:
    """The moment by which the question of this thread must be answered."""

    def __init__(self) -> None:
        """Without a limit."""
        self._local = threading.local()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give what is asked in the block so many seconds."""
        self._local.until = time.monotonic() + seconds
        try:
            yield
        finally:
            del self._local.until

    def passed(self) -> bool:
        """Whether the time is over."""
        return self._left() <= 0

    def shortened(self, timeout: float | None) -> float:
        """
        How long one read or write may wait.

        Raises:
            httpcore.ReadTimeout: not at all any more.
        """
        left = self._left()
        if left <= 0:
            raise httpcore.ReadTimeout("still unfinished after all the time it is given")
        return left if timeout is None else min(timeout, left)

    def _left(self) -> float:
        until: float | None = getattr(self._local, "until", None)
        return 86400.0 if until is None else until - time.monotonic()


def http_client(
    headers: Mapping[str, str],
    polite: Politeness,
    deadline: Deadline,
    *,
    transport: httpx.BaseTransport | None = None,
    context: ssl.SSLContext | None = None,
    secured: bool = True,
    public: bool = False,
) -> httpx.Client:
    """
    A client that keeps to a deadline; through the proxy of the environment, if it names one.

    `public`: it connects to addresses that the whole world can reach and to no others, so never through a proxy either.
    `secured`: certificates are checked. For an address without TLS there are none, and reading the list of those who are
    trusted to issue them would cost 50 ms.
    """
    # Both write addresses and headers, with the credentials in them, to whoever listens.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    client = httpx.Client(
        transport=transport,
        headers=headers,
        timeout=httpx.Timeout(polite.timeout, connect=min(10.0, polite.timeout), pool=polite.deadline),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        follow_redirects=False,
        trust_env=transport is None and not public,
        verify=context or secured,
    )
    for made in (client._transport, *client._mounts.values()):  # noqa: SLF001 - httpx has no other door to its pools
        pool: Any = getattr(made, "_pool", None)
        if pool is not None:
            pool._network_backend = _Backend(pool._network_backend, deadline, public=public)  # noqa: SLF001
    return client


class _Backend(httpcore.NetworkBackend):
    """Makes connections that keep to a deadline."""

    def __init__(self, inner: httpcore.NetworkBackend, deadline: Deadline, *, public: bool = False) -> None:
        self._inner, self._deadline, self._public = inner, deadline, public

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect."""
        limit = self._deadline.shortened(timeout)
        host = public_number(host, port) if self._public else host
        stream = self._inner.connect_tcp(host, port, limit, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A connection that keeps to a deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what is there, or wait for it."""
        return self._inner.read(max_bytes, self._deadline.shortened(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write."""
        self._inner.write(buffer, self._deadline.shortened(timeout))

    def close(self) -> None:
        """Close."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted."""
        limit = self._deadline.shortened(timeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, limit), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        """What is known of the connection."""
        return self._inner.get_extra_info(info)


def public_number(host: str, port: int) -> str:
    """
    The number of a host, looked up once, so that what is checked is what is connected to.

    Raises:
        httpcore.ConnectError: it has none, or one that lies inside a network.
    """
    try:
        found = [str(place[0]) for *_, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"no host of this name: {host}") from error
    for number in found:
        if not ipaddress.ip_address(number).is_global:
            raise httpcore.ConnectError(f"{host} lies inside a network, at {number}")
    return found[0]


def words_of(error: Exception) -> str:
    """What kept a question from being answered, for a reader."""
    kinds: dict[type[Exception], str] = {
        httpx.DecodingError: "a body whose Content-Encoding cannot be undone",
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "no answer in time",
        httpx.ConnectError: "no connection",
        httpx.RemoteProtocolError: "an answer that breaks off or is no HTTP",
        httpx.InvalidURL: "an address that cannot be asked",
        ValueError: "an address that cannot be asked",
    }
    if "CERTIFICATE" in str(error):
        return f"a certificate that cannot be trusted ({error})"
    words = next((text for kind, text in kinds.items() if isinstance(error, kind)), "no complete answer")
    return f"{words} ({error})" if str(error) else words
