"""Lies about files: what lies behind their addresses."""

from collections.abc import Callable
from dataclasses import replace

from apitest.dialects import DIALECTS
from apitest.dialects.speech import Reply
from apitest.reference.lying import Act, Fault

_SETS = ("decisions", "national-reports", "national-plans", "projects")
_MIRROR = "https://mirror.example.org"


def _status(status: int) -> Callable[[Reply, str], Reply]:
    return lambda reply, _address: replace(reply, status=status, body=b"", content_type="text/plain")


def _moved(place: str) -> Callable[[Reply, str], Reply]:
    """The file is elsewhere; what is there is given as it is."""

    def file(reply: Reply, address: str) -> Reply:
        if address.startswith(_MIRROR):
            return replace(reply, content_type="application/octet-stream")  # as mirrors do
        path = address.split("/", 3)[3]
        return Reply(status=301, content_type="text/plain", body=b"", headers=(("Location", f"{place}/{path}"),))

    return file


def _labelled(label: Callable[[str], str]) -> Callable[[Reply, str], Reply]:
    return lambda reply, _address: replace(reply, content_type=label(reply.content_type))


def _long(size: Callable[[int], int]) -> Callable[[Reply, str], Reply]:
    return lambda reply, _address: replace(reply, body=bytes(size(len(reply.body))))


FAULTS: tuple[Fault, ...] = (
    Fault(
        name="files-gone",
        breaks="files/reachable",
        entities=_SETS,
        lie=Act("No file is where its record says.", file=_status(404)),
        near_miss=Act("The host of the files does not answer HEAD.", file=_status(405)),
    ),
    Fault(
        name="files-behind-a-login",
        breaks="files/reachable",
        entities=_SETS,
        lie=Act("Files are given to those with a password only.", file=_status(401)),
        near_miss=Act("The host of the files is busy.", file=_status(503)),
    ),
    Fault(
        name="files-moved-inside",
        breaks="files/reachable",
        entities=_SETS,
        lie=Act("Addresses of files lead to a host inside a network.", file=_moved("http://192.168.7.7")),
        near_miss=Act("Addresses of files lead to another public host.", file=_moved(_MIRROR)),
    ),
    Fault(
        name="files-never-arrive",
        breaks="files/reachable",
        entities=_SETS,
        lie=Act("Addresses of files lead back to themselves.", file=_moved("https://documents.example.org")),
        near_miss=Act("Addresses of files lead to another host once.", file=_moved(_MIRROR)),
    ),
    Fault(
        name="files-are-pages",
        breaks="files/media-type-served",
        entities=_SETS,
        lie=Act("A page comes in place of each file.", file=_labelled(lambda _kind: "text/html; charset=utf-8")),
        near_miss=Act(
            "Files are served with a parameter behind their media type.",
            file=_labelled(lambda kind: f"{kind.upper()}; charset=binary"),
        ),
    ),
    Fault(
        name="files-cut-short",
        breaks="files/size-plausible",
        entities=_SETS,
        lie=Act("Of each file half is left.", file=_long(lambda size: size // 2)),
        near_miss=Act("Each file has grown a little.", file=_long(lambda size: size + size // 50)),
        # The others cannot say how large a file is.
        dialects=tuple(dialect.NAME for dialect in DIALECTS.values() if "files/size" not in dialect.UNSAYABLE),
    ),
    Fault(
        name="files-empty",
        breaks="files/size-plausible",
        entities=_SETS,
        lie=Act("Each file is empty.", file=_long(lambda _size: 0)),
        near_miss=Act("Each file is a few bytes shorter.", file=_long(lambda size: max(size - 5, 1))),
    ),
)
