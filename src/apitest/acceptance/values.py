"""
Values as the importer reads them: lists inside a record, texts, dates, markup, addresses of files.

Written after the rules, not after the importer's code; PHP shows only where a rule rests on it. Nothing here raises on any
JSON value.
"""

import html
import re
from urllib.parse import urlsplit

from apitest.acceptance.portal import Reader
from apitest.model import Json

LANGUAGES = {
    "en": "en", "fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh-hans": "zh-hans",
    "english": "en", "french": "fr", "spanish": "es", "russian": "ru", "arabic": "ar",
    "chinese": "zh-hans", "chinese, simplified": "zh-hans", "cn": "zh-hans", "zh": "zh-hans",
}  # fmt: skip
"""Languages in small letters → the portal's code (H-LNG-01)."""
STORED_LANGUAGES = frozenset({"ar", "en", "es", "fr", "ru", "zh-hans", "und"})
"""Codes under which the portal keeps a file of a report (H-FIL-07)."""


class Unasked:
    """In place of a list that stands behind a link which could not be asked: nothing is known of it."""


UNASKED = Unasked()


class Fetched(list[Json]):
    """A list that stood behind a link: also where it is empty it is a list (H-NAV-05)."""


def opened(value: Json, reader: Reader) -> list[Json] | Unasked | str | None:
    """
    A list inside a record as a reader sees it (H-NAV-01 to H-NAV-06).

    None: nothing; text: something that is no list.
    """
    if isinstance(value, Unasked | Fetched):
        return value
    bare = reader is Reader.BASEL_DOCUMENTS
    if isinstance(value, list):
        return value if value or bare else None
    if value is None:
        return [] if bare else None
    if isinstance(value, dict):
        return _opened_object(value, reader)
    return None if reader is Reader.BIODIVERSITY else "no list"


def _opened_object(value: dict[str, Json], reader: Reader) -> list[Json] | str | None:
    inner = value.get("results")
    if reader is Reader.COMMON and isinstance(inner, list):
        return inner
    if reader is Reader.BASEL_DOCUMENTS:
        return [] if "__deferred" in value else "an object"
    return None if "results" in value else "an object"


def link_of(value: Json) -> str:
    """The address behind a list that was not sent inline; empty: it was (H-NAV-05)."""
    if not isinstance(value, dict) or not isinstance(value.get("__deferred"), dict):
        return ""
    address = value["__deferred"].get("uri")
    return address if isinstance(address, str) else ""


def as_text(value: Json) -> str:
    """A scalar as PHP writes it; what is no scalar is empty."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value) if isinstance(value, int | float) else ""


# --- titles and markup ------------------------------------------------------------------------------------------------

_UNCLEAN = re.compile(r"[<&\t\n\r\f\v\0]|  |^ | $")
_TAG = re.compile(r"<(?=[A-Za-z/!?])[^>]*>?")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_LEFT_OVER = re.compile(r"&#\d*;?")
_TRIMMED = " \t\n\r\0\v"


def cleaned(text: str) -> str:
    """A title as the portal keeps it (H-TTL-01)."""
    if _UNCLEAN.search(text) is None:
        return text
    return _BLANKS.sub(" ", _LEFT_OVER.sub("", html.unescape(_TAG.sub("", text)))).strip(_TRIMMED)


_ANCHOR = re.compile(r"<a\b[^>]*>([^<]*)</a>", re.IGNORECASE)
_FORMATTING = re.compile(r"\s(?:border|align|style|width)\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_FONT = re.compile(r"</?font\b[^>]*>", re.IGNORECASE)
_RELATIVE = re.compile(
    r"<(?:img\b[^>]*?\ssrc|a\b[^>]*?\shref)\s*=\s*[\"']?(?![a-z][a-z0-9+.-]*:|//|#)([^\s\"'>]+)", re.IGNORECASE
)


def without_links(text: str) -> str:
    """A summary as the portal keeps it (H-HTM-02)."""
    return _ANCHOR.sub(r"\1", text) if "<" in text else text


def body_of(text: str) -> str:
    """The content of a decision as the portal keeps it (H-HTM-01)."""
    if _UNCLEAN.search(text) is None:
        return text
    plain = _FONT.sub("", html.unescape(_ANCHOR.sub(r"\1", text)))
    tags = re.sub(r"<[A-Za-z][^>]*>", lambda tag: _FORMATTING.sub("", tag[0]), plain)
    return _BLANKS.sub(" ", tags)


def relative_addresses(text: str) -> list[str]:
    """Addresses without a host that stay in a body and lead nowhere (H-HTM-03)."""
    return _RELATIVE.findall(_ANCHOR.sub(r"\1", text)) if "<" in text else []


# --- dates ------------------------------------------------------------------------------------------------------------

_TICKS = re.compile(r"/Date\((-?\d+)([+-]\d+)?\)/")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:\.\d*)?\s*")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_CLOCK = (
    r"(?:[T ,]*\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?)?"
    r"(?:\s*(?:Z|UTC|GMT|[A-Z]{3,4}|[+-]\d\d:?\d\d))?"
)
_FORMS = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<y>[+-]?\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})[-.](?P<m>\d{1,2})[-.](?P<y>\d{4})",
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})",
        r"(?P<y>\d{4})-(?P<m>\d{1,2})",
        rf"(?:[a-z]{{3,9}},?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]*{_MONTH}[ ,-]*(?P<y>\d{{4}})",
        rf"(?:[a-z]{{3,9}},?\s+)?{_MONTH} *(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ ,]*(?P<y>\d{{4}})",
        rf"{_MONTH} *(?P<y>\d{{4}})",
        r"(?:now|today|midnight|noon|tomorrow|yesterday)",
    )
)


def readable(text: str) -> bool:
    """Whether a text that is no `/Date(…)/` and no number can be read as a date by PHP (H-DAT-02)."""
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match is not None:
            found = match.groupdict()
            return _in_calendar(int(found.get("m") or 1), int(found.get("d") or 1))
    return False


def _in_calendar(month: int, day: int) -> bool:
    # PHP lets the 31st of June become the 1st of July; only what no month has is refused.
    return 0 <= month <= 12 and 0 <= day <= 31  # noqa: PLR2004


def ticks_of(text: str) -> tuple[int, str] | None:
    """Milliseconds and offset of `/Date(…)/`; None: another form (H-DAT-01)."""
    if text[1:5] != "Date":
        return None
    match = _TICKS.fullmatch(text)
    return (int(match[1]), match[2] or "") if match else (0, "")


def is_number(text: str) -> bool:
    """Whether PHP takes a text for a number."""
    return _NUMBER.fullmatch(text) is not None


# --- addresses of files -----------------------------------------------------------------------------------------------

_MARK = "download.aspx?d="


def filename_of(url: str) -> str:
    """The name that the importer reads off an address (H-FIL-03)."""
    place = url.find(_MARK)
    if place > 0:
        return url[place + len(_MARK) :]
    path = _path(url).rstrip("/")
    return path.rpartition("/")[2]


def named_by_query(url: str) -> bool:
    """Whether an address names its file only behind the question mark (H-FIL-03)."""
    return "?" in url and url.find(_MARK) <= 0


def coded(url: str) -> bool:
    """Whether the path of an address holds codes such as `%20`, which are coded again (H-FIL-06)."""
    return "%" in url and re.search(r"%[0-9A-Fa-f]{2}", _path(url)) is not None


_USUAL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?/[A-Za-z0-9._~/+-]*[A-Za-z0-9._~+-]")


def usual(url: str) -> bool:
    """Whether an address is one of which no rule of files has anything to say; most are."""
    return _USUAL.fullmatch(url) is not None


def whole(url: str) -> bool:
    """Whether an address is absolute and valid (H-FIL-10)."""
    if not url.isascii() or any(character in url for character in ' <>"{}|\\^`'):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "ftp", "feed") and bool(parts.hostname)


def _path(url: str) -> str:
    """The path of an address; what cannot be taken apart is all path."""
    try:
        return urlsplit(url).path
    except ValueError:
        return url
