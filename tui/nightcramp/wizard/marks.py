"""The characters that screens are drawn with, and their twins where only ASCII can be shown.

All are of WGL4, the set that the Windows console, PuTTY's fonts and the Linux console share.
"""

from __future__ import annotations

from typing import NamedTuple


class Marks(NamedTuple):
    """One character, or a few, for each thing that is marked."""

    empty_box: str
    ticked_box: str
    empty_dot: str
    full_dot: str
    edge: str
    bar: str
    rest: str
    rule: str
    progress: str
    behind: str
    ahead: str
    here: str
    elsewhere: str
    bullet: str


WGL4 = Marks("□", "■", "○", "●", "▌", "█", "░", "─", "═", "■", "□", "●", "○", "•")
ASCII = Marks("[ ]", "[x]", "( )", "(*)", ">", "#", ".", "-", "=", "#", "-", "(*)", "( )", "-")


def marks_for(*, ascii_only: bool) -> Marks:
    """The characters that a terminal can show."""
    return ASCII if ascii_only else WGL4
