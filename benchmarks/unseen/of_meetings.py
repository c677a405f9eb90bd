"""Lies about meetings."""

from unseen.changes import add, both, day, drop, english, put, relative, shift, tag, text, when, without
from unseen.proxy import Lie


def _meeting(name, breaks, by, record, **more) -> Lie:  # noqa: ANN001, ANN003 - a row of the table below
    return Lie(name=f"meeting-{name}", entity="meetings", breaks=breaks, by=by, record=record, **more)


def _swapped(row) -> None:  # noqa: ANN001 - a row
    latitude, longitude = row.get("latitude"), row.get("longitude")
    if latitude is not None and longitude is not None:
        row.put("latitude", longitude)
        row.put("longitude", latitude)


LIES = (
    _meeting("end-before-start", "entities 2.2: first day, end", "end not before start", relative("end", "start", days=-3)),
    _meeting("ten-years-long", "entities 2.2: a meeting", "length plausible", relative("end", "start", days=3650)),
    _meeting("start-lacking", "H-MTG-02: dropped", "start present", drop("start")),
    _meeting("start-epoch", "H-DAT-05", "no sentinel dates", both(day("start", "1970-01-01"))),
    _meeting("start-zone-shift", "NR-039: local midnight as UTC", "days not shifted by the zone", both(shift("start", hours=-2), shift("end", hours=-2)), of=1),
    _meeting("country-lacking", "entities 2.2: required", "country present", drop("country")),
    _meeting("country-empty", "H-CTY-04", "country present", put("country", "")),
    _meeting("country-unknown", "H-CTY-03", "country known", put("country", "XX")),
    _meeting("country-uk", "vocabularies 2.3: alias", "country known", put("country", "UK")),
    _meeting("country-lower", "vocabularies 2.1: upper case", "country written right", put("country", str.lower)),
    _meeting("country-name", "H-CTY-01", "country known", put("country", "Switzerland")),
    _meeting("country-padded", "H-CTY-03: blank behind", "country written right", put("country", lambda v: v + " ")),
    _meeting("country-alpha-3-mixed", "E-26: two forms in a service", "one code system", put("country", lambda v: {"CH": "CHE", "AT": "AUT", "FR": "FRA", "KE": "KEN", "IT": "ITA"}.get(v, "USA")), of=2),
    _meeting("country-numeric", "vocabularies 2.3: M49 is for regions", "country known", put("country", "756")),
    _meeting("city-lacking", "entities 2.2: required", "city present", drop("city")),
    _meeting("city-placeholder", "entities 2.2: a city", "no placeholder text", put("city", "TBD")),
    _meeting("city-and-country", "wire-samples v3-Meetings 4", "city lies in the country", put("country", lambda v: "AU" if v != "AU" else "NO")),
    _meeting("latitude-outside", "entities 2.2: degrees", "coordinates within range", put("latitude", 148.2)),
    _meeting("coordinates-swapped", "entities 2.2: degrees", "coordinates lie in the country", _swapped),
    _meeting("coordinates-zero", "H-MTG-05: 0/0", "coordinates not zero", both(put("latitude", 0), put("longitude", 0))),
    _meeting("coordinates-text", "entities 2.2: number", "values of the declared type", both(put("latitude", str), put("longitude", str))),
    _meeting("longitude-alone", "entities 2.2: both", "coordinates as a pair", drop("latitude")),
    _meeting("type-unknown", "entities 4.3", "type from its list", put("type", "jamboree")),
    _meeting("type-case", "entities 4.3 / E-05", "type from its list", put("type", str.upper)),
    _meeting("type-mop", "entities 4.3: in no list", "type from its list", put("type", "mop"), moot="the contract has mop in its list, as what real services send"),
    _meeting("kind-unknown", "entities 4.4", "kind from its list", put("kind", "ministerial")),
    _meeting("access-case", "entities 4.6 / E-05", "access from its list", put("access", "Public")),
    _meeting("access-unknown", "entities 4.6", "access from its list", put("access", "members")),
    _meeting("repetition-unknown", "entities 4.5", "repetition from its list", add("repetition", "daily")),
    _meeting("status-unknown", "entities 4.7", "status from its list", put("status", "done")),
    _meeting("status-nodate-with-dates", "entities 2.2: nodate has no start", "status fits the dates", put("status", "nodate")),
    _meeting("status-over-in-future", "entities 4.7", "status fits the dates", both(put("status", "over"), day("start", "2040-03-01"), day("end", "2040-03-04"))),
    _meeting("status-tentative-in-past", "entities 4.7", "status fits the dates", when(lambda row: row.get("status") == "over", put("status", "tentative"))),
    _meeting("url-relative", "entities 2.2: URL", "addresses absolute", put("url", "/meetings/cop-17")),
    _meeting("url-one-for-all", "E-36: one page for all", "pages distinct", put("url", "https://meetings.example.org/"), of=1),
    _meeting("image-no-url", "entities 2.2: URL", "addresses well formed", add("imageUrl", "logo.png")),
    _meeting("virtual-as-text", "entities 2.2: boolean", "values of the declared type", put("virtual", lambda v: str(v).lower())),
    _meeting("virtual-with-city", "entities 2.2: virtual", "virtual fits the place", put("virtual", True), of=2, moot="a meeting may be held in a place and online"),
    _meeting("title-lacking", "entities 2.2: English mandatory", "title in English", without("title", "en")),
    _meeting("title-placeholder", "entities 2.2: a title", "no placeholder text", english("title", "Lorem ipsum dolor sit amet")),
    _meeting("title-french-as-english", "wire-samples v3-Meetings 8", "text in the language of its tag", english("title", "Dix-septième réunion de la Conférence des Parties à la Convention de Bâle sur le contrôle des mouvements transfrontières")),
    _meeting("title-cut", "H-GEN-08: cut at 255", "texts not cut off", english("title", lambda v: (v + " and of the meetings of its subsidiary bodies held in parallel" * 6)[:255]), of=1),
    _meeting("treaty-numeric", "H-TRT-04", "treaty known", put("treaty", "255")),
    _meeting("treaty-lacking", "entities 2.2: required", "treaty present", drop("treaty")),
    _meeting("updated-now", "NR-072: always now", "updated is no clock", day("updated", "2026-11-25T03:00:00"), of=1),
    _meeting("title-question-marks", "text: letters lost", "no lost letters", text("title", "en", lambda v: v.replace("e", "?"))),
    _meeting("title-tag-region", "entities 1.1: two letters", "language codes written right", tag("title", "en", "en-US")),
    _meeting("city-mojibake", "text: UTF-8 read as Latin-1", "no garbled letters", put("city", "GenÃ¨ve")),
    _meeting("location-markup", "vocabularies 14: plain", "no HTML in plain text", put("location", "<p>Conference&nbsp;centre</p>")),
    _meeting("latitude-null-island", "entities 2.2", "coordinates lie in the country", both(put("latitude", 12), put("longitude", 21))),
    _meeting("id-number", "entities 2.2: string", "values of the declared type", put("protocolVersion", "one"), forms=("odata-v4", "wcf-v2", "mea-json")),
)  # fmt: skip
