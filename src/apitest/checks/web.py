"""Addresses on the web, as far as several classes read them: their parts, and the names that they end with."""

import posixpath
from urllib.parse import SplitResult, unquote, urlsplit


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
