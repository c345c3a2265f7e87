"""The first page: what this is and is not, and how to begin."""

from __future__ import annotations

from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import WelcomeWords
from nightcramp.reports.blocks import GAP, Block


def introduction(pack: Pack | LazyPack, words: WelcomeWords, how_to: str) -> tuple[Block, ...]:
    """What is read before the first question, in the pack's country.

    Args:
        pack: as far as it is known by then.
        words: the first screen's.
        how_to: how an answer is given here.
    """
    what_not = words.what_not if pack.reviewed else f"{words.what_not} {words.not_reviewed}"
    texts = [words.what, what_not, words.how_long, how_to]
    blocks = [*(Block("text", text) for text in texts), Block("heading", words.begin)]
    languages = [language.name for language in pack.about.languages.values()]
    if len(languages) > 1:
        numbered = (f"{number} {name}" for number, name in enumerate(languages, 1))
        blocks.append(Block("text", ", ".join(numbered)))
    return tuple(one for block in blocks for one in (GAP, block))
