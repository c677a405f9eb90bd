"""Persons in answers: masked before anything is judged or kept, and found in nothing that a run leaves."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apitest import runs
from apitest.assessment import Bench
from apitest.commands.replaying import _read_archive
from apitest.commands.running import Wishes
from apitest.dialects import DIALECTS
from apitest.evidence import Evidence
from apitest.fuzzing import FUZZED
from apitest.har import as_har
from apitest.model import Depth, Exchange
from apitest.reference.lying import Act
from apitest.reference.records import counts_for
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.wire import Client, shared_evidence
from apitest.wire.masking import masked, without_persons
from making import CONTRACT, NOW, exchange, target

URL = "http://mea.example/informea.svc/Contacts"
CANARIES = ("Kanarina", "Vogelsang", "kanarina.vogelsang", "555 0199", "Käfiggasse", "Ornithologie", "Haubenlerche")
PERSON: dict[str, Any] = {
    "firstName": CANARIES[0],
    "lastName": CANARIES[1],
    "email": f"{CANARIES[2]}@example.org; second-{CANARIES[2]}@example.org",
    "phoneNumber": f"+41 {CANARIES[3]}",
    "address": f"{CANARIES[4]} 7, Genève",
    "department": CANARIES[5],
    "nickname": CANARIES[6],
}


def hidden(body: str | bytes, url: str = URL) -> str:
    raw = body if isinstance(body, bytes) else body.encode()
    return without_persons(exchange(raw, url=url)).body.decode()


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ('{"firstName": "Jané O\'Neil", "id": "a1"}', '{"firstName": "Xxxx X\'Xxxx", "id": "a1"}'),
        ('{"id": "a1", "phone": 4122.9, "primary": 1}', '{"id": "a1", "phone": 1111.1, "primary": 1}'),
        ('[{"email": "j@u.org", "treaties": [{"value": "cbd"}]}]', '[{"email": "x@x.xxx", "treaties": [{"value": "cbd"}]}]'),
        (
            '{"d": {"results": [{"email": "j@u.org", "treaties": {"results": [{"value": "cbd"}]}}]}}',
            '{"d": {"results": [{"email": "x@x.xxx", "treaties": {"results": [{"value": "cbd"}]}}]}}',
        ),
        ('{"fax": null, "x": {"y": ["Jane", true]}}', '{"fax": null, "x": {"y": ["Xxxx", true]}}'),
        (
            '{"fax": "1", "roles": [{"roles": ["Jane"], "treaty": "cbd"}]}',
            '{"fax": "0", "roles": [{"roles": ["Xxxx"], "treaty": "cbd"}]}',
        ),
        ('{"EMAIL": "a\\u00e9@x", "a": NaN, "a": 1}', '{"EMAIL": "xx@x", "a": NaN, "a": 1}'),
        ('{"email": "jane@', '{"email": "xxxx@'),
        ('{"email": "\\q"}', '{"email": "xx"}'),
        ("<feed><d:email>j@u.org</d:email></feed>", "<feed><d:email>x@x.xxx</d:email></feed>"),
        ("Jane: 12", "Xxxx: 00"),
        ('\ufeff{"fax": "12"}', '\ufeff{"fax": "00"}'),
    ],
)  # fmt: skip
def test_what_may_be_a_persons_is_masked(body: str, left: str) -> None:
    assert hidden(body) == left


@pytest.mark.parametrize(
    "body",
    [
        "",
        "57",
        '{"d": {"EntitySets": ["Contacts"]}}',
        '{"value": [{"name": "Contacts", "kind": "EntitySet", "url": "Contacts"}]}',
        '<?xml version="1.0"?><edmx:Edmx><EntityType Name="Contact"/>Text</edmx:Edmx>',
        '{"error": {"message": {"value": "Nothing found"}}}',
    ],
)
def test_what_is_nobodys_is_left_as_it_is(body: str) -> None:
    assert hidden(body) == body


def test_other_sets_are_left_as_they_are() -> None:
    body = '{"address": "Palais des Nations", "email": "info@example.org"}'

    assert hidden(body, "http://mea.example/informea.svc/Meetings") == body
    assert hidden(body, "http://mea.example/?set=contacts") != body


def test_bytes_that_are_no_text_are_masked_too() -> None:
    answer = without_persons(exchange('{"firstName": "Jané"}'.encode("latin-1"), url=URL))

    assert answer.body == b'{"firstName": "Xxxx"}'


@given(st.text(max_size=40))
@settings(deadline=None)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    body = json.dumps({"email": text, "id": "1"})

    assert masked(masked(text)) == masked(text)
    assert hidden(hidden(body)) == hidden(body)


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_no_body_is_an_exception(body: bytes) -> None:
    without_persons(exchange(body, url=URL))
    without_persons(exchange(b'{"email": ' + body, url=URL))


# --- a whole run ------------------------------------------------------------------------------------------------------


def _with_a_person(record: dict[str, Any], position: int) -> dict[str, Any]:
    return record | PERSON if position % 5 == 0 else record


def _everything(directory: Path) -> bytes:
    """All that a run left: its files, its bodies as they were received and unpacked, and those as an archive."""
    evidence = Evidence(directory / runs.EVIDENCE)
    exchanges = [found for digest in evidence.number() if isinstance(found := evidence.find(digest), Exchange)]
    evidence.close()
    archive = json.dumps(as_har(enumerate(exchanges), NOW), default=str, ensure_ascii=False)
    assert len(exchanges) > 10
    assert any(b"xxxxxxxx.xxxxxxxxx" in found.body for found in exchanges)
    files = [path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()]
    return b"\n".join([*files, *(found.body for found in exchanges), repr(exchanges).encode(), archive.encode()])


@pytest.mark.parametrize("dialect", ["olingo2", "odata-v4", "mea-json"])
def test_nothing_that_a_run_leaves_holds_a_person(tmp_path: Path, dialect: str) -> None:
    service = Service(CONTRACT, acts=[(("contacts",), Act("Persons.", record=_with_a_person))], counts=counts_for(60))
    with running(service) as origin:
        url = f"{origin}/{dialect}/{DIALECTS[dialect].ROOT}".rstrip("/")
        asked = target(url=url, dialect=dialect, entities=("contacts",))
        plan = runs.begin(runs.Order(targets=(asked,), entities=("contacts",)), tmp_path, CONTRACT)
        store = shared_evidence(tmp_path / runs.EVIDENCE)
        client = Client(asked, store)
        bench = Bench(CONTRACT, asked, client, now=NOW, seed=1, depth=Depth.STANDARD)
        of_contacts = [item for item in bench.requirements_of("contacts") if item.id not in FUZZED]
        judged = [bench.of("contacts").judge(item) for item in of_contacts]
        client.close()
        store.close()
    document = runs.finish(
        tmp_path, plan, CONTRACT, judged, {("mea", "contacts"): {"records": 10, "walked": "complete"}}
    )

    left = _everything(tmp_path)

    assert "contacts/one-email" in {row["requirement"] for row in document["verdicts"] if row["outcome"] == "failed"}
    assert [name for name in CANARIES if name.encode() in left or json.dumps(name)[1:-1].encode() in left] == []


def test_an_archive_from_a_browser_brings_no_person_into_a_run(tmp_path: Path) -> None:
    listing = {"d": {"results": [{"id": "1", **PERSON}]}}
    found = exchange(listing, url=URL)
    (tmp_path / "browser.har").write_text(json.dumps(as_har([(1, found)], NOW)), "utf-8")
    wishes = Wishes(url="http://mea.example/informea.svc", dialect="olingo2", entities=("contacts",), quiet=True)

    _read_archive(tmp_path / "browser.har", tmp_path / "run", wishes)

    evidence = Evidence(tmp_path / "run" / runs.EVIDENCE)
    (kept,) = (evidence.find(digest) for digest in evidence.number())
    evidence.close()
    assert isinstance(kept, Exchange)
    assert b'"lastName": "Xxxxxxxxx"' in kept.body
    assert not any(name in kept.body.decode() for name in CANARIES)
