"""Translations of a pack: missing, stale, orphaned, or hard to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec
import tomli

from nightcramp.check.finding import Finding, Level, finding_at
from nightcramp.check.reading import hard_sentences
from nightcramp.errors import PackError
from nightcramp.pack.decode import convert_tables
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_document
from nightcramp.pack.model import About
from nightcramp.pack.placeholders import PLACEHOLDER
from nightcramp.pack.translate import SPOKEN, Sentence, Translated, hash_of, sentences_of
from nightcramp.text import says_something

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


class ToDo(msgspec.Struct, frozen=True, order=True):
    """A sentence to translate; sorts by danger.

    Attributes:
        file: of the translation, relative to the pack's folder.
        now: the current translation; may be empty.
    """

    danger: int
    file: str
    name: str
    text: str
    now: str


def check_translations(
    about: About, documents: Iterable[Document], folder: AnyFolder
) -> Iterator[Finding]:
    """Sentences whose translation is missing, out of date or wrong."""
    for language in list(about.languages)[1:]:
        for document in as_written(documents):
            yield from _check_file(document, language, about, folder)


def to_do(documents: Iterable[Document], language: str, folder: AnyFolder) -> list[ToDo]:
    """Sentences whose translation is missing or out of date, the most dangerous first.

    Raises:
        PackError: a file of the translation cannot be read.
    """
    folder, left = PackFolder.of(folder), list[ToDo]()
    for document in as_written(documents):
        file = f"{language}/{document.name}"
        translated = read_translation(folder, file)[1] if folder.has(file) else {}
        for sentence in named(document).values():
            now = translated.get(sentence.name)
            said = now.text.strip() if now and says_something(now.text) else ""
            if now is None or not said or now.of != hash_of(sentence.text):
                left.append(ToDo(sentence.danger, file, sentence.name, sentence.text, said))
    return sorted(left)


def as_written(documents: Iterable[Document]) -> Iterator[Document]:
    """The files with their placeholders."""
    for document in {document.name: document for document in documents}.values():
        yield msgspec.structs.replace(document, data=tomli.loads(document.text))


def named(document: Document) -> dict[str, Sentence]:
    """The sentences of a file by name; a medicine of several classes once."""
    return {sentence.name: sentence for sentence in sentences_of(document)}


def read_translation(folder: AnyFolder, file: str) -> tuple[Document, dict[str, Translated]]:
    """One file of a translation.

    Raises:
        PackError: it is missing, is no TOML, or says what it cannot say.
    """
    document = read_document(folder, file)
    return document, convert_tables(document, Translated)


def _check_file(
    document: Document, language: str, about: About, folder: AnyFolder
) -> Iterator[Finding]:
    originals = named(document)
    if not originals:
        return
    file = f"{language}/{document.name}"
    try:
        other, translated = read_translation(folder, file)
    except PackError as error:
        rule = "missing-translation" if error.rule == "missing-file" else error.rule
        yield Finding(error.file, error.line, rule, "error", error.problem)
        return

    known = about.languages[language].known_words
    done = {name: said for name, said in translated.items() if says_something(said.text)}
    needed = {name: one for name, one in originals.items() if not one.is_clinical}
    missing = [original for name, original in needed.items() if name not in done]
    if missing:
        problem = f"'{missing[0].name}' has no translation in {file}."
        if len(missing) > 1:
            problem = f"{len(missing):,} sentences have no translation in {file}: this is one."
        yield finding_at(document, missing[0].path, "missing-translation", problem)
    for name, original in originals.items():
        if name not in done:
            continue
        for rule, level, problem in _wrong_in(original, done[name], language, known):
            yield finding_at(other, (name,), rule, problem, level)
    for name in sorted(translated.keys() - originals.keys()):
        problem = f"'{name}' translates nothing; take it out."
        yield finding_at(other, (name,), "orphaned-translation", problem)


def _wrong_in(
    original: Sentence, given: Translated, language: str, known: tuple[str, ...]
) -> Iterator[tuple[str, Level, str]]:
    """What is wrong with one translation: rule, level, and what to do."""
    name = original.name
    if given.of != hash_of(original.text):
        problem = f"'{name}' was translated from an earlier wording; the hash of this one is "
        level: Level = "error" if original.danger == 0 else "warning"
        yield "stale-translation", level, f"{problem}{hash_of(original.text)}."
    placeholders = PLACEHOLDER.findall(original.text)
    if sorted(PLACEHOLDER.findall(given.text)) != sorted(placeholders):
        wanted = ", ".join(placeholders) or "none"
        problem = f"'{name}' must hold the same placeholders as the original: {wanted}."
        yield "placeholders-differ", "error", problem
    if SPOKEN.intersection(map(str, original.path)):
        for sentence, problem in hard_sentences(given.text, language, known):
            yield "hard-to-read", "error", f'{problem}: "{sentence}"'
