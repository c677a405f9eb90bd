"""Lies about how answers are carried, what describes the service, and what is kept by caches."""

import gzip
import json
import re
from collections.abc import Callable

from unseen.forms import NATIVE, ODATA, VERBOSE, Ask, records_in, rows_of
from unseen.proxy import Answer, Lie, Talk

Change = Callable[[Talk, Ask, Answer], None]


def _lie(name, breaks, by, answer, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=name, entity=more.pop("entity", ""), breaks=breaks, by=by, answer=answer, **more)


def _lists(change: Change) -> Change:
    return lambda talk, ask, said: change(talk, ask, said) if ask.kind == "list" and said.status == 200 else None


def _header(name: str, value: str | None) -> Change:
    def change(_: Talk, __: Ask, said: Answer) -> None:
        for there in [there for there in said.headers if there.lower() == name.lower()]:
            del said.headers[there]
        if value is not None:
            said.headers[name] = value

    return change


def _body(make: Callable[[bytes], bytes]) -> Change:
    def change(_: Talk, __: Ask, said: Answer) -> None:
        said.body = make(said.body)

    return change


def _latin(talk: Talk, ask: Ask, said: Answer) -> None:
    said.body = said.body.decode().encode("latin-1", "replace")


def _says_latin(talk: Talk, ask: Ask, said: Answer) -> None:
    said.headers["Content-Type"] = re.sub(
        r"utf-8", "iso-8859-1", said.headers.get("Content-Type", ""), flags=re.IGNORECASE
    )


def _gzip_lie(talk: Talk, ask: Ask, said: Answer) -> None:
    said.headers["Content-Encoding"], said.raw = "gzip", True


def _short(talk: Talk, ask: Ask, said: Answer) -> None:
    said.headers["Content-Length"], said.raw = str(len(said.body) + 40), True


def _error_in_200(talk: Talk, ask: Ask, said: Answer) -> None:
    said.body = b'{"error":{"code":"500","message":{"lang":"en","value":"Timeout expired."}}}'


def _page_in_html(talk: Talk, ask: Ask, said: Answer) -> None:
    said.body = b"<!DOCTYPE html><html><body>Scheduled maintenance</body></html>"
    said.headers["Content-Type"] = "text/html; charset=utf-8"


def _duplicate_keys(body: bytes) -> bytes:
    return re.sub(rb'("id":"[^"]*")', rb"\1,\1", body)


def _nan(body: bytes) -> bytes:
    return re.sub(rb'"displayOrder":\d+', b'"displayOrder":NaN', body)


def _other_etag(talk: Talk, ask: Ask, said: Answer) -> None:
    """One ETag for everything, whatever is in it."""
    if any(name.lower() == "etag" for name in said.headers):
        _header("ETag", 'W/"1"')(talk, ask, said)


def _always_304(talk: Talk, ask: Ask, said: Answer) -> None:
    if any(name.lower() == "if-none-match" for name in ask.headers):
        said.status, said.body = 304, b""


def _never_304(talk: Talk, ask: Ask) -> None:
    for name in [name for name in ask.headers if name.lower().startswith("if-")]:
        del ask.headers[name]


def _etag_each_time(talk: Talk, ask: Ask, said: Answer) -> None:
    talk.memory["n"] = talk.memory.get("n", 0) + 1
    if any(name.lower() == "etag" for name in said.headers):
        _header("ETag", f'W/"{talk.memory["n"]}"')(talk, ask, said)


def _without_set(talk: Talk, ask: Ask, said: Answer) -> None:
    if ask.kind == "service" and isinstance(said.document, dict):
        said.body = re.sub(rb'"Meetings",?', b"", said.body)
        document = json.loads(said.body) if ask.form in VERBOSE else said.document
        for name in ("value", "resources"):
            if name in document:
                document[name] = [entry for entry in document[name] if entry["name"] not in {"Meetings", "meetings"}]
        said.document = document
        said.say()


def _metadata(pattern: str, new: str) -> Change:
    def change(_: Talk, ask: Ask, said: Answer) -> None:
        if ask.kind == "metadata":
            said.body = re.sub(pattern.encode(), new.encode(), said.body)

    return change


def _links(talk: Talk, ask: Ask, said: Answer) -> None:
    """Addresses of records name the machine behind the proxy."""
    said.body = re.sub(rb'("(?:uri|id|@odata.id)":")http://127\.0\.0\.1:\d+', rb"\1http://localhost:8080", said.body)


def _type_of_parent(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in rows_of(ask.form, said.document) or []:
        if isinstance(row, dict) and isinstance(row.get("__metadata"), dict):
            row["__metadata"]["type"] = "informea.Something"
    said.say()


def _uri_of_another(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = rows_of(ask.form, said.document) or []
    uris = [dict(row.get("__metadata") or {}) for row in rows]
    for row, other in zip(rows, [*uris[1:], *uris[:1]], strict=True):
        row["__metadata"] = other
    said.say()


def _bare(talk: Talk, ask: Ask, said: Answer) -> None:
    rows = rows_of(ask.form, said.document)
    if rows is not None:
        said.document = {"d": rows} if ask.form in VERBOSE else rows
        said.say()


def _lists_bare(talk: Talk, ask: Ask, said: Answer) -> None:
    """Lists of a record without their wrapper."""
    for row in records_in(ask, said.document):
        for name, value in list(row.fields.items()):
            if isinstance(value, dict) and isinstance(value.get("results"), list):
                row.fields[name] = value["results"]
    said.say()


def _placeholder(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document):
        if (entries := row.many("longTitle")) == []:
            entries.append({"__metadata": {"type": "Decision"}} if ask.form in VERBOSE else {})
    said.say()


def _as_html_error(talk: Talk, ask: Ask, said: Answer) -> None:
    if said.status in {400, 404}:
        said.body = b"<html><body><h1>Error</h1><pre>java.lang.NullPointerException\n\tat edw.olingo.Provider.read(Provider.java:42)</pre></body></html>"
        said.headers["Content-Type"] = "text/html"


def _trace(talk: Talk, ask: Ask, said: Answer) -> None:
    """Errors tell how the program is made inside."""
    if said.status in {400, 404}:
        said.body = said.body.replace(
            b"There is no",
            b"java.lang.IllegalStateException at edw.olingo.Provider.read(Provider.java:42) SELECT * FROM informea_decisions: There is no",
        )


def _described(change: Callable[[dict], None]) -> Change:
    def answer(_: Talk, ask: Ask, said: Answer) -> None:
        if ask.kind == "service" and isinstance(said.document, dict):
            change(said.document)
            said.say()

    return answer


def _redirected(talk: Talk, ask: Ask, said: Answer) -> None:
    said.status, said.body, said.headers["Location"] = 302, b"", ask.target


def _nothing(talk: Talk, ask: Ask, said: Answer) -> None:
    said.status, said.body = 204, b""


def _every_third_500(talk: Talk, ask: Ask, said: Answer) -> None:
    talk.memory["n"] = talk.memory.get("n", 0) + 1
    if talk.memory["n"] % 3 == 0:
        said.status, said.body = 500, b"oops"


def _unpacked(talk: Talk, ask: Ask) -> None:
    for name in [name for name in ask.headers if name.lower() == "accept-encoding"]:
        ask.headers[name] = "identity"


def _accepting_anything(talk: Talk, ask: Ask) -> None:
    for name in [name for name in ask.headers if name.lower() == "accept"]:
        ask.headers[name] = "application/json"


def _no_header_of_version(talk: Talk, ask: Ask, said: Answer) -> None:
    _header("OData-Version", None)(talk, ask, said)


_TYPE = "projects 6: content type"
LIES = (
    _lie("type-html", _TYPE, "content type is JSON", _lists(_header("Content-Type", "text/html;charset=utf-8")), entity="decisions"),
    _lie("type-plain", _TYPE, "content type is JSON", _lists(_header("Content-Type", "text/plain")), entity="meetings"),
    _lie("type-lacking", _TYPE, "content type is JSON", _lists(_header("Content-Type", None)), entity="decisions"),
    _lie("charset-latin-said", "projects 8: charset", "charset is UTF-8", _lists(_says_latin), entity="decisions"),
    _lie("charset-latin-sent", "projects 8: charset", "text is UTF-8", _lists(_latin), entity="decisions"),
    _lie("byte-order-mark", "harvester H-CNT-02: BOM", "no byte order mark", _lists(_body(lambda b: b"\xef\xbb\xbf" + b)), entity="meetings"),
    _lie("keys-twice", "wire-samples: no duplicate keys", "no key twice", _lists(_body(_duplicate_keys)), entity="decisions"),
    _lie("not-a-number", "JSON has no NaN", "strict JSON", _lists(_body(_nan)), entity="decisions"),
    _lie("cut-off", "design: truncated", "whole JSON", _lists(_body(lambda b: b[: len(b) * 2 // 3])), entity="decisions"),
    _lie("comma-behind", "JSON", "strict JSON", _lists(_body(lambda b: b[:-1] + b",}")), entity="meetings"),
    _lie("more-behind", "JSON", "strict JSON", _lists(_body(lambda b: b + b"\n<!-- served by cache-2 -->")), entity="decisions"),
    _lie("single-quotes", "JSON", "strict JSON", _lists(_body(lambda b: b.replace(b'"', b"'"))), entity="national-reports"),
    _lie("callback", "dialects 2: JSONP", "strict JSON", _lists(_body(lambda b: b"callback(" + b + b")")), entity="decisions"),
    _lie("gzip-only-said", "projects 6: gzip", "encoding as said", _lists(_gzip_lie), entity="meetings"),
    _lie("gzip-not-said", "projects 6: gzip", "encoding as said", _lists(_body(lambda b: gzip.compress(b, mtime=0))), entity="decisions"),
    _lie("gzip-never", "projects 6: gzip", "gzip offered", None, ask=_unpacked, full=True),
    _lie("length-too-long", "HTTP", "whole answer", _lists(_short), entity="decisions"),
    _lie("error-in-200", "design: 200 with error", "answers are what was asked for", _lists(_error_in_200), entity="meetings"),
    _lie("maintenance-page", "projects 8: soft 404", "answers are what was asked for", _lists(_page_in_html), entity="decisions"),
    _lie("empty-body", "projects 6", "answers are what was asked for", _lists(_body(lambda _: b"")), entity="meetings"),
    _lie("no-content", "projects 6: 200 with []", "answers are what was asked for", _lists(_nothing), entity="decisions"),
    _lie("redirect-to-itself", "H-REQ-06", "answers are what was asked for", _lists(_redirected), entity="decisions"),
    _lie("breaks-now-and-then", "projects 6", "no server errors", _every_third_500, entity="decisions"),
    _lie("etag-for-all", "projects 6: ETag", "ETag changes with the content", _other_etag, full=True),
    _lie("etag-each-time", "projects 6: ETag", "ETag stays while the content stays", _etag_each_time, full=True),
    _lie("not-modified-always", "projects 6: If-None-Match", "304 only for what is the same", _always_304, full=True),
    _lie("not-modified-never", "projects 6: If-None-Match", "304 for what is the same", None, ask=_never_304, full=True),
    _lie("etag-lacking", "projects 6: ETag", "answers carry ETag or Last-Modified", _header("ETag", None), full=True),
    _lie("set-lacking-in-service", "projects 6: service description", "service document lists what is served", _without_set, forms=("olingo2", "odata-v4", "mea-json")),
    _lie("metadata-without-property", "dialects 2: $metadata", "metadata describes what is served", _metadata(r'<Property Name="number"[^>]*/>', ""), forms=ODATA),
    _lie("metadata-other-type", "dialects 2: $metadata", "metadata describes what is served", _metadata(r'(Name="displayOrder" Type=")Edm\.\w+', r"\1Edm.DateTime"), forms=("olingo2", "wcf-v2")),
    _lie("metadata-other-type-v4", "dialects 2: $metadata", "metadata describes what is served", _metadata(r'(Name="displayOrder" Type=")Edm\.\w+', r"\1Edm.Date"), forms=("odata-v4",)),
    _lie("metadata-broken", "dialects 2: $metadata", "metadata is XML", _metadata(r"</edmx:Edmx>", ""), forms=ODATA),
    _lie("metadata-other-key", "entities: id is the key", "metadata describes what is served", _metadata(r'<PropertyRef Name="id"', '<PropertyRef Name="number"'), forms=ODATA),
    _lie("openapi-broken", "projects 6: openapi.json", "description is OpenAPI", lambda t, a, s: setattr(s, "body", b"{}") if a.kind == "metadata" else None, forms=NATIVE),
    _lie("described-amounts", "projects 6: amount encoding", "amounts as declared", _described(lambda d: d.update(amounts="string")), forms=NATIVE),
    _lie("described-countries", "projects 6: country code system", "country codes as declared", _described(lambda d: d.update(countryCodes="alpha-3")), forms=NATIVE),
    _lie("described-limit", "projects 6: limit", "page size as declared", _described(lambda d: d.update(limit={"default": 100, "maximum": 20})), forms=NATIVE),
    _lie("described-order", "projects 6: order", "order as declared", _described(lambda d: d.update(order=["published"])), forms=NATIVE),
    _lie("described-dead-set", "projects 6: service description", "service document lists what is served", _described(lambda d: d["resources"].append({"name": "treaties", "href": "treaties-v2"})), forms=NATIVE),
    _lie("links-of-localhost", "design 5: localhost in links", "addresses of records are the service's", _links, forms=VERBOSE),
    _lie("metadata-type-other", "dialects 4: __metadata", "type of a record as described", _lists(_type_of_parent), forms=VERBOSE, entity="decisions"),
    _lie("metadata-uri-of-another", "dialects 3: __metadata", "address of a record is its own", _lists(_uri_of_another), forms=VERBOSE, entity="meetings"),
    _lie("envelope-bare", "H-ENV", "envelope of the wire form", _lists(_bare), entity="decisions"),
    _lie("lists-without-results", "H-NAV-03", "lists in the wire form's way", _lists(_lists_bare), forms=VERBOSE, entity="decisions"),
    _lie("placeholder-entry", "dialects 3.5", "no placeholder entries", _lists(_placeholder), entity="decisions"),
    _lie("errors-in-html", "projects 6: problem+json", "errors in the promised form", _as_html_error),
    _lie("errors-tell-the-inside", "dialects 3.4: debug", "errors tell nothing of the inside", _trace),
    _lie("version-header-lacking", "OData 4", "version header", _no_header_of_version, forms=("odata-v4",)),
    _lie("context-lacking", "OData 4", "context", _lists(lambda t, a, s: (s.document.pop("@odata.context", None), s.say())), forms=("odata-v4",), entity="decisions"),
    _lie("cookie-set", "projects 6: no cookies", "no cookies", _header("Set-Cookie", "JSESSIONID=4711; Path=/")),
    _lie("cors-lacking", "projects 6: CORS for read", "readable from pages of others", _header("Access-Control-Allow-Origin", None), moot="the reference endpoint has no such header to leave out"),
    _lie("too-many-without-wait", "projects 6: 429 with Retry-After", "429 says how long to wait", lambda t, a, s: _busy(t, a, s), entity="decisions", full=True),
    _lie("head-with-other-type", "projects 6: HEAD", "HEAD as GET", lambda t, a, s: _header("Content-Type", "text/html")(t, a, s) if a.method == "HEAD" else None),
    _lie("base64-in-lists", "efficiency: no content in lists", "no file content in lists", _lists(lambda t, a, s: _with_content(t, a, s)), entity="decisions"),
    _lie("accept-ignored", "design 5: never answers 406", "Accept honoured", None, ask=_accepting_anything, moot="no clause asks for 406"),
)  # fmt: skip


def _busy(talk: Talk, ask: Ask, said: Answer) -> None:
    talk.memory["n"] = talk.memory.get("n", 0) + 1
    if talk.memory["n"] == 4:
        said.status, said.body = 429, b""


def _with_content(talk: Talk, ask: Ask, said: Answer) -> None:
    for row in records_in(ask, said.document):
        for entry in row.each("files"):
            entry["content"] = "JVBERi0xLjQK" * 20
    said.say()
