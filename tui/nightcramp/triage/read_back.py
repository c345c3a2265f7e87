"""The answers behind a condition that holds, to be read back to the person."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition
from nightcramp.pack.model import Measure, Pack
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.facts import Facts
from nightcramp.triage.rules import Rules, rules_of
from nightcramp.triage.values import Answers, Value, called_in


class AnswerItem(msgspec.Struct, frozen=True, gc=False, order=True):
    """One option, medicine or number of an answer; sorts in the order asked and offered.

    Attributes:
        place: position of the question in the pack, from 0.
        rank: position of the option in the question, from 0; 0 for a number or a medicine.
        question: id of the question.
        value: id of the option or medicine chosen, or the number given.
        called: the other name by which a medicine was found; usually empty.
    """

    place: int
    rank: int
    question: str
    value: str | int
    called: str = ""

    @classmethod
    def of(
        cls, rules: Rules, question: str, value: str | int, answer: Value | None = None
    ) -> AnswerItem:
        """The item for a value of a question, which is part of an answer."""
        ids = [option.id for option in rules.questions[question].options]
        rank = ids.index(str(value)) if value in ids else 0
        called = called_in(answer).get(str(value), "")
        return cls(rules.places[question], rank, question, value, called)


def items_behind(
    pack: Pack, condition: Condition, facts: Facts, answers: Answers
) -> tuple[AnswerItem, ...]:
    """The items of the answers that make a condition hold, in the order asked.

    Args:
        pack: the clinical content.
        condition: one that holds.
        facts: derived from the answers.
        answers: question id -> value.

    Returns:
        Each option, medicine or number once. What a condition excludes with `not`, and what
        it requires not to have been asked, has no answer behind it.
    """
    return tuple(sorted(set(_Finder(pack, facts, answers).behind(condition))))


class _Finder:
    def __init__(self, pack: Pack, facts: Facts, answers: Answers) -> None:
        self._pack, self._facts, self._answers = pack, facts, answers
        self._rules = rules_of(pack)

    def behind(self, condition: Condition) -> Iterator[AnswerItem]:
        for test in condition.tests:
            if test.key in self._rules.measure:
                yield from self._measure(self._rules.measure[test.key])
            elif isinstance(test, Choice):
                yield from self._choice(test)
            else:
                yield from self._number(test.key)
        for part in condition.all:
            yield from self.behind(part)
        for part in condition.any:
            if self._facts.holds(part):
                yield from self.behind(part)

    def _choice(self, test: Choice) -> Iterator[AnswerItem]:
        wanted = test.any_of - {NOT_ASKED}
        if test.key in self._rules.classes:
            for medicine in picked_medicines(self._pack, self._answers):
                if test.key in medicine.classes:
                    yield self._item(self._rules.pick_any[0], medicine.id)
        for name in self._rules.telling.get(test.key, ()):
            value = self._answers.get(name, ())
            for item in value if isinstance(value, tuple) else (value,):
                if item in wanted:
                    yield self._item(test.key, item)

    def _measure(self, measure: Measure) -> Iterator[AnswerItem]:
        for criterion in measure.criteria:
            if self._facts.holds(criterion.when):
                yield from self.behind(criterion.when)
        for name in measure.of:
            yield from self._number(name)

    def _number(self, name: str) -> Iterator[AnswerItem]:
        value = self._answers.get(name)
        if isinstance(value, (str, int)):
            yield self._item(name, value)

    def _item(self, question: str, value: str | int) -> AnswerItem:
        return AnswerItem.of(self._rules, question, value, self._answers.get(question))
