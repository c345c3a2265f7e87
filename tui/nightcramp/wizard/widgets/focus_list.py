"""A list of which one item is highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.reactive import var

from nightcramp.wizard.keys import STEPS
from nightcramp.wizard.widgets.lines import Lines

Item = TypeVar("Item")


class FocusList(Lines, Generic[Item]):
    """Items, and which of them is highlighted.

    Args:
        items: what is listed.
        focus: index of the item highlighted first.
    """

    focus_at = var(0)
    """Index of the highlighted item."""

    def __init__(self, items: Sequence[Item], focus: int) -> None:
        super().__init__()
        self.items = items
        self.focus_at = focus

    def validate_focus_at(self, place: int) -> int:
        """Clamp to the items."""
        return max(0, min(place, len(self.items) - 1))

    def watch_focus_at(self) -> None:
        """Redraw with the new highlight."""
        self.redraw()

    def move(self, key: str) -> None:
        """Highlight the item that a key leads to."""
        self.focus_at += STEPS[key]
