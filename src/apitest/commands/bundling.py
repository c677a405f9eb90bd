"""`apitest bundle`: a run as one file that others can verify."""

import json
import secrets
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from apitest.bundles.evidence import one_file, redacted_copy
from apitest.bundles.redaction import Cover, secrets_of
from apitest.bundles.statement import envelope, sha256, statement_of
from apitest.commands.saving import save
from apitest.errors import CannotRecord, RunDirectoryError, UsageError
from apitest.evidence import Evidence
from apitest.reports import FORMATS
from apitest.runs import EVIDENCE, HEADER, PAGE, RESULTS, read_plan, read_results

STATEMENT, ENVELOPE, REDACTION = "statement.json", "statement.dsse.json", "redaction.json"
INSIDE = (HEADER, RESULTS, PAGE, EVIDENCE, REDACTION)
"""Files that the statement names."""
_EPOCH = (1980, 1, 1, 0, 0, 0)

# --- bundle -----------------------------------------------------------------------------------------------------------


def bundle(run: str, output: str, *, sign: str | None, quiet: bool) -> None:
    """
    Pack a run into one file, with what is personal or secret replaced, and sign it if a key is given.

    Raises:
        RunDirectoryError: there is no whole run, or the file cannot be written.
        UsageError: the key cannot be used.
    """
    directory = Path(run)
    signer = _signer(sign) if sign else None
    with tempfile.TemporaryDirectory(prefix="apitest-") as temporary:
        files = _files(directory, Path(temporary))
    statement = statement_of(json.loads(files[RESULTS]), files)
    members = {**files, STATEMENT: statement}
    if signer is not None:
        members[ENVELOPE] = envelope(statement, *signer)
    save(output, _packed(members))
    if not quiet:
        rows = json.loads(files[REDACTION])["replaced"]
        told = (
            ", ".join(f"{row['rule']} {sum(row['replaced'].values()):,}" for row in rows if row["replaced"])
            or "nothing"
        )
        sys.stdout.write(f"{output}: {len(members)} files{', signed' if sign else ''}. Replaced: {told}.\n")


def _files(directory: Path, scratch: Path) -> dict[str, bytes]:
    results, plan = read_results(directory), read_plan(directory)
    if not (directory / EVIDENCE).is_file() or not (directory / RESULTS).is_file():
        raise RunDirectoryError(
            expected=f"a run that has ended, with {RESULTS} and {EVIDENCE}", got="less", where=str(directory),
            fix=f"Finish it: apitest run --resume {directory}.",
        )  # fmt: skip
    cover = Cover(key=secrets.token_bytes(32), secrets=secrets_of(target.url for target in plan.order.targets))
    try:
        redacted_copy(directory / EVIDENCE, scratch / EVIDENCE, cover)
    except (sqlite3.Error, CannotRecord) as error:
        got = error.got if isinstance(error, CannotRecord) else str(error)
        raise RunDirectoryError(expected="evidence", got=got, where=str(directory / EVIDENCE)) from error
    told = json.loads(cover.text(json.dumps(results), RESULTS))
    recorded = told["run"]["digests"].get("evidence", "")
    told["run"]["digests"]["evidence"] = content_digest(scratch / EVIDENCE)
    one_file(scratch / EVIDENCE)
    files = {
        HEADER: _header(directory, cover),
        RESULTS: FORMATS["json"](told),
        PAGE: FORMATS["html"](told),
        EVIDENCE: (scratch / EVIDENCE).read_bytes(),
    }
    listed = {"evidence-as-recorded": recorded, "replaced": cover.listed()}
    return {**files, REDACTION: json.dumps(listed, indent=1).encode() + b"\n"}


def _header(directory: Path, cover: Cover) -> bytes:
    header = json.loads((directory / HEADER).read_text("utf-8"))
    for target in header["order"]["targets"]:
        cover.note("credentials", HEADER, int(target["credentials"] is not None))
        target["credentials"] = None
    return cover.over(json.dumps(header, indent=2).encode(), HEADER)


def content_digest(path: Path) -> str:
    """The digest of what a file of evidence holds."""
    evidence = Evidence(path)
    try:
        return evidence.content_digest()
    finally:
        evidence.settle()
        evidence.close()


def _packed(members: Mapping[str, bytes]) -> bytes:
    """A zip archive that is the same for the same files."""
    body = BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in sorted(members.items()):
            about = zipfile.ZipInfo(name, _EPOCH)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            archive.writestr(about, content)
    return body.getvalue()


def _signer(path: str) -> tuple[Callable[[bytes], bytes], str]:
    serialization, ed25519 = cryptography()
    try:
        key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise no_key("a private key (Ed25519, PEM, without password)", str(error), path) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise no_key("a private key (Ed25519, PEM, without password)", type(key).__name__, path)
    return key.sign, sha256(key.public_key().public_bytes_raw())


def cryptography() -> tuple[Any, Any]:
    """
    Two modules of the package cryptography, which is an extra.

    Raises:
        UsageError: it is not installed.
    """
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            expected="the package cryptography, for signatures", got="none", fix="pip install 'apitest[signing]'"
        ) from error
    return serialization, ed25519


def no_key(expected: str, got: str, where: str) -> UsageError:
    """What to say where a file holds no key that can be used."""
    fix = (
        "Make a pair: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out public.pem"
    )
    return UsageError(expected=expected, got=got, where=where, fix=fix)
