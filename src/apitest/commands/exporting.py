"""
The documents that are generated from the contracts, written to files.

`python -m apitest.commands.exporting` brings `contracts/openapi/` of a checkout up to date; a test tells when that is due.
"""

from pathlib import Path

import orjson

from apitest.contracts import load_contract
from apitest.dialects import openapi_documents
from apitest.shipped import shipped


def openapi_files() -> dict[str, bytes]:
    """File name → the OpenAPI document of a dialect, as it is checked in."""
    documents = openapi_documents(load_contract())
    return {
        f"{name}.json": orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n" for name, value in documents.items()
    }


def export_openapi(folder: Path) -> list[Path]:
    """Write all OpenAPI documents into a folder, which is made if need be; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, body in openapi_files().items():
        (folder / name).write_bytes(body)
        written.append(folder / name)
    return written


if __name__ == "__main__":
    for path in export_openapi(shipped("contracts") / "openapi"):
        print(path)  # noqa: T201 - what was asked for
