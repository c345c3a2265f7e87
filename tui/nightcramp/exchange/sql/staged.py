"""Formulas as columns of a query, in stages: each looks only at columns of those before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from sqlglot import exp

from nightcramp.exchange.sql.dialect import column, every, is_, no, number, some, total
from nightcramp.triage.formulas.formula import TRUE, Formula, Name, in_order

Column = tuple[str, exp.Expr]


class Staged:
    """What is computed once is a column; the rest is written where it is used.

    Args:
        wanted: formulas that are to be columns.
        meaning: what a variable stands for that is no column of the answers.
        named: the names of formulas as columns; the others are numbered.
        variable: from the name of a variable to its name as a column.

    Attributes:
        variables: the names of the variables that are columns of the answers.
        stages: the columns of each stage after that with the variables.
    """

    def __init__(
        self,
        wanted: Collection[Formula],
        meaning: Mapping[Formula, Formula],
        named: Mapping[Formula, str],
        variable: Callable[[Name], str],
    ) -> None:
        looked_at = in_order(wanted)
        meant = [meaning[one] for one in looked_at if one in meaning]
        ordered = in_order(meant)
        ordered += in_order(wanted, set(ordered))
        self.variables = [
            one.name for one in ordered if one.kind == "variable" and one not in meaning
        ]
        self.stages: list[list[Column]] = []
        self._variable = variable
        self._meaning = meaning
        self._names: dict[Formula, str] = {}
        uses = Counter(part for formula in ordered for part in formula.parts)
        uses.update(2 * (*wanted, *meant))
        self._sums: dict[tuple[object, ...], tuple[int, str]] = {}
        deep: dict[Formula, int] = {}
        for formula in ordered:
            inner = max((deep[part] for part in formula.parts), default=0)
            if formula in meaning:
                inner = deep[meaning[formula]]
            elif formula.kind == "sum":
                inner = self._add_up(formula, inner)
            elif uses[formula] > 1 and formula.kind in ("and", "or"):
                name = named.get(formula) or f"part_{len(self._names) + 1}"
                inner = self._add(inner, name, self._written(formula))
                self._names[formula] = name
            deep[formula] = inner

    def _add(self, stage: int, name: str, value: exp.Expr) -> int:
        """Add a column, and say from which stage on it is there."""
        if stage == len(self.stages):
            self.stages.append([])
        self.stages[stage].append((name, value))
        return stage + 1

    def _add_up(self, formula: Formula, inner: int) -> int:
        """Add the sum behind a bound, once for all bounds."""
        key = (formula.parts, formula.weights)
        if key not in self._sums:
            name = f"sum_{len(self._sums) + 1}"
            parts = map(self.of, formula.parts)
            added = total(zip(formula.weights, parts, strict=True))
            self._sums[key] = (self._add(inner, name, added), name)
        return self._sums[key][0]

    def of(self, formula: Formula) -> exp.Expr:
        """A formula as an expression of the columns."""
        if formula.kind == "fixed":
            return is_(formula is TRUE)
        if formula in self._meaning:
            return self.of(self._meaning[formula])
        if formula.kind == "variable":
            return column(self._variable(formula.name))
        if formula in self._names:
            return column(self._names[formula])
        return self._written(formula)

    def _written(self, formula: Formula) -> exp.Expr:
        parts = [self.of(part) for part in formula.parts]
        if formula.kind == "not":
            return no(parts[0])
        if formula.kind == "and":
            return every(parts)
        if formula.kind == "or":
            return some(parts)
        _, name = self._sums[formula.parts, formula.weights]
        return exp.GTE(this=column(name), expression=number(formula.bound))
