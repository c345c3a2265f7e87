"""Facts as formulas, and what a condition means on them.

What `triage.facts` says of one person, said of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from nightcramp.pack.condition import COMPARE, NOT_ASKED, Choice, Condition, Range
from nightcramp.triage.facts import Interval
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas


class Number(Protocol):
    """A number that a person may have, as an interval."""

    @property
    def known(self) -> Formula:
        """Whether the person has it."""

    def is_within(self, sign: str, bound: float) -> Formula:
        """Whether it is known, and its interval lies on this side of the bound."""


def meets(interval: Interval, sign: str, bound: float) -> bool:
    """Whether an interval lies on this side of a bound."""
    return COMPARE[sign](interval[0 if ">" in sign else 1], bound)


class FormulaFacts:
    r"""What is known of a person, as formulas.

    Attributes:
        words: `key\0` and `key\0id` -> when it is known; a word that is left out never is.
        numbers: question or measure id -> the number.
    """

    def __init__(
        self, make: Formulas, words: Mapping[str, Formula], numbers: Mapping[str, Number]
    ) -> None:
        self.make = make
        self.words = words
        self.numbers = numbers
        self._known: dict[int, tuple[Condition, Formula]] = {}

    def adding(self, key: str, ids: Mapping[str, Formula]) -> FormulaFacts:
        """These facts, and which ids hold for one more key, which is known to everyone."""
        words = {f"{key}\0{one}": when for one, when in ids.items()}
        return FormulaFacts(self.make, {**self.words, f"{key}\0": TRUE, **words}, self.numbers)

    def all_hold(self, conditions: Iterable[Condition]) -> Formula:
        """Whether all of some conditions hold."""
        return self.make.every(map(self.holds, conditions))

    def holds(self, condition: Condition | None) -> Formula:
        """Whether a condition holds; None always does."""
        if condition is None:
            return TRUE
        if id(condition) in self._known:
            return self._known[id(condition)][1]
        parts = [self.passes(test) for test in condition.tests]
        parts += [self.holds(part) for part in condition.all]
        if condition.any:
            parts.append(self.make.some([self.holds(part) for part in condition.any]))
        if condition.negated is not None:
            parts.append(self.make.no(self.holds(condition.negated)))
        found = self.make.every(parts)
        self._known[id(condition)] = (condition, found)  # keeps it, so that its id stays its own
        return found

    def passes(self, test: Choice | Range) -> Formula:
        """Whether a single test of a condition passes."""
        number = self.numbers.get(test.key)
        if isinstance(test, Range):
            if number is None:
                return FALSE
            bounds = [number.is_within(sign, bound) for sign, bound in test.bounds()]
            return self.make.every([number.known, *bounds])
        met = [self.words.get(f"{test.key}\0{one}", FALSE) for one in sorted(test.any_of)]
        if NOT_ASKED in test.any_of:
            word = self.words.get(f"{test.key}\0", FALSE)
            known = [word] if number is None else [word, number.known]
            met.append(self.make.no(self.make.some(known)))
        return self.make.some(met)
