"""Review: every answer so far, and a way to change any of them."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.pack.words import Words
from nightcramp.reports.answered import Answered
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.focus_list import FocusList
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    WIDEST_TEXT,
    Row,
    centered,
    item_rows,
    paragraph,
)
from nightcramp.wizard.widgets.window import window


def review_rows(
    items: Sequence[Answered],
    focus: int,
    words: Words,
    width: int,
    height: int,
    marks: Marks = WGL4,
) -> list[Row]:
    """The answers, each below its question."""
    if not items:
        return [BLANK, *paragraph(words.review.empty, width)]
    head = paragraph(words.review.lead, width)
    spacing = [BLANK] if height > len(head) + 10 else []
    blocks = [_block(item, width, marks, focused=i == focus) for i, item in enumerate(items)]
    room = height - len(head) - 2 * len(spacing)
    return [*spacing, *head, *spacing, *window(blocks, focus, room, words.question)]


def _block(item: Answered, width: int, marks: Marks, *, focused: bool) -> list[Row]:
    asked = paragraph(item.question, min(width - 2, WIDEST_TEXT), "dim", " ")
    answer = paragraph(item.answer, width - 6, "strong", "     ")
    return item_rows([*asked, *answer], width, marks, focused=focused)


class AnswerList(FocusList[Answered]):
    """The answers with one highlighted."""

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        column = min(width, COLUMN)
        rows = review_rows(self.items, self.focus_at, self.words, column, height, self.marks)
        return centered(rows, column, width)


class ReviewScreen(WizardScreen[str]):
    """Lists the answers; dismissed with the id of a question to change.

    Args:
        title: for the header.
        items: the answers.
        at: which of them is highlighted first.
    """

    PLACES = ("review",)
    BINDINGS = bindings_for(*PLACES)
    body: AnswerList

    def __init__(self, title: str, items: Sequence[Answered], at: int) -> None:
        super().__init__(AnswerList(items, at), title)

    def action_move(self, key: str) -> None:
        """Highlight another answer."""
        self.body.move(key)

    async def action_jump(self) -> None:
        """To the question of the highlighted answer."""
        if self.body.items:
            await self.close(self.body.items[self.body.focus_at].id)
