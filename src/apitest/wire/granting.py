"""
Tokens of OAuth 2 (client credentials, RFC 6749 §4.4): asked for when first needed, kept in memory alone, renewed once.

The token endpoint is asked under the same rules as a target: no redirect, no cookie, a deadline, a limit of size. It gets
the client's id and secret and nothing else; the target gets the token and nothing else.
"""

import json
import threading
from dataclasses import replace
from typing import Any
from urllib.parse import quote_plus, urlencode

import httpx

from apitest.errors import ConfigurationError, NoAnswer
from apitest.model import Politeness
from apitest.wire.authorising import Authorisation, Grant, bearing
from apitest.wire.connecting import Deadline, http_client, words_of
from apitest.wire.intake import Intake, Unfinished

_LONGEST = 1 << 20
"""Bytes of an answer with a token."""
_OK = 200


class Granting:
    """What a target's questions are authorised by, whether that is fixed or a token that must be asked for."""

    def __init__(
        self, authorisation: Authorisation, polite: Politeness, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Prepare; nothing is asked yet."""
        self._fixed, self._polite, self._transport = authorisation, polite, transport
        self._lock = threading.Lock()
        self._current: Authorisation | None = None if authorisation.grant else authorisation
        self._renewed = False
        self._trouble: NoAnswer | None = None

    @property
    def known(self) -> Authorisation:
        """What is known without asking: with all secrets that must not be kept."""
        return self._current or self._fixed

    def current(self) -> Authorisation:
        """
        What to ask with.

        Raises:
            NoAnswer: no token could be got; it is not tried again.
        """
        with self._lock:
            if self._trouble is not None:
                raise self._trouble
            if self._current is None:
                self._current = self._asked()
            return self._current

    def renew(self, refused: Authorisation) -> bool:
        """
        After a question with this authorisation was answered with 401: whether there is another one to ask with.

        A token is renewed once; where the new one is refused too, the refusal is the answer.

        Raises:
            NoAnswer: as `current`.
        """
        with self._lock:
            if self._fixed.grant is None:
                return False
            if self._current is not refused:
                return True
            if self._renewed:
                return False
            self._renewed, self._current = True, self._asked()
            return True

    def _asked(self) -> Authorisation:
        assert self._fixed.grant is not None
        grant, known = self._fixed.grant, self.known
        try:
            return bearing(known, _token(grant, self._polite, self._transport))
        except (_Refused, Unfinished, httpx.HTTPError, OSError, ValueError) as error:
            told = str(error) if isinstance(error, (_Refused, Unfinished)) else words_of(error)
            self._trouble = NoAnswer(
                expected="an access token",
                got=known.cleaned_text(told),
                where=f"POST {grant.token_url}",
                fix="Check token-url, client id, client secret and scope in apitest.toml.",
            )
            raise self._trouble from None


class _Refused(Exception):
    """An answer that holds no token."""


def _token(grant: Grant, polite: Politeness, transport: httpx.BaseTransport | None) -> str:
    deadline = Deadline()
    form = {"grant_type": "client_credentials", **({"scope": grant.scope} if grant.scope else {})}
    client = http_client({}, polite, deadline, transport=transport, secured=grant.token_url.startswith("https:"))
    with (
        client,
        deadline.within(polite.deadline),
        client.stream(
            "POST",
            grant.token_url,
            content=urlencode(form),
            # RFC 6749 §2.3.1: both are form-encoded before they are joined.
            auth=(quote_plus(grant.client_id), quote_plus(grant.client_secret)),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        ) as response,
    ):
        intake = Intake(response.headers.get("content-encoding", ""), _LONGEST)
        stream = response.stream
        assert isinstance(stream, httpx.SyncByteStream)
        for chunk in stream:
            intake.take(chunk)
        body = intake.body()
    told: Any = _read(body)
    if response.status_code != _OK:
        reason = told.get("error") if isinstance(told, dict) else None
        raise _Refused(f"status {response.status_code}" + (f" ({reason})" if isinstance(reason, str) else ""))
    token = told.get("access_token") if isinstance(told, dict) else None
    if not isinstance(token, str) or not token or not token.isascii() or not token.isprintable():
        raise _Refused("an answer without a token")
    return token


def _read(body: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def granted(authorisation: Authorisation, polite: Politeness, transport: httpx.BaseTransport | None) -> Authorisation:
    """
    What to ask with, once.

    Raises:
        ConfigurationError: no token could be got.
    """
    try:
        return Granting(authorisation, polite, transport=transport).current()
    except NoAnswer as error:
        raise ConfigurationError(expected=error.expected, got=error.got, where=error.where, fix=error.fix) from None


def without(authorisation: Authorisation) -> Authorisation:
    """For questions to another origin: nothing is sent, and all is still kept out of what comes back."""
    return replace(authorisation, headers={}, parameter=None)
