"""Variants: one language as different countries speak it.

A pack is written once in each language. Beside its sentences, `variants.toml` lists the words
that some countries say in another way ("diarrhoea", "conduzca"). They are replaced when the pack
is loaded for one of those countries, in sentences only: never in ids, names of medicines or
titles of sources.
"""

# Annotations are evaluated here, as in `model`.

import re
from collections.abc import Iterable, Mapping
from re import Match, Pattern
from typing import Annotated

import msgspec

from nightcramp.pack.record import Record

Word = Annotated[str, msgspec.Meta(min_length=1)]


class Variant(Record, frozen=True, kw_only=True):
    """Words that some countries say in another way.

    Attributes:
        countries: their codes; a country may be in several variants.
        words: whole words as the pack is written -> what is said there. One in small letters
            is found in any, and keeps its capitals; one with a capital is found as written.
        generic_names: of medicines, as the pack is written -> what they are called there.
    """

    countries: tuple[str, ...]
    words: dict[Word, Word]
    generic_names: dict[str, str] = {}  # noqa: RUF012  msgspec copies it


class Variants(Record, frozen=True):
    """`variants.toml`."""

    variant: tuple[Variant, ...]

    def words(self, country: str) -> dict[str, str]:
        """What is said in another way in a country."""
        return {
            written: said
            for variant in self.variant
            if country in variant.countries
            for written, said in variant.words.items()
        }

    def generic_names(self, country: str) -> dict[str, str]:
        """The medicines that are called otherwise in a country."""
        here = [one.generic_names for one in self.variant if country in one.countries]
        return {written: called for names in here for written, called in names.items()}


def whole_words(words: Iterable[str]) -> Pattern[str]:
    """A pattern that finds any of these, whole; the longest where one begins another.

    A name in braces is a placeholder and no word.
    """
    longest_first = sorted(words, key=len, reverse=True)
    any_of = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{any_of})(?![\w}}])", re.IGNORECASE)


class Wording:
    """Replaces the words of a variant in a sentence."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._written = whole_words(words)

    def of(self, sentence: str) -> str:
        """The sentence as it is said in the variant."""
        return self._written.sub(self._said, sentence)

    def _said(self, match: Match[str]) -> str:
        written = match[0]
        if written in self._words:
            return self._words[written]
        said = self._words.get(written.lower())
        if said is None:
            return written
        if written.isupper():
            return said.upper()
        return said[0].upper() + said[1:]
