"""The rules of single fields: texts in languages, titles, dates, countries, treaties, terms, lengths."""

from collections.abc import Iterable

from apitest.acceptance.rules import PORTALS, Effect
from apitest.acceptance.touches import Scene, Touch
from apitest.acceptance.values import (
    LANGUAGES,
    UNASKED,
    Unasked,
    as_text,
    cleaned,
    is_number,
    opened,
    readable,
    ticks_of,
)
from apitest.model import Json

LONGEST, LONGEST_TITLE = 255, 2048
_SEAS = ("cartagena", "barcelona", "abidjan")
Row = dict[str, Json]


# --- lists and texts --------------------------------------------------------------------------------------------------


def entries_of(scene: Scene, row: Row, name: str) -> list[Json] | Unasked | str | None:
    """A list of the record as the reader sees it; what is thrown away on the way is noted."""
    value = row.get(name)
    found = opened(value, scene.reader)
    if isinstance(value, dict) and value.get("results") and not isinstance(found, list):
        scene.touch("H-NAV-01", Effect.LOSE, f"/{name}", value, None)
    elif isinstance(value, str) and value:
        scene.touch("H-NAV-06", Effect.LOSE, f"/{name}", value, None)
    return found


def languages(scene: Scene, name: str, entries: Iterable[Json]) -> None:
    """Keep one text a language, the first (H-LNG-01 to H-LNG-03)."""
    seen = set()
    for entry in entries:
        language = entry.get("language") if isinstance(entry, dict) else None
        if language not in _PLAIN or language in seen or not isinstance(entry.get("value"), str) or not entry["value"]:
            break
        seen.add(language)
    else:
        return
    listed = list(entries)
    undetermined = any(_language(entry) == "und" and _worded(entry) for entry in listed)
    for portals in (("2017",), ("2018",)) if undetermined else (PORTALS,):
        _keep_first(scene, name, listed, portals, skip="2018" in portals)


_PLAIN = frozenset({"en", "fr", "es", "ru", "ar", "zh", "zh-hans"})


def _keep_first(scene: Scene, name: str, entries: list[Json], portals: tuple[str, ...], *, skip: bool) -> None:
    seen: set[str] = set()
    skipped = []
    for index, entry in enumerate(entries):
        if not _worded(entry):
            continue
        pointer, language = f"/{name}/{index}", _language(entry)
        if language == "und" and skip:
            skipped.append(pointer)
            scene.touch("H-LNG-03", Effect.LOSE, pointer, entry, None, portals)
            continue
        code = LANGUAGES.get(language, "en")
        if code in seen:
            aside = "language" if language not in LANGUAGES and language in scene.tongues else ""
            scene.touch("H-LNG-02", Effect.LOSE, pointer, entry, None, portals, aside)
        elif language not in LANGUAGES:
            stored = {"language": "en", "value": entry["value"]}
            scene.touch("H-LNG-01", Effect.ALTER, pointer, entry, stored, portals)
        seen.add(code)
    if skipped and seen and "en" not in seen:
        scene.touch("H-LNG-03", Effect.LOSE, f"/{name}", entries, None, portals)


def _worded(entry: Json) -> bool:
    return isinstance(entry, dict) and bool(as_text(entry.get("value")))


def _language(entry: Json) -> str:
    return as_text(entry.get("language")).lower() if isinstance(entry, dict) else ""


def title(scene: Scene, row: Row, name: str, *, missing: str = "H-TTL-03") -> str:
    """The English title as stored; empty: there is none, and the record is dropped (H-TTL-01 to H-TTL-03)."""
    entries = entries_of(scene, row, name)
    if entries is UNASKED:
        return "?"
    if not isinstance(entries, list):
        scene.touch(missing, Effect.DROP, f"/{name}", row.get(name), None)
        return ""
    for index, entry in enumerate(entries):
        if isinstance(entry, str) or (isinstance(entry, dict) and isinstance(entry.get("value"), list | dict)):
            scene.touch("H-GEN-05", Effect.ABORT, f"/{name}/{index}", entry, None)
    return _titled(scene, name, entries, missing)


def _titled(scene: Scene, name: str, entries: list[Json], missing: str) -> str:
    named = [(index, entry) for index, entry in enumerate(entries) if isinstance(entry, dict)]
    english = next((pair for pair in named if pair[1].get("language") == "en"), None)
    index, chosen = english or (named[0] if named else (0, {}))
    served = as_text(chosen.get("value"))
    text = cleaned(served)
    if not text:
        scene.touch(missing, Effect.DROP, f"/{name}", entries, None)
        return ""
    if english is None:
        scene.touch("H-TTL-02", Effect.ALTER, f"/{name}/{index}", chosen, {"language": "en", "value": text})
    for place, entry in named:
        value = as_text(entry.get("value"))
        clean = text if place == index else cleaned(value)
        if clean != value:
            scene.touch("H-TTL-01", Effect.ALTER, f"/{name}/{place}/value", value, clean)
    languages(scene, name, entries if english else [None if place == index else e for place, e in enumerate(entries)])
    if scene.entity == "documents":
        if len(text.encode("utf-8", "replace")) > LONGEST_TITLE:
            scene.touch("H-DOC-06", Effect.ALTER, f"/{name}/{index}/value", served, text[:LONGEST_TITLE])
    elif len(text) > LONGEST_TITLE:
        scene.touch("H-GEN-08", Effect.ALTER, f"/{name}/{index}/value", served, text[:LONGEST_TITLE])
    return text


def texts(scene: Scene, row: Row, name: str) -> list[Json]:
    """The entries of an optional text that have words, with their languages judged."""
    entries = entries_of(scene, row, name)
    if not isinstance(entries, list):
        return []
    worded = [entry for entry in entries if _worded(entry)]
    if worded:
        languages(scene, name, entries)
    return worded


def length(scene: Scene, row: Row, *names: str) -> None:
    """Cut what is too long (H-GEN-08)."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and len(value) > LONGEST:
            scene.touch("H-GEN-08", Effect.ALTER, f"/{name}", value, value[:LONGEST])


# --- dates ------------------------------------------------------------------------------------------------------------


def moment(scene: Scene, row: Row, name: str) -> bool:
    """Whether a date holds anything (H-DAT-01, H-DAT-02, H-DAT-05); what stops or drops the record is noted."""
    value = row.get(name)
    if isinstance(value, str):
        if not value:
            return False
        usual = value.startswith("/Date(") and value.endswith("000)/")
        if usual and value[6] != "0" and value[6:-2].isdecimal():
            return True
        return _moment(scene, name, value)
    if isinstance(value, list | dict):
        scene.touch("H-GEN-05", Effect.ABORT, f"/{name}", value, None)
        return True
    return bool(value)


def _moment(scene: Scene, name: str, value: str) -> bool:
    ticks = ticks_of(value)
    if ticks is not None:
        milliseconds, offset = ticks
        seconds = int(milliseconds / 1000)
        if milliseconds % 1000 or offset:
            scene.touch("H-DAT-01", Effect.ALTER, f"/{name}", value, f"/Date({seconds * 1000})/")
        return seconds != 0
    if not is_number(value) and not readable(value):
        scene.late.append(Touch("H-GEN-06", Effect.DROP, f"/{name}", value, None))
    return value.strip() != "0"


# --- codes ------------------------------------------------------------------------------------------------------------


def country(scene: Scene, row: Row) -> bool:
    """Whether the country is known (H-CTY-01 to H-CTY-04)."""
    value = row.get("country")
    if isinstance(value, str) and value in scene.countries:
        return True
    if isinstance(value, list | dict):
        scene.touch("H-GEN-05", Effect.ABORT, "/country", value, None)
        return False
    text = as_text(value)
    if not text:
        return False
    if text.upper() in scene.countries:
        return True
    effect = Effect.DROP if scene.entity == "contacts" else Effect.LOSE
    scene.touch("H-CTY-03", effect, "/country", value, None)
    return False


def treaty(scene: Scene, row: Row, *, missing: str = "H-TRT-03") -> str:
    """The treaty in small letters; empty: unknown, and the record is dropped (H-TRT-01 to H-TRT-04)."""
    value = row.get("treaty")
    text = as_text(value).lower()
    if text in scene.treaties:
        return text
    if text and any(sea in text for sea in _SEAS) and ("convention" in text or "protocol" in text):
        scene.touch("H-TRT-01", Effect.ALTER, "/treaty", value, "the portal's own entry")
        return text
    if scene.entity == "meetings" and text and is_number(text):
        scene.touch("H-TRT-04", Effect.ALTER, "/treaty", value, f"page {text} of the portal")
        return text
    scene.touch(missing, Effect.DROP, "/treaty", value, None)
    return ""


def term(scene: Scene, row: Row, name: str, vocabulary: str) -> None:
    """An agreed term, or a new one in the portal's list (H-ENU-01)."""
    value = row.get(name)
    if not value or vocabulary not in scene.terms:
        return
    text = as_text(value).strip()
    if text and text.lower() not in scene.terms[vocabulary]:
        scene.touch("H-ENU-01", Effect.ALTER, f"/{name}", value, f"a new term {text!r}")
