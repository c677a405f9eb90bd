"""`apitest verify`: whether a bundle is what it says it is, without a network."""

import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import jsonschema_rs

from apitest.bundles.statement import encoded, opened, sha256, statement_of, subjects_of
from apitest.commands.bundling import ENVELOPE, INSIDE, STATEMENT, content_digest, cryptography, no_key
from apitest.commands.executing import judge_recorded
from apitest.contracts import digest_of, load_contract
from apitest.errors import ApitestError, UsageError
from apitest.results import Results
from apitest.runs import EVIDENCE, HEADER, RESULTS
from apitest.shipped import shipped

_LARGEST = 8_000_000_000
"""Bytes that a bundle may unpack to."""
_ALTERED, _UNTOLD = 1, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is wrong with a bundle, and in which of its files it shows first."""

    file: str
    expected: str
    got: str
    status: int = _ALTERED


def verify(path: str, *, key: str | None, judging: bool, workers: int, quiet: bool) -> int:
    """
    Check a bundle without a network; 0: it is what it says, 1: it was altered, 3: that cannot be told here.

    Raises:
        UsageError: the file or the key cannot be read.
    """
    check = _checker(key) if key else None
    try:
        body = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(expected="a bundle", got=error.strerror or str(error), where=path) from error
    said, doubt = _verified(body, check, judging=judging, workers=workers)
    if not quiet:
        sys.stdout.write("".join(f"ok        {line}\n" for line in said))
    if doubt is None:
        return 0
    word = "altered" if doubt.status == _ALTERED else "unknown"
    sys.stdout.write(f"{word:<10}{doubt.file}\nexpected  {doubt.expected}\ngot       {doubt.got}\n")
    return doubt.status


def _verified(
    body: bytes, check: Callable[[bytes, bytes], bool] | None, *, judging: bool, workers: int
) -> tuple[list[str], Doubt | None]:
    members = _unpacked(body)
    if isinstance(members, Doubt):
        return [], members
    said: list[str] = []
    steps: list[tuple[str, Callable[[], Doubt | None]]] = [
        (
            "the statement is signed by the holder of the key" if check else "the statement",
            lambda: _signed(members, check),
        ),
        ("every file has the digest that is stated", lambda: _digests(members)),
        ("the results fit their schema and the statement", lambda: _results(members)),
        ("the evidence is what the results rest on", lambda: _rest(members)),
    ]
    if judging:
        steps.append(("the verdicts follow from the evidence", lambda: _judged(members, workers)))
    for told, step in steps:
        doubt = step()
        if doubt is not None:
            return said, doubt
        said.append(told)
    return said, None


def _unpacked(body: bytes) -> dict[str, bytes] | Doubt:
    file = "the archive"
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names) or sum(about.file_size for about in archive.infolist()) > _LARGEST:
                return Doubt(file=file, expected="each file once, and of sane size", got=", ".join(names))
            members = {}
            for name in names:
                file = name
                members[name] = archive.read(name)
            return members
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return Doubt(file=file, expected="a file that can be unpacked", got=str(error))
    except Exception as error:  # noqa: BLE001 - zlib.error has no public base
        return Doubt(file=file, expected="a file that can be unpacked", got=str(error))


def _signed(members: Mapping[str, bytes], check: Callable[[bytes, bytes], bool] | None) -> Doubt | None:
    if STATEMENT not in members:
        return Doubt(file=STATEMENT, expected="a statement", got="no such file")
    if ENVELOPE not in members:
        wanted = check is not None
        return Doubt(file=ENVELOPE, expected="a signature", got="no such file") if wanted else None
    try:
        payload, signatures = opened(members[ENVELOPE])
    except ValueError as error:
        return Doubt(file=ENVELOPE, expected="a signed envelope", got=str(error))
    if check is not None and not any(check(signature, encoded(payload)) for signature in signatures):
        return Doubt(file=ENVELOPE, expected="a signature by the holder of the key", got="none that fits")
    if payload != members[STATEMENT]:
        return Doubt(file=STATEMENT, expected="the statement in the envelope", got="another")
    return None


def _digests(members: Mapping[str, bytes]) -> Doubt | None:
    try:
        stated = subjects_of(members[STATEMENT])
    except ValueError as error:
        return Doubt(file=STATEMENT, expected="an in-toto statement of a test result", got=str(error))
    if set(stated) != set(INSIDE):
        return Doubt(file=STATEMENT, expected=", ".join(sorted(INSIDE)), got=", ".join(sorted(stated)))
    for name in INSIDE:
        if name not in members:
            return Doubt(file=name, expected=f"SHA-256 {stated[name]}", got="no such file")
        found = sha256(members[name])
        if found != stated[name]:
            return Doubt(file=name, expected=f"SHA-256 {stated[name]}", got=found)
    for name in sorted(set(members) - {*stated, STATEMENT, ENVELOPE}):
        return Doubt(file=name, expected="only files that the statement names", got="another")
    return None


def _results(members: Mapping[str, bytes]) -> Doubt | None:
    schema = json.loads(shipped("contracts", "results", "apitest-results-1.schema.json").read_text("utf-8"))
    try:
        document = json.loads(members[RESULTS])
        jsonschema_rs.validate(schema, document)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        return Doubt(file=RESULTS, expected="results of the published schema", got=str(error).splitlines()[0])
    files = {name: members[name] for name in INSIDE}
    if statement_of(document, files) != members[STATEMENT]:
        return Doubt(file=STATEMENT, expected="what the results say", got="something else")
    return None


def _rest(members: Mapping[str, bytes]) -> Doubt | None:
    stated = json.loads(members[RESULTS])["run"]["digests"].get("evidence", "")
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        path = Path(temporary) / EVIDENCE
        path.write_bytes(members[EVIDENCE])
        try:
            found = content_digest(path)
        except (ApitestError, sqlite3.Error, ValueError) as error:
            return Doubt(file=EVIDENCE, expected="evidence that can be read", got=str(error))
    return None if found == stated else Doubt(file=EVIDENCE, expected=f"content {stated}", got=f"content {found}")


def _judged(members: Mapping[str, bytes], workers: int) -> Doubt | None:
    """Judge the evidence again. Only the same contracts and suites can come to the same verdicts."""
    told: Results = json.loads(members[RESULTS])
    ours = {"contracts": load_contract().digest, "suites": digest_of(shipped("suites"))}
    for name, digest in ours.items():
        if told["run"]["digests"].get(name) != digest:
            expected = f"the {name} that the run was judged with, of apitest {told['run']['apitest']}"
            return Doubt(file=RESULTS, expected=expected, got=f"others, installed here ({digest})", status=_UNTOLD)
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        directory = Path(temporary)
        for name in (HEADER, EVIDENCE):
            (directory / name).write_bytes(members[name])
        try:
            again = judge_recorded(directory, workers=workers)
        except ApitestError as error:
            return Doubt(file=HEADER, expected="a run that can be judged", got=str(error))
    return next(differences(told, again), None)


_TRACES = ("exchange", "fingerprint", "reproduce", "waived")
_SINCE = ("excerpt",)
"""What older results do not have."""


def differences(told: Results, again: Results) -> Iterator[Doubt]:
    """Where the results differ from what the evidence gives; waivers are the user's and not in the evidence."""
    for part, dropped in (("verdicts", ("waived",)), ("findings", _TRACES), ("acceptance", ())):
        stated, found = (
            [{key: value for key, value in row.items() if key not in dropped} for row in document[part]]  # type: ignore[literal-required]
            for document in (told, again)
        )
        for number, (left, right) in enumerate(zip(stated, found, strict=False)):
            keys = [key for key in (*left, *right) if key in left or key not in _SINCE]
            key = next((key for key in keys if left.get(key) != right.get(key)), "")
            if key:
                whose = left.get("requirement", left.get("entity", ""))
                about = f"{part}[{number}].{key}, {whose} at {left.get('target', '')}"
                yield Doubt(file=RESULTS, expected=f"{about}: {right.get(key)!r}", got=repr(left.get(key)))
        if len(stated) != len(found):
            yield Doubt(file=RESULTS, expected=f"{len(found)} {part}", got=str(len(stated)))


def _checker(path: str) -> Callable[[bytes, bytes], bool]:
    serialization, ed25519 = cryptography()
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra

    try:
        key = serialization.load_pem_public_key(Path(path).read_bytes())
    except (OSError, ValueError) as error:
        raise no_key("a public key (Ed25519, PEM)", str(error), path) from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise no_key("a public key (Ed25519, PEM)", type(key).__name__, path)

    def fits(signature: bytes, content: bytes) -> bool:
        try:
            key.verify(signature, content)
        except InvalidSignature:
            return False
        return True

    return fits
