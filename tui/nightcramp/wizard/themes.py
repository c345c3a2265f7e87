"""The themes: what each style of text looks like, for a terminal's background and colors.

Read before Textual is loaded, for the first screen. `themes.toml` has the styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import get_data
from typing import Literal, NamedTuple, TypeAlias

import tomli

Depth: TypeAlias = Literal["none", "few", "many"]
"""How many colors a terminal has: none that may be used, 16, or 256 and more."""

THEMES = ("dark", "light", "high-contrast")
"""In the order in which a key goes through them."""

_OF_MANY = ("256color", "kitty")
"""How `TERM` ends for terminals with 256 colors; Rich, which paints later, goes by the same."""

_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Look(NamedTuple):
    """What a style looks like; colors are numbers: up to 15 the terminal's own, up to 255 fixed."""

    bold: bool = False
    reverse: bool = False
    color: int | None = None
    background: int | None = None

    @property
    def sequence(self) -> str:
        """The escape sequence that turns it on; empty where there is nothing to turn on."""
        codes = ["1"] * self.bold + ["7"] * self.reverse
        if self.color is not None:
            codes.append(_code(self.color, 30))
        if self.background is not None:
            codes.append(_code(self.background, 40))
        return f"\x1b[{';'.join(codes)}m" if codes else ""


def color_depth(environment: Mapping[str, str]) -> Depth:
    """How many colors to use, by what the environment says of the terminal."""
    if environment.get("NO_COLOR"):
        return "none"
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "many"
    term = environment.get("TERM", "").strip().lower()
    return "many" if term.rpartition("-")[2] in _OF_MANY else "few"


@cache
def looks(theme: str, depth: Depth) -> Mapping[str, Look]:
    """The styles of a theme: name -> look.

    Args:
        theme: one of `THEMES`.
        depth: how many colors may be used; high contrast uses none.
    """
    # Not by importlib.resources, which imports tempfile: the first screen waits for this.
    data = get_data(__package__, "themes.toml") or b""
    tables = tomli.loads(data.decode())
    own = tables.get(theme, {}).get(depth, {})
    return {name: _look(text) for name, text in {**tables["none"], **own}.items()}


def _look(text: str) -> Look:
    front, _, background = text.partition("on ")
    words = front.split()
    color = next((word for word in words if word not in ("bold", "reverse")), "")
    return Look("bold" in words, "reverse" in words, _number(color), _number(background))


def _number(color: str) -> int | None:
    """The number of a color: named if it is of the terminal's 16, `#rrggbb` if of the 256."""
    if not color:
        return None
    if not color.startswith("#"):
        bright, _, name = color.rpartition("_")
        return 8 * bool(bright) + _NAMED.index(name)
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    if red == green == blue and red % 10 == 8:
        return 232 + (red - 8) // 10
    return 16 + 36 * _step(red) + 6 * _step(green) + _step(blue)


def _step(level: int) -> int:
    """Which of the six levels of the 216 colors between black and white it is."""
    return 0 if level < 48 else (level - 35) // 40


def _code(number: int, base: int) -> str:
    """What turns a color on; the base is that of text or background."""
    if number > 15:
        return f"{base + 8};5;{number}"
    return str(base + number if number < 8 else base + 52 + number)
