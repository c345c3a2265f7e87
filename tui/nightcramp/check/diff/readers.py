"""Who reads a sentence: the conditions above it in its file, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nightcramp.check.book.sentences import Sentences
from nightcramp.pack.condition import read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.toml_lines import Path

_EVERYONE = "everyone"
_FILES = {
    "words.toml": "everyone who uses the program",
    "sources.toml": "who looks up a source",
}


def readers_of(document: Document, path: Path, sentences: Sentences) -> str:
    """Who reads what is at a path of a file, in words."""
    clauses = list(dict.fromkeys(_clauses(document, path, sentences)))
    return "; ".join(clauses) or _FILES.get(document.name, _EVERYONE)


def _clauses(document: Document, path: Path, sentences: Sentences) -> Iterator[str]:
    value: Any = document.data
    above: list[tuple[Path, dict[str, Any]]] = [((), value)]
    for place, step in enumerate(path, 1):
        value = value[step]
        if isinstance(value, dict):
            above.append((path[:place], value))
    folder = document.name.split("/", maxsplit=1)[0]
    for where, table in above:
        kind = str(where[-2]) if len(where) > 1 else folder
        if folder in ("causes", "mimics") and not where:
            what = "cause" if folder == "causes" else "mimic"
            yield f"for whom the {what} '{table.get('id', '')}' is found"
        if kind == "contact" and "id" in table:
            yield f"who is sent to '{table['id']}'"
        if kind == "medicine_class" and "id" in table:
            yield f"who takes a medicine of '{table['id']}'"
        if kind == "section":
            continue
        if isinstance(table.get("when"), dict):
            yield sentences.clause(read_condition(table["when"]))
        if isinstance(table.get("unless"), dict):
            yield f"unless {sentences.clause(read_condition(table['unless']))}"
