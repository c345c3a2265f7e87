"""A menu: labels to choose from by digit or by arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.keys import STEPS
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Span, paragraph
from nightcramp.wizard.widgets.window import More, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack.words import QuestionWords
    from nightcramp.wizard.widgets.rows import Row, Rows


def menu_rows(
    text: str, labels: Sequence[str], focus: int, words: QuestionWords, width: int, height: int
) -> list[Row]:
    """The question, and the items with their digits."""
    head = [BLANK, *paragraph(text, width, "strong"), BLANK]
    blocks = []
    for place, label in enumerate(labels):
        sign = f"{'>' if place == focus else ' '} {place + 1 if place < 9 else ' '}  "
        style = "focus" if place == focus else ""
        first, *more = paragraph(label, width, style, sign)
        # One span, so that the mark is in reverse video as well.
        first = (Span("".join(span.text for span in first), style),)
        blocks.append([first, *more])
    more_words = More(words.more_above, words.more_below)
    return [*head, *window(blocks, focus, height - len(head), more_words)]


class Menu(Lines):
    """The labels, one of them highlighted."""

    LEADS = True
    focus_at = var(0)
    """Index of the highlighted label."""

    def __init__(self, text: str, labels: Sequence[str], focus: int, words: QuestionWords) -> None:
        super().__init__()
        self._text = text
        self._words = words
        self.labels = labels
        self.focus_at = focus

    def validate_focus_at(self, place: int) -> int:
        """Clamp to the labels."""
        return max(0, min(place, len(self.labels) - 1))

    def watch_focus_at(self) -> None:
        """Redraw with the new highlight."""
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return tuple(menu_rows(self._text, self.labels, self.focus_at, self._words, width, height))


class MenuScreen(WizardScreen[int]):
    """Asks for a choice; dismissed with the index of the chosen label.

    Args:
        title: of the screen.
        text: the question.
        labels: the choices.
        focus: index of the label highlighted first.
    """

    PLACES = ("menu",)
    BINDINGS = bindings_for(*PLACES)
    body: Menu

    def __init__(self, title: str, text: str, labels: Sequence[str], focus: int = 0) -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._labels = tuple(labels)
        self._focus = focus

    def compose_body(self) -> Menu:
        """Make the widget between header and key bar."""
        return Menu(self._text, self._labels, self._focus, self.words.question)

    def show(self) -> None:
        """Fill the header; the body has its labels."""
        self.header.show(self._title)

    def action_move(self, key: str) -> None:
        """Highlight another label."""
        self.body.focus_at += STEPS[key]

    async def action_take(self) -> None:
        """Choose what is highlighted."""
        await self.close(self.body.focus_at)

    async def action_digit(self, key: str) -> None:
        """Choose what has that number."""
        if int(key) <= len(self._labels):
            await self.close(int(key) - 1)
