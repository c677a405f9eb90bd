"""
`apitest.toml` → `Target`: address, dialect, entity sets, politeness, credentials by reference.

Knows nothing of what a target answers. What is wrong with the file is told with file, line, key and remedy.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from apitest.errors import ConfigurationError, UnknownName, UsageError
from apitest.model import Credentials, Politeness, Target
from apitest.packs import dialect_names
from apitest.shipped import shipped

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_SANE = Politeness()
_Departure = Any
"""What jsonschema says of one departure from a schema: its `ValidationError`."""
_SECRETS = ("password", "token", "username", "secret", "key")


def load_targets(path: Path) -> tuple[Target, ...]:
    """
    Read the targets of a configuration file, in its order.

    Raises:
        ConfigurationError: the file cannot be read, is no TOML, or breaks its schema.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            expected="a configuration file",
            got=getattr(error, "strerror", None) or str(error),
            where=str(path),
            fix="Give its path with --config, or one target with --url.",
        ) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _no_toml(error, text, path) from error
    # Here because it costs 60 ms of start-up, which an answer without a configuration need not pay.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    schema = json.loads(shipped("contracts", "config", "apitest-config-1.schema.json").read_text("utf-8"))
    # Dialects that others add may be named too.
    schema["$defs"]["target"]["properties"]["dialect"]["enum"] += dialect_names()
    errors = sorted(Draft202012Validator(schema).iter_errors(table), key=_place)
    if errors:
        raise _broken(errors[0], text, path)
    return tuple(_target(name, row, path.absolute().parent) for name, row in table["targets"].items())


def pick(targets: Iterable[Target], names: Iterable[str], *, where: str = "") -> tuple[Target, ...]:
    """
    The targets of these names, in this order; without names all of them.

    Raises:
        UnknownName: there is none of that name.
    """
    known = {target.id: target for target in targets}
    wanted = tuple(names)
    for name in wanted:
        if name not in known:
            raise UnknownName.among("target", name, known, where=where)
    return tuple(known[name] for name in wanted or known)


def target_of_url(url: str, dialect: str = "auto") -> Target:
    """
    One target without configuration; on loopback it is asked without a limit of rate.

    Raises:
        UsageError: the address is not an absolute http or https address, or holds credentials.
    """
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise UsageError(
            expected="an absolute http or https address without credentials",
            got=repr(url.rpartition("@")[2] if "@" in url else url),
            where="--url",
            fix="Give the service root, such as https://example.org/informea.svc; put credentials into apitest.toml.",
        )
    loopback = parts.netloc.rpartition(":")[0] in _LOOPBACK or parts.netloc in _LOOPBACK
    address = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
    return Target(
        id=re.sub(r"[^a-z0-9]+", "-", parts.netloc.lower()).strip("-"),
        name=parts.netloc,
        url=address,
        dialect=dialect,
        politeness=Politeness(rate=0 if loopback else 5, connections=0 if loopback else 2),
    )


def _target(name: str, row: Mapping[str, Any], folder: Path) -> Target:
    """Paths are from the folder of the configuration: the suites run elsewhere."""
    auth = {key: _from(folder, key, value) for key, value in row.get("auth", {}).items()}
    files = {
        key: _from(folder, key, row.get(key, "")) for key in ("ca-file", "certificate-file", "certificate-key-file")
    }
    return Target(
        id=name,
        name=row.get("name", name),
        url=row["url"].rstrip("/"),
        dialect=row.get("dialect", "auto"),
        entities=tuple(row.get("entities", ())),
        treaties=tuple(row.get("treaties", ())),
        politeness=Politeness(
            rate=float(row["rate"].removesuffix("/s")) if "rate" in row else 5.0,
            connections=row.get("connections", 2),
            max_requests=row.get("max-requests", 0),
            max_bytes=row.get("max-bytes", 0),
            max_seconds=float(row.get("max-seconds", 0)),
            timeout=float(row.get("timeout", 30.0)),
            deadline=float(row.get("deadline", 4 * row.get("timeout", 30.0))),
            max_body=row.get("max-body", _SANE.max_body),
            max_pages=row.get("max-pages", _SANE.max_pages),
        ),
        credentials=Credentials(**{key.replace("-", "_"): value for key, value in auth.items()}) if auth else None,
        **{key.replace("-", "_"): value for key, value in files.items()},
    )


def _from(folder: Path, key: str, value: str) -> str:
    return str(folder / Path(value).expanduser()) if value and key.endswith("-file") else value


# --- what is wrong with a file ------------------------------------------------------------------------------------


def _no_toml(error: tomllib.TOMLDecodeError, text: str, path: Path) -> ConfigurationError:
    found = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    number = int(found[1]) if found else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    key = re.match(r"\[*\s*([\w.\"'-]+)", line)
    return ConfigurationError(
        expected="TOML",
        got=f"{error}: {line!r}" if line else str(error),
        where=f"{path}, line {number}" + (f", {key[1]}" if key else ""),
        fix="Repair the line: text stands in quotation marks, lists and table names in brackets.",
    )


def _place(error: _Departure) -> tuple[list[str], bool]:
    """Where an error is; at the same place a misspelt key comes before the key that is missing because of it."""
    return [str(step) for step in error.path], error.validator != "additionalProperties"


def _broken(error: _Departure, text: str, path: Path) -> ConfigurationError:
    key = ".".join(str(step) for step in error.path)
    limit: Any = error.validator_value
    if error.validator == "additionalProperties":
        return _unknown_key(error, key, text, path)
    if error.validator == "enum":
        known = sorted(str(value) for value in limit)
        near = get_close_matches(str(error.instance), known, n=1, cutoff=0.5)
        fix = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
        return _error(f"one of {', '.join(known)}", repr(error.instance), key, text, path, fix)
    if error.validator == "required":
        present: Any = error.instance
        missing = next(name for name in limit if name not in present)
        return _error(f"the key {missing!r}", "none", key, text, path, f"Add {missing} = …")
    if error.validator == "oneOf":
        fix = (
            'basic needs "username-env" and "password-env", bearer needs "token-env", '
            'api-key needs "key-env" and "header" or "query", oauth2 needs "token-url", "client-id-env" and '
            '"client-secret-env"; -file in place of -env names a file, -keyring an entry of the keyring.'
        )
        return _error("names of environment variables for the type", _keys(error.instance), key, text, path, fix)
    described = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    expected = f"{error.validator} {limit!r}"
    return _error(expected, repr(error.instance), key, text, path, str(described))


def _unknown_key(error: _Departure, key: str, text: str, path: Path) -> ConfigurationError:
    schema: Any = error.schema
    present: Any = error.instance
    known = sorted(schema["properties"])
    name = next(name for name in present if name not in known)
    where = f"{key}.{name}" if key else name
    if name in _SECRETS and key.endswith("auth"):
        fix = f'Put it into an environment variable and name that: {name}-env = "MY_{name.upper()}".'
        return _error("a reference to a secret", "the secret itself", where, text, path, fix)
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    fix = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(known)}."
    return _error("a key that apitest knows", repr(name), where, text, path, fix)


def _keys(instance: object) -> str:
    return ", ".join(sorted(instance)) if isinstance(instance, Mapping) else repr(instance)


def _error(expected: str, got: str, key: str, text: str, path: Path, fix: str) -> ConfigurationError:
    line = _line_of(key, text)
    where = f"{path}, line {line}, {key}" if line else f"{path}, {key}".rstrip(", ")
    return ConfigurationError(expected=expected, got=got, where=where, fix=fix)


def _line_of(key: str, text: str) -> int:
    """The line that a key stands on, as far as a look at the text can tell; 0: not found."""
    steps = key.split(".")
    table, found = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = line.strip()
        if bare.startswith("["):
            table = bare.strip("[] ")
            if key == table or key.startswith(f"{table}.") or (key and table.startswith(f"{key}.") and not found):
                found = number
        elif table == ".".join(steps[: table.count(".") + 1]) or not table:
            rest = steps[table.count(".") + 1 :] if table else steps
            if rest and re.match(rf"[\"']?{re.escape(rest[0])}[\"']?\s*[.=]", bare):
                return number
    return found
