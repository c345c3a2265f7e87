"""The interview: from the answers so far to the next question.

Everything visible is computed from the answers; the only other state is the question that
the person has gone back to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from nightcramp.errors import AnswerError, nearest
from nightcramp.pack.model import Option, Pack, Question, Urgency
from nightcramp.triage.answers import check_answer, choices
from nightcramp.triage.applicable import still_valid
from nightcramp.triage.assess import find_flags
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.facts import Facts
from nightcramp.triage.rules import rules_of
from nightcramp.triage.safety import safety_questions
from nightcramp.triage.values import Answers, Value


class Progress(Struct, frozen=True):
    """How far along the interview is.

    Attributes:
        number: position of this question, from 1.
        about: how many questions there will be if no answer opens another one.
        section: title of the section.
    """

    number: int
    about: int
    section: str


class Interview(Struct, frozen=True, dict=True):
    """A person's way through the questions; every step returns a new one.

    Attributes:
        answers: question id -> value, for what was answered.
        at: id of the question gone back to; None for the first one without an answer.
        waiting: how many groups of the `while you wait` questions were begun.
    """

    pack: Pack
    answers: Mapping[str, Value]
    at: str | None = None
    waiting: int = 0

    @classmethod
    def begin(cls, pack: Pack, answers: Answers | None = None) -> Interview:
        """A new interview, or one that continues with earlier answers."""
        return cls(pack, dict(answers or {}))

    @property
    def question(self) -> Question | None:
        """The question to show; None when there is nothing left to ask."""
        if self.at is not None:
            return self.pack.question(self.at)
        asked = self.answers
        return next((q for q in self._path if q.id not in asked), None)

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to ask."""
        return self.question is None

    @property
    def while_you_wait(self) -> tuple[Question, ...]:
        """The questions to offer after an urgent result, for those who will treat the person.

        Empty unless the result is urgent. The answers can raise the urgency, never lower it.
        """
        return self._next_group[1]

    def wait(self) -> Interview:
        """Continue with the next `while you wait` questions."""
        return replace(self, waiting=self._next_group[0], at=None)

    @cached_property
    def _next_group(self) -> tuple[int, tuple[Question, ...]]:
        """The first group of the `while you wait` questions with any left, and these."""
        rules = rules_of(self.pack)
        facts = derive_facts(self.pack, self.answers)
        if _urgency_of(self.pack, facts) >= Urgency.same_day:
            open_ = set(rules.applying.held(facts)) - self.answers.keys()
            for number, group in enumerate(self.pack.about.while_you_wait, 1):
                if left := tuple(rules.questions[name] for name in group if name in open_):
                    return number, left
        return self.waiting, ()

    @property
    def choices(self) -> tuple[Option, ...]:
        """The options of the current question."""
        question = self.question
        return choices(self.pack, question, self.answers) if question else ()

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions with an answer, in the order asked."""
        return tuple(q for q in self._path if q.id in self.answers)

    @property
    def progress(self) -> Progress:
        """Position of the current question among those that apply."""
        path = self._path
        question = self.question or path[-1]
        number = next((i for i, q in enumerate(path, 1) if q.id == question.id), len(path))
        return Progress(number, len(path), self.pack.section_title(question.section))

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier question."""
        return self._previous() is not None

    def answer(self, value: Any) -> Interview:
        """Answer the current question and go on to the next one without an answer.

        Raises:
            AnswerError: the question does not accept the value.
        """
        question = self.question
        if question is None:
            raise AnswerError("answers", "are complete; there is nothing left to answer.")
        checked = check_answer(self.pack, question, value, self.answers)
        kept = still_valid(self.pack, {**self.answers, question.id: checked})
        return replace(self, answers=kept, at=None)

    def back(self) -> Interview:
        """Go to the previous question, keeping the answers.

        From the first of the `while you wait` questions, go back to the result.
        """
        previous = self._previous()
        if self.waiting and (previous is None or previous.id not in self._waits):
            return replace(self, waiting=0, at=None)
        return replace(self, at=previous.id) if previous else self

    def take_back(self) -> Interview:
        """From an urgent result, go to the last answer behind it; otherwise one question back."""
        if self.waiting:
            return replace(self, waiting=0).take_back()
        flags = find_flags(self.pack, derive_facts(self.pack, self.answers), self.answers)
        asked = {question.id for question in self.answered}
        behind = [
            name
            for flag in flags[:1]
            if flag.flag.urgency != "routine"
            for name in flag.answers
            if name in asked
        ]
        return self.jump(behind[-1]) if behind else self.back()

    def jump(self, question_id: str) -> Interview:
        """Go to any question that has an answer, keeping the answers.

        Raises:
            AnswerError: the question was not answered.
        """
        names = [question.id for question in self.answered]
        if question_id not in names:
            raise AnswerError(question_id, f"has no answer yet.{nearest(question_id, names)}")
        return replace(self, at=question_id)

    def _previous(self) -> Question | None:
        path = list(self._path)
        here = self.question
        if here is not None and here in path:
            path = path[: path.index(here)]
        return next((q for q in reversed(path) if q.id in self.answers), None)

    @cached_property
    def _path(self) -> tuple[Question, ...]:
        """The questions that apply and can still matter, in order.

        While waiting, those for whoever will treat the person come last, most telling first.
        """
        rules = rules_of(self.pack)
        facts = derive_facts(self.pack, self.answers)
        wanted = _that_matter(self.pack, facts)
        waits = self._waits
        wanted |= waits.keys()
        names = sorted(rules.applying.held(facts), key=lambda name: waits.get(name, 0))
        return tuple(
            rules.questions[name] for name in names if name in self.answers or name in wanted
        )

    @property
    def _waits(self) -> dict[str, int]:
        """The `while you wait` questions begun so far -> their place among them, from 1."""
        begun = self.pack.about.while_you_wait[: self.waiting]
        return {name: place for place, name in enumerate(chain.from_iterable(begun), 1)}


def _urgency_of(pack: Pack, facts: Facts) -> Urgency:
    """The urgency of the red flags that hold."""
    held = rules_of(pack).flags.held(facts)
    return Urgency[held[0].urgency] if held else Urgency.self_care


def _that_matter(pack: Pack, facts: Facts) -> frozenset[str]:
    """Ids of the questions that can still change the result.

    After an emergency there are none. After a same-day flag they are the rest of the red-flag
    section and what could make it an emergency: a person with a swollen leg is not asked
    about shoes.
    """
    urgency = _urgency_of(pack, facts)
    everything = frozenset(q.id for q in pack.questions if not q.waits)
    if urgency < Urgency.same_day:
        return everything
    return safety_questions(pack, facts, urgency) & everything
