"""The first screen, drawn before Textual is loaded: the same to the cell, and as safe."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len as measured_by_rich

from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.first_screen import LARGEST, first_rows
from nightcramp.wizard.widgets import rows
from nightcramp.wizard.widgets.rows import text_of
from tests.program import wait_until
from tests.real_terminal import NIGHTCRAMP, UNHURRIED, RealTerminal, clean_environment

CONTENT = Path(str(content_folder()))
PACK = LazyPack(CONTENT)
LOCALES = [
    Locale(country, language, only_ascii)
    for country in ("", *PACK.about.countries)
    for language in PACK.about.languages
    for only_ascii in (False, True)
]
FIRST_WORDS = "This is not a diagnosis"
TEXTUAL_IS_THERE = b"\x1b[?2026$p"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    locale=st.sampled_from(LOCALES),
    size=st.tuples(st.integers(40, 130), st.integers(12, 50)),
)
def test_it_is_what_textual_shows_at_any_size(locale: Locale, size: tuple[int, int]) -> None:
    import asyncio

    pack = LazyPack(CONTENT, locale)

    async def shown_by_textual() -> list[str]:
        app = NightcrampApp(pack, pack.words)
        async with app.run_test(size=size):
            return [strip.text for strip in app.screen._compositor.render_strips()]

    drawn = first_rows(pack, *size)

    assert [text_of(row).ljust(size[0]) for row in drawn] == asyncio.run(shown_by_textual())


@pytest.mark.parametrize(
    ("columns", "lines", "options", "environment"),
    [
        (80, 24, (), {}),
        (80, 24, ("--lang", "es", "--country=MX"), {}),
        (80, 24, ("--theme", "light", "--kiosk", "--country", "GB"), {"NO_COLOR": "1"}),
        (80, 24, ("--theme", "high-contrast"), {"TERM": "xterm"}),
        (40, 12, ("--ascii",), {}),
        (120, 40, (), {"LC_ALL": "en_GB.UTF-8", "TERM": "linux"}),
    ],
)
def test_no_cell_changes_when_textual_takes_over(
    columns: int, lines: int, options: tuple[str, ...], environment: dict[str, str]
) -> None:
    with RealTerminal(
        (*NIGHTCRAMP, *options),
        columns=columns,
        lines=lines,
        environment=clean_environment(**environment),
    ) as terminal:
        wait_for_first_screen(terminal)
        first, drawn = cells(terminal), len(terminal.output)
        while TEXTUAL_IS_THERE not in terminal.output or terminal.read(0.5):
            terminal.read(0.1)
            # The cursor is hidden, and moves with what is drawn.
            assert cells(terminal)[:-1] == first[:-1]
        assert cells(terminal) == first
        assert len(terminal.output) - drawn < 100
        terminal.press("\x1bOP")
        terminal.wait_until(lambda: cells(terminal) != first, "answer to F1")
        assert terminal.output.count(b"\x1b[?1049h") == 1


def wait_for_first_screen(terminal: RealTerminal) -> None:
    """Until its last bytes are there: after its rows, where the cursor is put."""
    places = re.compile(rb"\x1b\[\d+;\d+H")
    lines = terminal.main.lines
    terminal.wait_until(lambda: len(places.findall(terminal.output)) > lines, "first screen")


def cells(terminal: RealTerminal) -> list[dict[int, Any]]:
    """Every cell with its looks, and the cursor."""
    screen = terminal.alternate
    held = [dict(screen.buffer[y]) for y in range(screen.lines)]
    blank = screen.default_char
    shown = [{x: cell for x, cell in row.items() if cell != blank} for row in held]
    return [*shown, {0: (screen.cursor.x, screen.cursor.y, screen.cursor.hidden)}]


def test_taking_over_erases_nothing() -> None:
    with RealTerminal() as terminal:
        wait_for_first_screen(terminal)
        before = len(terminal.output)
        while TEXTUAL_IS_THERE not in terminal.output or terminal.read(0.5):
            terminal.read(0.1)
        assert not re.search(rb"\x1b\[\d*[JK]", terminal.output[before:])


def test_what_is_typed_before_textual_is_there_is_kept_and_not_shown() -> None:
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.press("\r?")
        terminal.wait_for("Why we ask")
        assert "^M" not in terminal.text


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_at_the_first_byte_gives_the_terminal_back(name: str) -> None:
    with RealTerminal() as terminal:
        terminal.wait_until(lambda: bool(terminal.output), "byte")
        terminal.signal(signal.Signals[name])
        assert terminal.wait_for_end(2) == -signal.Signals[name]
        terminal.assert_restored()


def test_a_closed_window_ends_it_before_textual_is_there() -> None:
    with RealTerminal(controlling=False) as terminal:
        terminal.wait_until(lambda: bool(terminal.output), "byte")
        terminal.hang_up()
        assert terminal.wait_for_end_unread(2) == -signal.SIGHUP


_FILL_UP = """
import os, sys
os.set_blocking(2, False)
try:
    while True:
        os.write(2, b"." * 512)
except BlockingIOError:
    os.set_blocking(2, True)
os.execv(sys.executable, [sys.executable, "-m", "nightcramp"])
"""


def test_a_terminal_that_takes_nothing_more_does_not_keep_it_from_ending() -> None:
    with RealTerminal((sys.executable, "-c", _FILL_UP)) as terminal:
        guards = Path(f"/proc/{terminal.process.pid}/task")
        wait_until(lambda: len(list(guards.iterdir())) >= 3, "guards that stand")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_for_end_unread(2) == -signal.SIGTERM
        assert terminal.settings == terminal.settings_before


def test_what_goes_wrong_after_it_is_a_sentence(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    (folder / "causes/strain.toml").write_text("id = ", encoding="utf-8")
    with RealTerminal((*NIGHTCRAMP, "--pack", str(folder))) as terminal:
        terminal.wait_for(FIRST_WORDS)
        assert terminal.wait_for_end() == 2
        assert "causes/strain.toml, line 1: is not valid TOML" in " ".join(terminal.text.split())
        terminal.assert_restored()


def test_a_wizard_that_does_not_start_gives_the_terminal_back() -> None:
    code = (
        "import sys\n"
        "from nightcramp.cli.main import main\n"
        "sys.modules['textual.app'] = None\n"
        "sys.exit(main([]))"
    )
    with RealTerminal((sys.executable, "-c", code)) as terminal:
        terminal.wait_for(FIRST_WORDS)
        assert terminal.wait_for_end() == 70
        terminal.assert_restored()


_TELL = """
import sys
import nightcramp.wizard.app as app
from nightcramp.cli.main import main
app.run_wizard = lambda *_, first_screen, **__: sys.exit(3 if first_screen else 4)
sys.exit(main({arguments!r}))
"""
DRAWN, NOT_DRAWN = 3, 4


def outcome(*arguments: str, columns: int = 80, lines: int = 24) -> int:
    code = (sys.executable, "-c", _TELL.format(arguments=list(arguments)))
    with RealTerminal(code, columns=columns, lines=lines) as terminal:
        return terminal.wait_for_end()


@pytest.mark.parametrize("arguments", [["--resume"], ["--code"]], ids=" ".join)
def test_it_is_not_drawn_where_something_else_comes_first(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert outcome() == DRAWN
    assert outcome(*arguments) == NOT_DRAWN


@pytest.mark.parametrize("size", [(39, 24), (80, 11), (LARGEST[0] + 1, 24), (80, LARGEST[1] + 1)])
def test_it_is_not_drawn_where_it_has_no_room_or_too_much(size: tuple[int, int]) -> None:
    columns, lines = size
    assert outcome(columns=columns, lines=lines) == NOT_DRAWN


def test_it_imports_nothing_slow() -> None:
    code = "import sys\nimport nightcramp.wizard.first_screen\nprint(*sys.modules)"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(),
    )
    assert not {"rich", "textual", "asyncio"} & set(ended.stdout.split())


def test_characters_taken_for_one_cell_are_one_cell() -> None:
    assert {char for char in rows._ONE_CELL if measured_by_rich(char) != 1} == set()
