"""A question before answers are forgotten; staying is what happens unless one says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nightcramp.reports.blocks import Block
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.pack.words import ConfirmWords
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place


class Instead(NamedTuple):
    """What the key `p` does instead, and how that is said."""

    text: str
    go: Callable[[], None]


class ConfirmScreen(Page):
    """Asks whether to leave, or to start again."""

    body: Prose

    def __init__(
        self,
        wizard: NightcrampApp,
        said: ConfirmWords,
        go: Callable[[], None],
        instead: Instead | None = None,
    ) -> None:
        self._said = said
        self._go = go
        self._instead = instead
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "confirm"

    @property
    def small_text(self) -> str:
        """What is said where the terminal is too small."""
        return self._said.small

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        said = self._said
        self.header.show(said.title)
        gap = Block("gap")
        also = [Block("text", self._instead.text)] if self._instead else []
        go, stay = Block("text", said.go), Block("heading", said.stay)
        self.body.show((gap, Block("text", said.text), gap, go, *also, stay))

    def _works_small(self, action: str) -> bool:
        return action in ("go", "close")

    def do_go(self, _key: str) -> None:
        """Do what was asked."""
        self._go()

    def do_print_and_go(self, _key: str) -> None:
        """Do what can be done instead, if there is anything."""
        if self._instead:
            self._instead.go()
