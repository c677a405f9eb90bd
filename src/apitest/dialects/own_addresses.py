"""What records and listings say of their own address, held against where they were found: host, set, key."""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from apitest.model import Departure, EntitySet, Exchange, Json

OWN_ADDRESS = "service/own-address"
_KEY = re.compile(r"(?:^|/)(?P<set>[^/()]*)\((?:guid)?'(?P<key>(?:[^']|'')*)'\)/?$")
"""The set and the key at the end of the address of a record."""
_CONTEXT = re.compile(r"#(?!Collection\(|Edm\.)(?P<set>[A-Za-z_]\w*)(?=$|[/(])")
"""The set in the context of an answer (OData 4 JSON §4.5.1, OData 3 JSON §4.5.1)."""
_UNREAD = "\N{REPLACEMENT CHARACTER}"
"""Stands where a sign could not be read, such as a control character in XML."""
_INTERNAL = ("localhost", ".local", ".lan", ".localdomain", ".internal", ".intranet")


def about_record(
    address: Json, key: str | None, exchange: Exchange, entity: EntitySet, pointer: str
) -> Iterator[Departure]:
    """
    What is wrong with the address that a record gives as its own.

    `key` is its id; where a sign of it could not be read, it is held against nothing. An address that ends in no key in
    quotation marks is one of another kind, and nothing is said of it.
    """
    if not isinstance(address, str) or key is None or address.endswith(f"/{entity.wire_name}('{key}')"):
        told = address if isinstance(address, str) and key is not None else ""
    else:
        found = _KEY.search(unquote(address))
        told = address
        if found and found["set"] and found["set"].casefold() != entity.wire_name.casefold():
            yield _departure(f"an address in {entity.wire_name!r}", address, pointer)
            return
        if found and _UNREAD not in key and found["key"].replace("''", "'").casefold() != key.casefold():
            yield _departure("its own address", address, pointer)
            return
    host = told.partition("://")[2].partition("/")[0]
    if host and host != exchange.query.url.partition("://")[2].partition("/")[0] and _is_internal(host):
        yield _departure("an address that others can reach", address, pointer)


def about_listing(context: Json, entity: EntitySet) -> Iterator[Departure]:
    """What is wrong with the context that a listing gives: it names another set."""
    found = _CONTEXT.search(context) if isinstance(context, str) else None
    if found and found["set"].casefold() != entity.wire_name.casefold():
        yield _departure(f"a context of {entity.wire_name!r}", context, "")


def _departure(expected: str, address: Json, pointer: str) -> Departure:
    return Departure(requirement=OWN_ADDRESS, expected=expected, got=repr(address), pointer=pointer)


@lru_cache(maxsize=64)
def _is_internal(host: str) -> bool:
    """Whether a host can only be reached from within the network, or the machine, of the service."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(name).is_private
    except ValueError:
        return name.endswith(_INTERNAL)
