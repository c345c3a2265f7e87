"""Style names, and a palette of the terminal's own 16 colors for each theme.

Bold and reverse video carry the meaning; NO_COLOR and the high-contrast theme leave the
colors out. Every color has a contrast of 4.5 or more on the palettes of xterm, PuTTY, Windows
Terminal and the Linux console.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

_SHAPES = {
    "": Style.null(),
    "strong": Style(bold=True),
    "key": Style(bold=True),
    "chosen": Style(bold=True),
    "focus": Style(reverse=True),
    "cursor": Style(reverse=True),
    "accent": Style(bold=True),
    "warning": Style(bold=True),
    "urgent": Style(bold=True, reverse=True),
    "paper": Style.null(),
    "ink": Style.null(),
}
_COLORS = {
    "dark": {
        "chosen": "bright_cyan",
        "accent": "bright_cyan",
        "warning": "bright_yellow",
        "urgent": "bright_red",
    },
    "high-contrast": {},
    "light": {"chosen": "blue", "accent": "blue", "warning": "red", "urgent": "red"},
}
_ON_PAPER = {
    "paper": Style(color="black", bgcolor="bright_white"),
    "ink": Style(color="black", bgcolor="black"),
}
"""For what a camera reads: dark on light, whatever the theme."""

STYLES = tuple(_SHAPES)


@lru_cache(maxsize=8)
def palette(theme: str, *, colors: bool) -> dict[str, Style]:
    """Style name -> style.

    Args:
        theme: `dark`, `light` or `high-contrast`.
        colors: whether colors are wanted at all.
    """
    tints = _COLORS[theme] if colors else {}
    styles = {
        name: _tinted(shape, tints[name], theme) if name in tints else shape
        for name, shape in _SHAPES.items()
    }
    return {**styles, **(_ON_PAPER if colors else {"paper": Style(reverse=theme != "light")})}


def _tinted(shape: Style, color: str, theme: str) -> Style:
    # Many terminals show bold in the brighter color of a pair: too pale on white.
    return shape + Style(color=color, bold=theme != "light")
