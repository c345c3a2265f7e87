"""The screen that says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.reports.blocks import Block
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place


class WhyScreen(Page):
    """Opened over the question and the results screen."""

    body: Prose

    def __init__(self, wizard: NightcrampApp, title: str, parts: tuple[Block, ...]) -> None:
        self._title = title
        self._parts = parts
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "why"

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self._title)
        self.body.show(self._parts)

    def do_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))
