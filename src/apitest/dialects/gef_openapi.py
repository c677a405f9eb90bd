"""
Schemas of `gef-json`: the fifteen keys of an item of the export, each a text.

The live answers were not seen: all of this follows from the code of the harvester that reads them. Other keys may stand
beside these, and a number may stand for its digits.
"""

from collections.abc import Mapping

from apitest.dialects.gef_records import KEYS, POINTERS
from apitest.model import Contract, EntitySet, Json

ERROR: Json = {"description": "A page for people.", "type": "string", "minLength": 1}
_TIME = r"^(<time [^>]*datetime=[\"'][^\"']*[\"'][^>]*>.*</time>)?$"
_AMOUNT = r"^(-?[0-9]{1,15}(\.[0-9]{1,2})?)?$"
_WORDS: Mapping[str, str] = {
    "GEFProjectID": "The fund's number of the project.",
    "ProjectName": "Title, in English.",
    "projectDescription": "What the project is about, in English.",
    "field_country_code": "Countries, divided by commas: two letters each.",
    "LatestTimelineStatus": "Label of the last step of the project.",
    "implAgencies": "Implementing agencies, divided by commas.",
    "ExecutingAgencies": "Executing agencies, as one text.",
    "trustFundName": "Label of the trust fund.",
    "GEFPhase": "Label of the funding period, such as GEF - 7.",
    "projectType": "Label of the type of project.",
    "focalAreas": "Labels of focal areas, divided by commas.",
    "GEFAmountLatest": "Grant of the fund, in digits.",
    "CofinAmountLatest": "Co-financing, in digits.",
    "ApprovalFY": "Fiscal year of approval, as an HTML element for its first moment.",
    "changed": "Last change, as an HTML element.",
}
_FORMS: Mapping[str, Json] = {
    "GEFProjectID": {"type": ["string", "integer"], "minLength": 1},
    "GEFAmountLatest": {"type": ["string", "number", "null"], "pattern": _AMOUNT},
    "CofinAmountLatest": {"type": ["string", "number", "null"], "pattern": _AMOUNT},
    "ApprovalFY": {"type": ["string", "null"], "pattern": _TIME},
    "changed": {"type": ["string", "null"], "pattern": _TIME},
}
_MORE: Mapping[str, str] = {
    "GEFAmountLatest": "/finance/grant/amount",
    "CofinAmountLatest": "/finance/cofinancing/amount",
    "ApprovalFY": "/approvalFiscalYear",
    "changed": "/updated",
}


def records(contract: Contract, entity: EntitySet) -> dict[str, Json]:  # noqa: ARG001 - nothing of the contract is in it
    """An item, under the type name of a project."""
    text: Json = {"type": ["string", "null"]}
    properties = {key: {"description": _WORDS[key], **_FORMS.get(key, text)} for key in KEYS}
    return {
        entity.type_name: {
            "description": "An item of the export.",
            "type": "object",
            "properties": properties,
            "required": ["GEFProjectID", "ProjectName"],
        }
    }


def listing_options(entity: EntitySet) -> Mapping[str, Json]:  # noqa: ARG001 - projects are the only set
    """The one parameter that is known."""
    about = "Number of the page, from 0; behind the last page the list is empty."
    return {"page": {"type": "integer", "minimum": 0, "maximum": 999_999, "description": about}}


def pointer(path: tuple[str | int, ...]) -> str:
    """Where the value of a key lies in the project."""
    key = str(path[0]) if path else ""
    return POINTERS.get(key) or _MORE.get(key) or (f"/{key}" if key else "")
