"""The table: what was measured, beside what it should be."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(values: Sequence[float], places: int = 0) -> str:
    """Median, and between them half of all values."""
    if len(values) < 2:
        return "".join(f"{value:,.{places}f}" for value in values)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{median(values):,.{places}f} ({low:,.{places}f} to {high:,.{places}f})"


@dataclass
class Table:
    """Rows of one kind of measurement; printed as they come, and kept for a page."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        print(f"\n{self.title}\n  {' | '.join(self.columns)}", flush=True)

    def add(self, *cells: str) -> None:
        """One more row."""
        self.rows.append(cells)
        print(f"  {' | '.join(cells)}", flush=True)

    def markdown(self) -> str:
        """The table as a page shows it."""
        lines = [self.columns, ["---", *["---:"] * (len(self.columns) - 1)], *self.rows]
        body = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return f"### {self.title}\n\n{body}\n"


class Goals(Table):
    """What should hold, and whether it does."""

    def __init__(self) -> None:
        super().__init__("Goals", ("what", "measured", "goal", ""))

    def at_most(self, what: str, value: float, goal: float, places: int = 2) -> None:
        """A goal that holds where the value is no larger."""
        self._add(what, value, goal, places, f"at most {goal:,g}", holds=value <= goal)

    def at_least(self, what: str, value: float, goal: float, places: int = 1) -> None:
        """A goal that holds where the value is no smaller."""
        self._add(what, value, goal, places, f"at least {goal:,g}", holds=value >= goal)

    def _add(
        self, what: str, value: float, _goal: float, places: int, said: str, *, holds: bool
    ) -> None:
        self.add(what, f"{value:,.{places}f}", said, "holds" if holds else "**does not hold**")
