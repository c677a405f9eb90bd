"""Small changes of a record, to be combined into lies."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from unseen.forms import Row

Change = Callable[[Row], None]


def put(path: str, value: Any) -> Change:
    """Another value, or what a function makes of it."""

    def change(row: Row) -> None:
        old = row.get(path)
        if callable(value):
            if old is not None:
                row.put(path, value(old))
        else:
            row.put(path, value)

    return change


def add(path: str, value: Any) -> Change:
    """A value, there before or not; only in a row that is whole."""
    return lambda row: row.add(path, value) if "id" in row.fields and len(row.fields) > 3 else None


def drop(path: str) -> Change:
    """No value."""
    return lambda row: row.drop(path)


def shift(name: str, **by: float) -> Change:
    """A date moved."""

    def change(row: Row) -> None:
        if said := row.when(name):
            row.put_when(name, said + timedelta(**by))

    return change


def day(name: str, when: str) -> Change:
    """A date set, in the form that it has here."""
    return lambda row: row.put_when(name, datetime.fromisoformat(when).replace(tzinfo=UTC))


def relative(name: str, other: str, **by: float) -> Change:
    """A date set by another one of the record."""

    def change(row: Row) -> None:
        if (anchor := row.when(other)) and row.get(name) is not None:
            row.put_when(name, anchor + timedelta(**by))

    return change


def english(name: str, value: Any) -> Change:
    """The English text changed."""
    return text(name, "en", value)


def text(name: str, language: str, value: Any) -> Change:
    """The text of a language changed."""

    def change(row: Row) -> None:
        if (entry := row.text(name, language)) is not None and isinstance(entry.get("value"), str):
            entry["value"] = value(entry["value"]) if callable(value) else value

    return change


def tag(name: str, language: str, new: Any) -> Change:
    """Another language tag on a text."""

    def change(row: Row) -> None:
        if (entry := row.text(name, language)) is not None:
            entry["language"] = new

    return change


def without(name: str, language: str) -> Change:
    """A text without one of its languages."""

    def change(row: Row) -> None:
        entries = row.many(name)
        if entries is not None:
            entries[:] = [entry for entry in entries if entry.get("language") != language]

    return change


def each(name: str, field: str, value: Any) -> Change:
    """A field of each entry of a list changed."""

    def change(row: Row) -> None:
        for entry in row.each(name):
            if field in entry:
                entry[field] = value(entry[field]) if callable(value) else value

    return change


def first(name: str, field: str, value: Any) -> Change:
    """A field of the first entry of a list changed, or left out by None in the native form."""

    def change(row: Row) -> None:
        for entry in list(row.each(name))[:1]:
            if field in entry:
                entry[field] = value(entry[field]) if callable(value) else value

    return change


def lacking(name: str, field: str) -> Change:
    """Entries of a list without a field."""

    def change(row: Row) -> None:
        for entry in row.each(name):
            if row.form == "mea-json":
                entry.pop(field, None)
            elif field in entry:
                entry[field] = None

    return change


def emptied(name: str) -> Change:
    """A list with nothing in it."""

    def change(row: Row) -> None:
        entries = row.many(name)
        if entries is not None:
            entries[:] = []

    return change


def both(*changes: Change) -> Change:
    """Several changes that make one lie."""

    def change(row: Row) -> None:
        for one in changes:
            one(row)

    return change


def when(test: Callable[[Row], bool], change: Change) -> Change:
    """A change where it makes sense."""
    return lambda row: change(row) if test(row) else None


def swapped(name: str, one: str, other: str) -> Change:
    """The texts of two languages exchanged under their tags."""

    def change(row: Row) -> None:
        left, right = row.text(name, one), row.text(name, other)
        if left is not None and right is not None:
            left["value"], right["value"] = right["value"], left["value"]

    return change


def moved(name: str) -> Change:
    """The first entry of a list put last."""

    def change(row: Row) -> None:
        entries = row.many(name)
        if entries and len(entries) > 1:
            entries.append(entries.pop(0))

    return change


def doubled(name: str) -> Change:
    """The first entry of a list said twice."""

    def change(row: Row) -> None:
        entries = row.many(name)
        if entries:
            entries.append(dict(entries[0]) if isinstance(entries[0], dict) else entries[0])

    return change


def garbled(value: str) -> str:
    """UTF-8 read as Latin-1."""
    return value.encode().decode("latin-1")


def decomposed(value: str) -> str:
    """Accents apart from their letters."""
    return unicodedata.normalize("NFD", value)
