"""The themes: what each style of text looks like, for a terminal's background and colors.

Read before Textual is loaded, for the first screen. `themes.toml` has the styles.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, TypeAlias

import tomli

Depth: TypeAlias = Literal["none", "few", "many"]
"""How many colors a terminal has: none that may be used, 16, or 256 and more."""

THEMES = ("dark", "light", "high-contrast")
"""In the order in which a key goes through them."""

_NAMED = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Look(NamedTuple):
    """What a style looks like; colors are `#rrggbb`, or one of the terminal's 16 by name."""

    bold: bool = False
    reverse: bool = False
    color: str = ""
    background: str = ""

    @property
    def sequence(self) -> str:
        """The escape sequence that turns it on; empty where there is nothing to turn on."""
        codes = ["1"] * self.bold + ["7"] * self.reverse
        codes += [_code(color, 30) for color in [self.color] if color]
        codes += [_code(color, 40) for color in [self.background] if color]
        return f"\x1b[{';'.join(codes)}m" if codes else ""


def color_depth(environment: Mapping[str, str]) -> Depth:
    """How many colors to use, by what the environment says of the terminal."""
    if environment.get("NO_COLOR"):
        return "none"
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "many"
    term = environment.get("TERM", "").strip().lower()
    return "many" if term.endswith(("256color", "kitty", "direct")) else "few"


@cache
def looks(theme: str, depth: Depth) -> Mapping[str, Look]:
    """The styles of a theme: name -> look.

    Args:
        theme: one of `THEMES`.
        depth: how many colors may be used; high contrast uses none.
    """
    tables = tomli.loads((files(__package__) / "themes.toml").read_text(encoding="utf-8"))
    own = tables.get(theme, {}).get(depth, {})
    return {name: _look(text) for name, text in {**tables["none"], **own}.items()}


def _look(text: str) -> Look:
    front, _, background = text.partition("on ")
    words = front.split()
    color = next((word for word in words if word not in ("bold", "reverse")), "")
    return Look("bold" in words, "reverse" in words, color, background)


def _code(color: str, base: int) -> str:
    """The numbers for a color: of the terminal's 16, or the nearest of 256."""
    if not color.startswith("#"):
        bright, _, name = color.rpartition("_")
        return str(base + 60 * bool(bright) + _NAMED.index(name))
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    if red == green == blue and (red - 8) % 10 == 0:
        number = 232 + (red - 8) // 10
    else:
        number = 16 + sum(
            step * (0 if level < 48 else (level - 35) // 40)
            for step, level in ((36, red), (6, green), (1, blue))
        )
    return f"{base + 8};5;{number}"
