"""A menu: a few things to choose from by digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Span, paragraph
from nightcramp.wizard.widgets.window import More, window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nightcramp.pack.words import QuestionWords
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place
    from nightcramp.wizard.widgets.rows import Row, Rows

_STEPS = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5, "home": -999, "end": 999}


class Item(NamedTuple):
    """Something to choose, and what happens then."""

    label: str
    do: Callable[[], None]


def menu_rows(
    text: str, items: Sequence[Item], focus: int, words: QuestionWords, width: int, height: int
) -> list[Row]:
    """The question, and the items with their digits."""
    head = [BLANK, *paragraph(text, width, "strong"), BLANK]
    blocks = []
    for place, item in enumerate(items):
        sign = f"{'>' if place == focus else ' '} {place + 1 if place < 9 else ' '}  "
        style = "focus" if place == focus else ""
        first, *more = paragraph(item.label, width, style, sign)
        # One span, so that the mark is in reverse video as well.
        first = (Span("".join(span.text for span in first), style),)
        blocks.append([first, *more])
    more_words = More(words.more_above, words.more_below)
    return [*head, *window(blocks, focus, height - len(head), more_words)]


class Menu(Lines):
    """The items with one highlighted."""

    LEADS = True

    def __init__(self, text: str, items: Sequence[Item], words: QuestionWords) -> None:
        super().__init__()
        self._text = text
        self._words = words
        self.items = tuple(items)
        self.focus_at = 0

    def move(self, step: int) -> None:
        """Highlight another item."""
        self.focus_at = max(0, min(self.focus_at + step, len(self.items) - 1))
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        return tuple(menu_rows(self._text, self.items, self.focus_at, self._words, width, height))


class MenuScreen(Page):
    """Opened over the results screen."""

    body: Menu

    def __init__(self, wizard: NightcrampApp, title: str, text: str, items: Sequence[Item]) -> None:
        self._title = title
        self._text = text
        self._items = items
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "menu"

    def make_body(self) -> Menu:
        """The widget between header and key bar."""
        return Menu(self._text, self._items, self.words.question)

    def show(self) -> None:
        """Fill the header; the body has its items."""
        self.header.show(self._title)

    def do_move(self, key: str) -> None:
        """Highlight another item."""
        self.body.move(_STEPS[key])

    def do_take(self, _key: str) -> None:
        """Do what is highlighted."""
        self.body.items[self.body.focus_at].do()

    def do_digit(self, key: str) -> None:
        """Do what has that number."""
        if int(key) <= len(self.body.items):
            self.body.move(int(key) - 1 - self.body.focus_at)
            self.do_take(key)
