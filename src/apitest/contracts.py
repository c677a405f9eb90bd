"""
`contracts/` → `Contract`: requirements, schemas and vocabularies as they ship, read once and held together.

A contract folder holds `contract.toml` (entity sets), `schemas/` (JSON Schema 2020-12 of the canonical records) and
`requirements/` (one table a requirement). What is wrong in them is told with file and table; nothing here asks anybody.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from apitest.errors import ConfigurationError
from apitest.model import (
    Contract,
    Depth,
    EntitySet,
    Feature,
    Json,
    Kind,
    Mender,
    Obligation,
    Requirement,
    Shape,
    Source,
    SourceKind,
    Term,
    Vocabulary,
)
from apitest.packs import Pack, packs
from apitest.shipped import shipped

FAMILIES = ("informea/1.5", "national-reports/1.0", "projects/1.0", "exchange/1.0")
CLASSES = (
    "transport", "service", "query", "paging",
    "decisions", "meetings", "national-reports", "national-plans", "projects",
    "sites", "documents", "contacts", "country-profiles",
    "text", "vocabulary", "references", "files",
    "acceptance", "compatibility", "efficiency", "security",
)  # fmt: skip
"""Conformance classes, in the order of the catalogue."""

_REQUIREMENT_KEYS = {item.name.replace("_", "-") for item in fields(Requirement)} - {"id"}
_REQUIRED_KEYS = {"obligation", "sentence", "source", "cost", "fix", "mender", "entities"}
_SCALARS = {"boolean": Kind.BOOLEAN, "number": Kind.NUMBER}
_FORMATS = {"date-time": Kind.DATE_TIME, "date": Kind.DATE}


@cache
def load_contract(root: Path | None = None) -> Contract:
    """
    Read the contracts that ship with the packs that are installed, or those in another folder of the same form.

    Raises:
        ConfigurationError: a file that cannot be read as a contract; names file and table.
    """
    added = packs() if root is None else ()
    root = root or shipped("contracts")
    versions: dict[str, str] = {}
    entities: dict[str, EntitySet] = {}
    for family in FAMILIES:
        about = _toml(root / family / "contract.toml")
        if about.get("entities"):
            versions[about["family"]] = about["version"]
        for name, table in about.get("entities", {}).items():
            entities[name] = _entity(name, table, about["family"], root / family / "schemas", _types(root))
    requirements = {item.id: item for family in FAMILIES for item in _requirements(root / family, tuple(entities))}
    for pack in added:
        requirements |= _requirements_of(pack, tuple(entities))
        versions[pack.name] = pack.version
    classes = (*CLASSES, *(pack.name for pack in added))
    _hold_together(requirements, root, classes)
    ordered = sorted(requirements.values(), key=lambda item: classes.index(item.conformance_class))
    return Contract(
        versions=versions,
        entities=entities,
        requirements={item.id: item for item in ordered},
        vocabularies={item.name: item for item in _vocabularies(root / "vocabularies")},
        digest=_digest(root, added),
    )


def _requirements_of(pack: Pack, every_set: tuple[str, ...]) -> dict[str, Requirement]:
    """
    The requirements of a pack.

    Raises:
        ConfigurationError: an id that is not of the pack's own class, or a class that is one of ours.
    """
    if pack.name in CLASSES:
        raise _broken("a pack with a name of its own", f"{pack.name!r}, which is a class of apitest", pack.folder)
    found = {item.id: item for item in _requirements(pack.folder, every_set)}
    for name in found:
        if not name.startswith(f"{pack.name}/"):
            raise _broken(f"ids that begin with '{pack.name}/'", repr(name), pack.folder, name)
    return found


def _digest(root: Path, added: tuple[Pack, ...]) -> str:
    """Of the contracts alone where nothing is added, so that it is the same everywhere."""
    if not added:
        return digest_of(root)
    parts = (digest_of(root), *(f"{pack.name} {pack.version} {digest_of(pack.folder)}" for pack in added))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def load_family(folder: Path) -> Contract:
    """
    One version of one family alone, such as `contracts/informea/1.5`, with the types and vocabularies beside it.

    Its requirements are not held against those of other families, which may be of another time.

    Raises:
        ConfigurationError: a file that cannot be read as a contract; names file and table.
    """
    root = folder.resolve().parent.parent
    about = _toml(folder / "contract.toml")
    try:
        tables, family, types = about.get("entities", {}), about["family"], _types(root)
        entities = {name: _entity(name, table, family, folder / "schemas", types) for name, table in tables.items()}
        version = about["version"]
    except (KeyError, TypeError, AttributeError) as error:
        raise _broken("family, version and entity sets", f"no {error}", folder / "contract.toml") from error
    return Contract(
        versions={family: version},
        entities=entities,
        requirements={item.id: item for item in _requirements(folder, tuple(entities))},
        vocabularies={item.name: item for item in _vocabularies(root / "vocabularies")},
        digest=digest_of(folder),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a requirement is written: a file, relative to the root of the repository, and its line from 1."""

    path: str
    line: int


@cache
def requirement_places(root: Path | None = None) -> Mapping[str, Place]:
    """Requirement → where its table begins in the contracts that ship."""
    root = root or shipped("contracts")
    places = {}
    for family in FAMILIES:
        for path in sorted((root / family / "requirements").glob("*.toml")):
            name = f"contracts/{path.relative_to(root).as_posix()}"
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if line.startswith('["') and line.rstrip().endswith('"]'):
                    places[line.strip()[2:-2]] = Place(path=name, line=number)
    return places


def digest_of(folder: Path) -> str:
    """SHA-256 over the files of a folder and their names, without caches."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


# --- schemas ------------------------------------------------------------------------------------------------------


def _types(root: Path) -> Mapping[str, Json]:
    definitions: Mapping[str, Json] = _json(root / "types" / "1.0" / "types.json")["$defs"]
    return definitions


def _entity(name: str, table: Mapping[str, Json], family: str, schemas: Path, types: Mapping[str, Json]) -> EntitySet:
    schema = _resolved(_json(schemas / table["schema"]), types)
    key = table.get("key", "id")
    if key not in schema["properties"]:
        raise _broken("a key among the properties of the schema", repr(key), schemas / table["schema"], name)
    return EntitySet(
        name=name,
        wire_name=table["wire-name"],
        type_name=table["type-name"],
        title=table["title"],
        family=family,
        schema=schema,
        shape=shape_of(schema),
        filters={key: tuple(value) for key, value in table["filters"].items()},
        sortable=tuple(table["sortable"]),
        key=key,
        extension=frozenset(_extension(schema)),
        kept=tuple(table.get("kept", ())),
        native=bool(table.get("native", False)),
    )


def _extension(schema: Mapping[str, Json]) -> Iterator[str]:
    """Names of the properties that are marked as an extension, and of those in collections: `files/role`."""
    for name, child in schema["properties"].items():
        if "x-extension" in child:
            yield name
        else:
            inner = child.get("items", {}).get("properties", {})
            yield from (f"{name}/{key}" for key, value in inner.items() if "x-extension" in value)


def _resolved(schema: Json, types: Mapping[str, Json]) -> Json:
    """A schema with its references to the shared types written out."""
    if isinstance(schema, list):
        return [_resolved(item, types) for item in schema]
    if not isinstance(schema, dict):
        return schema
    target = schema.get("$ref")
    named = types[target.rpartition("/")[2]] if isinstance(target, str) else {}
    return {key: _resolved(value, types) for key, value in {**named, **schema}.items() if key != "$ref"}


def shape_of(schema: Mapping[str, Json]) -> Shape:
    """The form of a property, as a dialect needs it, read off its resolved JSON Schema."""
    kind, form = schema.get("type"), schema.get("format", "")
    if kind == "object":
        inner = {name: shape_of(child) for name, child in schema["properties"].items()}
        return Shape(kind=Kind.OBJECT, fields=inner, type_name=schema.get("title", ""))
    if kind == "array":
        item = shape_of(schema["items"])
        if item.kind is Kind.OBJECT:
            return Shape(kind=Kind.COLLECTION, fields=item.fields, type_name=item.type_name)
        return Shape(kind=Kind.LIST, item=item)
    if kind is None:
        return Shape(kind=Kind.ANY)
    if kind == "integer":
        return Shape(kind=Kind.LONG if form == "int64" else Kind.INTEGER)
    return Shape(kind=_SCALARS.get(str(kind)) or _FORMATS.get(form, Kind.TEXT))


# --- requirements -------------------------------------------------------------------------------------------------


def _requirements(family: Path, every_set: tuple[str, ...]) -> Iterator[Requirement]:
    for path in sorted((family / "requirements").glob("*.toml")):
        for name, table in _toml(path).items():
            yield _requirement(name, table, every_set, path)


def _requirement(name: str, table: Mapping[str, Json], every_set: tuple[str, ...], path: Path) -> Requirement:
    unknown, missing = sorted({*table} - _REQUIREMENT_KEYS), sorted(_REQUIRED_KEYS - {*table})
    if unknown or missing:
        wrong = f"the unknown key {unknown[0]!r}" if unknown else f"no {missing[0]!r}"
        raise _broken("the keys of a requirement", wrong, path, name)
    try:
        return Requirement(
            id=name,
            obligation=Obligation(table["obligation"]),
            sentence=table["sentence"],
            source=_source(table["source"]),
            cost=table["cost"],
            fix=table["fix"],
            mender=Mender(table["mender"]),
            entities=every_set if "*" in table["entities"] else tuple(table["entities"]),
            needs=tuple(Feature(feature) for feature in table.get("needs", ())),
            about=tuple(table.get("about", ())),
            dialects=tuple(table.get("dialects", ())),
            excuse=table.get("excuse", ""),
            requires=tuple(table.get("requires", ())),
            where=tuple(table.get("where", ())),
            beside=tuple(table.get("beside", ())),
            portal_rules=tuple(table.get("portal-rules", ())),
            depth=Depth(table.get("depth", Depth.QUICK)),
            right=table.get("right", ""),
            wrong=table.get("wrong", ""),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _broken("a requirement", str(error), path, name) from error


def _source(table: Mapping[str, str]) -> Source:
    return Source(kind=SourceKind(table["kind"]), document=table["document"], place=table["place"])


def _hold_together(requirements: Mapping[str, Requirement], root: Path, classes: tuple[str, ...]) -> None:
    for item in requirements.values():
        if item.conformance_class not in classes:
            raise _broken("an id 'class/name' with a known class", repr(item.id), root, item.id)
        for name in item.requires:
            if name not in requirements:
                raise _broken("'requires' with ids of requirements", repr(name), root, item.id)
        if item.dialects and not item.excuse:
            raise _broken("an 'excuse' for the dialects that it does not bind", "none", root, item.id)


# --- vocabularies -------------------------------------------------------------------------------------------------


def _vocabularies(folder: Path) -> Iterator[Vocabulary]:
    for path in sorted(folder.glob("*.json")):
        table = _json(path)
        terms = [
            Term(
                code=row["code"],
                label=row["label"],
                status=row.get("status", "active"),
                same_as=row.get("sameAs", ""),
                boxes=tuple(tuple(box) for box in row.get("boxes", ())),
            )
            for row in table["terms"]
        ]
        yield Vocabulary(
            name=table["name"],
            title=table["title"],
            source=table["source"],
            open=table["open"],
            terms={term.code: term for term in terms},
            patterns=table.get("patterns", {}),
        )


# --- files --------------------------------------------------------------------------------------------------------


def _toml(path: Path) -> dict[str, Json]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _broken("a TOML file", str(error), path) from error


def _json(path: Path) -> Json:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _broken("a JSON file", str(error), path) from error


def _broken(expected: str, got: str, path: Path, table: str = "") -> ConfigurationError:
    where = f"{path}, {table}" if table else str(path)
    return ConfigurationError(expected=expected, got=got, where=where, fix="Repair the contract file.")
