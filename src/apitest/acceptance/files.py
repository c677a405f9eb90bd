"""The rules of files: which are fetched, under which name, in which language."""

from apitest.acceptance.fields import Row, entries_of
from apitest.acceptance.rules import Effect
from apitest.acceptance.touches import Named, Scene
from apitest.acceptance.values import (
    LANGUAGES,
    STORED_LANGUAGES,
    UNASKED,
    Unasked,
    as_text,
    coded,
    filename_of,
    named_by_query,
    usual,
    whole,
)
from apitest.model import Json

_PICTURE = "image/jpeg"
_CONTENT = ("url", "content", "filename", "fileName", "mimeType", "language")
"""What makes an entry more than a placeholder."""


def files_of_decision(scene: Scene, row: Row) -> None:
    """The files of a decision: name as served, language normalised, pictures and repeated addresses left out."""
    entries = entries_of(scene, row, "files")
    if entries is UNASKED:
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict) and not _usual(scene, index, entry, seen):
            url = as_text(entry.get("url"))
            name = as_text(entry.get("filename")) or filename_of(url)
            if _usable(scene, f"/files/{index}", entry, name):
                _file_of_decision(scene, f"/files/{index}", entry, name, seen)
    _none_left(scene)


def _usual(scene: Scene, index: int, entry: Row, seen: set[str]) -> bool:
    """Take a file of which no rule has anything to say; most are so."""
    url, name, language, kind = entry.get("url"), entry.get("filename"), entry.get("language"), entry.get("mimeType")
    if not (isinstance(url, str) and isinstance(name, str) and isinstance(language, str) and isinstance(kind, str)):
        return False
    if not name or language not in _PLAIN or kind.lower() == _PICTURE or url in seen or not usual(url):
        return False
    seen.add(url)
    scene.names.append(Named("H-FIL-04", name, url, f"/files/{index}/url"))
    return True


def _file_of_decision(scene: Scene, pointer: str, entry: Row, name: str, seen: set[str]) -> None:
    url = as_text(entry.get("url"))
    if as_text(entry.get("mimeType")).lower() == _PICTURE:
        scene.touch("H-FIL-08", Effect.LOSE, f"{pointer}/mimeType", url, None)
        return
    if url in seen:
        scene.touch("H-FIL-09", Effect.LOSE, f"{pointer}/url", url, None)
        return
    seen.add(url)
    _language(scene, pointer, entry)
    _fetched(scene, pointer, url, name)
    if not whole(url):
        scene.touch("H-FIL-10", Effect.LOSE, f"{pointer}/url", url, None, ("2018",))
    if not entry.get("filename") and named_by_query(url):
        scene.touch("H-FIL-03", Effect.ALTER, f"{pointer}/url", url, name)


def _none_left(scene: Scene) -> None:
    if not scene.names:
        scene.touch("H-FIL-01", Effect.WARN, "/files", None, "a warning, and no file")


def _language(scene: Scene, pointer: str, entry: dict[str, Json]) -> None:
    language = entry["language"]
    if language not in _PLAIN and as_text(language).lower() not in LANGUAGES:
        scene.touch("H-LNG-01", Effect.ALTER, f"{pointer}/language", language, "en")


_PLAIN = frozenset(LANGUAGES)


def files_of_report(scene: Scene, row: Row, *, required: bool) -> list[Json] | Unasked | str | None:
    """The files of a report, plan or document: name taken off the address, language as served; returns the list."""
    entries = entries_of(scene, row, "files")
    if entries is UNASKED:
        return entries
    if not isinstance(entries, list):
        if required:
            scene.touch("H-GEN-05", Effect.ABORT, "/files", row.get("files"), None)
        return entries
    nameless = False
    for index, entry in enumerate(entries):
        if not isinstance(entry, dict):
            continue
        pointer, url = f"/files/{index}", as_text(entry.get("url"))
        name = filename_of(url)
        if nameless and name:
            scene.touch("H-FIL-11", Effect.ALTER, f"{pointer}/filename", name, "the name of another file")
        nameless = nameless or bool(url and not name)
        if _usable(scene, pointer, entry, name):
            _file_of_report(scene, pointer, entry, name)
    _none_left(scene)
    return entries


def _file_of_report(scene: Scene, pointer: str, entry: dict[str, Json], name: str) -> None:
    url, language, served = as_text(entry.get("url")), entry["language"], as_text(entry.get("filename"))
    if served and served != name:
        scene.touch("H-FIL-05", Effect.ALTER, f"{pointer}/filename", served, name)
    if named_by_query(url):
        scene.touch("H-FIL-03", Effect.ALTER, f"{pointer}/url", url, name)
    _fetched(scene, pointer, url, name)
    if as_text(language) not in STORED_LANGUAGES:
        aside = "file-language" if language in scene.tongues else ""
        scene.touch("H-FIL-07", Effect.LOSE, f"{pointer}/language", language, None, aside=aside)


def _usable(scene: Scene, pointer: str, entry: dict[str, Json], name: str) -> bool:
    if entry.get("url") and name and entry.get("language"):
        return True
    served = {key: _brief(entry[key]) for key in _CONTENT if entry.get(key)}
    if served:
        scene.touch("H-FIL-02", Effect.LOSE, pointer, served, None)
    return False


def _brief(value: Json) -> Json:
    return f"{value[:60]}…" if isinstance(value, str) and len(value) > 200 else value  # noqa: PLR2004 - inline bytes


def _fetched(scene: Scene, pointer: str, url: str, name: str) -> None:
    if coded(url):
        scene.touch("H-FIL-06", Effect.LOSE, f"{pointer}/url", url, None)
    scene.names.append(Named("H-FIL-04", name, url, f"{pointer}/url"))


def picture(scene: Scene, row: Row, name: str, rule: str) -> None:
    """A picture that is kept under the last part of its address (H-MTG-04, H-DOC-07)."""
    url = row.get(name)
    if isinstance(url, str) and url:
        scene.names.append(Named(rule, filename_of(url), url, f"/{name}"))
