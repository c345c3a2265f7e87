"""Welcome: what this is and is not, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.introduction import introduction
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.wizard.keys import Place


class WelcomeScreen(Page):
    """The first screen."""

    body: Prose

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "welcome"

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        words = self.words.welcome
        self.header.show(words.title)
        self.body.more = self.words.results.more
        self.body.show(introduction(self.wizard.front, words, words.how_to))

    def do_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))

    def do_pick_language(self, key: str) -> None:
        """Go on in the language with that number."""
        languages = list(self.wizard.front.about.languages)
        if int(key) <= len(languages):
            self.wizard.speak(languages[int(key) - 1])

    def do_type_code(self, _key: str) -> None:
        """Ask for a code to go on with."""
        self.wizard.ask_for_code()

    def do_begin(self, _key: str) -> None:
        """To the first question."""
        self.wizard.go_on()
