"""The cramp diary: two weeks to fill in by hand."""

from __future__ import annotations

from nightcramp.pack.words import Words
from nightcramp.reports.blocks import Block
from nightcramp.reports.page import Page

_NIGHTS = 14


def diary(words: Words) -> Page:
    """A row a night. It holds nothing of the person."""
    own = words.diary
    head = (own.night, own.how_many, own.how_long, own.where, own.pain, own.notes)
    rows = tuple((f"{night:>2}", *[""] * (len(head) - 1)) for night in range(1, _NIGHTS + 1))
    blocks = (
        *(Block("item", step) for step in (own.each_morning, own.scale, own.bring)),
        Block("table", cells=(head, *rows)),
        Block("heading", own.before_bed),
        *(Block("item", line) for line in (own.stretched, own.drank, own.on_feet, own.new)),
        Block("heading", own.sooner),
        *(Block("item", line) for line in (own.sooner_now, own.sooner_today)),
    )
    return Page(own.title, blocks, "diary")
