"""
What is vouched for: an in-toto statement (v1) of a test result (v0.1), and its envelope (DSSE) when it is signed.

The subjects are the files of the bundle, each with its SHA-256. Pure: signing and checking a signature are handed in.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from apitest.model import Outcome
from apitest.results import Results

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"

Json = Any


def statement_of(results: Results, files: Mapping[str, bytes]) -> bytes:
    """State what a run found, about these files."""
    run = results["run"]
    names: dict[str, list[str]] = {"passed": [], "failed": [], "cantTell": []}
    for verdict in results["verdicts"]:
        if verdict["outcome"] in names:
            names[verdict["outcome"]].append(
                " ".join((verdict["requirement"], verdict["target"], verdict["entity"])).strip()
            )
    document = {
        "_type": TYPE,
        "subject": [{"name": name, "digest": {"sha256": sha256(body)}} for name, body in sorted(files.items())],
        "predicateType": PREDICATE,
        "predicate": {
            "result": _result(results),
            "configuration": [
                {"name": name, "digest": {"sha256": digest}}
                for name, digest in run["digests"].items()
                if name != "evidence"
            ],
            "passedTests": names["passed"],
            "warnedTests": names["cantTell"],
            "failedTests": names["failed"],
        },
    }
    return json.dumps(document, ensure_ascii=True, indent=1).encode() + b"\n"


def _result(results: Results) -> str:
    outcome = results["run"]["outcome"]
    if outcome == Outcome.FAILED:
        return "FAILED"
    return "PASSED" if outcome == Outcome.PASSED and results["run"]["complete"] else "WARNED"


def sha256(body: bytes) -> str:
    """The digest of a file."""
    return hashlib.sha256(body).hexdigest()


def subjects_of(statement: bytes) -> dict[str, str]:
    """
    The files that a statement names, each with its digest.

    Raises:
        ValueError: it is not such a statement.
    """
    try:
        document = json.loads(statement)
        if (document["_type"], document["predicateType"]) != (TYPE, PREDICATE):
            raise ValueError(f"a statement of the type {document['_type']!r} about {document['predicateType']!r}")
        return {row["name"]: row["digest"]["sha256"] for row in document["subject"]}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no statement of a test result ({error!r})") from error


def envelope(statement: bytes, sign: Callable[[bytes], bytes], keyid: str) -> bytes:
    """Put a statement into a signed envelope."""
    document = {
        "payloadType": PAYLOAD,
        "payload": base64.b64encode(statement).decode(),
        "signatures": [{"keyid": keyid, "sig": base64.b64encode(sign(encoded(statement))).decode()}],
    }
    return json.dumps(document, indent=1).encode() + b"\n"


def encoded(statement: bytes) -> bytes:
    """What is signed: the pre-authentication encoding of DSSE."""
    kind = PAYLOAD.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(statement), statement)


def opened(body: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """
    The statement in an envelope, and the signatures on it.

    Raises:
        ValueError: it is no envelope of a statement.
    """
    try:
        document = json.loads(body)
        if document["payloadType"] != PAYLOAD:
            raise ValueError(f"an envelope of {document['payloadType']!r}")
        signatures = tuple(base64.b64decode(row["sig"], validate=True) for row in document["signatures"])
        return base64.b64decode(document["payload"], validate=True), signatures
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no signed envelope ({error!r})") from error
