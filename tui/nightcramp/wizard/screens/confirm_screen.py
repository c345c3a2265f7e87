"""A question before answers are discarded or replaced; staying is the default."""

from __future__ import annotations

from typing import Literal, TypeAlias

from nightcramp.pack.words import ConfirmWords
from nightcramp.reports.blocks import GAP, Block
from nightcramp.wizard.screens.reading_screen import ReadingScreen
from nightcramp.wizard.screens.wizard_screen import bindings_for

Decision: TypeAlias = Literal["go", "print"]


class ConfirmScreen(ReadingScreen[Decision], inherit_bindings=False):
    """Asks whether to go ahead; dismissed with None if the person stays.

    Args:
        question: the words of the question.
        also: the sentence for the key `p`; empty if it does nothing.
    """

    PLACES = ("confirm",)
    BINDINGS = bindings_for(*PLACES)
    WORKS_SMALL = ("type", "stay")

    def __init__(self, question: ConfirmWords, also: str = "") -> None:
        more = [Block("text", also)] if also else []
        go, stay = Block("text", question.go), Block("heading", question.stay)
        parts = (GAP, Block("text", question.text), GAP, go, *more, stay)
        super().__init__(question.title, parts, "confirm", question.small)
        self._also = also

    async def action_stay(self) -> None:
        """Go back to the screen below, and change nothing."""
        await self.close()

    async def action_type(self, character: str) -> None:
        """Go ahead, if it is the language's letter for yes."""
        if character in (name.strip() for name in self.words.line.yes.split(",")):
            await self.close("go")

    async def action_print_and_go(self) -> None:
        """Print first, where that is offered."""
        if self._also:
            await self.close("print")
