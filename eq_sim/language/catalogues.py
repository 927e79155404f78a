"""Keeps the catalogues in step with the sources: ``python -m eq_sim.language.catalogues``.

It reads every sentence that is marked in the sources or stands in a shipped file, brings each
catalogue up to date (what is new has no translation yet, what is gone goes), and compiles it. It
needs Babel, which the extra ``test`` has.
"""

import ast
import io
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from eq_sim.language.spoken import DOMAIN
from eq_sim.resources import resource

_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)
_PACKAGE = Path(__file__).resolve().parent.parent
_MARKS = {"tr": (1,), "ntr": (1, 2), "ptr": ((1, "c"), 2), "later": (1,), "plater": ((1, "c"), 2)}
_SHIPPED = {
    "scenarios": ("title", "about", "text"),
    "glossary": ("name", "also", "says", "formula", "source"),
    "large_models": (
        *("called", "source", "operations_source", "hours_source", "right_source"),
        "runs_source",
    ),
}
"""Folders of ``resources``, and the keys of their files that are words for a person."""

_SAID_IN_WINDOW = ("checks.py", "drawing.py", "film.py", "film_subject.py")
"""Files of the command line whose films the window asks for: it shows what they say."""

_UNUSED = (
    *('"Project-Id', '"Report-Msgid', '"POT-Creation', '"PO-Revision', '"Last-Translator'),
    *('"Language-Team', '"Generated-By', "# "),
)
"""Lines of the head that hold nothing, or what differs from day to day."""


def template() -> Catalog:
    """Returns a catalogue of all sentences, without translations."""
    catalog = Catalog(charset="utf-8")
    marks = _MARKS | dict.fromkeys(error_names(), (1,))
    for path in sorted(_PACKAGE.rglob("*.py")):
        if _PACKAGE / "cli" in path.parents and path.name not in _SAID_IN_WINDOW:
            continue  # the command line speaks English, as those who write scripts expect
        where = path.relative_to(_PACKAGE.parent).as_posix()
        for _, message, _, context in extract_from_file("python", path, keywords=marks):
            catalog.add(message, locations=[(where, 0)], context=context)
    for folder, keys in _SHIPPED.items():
        for path in sorted(resource(folder).glob("*.toml")):
            for words in _values(tomllib.loads(path.read_text("utf-8")), keys):
                catalog.add(words, locations=[(f"resources/{folder}/{path.name}", 0)])
    return catalog


@cache
def error_names() -> frozenset[str]:
    """Returns the names of all classes of errors whose first argument is a sentence.

    Those of tables stand below the session's, which have another root.
    """
    bases: dict[str, set[str]] = {}
    for path in _PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                named = {ast.unparse(base).split(".")[-1] for base in node.bases}
                bases.setdefault(node.name, set()).update(named)
    found = {"EqSimError", "TableError"}
    while more := {name for name, of in bases.items() if of & found} - found:
        found |= more
    return frozenset(found)


def updated(code: str) -> Catalog:
    """Returns a language's catalogue with every sentence of the program, and no other."""
    with po_file(code).open("rb") as file:
        kept = read_po(file, locale=code, domain=DOMAIN)
    fresh = Catalog(locale=code, domain=DOMAIN, charset="utf-8", project="eq_sim", fuzzy=False)
    for message in template():
        if not message.id:
            continue
        old = kept.get(message.id, message.context)
        same = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        string = old.string if old is not None and same else None
        fresh.add(message.id, string, message.locations, context=message.context)
    return fresh


def po_text(catalog: Catalog) -> str:
    """Returns a catalogue as its file has it: sorted, with the files that say a sentence."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, sort_output=True, include_lineno=False, omit_header=False)
    lines = file.getvalue().decode("utf-8").split("\n")
    return "\n".join(line for line in lines if line != "#" and not line.startswith(_UNUSED))


def mo_bytes(catalog: Catalog) -> bytes:
    """Returns a catalogue as the program reads it."""
    catalog.creation_date = catalog.revision_date = _NO_DAY  # the same on each day
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def missing(catalog: Catalog) -> Iterator[str]:
    """Yields what has no translation."""
    for message in catalog:
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(strings):
            yield message.id if isinstance(message.id, str) else message.id[0]


def po_file(code: str) -> Path:
    """Returns where a language's catalogue is."""
    return resource("languages") / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _values(found: object, keys: tuple[str, ...]) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            if key in keys:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _values(value, keys)
    elif isinstance(found, list):
        for value in found:
            yield from _values(value, keys)


def main() -> None:
    """Brings every catalogue up to date, and says what has no translation."""
    for folder in sorted(resource("languages").iterdir()):
        if not folder.is_dir():
            continue
        catalog = updated(folder.name)
        po_file(folder.name).write_text(po_text(catalog), "utf-8")
        po_file(folder.name).with_suffix(".mo").write_bytes(mo_bytes(catalog))
        without = list(missing(catalog))
        print(f"{folder.name}: {len(catalog)} sentences, {len(without)} not translated")  # noqa: T201
        for words in without:
            print(f"  {words}")  # noqa: T201


if __name__ == "__main__":
    main()
