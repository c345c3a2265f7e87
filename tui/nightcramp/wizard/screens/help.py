"""Help: the keys that work where it was asked for, from the one key table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.blocks import Block
from nightcramp.wizard.keys import keys_of
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Place


def help_parts(pack: Pack, words: Words, place: Place) -> tuple[Block, ...]:
    """A sentence for each key, then what the program is meant for."""
    shown = dict.fromkeys(key.id for key in keys_of(place) if words.keys[key.id].label)
    parts = [Block("gap"), Block("heading", words.help.keys)]
    parts += [Block("item", words.keys[name].help, term=words.keys[name].shown) for name in shown]
    country = pack.country or pack.about.elsewhere.name
    version = words.help.pack.format(version=pack.about.version, country=country)
    parts += [
        Block("gap"),
        Block("heading", words.help.about),
        Block("text", pack.about.intended_use),
        Block("text", version),
    ]
    return tuple(parts)


class HelpScreen(Page):
    """Opened over any screen."""

    body: Prose

    def __init__(self, wizard: NightcrampApp, asked_at: Place) -> None:
        self._asked_at = asked_at
        super().__init__(wizard)

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "help"

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.help.title)
        self.body.show(help_parts(self.wizard.pack, self.words, self._asked_at))

    def do_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))
