"""
Records that need no closer look: where they fit one compiled schema, most checks are known to find nothing.

A schema here is *sufficient*, never necessary: a record that fits breaks none of the requirements in `fitting`; one that
does not fit may still be right, and is looked at by every check. A test holds both to the checks themselves.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from apitest.checks import detecting, markup, plain_values, text, titles, vocabulary, wholeness, wording
from apitest.checks.decision_files import TELLING, WORDS
from apitest.checks.plain_words import texts_are_plain, titles_are_plain
from apitest.checks.properties import day
from apitest.checks.setting import Setting
from apitest.checks.stand_ins import STAND_IN, in_any_case
from apitest.checks.web import TRIAL_WORDS
from apitest.model import BeyondDoubt, Contract, EntitySet, Json, Record, Target

Schema = dict[str, Json]

_FILLED: Schema = {"not": {"pattern": f"^{STAND_IN}$"}}


def _value(signs: str = "[!-%'-;=-~]") -> Schema:
    """A value that is no prose: signs between single blanks, without markup, and no stand-in."""
    return {"pattern": f"^{signs}+$", **_FILLED}


# --- texts --------------------------------------------------------------------------------------------------------

_LATIN = "!-%'-;=@-~À-ÁÄ-ÏÒ-×Ú-áã-ŸŽž"
_SIGNS: Mapping[str, str] = {
    "en": _LATIN,
    "fr": _LATIN,
    "es": _LATIN,
    "ru": f"{_LATIN}А-Яа-яЁё",
    "ar": f"{_LATIN}ء-غف-ي",
    "zh": f"{_LATIN}一-鿿，：；（）、。",
}
"""Language → printable signs that its texts may hold: no markup, no trace of a wrong encoding, no other script."""
_LANGUAGES = tuple(_SIGNS)


def _line(signs: str) -> str:
    """Words between single blanks."""
    return f"^[{signs}]+(?: [{signs}]+)*$"


def _body(signs: str) -> str:
    """Any text that begins with a sign, be it behind markup; more markup and line breaks are its own affair."""
    return f"^(?:<[{signs} ]*>[ \t\n\r]*)*[{signs}][{signs}<>& \t\n\r]*$"


_ENGLISH_LINE = _line(_LATIN)


def _localised(pattern: Callable[[str], str], most: int | None = None) -> Schema:
    """A text in several of the six languages, each once, in its own script."""
    longest: Schema = {**_FILLED, **({"maxLength": most} if most else {})}
    entries: dict[str, list[str]] = {}
    for language, signs in _SIGNS.items():
        entries.setdefault(signs, []).append(language)
    branches = [
        {"properties": {"language": {"enum": languages}, "value": {"pattern": pattern(signs)}}}
        for signs, languages in entries.items()
    ]
    once = [
        {"contains": {"properties": {"language": {"const": language}}}, "minContains": 0, "maxContains": 1}
        for language in _LANGUAGES
    ]
    items = {"properties": {"language": {}, "value": longest}, "required": ["language", "value"], "anyOf": branches}
    return {"items": items, "anyOf": [{"maxItems": 1}, {"allOf": once}]}


# --- addresses ----------------------------------------------------------------------------------------------------

_LABEL = "[a-z0-9]+(?:-[a-z0-9]+)*"
_TOP = "(?:int|org|net|com|edu|gov|[a-z]{2})"
_ADDRESS = rf"^https?://(?:{_LABEL}\.)+{_TOP}(?:/[A-Za-z0-9_.~-]+)*/?$"
_TRIALS = rf"[/.-](?:{'|'.join(sorted(TRIAL_WORDS))})[0-9]*[.-]|[a-z0-9-]{{64}}"
_LINK: Schema = {"pattern": _ADDRESS, "not": {"pattern": _TRIALS}}
"""Addresses without options, ports and odd signs, on hosts that the public can reach."""


# --- files --------------------------------------------------------------------------------------------------------


def _file(contract: Contract) -> Schema:
    """A file with an address whose name tells no other language and no other media type."""
    kinds = [
        {"properties": {"mimeType": {"const": kind}, "url": {"pattern": ending}, "filename": {"pattern": ending}}}
        for kind, ending in _endings(contract)
    ]
    languages = [
        {
            "properties": {
                "language": {"const": language},
                "url": {"not": {"pattern": others}},
                "filename": {"not": {"pattern": others}},
            }
        }
        for language, others in _other_languages()
    ]
    return {
        "properties": {
            "id": _value(),
            "url": _LINK,
            "mimeType": {},
            "language": {},
            "filename": _value("[A-Za-z0-9_.-]"),
            "size": {},
        },
        "required": ["id", "url", "mimeType", "language"],
        "allOf": [{"anyOf": kinds}, {"anyOf": languages}],
    }


def _endings(contract: Contract) -> Iterator[tuple[str, str]]:
    """Media type → pattern of the names of its files, the most usual first."""
    terms = contract.vocabularies["mime-type"].terms.values()
    ordered = sorted((term for term in terms if term.status == "active"), key=lambda term: "pdf" not in term.code)
    for kind in ordered:
        endings = [term.code for term in terms if term.same_as == kind.code and "/" not in term.code]
        if endings:
            yield kind.code, rf"\.(?:{'|'.join(map(in_any_case, endings))})$"


def _other_languages() -> Iterator[tuple[str, str]]:
    """Language → pattern of what would tell another one, somewhere in a name."""
    for language in _LANGUAGES:
        words = {word for word, meant in WORDS.items() if meant != language} | (TELLING - {language})
        yield language, rf"(?:^|[-_. ()/])(?:{'|'.join(map(in_any_case, sorted(words)))})[-_. ()]"


# --- decisions ----------------------------------------------------------------------------------------------------


def _codes(contract: Contract, name: str) -> list[str]:
    return [term.code for term in contract.vocabularies[name].terms.values() if term.status == "active"]


def _decision(contract: Contract, target: Target) -> Schema:
    treaties = contract.vocabularies["treaties"].terms
    known = {code.lower() for code in treaties}
    own = [code for code in target.treaties if code.lower() not in known]
    title = _localised(_line, 2048)
    first = {"prefixItems": [{"properties": {"language": {"const": "en"}}}]}
    keyword = {
        "properties": {
            "term": {"pattern": _ENGLISH_LINE, "not": {"pattern": f"[;|]|^{STAND_IN}$"}},
            "namespace": _LINK,
        },
        "required": ["term", "namespace"],
    }
    return {
        "properties": {
            "protocolVersion": {"minimum": 1},
            "id": {**_value(), "maxLength": 255},
            "link": _LINK,
            "title": {**title, "minItems": 1, "allOf": [first]},
            "longTitle": _localised(_line),
            "summary": _localised(_body),
            "type": {"enum": _codes(contract, "decision-type")},
            "status": {"enum": _codes(contract, "decision-status")},
            "number": {"allOf": [{"pattern": _line("!-%'-;=-~"), **_FILLED}, {"pattern": "[0-9]"}], "maxLength": 255},
            "treaty": {"enum": [*_codes(contract, "treaties"), *own]},
            "published": {},
            "updated": {},
            "meetingId": _value(),
            "meetingTitle": {"pattern": _ENGLISH_LINE, **_FILLED, "maxLength": 255},
            "meetingUrl": _LINK,
            "content": _localised(_body),
            "keywords": {"items": keyword, "minItems": 1},
            "displayOrder": {},
            "files": {"items": _file(contract)},
        },
        "required": [
            "id", "link", "title", "type", "status", "number", "treaty", "published", "updated", "meetingId", "keywords",
        ],
    }  # fmt: skip


_OF_FILES = ("obtainable", "address-given", "id-given", "media-type-given", "language-given", "language-known",
             "content-base64", "not-jpeg", "language-fits-name", "media-type-fits-name")  # fmt: skip
_OF_LINKS = ("links-absolute", "links-well-formed", "links-public", "links-not-of-trials", "links-without-secrets",
             "file-addresses-plain", "keyword-namespace")  # fmt: skip
_OF_CODES = ("treaty", "related-treaty", "treaty-canonical", "country", "country-current", "country-upper-case",
             "decision-type", "decision-status", "code-case", "media-type")  # fmt: skip
_GIVEN = ("id-given", "id-without-blanks", "title-in-english", "english-title-first", "type-given", "status-given",
          "number-given", "treaty-given", "published-given", "updated-given", "meeting-named", "text-offered",
          "keyword-given", "keywords-complete", "keywords-single", "texts-fit-fields")  # fmt: skip
_OF_DATES = ("dates-real", "published-not-in-future", "updated-not-in-future", "published-not-after-updated",
             "published-is-a-day")  # fmt: skip


def _dates_in_order(content: Mapping[str, Json], setting: Setting) -> bool:
    """Whether a decision was published on a day, not after its last change, and that before today."""
    published, updated = content["published"], content["updated"]
    latest: str = setting.once("today", lambda: day(setting.now))
    return bool("1971" <= published <= updated <= latest and published[16:] == ":00Z")


def _files_apart(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether every file has an address of its own, and neither that nor its id is the decision's."""
    files = content.get("files")
    if not files:
        return True
    addresses = {file["url"] for file in files}
    apart = len(addresses) == len(files) and content["link"] not in addresses
    return apart and content["id"] not in [file["id"] for file in files]


def _files_encrypted(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether every file has an address of https."""
    return all(file["url"].startswith("https:") for file in content.get("files") or ())


def _entries_once(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether no two files have one id, and no two keywords one term."""
    files, keywords = content.get("files") or (), content["keywords"]
    apart = len({file["id"] for file in files}) == len(files)
    return apart and len({keyword["term"] for keyword in keywords}) == len(keywords)


def _plainly_laid_out(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether the elements of all texts are plain ones; lines that fit have none."""
    return all(
        markup.is_plainly_laid_out(entry["value"])
        for name in ("summary", "content")
        for entry in content.get(name) or ()
    )


def _texts_whole(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether no text is cut, or comes twice over."""
    for name in ("title", "longTitle", "summary", "content"):
        for entry in content.get(name) or ():
            if not wholeness.is_whole_and_single(entry["value"]):
                return False
    return True


def _summary_in_the_languages_of_the_text(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether summary and text, where both are given, come in the same languages."""
    summary, body = content.get("summary"), content.get("content")
    return not (summary and body) or [item["language"] for item in summary] == [item["language"] for item in body]


def _titles_of_their_language(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether no title has small words of another language only."""
    return titles_are_plain()(content) or all(
        wording.may_be_of(entry["language"], entry["value"]) for entry in content["title"]
    )


def _number_as_printed(content: Mapping[str, Json], setting: Setting) -> bool:
    """Whether the number is written as its treaty prints it."""
    return vocabulary.is_as_printed(content["number"], content["treaty"], setting)


def _in_own_words(content: Mapping[str, Json], _setting: Setting) -> bool:
    """Whether no text of a decision gives cause to doubt its language."""
    return texts_are_plain()(content) or not any(
        detecting.is_doubted(entry["language"], entry["value"])
        for name in ("title", "longTitle", "summary", "content")
        for entry in content.get(name) or ()
    )


# --- what others ask ------------------------------------------------------------------------------------------------


_NONE: frozenset[str] = frozenset()
Says = Callable[[Mapping[str, Json], Setting], bool]
"""Whether what a schema cannot say holds for a record that fits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the records of a set that are beyond doubt."""

    schema: Callable[[Contract, Target], Schema]
    fitting: frozenset[str]
    """Requirements that every record keeps that fits."""
    more: tuple[tuple[Says, frozenset[str]], ...]
    """Those that it keeps too where something else is said of it."""
    joined: dict[tuple[bool, ...], frozenset[str]] = field(default_factory=dict, compare=False)

    @property
    def all_silent(self) -> frozenset[str]:
        """Requirements that a record can be known to keep."""
        return self.kept_where((True,) * len(self.more))

    def kept_where(self, said: tuple[bool, ...]) -> frozenset[str]:
        """Requirements that a record keeps of which this is said."""
        if said not in self.joined:
            kept = [names for holds, (_, names) in zip(said, self.more, strict=True) if holds]
            self.joined[said] = self.fitting.union(*kept)
        return self.joined[said]


def _of_decisions(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"decisions/{name}" for name in names)


KNOWN: Mapping[str, Known] = {
    "decisions": Known(
        schema=_decision,
        fitting=frozenset(
            (
                *(f"decisions/{name}" for name in _GIVEN),
                *(f"decisions/file-{name}" for name in _OF_FILES),
                *(f"references/{name}" for name in _OF_LINKS),
                *(f"vocabulary/{name}" for name in _OF_CODES),
                *text.RECORDS,
                *plain_values.RECORDS,
            ),
        ),
        more=(
            (_dates_in_order, _of_decisions(_OF_DATES)),
            (_files_apart, _of_decisions(("file-id-own", "file-not-page", "file-addresses-once"))),
            (_files_encrypted, frozenset({"references/files-encrypted"})),
            (_entries_once, frozenset({"service/entries-once"})),
            (_plainly_laid_out, frozenset(markup.RECORDS)),
            (_texts_whole, frozenset(wholeness.RECORDS)),
            (_summary_in_the_languages_of_the_text, _of_decisions(("summary-matches-content",))),
            (_titles_of_their_language, _of_decisions(("title-language-plausible",))),
            (_number_as_printed, frozenset({"vocabulary/decision-number", "vocabulary/decision-number-canonical"})),
            (titles.is_of_its_kind, _of_decisions(("type-fits-number",))),
            (titles.titles_are_quiet, frozenset({"text/not-in-capitals"})),
            (_in_own_words, frozenset({"text/in-its-language"})),
        ),
    ),
}
"""Entity set → what is known of such records."""


def with_knowledge(entity: EntitySet, contract: Contract, target: Target) -> BeyondDoubt | None:
    """The schema of the records of a set that are beyond doubt; None: nothing is known of them."""
    known = KNOWN.get(entity.name)
    return BeyondDoubt(schema=known.schema(contract, target)) if known else None


def silent_on(record: Record, setting: Setting) -> frozenset[str]:
    """Requirements that a record is known not to break, before any check has looked at it."""
    known = KNOWN.get(setting.entity.name) if record.beyond_doubt else None
    if known is None:
        return _NONE
    content = record.content
    return known.kept_where(tuple([says(content, setting) for says, _ in known.more]))
