"""The cramp diary: two weeks to fill in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.reports.page import Block, Page

if TYPE_CHECKING:
    from nightcramp.pack.words import Words

NIGHTS = 14


def diary(words: Words) -> Page:
    """A row a night. It holds nothing of the person."""
    said = words.diary
    head = (said.night, said.how_many, said.how_long, said.where, said.pain, said.notes)
    rows = tuple((f"{night:>2}", *[""] * (len(head) - 1)) for night in range(1, NIGHTS + 1))
    steps = (said.each_morning, said.scale, said.bring)
    blocks = [
        *(Block("item", step) for step in steps),
        Block("table", cells=(head, *rows)),
        Block("heading", said.before_bed),
        *(Block("item", line) for line in (said.stretched, said.drank, said.on_feet, said.new)),
        Block("heading", said.sooner),
        Block("text", said.sooner_text),
    ]
    return Page(said.title, tuple(blocks))
