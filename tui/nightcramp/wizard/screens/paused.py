"""Paused: nothing of a person is shown while nobody presses a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.blocks import Block
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.prose import Prose

if TYPE_CHECKING:
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place


class PausedScreen(Page):
    """A screen with one sentence; the app takes it away with any key."""

    body: Prose

    def __init__(self, wizard: NightcrampApp, text: str) -> None:
        self._text = text
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "paused"

    @property
    def small_text(self) -> str:
        """What is said where the terminal is too small."""
        return self._text

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.welcome.title)
        self.body.show((Block("gap"), Block("text", self._text)))
