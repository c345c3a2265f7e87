from __future__ import annotations

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from nightcramp.widgets.frame import Frame

CONSOLE = Console(force_terminal=True, color_system="256", legacy_windows=False)
WIDTH = 20


def strip(*parts: tuple[str, str]) -> Strip:
    segments = [Segment(text, Style.parse(style) if style else None) for text, style in parts]
    used = sum(segment.cell_length for segment in segments)
    return Strip([*segments, Segment(" " * (WIDTH - used))], WIDTH)


@pytest.fixture
def screen() -> pyte.Screen:
    return pyte.Screen(WIDTH, 3)


def send(frame: Frame, screen: pyte.Screen, *rows: Strip) -> str:
    frame.want(list(rows))
    sent = frame.render_segments(CONSOLE)
    pyte.Stream(screen).feed(sent)
    return sent


def shown(screen: pyte.Screen) -> list[str]:
    return [row.rstrip() for row in screen.display]


def test_the_terminal_shows_what_is_wanted(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("one", "")), strip(("two", "bold")), strip())
    assert shown(screen) == ["one", "two", ""]


def test_what_is_shown_already_is_not_sent_again(screen: pyte.Screen) -> None:
    frame = Frame()
    rows = strip(("one", "")), strip(("two", "reverse")), strip()
    send(frame, screen, *rows)
    assert send(frame, screen, *rows) == ""


def test_only_the_cells_that_differ_are_sent(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("1  [ ]  Calf", "")), strip(), strip())
    assert send(frame, screen, strip(("1  [x]  Calf", "")), strip(), strip()) == "\x1b[1;5Hx"


def test_a_longer_row_is_erased_to_its_end(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("a long row of text", "")), strip(), strip())
    sent = send(frame, screen, strip(("a row", "")), strip(), strip())
    assert shown(screen)[0] == "a row"
    assert sent.endswith("\x1b[K")


def test_blanks_in_reverse_video_are_sent(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("NOW" + " " * 17, "reverse")), strip(), strip())
    assert all(screen.buffer[0][x].reverse for x in range(WIDTH))


def test_a_terminal_of_another_height_gets_everything(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("one", "")), strip())
    assert "one" in send(frame, screen, strip(("one", "")), strip(), strip())


def test_a_terminal_of_another_width_gets_every_row(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("one", "")), strip(), strip())
    frame.want([Strip([Segment("one")], 3)] * 3)
    assert frame.render_segments(CONSOLE).count("one") == 3


def test_after_forgetting_everything_is_sent(screen: pyte.Screen) -> None:
    frame = Frame()
    rows = strip(("one", "")), strip(), strip()
    send(frame, screen, *rows)
    frame.forget()
    assert "one" in send(frame, screen, *rows)


def test_wide_characters_keep_their_place(screen: pyte.Screen) -> None:
    frame = Frame()
    send(frame, screen, strip(("日本x", "")), strip(), strip())
    assert send(frame, screen, strip(("日本y", "")), strip(), strip()) == "\x1b[1;5Hy"
