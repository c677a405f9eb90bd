"""
Credentials: read where the configuration says they lie, sent to the target alone, and taken out of whatever comes back.

A service may echo what it was sent, in a link, an error page or a header; what is kept as evidence has `(redacted)` there.
"""

import base64
import html
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, quote_plus

from apitest.errors import ConfigurationError
from apitest.model import Credentials, Exchange, Target

REDACTED = "(redacted)"
_SHORTEST = 6
"""Characters; what is shorter could be any word of an answer, and is left alone there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a token is asked for with."""

    token_url: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    scope: str


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What is added to each question, and what must not be kept of the answers."""

    headers: dict[str, str] = field(default_factory=dict, repr=False)
    parameter: tuple[str, str] | None = field(default=None, repr=False)
    """Name and value of an API key in the address."""
    hidden: tuple[bytes, ...] = field(default=(), repr=False)
    """The secrets in every form that an answer may have them in, longest first."""
    grant: Grant | None = field(default=None, repr=False)
    """How to get the token that is still missing."""

    def addressed(self, url: str) -> str:
        """The address with the API key, in place of one that was redacted from a link."""
        if self.parameter is None:
            return url
        name, value = self.parameter
        path, _, query = url.partition("?")
        others = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != name]
        own = f"{quote(name)}={quote(value, safe='')}"
        return f"{path}?{'&'.join([*others, own])}"

    def cleaned(self, raw: bytes) -> bytes:
        """Bytes without any of the secrets."""
        for form in self.hidden:
            raw = raw.replace(form, REDACTED.encode())
        return raw

    def cleaned_text(self, text: str) -> str:
        """Text without any of the secrets."""
        return self.cleaned(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def cleaned_answer(self, answer: Exchange) -> Exchange:
        """An answer without any of the secrets; the same one if it has none."""
        body = self.cleaned(answer.body)
        headers = tuple((name, self.cleaned_text(value)) for name, value in answer.headers)
        if body == answer.body and headers == answer.headers:
            return answer
        return replace(answer, headers=headers, body=body)


def authorisation_of(target: Target) -> Authorisation:
    """
    What a target's credentials come to.

    Raises:
        ConfigurationError: a variable is not set, or a file cannot be read or is empty.
    """
    told = target.credentials
    if told is None:
        return Authorisation()
    where = f"targets.{target.id}.auth"
    if told.type == "basic":
        password = _secret(told.password_env, told.password_file, told.password_keyring, where)
        pair = base64.b64encode(f"{_of_variable(told.username_env, where)}:{password}".encode()).decode()
        return Authorisation({"Authorization": f"Basic {pair}"}, None, _forms(password, pair))
    if told.type == "bearer":
        token = _secret(told.token_env, told.token_file, told.token_keyring, where)
        return Authorisation({"Authorization": f"Bearer {token}"}, None, _forms(token))
    if told.type == "oauth2":
        return _to_be_granted(told, where)
    key = _secret(told.key_env, told.key_file, told.key_keyring, where)
    if told.query:
        return Authorisation({}, (told.query, key), _forms(key))
    return Authorisation({told.header: key}, None, _forms(key))


def _to_be_granted(told: Credentials, where: str) -> Authorisation:
    secret = _secret(told.client_secret_env, told.client_secret_file, told.client_secret_keyring, where)
    client = _of_variable(told.client_id_env, where)
    pair = base64.b64encode(f"{quote_plus(client)}:{quote_plus(secret)}".encode()).decode()
    grant = Grant(token_url=told.token_url, client_id=client, client_secret=secret, scope=told.scope)
    return Authorisation({}, None, _forms(secret, pair), grant)


def bearing(authorisation: Authorisation, token: str) -> Authorisation:
    """With a token that was granted; it and all before it are kept out of what comes back."""
    hidden = tuple(sorted({*authorisation.hidden, *_forms(token)}, key=lambda form: (-len(form), form)))
    return replace(authorisation, headers={"Authorization": f"Bearer {token}"}, hidden=hidden)


def _secret(variable: str, file: str, entry: str, where: str) -> str:
    if entry:
        return _of_keyring(entry, where)
    return _of_file(Path(file), where) if file else _of_variable(variable, where)


def _of_keyring(entry: str, where: str) -> str:
    service, _, user = entry.partition("/")
    try:
        # Here because it is an extra, and starts whatever keeps the secrets of the system.
        import keyring  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            expected="the keyring of the system", got="no library for it", where=where,
            fix="Install it: pip install 'apitest[keyring]'.",
        ) from None  # fmt: skip
    try:
        value: str | None = keyring.get_password(service, user)
        got = "none"
    except keyring.errors.KeyringError as error:
        value, got = None, f"a keyring that cannot be opened ({type(error).__name__})"
    if not value:
        raise ConfigurationError(
            expected=f"a secret in the keyring under {entry}", got=got, where=where,
            fix=f"Put it there: keyring set {service} {user}.",
        )  # fmt: skip
    return value


def _of_variable(name: str, where: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise ConfigurationError(
            expected=f"a value in the environment variable {name}",
            got="none",
            where=where,
            fix=f"Set {name} before the run.",
        )
    return value


def _of_file(path: Path, where: str) -> str:
    try:
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        got = getattr(error, "strerror", None) or "bytes that are no text"
        fix = "Give the path of a file that holds the secret and nothing else."
        raise ConfigurationError(expected=f"a secret in the file {path}", got=got, where=where, fix=fix) from None
    if not value:
        raise ConfigurationError(
            expected=f"a secret in the file {path}", got="an empty file", where=where, fix="Write the secret into it."
        )
    return value


def _forms(*secrets: str) -> tuple[bytes, ...]:
    forms: set[str] = set()
    for secret in secrets:
        if len(secret) >= _SHORTEST:
            escaped = (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
            forms |= {secret, quote(secret), quote(secret, safe=""), html.escape(secret), *escaped}
            forms |= {json.dumps(secret)[1:-1].replace("/", "\\/"), base64.b64encode(secret.encode()).decode()}
    return tuple(form.encode() for form in sorted(forms, key=lambda form: (-len(form), form)))
