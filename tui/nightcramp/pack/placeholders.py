"""Placeholders: names in braces that stand for a country's words, or a value at run time.

`{emergency_department}` becomes "A&E" in one country and "the emergency room" in another, and
`{EMERGENCY_DEPARTMENT}` the same in capitals, for a title. An unknown name is an error when a
pack is loaded, so that no sentence can fail in front of a patient.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from re import Match
from typing import Any

from nightcramp.pack.contacts import Country
from nightcramp.pack.model import About

PLACEHOLDER = re.compile(r"\{\w*\}")

_BRACES = re.compile(rf"{PLACEHOLDER.pattern}|[{{}}]")
"""A placeholder, or a brace that belongs to none."""

COUNTRY_WORDS = tuple(name for name in Country.__struct_fields__ if name != "name")
"""Keys of a country that are placeholders."""

FILLED_LATER = {
    place: frozenset(names.split())
    for place, names in {
        "result/takes": "medicine",
        "result/not_sure_of": "question",
        "result/note": "told text contact limit",
        "result/note_next": "told text",
        "sign_off/by": "name role date language",
        "sign_off/short": "date",
        "sign_off/overdue": "date",
        "sign_off/overdue_short": "date",
        "question/progress": "number about",
        "question/progress_short": "number about",
        "question/progress_shortest": "number about",
        "question/more_above": "count",
        "question/more_below": "count",
        "question/not_listed": "other",
        "question/out_of_range": "minimum maximum",
        "question/takes_back": "count digit",
        "question/takes_back_one": "digit",
        "question/once_more": "digit",
        "help/pack": "version country",
        "results/pack": "version",
        "handover/routine": "limit",
        "handover/unsure_of": "question",
        "handover/more": "count",
        "handover/points": "points cap",
        "handover/also": "answers",
        "handover/without": "answers",
        "out/save_proposed": "path",
        "out/saved": "path",
        "out/printed": "printer",
        "out/cannot_print": "said",
        "out/other": "reason",
        "overwrite/text": "path",
        "qr/not_a_diagnosis": "version",
        "qr/too_small": "columns rows",
        "code/character": "character",
        "code/version": "made_by here",
        "line/taken": "answer",
        "line/no_longer": "text",
        "line/still_holds": "text",
        "line/where": "section number about",
        "line/earlier": "answer",
        "line/found_more": "count",
        "line/hear_list": "count",
        "line/chosen": "answer",
        "line/ended": "question",
        "line/takes_back": "count digit",
        "line/takes_back_one": "digit",
        "line/spelled": "number text",
        "errors/crashed": "id",
        "kept/moved": "path reason aside",
        "kept/not_used": "path reason",
        "kept/in_use": "path number",
        "kept/no_place": "path reason",
        "kept/not_kept": "path reason",
        "kept/not_deleted": "path reason",
    }.items()
}
"""Sentences of `words.toml` -> the names that are filled in when they are shown."""

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


def check_filled_later(words: Mapping[str, Any]) -> None:
    """Refuse a placeholder that is filled in elsewhere in `words.toml`, and not in this sentence.

    Raises:
        UnknownPlaceholderError: nothing would fill it in when the sentence is shown.
    """
    for table, texts in words.items():
        for key, text in texts.items() if isinstance(texts, dict) else ():
            for placeholder in PLACEHOLDER.findall(text) if isinstance(text, str) else ():
                if placeholder[1:-1] not in FILLED_LATER.get(f"{table}/{key}", ()):
                    raise UnknownPlaceholderError(placeholder, text)


def words_for(about: About, country: str) -> dict[str, str]:
    """The words for a country; for those it lacks, and an unknown country, `[elsewhere]`."""
    elsewhere = about.elsewhere
    here = about.countries.get(country, elsewhere)
    words = {name: getattr(here, name) or getattr(elsewhere, name) for name in COUNTRY_WORDS}
    words["emergency_number_in_full"] = here.emergency_number_in_full or here.emergency_number
    return words
