"""
What was said in, departures out: pure functions, one for each requirement, one module for each conformance class.

These tables bind requirement ids to checks; a test holds them to the contract, so that none is missing or idle. Packs of
others add theirs.
"""

from collections.abc import Mapping

from apitest.checks import (
    acquitting,
    agreement,
    bounding,
    chronology,
    combining,
    compatibility,
    contacts,
    country_profiles,
    decisions,
    declaring,
    describing,
    documents,
    efficiency,
    files,
    headers,
    markup,
    meetings,
    national_plans,
    national_reports,
    own_values,
    paging,
    plain_values,
    projects,
    query,
    references,
    refusing,
    service,
    sites,
    text,
    text_languages,
    titles,
    together,
    transport,
    vocabulary,
    wholeness,
)
from apitest.checks.conversing import ConversationCheck
from apitest.checks.paging import HarvestCheck
from apitest.checks.setting import Gathering, RecordCheck
from apitest.checks.transport import ExchangeCheck
from apitest.packs import bound

RECORDS: Mapping[str, RecordCheck] = {
    **decisions.RECORDS,
    **meetings.RECORDS,
    **national_reports.RECORDS,
    **national_plans.RECORDS,
    **sites.RECORDS,
    **documents.RECORDS,
    **contacts.RECORDS,
    **country_profiles.RECORDS,
    **projects.RECORDS,
    **text.RECORDS,
    **text_languages.RECORDS,
    **markup.RECORDS,
    **plain_values.RECORDS,
    **chronology.RECORDS,
    **agreement.RECORDS,
    **wholeness.RECORDS,
    **titles.RECORDS,
    **own_values.RECORDS,
    **vocabulary.RECORDS,
    **references.RECORDS,
    **bound("RECORDS"),
}
"""Run on each record while a set is walked."""

GATHERINGS: Mapping[str, Gathering] = {
    **service.GATHERINGS,
    **decisions.GATHERINGS,
    **meetings.GATHERINGS,
    **national_reports.GATHERINGS,
    **national_plans.GATHERINGS,
    **sites.GATHERINGS,
    **documents.GATHERINGS,
    **projects.GATHERINGS,
    **text.GATHERINGS,
    **vocabulary.GATHERINGS,
    **references.GATHERINGS,
    **chronology.GATHERINGS,
    **wholeness.GATHERINGS,
    **own_values.GATHERINGS,
    **bound("GATHERINGS"),
}
"""Run over what was noted of all records."""

EXCHANGES: Mapping[str, ExchangeCheck] = {**transport.EXCHANGES, **bound("EXCHANGES")}
"""Run on each answer of a walk."""

HARVESTS: Mapping[str, HarvestCheck] = {
    **query.HARVESTS,
    **paging.HARVESTS,
    **headers.HARVESTS,
    **compatibility.HARVESTS,
    **efficiency.HARVESTS,
    **national_reports.HARVESTS,
    **bound("HARVESTS"),
}
"""Run once a walk is over."""

_ALONE: Mapping[str, ConversationCheck] = {
    **transport.CONVERSATIONS,
    **service.CONVERSATIONS,
    **describing.CONVERSATIONS,
    **declaring.CONVERSATIONS,
    **refusing.CONVERSATIONS,
    **query.CONVERSATIONS,
    **combining.CONVERSATIONS,
    **together.CONVERSATIONS,
    **bounding.CONVERSATIONS,
    **paging.CONVERSATIONS,
    **files.CONVERSATIONS,
    **compatibility.CONVERSATIONS,
    **efficiency.CONVERSATIONS,
    **bound("CONVERSATIONS"),
}

CONVERSATIONS: Mapping[str, ConversationCheck] = {
    name: acquitting.unless(acquitting.ACQUITTALS[name], alone) if name in acquitting.ACQUITTALS else alone
    for name, alone in _ALONE.items()
}
"""Ask for more."""

DECODED: frozenset[str] = frozenset((*transport.DECODED, *service.DECODED, *query.DECODED))
"""Seen by the dialect while it decodes."""


def every_check() -> frozenset[str]:
    """Ids of all requirements that some check looks after."""
    return DECODED.union(RECORDS, GATHERINGS, EXCHANGES, HARVESTS, CONVERSATIONS)
