"""Every style of every theme can be read on the palettes that people have.

Contrast as WCAG 2.2 computes it (success criteria 1.4.3 and 1.4.6).
"""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest
from rich.color import Color

from nightcramp.wizard.themes import Depth, looks

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


_DRAWN = {"picture", "bar", "rule"}
"""What stands for no text; 1.4.11 asks for less."""


@pytest.mark.parametrize("name", [name for name in looks("dark", "none") if name != "ink"])
@pytest.mark.parametrize("terminal", _COLORS)
@pytest.mark.parametrize("depth", get_args(Depth))
@pytest.mark.parametrize("theme", _BACKGROUNDS)
def test_every_style_can_be_read(theme: str, depth: Depth, terminal: str, name: str) -> None:
    least = 7.0 if theme == "high-contrast" else 3.0 if name in _DRAWN else 4.5
    look = looks(theme, depth)[name]
    for background, bold_is_bright in product(_BACKGROUNDS[theme], (False, True)):
        text, paper = _PLAIN[terminal][background]
        if look.color is not None:
            text = _color(terminal, look.color, bright=bold_is_bright and look.bold)
        if look.background is not None:
            paper = _color(terminal, look.background, bright=False)
        assert contrast(text, paper) >= least  # reversed, it is the same


_CHOSEN = {
    "dark": ("121212", "171421", "1e1e1e", "0d1117", "282c34", "300a24", "002b36"),
    "light": ("fcfcfa", "f2f2f2", "eeeeec", "fdf6e3"),
}
"""Backgrounds that people choose, or that come with their system."""


@pytest.mark.parametrize("theme", _CHOSEN)
def test_on_other_backgrounds_256_colors_can_be_read_as_well(theme: str) -> None:
    for name, look in looks(theme, "many").items():
        if look.color is not None and look.background is None:
            text = _color("xterm", look.color, bright=False)
            least = 3.0 if name in _DRAWN else 4.5
            assert min(contrast(text, paper) for paper in _CHOSEN[theme]) >= least, name


@pytest.mark.parametrize("terminal", _COLORS)
@pytest.mark.parametrize("depth", ["few", "many"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_a_camera_can_read_a_code(theme: str, depth: Depth, terminal: str) -> None:
    styles = looks(theme, depth)
    paper, ink = styles["paper"].background, styles["ink"].background
    assert paper is not None
    assert ink is not None
    light = _color(terminal, paper, bright=False)
    assert contrast(_color(terminal, ink, bright=False), light) >= 7.0
    assert _luminance(light) > 0.5


def test_the_measure_is_that_of_the_guideline() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _color(terminal: str, number: int, *, bright: bool) -> str:
    """A color as `rrggbb`; bold, some terminals show the brighter one of a pair."""
    if number > 15:
        return Color.from_ansi(number).get_truecolor().hex.removeprefix("#")
    return _COLORS[terminal].split()[number + 8 * (bright and number < 8)]


def _luminance(color: str) -> float:
    parts = [part / 255 for part in Color.parse(f"#{color}").get_truecolor()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
