"""The first screen, drawn before Textual is loaded: the same to the cell, and as safe."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len as measured_by_rich

from nightcramp import light
from nightcramp.cli.main import main
from nightcramp.cli.wizard_options import read_plain
from nightcramp.pack.late import LatePack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.reports.part import Part
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.first_screen import (
    LARGEST,
    _running,
    draw_first_screen,
    first_rows,
    let_others_draw,
)
from nightcramp.wizard.first_table import make_first_table
from nightcramp.wizard.first_texts import TABLE, FirstTexts, KeySaid, first_table, read_first_texts
from nightcramp.wizard.widgets import rows
from nightcramp.wizard.widgets.rows import text_of
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment

CONTENT = Path(str(content_folder()))
PACK = LatePack(CONTENT)
LOCALES = [
    Locale(country, language, only_ascii)
    for country in ("", *PACK.about.countries)
    for language in PACK.about.languages
    for only_ascii in (False, True)
]
FIRST_WORDS = "This is not a diagnosis"
FILES = (CONTENT / TABLE).read_text(encoding="utf-8").partition("\n\n")[0].split("\n")[2:]
TEXTUAL_IS_THERE = b"\x1b[?2026$p"


def texts_for(locale: Locale, folder: Path = CONTENT) -> FirstTexts:
    texts = read_first_texts(str(folder), locale)
    assert texts is not None
    return texts


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content; each test puts back what it changes."""
    return Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("first") / "content"))


def test_the_table_is_made_from_the_content_as_it_is() -> None:
    made = make_first_table(CONTENT)
    assert (CONTENT / TABLE).read_text(encoding="utf-8") == made, (
        f"renew it: nightcramp export first-screen > /tmp/{TABLE}, and copy it into content/"
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    locale=st.sampled_from(LOCALES),
    size=st.tuples(st.integers(40, 130), st.integers(12, 50)),
)
def test_it_is_what_textual_shows_at_any_size(locale: Locale, size: tuple[int, int]) -> None:
    import asyncio

    async def shown_by_textual() -> list[str]:
        pack = LatePack(CONTENT, locale)
        app = NightcrampApp(pack, pack.words)
        async with app.run_test(size=size):
            return [strip.text for strip in app.screen._compositor.render_strips()]

    drawn = first_rows(texts_for(locale), *size)

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
        terminal.wait_until(
            lambda: b"\x1b[24" in terminal.output or bool(terminal.text.strip()), "text"
        )
        first = cells(terminal)
        while TEXTUAL_IS_THERE not in terminal.output or terminal.read(0.5):
            terminal.read(0.1)
            # The cursor is hidden, and moves with what is drawn.
            assert cells(terminal)[:-1] == first[:-1]
        assert cells(terminal) == first
        terminal.press("\x1bOP")
        terminal.wait_until(lambda: cells(terminal) != first, "answer to F1")
        assert terminal.output.count(b"\x1b[?1049h") == 1


def cells(terminal: RealTerminal) -> list[dict[int, Any]]:
    """Every cell with its looks, and the cursor."""
    screen = terminal.alternate
    held = [dict(screen.buffer[y]) for y in range(screen.lines)]
    blank = screen.default_char
    shown = [{x: cell for x, cell in row.items() if cell != blank} for row in held]
    return [*shown, {0: (screen.cursor.x, screen.cursor.y, screen.cursor.hidden)}]


def test_taking_over_erases_nothing() -> None:
    with RealTerminal() as terminal:
        terminal.wait_for(FIRST_WORDS)
        before = len(terminal.output)
        while TEXTUAL_IS_THERE not in terminal.output or terminal.read(0.5):
            terminal.read(0.1)
        assert not re.search(rb"\x1b\[\d*[JK]", terminal.output[before:])


def test_what_is_typed_before_textual_is_there_is_kept_and_not_shown() -> None:
    with RealTerminal() as terminal:
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
        assert terminal.process.wait(2) == -signal.SIGHUP


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
        deadline = time.monotonic() + 20
        while len(list(guards.iterdir())) < 3:
            assert time.monotonic() < deadline, "the guards never stand"
            select.select([], [], [], 0.01)
        terminal.signal(signal.SIGTERM)
        assert terminal.process.wait(2) == -signal.SIGTERM
        assert terminal.settings == terminal.settings_before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--blank-after", "5"), "need --kiosk"),
        (("--kiosk",), "--kiosk needs --country"),
        (("--lang", "xx"), "language 'xx' is not known"),
        (("--theme", "pink"), "invalid choice: 'pink'"),
        (("--save-dir", "/no/such/folder"), "there is no such folder"),
    ],
)
def test_what_goes_wrong_after_it_is_a_sentence(options: tuple[str, ...], said: str) -> None:
    with RealTerminal((*NIGHTCRAMP, *options)) as terminal:
        assert terminal.wait_for_end() == 2
        assert said in " ".join(terminal.text.split())
        terminal.assert_restored()


@settings(max_examples=60, deadline=None)
@given(file=st.sampled_from([*FILES, TABLE]), place=st.integers(0), byte=st.integers(1, 255))
def test_a_changed_byte_is_never_missed(copy: Path, file: str, place: int, byte: int) -> None:
    whole = (copy / file).read_bytes()
    changed = bytearray(whole)
    changed[place % len(whole)] ^= byte
    (copy / file).write_bytes(changed)
    try:
        assert _not_taken(copy)
    finally:
        (copy / file).write_bytes(whole)


@pytest.mark.parametrize("file", ["causes/strain.toml", "es/words.toml", TABLE])
def test_a_lost_file_is_never_missed(copy: Path, file: str) -> None:
    whole = (copy / file).read_bytes()
    (copy / file).unlink()
    try:
        assert _not_taken(copy)
    finally:
        (copy / file).write_bytes(whole)


def _not_taken(folder: Path) -> bool:
    try:
        return read_first_texts(str(folder), Locale("US", "en")) is None
    except (OSError, ValueError):
        return True


@pytest.mark.parametrize("told", ["changed", "unchanged", "gone", "nonsense"])
def test_a_check_says_when_the_table_was_made_from_other_content(
    copy: Path, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copy / ("advice.toml" if told == "changed" else TABLE)
    whole = file.read_bytes()
    if told == "gone":
        file.unlink()
    else:
        changed = {"changed": whole + b"# another\n", "nonsense": b"\xff\n\n\n"}
        file.write_bytes(changed.get(told, whole))
    try:
        assert main(["check", str(copy)]) == 0
    finally:
        file.write_bytes(whole)
    assert ("made from other content" in capsys.readouterr().out) == (
        told in ("changed", "nonsense")
    )


def test_the_command_prints_the_table(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "first-screen"]) == 0
    assert capsysbinary.readouterr().out == (CONTENT / TABLE).read_bytes()


def test_every_file_of_the_pack_is_in_the_digest() -> None:
    from nightcramp.pack.load import read_pack

    own = [document.name for document in read_pack(CONTENT)[1]]
    spanish = [
        f"es/{path.relative_to(CONTENT / 'es')}" for path in (CONTENT / "es").rglob("*.toml")
    ]
    assert set(FILES) == {*own, *spanish}


DRAW = """
from nightcramp.wizard.first_screen import draw_first_screen
from nightcramp.cli.wizard_options import read_plain
plain = read_plain({arguments!r})
print(plain and draw_first_screen(plain))
"""


@pytest.mark.parametrize(
    "arguments",
    [["--resume"], ["--code"], ["--plain"], ["assess", "x"], ["--pack", "/nowhere"], ["--help"]],
    ids=" ".join,
)
def test_it_is_not_drawn_where_something_else_comes_first(arguments: list[str]) -> None:
    code = DRAW.format(arguments=arguments)
    with RealTerminal((sys.executable, "-c", code)) as terminal:
        terminal.wait_for_end()
        assert terminal.output.strip() == b"None"


@pytest.mark.parametrize("size", [(39, 24), (80, 11), (LARGEST[0] + 1, 24), (80, LARGEST[1] + 1)])
def test_it_is_not_drawn_where_it_has_no_room_or_too_much(size: tuple[int, int]) -> None:
    code = DRAW.format(arguments=[])
    columns, lines = size
    with RealTerminal((sys.executable, "-c", code), columns=columns, lines=lines) as terminal:
        terminal.wait_for_end()
        assert terminal.output.strip() == b"None"


def test_it_is_not_drawn_without_a_terminal() -> None:
    assert not os.isatty(2) or not sys.stdin.isatty()
    plain = read_plain([])
    assert plain is not None
    assert draw_first_screen(plain) is None


def test_what_stands_in_the_table_cannot_drive_the_terminal(tmp_path: Path) -> None:
    evil = FirstTexts(
        title="a\x1b]0;b\x07",
        rule="-",
        more="\x9b2J",
        keys={"begin": KeySaid("\x1b[2J", "go\u202e")},
        parts=(Part("text", "one\x1b[3Jtwo\nthree"),),
    )
    locale = Locale("US", "en")
    (tmp_path / TABLE).write_text(first_table(str(tmp_path), "en", [], {locale: evil}), "utf-8")
    said = texts_for(locale, tmp_path)
    assert (said.title, said.more) == ("a]0;b", "2J")
    assert said.keys["begin"] == ("[2J", "go")
    assert said.parts == (Part("text", "one[3Jtwo three"),)


def test_where_many_start_at_once_it_waits_and_not_for_ever() -> None:
    waited: list[float] = []
    let_others_draw(lambda: 1000, waited.append)
    assert sum(waited) == pytest.approx(0.5)


def test_whoever_starts_alone_waits_for_nobody() -> None:
    """A start, its two threads, the kernel's worker for the terminal, and whoever reads it."""
    waited: list[float] = []
    let_others_draw(lambda: (os.cpu_count() or 1) + 4, waited.append)
    assert waited == []


def test_whoever_met_a_crowd_waits_until_there_is_room() -> None:
    waited: list[float] = []
    room = os.cpu_count() or 1
    crowds = iter([1000, room + 4, room, 1000])
    let_others_draw(lambda: next(crowds), waited.append)
    assert len(waited) == 2


@pytest.mark.parametrize(
    ("counts", "running"),
    [
        ("1.50 0.70 0.30 26/310 4711\n", 26),
        ("0.00 0.00 0.00 0/0 0\n", 0),
        ("1.50 0.70 0.30\n", 0),
        ("a b c d/e f\n", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_who_wants_to_run_is_read_where_linux_says_it(
    counts: str | None, running: int, tmp_path: Path
) -> None:
    file = tmp_path / "loadavg"
    if counts is not None:
        file.write_text(counts, "utf-8")
    assert _running(str(file)) == running


def test_it_imports_nothing_slow() -> None:
    code = "import sys\nimport nightcramp.cli.main\nprint(*sorted(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(),
    )
    slow = {"typing", "re", "dataclasses", "argparse", "pathlib", "hashlib", "json", "msgspec"}
    assert not (slow | {"rich", "textual"}) & set(ended.stdout.split())


def test_characters_taken_for_one_cell_are_one_cell() -> None:
    assert {char for char in rows._ONE_CELL if measured_by_rich(char) != 1} == set()


_LIGHT: Any = light.NamedTuple  # to type checkers it is the other one


class Plain(typing.NamedTuple):
    """A tuple."""

    first: str
    second: int = 7

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Light(_LIGHT):  # type: ignore[misc]  # as said
    """A tuple."""

    first: str
    second: int = 7

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


def test_a_light_tuple_is_like_a_named_one() -> None:
    made, plain = Light("a"), Plain("a")
    assert made == plain
    assert repr(made) == repr(plain).replace("Plain", "Light")
    assert made.both == plain.both
    assert made._replace(second=8) == plain._replace(second=8)
    assert Light.__doc__ == Plain.__doc__
    assert Light.__module__ == Plain.__module__
    assert json.dumps(made._asdict()) == json.dumps(plain._asdict())
