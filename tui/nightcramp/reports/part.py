"""A text in parts, before a screen or a page gives it a shape."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Part(NamedTuple):
    """A piece of a text.

    Attributes:
        kind: how it looks; `banner` is the one that nobody may miss.
        note: said behind it, in parentheses.
        term: said before it, in a column of its own.
    """

    kind: Literal["banner", "heading", "text", "item", "for", "against", "gap"]
    text: str = ""
    note: str = ""
    term: str = ""
