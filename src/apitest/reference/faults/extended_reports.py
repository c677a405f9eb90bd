"""Lies about the extended record of national reports: one record, its answers."""

from apitest.model import Json
from apitest.reference.faults.choosing import (
    BASEL,
    CHANNEL,
    IN_PARTS,
    MINAMATA,
    NEWER,
    NUMBERED,
    SINGLE,
    STOCKHOLM,
    Change,
    answer,
    given,
    inside,
    pair_fault,
    report_fault,
    section,
    without,
)
from apitest.reference.lying import Fault

# --- one report ---------------------------------------------------------------------------------------------------


def _withdrawn(record: dict[str, Json]) -> dict[str, Json]:
    """A report that was withdrawn, without its day of submission."""
    return {name: value for name, value in record.items() if name != "submission"} | {"status": "withdrawn"}


_RECORD: tuple[Fault, ...] = (
    report_fault("without-obligation", "obligation-named", SINGLE[0], without("obligationId"), CHANNEL),
    report_fault("without-type", "type-given", SINGLE[1], without("reportType"), CHANNEL),
    report_fault("without-status", "status-given", SINGLE[2], without("status"), given(status="recalled")),
    report_fault("without-version", "version-given", SINGLE[3], without("version"), CHANNEL),
    report_fault("without-languages", "languages-given", SINGLE[4], without("languages"), without("originalLanguage")),
    report_fault("without-update", "extended-updated-given", SINGLE[5], without("updated"), without("published")),
    report_fault(
        "without-submission",
        "submission-given",
        SINGLE[6],
        without("submission"),
        _withdrawn,
    ),
    report_fault("without-period", "period-given", SINGLE[7], without("period"), without("deadline")),
    report_fault("without-series", "series-given", NEWER[0], without("seriesId"), CHANNEL),
    report_fault("of-unknown-status", "status-listed", SINGLE[8], given(status="finalized"), given(status="recalled")),
    report_fault("as-draft", "no-drafts", SINGLE[9], given(status="draft"), given(status="submitted", channel="api")),
    report_fault(
        "section-as-draft",
        "no-drafts",
        IN_PARTS[0],
        section(1, status="data_entry"),
        section(1, status="open", reference="II"),
    ),
    report_fault("by-unknown-channel", "codes-listed", SINGLE[10], given(channel="word"), given(channel="migrated")),
    report_fault(
        "with-unknown-flag", "codes-listed", SINGLE[11], given(flags=["late"]), given(flags=["late-notified"])
    ),
    report_fault("of-unknown-type", "type-of-treaty", BASEL[0], given(reportType="yearly"), CHANNEL),
    report_fault(
        "for-unknown-country",
        "on-behalf-of-known",
        SINGLE[12],
        given(onBehalfOf=["GL", "Greenland"]),
        given(onBehalfOf=["GL", "FO"]),
    ),
    report_fault(
        "without-number",
        "cycle-numbered",
        NUMBERED[0],
        given(cycle={"label": "Sixth national report"}),
        given(cycle={"label": "NR", "number": 6}),
    ),
    report_fault(
        "misnumbered",
        "cycle-agrees",
        STOCKHOLM[0],
        inside("cycle", label="Fifth national report"),
        inside("cycle", label="Fourth report"),
    ),
    report_fault(
        "of-another-cycle",
        "cycle-agrees",
        NUMBERED[1],
        inside("cycle", label="NR", number=7),
        inside("cycle", label="NR"),
    ),
    report_fault("of-version-0", "counted-from-one", SINGLE[13], given(version=0), CHANNEL),
    report_fault(
        "with-reversed-period",
        "period-in-order",
        STOCKHOLM[1],
        given(period={"start": "2017-12-31", "end": "2014-01-01"}),
        inside("period", label="2014 to 2017"),
    ),
    report_fault(
        "sent-before-period",
        "submission-not-before-period",
        BASEL[1],
        given(submission="2016-02-10T00:00:00Z", firstSubmission="2016-02-10"),
        given(submission="2018-12-31T00:00:00Z", firstSubmission="2018-12-31"),
    ),
    report_fault(
        "sent-within-period",
        "submission-after-period",
        BASEL[2],
        given(submission="2018-06-10T00:00:00Z", firstSubmission="2018-06-10"),
        given(submission="2019-01-01T00:00:00Z", firstSubmission="2019-01-01"),
    ),
    report_fault(
        "due-within-period",
        "deadline-after-period",
        BASEL[3],
        given(deadline={"original": "2018-12-31"}),
        given(deadline={"original": "2019-12-31", "extended": "2020-01-31"}),
    ),
    report_fault(
        "extended-backwards",
        "extension-after-deadline",
        BASEL[4],
        inside("deadline", extended="2019-12-31"),
        inside("deadline", extended="2020-01-01"),
    ),
    report_fault(
        "with-early-section",
        "section-deadlines-not-earlier",
        IN_PARTS[1],
        section(1, deadline="2001-01-01"),
        section(1, deadline="2031-01-01"),
    ),
    report_fault(
        "first-sent-later",
        "first-submission-not-later",
        SINGLE[14],
        given(firstSubmission="2025-05-01"),
        lambda record: record | {"firstSubmission": record["submission"][:10], "channel": "paper"},
    ),
    report_fault(
        "first-sent-earlier",
        "first-version-first-sent",
        STOCKHOLM[2],
        given(firstSubmission="2018-01-02"),
        without("firstSubmission"),
    ),
    report_fault(
        "of-odd-language",
        "languages-tagged",
        SINGLE[15],
        given(languages=["en", "English, French"]),
        given(languages=["en", "zh-Hant"]),
    ),
    report_fault(
        "of-language-not-admitted",
        "languages-admitted",
        SINGLE[16],
        given(languages=["en", "fr", "pt"]),
        given(languages=["en", "fr", "es"]),
    ),
    report_fault(
        "with-file-of-another-language",
        "file-languages-listed",
        SINGLE[17],
        lambda record: (
            record
            | {"languages": ["en"], "files": [record["files"][0] | {"language": "es", "filename": "informe.pdf"}]}
        ),
        lambda record: (
            record
            | {
                "languages": ["en"],
                "files": [record["files"][0] | {"language": "es", "filename": "anexo.pdf", "role": "annex"}],
            }
        ),
    ),
    report_fault(
        "of-another-original",
        "original-language-listed",
        SINGLE[18],
        given(originalLanguage="ru"),
        given(originalLanguage="ru", languages=["en", "fr", "ru"]),
    ),
    report_fault(
        "replaced-by-nothing",
        "superseded-names-successor",
        SINGLE[19],
        given(status="superseded"),
        given(status="recalled"),
    ),
    report_fault(
        "partial-in-full",
        "partial-has-open-section",
        IN_PARTS[2],
        section(1, status="submitted"),
        section(0, status="accepted"),
    ),
)

_ANSWERS: tuple[Fault, ...] = (
    report_fault(
        "with-no-answer",
        "answer-complete",
        SINGLE[0],
        answer(question="C.1"),
        answer(question="C.1", notApplicable=True),
    ),
    report_fault(
        "with-two-answers",
        "answer-complete",
        SINGLE[1],
        answer(question="C.1", value=True, notAvailable=True),
        answer(question="C.1", value=True, notAvailable=False),
    ),
    report_fault(
        "with-confidential-value",
        "confidential-without-value",
        SINGLE[2],
        answer(question="C.1", value="x", confidential=True),
        answer(question="C.1", confidential=True),
    ),
    report_fault(
        "answering-twice",
        "answers-once",
        SINGLE[3],
        answer(question="A.1", value=True),
        answer(question="A.10", value=True),
    ),
    report_fault(
        "with-bare-number",
        "number-with-unit",
        SINGLE[4],
        answer(question="C.1", value=5),
        answer(question="C.1", value=5, unit="1"),
    ),
    report_fault(
        "with-negative-quantity",
        "quantity-not-negative",
        SINGLE[5],
        answer(question="C.1", value=-3, unit="t"),
        answer(question="C.1", value=0, unit="t"),
    ),
    report_fault(
        "with-wrong-registry-number",
        "cas-check-digit",
        SINGLE[6],
        answer(question="C.1", value=1, unit="t", substance={"name": "DDT", "cas": "50-29-4"}),
        answer(question="C.1", value=1, unit="t", substance={"name": "DDT", "cas": "50-29-3"}),
    ),
    report_fault(
        "short-but-long",
        "short-report-short",
        MINAMATA[0],
        lambda record: _short(record, 5),
        lambda record: _short(record, 4),
    ),
)


def _hashed(**values: Json) -> Change:
    """The first file of a report has another hash, or size."""
    return lambda record: record | {"files": [{**record["files"][0], **values}, *record["files"][1:]]}


def _short(record: dict[str, Json], answers: int) -> dict[str, Json]:
    """A short report of so many answers."""
    return record | {
        "reportType": "short",
        "obligationId": "minamata-art21-short",
        "cycle": {"number": 1, "label": "First short national report"},
        "period": {"start": "2017-08-16", "end": "2018-12-31"},
        "deadline": {"original": "2019-12-31"},
        "answers": [{"question": f"{number}.1", "value": True} for number in range(answers)],
    }


_HASH: dict[str, Json] = {"alg": "md5", "value": "d41d8cd98f00b204e9800998ecf8427e"}
_HASHES: tuple[Fault, ...] = (
    pair_fault(
        "of-one-hash",
        "file-hash-of-the-file",
        {SINGLE[0]: _hashed(hash=_HASH, size=20000), SINGLE[1]: _hashed(hash=_HASH, size=20001)},
        {SINGLE[0]: _hashed(hash=_HASH, size=20000), SINGLE[1]: _hashed(hash=_HASH, size=20000)},
    ),
)

FAULTS: tuple[Fault, ...] = (*_RECORD, *_ANSWERS, *_HASHES)
