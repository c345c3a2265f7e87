"""The first screen, drawn while the rest of the program is still being loaded.

It is drawn where the pack says at once what it says (`first_texts.py`), and nothing
else is to be shown first; elsewhere the screen comes when all is loaded. Nothing here, nor
what it imports, imports `typing`, which takes half as long as starting Python.
"""

from __future__ import annotations

import os
import sys
import time

from nightcramp.pack.locale import locale_of, shows_only_ascii
from nightcramp.system import terminal
from nightcramp.wizard.first_texts import read_first_texts
from nightcramp.wizard.keys import keys_of
from nightcramp.wizard.widgets.page_rows import (
    NARROW,
    SHORT,
    fitting_rows,
    header_rows,
    is_too_small,
    key_bar_rows,
)
from nightcramp.wizard.widgets.rows import Span, cell_len, fill, text_of
from nightcramp.wizard.widgets.window import screenful

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import SimpleNamespace
    from typing import Literal

    from nightcramp.pack.locale import Locale
    from nightcramp.system.terminal import EndCallback
    from nightcramp.wizard.first_texts import FirstTexts
    from nightcramp.wizard.widgets.rows import Row, Rows

_ERASE = "\x1b[K"
_MOMENTS, _MOMENT = 20, 0.025
_COMPANY = 4
"""Who else wants to run where one starts alone: own threads, the terminal and its reader."""
LARGEST = (500, 200)
"""Columns and lines: a window that claims more would be paid for with everyone's memory."""


class FirstScreen:
    """The first screen as it was drawn, until another takes its place.

    Attributes:
        rows, width: what stands there, row by row, and how wide the terminal is.
        modes: the terminal's settings before.
        taken_over: whether whoever draws on will also give the terminal back.
        last_words: done when a signal or a hang-up ends the program.
    """

    def __init__(self, rows: Rows, width: int) -> None:
        self.rows, self.width = rows, width
        self.taken_over = False
        self.last_words: EndCallback = lambda _: None
        self._terminal = terminal.restore_on_end(self._end)
        self.modes = self._terminal.modes
        self._terminal.draw(drawing(rows, width).encode())

    def _end(self, ending: Literal["hangup", "signal"]) -> None:
        self.last_words(ending)

    def close(self) -> None:
        """Give the terminal back, if nobody took it over."""
        if not self.taken_over:
            self._terminal.give_back()


def draw_first_screen(options: SimpleNamespace) -> FirstScreen | None:
    """Draw the first screen, if it is known by now, and nothing else comes first.

    Args:
        options: those of the command line.
    """
    refused = options.kiosk and not options.country
    another_first = options.plain or options.resume or refused
    if another_first or not terminal.can_draw() or terminal.wants_lines(os.environ):
        return None
    folder = options.pack or _content_folder()
    locale = _asked_locale(options)
    try:
        width, height = os.get_terminal_size(1)
        texts = read_first_texts(folder, locale)
    except (OSError, ValueError):
        return None
    fits = width <= LARGEST[0] and height <= LARGEST[1] and not is_too_small(width, height)
    if not fits or texts is None:
        return None
    screen = FirstScreen(first_rows(texts, width, height), width)
    let_others_draw()
    return screen


def let_others_draw(
    running: Callable[[], int] | None = None, wait: Callable[[float], object] = time.sleep
) -> None:
    """Where many start at once, wait a moment, so that each has a first screen soon.

    To load the rest takes ten times as long as that, and would keep the processors from
    those who have nothing to read yet. At most half a second; whoever meets a crowd waits
    until it is gone, and whoever starts alone meets none.

    Args:
        running: how many processes want to run now.
        wait: waits so many seconds.
    """
    room = os.cpu_count() or 1
    enough = room + _COMPANY
    for _ in range(_MOMENTS):
        if (running or _running)() <= enough:
            return
        enough = room
        wait(_MOMENT)


def _running(counts: str = "/proc/loadavg") -> int:
    """As Linux counts them; where nothing is counted like that, nobody waits."""
    try:
        with open(counts) as file:
            return int(file.read().split()[3].partition("/")[0])
    except (OSError, ValueError, IndexError):
        return 0


def first_rows(texts: FirstTexts, width: int, height: int) -> Rows:
    """The rows of the whole screen, as the styles of `app.tcss` lay out a page."""
    bars = _bars(height)
    side, keys_side = (1, 0) if width < NARROW else (3, 2)
    inside, tall, below = width - 2 * side, height - 2 * bars, width - 2 * keys_side
    text = screenful(fitting_rows(texts.parts, inside, tall), 0, tall, texts.more)
    keys = key_bar_rows(keys_of("welcome"), texts.keys, below, bars)
    return (
        *fill(header_rows(texts.title, (), texts.rule, width, bars), width, bars),
        *_beside_a_margin(fill(text, inside, tall), side),
        *_beside_a_margin(fill(keys, below, bars), keys_side),
    )


def drawing(rows: Rows, width: int) -> str:
    """What draws them, and puts the cursor where reading begins."""
    lines = [f"\x1b[{y};1H{_sequences(row, width)}" for y, row in enumerate(rows, 1)]
    begins = next(y for y in range(_bars(len(rows)), len(rows)) if len(rows[y]) > 1)
    return f"{''.join(lines)}\x1b[{begins + 1};{len(rows[begins][0].text) + 1}H"


def _bars(height: int) -> int:
    """Rows of the header, and of the key bar."""
    return 1 if height < SHORT else 2


def _sequences(row: Row, width: int) -> str:
    said = "".join(f"\x1b[1m{text}\x1b[0m" if style else text for text, style in row)
    is_full = cell_len(text_of(row).rstrip(" ")) == width
    return said if is_full else said.rstrip(" ") + _ERASE


def _beside_a_margin(rows: Rows, cells: int) -> list[Row]:
    margin = (Span(" " * cells),) if cells else ()
    return [(*margin, *row) for row in rows]


def _asked_locale(options: SimpleNamespace) -> Locale:
    """As `commands/content.py` takes it from options that were checked."""
    locale = locale_of(os.environ)
    encoding = getattr(sys.__stdout__, "encoding", None)
    return locale._replace(
        country=(options.country or locale.country).upper(),
        language=(options.lang or locale.language).lower(),
        ascii=options.ascii or shows_only_ascii(os.environ, encoding),
    )


def _content_folder() -> str:
    """As `content_folder`, without what that imports."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    beside = f"{here}/content"
    return beside if os.path.isdir(beside) else f"{here}/../../content"
