"""One line to type: the name of a file, or a code."""

from __future__ import annotations

from typing import NamedTuple

from nightcramp.text import clean
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    Row,
    Span,
    centered,
    paragraph,
    wrap,
)

_LONGEST = 1000


class Asked(NamedTuple):
    """The words of a typing screen.

    Attributes:
        proposed: the sentence that says what Enter takes if nothing was typed.
    """

    title: str
    text: str
    proposed: str = ""


def typing_rows(asked: Asked, typed: str, problem: str, width: int, height: int) -> list[Row]:
    """What is asked, what was typed so far with the cursor behind it, and what is wrong.

    Where room is short, blank rows go first; what is wrong stays longest.
    """
    lines = wrap(typed, width - 3) or [""]
    # A trailing space is typed text too.
    lines[-1] += " " * (len(typed) - len(typed.rstrip()))
    line: list[Row] = [(Span("  "), Span(text, "strong")) for text in lines]
    line[0] = (Span("> "), *line[0][1:])
    line[-1] = (*line[-1], Span("_", "cursor"))
    text, proposed = paragraph(asked.text, width), paragraph(asked.proposed, width)
    wrong = paragraph(problem, width, "warning", "* ")
    shown = [part for part in (text, line, proposed, wrong) if part]
    airy = [row for part in shown for row in (BLANK, *part)]
    tight = [row for part in shown for row in part]
    forms = [airy, tight, [*text, *line, *wrong], [*line, *wrong]] if wrong else [airy, tight]
    return next((form for form in forms if len(form) <= height), forms[-1])


class Typed(Lines):
    """The line being typed."""

    def __init__(self, asked: Asked, typed: str, problem: str) -> None:
        super().__init__()
        self._asked = asked
        self.typed = typed
        self._problem = problem

    def show(self, typed: str) -> None:
        """Show what was typed so far."""
        self.typed, self._problem = typed[:_LONGEST], ""
        self.redraw()

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        column = min(width, COLUMN)
        rows = typing_rows(self._asked, self.typed, self._problem, column, height)
        return centered(rows, column, width)


class TypingScreen(WizardScreen[str]):
    """Asks for a line of text, and is dismissed with it.

    Args:
        asked: the words of the question.
        typed: the text to start with.
        problem: what is wrong with that text.
    """

    PLACES = ("typing",)
    BINDINGS = bindings_for(*PLACES)
    body: Typed

    def __init__(self, asked: Asked, typed: str = "", problem: str = "") -> None:
        super().__init__(Typed(asked, typed, problem), asked.title)

    async def action_type(self, character: str) -> None:
        """Take one more character."""
        self.body.show(self.body.typed + clean(character))

    async def paste(self, text: str) -> None:
        """Take pasted text as typed, on one line."""
        if not self.is_too_small:
            self.body.show(self.body.typed + " ".join(clean(text).split("\n")))

    def action_erase(self) -> None:
        """Take back a character."""
        self.body.show(self.body.typed[:-1])

    async def action_take_text(self) -> None:
        """Take what was typed."""
        await self.close(self.body.typed.strip())
