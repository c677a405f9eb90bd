"""
What there is to translate and how much of it is: `python tests/translating.py` brings the catalogues up to date.

New strings of reports enter their catalogue untranslated, texts of requirements when they are translated; what is gone
leaves, what is translated stays.
"""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

import apitest.reports
import apitest.site
from apitest.acceptance.rules import load_rules
from apitest.contracts import load_contract
from apitest.dialects import DIALECTS, sets_without
from apitest.reports.language import DOMAINS, LANGUAGES, LOCALES

Message = str | tuple[str, str]
ONE, MANY = ("say", "mark"), ("say_many", "mark_many")
ROOMS = tuple(Path(room.__file__).parent for room in (apitest.reports, apitest.site))


def interface_strings() -> list[Message]:
    """Every string of ours that a report or a page of a site can say, in the order of the files."""
    found: dict[Message, None] = {}
    for path in (path for room in ROOMS for path in sorted(room.glob("*.py"))):
        found.update(dict.fromkeys(_of_code(path)))
    for path in (path for room in ROOMS for path in sorted((room / "templates").glob("*.jinja"))):
        with path.open("rb") as file:
            for _, name, texts, _ in babel_extract(file, [*ONE, *MANY], [], {}):
                if texts is None:  # the string is in a variable, and marked where it is written
                    continue
                parts = [texts] if isinstance(texts, str) else [text for text in texts if text is not None]
                found[parts[0] if name in ONE else (parts[0], parts[1])] = None
    return list(found)


def _of_code(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if node.func.id in ONE and texts and texts[0]:
                yield texts[0]
            if node.func.id in MANY and len(texts) > 1:
                yield (texts[0], texts[1])


def requirement_texts() -> list[Message]:
    """
    Sentences of all requirements, then what their breaches cost, then how to mend them, then the importer's rules, then why
    a requirement does not bind in a form.
    """
    items = load_contract().requirements.values()
    rules = load_rules().values()
    parts = (
        (item.sentence for item in items),
        (item.cost for item in items),
        (item.fix for item in items),
        (rule.cause for rule in rules),
        (rule.says for rule in rules),
        (rule.fix for rule in rules),
        (item.excuse for item in items),
        (text for dialect in DIALECTS.values() for text in (*dialect.LACKS.values(), *sets_without(dialect).values())),
    )
    return list(dict.fromkeys(text for text in chain(*parts) if text))


SOURCES = {"reports": interface_strings, "requirements": requirement_texts}


def catalogue(language: str, domain: str) -> Catalog:
    """A catalogue as it is checked in; an empty one where there is none."""
    path = LOCALES / language / f"{domain}.po"
    locale = {"zh": "zh_Hans"}.get(language, language)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def untranslated(language: str, domain: str) -> list[Message]:
    """The strings that the catalogue does not say in its language."""
    known = catalogue(language, domain)
    return [message for message in SOURCES[domain]() if not _said(known, message)]


def _said(known: Catalog, message: Message) -> bool:
    entry = known.get(message if isinstance(message, str) else message[0])
    if entry is None or entry.fuzzy:
        return False
    texts = (entry.string,) if isinstance(entry.string, str) else entry.string
    return all(texts)


def update(language: str, domain: str) -> int:
    """Write the catalogue anew; the number of strings that it does not say."""
    before = catalogue(language, domain)
    after = Catalog(
        locale={"zh": "zh_Hans"}.get(language, language),
        project="apitest",
        version="1",
        msgid_bugs_address=" ",
        last_translator="a machine",
        language_team=LANGUAGES[language],
        charset="utf-8",
        fuzzy=False,
        header_comment=f"# apitest, {LANGUAGES[language]}: machine-drafted, wants a native reader who knows the field.",
    )
    # What was translated has the forms of plurals that it was translated with, whichever a newer Babel knows.
    after.mime_headers = [("Plural-Forms", before.plural_forms)]
    for message in SOURCES[domain]():
        entry = before.get(message if isinstance(message, str) else message[0])
        if domain == "reports" or (entry is not None and entry.string):
            after.add(message, entry.string if entry is not None else None)
    path = LOCALES / language / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, after, width=0, omit_header=False)
    text = path.read_text("utf-8")
    lines = [
        line for line in text.split("\n") if not line.startswith(('"POT-Creation', '"PO-Revision', '"Generated-By'))
    ]
    at = next(number for number, line in enumerate(lines) if line.startswith('"MIME-Version'))
    lines.insert(at, '"X-Origin: machine-drafted, wants a native reader\\n"')
    path.write_text("\n".join(lines), "utf-8")
    return len(untranslated(language, domain))


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != "en":
            for domain in DOMAINS:
                total = len(SOURCES[domain]())
                print(f"{language} {domain}: {total - update(language, domain)} of {total}")  # noqa: T201
