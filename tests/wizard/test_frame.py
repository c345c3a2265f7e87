from __future__ import annotations

from typing import TYPE_CHECKING

import pyte
import pytest
from rich.console import Console

from nightcramp.wizard.palette import palette
from nightcramp.wizard.widgets.frame import Frame
from nightcramp.wizard.widgets.rows import Span

if TYPE_CHECKING:
    from nightcramp.wizard.widgets.rows import Row

CONSOLE = Console()
WIDTH = 20


def row(*parts: tuple[str, str]) -> Row:
    return tuple(Span(*part) for part in parts)


def new_frame() -> Frame:
    return Frame(palette("dark", colors=True))


@pytest.fixture
def screen() -> pyte.Screen:
    return pyte.Screen(WIDTH, 3)


def send(frame: Frame, screen: pyte.Screen, *rows: Row) -> str:
    frame.want(rows, WIDTH)
    sent = frame.render_segments(CONSOLE)
    pyte.Stream(screen).feed(sent)
    return sent


def shown(screen: pyte.Screen) -> list[str]:
    return [row.rstrip() for row in screen.display]


def test_the_terminal_shows_what_is_wanted(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("one", "")), row(("two", "strong")), row())
    assert shown(screen) == ["one", "two", ""]


def test_what_is_shown_already_is_not_sent_again(screen: pyte.Screen) -> None:
    frame = new_frame()
    rows = row(("one", "")), row(("two", "urgent")), row()
    send(frame, screen, *rows)
    assert send(frame, screen, *rows) == ""


def test_only_the_cells_that_differ_are_sent(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("1  [ ]  Calf", "")), row(), row())
    assert send(frame, screen, row(("1  [x]  Calf", "")), row(), row()) == "\x1b[1;5Hx"


def test_a_longer_row_is_erased_to_its_end(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("a long row of text", "")), row(), row())
    sent = send(frame, screen, row(("a row", "")), row(), row())
    assert shown(screen)[0] == "a row"
    assert sent.endswith("\x1b[K")


def test_blanks_in_reverse_video_are_sent(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("NOW" + " " * 17, "urgent")), row(), row())
    assert all(screen.buffer[0][x].reverse for x in range(WIDTH))


def test_blanks_on_paper_are_sent(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row((" " * WIDTH, "paper")), row(), row())
    assert all(screen.buffer[0][x].bg == "brightwhite" for x in range(WIDTH))


def test_a_terminal_of_another_height_gets_everything(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("one", "")), row())
    assert "one" in send(frame, screen, row(("one", "")), row(), row())


def test_a_terminal_of_another_width_gets_every_row(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("one", "")), row(), row())
    frame.want((row(("one", "")),) * 3, 3)
    assert frame.render_segments(CONSOLE).count("one") == 3


def test_after_forgetting_everything_is_sent(screen: pyte.Screen) -> None:
    frame = new_frame()
    rows = row(("one", "")), row(), row()
    send(frame, screen, *rows)
    frame.forget()
    assert "one" in send(frame, screen, *rows)


def test_wide_characters_keep_their_place(screen: pyte.Screen) -> None:
    frame = new_frame()
    send(frame, screen, row(("日本x", "")), row(), row())
    assert send(frame, screen, row(("日本y", "")), row(), row()) == "\x1b[1;5Hy"
