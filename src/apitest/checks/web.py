"""Addresses on the web, as far as several classes read them: their parts, their hosts, the names that they end with."""

import ipaddress
import posixpath
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_SCHEMES = ("http", "https")
_HOST = re.compile(r"(?!-)[\w-]{1,63}(?<!-)(\.(?!-)[\w-]{1,63}(?<!-))*\.?")
_NEVER = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")
"""Characters that RFC 3986 allows nowhere; letters of other scripts are left alone, for browsers encode them."""
_INNER_ENDINGS = frozenset(
    ("corp", "example", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "test"),
)
TRIAL_WORDS = frozenset(
    ("dev", "devel", "develop", "development", "preprod", "qa", "sandbox", "stage", "staging", "stg", "test", "testing",
     "uat"),
)  # fmt: skip
_SECRET_OPTIONS = frozenset(
    ("access_token", "apikey", "api_key", "aspsessionid", "auth", "authtoken", "jsessionid", "passwd", "password",
     "phpsessid", "pwd", "sessionid", "session_id", "token", "x-amz-signature"),
)  # fmt: skip


def parts_of(address: str) -> SplitResult | None:
    """The parts of an address; None: it cannot be taken apart."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def base_name(address: str) -> str:
    """What the path of an address ends with, decoded; empty: nothing."""
    parts = parts_of(address)
    return unquote(posixpath.basename(parts.path)) if parts else ""


def is_absolute(address: str) -> bool:
    """Whether an address begins as one of the web does: with its scheme and a host."""
    return re.match(r"\s*https?://[^/\s]", address, re.IGNORECASE) is not None


def flaw_of(address: str) -> str:
    """What makes an absolute address none that can be followed; empty: nothing."""
    wrong = _NEVER.search(address)
    if wrong:
        return f"the character {wrong.group()!r}"
    parts = parts_of(address)
    host = (parts.hostname or "") if parts else ""
    if parts is None or host in ("", *_SCHEMES):
        return "no host"
    if not (_HOST.fullmatch(host) or _number_of(host)):
        return f"the host {host!r}"
    return ""


def sound_parts(address: str) -> SplitResult | None:
    """The parts of an address that is absolute and without a flaw."""
    return parts_of(address) if is_absolute(address) and not flaw_of(address) else None


def is_inner(host: str) -> bool:
    """Whether a host can be reached from its own network at best."""
    number = _number_of(host)
    if number is not None:
        return not number.is_global
    labels = host.lower().rstrip(".").split(".")
    return len(labels) == 1 or labels[-1] in _INNER_ENDINGS


def trial_word(host: str) -> str:
    """The word in the name of a host that tells a system for trials; empty: none."""
    labels = host.lower().rstrip(".").split(".")[:-2]
    words = (word for label in labels for word in label.split("-"))
    return next((word for word in words if word.rstrip("0123456789") in TRIAL_WORDS), "")


def secret_of(parts: SplitResult) -> str:
    """What in an address belongs to one visitor; empty: nothing."""
    if parts.username is not None:
        return "a user name"
    if ";jsessionid=" in parts.path.lower():
        return "'jsessionid'"
    names = (name for name, value in parse_qsl(parts.query) if value and name.lower() in _SECRET_OPTIONS)
    return next((repr(name) for name in names), "")


def owner_of(host: str) -> str:
    """The last two labels of a host: near enough to who owns it to tell two owners apart."""
    return ".".join(host.lower().rstrip(".").split(".")[-2:])


def _number_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
