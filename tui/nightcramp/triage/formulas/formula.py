"""Formulas over yes-or-no variables, and their value for many people at once.

Equal formulas are one object, so that what two people have in common is there once, and a loop
that computes the same formula again can see that nothing changes any more.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Literal

Kind = Literal["fixed", "variable", "not", "and", "or", "sum"]
Name = tuple[str, ...]
"""What a variable stands for: `("option", "age", "unsure")`."""


class Formula:
    """One formula. Made by `Formulas`, compared by identity.

    Attributes:
        kind: `sum` holds where the weights of the parts that hold add up to `bound` at least.
        parts: the formulas that it is made of; each before it in the order of making.
        name: of a variable.
        weights: of a sum, above 0, one a part.
        bound: of a sum; of one that is fixed, 1 for what always holds.
    """

    __slots__ = ("bound", "kind", "name", "parts", "weights")

    def __init__(
        self,
        kind: Kind,
        parts: tuple[Formula, ...] = (),
        name: Name = (),
        weights: tuple[int, ...] = (),
        bound: int = 0,
    ) -> None:
        self.kind: Kind = kind
        self.parts = parts
        self.name = name
        self.weights = weights
        self.bound = bound


TRUE = Formula("fixed", bound=1)
FALSE = Formula("fixed", bound=0)


class Formulas:
    """Makes formulas, simplified, and each only once."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Formula] = {}

    def variable(self, *name: str) -> Formula:
        """The variable of this name."""
        return self._once(("variable", name), lambda: Formula("variable", name=name))

    def no(self, part: Formula) -> Formula:
        """Holds where the part does not."""
        if part.kind == "fixed":
            return FALSE if part is TRUE else TRUE
        if part.kind == "not":
            return part.parts[0]
        return self._once(("not", part), lambda: Formula("not", (part,)))

    def every(self, parts: Iterable[Formula]) -> Formula:
        """Holds where all of the parts do."""
        return self._joined("and", parts, FALSE)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """Holds where at least one of the parts does."""
        return self._joined("or", parts, TRUE)

    def both(self, *parts: Formula) -> Formula:
        """Holds where all of these few do."""
        return self.every(parts)

    def either(self, *parts: Formula) -> Formula:
        """Holds where one of these few does."""
        return self.some(parts)

    def implies(self, one: Formula, other: Formula) -> Formula:
        """Holds where the other does, or the one does not."""
        return self.some((self.no(one), other))

    def same(self, one: Formula, other: Formula) -> Formula:
        """Holds where both hold, or neither."""
        return self.both(self.implies(one, other), self.implies(other, one))

    def at_least(self, bound: int, weighed: Iterable[tuple[int, Formula]]) -> Formula:
        """Holds where the weights of what holds add up to this much.

        A weight below 0 is that of the opposite, and moves the bound.
        """
        weights, bound = self._above_zero(bound, weighed)
        if bound <= 0:
            return TRUE
        parts, amounts = tuple(weights), tuple(weights.values())
        if sum(amounts) < bound:
            return FALSE
        if min(amounts) >= bound:
            return self.some(parts)
        if sum(amounts) - min(amounts) < bound:
            return self.every(parts)
        key = ("sum", bound, *weights.items())
        return self._once(key, lambda: Formula("sum", parts, weights=amounts, bound=bound))

    def _above_zero(
        self, bound: int, weighed: Iterable[tuple[int, Formula]]
    ) -> tuple[dict[Formula, int], int]:
        """Each part once, with a weight above 0, and the bound moved accordingly."""
        weights: dict[Formula, int] = {}
        for weight, part in weighed:
            if part is TRUE:
                bound -= weight
            elif part is not FALSE:
                weights[part] = weights.get(part, 0) + weight
        turned: dict[Formula, int] = {}
        for part, weight in weights.items():
            if weight < 0:
                bound -= weight
            counted = self.no(part) if weight < 0 else part
            turned[counted] = turned.get(counted, 0) + abs(weight)
        return {part: weight for part, weight in turned.items() if weight}, bound

    def at_most_one(self, parts: Iterable[Formula]) -> Formula:
        """Holds where no two of the parts do."""
        return self.no(self.at_least(2, [(1, part) for part in parts]))

    def _joined(
        self, kind: Literal["and", "or"], parts: Iterable[Formula], end: Formula
    ) -> Formula:
        found: dict[Formula, None] = {}
        for part in parts:
            if part is end:
                return end
            inner = part.parts if part.kind == kind else (part,) * (part.kind != "fixed")
            found.update(dict.fromkeys(inner))
        for part in found:
            if part.kind == "not" and part.parts[0] in found:
                return end
        other = "or" if kind == "and" else "and"
        for part in [part for part in found if part.kind == other]:
            if any(_is_among(one, kind, found) for one in part.parts):
                del found[part]  # "a, and (a or b)" is "a"
        if not found:
            return FALSE if end is TRUE else TRUE
        if len(found) == 1:
            return next(iter(found))
        joined = tuple(found)
        return self._once((kind, frozenset(joined)), lambda: Formula(kind, joined))

    def _once(self, key: tuple[object, ...], make: Callable[[], Formula]) -> Formula:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = make()
        return made


def _is_among(part: Formula, kind: Kind, found: Mapping[Formula, None]) -> bool:
    """Whether a part is one of those found, or all that it joins is."""
    return part in found or (part.kind == kind and all(one in found for one in part.parts))


def in_order(wanted: Iterable[Formula], known: Container[Formula] = ()) -> list[Formula]:
    """These formulas and all that they are made of, each after its parts, less the known ones."""
    ordered: dict[Formula, None] = {}
    waiting = [formula for formula in wanted if formula not in known]
    while waiting:
        formula = waiting[-1]
        missing = [part for part in formula.parts if part not in ordered and part not in known]
        if formula in ordered or not missing:
            ordered.setdefault(formula)
            waiting.pop()
        else:
            waiting += missing
    return list(ordered)


def values_of(
    wanted: Iterable[Formula], people: Mapping[Name, int], how_many: int
) -> dict[Formula, int]:
    """For whom each formula holds, and all that it is made of.

    Args:
        wanted: the formulas.
        people: variable -> a whole number in which bit 0 is set if it holds for the first
            person, bit 1 for the second, and so on; 0 for a variable that is left out.
        how_many: the number of people.

    Returns:
        Formula -> a number of the same kind.
    """
    everyone = (1 << how_many) - 1
    found: dict[Formula, int] = {}
    for formula in in_order(wanted):
        parts = [found[part] for part in formula.parts]
        if formula.kind == "fixed":
            value = everyone if formula is TRUE else 0
        elif formula.kind == "variable":
            value = people.get(formula.name, 0)
        elif formula.kind == "not":
            value = everyone ^ parts[0]
        elif formula.kind == "and":
            value = everyone
            for part in parts:
                value &= part
        elif formula.kind == "or":
            value = 0
            for part in parts:
                value |= part
        else:
            value = _reached(formula, parts, everyone)
        found[formula] = value
    return found


def _reached(formula: Formula, parts: list[int], everyone: int) -> int:
    """For whom a sum reaches its bound: what is reached is kept for each lower amount, too."""
    reached = [everyone] + [0] * formula.bound
    for part, weight in zip(parts, formula.weights, strict=True):
        for amount in range(formula.bound, 0, -1):
            reached[amount] |= reached[max(0, amount - weight)] & part
    return reached[-1]
