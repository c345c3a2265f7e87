"""Welcome: what this is and is not, and how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.screens.page import Page
from nightcramp.widgets.prose import Part, Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.keys import Place
    from nightcramp.pack import Pack
    from nightcramp.pack.late import LatePack
    from nightcramp.pack.words import WelcomeWords


def welcome_parts(pack: Pack | LatePack, words: WelcomeWords) -> tuple[Part, ...]:
    """What the first screen says, in the pack's country."""
    emergency = pack.about.countries[pack.country].emergency
    parts = [
        Part("text", words.what),
        Part("text", words.what_not.format(emergency=emergency)),
        *([] if pack.reviewed else [Part("text", words.not_reviewed)]),
        Part("text", words.how_long),
        Part("text", words.how_to),
        Part("heading", words.begin),
    ]
    apart = [piece for part in parts for piece in (Part("gap"), part)]
    return tuple(apart)


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
        self.body.show(welcome_parts(self.wizard.front, words))

    def do_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))

    def do_begin(self, _key: str) -> None:
        """To the first question."""
        self.wizard.go_on()
