"""The first page: what this is and is not, and how to begin."""

from __future__ import annotations

from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import Words
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.signers import review_line


def introduction(pack: Pack | LazyPack, words: Words, how_to: str) -> tuple[Block, ...]:
    """What is read before the first question, in the pack's country.

    Args:
        pack: as far as it is known by then.
        words: the program's own.
        how_to: how an answer is given here.
    """
    welcome = words.welcome
    what_not = f"{welcome.what_not} {review_line(pack, words)}"
    texts = [welcome.what, what_not, welcome.how_long, how_to]
    blocks = [*(Block("text", text) for text in texts), Block("heading", welcome.begin)]
    languages = [language.name for language in pack.about.languages.values()]
    if len(languages) > 1:
        numbered = (f"{number} {name}" for number, name in enumerate(languages, 1))
        blocks.append(Block("text", ", ".join(numbered)))
    return tuple(one for block in blocks for one in (GAP, block))
