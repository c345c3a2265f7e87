"""The welcome screen: what the program is and is not, and how to begin."""

from __future__ import annotations

from nightcramp.reports.introduction import introduction
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.prose import Prose, scroll_step


class WelcomeScreen(WizardScreen[None]):
    """The first screen."""

    PLACES = ("welcome",)
    BINDINGS = bindings_for(*PLACES)
    body: Prose

    def show(self) -> None:
        """Fill header and body."""
        words = self.words.welcome
        self.header.show(words.title)
        self.body.show(introduction(self.app.front, words, words.how_to))

    def action_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))

    async def rebuild(self) -> None:
        """Rebuild the screen in the current language."""
        with self.app.batch_update():
            await self.recompose()
            self.show()
