"""The answers behind a condition, as formulas: what `triage.read_back` says of one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition
from nightcramp.pack.model import Measure
from nightcramp.triage.formulas.answers import Answering
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula
from nightcramp.triage.formulas.person import Person
from nightcramp.triage.rules import rules_of

Item = tuple[str, str]
"""A question, and an option of it, or `given`; of medicines, the one that stands for others."""


class ItemsBehind:
    """Finds the items of the answers that make conditions hold.

    Args:
        answering: the pack's answers.
        person: who gives them.
    """

    def __init__(self, answering: Answering, person: Person) -> None:
        self._answering = answering
        self._facts = person.facts
        self._chosen = person.counted.choices
        self._rules = rules_of(answering.pack)

    def behind(self, condition: Condition) -> Mapping[Item, Formula]:
        """Each item that can be behind a condition, and when it is, if the condition holds."""
        found: dict[Item, list[Formula]] = {}
        for item, when in self._behind(condition, TRUE):
            found.setdefault(item, []).append(when)
        some = self._answering.make.some
        every = {item: some(whens) for item, whens in found.items()}
        return {item: when for item, when in every.items() if when is not FALSE}

    def _behind(self, condition: Condition, when: Formula) -> Iterator[tuple[Item, Formula]]:
        both = self._answering.make.both
        for test in condition.tests:
            if test.key in self._rules.measure:
                yield from self._measure(self._rules.measure[test.key], when)
                continue
            found = self._choice(test) if isinstance(test, Choice) else self._only(test.key)
            yield from ((item, both(when, chosen)) for item, chosen in found)
        for part in condition.all:
            yield from self._behind(part, when)
        for part in condition.any:
            yield from self._behind(part, both(when, self._facts.holds(part)))

    def _choice(self, test: Choice) -> Iterator[tuple[Item, Formula]]:
        groups = self._answering.group_of
        if test.key in self._rules.classes:
            asked = self._rules.pick_any[0]
            for one in dict.fromkeys(groups[name] for name in self._rules.medicines_of(test.key)):
                for name in self._rules.pick_any:
                    yield (asked, one), self._chosen[name][one]
        for name in self._rules.telling.get(test.key, ()):
            wanted = dict.fromkeys(groups.get(one, one) for one in sorted(test.any_of))
            for one in wanted:
                if one != NOT_ASKED and one in self._chosen[name]:
                    yield (test.key, one), self._chosen[name][one]

    def _measure(self, measure: Measure, when: Formula) -> Iterator[tuple[Item, Formula]]:
        both = self._answering.make.both
        for criterion in measure.criteria:
            is_met = both(when, self._facts.holds(criterion.when))
            yield from self._behind(criterion.when, is_met)
        for name in measure.of:
            yield from ((item, both(when, chosen)) for item, chosen in self._only(name))

    def _only(self, name: str) -> Iterator[tuple[Item, Formula]]:
        """The single option or the number that answers a question."""
        if name in self._rules.questions and self._rules.questions[name].kind in (
            "single",
            "number",
        ):
            yield from (((name, one), chosen) for one, chosen in self._chosen[name].items())
