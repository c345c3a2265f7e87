"""The welcome screen: what the program is and is not, and how to begin."""

from __future__ import annotations

from nightcramp.reports.introduction import introduction
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.prose import Prose


class WelcomeScreen(WizardScreen[None]):
    """The first screen."""

    PLACES = ("welcome",)
    BINDINGS = bindings_for(*PLACES)
    body: Prose

    def __init__(self) -> None:
        super().__init__(Prose())

    def show(self) -> None:
        """Fill header and body."""
        words = self.words.welcome
        self.header.show(words.title)
        self.body.show(introduction(self.app.front, words, words.how_to))

    def change_language(self) -> None:
        """Show all of it in the current language."""
        self.show()
        for lines in self.query(Lines):
            lines.redraw()
