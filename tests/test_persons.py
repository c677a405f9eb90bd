"""Persons in answers: masked before anything is judged or kept, and found in nothing that a run leaves."""

import hashlib
import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
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
from apitest.errors import NoAnswer
from apitest.evidence import Evidence
from apitest.fuzzing import FUZZED
from apitest.har import as_har
from apitest.model import Depth, Exchange, Selection
from apitest.reference.lying import Act
from apitest.reference.records import counts_for
from apitest.reference.service import Service
from apitest.reference.serving import running
from apitest.shipped import shipped
from apitest.wire import Client, masking, moment, shared_evidence
from apitest.wire.masking import masked, without_persons, without_persons_all
from apitest.wire.pseudonyms import Pseudonyms, pseudonym
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


WORDS = ("id", "email", "Address", "value", "name", "FAX", "country", "phonebook", "title")
VALUES = st.recursive(
    st.sampled_from(("Jane", "1", "Contacts('x')", "email")) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(VALUES, min_size=1), st.text(max_size=3))
@settings(deadline=None)
def test_an_answer_that_is_not_looked_through_would_have_stayed_as_it_is(document: list[Any], cut: str) -> None:
    body = json.dumps(document)[: len(cut) or None]
    ids = masking._Ids(Pseudonyms(), of_set=False)

    assert masking._json_hidden(body, ids) == masking._hidden(body, ids)


# --- a whole run ------------------------------------------------------------------------------------------------------


def _with_a_person(record: dict[str, Any], position: int) -> dict[str, Any]:
    return record | PERSON | {"id": f"{CANARIES[2]} {position}"} if position % 5 == 0 else record


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


@pytest.mark.parametrize("dialect", ["olingo2", "odata-v4", "mea-json", "jaydata"])
def test_nothing_that_a_run_leaves_holds_a_person(tmp_path: Path, dialect: str) -> None:
    service = Service(CONTRACT, acts=[(("contacts",), Act("Persons.", record=_with_a_person))], counts=counts_for(60))
    with running(service, 0) as origin:
        url = f"{origin}/{dialect}/{DIALECTS[dialect].ROOT}".rstrip("/")
        asked = target(url=url, dialect=dialect, entities=("contacts",))
        plan = runs.begin(runs.Order(targets=(asked,), entities=("contacts",)), tmp_path, CONTRACT)
        store = shared_evidence(tmp_path / runs.EVIDENCE)
        client = Client(asked, store)
        bench = Bench(CONTRACT, asked, client, now=moment(), seed=1, depth=Depth.STANDARD)
        of_contacts = [item for item in bench.requirements_of("contacts") if item.id not in FUZZED]
        judged = [bench.of("contacts").judge(item) for item in of_contacts]
        client.close()
        store.close()
    document = runs.finish(
        tmp_path, plan, CONTRACT, judged, {("mea", "contacts"): {"records": 10, "walked": "complete"}}
    )

    left = _everything(tmp_path)

    failed = {row["requirement"] for row in document["verdicts"] if row["outcome"] == "failed"}
    unsure = {row["requirement"] for row in document["verdicts"] if row["outcome"] == "cantTell"}
    assert failed - {"service/no-unknown-properties"} == {"contacts/one-email"}
    assert not [name for name in unsure if name.startswith("service/item")]
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


# --- ids ----------------------------------------------------------------------------------------------------------------

NAMED = "kanarina.vogelsang"
STANDS_FOR_IT = "masked-" + hashlib.blake2b(NAMED.encode(), digest_size=8, person=b"apitest ids").hexdigest()


@pytest.mark.parametrize(
    "key",
    ["contact-4711", "17", "NFP_12", "0b2d5c3e-0000-4000-8000-0000000000ab", "52000000cbd0050000001234",
     "d41d8cd98f00b204e9800998ecf8427e", "x", "", " ", STANDS_FOR_IT],
)  # fmt: skip
def test_an_id_that_holds_no_name_stays(key: str) -> None:
    assert pseudonym(key) == key


@pytest.mark.parametrize(
    "key", [NAMED, "Vogelsang, K.", "k@example.org", "41220001234", "鳥", "contact-vogelsang", "Ünal"]
)
def test_an_id_that_may_hold_a_name_is_a_digest(key: str) -> None:
    assert re.fullmatch("masked-[0-9a-f]{16}", pseudonym(key))
    assert pseudonym(pseudonym(key)) == pseudonym(key)


def test_blanks_around_an_id_and_its_excess_of_length_stay() -> None:
    assert pseudonym(f" {NAMED}\t") == f" {STANDS_FOR_IT}\t"
    assert len(pseudonym("vogel" * 60)) == 300


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ('{"id": "NAMED", "updated": "2025"}', '{"id": "DIGEST", "updated": "2025"}'),
        ('{"__metadata": {"uri": "http://h/Contacts(\'NAMED\')"}, "id": "NAMED"}',
         '{"__metadata": {"uri": "http://h/Contacts(\'DIGEST\')"}, "id": "DIGEST"}'),
        ('{"treaties": {"__deferred": {"uri": "http://h/Contacts(\'NAMED\')/treaties"}}}',
         '{"treaties": {"__deferred": {"uri": "http://h/Contacts(\'DIGEST\')/treaties"}}}'),
        ('{"d": {"results": [{"id": "NAMED"}], "__next": "http://h/Contacts?$skiptoken=NAMED"}}',
         '{"d": {"results": [{"id": "DIGEST"}], "__next": "http://h/Contacts?$skiptoken=DIGEST"}}'),
        ("<entry><id>http://h/Contacts('NAMED')</id><link href=\"Contacts('NAMED')\"/><d:id>NAMED</d:id></entry>",
         "<entry><id>http://h/Contacts('DIGEST')</id><link href=\"Contacts('DIGEST')\"/><d:id>DIGEST</d:id></entry>"),
        ('<entry><link title="treaties"><d:value>cbd</d:value></link><d:country>KE</d:country><d:fax>12</d:fax></entry>',
         '<entry><link title="treaties"><d:value>cbd</d:value></link><d:country>KE</d:country><d:fax>00</d:fax></entry>'),
    ],
)  # fmt: skip
def test_ids_are_replaced_wherever_they_stand(body: str, left: str) -> None:
    assert hidden(body.replace("NAMED", NAMED)) == left.replace("DIGEST", STANDS_FOR_IT)


def test_ids_in_headers_are_replaced() -> None:
    answer = exchange({"id": NAMED}, url=URL)
    answer = replace(answer, headers=(*answer.headers, ("content-location", f"/Contacts('{NAMED}')")))

    assert dict(without_persons(answer).headers)["content-location"] == f"/Contacts('{STANDS_FOR_IT}')"


def test_ids_of_other_sets_stay() -> None:
    body = '{"id": "minamata-sip", "contacts": [{"id": "NAMED", "email": "x@x.xxx"}]}'.replace("NAMED", NAMED)

    left = hidden(body, "http://mea.example/projects?$expand=contacts")

    assert left == body.replace(NAMED, STANDS_FOR_IT)


def test_the_page_says_how_a_digest_is_made() -> None:
    page = (shipped("contracts").parent / "docs" / "contacts.md").read_text("utf-8")
    command = next(line for line in page.splitlines() if line.startswith("python -c "))

    words = shlex.split(command)
    done = subprocess.run([sys.executable, *words[1:-1], NAMED], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == STANDS_FOR_IT


@pytest.mark.parametrize("dialect", ["olingo2", "mea-json"])
def test_a_single_contact_is_asked_for_by_its_own_id(tmp_path: Path, dialect: str) -> None:
    odd = f"{NAMED}'s ä"
    named = Act("A name.", record=lambda record, position: record | {"id": odd} if position == 1 else record)
    spoken, contacts = DIALECTS[dialect], CONTRACT.entities["contacts"]
    with running(Service(CONTRACT, acts=[(("contacts",), named)], counts=counts_for(60))) as origin:
        asked = target(url=f"{origin}/{dialect}/{spoken.ROOT}".rstrip("/"), dialect=dialect, entities=("contacts",))
        store = Evidence(tmp_path / "evidence.sqlite")
        client, other = Client(asked, store), Client(asked, store)
        page = spoken.read_page(client.send(spoken.listing(asked.url, contacts, Selection())), contacts)
        digest = next(record.id for record in page.records if record.id and record.id.startswith("masked-"))
        single = spoken.item(asked.url, contacts, digest)

        with pytest.raises(NoAnswer, match="only the process that has read the id"):
            other.send(single)
        found = spoken.read_item(client.send(single), contacts)

        client.close()
        other.close()
        store.close()
    assert [record.id for record in found.records] == [digest]


def test_archives_are_asked_by_digests_too() -> None:
    listing = exchange([{"id": NAMED, "email": "x@x.xxx"}], url="http://mea.example/contacts")
    single = exchange({"id": NAMED, "email": "x@x.xxx"}, url=f"http://mea.example/contacts/{NAMED}")

    found = [*without_persons_all([listing, single])]

    assert [item.query.url for item in found] == [listing.query.url, f"http://mea.example/contacts/{STANDS_FOR_IT}"]
    assert all(NAMED.encode() not in item.body for item in found)
