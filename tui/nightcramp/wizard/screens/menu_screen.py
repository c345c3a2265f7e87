"""A menu: labels to choose from by digit or by arrows."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.words import QuestionWords
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.focus_list import FocusList
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    Row,
    Span,
    centered,
    item_rows,
    paragraph,
    wrap,
)
from nightcramp.wizard.widgets.window import window

_LAST_DIGIT = 9


def menu_rows(  # noqa: PLR0913  what there is, and in what room
    text: str,
    labels: Sequence[str],
    focus: int,
    words: QuestionWords,
    width: int,
    height: int,
    *,
    marks: Marks = WGL4,
) -> list[Row]:
    """The question, and the items with their digits."""
    head = [BLANK, *paragraph(text, width, "strong"), BLANK]
    blocks = []
    for place, label in enumerate(labels):
        key = str(place + 1) if place < _LAST_DIGIT else " "
        lines = wrap(label, width - 6)
        first = (Span(" "), Span(key, "key"), Span(f"  {lines[0]}"))
        others = [(Span(f"    {line}"),) for line in lines[1:]]
        blocks.append(item_rows([first, *others], width, marks, focused=place == focus))
    return [*head, *window(blocks, focus, height - len(head), words)]


class Menu(FocusList[str]):
    """A question and its labels, one of them highlighted."""

    def __init__(self, text: str, labels: Sequence[str], focus: int) -> None:
        super().__init__(labels, focus)
        self._text = text

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        column, words = min(width, COLUMN), self.words.question
        rows = menu_rows(
            self._text, self.items, self.focus_at, words, column, height, marks=self.marks
        )
        return centered(rows, column, width)


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
        super().__init__(Menu(text, labels, focus), title)

    def action_move(self, key: str) -> None:
        """Highlight another label."""
        self.body.move(key)

    async def action_take(self) -> None:
        """Choose what is highlighted."""
        await self.close(self.body.focus_at)

    async def action_digit(self, key: str) -> None:
        """Choose what has that number."""
        if int(key) <= len(self.body.items):
            await self.close(int(key) - 1)
