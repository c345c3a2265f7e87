"""Paused: nothing of a person is shown while nobody presses a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.blocks import Block
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from nightcramp.wizard.widgets.prose import Prose


class PausedScreen(WizardScreen[None]):
    """A screen with one sentence; the app takes it away with any key."""

    PLACES = ("paused",)
    BINDINGS = bindings_for(*PLACES)
    body: Prose

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    @property
    def small_text(self) -> str:
        """The sentence for a terminal that is too small."""
        return self._text

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.welcome.title)
        self.body.show((Block("gap"), Block("text", self._text)))
