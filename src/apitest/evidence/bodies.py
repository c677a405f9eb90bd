"""Bodies and headers as the evidence keeps them: packed, and without what authenticates."""

import zlib
from dataclasses import dataclass

_SECRET_HEADERS = frozenset(
    {"set-cookie", "www-authenticate", "authorization", "proxy-authenticate", "proxy-authorization", "cookie"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A body as it is kept: as it came over the wire where that was compressed, else compressed by us."""

    packing: str
    """`gzip`, `deflate` (both as received), `zlib` (by us)."""
    content: bytes


def packed(body: bytes) -> Packed:
    """A body that came plain."""
    return Packed(packing="zlib", content=zlib.compress(body, 1))


def unpacked(row: Packed) -> bytes:
    """The body again. What was kept could be unpacked when it came."""
    if row.packing == "deflate":
        return _inflated(row.content)
    return zlib.decompressobj(47 if row.packing == "gzip" else zlib.MAX_WBITS).decompress(row.content)


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return zlib.decompress(content, -zlib.MAX_WBITS)


def redacted(name: str, value: str) -> tuple[str, str]:
    """A header as it is kept: one that authenticates or recognises us without its value."""
    return name, "(redacted)" if name in _SECRET_HEADERS else value
