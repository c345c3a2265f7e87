"""The table of first screens: what the pack says first, to each whom it can speak to."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from nightcramp.pack.late import LatePack
from nightcramp.pack.load import read_pack
from nightcramp.pack.locale import Locale
from nightcramp.reports.introduction import introduction
from nightcramp.wizard.first_texts import FirstTexts, KeySaid, first_table
from nightcramp.wizard.keys import keys_of

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack.model import About


def make_first_table(folder: Path) -> str:
    """The table of a content folder.

    Raises:
        PackError: the pack cannot be read.
    """
    usual = LatePack(folder)
    asked = product(("", *usual.about.countries), usual.about.languages, (False, True))
    texts = {locale: _first_texts(LatePack(folder, locale)) for locale in map(Locale._make, asked)}
    return first_table(str(folder), usual.language, _files(folder, usual.about), texts)


def _first_texts(pack: LatePack) -> FirstTexts:
    words = pack.words
    said = {key.id: words.keys[key.id] for key in keys_of("welcome")}
    return FirstTexts(
        title=words.welcome.title,
        rule=words.drawing.rule,
        more=words.results.more,
        keys={name: KeySaid(key.shown, key.label) for name, key in said.items()},
        parts=introduction(pack, words.welcome, words.welcome.how_to),
    )


def _files(folder: Path, about: About) -> list[str]:
    """Every file that a pack is read from, and what others say in their place."""
    own = dict.fromkeys(document.name for document in read_pack(folder)[1])
    others = [f"{language}/{name}" for language in about.languages for name in own]
    return [*own, *(name for name in others if (folder / name).is_file())]
