"""Coordinates, the same for everything that lies somewhere: meetings and sites."""

from collections.abc import Iterator

from apitest.checks.reading import number_of, text_of
from apitest.checks.setting import Setting
from apitest.model import Departure, Record, Term

RANGES = {"latitude": 90, "longitude": 180}
_NEAR = 1.0
"""Degrees by which coordinates may lie outside: islands, rounding, coarse borders."""


def coordinates_are_in_range(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A latitude lies between -90 and 90, a longitude between -180 and 180."""
    for name, most in RANGES.items():
        value = number_of(record.content, name)
        if value is not None and abs(value) > most:
            yield Departure(expected=f"a {name} from -{most} to {most}", got=repr(value), pointer=f"/{name}")


def coordinates_come_in_pairs(record: Record, _setting: Setting) -> Iterator[Departure]:
    """A record has both coordinates or none."""
    missing = [name for name in RANGES if record.content.get(name) is None]
    if len(missing) == 1:
        (name,) = missing
        yield Departure(expected="both coordinates, or none", got=f"no {name}", pointer=f"/{name}")


def coordinates_are_not_zero(record: Record, _setting: Setting) -> Iterator[Departure]:
    """Coordinates of 0 and 0 do not stand for an unknown place."""
    if number_of(record.content, "latitude") == 0 and number_of(record.content, "longitude") == 0:
        yield Departure(expected="the coordinates of the place, or none", got="0 and 0", pointer="/latitude")


def coordinates_are_in_the_country(record: Record, setting: Setting) -> Iterator[Departure]:
    """The coordinates of a record lie in its country, or near it."""
    north, east = (number_of(record.content, name) for name in RANGES)
    country = _country_of(record, setting)
    if country is None or north is None or east is None or (north, east) == (0, 0):
        return
    if abs(north) <= RANGES["latitude"] and abs(east) <= RANGES["longitude"] and not is_near(country, north, east):
        got = f"{north}, {east}: not near {country.label}"
        yield Departure(expected=f"coordinates in {country.label}", got=got, pointer="/latitude")


def _country_of(record: Record, setting: Setting) -> Term | None:
    """The country of a record, if it is known where that lies."""
    code = text_of(record.content, "country").strip().upper()
    lists = setting.contract.vocabularies
    alpha_3 = lists["countries-alpha-3"].terms.get(code)
    return lists["country-boxes"].terms.get(alpha_3.same_as if alpha_3 else code)


def is_near(country: Term, north: float, east: float) -> bool:
    """Whether a place, in degrees, lies in a country or near it."""
    return any(
        west - _NEAR <= east <= right + _NEAR and south - _NEAR <= north <= top + _NEAR
        for west, south, right, top in country.boxes
    )
