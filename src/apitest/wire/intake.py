"""A body on its way in: taken as it comes, unpacked under a limit, never more in memory than is allowed."""

import zlib

from apitest.evidence import Packed

ENCODINGS = ("gzip", "x-gzip", "deflate")
"""What we offer to unpack."""
_MEBIBYTE = 1024 * 1024


class Unfinished(Exception):
    """A body that is not read to its end, and why."""


class Intake:
    """A body on its way in: kept as received, unpacked under a limit so that a small one cannot become a huge one."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding, self._limit = encoding.strip().lower(), limit
        self._raw, self._plain = bytearray(), bytearray()
        self._unpack = zlib.decompressobj(47) if self._encoding in ENCODINGS else None

    @property
    def received(self) -> int:
        """Bytes over the wire so far."""
        return len(self._raw)

    def take(self, chunk: bytes) -> None:
        """
        Take the next bytes.

        Raises:
            Unfinished: the body is too long, or is not what its Content-Encoding says.
        """
        self._raw += chunk
        if self._unpack is not None:
            try:
                self._plain += self._unpack.decompress(chunk, self._limit + 1 - len(self._plain))
            except zlib.error as error:
                raise Unfinished(f"a body whose Content-Encoding cannot be undone ({error})") from error
        if max(len(self._raw), len(self._plain)) > self._limit:
            raise Unfinished(f"a body over {size_in_words(self._limit)}")

    def body(self) -> bytes:
        """
        The whole body.

        Raises:
            Unfinished: it was packed in a way that we did not offer to understand, or breaks off.
        """
        if self._unpack is not None and self._raw:
            if not self._unpack.eof:
                raise Unfinished("a body whose Content-Encoding cannot be undone (it breaks off)")
            return bytes(self._plain)
        if self._encoding not in ("", "identity", *ENCODINGS):
            raise Unfinished(f"a body whose Content-Encoding cannot be undone ({self._encoding!r} was not asked for)")
        return bytes(self._raw)

    def packed(self) -> Packed | None:
        """The body as received, where that was compressed."""
        packing = "gzip" if self._encoding == "x-gzip" else self._encoding
        return Packed(packing=packing, content=bytes(self._raw)) if self._unpack is not None and self._raw else None


def size_in_words(size: int) -> str:
    """A number of bytes for a reader."""
    return f"{size // _MEBIBYTE} MiB" if size >= _MEBIBYTE else f"{size} bytes"
