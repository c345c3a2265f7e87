"""Placeholders: names in braces that stand for a country's words, or a value at run time.

`{emergency_department}` becomes "A&E" in one country and "the emergency room" in another, and
`{EMERGENCY_DEPARTMENT}` the same in capitals, for a title. An unknown name is an error when a
pack is loaded, so that no sentence can fail in front of a patient.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from re import Match

from nightcramp.pack.contacts import Country
from nightcramp.pack.model import About

PLACEHOLDER = re.compile(r"\{\w*\}")

_BRACES = re.compile(rf"{PLACEHOLDER.pattern}|[{{}}]")
"""A placeholder, or a brace that belongs to none."""

COUNTRY_WORDS = tuple(name for name in Country.__struct_fields__ if name != "name")
"""Keys of a country that are placeholders."""

FILLED_LATER = frozenset({
    "about", "aside", "answer", "answers", "cap", "character", "columns", "count", "country",
    "contact", "digit", "here", "id", "limit", "made_by", "maximum", "medicine", "minimum",
    "number", "other", "path", "points", "printer", "question", "reason", "rows",
    "said", "section",
    "text", "told", "version",
})  # fmt: skip
"""Names that are filled in at run time; allowed in `words.toml` only."""

NEXT_LANGUAGE = "next_language"


class UnknownPlaceholderError(Exception):
    """A placeholder that has no value.

    Attributes:
        placeholder: with its braces; or a single brace.
        text: the text that contains it, as written.
    """

    def __init__(self, placeholder: str, text: str) -> None:
        super().__init__(placeholder)
        self.placeholder, self.text = placeholder, text


class Filling:
    """What a pack's placeholders become for one person.

    Attributes:
        words: name -> words, in small letters and in capitals.

    Raises:
        UnknownPlaceholderError: from the constructor, for a country's own words.
    """

    def __init__(self, words: Mapping[str, str]) -> None:
        # A country's words may use each other, once: "go to {emergency_department}".
        self.words = dict(words)
        within = {name: self.fill(word) for name, word in words.items()}
        capitals = {name.upper(): word.upper() for name, word in within.items()}
        self.words = {**within, **capitals}

    def fill(self, text: str, later: Collection[str] = ()) -> str:
        """A text with its placeholders filled in.

        Args:
            text: as written.
            later: names to leave as they are, for `str.format`.

        Raises:
            UnknownPlaceholderError: one of them has no value, or a brace is unbalanced.
        """

        def word_for(match: Match[str]) -> str:
            placeholder = match[0]
            name = placeholder[1:-1]
            if name in self.words:
                return self.words[name]
            if name in later or (len(placeholder) == 1 and not later):
                return placeholder
            raise UnknownPlaceholderError(placeholder, text)

        return _BRACES.sub(word_for, text)


def words_for(about: About, country: str) -> dict[str, str]:
    """The words for a country; for those it lacks, and an unknown country, `[elsewhere]`."""
    elsewhere = about.elsewhere
    here = about.countries.get(country, elsewhere)
    words = {name: getattr(here, name) or getattr(elsewhere, name) for name in COUNTRY_WORDS}
    words["emergency_number_in_full"] = here.emergency_number_in_full or here.emergency_number
    return words
