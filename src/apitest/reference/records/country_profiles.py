"""Country profiles: one for each country, with dates that are made up and said to be so in the note."""

from datetime import date, timedelta
from functools import cache

from apitest.contracts import load_contract
from apitest.model import Json
from apitest.reference.records.words import chosen, midnight, updated

_TREATIES = ("basel", "rotterdam", "stockholm", "minamata", "cbd", "cites")
_STATUSES = ("ratification", "accession", "acceptance", "approval", "succession")
_STRIDE = 7
_DAYS_UNTIL_IN_FORCE = 90


@cache
def countries() -> tuple[str, ...]:
    """Codes of all countries, two letters each, not in the order of the alphabet."""
    terms = load_contract().vocabularies["countries"].terms.values()
    codes = sorted(term.code for term in terms if term.status == "active")
    return tuple(code for start in range(_STRIDE) for code in codes[start::_STRIDE])


def country_profile(number: int) -> dict[str, Json]:
    """The profile of the country of a number; every fifth says no more than it must."""
    bound = date(2017, 9, 4) + timedelta(days=number * 131 % 2_500)
    made: dict[str, Json] = {
        "protocolVersion": 1,
        "country": countries()[number],
        "treaty": chosen(_TREATIES, number),
        "entryIntoForce": midnight(bound + timedelta(days=_DAYS_UNTIL_IN_FORCE)),
        "updated": updated(number),
    }
    told = {"entryIntoForceStatus": chosen(_STATUSES, number), "statusDate": midnight(bound)}
    note = f"Synthetic record {number}: dates of the reference endpoint."
    return made if number % 5 == 4 else {**made, **told, "note": note}
