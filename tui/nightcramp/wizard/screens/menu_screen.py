"""A menu: labels to choose from by digit or by arrows."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.words import QuestionWords
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.focus_list import FocusList
from nightcramp.wizard.widgets.rows import BLANK, Row, Span, paragraph, text_of
from nightcramp.wizard.widgets.window import window


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
        blocks.append([(Span(text_of(first), style),), *more])
    return [*head, *window(blocks, focus, height - len(head), words)]


class Menu(FocusList[str]):
    """A question and its labels, one of them highlighted."""

    def __init__(self, text: str, labels: Sequence[str], focus: int) -> None:
        super().__init__(labels, focus)
        self._text = text

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        words = self.words.question
        return menu_rows(self._text, self.items, self.focus_at, words, width, height)


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
