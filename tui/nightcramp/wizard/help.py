"""Help: the keys that work where it was asked for, from the one key table."""

from __future__ import annotations

from nightcramp.pack import Pack
from nightcramp.reports.blocks import GAP, Block
from nightcramp.wizard.keys import Place, keys_of


def help_parts(pack: Pack, place: Place) -> tuple[Block, ...]:
    """A sentence for each key, then what the program is meant for."""
    words = pack.words
    shown = dict.fromkeys(key.id for key in keys_of(place) if words.keys[key.id].label)
    country = pack.country or pack.about.elsewhere.name
    return (
        GAP,
        Block("heading", words.help.keys),
        *(Block("item", words.keys[name].help, term=words.keys[name].shown) for name in shown),
        GAP,
        Block("heading", words.help.about),
        Block("text", pack.about.intended_use),
        Block("text", words.help.pack.format(version=pack.about.version, country=country)),
    )
