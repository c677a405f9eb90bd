"""
Why a requirement was not judged, in the language of the report.

Results keep a reason in English, as whoever could not judge gave it. Here it is known again by its form, so that reports on
results of any age say it; what was served or measured in it stays as it is. A reason of no known form stays in English.
"""

import re
from functools import cache, lru_cache

from apitest.reports.language import current, mark, say, told

_LONGEST = 2_000
"""Characters of a reason that is looked at; what is longer holds a text that somebody served."""

FORMS = (
    # what a requirement needs is not there
    mark("the set has no records"),
    mark("no record has any of the proposed properties"),
    mark("no record has {names}"),
    mark("{names} is not among the sets of the target"),
    mark("{names} could not be read to the end"),
    mark("the records give no occasion to ask"),
    mark("comparisons other than 'eq' and 'ge' are not answered"),
    mark("the records give no occasion to ask for several options at once"),
    mark("the records give no occasion to ask for some of them with a filter"),
    mark("the records give no occasion to ask for what none fulfils"),
    mark("the records give no occasion to compare moments"),
    mark("the service declares no greatest page size"),
    mark("{dialect} has no place for {names}."),
    mark("{dialect} does not send {names}."),
    mark("No OpenAPI document describes {dialect}."),
    mark("the dialect does not speak JSON"),
    mark("the service declares nothing of its pages, its order and its country codes"),
    mark("the description is answered with status {status}"),
    mark("the service sends neither ETag nor Last-Modified"),
    mark("the service did not ask to be left alone"),
    mark("the service gives no links to lists"),
    mark("filters are not answered"),
    mark("the number of records under a filter is not answered"),
    mark("a listing without a page size, or filtered, is not answered"),
    mark("the set cannot be asked for what has changed since a moment"),
    mark("the moments of change of the records are not known"),
    mark("what came over the wire was not recorded"),
    # it is not judged in this run
    mark("judged at depth {depth}"),
    mark("at depth {depth} asked of other sets, at depth {deepest} of each"),
    mark("files are asked for where --files is given"),
    mark("no test of it was run"),
    mark("a fault of apitest, not of the target: {error}"),
    # what was measured does not decide it
    mark("{records} records are too few for depth to show; {least} are needed"),
    mark("{records} records are too few for time to show; {least} are needed"),
    mark("a page of {bytes} bytes is too small for it to matter"),
    mark("pages of {large} and of {small} records did not come as asked for"),
    mark("the page changed between two questions"),
    mark("a question that was to be timed got status {status}: {address}"),
    mark(
        "two measurements say that the deepest page takes {one} and {other} longer, where {limit} is the limit; "
        "times of the same page differ by {noise}"
    ),
    mark(
        "two measurements say that it takes {one} and {other} longer, where {limit} is the limit; "
        "times of the same question differ by {noise}"
    ),
    # there is no answer
    mark("no answer in the recording"),
    mark("a budget that is used up"),
    mark("another page"),
    mark("nothing was asked"),
    mark("no connection"),
    mark("no connection in time"),
    mark("no answer in time"),
    mark("no complete answer"),
    mark("an answer that breaks off or is no HTTP"),
    mark("an answer still unfinished after all the time it is given"),
    mark("an answer without a token"),
    mark("an address that cannot be asked"),
    mark("a body whose Content-Encoding cannot be undone"),
    mark("a body over {size}"),
    mark("a certificate that cannot be trusted"),
    mark("nothing: only the process that has read the id of this contact can ask for it, and another one has"),
    mark("status {status}, the service asks not to be asked for {seconds} s"),
    mark("status {status}, the service asks not to be asked"),
    mark("status {status}"),
    mark("no access token: {cause} from {address}"),
    mark("no answer from {address}: {cause}"),
    mark("a redirection to {address}, which the public cannot reach"),
    mark("more than {count} redirections"),
)
"""
The forms that a reason has, the narrower before the wider.

`names`: one or more, joined by "or". `cause`: a reason again. `one`, `other`: intervals of time.
"""

_SPANS = (mark("any time"), mark("up to {time}"), mark("over {time}"), mark("{low} to {high}"))


def reason_told(reason: str) -> str:
    """A reason in the language that is spoken; as it is where its form is not known."""
    return reason if current() == "en" or len(reason) > _LONGEST else _told(reason, current())


@lru_cache(4_096)
def _told(reason: str, _language: str) -> str:
    known = _known(reason)
    if known is not None:
        return known
    # Where it was asked, then what kept us from an answer.
    where, colon, cause = reason.partition(": ")
    known = _known(cause) if colon else None
    return reason if known is None else f"{where}: {known}"


def _known(reason: str) -> str | None:
    """A reason without the place that it is about; None: its form is not known."""
    of_a_dialect = told(reason)
    if of_a_dialect != reason:
        return of_a_dialect
    said = _filled(FORMS, reason)
    if said is not None:
        return said
    # What the library that asks said itself stands behind, in brackets.
    cause, bracket, error = reason.partition(" (")
    said = _filled(FORMS, cause) if bracket else None
    return None if said is None else f"{said} ({error}"


def _filled(forms: tuple[str, ...], text: str) -> str | None:
    for form in forms:
        found = _pattern(form).fullmatch(text)
        if found:
            return say(form, **{name: _part(name, value) for name, value in found.groupdict().items()})
    return None


def _part(name: str, value: str) -> str:
    if name == "names":
        return _any_of(value)
    if name == "cause":
        return _known(value) or value
    if name in ("one", "other"):
        return _filled(_SPANS, value) or value
    return value


def _any_of(names: str) -> str:
    first, *others = names.split(" or ")
    for other in others:
        first = say("{first} or {second}", first=first, second=other)
    return first


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", form)
    return re.compile("".join(f"(?P<{part}>.+)" if odd % 2 else re.escape(part) for odd, part in enumerate(parts)))
