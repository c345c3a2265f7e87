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
    if len(pack.about.languages) > 1:
        parts.append(Part("text", "   ".join(numbered_languages(pack))))
    apart = [piece for part in parts for piece in (Part("gap"), part)]
    return tuple(apart)


def numbered_languages(pack: Pack | LatePack) -> tuple[str, ...]:
    """Each language with its number, named in itself."""
    languages = pack.about.languages.values()
    return tuple(f"{number} {language.name}" for number, language in enumerate(languages, 1))


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
