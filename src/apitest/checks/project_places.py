"""Projects: scope, countries, regions, places, and how a project is shared out among them."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from apitest.checks.places import is_near
from apitest.checks.project_reading import IATI, Item, from_level, items, living, living_notes, word
from apitest.checks.reading import number_of, object_of
from apitest.checks.setting import Gathering, RecordCheck, Setting
from apitest.model import Departure, Json, Record, Term

TOLERANCE = Decimal("0.0101")
"""That of the IATI validator for percentages."""
WHOLE = 100
_COUNTRY_LISTS = {2: "countries", 3: "countries-alpha-3"}
_SHARED = ("treaties", "countries", "regions", "focalAreas", "sectors", "sdgs")
_WORLD = "001"


# --- shares -------------------------------------------------------------------------------------------------------


def share_of(item: Item) -> Decimal | None:
    """The share of an item."""
    found = number_of(item.content, "share")
    return None if found is None else Decimal(repr(found))


def within_bounds(shares: Iterable[Decimal | None]) -> bool:
    """Whether all shares that are given lie between 0 and 100."""
    return all(0 <= share <= WHOLE for share in shares if share is not None)


def shares_are_within_bounds(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A share is a percentage from 0 to 100."""
    for name in _SHARED:
        for item in items(record.content, name):
            share = share_of(item)
            if share is not None and not within_bounds([share]):
                yield Departure(expected="a number from 0 to 100", got=f"{share:f}", pointer=f"{item.pointer}/share")


def sharing(group: list[Item], name: str) -> Iterator[Departure]:
    """What is wrong with the shares of items that make up a whole; nothing, where none is given."""
    shares = [share_of(item) for item in group]
    given = [share for share in shares if share is not None]
    if not given or not within_bounds(shares) or any("share" in item.content for item in _unread(group)):
        return
    if len(given) < len(group):
        bare = next(item for item in group if share_of(item) is None)
        got = f"a share for {len(given)} of {len(group)}"
        yield Departure(expected=f"a share for each of the {name}, or for none", got=got, pointer=bare.pointer)
    elif abs(sum(given, Decimal(0)) - WHOLE) > TOLERANCE:
        terms = " + ".join(f"{share:f}" for share in given)
        got = f"{terms} = {sum(given):f}" if len(given) > 1 else terms
        yield Departure(expected="shares that add up to 100", got=got, pointer=f"{group[0].pointer}/share")


def _unread(group: list[Item]) -> list[Item]:
    return [item for item in group if share_of(item) is None]


def _wholes(content: Mapping[str, Json]) -> Iterator[list[Item]]:
    """The places that make up a whole: the countries with the regions of each vocabulary."""
    countries = list(items(content, "countries"))
    regions: dict[str, list[Item]] = {}
    for item in items(content, "regions"):
        regions.setdefault(word(item.content, "vocabulary"), []).append(item)
    for listed in regions.values() or ([],):
        yield [*countries, *listed]


def shares_of_places_add_up(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Shares of countries and regions are given for all or none, and add up to 100."""
    yield from [found for whole in _wholes(record.content) for found in sharing(whole, "places")][:1]


def places_have_shares(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """Where a project has several countries or regions, each has a share."""
    for whole in _wholes(record.content):
        if len(whole) > 1 and not any("share" in item.content for item in whole):
            got = f"{len(whole)} places without any"
            yield Departure(expected="a share for each place", got=got, pointer=whole[0].pointer)
            return


# --- countries ----------------------------------------------------------------------------------------------------


def _countries(content: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Pointer and code of each country."""
    for item in items(content, "countries"):
        if word(item.content, "code"):
            yield f"{item.pointer}/code", word(item.content, "code")
    for item in items(content, "locations"):
        if word(item.content, "countryCode"):
            yield f"{item.pointer}/countryCode", word(item.content, "countryCode")


def _term(written: str, setting: Setting) -> Term | None:
    """The country that a code of two or three letters stands for, whatever its case."""
    name = _COUNTRY_LISTS.get(len(written))
    return setting.contract.vocabularies[name].terms.get(written.upper()) if name else None


def _two_letters(term: Term, setting: Setting) -> str:
    """The canonical code of a country that is in force; empty: it is not."""
    code = term.same_as or term.code
    found = setting.contract.vocabularies["countries"].terms.get(code)
    return code if found is not None and found.status == "active" else ""


def countries_are_countries(record: Record, setting: Setting) -> Iterator[Departure]:
    """A country is a code of ISO 3166-1, and neither a region nor the world."""
    for pointer, written in _countries(record.content):
        if _term(written, setting) is None:
            expected = "a country code of ISO 3166-1, such as 'GH'"
            fix = _remedy(written, setting)
            yield Departure(expected=expected, got=repr(written), pointer=pointer, fix=fix)


def _remedy(written: str, setting: Setting) -> str:
    folded = " ".join(written.split()).casefold()
    if folded in ("global", "worldwide", "world"):
        return "Leave it out, and write 'global' as the scope."
    if folded in ("regional", "region"):
        return "Leave it out, write 'regional' as the scope, and name the region under 'regions'."
    countries = setting.contract.vocabularies["countries"].terms.values()
    named = next((term.code for term in countries if folded in (term.label.casefold(), term.code.casefold())), "")
    if named:
        return f"Write {named!r}."
    regions = setting.contract.vocabularies["un-region"].terms.values()
    found = next((term.code for term in regions if folded in (term.label.casefold(), term.code)), "")
    return f"Name it under 'regions': m49 {found!r}." if found else ""


def countries_are_current(record: Record, setting: Setting) -> Iterator[Departure]:
    """A country's code is in force: neither withdrawn nor another body's code for it."""
    for pointer, written in _countries(record.content):
        term = _term(written, setting)
        if term is not None and term.status != "active":
            meant = _two_letters(term, setting)
            expected = f"the code {meant!r}" if meant else "the code of a country of today"
            fix = f"Write {meant!r}." if meant else ""
            yield Departure(expected=expected, got=f"{written!r}: {term.label}", pointer=pointer, fix=fix)


def countries_have_two_capitals(record: Record, setting: Setting) -> Iterator[Departure]:
    """A country's code is the one of two capital letters."""
    for pointer, written in _countries(record.content):
        term = _term(written, setting)
        if term is None or term.status != "active":
            continue
        meant = _two_letters(term, setting)
        if meant and written != meant:
            yield Departure(expected=repr(meant), got=repr(written), pointer=pointer, fix=f"Write {meant!r}.")


def union_is_no_country(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The European Union, which IATI's list of countries lacks, is given as a region."""
    for pointer, written in _countries(record.content):
        if written.upper() in ("EU", "EUR"):
            expected = "a country of IATI's list, or a region"
            yield Departure(expected=expected, got=f"{written!r}, the European Union", pointer=pointer)


# --- regions, scope and places ------------------------------------------------------------------------------------


def regions_are_listed(record: Record, setting: Setting) -> Iterator[Departure]:
    """A region of M49 is a code of three digits of that standard."""
    terms = setting.contract.vocabularies["un-region"].terms
    for item in items(record.content, "regions"):
        written = word(item.content, "code")
        if word(item.content, "vocabulary") == "m49" and written and written not in terms:
            named = (term.code for term in terms.values() if term.label.casefold() == written.strip().casefold())
            padded = written.strip().zfill(len(_WORLD))
            meant = next(named, padded if padded in terms else "")
            expected = f"the code {meant!r}" if meant else "a code of M49, such as '002'"
            fix = f"Write {meant!r}." if meant else ""
            yield Departure(expected=expected, got=repr(written), pointer=f"{item.pointer}/code", fix=fix)


def countries_are_outside_regions(record: Record, setting: Setting) -> Iterator[Departure]:
    """No country is listed besides a region that it lies in."""
    regions = {
        word(item.content, "code")
        for item in items(record.content, "regions")
        if word(item.content, "vocabulary") == "m49"
    }
    members = setting.contract.vocabularies["region-members"].terms
    for item in items(record.content, "countries"):
        term = _term(word(item.content, "code"), setting)
        home = members.get(_two_letters(term, setting)) if term is not None else None
        around = regions & {*home.label.split(), _WORLD} if home is not None else set()
        if around:
            region = setting.contract.vocabularies["un-region"].terms[min(around)]
            got = f"{word(item.content, 'code')!r} and {region.label} ({region.code!r}), which it lies in"
            yield Departure(expected="the country or the region", got=got, pointer=f"{item.pointer}/code")


def scope_fits_places(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """The countries and regions of a project are as many as its scope says."""
    listed = (record.content.get(name) for name in ("countries", "regions"))
    if {"/countries", "/regions"} & set(record.deferred) or any(not isinstance(item, list | None) for item in listed):
        return
    countries = len(list(items(record.content, "countries")))
    regions = len(list(items(record.content, "regions")))
    scope = word(record.content, "scope")
    expected = {
        "national": "" if countries == 1 else "one country",
        "sub-national": "" if countries == 1 else "one country",
        "multi-country": "" if countries > 1 else "two or more countries",
        "regional": "" if regions or countries > 1 else "a region, or two or more countries",
    }.get(scope, "")
    if expected:
        got = f"{countries} {'country' if countries == 1 else 'countries'} and {regions} regions"
        yield Departure(expected=f"{expected}, for the scope {scope!r}", got=got, pointer="/scope")


def places_lie_on_earth(record: Record, setting: Setting) -> Iterator[Departure]:  # noqa: ARG001 - a check's form
    """A place has a latitude from -90 to 90 and a longitude from -180 to 180."""
    for item in items(record.content, "locations"):
        for name, most in (("lat", 90), ("lon", 180)):
            value = number_of(object_of(item.content, "point"), name)
            if value is not None and abs(value) > most:
                pointer = f"{item.pointer}/point/{name}"
                yield Departure(expected=f"a number from -{most} to {most}", got=str(value), pointer=pointer)


def places_lie_in_their_country(record: Record, setting: Setting) -> Iterator[Departure]:
    """A place lies in the country that it names, or near it."""
    for item in items(record.content, "locations"):
        term = _term(word(item.content, "countryCode"), setting)
        code = _two_letters(term, setting) if term is not None else ""
        country = setting.contract.vocabularies["country-boxes"].terms.get(code)
        north, east = (number_of(object_of(item.content, "point"), name) for name in ("lat", "lon"))
        if country is None or north is None or east is None or abs(north) > 90 or abs(east) > 180:  # noqa: PLR2004
            continue
        if not is_near(country, north, east):
            got = f"{north}, {east}: not near {country.label}"
            yield Departure(expected=f"a point in {country.label}", got=got, pointer=f"{item.pointer}/point")


RECORDS: dict[str, RecordCheck] = {
    name: living(check)
    for name, check in {
        "projects/country-code": countries_are_countries,
        "projects/country-current": countries_are_current,
        "projects/country-two-capitals": countries_have_two_capitals,
        "projects/region-code": regions_are_listed,
        "projects/country-outside-region": countries_are_outside_regions,
        "projects/scope-fits-places": scope_fits_places,
        "projects/share-within-bounds": shares_are_within_bounds,
        "projects/place-shares-add-up": shares_of_places_add_up,
        "projects/place-shares": places_have_shares,
        "projects/place-on-earth": places_lie_on_earth,
        "projects/place-in-country": places_lie_in_their_country,
    }.items()
}

GATHERINGS: dict[str, Gathering] = {
    "projects/place-shares-for-iati": living_notes(from_level(IATI, places_have_shares)),
    "projects/union-for-iati": living_notes(from_level(IATI, union_is_no_country)),
}
