"""What a request asks, and in which form: JSON or Atom, as `$format` and `Accept` say (RFC 9110 §12.5.1)."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

from apitest.dialects import Dialect, says_atom
from apitest.dialects.odata_words import ATOM
from apitest.dialects.speech import Question, Reply
from apitest.model import Contract

Form = Literal["json", "atom", ""]
"""Empty: whoever asks does not say."""

_JSON_TYPES = ("application/json", "text/json")
_ATOM_TYPES = ("application/atom+xml", "application/atomsvc+xml", "application/xml", "text/xml")


def asked_in(environ: Mapping[str, Any]) -> dict[str, str]:
    """What a request asks, as `Service.answer` takes it (WSGI)."""
    return {
        "method": environ["REQUEST_METHOD"],
        "origin": f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST') or environ['SERVER_NAME']}",
        "path": quote(_path_bytes(environ.get("PATH_INFO", "/")), safe="/$()',-._~"),
        "query": environ.get("QUERY_STRING", ""),
        "known": environ.get("HTTP_IF_NONE_MATCH", ""),
        "language": environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        "accept": environ.get("HTTP_ACCEPT", ""),
    }


def _path_bytes(path: str) -> bytes:
    """The bytes of a path, which WSGI puts as latin-1 and the transport of httpx as the text itself."""
    try:
        raw = path.encode("latin-1")
        raw.decode()
    except UnicodeError:
        return path.encode("utf-8", "replace")
    return raw


@lru_cache(maxsize=2000)
def form_wanted(accept: str, query: str) -> Form:
    """What is asked for; `$format` counts more than `Accept`, and JSON more than Atom where both are as welcome."""
    named = dict(parse_qsl(query)).get("$format", "")
    if named:
        return "atom" if named in ATOM else "json"
    weights = dict(map(_weighed, accept.lower().split(",")))
    json = max((weights.get(kind, 0.0) for kind in _JSON_TYPES), default=0.0)
    atom = max((weights.get(kind, 0.0) for kind in _ATOM_TYPES), default=0.0)
    return "" if not json and not atom else "json" if json >= atom else "atom"


def _weighed(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    weight = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
    try:
        return kind, float(weight)
    except ValueError:
        return kind, 0.0


def said_in(
    form: Form, reply: Reply, dialect: Dialect, question: Question | None, contract: Contract, base: str
) -> Reply:
    """A reply in the form that is wanted, as far as services of the dialect have it, and that it depends on `Accept`."""
    if not says_atom(dialect):
        return reply
    reply = dialect.say_in_atom(reply, question, contract, base) if form == "atom" else reply
    return replace(reply, headers=(*reply.headers, ("Vary", "Accept")))
