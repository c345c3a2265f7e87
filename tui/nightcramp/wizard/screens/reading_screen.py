"""The reading screen: a title and a text, such as why a question is asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.screen import ScreenResultType

from nightcramp.reports.blocks import GAP, Block
from nightcramp.wizard.keys import Place
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.prose import Prose


class ReadingScreen(WizardScreen[ScreenResultType]):
    """Opened over another screen.

    Args:
        title: for the header.
        parts: the text.
        place: which keys work.
        small: the sentence for a terminal that is too small; the usual one if empty.
    """

    PLACES: ClassVar[tuple[Place, ...]] = ("why", "help")
    BINDINGS = bindings_for(*PLACES)

    def __init__(
        self, title: str, parts: Sequence[Block], place: Place = "why", small: str = ""
    ) -> None:
        super().__init__(Prose(parts), title)
        self._place = place
        self.small = small

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return self._place


class PausedScreen(ReadingScreen[None], inherit_bindings=False):
    """One sentence while nobody presses a key; the app takes it away with any key.

    Args:
        title: for the header.
        text: the sentence.
    """

    PLACES = ("paused",)
    BINDINGS = bindings_for(*PLACES)

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, (GAP, Block("text", text)), "paused", text)
