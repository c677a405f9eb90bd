"""Lies about several national reports of a country, and about reports and the obligations that they answer."""

from apitest.reference.faults.choosing import (
    BASEL,
    CHANNEL,
    MINAMATA,
    NEWER,
    ORDERED,
    SINGLE,
    STOCKHOLM,
    given,
    inside,
    older,
    pair_fault,
    report_fault,
    without,
)
from apitest.reference.lying import Fault

# --- several reports ----------------------------------------------------------------------------------------------

_NEW, _OLD = NEWER[1], older(NEWER[1])
_IDS = {place: ORDERED["national-reports"][place]["id"] for place in (_NEW, _OLD)}
_SECOND = {
    "cycle": {"number": 5, "label": "Fifth national report"},
    "deadline": {"original": "2022-08-31"},
    "submission": "2022-03-01T00:00:00Z",
    "firstSubmission": "2022-03-01",
    "published": "2022-03-01T00:00:00Z",
}
_SERIES: tuple[Fault, ...] = (
    pair_fault(
        "of-one-obligation",
        "one-current-report",
        {BASEL[5]: given(country="TV"), BASEL[6]: given(country="TV")},
        {BASEL[5]: given(country="TV"), BASEL[6]: given(country="TV", status="recalled")},
    ),
    pair_fault("linked-one-way", "chain-reciprocal", {_NEW: without("supersedes")}, {_NEW: CHANNEL}),
    pair_fault(
        "in-a-circle",
        "chain-ends",
        {_NEW: given(status="superseded", supersededBy=_IDS[_OLD]), _OLD: given(supersedes=_IDS[_NEW])},
        {_NEW: CHANNEL, _OLD: CHANNEL},
    ),
    pair_fault("of-one-version", "versions-increase", {_OLD: given(version=2)}, {_NEW: given(version=7)}),
    pair_fault("of-two-countries", "chain-of-one-report", {_OLD: given(country="TV")}, {_OLD: CHANNEL}),
    pair_fault(
        "of-one-series",
        "series-of-one-report",
        {SINGLE[3]: given(seriesId="series-x"), SINGLE[4]: given(seriesId="series-x")},
        {SINGLE[3]: given(seriesId="series-x"), SINGLE[4]: given(seriesId="series-y")},
    ),
    pair_fault("of-two-series", "chain-of-one-report", {_OLD: given(seriesId="series-x")}, {_OLD: CHANNEL}),
    pair_fault("without-successor", "successor-served", {_NEW: lambda _record: None}, {_OLD: lambda _record: None}),
    pair_fault(
        "replaced-by-older",
        "successor-newer",
        {
            _NEW: lambda record: (
                record
                | {"submission": f"{record['period']['end']}T00:00:00Z", "firstSubmission": record["period"]["end"]}
            )
        },
        {_NEW: lambda record: record | {"submission": f"{record['firstSubmission']}T00:00:00Z"}},
    ),
    pair_fault(
        "that-overlap",
        "periods-follow",
        {
            STOCKHOLM[3]: given(country="TV"),
            STOCKHOLM[4]: given(country="TV", period={"start": "2017-12-15", "end": "2021-12-31"}, **_SECOND),
        },
        {
            STOCKHOLM[3]: given(country="TV"),
            STOCKHOLM[4]: given(country="TV", period={"start": "2018-01-01", "end": "2021-12-31"}, **_SECOND),
        },
    ),
)

# --- reports and obligations --------------------------------------------------------------------------------------

_AGAINST: tuple[Fault, ...] = (
    report_fault("of-no-cycle", "cycle-of-obligation", BASEL[0], given(cycle={"label": "1899"}), CHANNEL),
    report_fault(
        "under-no-obligation", "obligation-exists", SINGLE[7], given(obligationId="no-such-obligation"), CHANNEL
    ),
    report_fault(
        "under-another-obligation",
        "obligation-matches",
        MINAMATA[1],
        given(obligationId="minamata-art21-short"),
        CHANNEL,
    ),
    report_fault(
        "with-another-deadline",
        "deadline-of-obligation",
        BASEL[3],
        given(deadline={"original": "2020-01-31"}),
        without("deadline"),
    ),
    report_fault(
        "of-half-a-year",
        "period-fits-frequency",
        BASEL[4],
        given(period={"start": "2018-01-01", "end": "2018-06-30"}),
        inside("period", label="2018"),
    ),
    report_fault(
        "of-a-non-party",
        "non-party-admitted",
        SINGLE[8],
        given(partyStatus="non-party"),
        given(partyStatus="signatory"),
    ),
)

FAULTS: tuple[Fault, ...] = (*_SERIES, *_AGAINST)
