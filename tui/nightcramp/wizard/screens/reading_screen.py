"""The reading screen: a text, such as why a question is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.reports.blocks import Block


class ReadingScreen(WizardScreen[None]):
    """Opened over the question and the results screen."""

    PLACES = ("why",)
    BINDINGS = bindings_for(*PLACES)
    body: Prose

    def __init__(self, title: str, parts: Sequence[Block]) -> None:
        super().__init__()
        self._title = title
        self._parts = parts

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self._title)
        self.body.show(self._parts)

    def action_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))
