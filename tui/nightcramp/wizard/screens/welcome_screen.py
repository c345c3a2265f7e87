"""The welcome screen: what the program is and is not, and how to begin."""

from __future__ import annotations

from nightcramp.pack.lazy import LazyPack
from nightcramp.reports.introduction import introduction
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.prose import Prose
from nightcramp.wizard.widgets.rows import Row
from nightcramp.wizard.widgets.welcome import welcome_rows


class Welcome(Prose):
    """The text, with the picture beside it where there is room."""

    def _rows(self, width: int, height: int) -> list[Row]:
        front = self.app.front
        picture = front.picture if isinstance(front, LazyPack) else None
        title = self.words.welcome.title
        return welcome_rows(title, self._parts, picture, width, height, self.marks)


class WelcomeScreen(WizardScreen[None]):
    """The first screen."""

    PLACES = ("welcome",)
    BINDINGS = bindings_for(*PLACES)
    body: Welcome

    def __init__(self) -> None:
        super().__init__(Welcome())

    def show(self) -> None:
        """Fill header and body."""
        words = self.words
        self.header.show(self.app.title)
        self.body.show(introduction(self.app.front, words, words.welcome.how_to))

    def change_language(self) -> None:
        """Show all of it in the current language."""
        self.show()
        for lines in self.query(Lines):
            lines.redraw()
