"""A well person who tells one fact, or two; every other answer stays as a well person's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct

from nightcramp.check.book.facts import Fact, every_fact, well_answers
from nightcramp.pack.model import NONE, Pack, Urgency
from nightcramp.triage import Answers, Assessment, Interview, Value, assess
from nightcramp.triage.answers import check_answer
from nightcramp.triage.rules import rules_of

_MOST_OPENERS = 50
"""How many facts are tried that open a question."""

_MOST_STEPS = 2
"""How many facts may have to be true for another one to be asked about."""

Told = Mapping[str, Value]
"""Answers that make a person other than well."""


class Found(Struct, frozen=True):
    """What a person gets.

    Attributes:
        reasons: ids of the red flags that hold and of the mimics that fit, in the pack's order.
        leading: id of what leads the result.
        told: what the person told beside being well: the facts, and what else has to be true
            for them to be asked about.
        answers: all answers, of a well person wherever nothing else was told.
    """

    urgency: Urgency
    reasons: tuple[str, ...]
    leading: str
    told: Told
    answers: Answers


class People:
    """Well people of one pack who tell facts.

    Args:
        pack: the clinical content.
        well: question id -> answer of a well person.

    Attributes:
        well: what is found of the well person.
        alone: each fact that somebody can tell, with what is found.
        unreached: the facts that nobody tells who is well but for one more answer.

    Raises:
        AnswerError: the well person has no answer to a question, or one that it does not accept.
    """

    def __init__(self, pack: Pack, well: Mapping[str, Any]) -> None:
        self._pack = pack
        self._rules = rules_of(pack)
        self._calm = well
        self._openers: dict[str, list[Told]] = {}
        self._aparts: dict[Fact, tuple[Answers, frozenset[str]]] = {}
        self._well = well_answers(pack, well)
        self.well = _found(assess(pack, self._well), {})
        self.alone: dict[Fact, Found] = {}
        self.unreached: list[Fact] = []
        for group in _as_asked(pack, every_fact(pack, well)):
            met = {
                fact: found
                for fact in group
                if (found := self._find(dict(fact.answers), _MOST_STEPS))
            }
            self.alone |= met
            self.unreached += [fact for fact in group if fact not in met]
            self._open(met)

    def together(self, one: Fact, other: Fact) -> Found | None:
        """What is found where both are true; None where nobody can tell both."""
        told = self._merged(dict(one.answers), dict(other.answers))
        if told is None:
            return None
        opens = self._opens(one, other) or self._opens(other, one)
        if opens and (found := self._find(told, 0)) is not None:
            return found  # nothing else has to be true
        hangs = {**self.alone[one].told, **self.alone[other].told}
        (apart, gone), (more, too) = self._apart(one), self._apart(other)
        begin = {**self._well, **apart, **more}
        for name in gone | too:
            del begin[name]
        for name, value in hangs.items():
            told = self._merged(told, {name: value}) or told
        return self._find(told, 1, {**begin, **told})

    def interviewed(self, found: Found) -> Urgency:
        """The urgency of this person where each question is asked in turn."""
        interview = Interview.begin(self._pack)
        while (question := interview.question) is not None:
            value = found.told.get(question.id, self._calm.get(question.id, [NONE]))
            interview = interview.answer(value)
        return assess(self._pack, interview.answers).urgency

    def _opens(self, one: Fact, other: Fact) -> bool:
        """Whether a question of the second fact is asked because of the first."""
        asked = self.alone[one].answers
        return any(name in asked and name not in self._well for name, _ in other.answers)

    def _apart(self, fact: Fact) -> tuple[Answers, frozenset[str]]:
        """The answers that are not the well person's, and the questions not asked any more."""
        if fact not in self._aparts:
            well, answers = self._well, self.alone[fact].answers
            apart = {name: value for name, value in answers.items() if well.get(name) != value}
            self._aparts[fact] = apart, frozenset(well.keys() - answers.keys())
        return self._aparts[fact]

    def _open(self, met: Mapping[Fact, Found]) -> None:
        """Remember which questions these facts open, those true of most people first."""
        for fact in sorted(met, key=lambda fact: -fact.spans):
            found = met[fact]
            for name in found.answers:
                if name not in self._well and name not in found.told:
                    self._openers.setdefault(name, []).append(found.told)

    def _find(self, told: Told, steps: int, begin: Answers | None = None) -> Found | None:
        """What is found of who tells this; with the mildest that has to be true as well.

        Args:
            told: question id -> answer.
            steps: how many more facts may have to be true.
            begin: answers to begin with, if those of a well person who tells this are known.
        """
        found = self._assessed(told, begin)
        closed = next((name for name in told if name not in found.answers), None)
        if closed is None or not steps:
            return _found(found, told) if closed is None else None
        openers = self._openers.get(closed, ())[:_MOST_OPENERS]
        ways = (self._merged(told, opener) for opener in openers)
        opened = (self._find(way, steps - 1) for way in ways if way is not None and way != told)
        return min(filter(None, opened), key=self._strangeness, default=None)

    def _strangeness(self, found: Found) -> tuple[int, ...]:
        """How far from a well person this one is: what opens a question shall be harmless."""
        well = self._well
        gone = len(well.keys() - found.answers.keys())
        return found.urgency, gone, len(found.reasons), len(found.told)

    def _assessed(self, told: Told, begin: Answers | None = None) -> Assessment:
        """The assessment of a well person who tells this, asked whatever applies then."""
        answers: Answers = {**self._well, **told} if begin is None else begin
        found = assess(self._pack, answers)
        while found.not_asked or not told.keys() <= found.answers.keys():
            calm = {name: self._calm_answer(name, answers) for name in found.not_asked}
            again = {**calm, **found.answers, **told}
            if again == answers:
                break
            answers = again
            found = assess(self._pack, answers)
        return found

    def _calm_answer(self, name: str, answers: Answers) -> Value:
        value = self._calm.get(name, [NONE])
        return check_answer(self._pack, self._rules.questions[name], value, answers)

    def _merged(self, told: Told, more: Told) -> Told | None:
        """The answers with more; None where they exclude each other."""
        merged = {**told}
        for name, value in more.items():
            before = merged.get(name, value)
            if before == value:
                merged[name] = value
            elif isinstance(before, tuple) and isinstance(value, tuple):
                both = (*before, *(one for one in value if one not in before))
                if any(self._stands_alone(name, one) for one in both):
                    return None
                merged[name] = both
            else:
                return None
        return merged

    def _stands_alone(self, question: str, option: str) -> bool:
        found = self._rules.questions[question].option(option)
        return found is not None and found.exclusive


def _found(found: Assessment, told: Told) -> Found:
    reasons = (*(one.flag.id for one in found.flags), *(one.mimic.id for one in found.mimics))
    return Found(found.urgency, reasons, found.leading, told, found.answers)


def _as_asked(pack: Pack, facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """The facts by the last question that each answers: a question looks at earlier ones only."""
    places = rules_of(pack).places

    def last(fact: Fact) -> int:
        return max(places[name] for name, _ in fact.answers)

    for _, group in groupby(sorted(facts, key=last), key=last):
        yield list(group)
