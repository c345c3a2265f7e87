"""The themes: one file says what each style looks like, before Textual is loaded and after."""

from __future__ import annotations

import ast
import io
import os
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import tomli
from rich.color import Color
from rich.console import Console

import nightcramp.wizard
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.themes import THEMES, color_depth, looks
from tests.content import WORDS
from tests.pilot import at_question, small_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLES = tomli.loads((files(nightcramp.wizard) / "themes.toml").read_text(encoding="utf-8"))
STYLES = frozenset(TABLES["none"])
TERMINALS = (
    {"TERM": "xterm-256color"},
    {"TERM": "screen-256color"},
    {"TERM": "tmux-256color", "COLORTERM": ""},
    {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    {"TERM": "xterm", "COLORTERM": "24bit"},
    {"TERM": "xterm-kitty"},
    {"TERM": "xterm-direct"},
    {"TERM": "xterm-16color"},
    {"TERM": "xterm"},
    {"TERM": "linux"},
    {"TERM": "putty"},
    {"TERM": "xterm-256color", "NO_COLOR": "1"},
    {"TERM": "xterm-256color", "NO_COLOR": ""},
)


def _named_in(tree: ast.AST) -> Iterator[str]:
    """The styles that code names: given to spans and paragraphs, or kept under a name for them."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            places = {"Span": (1,), "paragraph": (2, 4)}.get(node.func.id, ())
            values = [node.args[place] for place in places if place < len(node.args)]
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            name = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            value = node.value
            if name.endswith("_STYLES") and isinstance(value, ast.Dict):
                values = value.values
            elif name.endswith("style"):
                values = [value]
            elif name.endswith("style)") and isinstance(value, ast.IfExp):
                values = [side.elts[1] for side in (value.body, value.orelse)]  # type: ignore[attr-defined]
        elif isinstance(node, ast.FunctionDef) and node.name == "style_of":
            values = [one.value for one in node.body if isinstance(one, ast.Return) and one.value]
        for value in values:
            yield from _texts_of(value)


def _texts_of(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.IfExp):
        yield from (*_texts_of(value.body), *_texts_of(value.orelse))
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value


def test_every_style_that_code_names_is_in_the_file_and_none_is_there_for_nothing() -> None:
    folder = Path(str(files(nightcramp.wizard)))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")]
    named = {style for tree in trees for style in _named_in(tree)} - {""}
    assert named == STYLES


@pytest.mark.parametrize("theme", [name for name in TABLES if name != "none"])
def test_no_table_has_a_style_that_the_first_one_lacks(theme: str) -> None:
    assert theme in THEMES
    for table in TABLES[theme].values():
        assert set(table) <= STYLES


def test_every_color_is_one_of_the_256() -> None:
    """So that the first screen and Textual paint the same on every terminal."""
    palette = {_hex(number) for number in range(16, 256)}
    texts = [text for theme in ("dark", "light") for text in TABLES[theme]["many"].values()]
    named = {color for text in texts for color in re.findall(r"#\w+", text)}
    assert named <= palette
    numbers = {look.color for look in looks("dark", "many").values()} - {None}
    assert {_hex(number) for number in numbers if number} <= named


def _hex(number: int) -> str:
    return Color.from_ansi(number).get_truecolor().hex


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("terminal", TERMINALS, ids=str)
def test_the_first_screen_and_textual_paint_each_style_alike(
    theme: str, terminal: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "COLORTERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in terminal.items():
        monkeypatch.setenv(name, value)
    later = NightcrampApp(small_pack(), WORDS, theme=theme).text_styles
    system = Console(file=io.StringIO(), force_terminal=True, _environ=terminal)._color_system
    first = looks(theme, color_depth(os.environ))
    assert set(first) == set(later) == STYLES
    for name, look in first.items():
        drawn = f"{look.sequence}x\x1b[0m" if look.sequence else "x"
        assert later[name].render("x", color_system=system) == drawn, name


@pytest.mark.parametrize("theme", THEMES)
def test_without_colors_the_shapes_are_the_same_in_every_theme(theme: str) -> None:
    plain = looks(theme, "none")
    assert all(look.color is None and look.background is None for look in plain.values())
    assert plain["focus"].reverse
    assert plain["urgent"].reverse
    assert plain["urgent"].bold
    assert plain["paper"].reverse == (theme != "light")


async def test_a_key_changes_the_theme_and_the_next_person_gets_the_first_one() -> None:
    async with at_question("sitting") as person:
        await person.press("down")
        shown = person.screen
        seen = [person.app.theme_name]
        for _ in THEMES:
            assert await person.press("f4") == shown
            seen.append(person.app.theme_name)
        assert seen == [*THEMES, THEMES[0]]
        await person.press("f4", "f4")
        assert all(style.color is None for style in person.app.text_styles.values())
        assert person.reversed_text().startswith("▌ 1")
        await person.app.next_person("new_person")
        assert person.app.theme_name == THEMES[0]
        assert person.app.text_styles["key"].color is not None
