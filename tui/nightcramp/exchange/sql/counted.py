"""Answers of which a query says once whether they count."""

from __future__ import annotations

from nightcramp.pack.model import Pack
from nightcramp.triage.formulas.answers import Answering, Table
from nightcramp.triage.formulas.formula import TRUE, Formula

COUNTS = "counts"


class AnsweringOnce(Answering):
    """Answers that count by a variable of each question, and not by the formula behind it.

    Attributes:
        counts: question id -> the formula that its variable stands for.
    """

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self.counts: dict[str, Formula] = {}

    def counting(self, table: Table) -> Table:
        """The answers that count, by a variable each."""
        kept = self.kept(table)
        self.counts = {name: when for name, when in kept.items() if when is not TRUE}
        variables = {name: self.make.variable(COUNTS, name) for name in self.counts}
        return self.only(table, {**kept, **variables})
