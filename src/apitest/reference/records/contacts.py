"""Contacts: nobody. Where a person's data would stand there is what the masking of answers would leave of it."""

from apitest.model import Json
from apitest.reference.records.words import chosen, updated

_TREATIES = ("basel", "rotterdam", "stockholm", "minamata", "cites", "ramsar")
_COUNTRIES = ("KE", "DE", "CA", "TH", "IT", "PA", "AT", "SN", "JO", "WS", "CH")


def contact(number: int) -> dict[str, Json]:
    """The contact of a number; every third is an office without a person, every second has a role."""
    made: dict[str, Json] = {
        "protocolVersion": 1,
        "id": f"contact-{number}",
        "treaties": [{"value": chosen(_TREATIES, number)}],
        "country": chosen(_COUNTRIES, number),
        "position": "Xxxxxxxx xxxxx xxxxx",
        "institution": "Xxxxxxxx xx Xxxxxxxxxxx",
        "type": "National focal point",
        "address": "XX Xxx 000, Xxxxxxx",
        "email": "xxxxx.xxxxx@xxxxxxxxxxx.xxx",
        "phoneNumber": "+000 00 000 0000",
        "primary": number % 2,
        "updated": updated(number),
    }
    if number % 2:
        role = {"treaty": chosen(_TREATIES, number), "roles": ["Xxxxxxxx xxxxx xxxxx"], "order": str(number % 4)}
        made |= {"roles": [role]}
    return made if number % 3 == 2 else {**made, "prefix": "Xx", "firstName": "Xxxxxx", "lastName": "Xxxxxxxx"}
