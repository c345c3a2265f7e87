"""A question before answers are discarded or replaced; staying is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from nightcramp.reports.blocks import Block
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from nightcramp.pack.words import ConfirmWords
    from nightcramp.wizard.widgets.prose import Prose

Decision: TypeAlias = Literal["go", "print"]


class ConfirmScreen(WizardScreen[Decision]):
    """Asks whether to go ahead; dismissed with None if the person stays.

    Args:
        question: the words of the question.
        also: the sentence for the key `p`; empty if it does nothing.
    """

    PLACES = ("confirm",)
    BINDINGS = bindings_for(*PLACES)
    WORKS_SMALL = ("type", "close")
    body: Prose

    def __init__(self, question: ConfirmWords, also: str = "") -> None:
        super().__init__()
        self._question = question
        self._also = also

    @property
    def small_text(self) -> str:
        """The sentence for a terminal that is too small."""
        return self._question.small

    def show(self) -> None:
        """Fill header and body."""
        asked = self._question
        self.header.show(asked.title)
        gap = Block("gap")
        also = [Block("text", self._also)] if self._also else []
        go, stay = Block("text", asked.go), Block("heading", asked.stay)
        self.body.show((gap, Block("text", asked.text), gap, go, *also, stay))

    async def action_type(self, character: str) -> None:
        """Go ahead, if it is the language's letter for yes."""
        if character in (name.strip() for name in self.words.line.yes.split(",")):
            await self.close("go")

    async def action_print_and_go(self) -> None:
        """Print first, where that is offered."""
        if self._also:
            await self.close("print")
