"""
A slow second opinion on fates, written from the rule table alone: no code of `apitest.acceptance`, no page, no stream.

It knows decisions, meetings and national reports of a common secretariat whose lists are wrapped, and one clean listing.
"""

import html
import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from apitest.shipped import shipped

Row = dict[str, Any]
RANK = ["abort", "drop", "lose", "alter"]
NAME = {"abort": "dropped", "drop": "dropped", "lose": "partly-lost", "alter": "altered"}


@cache
def terms(name: str) -> list[Row]:
    listed: list[Row] = json.loads(shipped("contracts", "vocabularies", f"{name}.json").read_text("utf-8"))["terms"]
    return listed


TREATIES = [entry["code"].lower() for entry in terms("treaties")]
COUNTRIES = [
    entry["code"]
    for name in ("countries", "countries-alpha-3")
    for entry in terms(name)
    if entry.get("status", "active") == "active" or entry.get("sameAs") == "EU"
]
WORDS = {"english": "en", "french": "fr", "spanish": "es", "russian": "ru", "arabic": "ar", "chinese": "zh-hans",
         "chinese, simplified": "zh-hans", "cn": "zh-hans", "zh": "zh-hans"}  # fmt: skip
CODES = ["en", "fr", "es", "ru", "ar", "zh-hans"]


def code(entry: Row) -> tuple[str, bool]:
    word = str(entry.get("language") or "").lower()
    word = WORDS.get(word, word)
    return (word, True) if word in CODES else ("en", False)


def listed(row: Row, name: str) -> list[Any] | None:
    """H-NAV for the common reader: wrapped lists are lists, bare empty ones are nothing."""
    value = row.get(name)
    if isinstance(value, dict) and "results" in value:
        return list(value["results"])
    return value if isinstance(value, list) and value else None


def plain(text: str) -> str:
    """H-TTL-01."""
    stripped = html.unescape(re.sub(r"</?[a-zA-Z!][^>]*>", "", text))
    return re.sub(r"\s+", " ", stripped, flags=re.ASCII).strip()


def multilingual(entries: list[Any], portal: str) -> list[tuple[str, str]]:
    """H-LNG-01 to H-LNG-03."""
    found: list[tuple[str, str]] = []
    taken: list[str] = []
    undetermined = False
    for entry in entries:
        if not entry.get("value"):
            continue
        if portal == "2018" and entry.get("language") == "und":
            found.append(("H-LNG-03", "lose"))
            undetermined = True
            continue
        language, known = code(entry)
        if language in taken:
            found.append(("H-LNG-02", "lose"))
        elif not known:
            found.append(("H-LNG-01", "alter"))
        taken.append(language)
    return [*found, *([("H-LNG-03", "lose")] if undetermined and taken and "en" not in taken else [])]


def titled(row: Row, portal: str) -> list[tuple[str, str]]:
    """H-TTL-01 to H-TTL-03, H-GEN-05 (e), H-GEN-08."""
    entries = listed(row, "title")
    if entries is None:
        return [("H-TTL-03", "drop")]
    if any(isinstance(entry, str) or isinstance(entry.get("value"), list | dict) for entry in entries):
        return [("H-GEN-05", "abort")]
    english = [entry for entry in entries if entry.get("language") == "en"]
    chosen = (english or entries or [{}])[0]
    if not plain(chosen.get("value") or ""):
        return [("H-TTL-03", "drop")]
    found = [] if english else [("H-TTL-02", "alter")]
    found += [
        ("H-TTL-01", "alter") for entry in entries if plain(entry.get("value") or "") != (entry.get("value") or "")
    ]
    found += [("H-GEN-08", "alter")] if len(plain(chosen["value"])) > 2048 else []
    return found + multilingual(entries if english else entries[1:], portal)


def dated(row: Row, name: str) -> tuple[list[tuple[str, str]], bool]:
    """H-DAT-01, H-DAT-02, H-DAT-05; whether there is a date."""
    value = row.get(name)
    if isinstance(value, list | dict):
        return [("H-GEN-05", "abort")], True
    if not value:
        return [], False
    ticks = re.fullmatch(r"/Date\((-?\d+)([+-]\d+)?\)/", value)
    if ticks:
        found = [("H-DAT-01", "alter")] if int(ticks[1]) % 1000 or ticks[2] else []
        return found, abs(int(ticks[1])) >= 1000
    return ([] if re.match(r"\d{4}-\d\d-\d\d", value) else [("H-GEN-06", "drop")]), True


def placed(row: Row) -> list[tuple[str, str]]:
    """H-CTY-01 to H-CTY-04."""
    value = row.get("country")
    if isinstance(value, list | dict):
        return [("H-GEN-05", "abort")]
    return [("H-CTY-03", "lose")] if value and value.upper() not in COUNTRIES else []


def owned(row: Row, rule: str = "H-TRT-03") -> list[tuple[str, str]]:
    """H-TRT-02 to H-TRT-04."""
    value = row.get("treaty") or ""
    if value.lower() in TREATIES:
        return []
    return [("H-TRT-04", "alter")] if rule == "H-MTG-01" and value.isdigit() else [(rule, "drop")]


def long(row: Row, *names: str) -> list[tuple[str, str]]:
    """H-GEN-08."""
    return [("H-GEN-08", "alter") for name in names if len(row.get(name) or "") > 255]


def agreed(row: Row, name: str, vocabulary: str) -> list[tuple[str, str]]:
    """H-ENU-01."""
    value = (row.get(name) or "").strip().lower()
    return (
        [("H-ENU-01", "alter")] if value and value not in [entry["code"].lower() for entry in terms(vocabulary)] else []
    )


def base_name(url: str) -> str:
    """H-FIL-03."""
    return url.split("download.aspx?d=", 1)[1] if "download.aspx?d=" in url[1:] else urlsplit(url).path.split("/")[-1]


class Oracle:
    """One version of the importer over whole lists of rows."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self.held: list[tuple[Row, str]] = []

    def judge(self, entity: str, rows: list[Row]) -> list[tuple[str | None, str, list[str]]]:
        """Id, fate and rules of each row, in order; of a row that is not stored the deciding rule alone."""
        found: list[tuple[str | None, str, list[str]]] = []
        shelf: list[tuple[str, str]] = []
        stopped = ""
        for row in rows:
            if stopped:
                found.append((row.get("id"), "unreached", [stopped]))
                continue
            if any(row.get("id") == key for key, _, _ in found):
                found.append((row.get("id"), "dropped", ["H-GEN-02"]))
                continue
            fate, rules, stopped = self.record(entity, row, shelf)
            found.append((row.get("id"), fate, rules))
            if entity == "meetings":
                self.held.append((row, fate))
        return found

    def record(self, entity: str, row: Row, shelf: list[tuple[str, str]]) -> tuple[str, list[str], str]:
        """Fate, rules, and the rule that stops the run."""
        decided, files = getattr(self, entity.replace("-", "_"))(row)
        worst = self.worst(decided)
        if worst[0] not in ("abort", "drop"):
            for name, url in files:
                taken = [other for known, other in shelf if known == name]
                if taken and taken[0] != url:
                    decided.append(("H-FIL-04", "alter"))
                elif not taken:
                    shelf.append((name, url))
            worst = self.worst(decided)
        effect, rule = worst
        rules = [rule] if effect in ("abort", "drop") else sorted({name for name, _ in decided})
        return NAME.get(effect, "stored"), rules, rule if effect == "abort" else ""

    @staticmethod
    def worst(decided: list[tuple[str, str]]) -> tuple[str, str]:
        for effect in RANK:
            for rule, its in decided:
                if its == effect:
                    return effect, rule
        return "", ""

    def meetings(self, row: Row) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """H-MTG-01 to H-MTG-07."""
        decided = dated(row, "updated")[0]
        start, began = dated(row, "start")
        end, ended = dated(row, "end")
        late = [item for item in (*start, *end) if item[0] == "H-GEN-06"]
        decided += [item for item in (*start, *end) if item[0] != "H-GEN-06"] + placed(row)
        decided += titled(row, self.portal) + owned(row, "H-MTG-01")
        if not began:
            decided.append(("H-MTG-02" if not row.get("start") else "H-DAT-05", "drop"))
        elif not ended:
            decided.append(("H-DAT-04", "alter"))
        decided += multilingual(listed(row, "description") or [], self.portal)
        for name in ("type", "kind", "access", "status", "repetition"):
            decided += agreed(row, name, f"meeting-{name}")
        if row.get("latitude") == 0 and row.get("longitude") == 0:
            decided.append(("H-MTG-05", "alter"))
        return decided + long(row, "id", "location") + late, []

    def national_reports(self, row: Row) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """H-REP-01 to H-REP-04."""
        decided = dated(row, "updated")[0] + dated(row, "submission")[0] + placed(row)
        files = listed(row, "files")
        kept = []
        for entry in files or []:
            name = base_name(entry.get("url") or "")
            if not entry.get("url") or not name or not entry.get("language"):
                decided.append(("H-FIL-02", "lose"))
                continue
            kept.append((name, entry["url"]))
            decided += [("H-FIL-05", "alter")] if entry.get("filename") not in (None, "", name) else []
            decided += [("H-FIL-03", "alter")] if "?" in entry["url"] and "download.aspx?d=" not in entry["url"] else []
            decided += [("H-FIL-06", "lose")] if re.search("%[0-9A-Fa-f]{2}", urlsplit(entry["url"]).path) else []
            fits = entry["language"] in ("ar", "en", "es", "fr", "ru", "zh-hans", "und")
            decided += [] if fits else [("H-FIL-07", "lose")]
        decided += [("H-GEN-05", "abort")] if files is None else []
        return decided + titled(row, self.portal) + owned(row) + long(row, "id"), kept

    def decisions(self, row: Row) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """H-DEC-01 to H-DEC-17."""
        decided = dated(row, "updated")[0] + dated(row, "published")[0]
        keywords = listed(row, "keywords")
        decided += [("H-GEN-05", "abort")] if keywords is None else []
        decided += titled(row, self.portal) + owned(row) + self.meeting_of(row)
        decided += [("H-DEC-11", "lose") for word in keywords or [] if not word.get("term")]
        decided += self.contents(row)
        seen: list[str] = []
        kept = []
        for entry in listed(row, "files") or []:
            url, name = entry.get("url") or "", entry.get("filename") or base_name(entry.get("url") or "")
            if not url or not name or not entry.get("language"):
                decided.append(("H-FIL-02", "lose"))
            elif (entry.get("mimeType") or "").lower() == "image/jpeg":
                decided.append(("H-FIL-08", "lose"))
            elif url in seen:
                decided.append(("H-FIL-09", "lose"))
            else:
                seen.append(url)
                kept.append((name, url))
                decided += [] if code(entry)[1] else [("H-LNG-01", "alter")]
                decided += [("H-FIL-06", "lose")] if re.search("%[0-9A-Fa-f]{2}", urlsplit(url).path) else []
                relative = not re.match(r"https?://[^/]+", url)
                decided += [("H-FIL-10", "lose")] if relative and self.portal == "2018" else []
        decided += agreed(row, "type", "decision-type") + agreed(row, "status", "decision-status")
        return decided + long(row, "id", "number", "meetingTitle"), kept

    def contents(self, row: Row) -> list[tuple[str, str]]:
        """H-DEC-06 to H-DEC-09, H-HTM."""
        contents = [entry for entry in listed(row, "content") or [] if entry.get("value")]
        summaries = [entry for entry in listed(row, "summary") or [] if entry.get("value")]
        decided = multilingual(contents, self.portal)
        for entry in contents:
            decided += [("H-HTM-01", "alter")] if re.search(r"<a |<font|style=", entry["value"]) else []
            decided += [("H-HTM-03", "lose")] if re.search(r'<img [^>]*src="(?!https?://)', entry["value"]) else []
        if summaries and not contents:
            return [*decided, ("H-DEC-07", "lose")]
        decided += [("H-DEC-08", "lose")] if len(summaries) > len(contents) else []
        pairs = list(zip(summaries, contents, strict=False))
        decided += [("H-DEC-06", "alter") for one, other in pairs if code(one)[0] != code(other)[0]]
        different = [code(entry)[0] for entry in summaries] != [code(entry)[0] for entry in contents]
        return decided + ([("H-DEC-09", "alter")] if summaries and different else [])

    def meeting_of(self, row: Row) -> list[tuple[str, str]]:
        """H-DEC-12, H-DEC-13, H-DEC-15."""
        effect = "lose" if self.portal == "2017" else "drop"
        if row.get("meetingId"):
            same = [(meeting, fate) for meeting, fate in self.held if meeting["id"] == row["meetingId"]]
            if not same:
                return [("H-DEC-12", effect)]
            return [("H-DEC-15", effect)] if same[0][1] in ("dropped", "unreached") else []
        wanted, treaty = (row.get("meetingTitle") or "").lower(), (row.get("treaty") or "").lower()
        for meeting, fate in self.held:
            entries = listed(meeting, "title") or []
            first = ([entry for entry in entries if entry.get("language") == "en"] or entries or [{}])[0]
            same_treaty = (meeting.get("treaty") or "").lower() == treaty
            if (
                fate not in ("dropped", "unreached")
                and same_treaty
                and plain(first.get("value") or "").lower() == wanted
            ):
                return []
        return [("H-DEC-13", effect)] if wanted or effect == "drop" else []
