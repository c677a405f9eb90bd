"""The part of an answer that shows a finding: the right one, short, nothing personal or secret, whatever was served."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest.evidence import Evidence, digest_of
from apitest.model import Exchange, Query
from apitest.runs.excerpts import excerpt, records_in, with_excerpts
from resulting import SECOND, departures, finding, results, verdict

PAGE = {
    "d": {
        "results": [
            {"__metadata": {"id": "r1"}, "meetingId": "r2", "id": "r1", "title": "one", "content": "words " * 90},
            {
                "id": "r2",
                "title": {"results": [{"language": "fr"}, {"language": "en", "value": "two"}]},
                "files": {"results": [{"url": "u"}, {"id": "f2", "url": "v"}]},
                "start_date": "2026-01-01",
                "mail": "jane.doe@mea.example",
            },
            {"id": 17, "number": "III/2"},
        ]
    }
}
TEXT = json.dumps(PAGE)
ATOM = (
    "<feed><entry><m:properties><d:Id>a</d:Id><d:Title>A</d:Title></m:properties></entry>"
    "<entry><m:properties><d:Id>b/1</d:Id><d:Title m:null='true' /></m:properties></entry></feed>"
)


def shown(text: str, record: str, pointer: str, *secrets: str) -> str:
    return excerpt(text, records_in(text, frozenset({record})).get(record), pointer, secrets)


@pytest.mark.parametrize(
    ("record", "pointer", "said"),
    [
        ("r1", "/title", '… "title": "one", "content": "words words'),
        ("r2", "/title/1/value", '… {"language": "en", "value": "two"}]}'),
        ("r2", "/files/0/id", '… {"url": "u"}, {"id": "f2"'),
        ("r2", "/files/7/id", '… "files": {"results": [{"url": "u"}'),
        ("r2", "/startDate", '… "start_date": "2026-01-01"'),
        ("r2", "/unknown", '{"id": "r2", "title":'),
        ("r2", "", '{"id": "r2", "title":'),
        ("17", "/number", '… "number": "III/2"}'),
    ],
)
def test_a_field_is_shown_from_its_name_on(record: str, pointer: str, said: str) -> None:
    assert shown(TEXT, record, pointer).startswith(said)


def test_a_record_alone_is_shown_to_its_end() -> None:
    assert shown(TEXT, "17", "") == '{"id": 17, "number": "III/2"}'


def test_what_is_not_about_a_record_is_shown_from_the_beginning_of_the_answer() -> None:
    assert excerpt("<html>oops", None, "") == "<html>oops"
    assert excerpt("", None, "") == ""


@pytest.mark.parametrize(
    ("record", "said"), [("a", "… <d:Title>A</d:Title></m:properties>"), ("b/1", "… <d:Title m:null='true' />")]
)
def test_an_entry_of_a_feed_is_found_by_its_id(record: str, said: str) -> None:
    assert shown(ATOM, record, "/title").startswith(said)


@pytest.mark.parametrize("written", ['"a/\u00e9"', '"a\\/\u00e9"', '"a/\\u00e9"', '"a\\/\\u00e9"'])
def test_an_id_is_found_however_it_is_escaped(written: str) -> None:
    assert shown(f'[{{"id": {written}, "n": 1}}]', "a/\u00e9", "/n") == '… "n": 1}'


def test_mail_addresses_and_secrets_are_left_out() -> None:
    served = '{"id": "r", "next": "http://mea.example/?key=hush-hush", "mail": "jane.doe@mea.example", "end": 1}'

    told = shown(served, "r", "", "hush-hush")

    assert told == '{"id": "r", "next": "http://mea.example/?key=***", "mail": "***@mea.example", "end": 1}'


@pytest.mark.parametrize("length", range(295, 330))
def test_no_part_of_a_secret_is_left_at_a_cut(length: int) -> None:
    served = json.dumps({"id": "r", "x": "y " * (length // 2), "key": "hush-hush-4711", "rest": "z " * 300})

    told = shown(served, "r", "/x", "hush-hush-4711")

    assert "hush" not in told


def test_a_word_without_an_end_is_left_out_whole() -> None:
    assert shown(json.dumps({"id": "r", "token": "A" * 5000}), "r", "/token") == "…"


@pytest.mark.parametrize(
    "served",
    [
        '{"id": "r", "a": ' + "[" * 100_000,
        '{"id": "r", "a": ' + '{"a":' * 100_000,
        '{"id": "r", "a": "' + '\\"' * 200_000,
        "}" * 100_000 + '"r"',
        "<entry>" * 50_000 + ">r<",
    ],
    ids=["lists", "objects", "open text", "closings", "entries"],
)
def test_a_hostile_answer_is_shown_like_any_other(served: str) -> None:
    assert len(shown(served, "r", "/a/3/b/" + "c" * 5000)) <= 400


@given(st.text(max_size=300), st.text(max_size=12), st.text(max_size=40))
@settings(max_examples=200)
def test_no_text_is_an_exception(served: str, record: str, pointer: str) -> None:
    told = shown(served, record, f"/{pointer}")

    assert len(told) <= 1000


def asked(url: str, body: bytes, evidence: Evidence) -> str:
    query = Query(url=url)
    headers = (("content-type", "application/json"),)
    digest = digest_of("mea", query)
    evidence.keep("mea", digest, Exchange(query=query, status=200, headers=headers, body=body, seconds=0.1), query)
    return digest


def test_results_carry_what_each_finding_was_seen_in(tmp_path: Path) -> None:
    evidence = Evidence(tmp_path / "evidence.sqlite")
    asked("http://mea.example/a", TEXT.encode(), evidence)
    (number,) = evidence.number().values()
    found = (
        finding(record="r2", pointer="/startDate"),
        finding(record="gone", pointer="/title"),
        finding(record=None, pointer=""),
        finding(record="r1", exchange=""),
    )
    document = results(verdict(SECOND, "failed", findings=found))
    numbers = dict.fromkeys(evidence.number(), 17)

    told = with_excerpts(document, evidence, numbers)

    texts = [row.get("excerpt", {}).get("text", "none") for row in told["findings"]]
    assert number == 1
    assert [text[:22] for text in texts] == ['… "start_date": "2026-', "", '{"d": {"results": [{"_', "none"]
    assert told["findings"][0]["excerpt"]["status"] == 200
    assert departures(told) == []
    assert "excerpt" not in document["findings"][0]
