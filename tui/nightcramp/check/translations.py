"""Translations of a pack: what is missing, stale, or translates nothing.

A language has a folder of its own with the same files, and in each a table for every
sentence: its text, and the hash of the sentence it was made from.

    ["flag/clot_in_leg/because"]
    text = "Tiene una pierna hinchada desde hace poco."
    of = "1a2b3c4d"
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from nightcramp.check.finding import Finding
from nightcramp.check.statements import SPOKEN
from nightcramp.errors import PackError
from nightcramp.pack.load import read_file
from nightcramp.pack.model import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from nightcramp.check.places import Places
    from nightcramp.pack import Pack
    from nightcramp.pack.document import Document
    from nightcramp.pack.where import Path

_TRANSLATED = SPOKEN | {"title", "name", "lead"}


class Translated(Record, frozen=True, kw_only=True):
    """A sentence in another language.

    Attributes:
        of: the first eight hexadecimal digits of the SHA-256 of what it was made from.
    """

    text: str
    of: str


def check_translations(pack: Pack, places: Places, folder: Traversable) -> Iterator[Finding]:
    """Sentences that a language of the pack lacks, or holds of an earlier wording."""
    for language in pack.about.languages[1:]:
        for document in places.documents.values():
            yield from _check_file(document, language, folder)


def sentences_of(document: Document) -> Iterator[tuple[str, Path, str]]:
    """Every sentence that is translated: its name, where it stands, and the sentence."""
    for path, value in document.walk():
        named = next((step for step in reversed(path) if isinstance(step, str)), "")
        spoken = named in _TRANSLATED or document.name == "words.toml"
        if isinstance(value, str) and spoken and document.name != "sources.toml":
            yield _name(document, path), path, value


def hash_of(sentence: str) -> str:
    """What a translation names the sentence by that it was made from."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:8]


def _check_file(document: Document, language: str, folder: Traversable) -> Iterator[Finding]:
    originals = {name: (path, text) for name, path, text in sentences_of(document)}
    if not originals:
        return
    file = f"{language}/{document.name}"
    try:
        translated = read_file(folder, file, dict[str, Translated])
    except PackError as error:
        rule = "missing-translation" if error.rule == "missing-file" else error.rule
        yield Finding(error.file, error.line, rule, "error", error.problem)
        return
    for name, (path, text) in originals.items():
        if name not in translated:
            problem = f"'{name}' has no translation in {file}."
            yield Finding(
                document.name, document.line(path), "missing-translation", "error", problem
            )
        elif translated[name].of != hash_of(text):
            problem = f"'{name}' was translated from an earlier wording; the hash of this one is "
            yield Finding(file, 0, "stale-translation", "warning", f"{problem}{hash_of(text)}.")
    for name in sorted(translated.keys() - originals.keys()):
        problem = f"'{name}' translates nothing; take it out."
        yield Finding(file, 0, "orphaned-translation", "warning", problem)


def _name(document: Document, path: Path) -> str:
    """`flag/clot_in_leg/do/0`: keys, and ids in place of positions."""
    value = document.data
    names = []
    for step in path:
        value = value[step]  # type: ignore[index]
        has_id = isinstance(value, dict) and isinstance(value.get("id"), str)
        names.append(value["id"] if has_id and isinstance(step, int) else str(step))
    return "/".join(names)
