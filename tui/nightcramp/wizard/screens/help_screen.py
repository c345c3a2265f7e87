"""Help: the keys that work where it was asked for, from the one key table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.blocks import Block
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.keys import keys_of
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
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


class HelpScreen(WizardScreen[None]):
    """Opened over any screen."""

    PLACES = ("help",)
    BINDINGS = bindings_for(*PLACES)
    body: Prose

    def __init__(self, asked_at: Place) -> None:
        super().__init__()
        self._asked_at = asked_at

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.help.title)
        self.body.show(help_parts(self.app.pack, self.words, self._asked_at))

    def action_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))
