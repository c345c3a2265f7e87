"""Facts: what conditions look at, derived from the answers.

A choice is a set of ids. A number is an interval: what a person is unsure of spans
all it could be, so that a bound holds only where it holds for certain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nightcramp.pack.condition import NOT_ASKED, START_MATTERS, Choice, Condition, Range
from nightcramp.pack.model import UNSURE
from nightcramp.triage.answers import picked_medicines, start_matters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.pack.model import Measure, Pack, Question
    from nightcramp.triage.answers import Answers

Interval = tuple[float, float]


@dataclass(frozen=True)
class Facts:
    """What is known.

    Attributes:
        chosen: question or class id -> ids that were chosen.
        numbers: question or measure id -> the least and the most it can be.
    """

    chosen: Mapping[str, frozenset[str]]
    numbers: Mapping[str, Interval]

    def holds(self, condition: Condition) -> bool:
        """Whether the condition holds."""
        return (
            all(self._passes(test) for test in condition.tests)
            and all(self.holds(part) for part in condition.all)
            and (not condition.any or any(self.holds(part) for part in condition.any))
            and (condition.negated is None or not self.holds(condition.negated))
        )

    def with_chosen(self, key: str, ids: frozenset[str]) -> Facts:
        """The same facts and one more."""
        return Facts({**self.chosen, key: ids}, self.numbers)

    def may_hold(self, condition: Condition) -> bool:
        """Whether further answers could make the condition hold.

        Generous: what it cannot rule out by the answers given, it allows.
        """
        return (
            all(not self._is_known(test.key) or self._passes(test) for test in condition.tests)
            and all(self.may_hold(part) for part in condition.all)
            and (not condition.any or any(self.may_hold(part) for part in condition.any))
        )

    def _is_known(self, key: str) -> bool:
        return key in self.chosen or key in self.numbers

    def _passes(self, test: Choice | Range) -> bool:
        if isinstance(test, Choice):
            if test.key in self.chosen:
                return not test.any_of.isdisjoint(self.chosen[test.key])
            return NOT_ASKED in test.any_of and test.key not in self.numbers
        if test.key not in self.numbers:
            return False
        least, most = self.numbers[test.key]
        return (
            (test.at_least is None or least >= test.at_least)
            and (test.over is None or least > test.over)
            and (test.at_most is None or most <= test.at_most)
            and (test.under is None or most < test.under)
        )


def derive_facts(pack: Pack, answers: Answers) -> Facts:
    """Answers, medicine classes, country and measures, as conditions see them."""
    chosen: dict[str, frozenset[str]] = {"country": frozenset({pack.country})}
    numbers: dict[str, Interval] = {}
    for question in pack.questions:
        if question.id in answers:
            _add_answer(question, answers, chosen, numbers)
    chosen.update(_class_facts(pack, answers))
    facts = Facts(chosen, numbers)
    for measure in pack.measures:
        interval = measure_value(pack, measure, facts)
        if interval is not None:
            numbers[measure.id] = interval
    return facts


def measure_value(pack: Pack, measure: Measure, facts: Facts) -> Interval | None:
    """What a measure comes to, from least to most, in its unit.

    None where a question it needs was not asked. A `count` counts what is known to be
    met as the least; every criterion not asked may still be met.
    """
    if measure.zero_when is not None and facts.holds(measure.zero_when):
        return (0, 0)
    if measure.kind == "count":
        met = [facts.holds(criterion.when) for criterion in measure.criteria]
        known = [_is_known(criterion.when, facts) for criterion in measure.criteria]
        may_be = [yes or not sure for yes, sure in zip(met, known, strict=True)]
        return (sum(met), sum(may_be)) if any(met) or any(known) else None
    least, most = (0.0, 0.0) if measure.kind == "sum" else (1.0, 1.0)
    for question_id in measure.of:
        part = _counted(pack.question(question_id), facts)
        if part is None:
            return None
        if measure.kind == "sum":
            least, most = least + part[0], most + part[1]
        else:
            least, most = least * part[0], most * part[1]
    return (least, most)


def _add_answer(
    question: Question,
    answers: Answers,
    chosen: dict[str, frozenset[str]],
    numbers: dict[str, Interval],
) -> None:
    value = answers[question.id]
    if isinstance(value, int):
        numbers[question.id] = (value, value)
        return
    ids = frozenset(value if isinstance(value, tuple) else (value,))
    chosen[question.id] = ids
    if question.kind == "number":
        numbers[question.id] = (question.minimum, question.maximum)
    if question.clarifies:
        chosen[question.clarifies] = chosen.get(question.clarifies, frozenset()) | ids


def _class_facts(pack: Pack, answers: Answers) -> dict[str, frozenset[str]]:
    picked = picked_medicines(pack, answers)
    started: set[str] = set()
    unsure_start = False
    for question in pack.questions:
        if question.kind == "started" and question.id in answers:
            value = answers[question.id]
            started |= set(value if isinstance(value, tuple) else ())
            unsure_start = UNSURE in started
    facts: dict[str, set[str]] = {}
    if any(start_matters(pack, medicine) for medicine in picked):
        facts[START_MATTERS] = {"taken"}
    for medicine in picked:
        for class_id in medicine.classes:
            ids = facts.setdefault(class_id, set())
            ids.add("taken")
            if medicine.id in started:
                ids.add("recent")
            if unsure_start:
                ids.add(UNSURE)
    return {class_id: frozenset(ids) for class_id, ids in facts.items()}


def _counted(question: Question, facts: Facts) -> Interval | None:
    """What an answer counts: a number, or the value of the option chosen."""
    if question.id in facts.numbers:
        return facts.numbers[question.id]
    if question.id not in facts.chosen:
        return None
    values = {o.id: o.value for o in question.options if o.value is not None}
    counted = [values[o] for o in facts.chosen[question.id] if o in values]
    if not counted:
        counted = list(values.values())
    return (min(counted), max(counted))


def _is_known(condition: Condition, facts: Facts) -> bool:
    return all(
        key in facts.numbers or (key in facts.chosen and UNSURE not in facts.chosen[key])
        for key in condition.keys()
    )
