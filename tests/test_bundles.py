"""A bundle is accepted as it was made, and refused with the name of a file once anything in it was touched."""

import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from apitest.bundles.redaction import Cover, secrets_of
from apitest.bundles.statement import envelope, sha256, statement_of
from apitest.cli import main
from apitest.commands.verifying import differences
from resulting import SECOND, results, verdict
from serving import NOTHING, reference

Members = dict[str, bytes]
PRIVATE = Ed25519PrivateKey.generate()
OTHER = Ed25519PrivateKey.generate()


def call(*words: Path | str) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a finding, its bundle (signed), and the keys."""
    place = tmp_path_factory.mktemp("bundles")
    narrow = ("--entity", "meetings", "--class", "meetings", "-n", "0", "-q")
    with reference("meeting-ends-before-start", counts={**NOTHING, "meetings": 60}) as url:
        done = call("run", "--url", url, *narrow, "--output", place / "run")
    assert done.exit_code == 1, done.output
    (place / "key.pem").write_bytes(
        PRIVATE.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    for name, key in (("public.pem", PRIVATE), ("other.pem", OTHER)):
        (place / name).write_bytes(
            key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        )
    _mail_in_the_evidence(place / "run" / "evidence.sqlite")
    made = call("bundle", place / "run", "-o", place / "bundle.zip", "--sign", place / "key.pem")
    assert made.exit_code == 0, made.output
    return place


def _mail_in_the_evidence(path: Path) -> None:
    """A service told us who answers: an address in a header, which no requirement looks at."""
    database = sqlite3.connect(path)
    database.execute(
        "UPDATE exchanges SET headers = json_insert(headers, '$[#]', json_array('x-contact', 'jane.doe@mea.example'))"
    )
    database.commit()
    database.close()


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def restated(members: Members) -> Members:
    """The same with a statement that fits again, as a forger without the key would write it."""
    inside = {name: body for name, body in members.items() if not name.startswith("statement")}
    return {**inside, "statement.json": statement_of(json.loads(members["results.json"]), inside)}


def flipped(name: str) -> Callable[[Members], Members]:
    """One bit of a file, in the middle."""

    def change(members: Members) -> Members:
        body = bytearray(members[name])
        body[len(body) // 2] ^= 1
        return {**members, name: bytes(body)}

    return change


def whitewashed(members: Members) -> Members:
    """Every failure made a pass, and everything stated anew."""
    document = json.loads(members["results.json"])
    for row in document["verdicts"]:
        if row["outcome"] == "failed":
            row.update(outcome="passed", findings=0, waived=0)
    document["findings"] = []
    document["run"]["outcome"] = document["targets"][0]["outcome"] = "passed"
    return restated({**members, "results.json": json.dumps(document).encode()})


def other_evidence(members: Members) -> Members:
    """An answer changed inside the evidence, and everything stated anew."""
    scratch = sqlite3.connect(":memory:")
    scratch.deserialize(members["evidence.sqlite"])
    scratch.execute("UPDATE exchanges SET body = ?, packing = 'zlib' WHERE number = 1", (zlib.compress(b"{}"),))
    scratch.commit()
    return restated({**members, "evidence.sqlite": scratch.serialize()})


def without(name: str) -> Callable[[Members], Members]:
    return lambda members: {key: body for key, body in members.items() if key != name}


def signed_by_another(members: Members) -> Members:
    statement = members["statement.json"]
    return {**members, "statement.dsse.json": envelope(statement, OTHER.sign, "k")}


def statement_of_another_result(members: Members) -> Members:
    document = json.loads(members["statement.json"])
    document["predicate"]["result"] = "PASSED"
    return without("statement.dsse.json")({**members, "statement.json": json.dumps(document).encode()})


def added(members: Members) -> Members:
    return {**members, "more.txt": b"more"}


def unreadable_results(members: Members) -> Members:
    inside = {name: body for name, body in members.items() if not name.startswith("statement")}
    broken = {**inside, "results.json": members["results.json"].replace(b"apitest-results/1", b"apitest-results/2")}
    return {**broken, "statement.json": statement_of(json.loads(broken["results.json"]), broken)}


TAMPERED: dict[str, tuple[Callable[[Members], Members], str]] = {
    "a bit of the results": (flipped("results.json"), "results.json"),
    "a bit of the evidence": (flipped("evidence.sqlite"), "evidence.sqlite"),
    "a bit of the report": (flipped("report.html"), "report.html"),
    "a bit of the header": (flipped("run.json"), "run.json"),
    "a bit of the list of what was replaced": (flipped("redaction.json"), "redaction.json"),
    "a bit of the statement": (flipped("statement.json"), "statement.json"),
    "no evidence": (without("evidence.sqlite"), "evidence.sqlite"),
    "no statement": (without("statement.json"), "statement.json"),
    "one file more": (added, "more.txt"),
    "another result stated": (statement_of_another_result, "statement.json"),
    "results of another form": (unreadable_results, "results.json"),
    "an answer changed, stated anew": (other_evidence, "evidence.sqlite"),
}


def test_a_bundle_is_accepted_as_it_was_made(folder: Path) -> None:
    done = call("verify", folder / "bundle.zip", "--key", folder / "public.pem")

    assert (done.exit_code, done.output.count("ok ")) == (0, 5), done.output


@pytest.mark.parametrize(("change", "file"), TAMPERED.values(), ids=TAMPERED)
def test_what_was_touched_is_named(
    folder: Path, tmp_path: Path, change: Callable[[Members], Members], file: str
) -> None:
    path = pack(tmp_path / "bundle.zip", change(members_of(folder / "bundle.zip")))

    done = call("verify", path, "--no-judge", "-q")

    assert (done.exit_code, done.output.split()[:2]) == (1, ["altered", file])


def test_verdicts_that_do_not_follow_from_the_evidence_are_found(folder: Path, tmp_path: Path) -> None:
    path = pack(tmp_path / "bundle.zip", whitewashed(members_of(folder / "bundle.zip")))

    assert call("verify", path, "--no-judge").exit_code == 0
    done = call("verify", path)
    assert (done.exit_code, "meetings/end-not-before-start" in done.output) == (1, True), done.output
    assert "altered   results.json" in done.output


@pytest.mark.parametrize(
    ("told", "again", "doubted"),
    [("one", "one", ""), ("one", "two", "excerpt"), (None, "two", ""), ("one", None, "excerpt")],
)
def test_what_an_answer_is_said_to_have_held_follows_from_the_evidence(
    told: str | None, again: str | None, doubted: str
) -> None:
    documents = []
    for text in (told, again):
        document = results(verdict(SECOND, "failed"))
        if text is not None:
            document["findings"][0]["excerpt"] = {"status": 200, "type": "application/json", "text": text}
        documents.append(document)

    doubts = [doubt.expected for doubt in differences(*documents)]

    assert [doubt.partition(",")[0] for doubt in doubts] == ([f"findings[0].{doubted}"] if doubted else [])


@pytest.mark.parametrize("change", [whitewashed, signed_by_another, without("statement.dsse.json")])
def test_without_the_key_nobody_can_sign(folder: Path, tmp_path: Path, change: Callable[[Members], Members]) -> None:
    path = pack(tmp_path / "bundle.zip", change(members_of(folder / "bundle.zip")))

    done = call("verify", path, "--no-judge", "--key", folder / "public.pem")

    assert (done.exit_code, "altered   statement.dsse.json" in done.output) == (1, True)
    assert call("verify", folder / "bundle.zip", "--no-judge", "--key", folder / "other.pem").exit_code == 1


@pytest.mark.parametrize("kept", [0, 10, 1000, -1, -30])
def test_an_archive_that_was_cut_is_refused(folder: Path, tmp_path: Path, kept: int) -> None:
    (tmp_path / "bundle.zip").write_bytes((folder / "bundle.zip").read_bytes()[:kept])

    done = call("verify", tmp_path / "bundle.zip", "--no-judge")

    assert (done.exit_code, "altered" in done.output) == (1, True)


def test_other_contracts_are_no_proof_of_anything(folder: Path, tmp_path: Path) -> None:
    members = members_of(folder / "bundle.zip")
    document = json.loads(members["results.json"])
    document["run"]["digests"]["contracts"] = "0" * 64
    changed = restated({**members, "results.json": json.dumps(document).encode()})

    done = call("verify", pack(tmp_path / "bundle.zip", changed))

    assert (done.exit_code, "unknown   results.json" in done.output) == (3, True)


# --- redaction --------------------------------------------------------------------------------------------------------


def test_no_mail_address_leaves_in_any_file(folder: Path) -> None:
    members = members_of(folder / "bundle.zip")
    evidence = sqlite3.connect(":memory:")
    evidence.deserialize(members["evidence.sqlite"])
    headers = [row for (row,) in evidence.execute("SELECT headers FROM exchanges")]

    assert all(b"jane.doe" not in body for body in members.values())
    assert all("@mea.example" in row for row in headers)
    (mail,) = [row for row in json.loads(members["redaction.json"])["replaced"] if row["rule"] == "mail"]
    assert mail["replaced"] == {"evidence.sqlite": len(headers)}


def cover(*secrets: str) -> Cover:
    return Cover(key=b"k", secrets=secrets)


def test_a_stand_in_keeps_length_and_likeness() -> None:
    text = b'{"mail": "Jane.Doe@unep.org", "again": "jane.doe@unep.org", "other": "joan.doe@unep.org"}'

    covered = cover().over(text, "f")

    first, second, third = (json.loads(covered)[key] for key in ("mail", "again", "other"))
    assert len(covered) == len(text)
    assert (first == second, first == third, first.endswith("@unep.org")) == (True, False, True)


@pytest.mark.parametrize(
    "text",
    [
        b'{"value@odata.type": "#Edm.String"}',
        b'{"title@Org.OData.Core.V1.Description": "x"}',
        b'"@odata.context": "https://mea.example/$metadata"',
        b"https://social.example/@unep.org",
        b"a @ b.c",
    ],
)
def test_what_only_looks_like_an_address_stays(text: bytes) -> None:
    assert cover().over(text, "f") == text


def test_secrets_in_the_address_of_a_target_are_replaced_everywhere() -> None:
    found = secrets_of(["https://reader:hunter22@mea.example/svc?api_key=abcdef123&lang=english&sig=x"])

    assert found == ("abcdef123", "hunter22", "reader")
    assert b"hunter22" not in cover(*found).over(b'next: "https://reader:hunter22@mea.example/svc"', "f")


def test_nothing_is_drawn_twice_the_same_way() -> None:
    one, two = (Cover(key=key).over(b"jane@unep.org", "f") for key in (b"a", b"b"))

    assert one != two


# --- what can go wrong ------------------------------------------------------------------------------------------------


def test_what_is_no_run_no_bundle_or_no_key_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("no key", "utf-8")

    for words in (
        ("bundle", tmp_path, "-o", tmp_path / "b.zip"),
        ("bundle", folder / "run", "-o", tmp_path / "b.zip", "--sign", tmp_path / "bad.pem"),
        ("bundle", folder / "run", "-o", tmp_path / "none" / "b.zip"),
        ("verify", tmp_path / "none.zip"),
        ("verify", folder / "bundle.zip", "--key", tmp_path / "bad.pem"),
    ):
        done = call(*words)
        assert (done.exit_code, "expected" in done.output) == (2, True), (words, done.output)


def test_the_results_name_what_they_rest_on(folder: Path) -> None:
    digests = json.loads((folder / "run" / "results.json").read_bytes())["run"]["digests"]

    assert set(digests) == {"contracts", "suites", "code", "evidence"}
    assert len({sha256(value.encode()) for value in digests.values()}) == 4
