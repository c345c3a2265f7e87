"""Measures as formulas: what `triage.measures` computes for one person, for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import product

from nightcramp.pack.model import Measure, Question
from nightcramp.triage.facts import Interval
from nightcramp.triage.formulas.facts import FormulaFacts, Number, meets
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas
from nightcramp.triage.measures import known

Chosen = Callable[[Interval], bool]


class Asked:
    """The number that a person gives, or is not sure of; then it can be any in its range.

    Args:
        question: a number question.
        given: whether a number is given.
        unsure: whether the person is not sure; never both.
        reaches: for a number, whether what is given is this or more.
    """

    def __init__(
        self,
        make: Formulas,
        question: Question,
        given: Formula,
        unsure: Formula,
        reaches: Callable[[int], Formula],
    ) -> None:
        self._make = make
        self._given = given
        self._unsure = unsure
        self._reaches = reaches
        self._range = range(question.minimum, question.maximum + 1)
        self.known = make.either(given, unsure)

    def is_within(self, sign: str, bound: float) -> Formula:
        """Whether it is known, and its interval lies on this side of the bound."""
        return self.where(lambda interval: meets(interval, sign, bound))

    def where(self, chosen: Chosen) -> Formula:
        """Whether it is known, and its interval is one of the chosen ones."""
        make = self._make
        found = [value for value in self._range if chosen((value, value))]
        edges = set(found)
        runs = [
            make.both(self._reaches(first), make.no(self._reaches(last + 1)))
            for first, last in zip(
                (value for value in found if value - 1 not in edges),
                (value for value in found if value + 1 not in edges),
                strict=True,
            )
        ]
        whole = (self._range[0], self._range[-1])
        return make.either(
            make.both(self._given, make.some(runs)), self._unsure if chosen(whole) else FALSE
        )

    def cases(self) -> dict[Interval, Formula]:
        """Every interval that it can be, and when it is."""
        every = [(value, value) for value in self._range]
        every += [(self._range[0], self._range[-1])]
        return {interval: self.where(interval.__eq__) for interval in every}


class _Cases:
    """A number of which each possible interval has a formula."""

    def __init__(self, make: Formulas, cases: Mapping[Interval, Formula]) -> None:
        self._make = make
        self._cases = dict(cases)
        self.known = make.some(cases.values())

    def where(self, chosen: Chosen) -> Formula:
        """Whether it is known, and its interval is one of the chosen ones."""
        return self._make.some(when for one, when in self._cases.items() if chosen(one))

    def cases(self) -> dict[Interval, Formula]:
        """Every interval that it can be, and when it is."""
        return self._cases


def measured(facts: FormulaFacts, measure: Measure, questions: Mapping[str, Question]) -> Number:
    """What a measure is worth, given the facts so far."""
    if measure.kind == "count":
        return _Count(facts, measure)
    return _Amount(facts, measure, questions)


class _Count:
    """How many criteria are met, and how many may be."""

    def __init__(self, facts: FormulaFacts, measure: Measure) -> None:
        self._make = make = facts.make
        whens = [criterion.when for criterion in measure.criteria]
        self._met = [facts.holds(when) for when in whens]
        self._may_be = [TRUE] * len(whens)
        self.known = TRUE
        self._zero = FALSE
        if measure.instrument or not whens:
            sure = [facts.holds(known(when)) for when in whens]
            self._zero = facts.holds(measure.zero_when) if measure.zero_when else FALSE
            self._may_be = [
                make.either(met, make.no(is_known))
                for met, is_known in zip(self._met, sure, strict=True)
            ]
            self.known = make.some([self._zero, *self._met, *sure])

    def is_within(self, sign: str, bound: float) -> Formula:
        """Whether it is known, and its interval lies on this side of the bound."""
        make = self._make
        if ">" in sign:
            enough = math.ceil(bound) if sign == ">=" else math.floor(bound) + 1
            counted = make.at_least(enough, [(1, met) for met in self._met])
        else:
            too_many = math.floor(bound) + 1 if sign == "<=" else math.ceil(bound)
            counted = make.no(make.at_least(too_many, [(1, one) for one in self._may_be]))
        zero = TRUE if meets((0, 0), sign, bound) else FALSE
        return make.either(
            make.both(self._zero, zero), make.both(self.known, make.no(self._zero), counted)
        )


class _Amount:
    """The sum or product of the values of some answers."""

    def __init__(
        self, facts: FormulaFacts, measure: Measure, questions: Mapping[str, Question]
    ) -> None:
        make = self._make = facts.make
        self._combine = math.fsum if measure.kind == "sum" else math.prod
        self._zero = facts.holds(measure.zero_when) if measure.zero_when else FALSE
        parts = [
            _counted(facts, questions[name], may_lack=name in measure.may_lack)
            for name in measure.of
        ]
        known = make.every(part.known for part in parts)
        self.known = make.either(self._zero, known)
        *others, self._last = sorted(parts, key=lambda part: isinstance(part, Asked))
        self._others: dict[Interval, list[Formula]] = {}
        every = [part.cases().items() for part in others]
        for combination in product(*every):
            least = self._combine([interval[0] for interval, _ in combination])
            most = self._combine([interval[1] for interval, _ in combination])
            together = make.every(when for _, when in combination)
            self._others.setdefault((least, most), []).append(together)

    def is_within(self, sign: str, bound: float) -> Formula:
        """Whether it is known, and its interval lies on this side of the bound."""
        make = self._make
        zero = TRUE if meets((0, 0), sign, bound) else FALSE
        found = []
        for (least, most), whens in self._others.items():

            def fits(last: Interval, least: float = least, most: float = most) -> bool:
                whole = self._combine([least, last[0]]), self._combine([most, last[1]])
                return meets(whole, sign, bound)

            found.append(make.both(make.some(whens), self._last.where(fits)))
        return make.either(
            make.both(self._zero, zero), make.both(make.no(self._zero), make.some(found))
        )


def _counted(facts: FormulaFacts, question: Question, *, may_lack: bool) -> Asked | _Cases:
    """The value of an answer: a number, or that of the option; every value where not sure."""
    make = facts.make
    number = facts.numbers.get(question.id)
    if isinstance(number, Asked):
        return number
    options = [option for option in question.options if option.value is not None]
    valued = [
        (facts.words.get(f"{question.id}\0{option.id}", FALSE), option.value or 0.0)
        for option in options
    ]
    values = [value for _, value in valued]
    asked = facts.words.get(f"{question.id}\0", FALSE)
    whole = (min(values, default=0), max(values, default=0))
    cases: dict[Interval, list[Formula]] = {
        whole: [make.both(asked, make.no(make.some(when for when, _ in valued)))]
    }
    if may_lack:
        cases[whole].append(make.no(asked))
    for low, high in product(dict.fromkeys(values), repeat=2):
        if low <= high and (low == high or question.kind != "single"):
            ends = [_some_with(make, valued, {low}), _some_with(make, valued, {high})]
            outside = {value for value in values if not low <= value <= high}
            none = make.no(_some_with(make, valued, outside))
            cases.setdefault((low, high), []).append(make.every([*ends, none]))
    return _Cases(make, {interval: make.some(whens) for interval, whens in cases.items()})


def _some_with(
    make: Formulas, valued: Iterable[tuple[Formula, float]], values: Collection[float]
) -> Formula:
    return make.some(when for when, value in valued if value in values)
