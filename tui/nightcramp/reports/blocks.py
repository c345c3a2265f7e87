"""A block of text: what results, pages and screens are made of before they have a shape."""

from __future__ import annotations

from typing import Literal

import msgspec

# fmt: off
Kind = Literal[
    "gap", "banner", "heading", "text", "item", "for", "against", "step", "test",
    "fact", "code", "table", "foot", "sheet", "picture",
]
# fmt: on

MARKS = {"item": "-", "for": "+", "against": "-", "step": "*", "test": "*"}
"""Kind -> the character before it; the others have none."""


class Block(msgspec.Struct, frozen=True):
    """A piece of text, and what kind it is.

    Attributes:
        kind: a `gap` is a blank row, a `banner` must not be missed, a `fact` has a term, a `code`
            is never broken, a `foot` ends a page, a `sheet` begins another one, a `picture` has
            its id as text and says nothing that the words beside it do not.
        note: what follows in parentheses, such as how certain it is.
        term: what stands before it, in a column of its own.
        cells: of a `table`, row by row, the headings first.
        spare: how easily it is left out where a page has to fit; 0 stays.
        rank: its number among steps to take in order; 0 for none. Of a banner, 1 for an
            alarm, which is marked as one.
    """

    kind: Kind
    text: str = ""
    note: str = ""
    term: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    spare: int = 0
    rank: int = 0

    @property
    def in_full(self) -> str:
        """The text with its note."""
        return f"{self.text} ({self.note})" if self.note else self.text

    @property
    def mark(self) -> str:
        """The character before it; empty for most kinds."""
        return MARKS.get(self.kind, "")


GAP = Block("gap")
