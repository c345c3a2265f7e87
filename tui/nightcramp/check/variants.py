"""Variants of a language: words that no sentence uses, and sentences that use the wrong ones."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from nightcramp.check.finding import Finding, finding_at
from nightcramp.check.translations import as_written, read_translation
from nightcramp.errors import PackError, nearest
from nightcramp.pack.decode import convert
from nightcramp.pack.document import Document
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import VARIANTS
from nightcramp.pack.load import read_document
from nightcramp.pack.model import About
from nightcramp.pack.toml_lines import Path
from nightcramp.pack.translate import sentences_of
from nightcramp.pack.variants import Variants, whole_words

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


class _Said(NamedTuple):
    """A sentence in one language, and where it is.

    Attributes:
        searched: whether it only serves to find an option; then it may be in any variant.
    """

    document: Document
    path: Path
    text: str
    searched: bool


def check_variants(
    about: About, documents: Iterable[Document], folder: AnyFolder
) -> Iterator[Finding]:
    """What is wrong with the variants of every language."""
    written = list(as_written(documents))
    for number, language in enumerate(about.languages):
        file = f"{language}/{VARIANTS}" if number else VARIANTS
        if number and not PackFolder.of(folder).has(file):
            continue
        try:
            document = read_document(folder, file)
            variants = convert(document, Variants)
        except PackError as error:
            yield Finding(error.file, error.line, error.rule, "error", error.problem)
            continue
        said = list(_translated(written, language, folder) if number else _original(written))
        yield from _unknown_countries(about, document, variants)
        yield from _unknown_medicines(written, document, variants)
        yield from _unused(document, variants, said)
        yield from _of_another_variant(variants, said)


def _original(documents: Iterable[Document]) -> Iterator[_Said]:
    for document in documents:
        for sentence in sentences_of(document):
            # A medicine has a name of its own in a country; a suspect has the words of it.
            if not sentence.is_name or sentence.name.startswith("suspect/"):
                yield _Said(document, sentence.path, sentence.text, "words" in sentence.path)


def _translated(documents: Iterable[Document], language: str, folder: AnyFolder) -> Iterator[_Said]:
    for document in documents:
        with contextlib.suppress(PackError):  # reported with the translations
            other, translated = read_translation(folder, f"{language}/{document.name}")
            for sentence in sentences_of(document):
                if sentence.name in translated and not sentence.is_name:
                    text = translated[sentence.name].text
                    yield _Said(other, (sentence.name,), text, "words" in sentence.path)


def _unknown_countries(about: About, document: Document, variants: Variants) -> Iterator[Finding]:
    for number, variant in enumerate(variants.variant):
        for country in variant.countries:
            if country not in about.countries:
                problem = f"no country '{country}' in pack.toml."
                yield finding_at(document, ("variant", number, "countries"), "unknown-id", problem)


def _unknown_medicines(
    documents: Iterable[Document], document: Document, variants: Variants
) -> Iterator[Finding]:
    known = {s.text for one in documents for s in sentences_of(one) if s.is_name}
    for number, variant in enumerate(variants.variant):
        for name in variant.generic_names.keys() - known:
            place = ("variant", number, "generic_names", name)
            problem = f"no medicine '{name}' in medicines.toml.{nearest(name, known)}"
            yield finding_at(document, place, "unknown-id", problem)


def _unused(document: Document, variants: Variants, said: list[_Said]) -> Iterator[Finding]:
    texts = "\n".join(sentence.text for sentence in said)
    for number, variant in enumerate(variants.variant):
        used = set(_found(variant.words, whole_words(variant.words), texts))
        for written in variant.words:
            if written not in used:
                place = ("variant", number, "words", written)
                problem = f"no sentence says '{written}'; take it out."
                yield finding_at(document, place, "unused-word", problem, "warning")


def _of_another_variant(variants: Variants, said: list[_Said]) -> Iterator[Finding]:
    """Sentences with a word of a variant, where the pack is written with another word.

    A word that a variant only shortens is right everywhere: "regaliz (orozuz)", "regaliz".
    """
    pairs = [pair for variant in variants.variant for pair in variant.words.items()]
    written_as = {other: word for word, other in pairs if other not in word}
    if not written_as:
        return
    written, others = whole_words(word for word, _ in pairs), whole_words(written_as)
    for sentence in said:
        if sentence.searched:
            continue
        # What a variant replaces may hold its word: "acetaminophen (paracetamol)".
        for other in _found(written_as, others, written.sub("", sentence.text)):
            problem = f"'{other}' is the word of a variant; write '{written_as[other]}'."
            yield finding_at(sentence.document, sentence.path, "other-variant", problem)


def _found(words: Collection[str], pattern: re.Pattern[str], text: str) -> Iterator[str]:
    """Which of some words are in a text, by their pattern; one with a capital only as written."""
    for match in pattern.finditer(text):
        for one in (match[0], match[0].lower()):
            if one in words:
                yield one
                break
