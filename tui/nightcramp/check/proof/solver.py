"""Asks z3 whether a formula can hold, and for whom. The only module that knows z3."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nightcramp.errors import NightcrampError
from nightcramp.triage.formulas.formula import Formula, Name, in_order

Holding = frozenset[Name]
"""The variables that hold, of one way in which formulas do."""


class NoSolverError(NightcrampError):
    """z3 is not installed."""

    def __init__(self) -> None:
        super().__init__("Proofs need z3: pip install 'nightcramp[proof]'")


def check_solver() -> Any:
    """The module `z3`.

    Raises:
        NoSolverError: it is not installed.
    """
    try:
        import z3
    except ImportError:
        raise NoSolverError from None
    return z3


class Solver:
    """Answers many questions about the same formulas, and keeps what it learns.

    Args:
        always: what holds in every answer.

    Raises:
        NoSolverError: z3 is not installed.
    """

    def __init__(self, *always: Formula) -> None:
        z3 = self._z3 = check_solver()
        self._solver = z3.SolverFor("QF_FD")
        # Guess "no" first: the people found say little.
        self._solver.set("phase", "always_false")
        self._always: list[Any] = []
        self._literals: dict[Formula, Any] = {}
        self._model: Any = None
        for formula in always:
            self.require(formula)

    def require(self, formula: Formula) -> None:
        """Have a formula hold from now on."""
        self._add(self._literal(formula))

    def _add(self, term: Any) -> None:
        self._always.append(term)
        self._solver.add(term)

    def find(self, *formulas: Formula) -> Holding | None:
        """Variables for which all of these hold; None if there are none."""
        literals = [self._literal(formula) for formula in formulas]
        return self._holding() if self._is_possible(literals) else None

    def smallest(
        self, formulas: Sequence[Formula], costs: Sequence[tuple[int, Formula]]
    ) -> Holding | None:
        """Of the ways in which all of these hold, one that costs least.

        Args:
            formulas: what is to hold.
            costs: what it costs that a formula holds, 1 or more.
        """
        z3 = self._z3
        literals = [self._literal(formula) for formula in formulas]
        weighed = [(self._literal(formula), cost) for cost, formula in costs]
        search = z3.Optimize()
        search.add(*self._always, *literals)
        for literal, cost in weighed:
            search.add_soft(z3.Not(literal), cost)
        if search.check() != z3.sat:
            return None
        self._model = search.model()
        return self._holding()

    def _is_possible(self, literals: list[Any]) -> bool:
        possible = bool(self._solver.check(*literals) == self._z3.sat)
        self._model = self._solver.model() if possible else None
        return possible

    def _holding(self) -> Holding:
        return frozenset(
            formula.name
            for formula, literal in self._literals.items()
            if formula.kind == "variable" and self._is_true(literal)
        )

    def _is_true(self, literal: Any) -> bool:
        return bool(self._z3.is_true(self._model.eval(literal, model_completion=True)))

    def _literal(self, wanted: Formula) -> Any:
        """What stands for a formula in z3: a constant, defined once, or the opposite of one."""
        for formula in in_order([wanted], self._literals):
            parts = [self._literals[part] for part in formula.parts]
            self._literals[formula] = self._defined(formula, parts)
        return self._literals[wanted]

    def _defined(self, formula: Formula, parts: list[Any]) -> Any:
        z3 = self._z3
        if formula.kind == "fixed":
            return z3.BoolVal(bool(formula.bound))
        if formula.kind == "variable":
            return z3.Bool("/".join(formula.name))
        if formula.kind == "not":
            return z3.Not(parts[0])
        meaning = {
            "and": lambda: z3.And(parts),
            "or": lambda: z3.Or(parts),
            "sum": lambda: z3.PbGe(list(zip(parts, formula.weights, strict=True)), formula.bound),
        }[formula.kind]()
        literal = z3.Bool(f"#{len(self._literals)}")
        self._add(literal == meaning)
        return literal
