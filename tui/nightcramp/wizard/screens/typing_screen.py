"""One line to type: the name of a file, or a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nightcramp.text import clean
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Span, paragraph, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place
    from nightcramp.wizard.widgets.rows import Row, Rows

_LONGEST = 1000


class Asked(NamedTuple):
    """What is asked for.

    Attributes:
        proposed: what Enter takes where nothing was typed, and how that is said.
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
    said = [part for part in (text, line, proposed, wrong) if part]
    airy = [row for part in said for row in (BLANK, *part)]
    tight = [row for part in said for row in part]
    forms = [airy, tight, [*text, *line, *wrong], [*line, *wrong]] if wrong else [airy, tight]
    return next((form for form in forms if len(form) <= height), forms[-1])


class Typed(Lines):
    """The line being typed."""

    LEADS = True

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked
        self.typed = ""
        self._problem = ""

    def show(self, typed: str, problem: str = "") -> None:
        """Show what was typed so far."""
        self.typed, self._problem = typed[:_LONGEST], problem
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        return tuple(typing_rows(self._asked, self.typed, self._problem, width, height))


class TypingScreen(Page):
    """Opened over any screen that needs a line of text."""

    body: Typed

    def __init__(self, wizard: NightcrampApp, asked: Asked, take: Callable[[str], str]) -> None:
        """Ask for a line.

        Args:
            wizard: the app.
            asked: what is asked for.
            take: takes what was typed; returns what is wrong with it, or nothing.
        """
        self._asked = asked
        self._take = take
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "typing"

    def make_body(self) -> Typed:
        """The widget between header and key bar."""
        return Typed(self._asked)

    def show(self) -> None:
        """Fill the header; the body has what is asked."""
        self.header.show(self._asked.title)

    def do_type(self, character: str) -> None:
        """One more character."""
        self.body.show(self.body.typed + clean(character))

    def paste(self, text: str) -> None:
        """Take pasted text as typed, on one line."""
        if not self.is_too_small:
            self.body.show(self.body.typed + " ".join(clean(text).split("\n")))

    def do_erase(self, _key: str) -> None:
        """One character less."""
        self.body.show(self.body.typed[:-1])

    def do_take_text(self, _key: str) -> None:
        """Take what was typed."""
        typed = self.body.typed
        problem = self._take(typed.strip())
        if problem:
            self.body.show(typed, problem)
