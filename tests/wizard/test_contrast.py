"""Every style of every theme can be read on the palettes that people have.

Contrast as WCAG 2.2 computes it (success criteria 1.4.3 and 1.4.6).
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from rich.color import Color

from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.widgets.lines import STYLES
from tests.content import WORDS
from tests.pilot import small_pack

if TYPE_CHECKING:
    from rich.style import Style

# The 16 colors as they come, dark ones first: xterm, PuTTY, Windows Terminal, the console.
_COLORS = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "putty": "000000 bb0000 00bb00 bbbb00 0000bb bb00bb 00bbbb bbbbbb "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
}
# Text and background where no color is asked for, on a dark and on a light screen.
_PLAIN = {
    "xterm": {"dark": ("e5e5e5", "000000"), "light": ("000000", "ffffff")},
    "putty": {"dark": ("bbbbbb", "000000"), "light": ("000000", "ffffff")},
    "windows": {"dark": ("cccccc", "0c0c0c"), "light": ("0c0c0c", "f2f2f2")},
    "linux": {"dark": ("aaaaaa", "000000"), "light": ("000000", "ffffff")},
}
_BACKGROUNDS = {"dark": ("dark",), "light": ("light",), "high-contrast": ("dark", "light")}


@pytest.mark.parametrize("name", [name for name in STYLES if name != "ink"])  # a drawing
@pytest.mark.parametrize("terminal", _COLORS)
@pytest.mark.parametrize("theme", _BACKGROUNDS)
def test_every_style_can_be_read(theme: str, terminal: str, name: str) -> None:
    least = 7.0 if theme == "high-contrast" else 4.5
    style = styles_of(theme)[name]
    for background, bold_is_bright in product(_BACKGROUNDS[theme], (False, True)):
        text, paper = _PLAIN[terminal][background]
        if style.color is not None:
            bright = bold_is_bright and bool(style.bold)
            text = _color(terminal, style.color, bright=bright)
        if style.bgcolor is not None:
            paper = _color(terminal, style.bgcolor, bright=False)
        assert contrast(text, paper) >= least  # reversed, it is the same


@lru_cache
def styles_of(theme: str, *, colors: bool = True) -> dict[str, Style]:
    """What the styles of `app.tcss` look like in a theme."""

    async def look() -> dict[str, Style]:
        app = NightcrampApp(small_pack(), WORDS, theme=theme)
        async with app.run_test():
            names = {name: f"lines--{name}" for name in STYLES}
            return {
                name: app.screen.get_component_rich_style(component, partial=True)
                for name, component in names.items()
            }

    with pytest.MonkeyPatch.context() as patch:
        if not colors:
            patch.setenv("NO_COLOR", "1")
        return asyncio.run(look())


@pytest.mark.parametrize("theme", _BACKGROUNDS)
def test_without_colors_the_shapes_are_the_same_in_every_theme(theme: str) -> None:
    plain = styles_of(theme, colors=False)
    assert all(style.color is None and style.bgcolor is None for style in plain.values())
    assert plain["focus"].reverse
    assert plain["urgent"].reverse
    assert plain["urgent"].bold
    assert bool(plain["paper"].reverse) == (theme != "light")


def test_the_measure_is_that_of_the_guideline() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _color(terminal: str, color: Color, *, bright: bool) -> str:
    number = color.number
    assert number is not None
    assert number < 16
    if bright and number < 8:
        number += 8
    return _COLORS[terminal].split()[number]


def _luminance(color: str) -> float:
    parts = [part / 255 for part in Color.parse(f"#{color}").get_truecolor()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
