"""What speech and braille follow: the terminal's own cursor, and marks that need no color."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.pack.load import content_folder
from tests.pilot import TO_RESULT
from tests.real_terminal import UNHURRIED, RealTerminal, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENT = {
    "enter": "\r", "space": " ", "up": "\x1b[A", "down": "\x1b[B", "left": "\x1b[D",
    "home": "\x1b[H", "end": "\x1b[F", "escape": "\x1b", "f1": "\x1bOP", "f2": "\x1bOQ",
    "f3": "\x1bOR", "f4": "\x1bOS", "ctrl+c": "\x03", "pagedown": "\x1b[6~", "question_mark": "?",
}  # fmt: skip
_MOVES = ("down", "down", "up", "end", "home", "space", "space")
_LOOKS = ("question_mark", "escape", "f1", "pagedown", "escape", "f2", "up", "escape", "f4")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small pack, as an argument."""
    folder = tmp_path_factory.mktemp("small") / "pack"
    shutil.copytree(Path(__file__).parents[1] / "packs" / "small", folder)
    shutil.copy(str(content_folder() / "words.toml"), folder)
    return str(folder)


def _journey() -> Iterator[str]:
    """Every kind of question, every screen, and every way to move on them."""
    yield "enter"
    for keys in TO_RESULT.values():
        yield from _MOVES
        yield from _LOOKS
        if keys[0] == "f":
            yield from ("up", "f", "u", "down")
            yield from ("\x7f", "\x7f")
        else:
            yield "home"
        yield from keys
    yield from (*("down",) * 4, "pagedown", "up", "3", "question_mark", "escape", "f2", "escape")
    yield from ("n", "escape", "ctrl+c", "escape")


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 12)])
def test_the_cursor_stands_on_what_is_highlighted_after_every_key(
    small: str, columns: int, lines: int
) -> None:
    command = (*UNHURRIED, "--country", "US", "--pack", small)
    # A lone Escape is waited for, since it could begin an arrow key: not for long here.
    environment = clean_environment(ESCDELAY="50")
    with RealTerminal(command, environment=environment, columns=columns, lines=lines) as terminal:
        terminal.wait_for("This is not a diagnosis")
        for key in _journey():
            terminal.press(_SENT.get(key, key))
            terminal.read_until_quiet(0.15 if key == "escape" else 0.04)
            terminal.wait_until(
                lambda: _stands_on_what_is_highlighted(terminal), f"cursor in its place: {key}", 3
            )
        terminal.wait_for("Your result")


def _stands_on_what_is_highlighted(terminal: RealTerminal) -> bool:
    """On its first character, or on what is typed; where nothing is, on one that can be read."""
    screen = terminal.alternate
    lit = {
        (x, y)
        for y, row in screen.buffer.items()
        for x, cell in row.items()
        if cell.reverse or cell.bg != "default"
    }
    place = screen.cursor.x, screen.cursor.y
    reads = screen.buffer[screen.cursor.y][screen.cursor.x].data != " "
    return reads and (place in lit or not lit)


def test_what_is_focused_chosen_wrong_and_urgent_is_told_without_any_color(small: str) -> None:
    command = (*UNHURRIED, "--country", "US", "--pack", small)
    with RealTerminal(command, environment=clean_environment(NO_COLOR="1")) as terminal:
        terminal.wait_for("Press Enter to begin.")
        terminal.press("\r")
        terminal.wait_for("1  □")
        terminal.press(_SENT["down"])
        terminal.wait_for("▌ 1  □")
        terminal.press("1")
        terminal.wait_for("▌ 1  ■")
        terminal.press("7")
        terminal.wait_for("* No answer has that number here.")
        terminal.press("\r")
        terminal.wait_for("!!  CALL 911 NOW  !!")
        cells = (cell for row in terminal.alternate.buffer.values() for cell in row.values())
        assert {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}


@pytest.mark.parametrize(("value", "colors"), [("1", False), ("", True), (None, True)])
def test_an_empty_no_color_does_not_count(small: str, value: str | None, *, colors: bool) -> None:
    environment = clean_environment(**({} if value is None else {"NO_COLOR": value}))
    command = (*UNHURRIED, "--country", "US", "--pack", small)
    with RealTerminal(command, environment=environment) as terminal:
        terminal.wait_for("Press Enter to begin.")
        terminal.press("\r1\r")
        terminal.wait_for("CALL 911 NOW")
        cells = (cell for row in terminal.alternate.buffer.values() for cell in row.values())
        assert any(cell.fg != "default" for cell in cells) == colors


@pytest.mark.parametrize(
    ("options", "changes"),
    [
        (["--ascii"], {}),
        ([], {"TERM": "linux"}),
        ([], {"TERM": "vt100"}),
        ([], {"LANG": "C"}),
        ([], {"LANG": "es_ES"}),
    ],
    ids=str,
)
def test_where_only_ascii_can_be_shown_nothing_else_is(
    options: list[str], changes: dict[str, str]
) -> None:
    command = (*UNHURRIED, "--lang", "es", *options)
    with RealTerminal(command, environment=clean_environment(**changes)) as terminal:
        terminal.wait_for("1 English, 2 Espaniol")
        terminal.press("\r")
        terminal.wait_for("1 de unas")
        terminal.press("?")
        terminal.wait_for("Por que")
        terminal.press("\r40\r31\r")
        terminal.wait_for("Esto puede ser una emergencia.")
        terminal.press(_SENT["f2"])
        terminal.wait_for("Sus respuestas")
        assert bytes(terminal.output).isascii()
