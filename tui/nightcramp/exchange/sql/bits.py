"""Lists of texts as whole numbers: the bit of a text is set where the list has it.

To look for a text in a list costs a database far more than to look at a bit. One rule looks for a
few, all together for about 830.
"""

from __future__ import annotations

from typing import NamedTuple

from nightcramp.pack.model import Question
from nightcramp.triage.formulas.answers import Answering

WIDTH = 63
"""The bits of a column: those of 64, less the sign."""


class Bits(NamedTuple):
    """The bits of a question.

    Attributes:
        places: what can be chosen, of medicines those that stand for others -> its place, from
            0 on. It is bit `place % WIDTH` of column `place // WIDTH`.
        texts: what can stand in the list -> the same; medicines that no rule tells apart have
            one place.
        other: the place of every other text, after the last.
    """

    places: dict[str, int]
    texts: dict[str, int]
    other: int

    @property
    def columns(self) -> int:
        """How many columns it takes."""
        return self.other // WIDTH + 1

    @property
    def has_places_column(self) -> bool:
        """Whether the places of a list are a column, too: they are looked at more than once."""
        return self.columns > 1 or len(self.texts) > len(self.places)

    @property
    def column_type(self) -> str:
        """The smallest type of a column that has room for them."""
        return next((name for name, most in _TYPES if self.other < most), "BIGINT")


_TYPES = (("TINYINT", 7), ("SMALLINT", 15), ("INTEGER", 31))


def bits_of(answering: Answering, question: Question) -> Bits:
    """The bits of a question with several answers."""
    places = {one: place for place, one in enumerate(answering.offered(question))}
    texts = dict(places)
    for first, alike in answering.groups.items():
        if first in places:
            texts |= dict.fromkeys(alike, places[first])
    return Bits(places, texts, len(places))


def bits_column(question: str, place: int) -> str:
    """The column with the bit of a place."""
    number = place // WIDTH + 1
    return f"{question}_bits" if number == 1 else f"{question}_bits_{number}"


def places_column(question: str) -> str:
    """The column with the places of a list."""
    return f"{question}_places"
