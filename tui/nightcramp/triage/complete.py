"""What was answered, and what must be before an urgency can be said. Pure.

An answer to a question that would not be asked is not weighed; a safety question that would
be asked and has no answer leaves nothing to be said but what is urgent already.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nightcramp.errors import AnswerError
from nightcramp.pack.condition import NOT_ASKED, Choice, Condition
from nightcramp.pack.model import UNSURE, Urgency
from nightcramp.triage.answers import check_answer
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from nightcramp.triage.trace import expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nightcramp.pack.model import Pack, Question, RedFlag
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.triage.facts import Facts

RED_FLAGS = "red_flags"
"""Id of the section that is asked of everyone, whatever rests on it."""


def still_valid(pack: Pack, answers: Answers) -> dict[str, Value]:
    """Without the answers that do not apply, or that are not offered, in the order asked.

    The answers are checked ones: only those that hang on others may no longer be offered.

    What clarifies a list counts for it while the list itself has no answer: a danger sign
    that was told is not lost.
    """
    rules = rules_of(pack)
    while True:
        applying = frozenset(rules.applying.held(derive_facts(pack, answers)))
        kept = {
            name: answers[name]
            for name, question in rules.questions.items()
            if name in answers
            and (_unless_clarified(question, answers) or name) in applying
            and (name not in rules.hanging or _is_offered(pack, question, answers))
        }
        if kept.keys() == answers.keys():
            return kept
        answers = kept


def all_valid(pack: Pack, answers: Answers, applying: int) -> bool:
    """Whether `still_valid` surely keeps every answer; quick, since it is asked of everyone.

    Args:
        pack: the clinical content.
        answers: checked ones, so that few questions hang on the answers to others.
        applying: how many of the answers are to questions that apply.
    """
    if applying != len(answers):
        return False
    rules = rules_of(pack)
    for name in rules.hanging:
        if name in answers:
            question = rules.questions[name]
            if _unless_clarified(question, answers) or not _is_offered(pack, question, answers):
                return False
    return True


def _unless_clarified(question: Question, answers: Answers) -> str:
    """Id of the list that the question clarifies, where that has no answer; else nothing."""
    return "" if question.clarifies in answers else question.clarifies


def _is_offered(pack: Pack, question: Question, answers: Answers) -> bool:
    if question.clarifies and UNSURE not in answers.get(question.clarifies, (UNSURE,)):  # type: ignore[operator]
        return False
    try:
        check_answer(pack, question, answers[question.id], answers)
    except AnswerError:
        return False
    return True


def safety_questions(pack: Pack, facts: Facts, found: Urgency) -> frozenset[str]:
    """Ids of the questions whose answers can still make it more urgent.

    Args:
        pack: the clinical content.
        facts: what the answers say.
        found: the urgency of what is known.

    Returns:
        Those of the first section, and those behind a rule for today or now that does not
        hold yet and could, whether or not they apply or were answered; none after an emergency.
    """
    if found is Urgency.emergency:
        return frozenset()
    safety = _safety_of(pack)
    more_urgent = safety.now if found is Urgency.same_day else safety.today
    return safety.always.union(*more_urgent.held(facts))


@lru_cache(maxsize=4)
def _safety_of(pack: Pack) -> _Safety:
    return _Safety(pack)


class _Safety:
    """A pack's rules for today and now, by whether further answers could make them hold.

    Attributes:
        always: ids of the questions that need an answer whatever rests on them.
        now: the questions behind each rule for an emergency.
        today: those behind each rule for an emergency or the same day.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        sections = {section.id: section.when for section in pack.about.sections}
        self._whens = {
            q.id: tuple(when for when in (sections[q.section], q.when) if when is not None)
            for q in pack.questions
        }
        self._unanswered: dict[str, Condition] = {}
        self.always = self._behind(
            frozenset(q.id for q in pack.questions if q.section == RED_FLAGS)
        )
        pursued = [flag for flag in pack.red_flags if flag.pursued]
        self.now = ConditionalItems(self._rules(pursued, Urgency.emergency))
        self.today = ConditionalItems(self._rules(pack.red_flags, Urgency.same_day))

    def _rules(
        self, flags: Iterable[RedFlag], least: Urgency
    ) -> Iterator[tuple[frozenset[str], Condition]]:
        """The questions behind each rule of at least an urgency, and whether it may hold."""
        for flag in flags:
            if Urgency[flag.urgency] >= least:
                yield self._behind(flag.when.keys()), self._may_hold(flag.when)
        for mimic in self._pack.mimics:
            # Generous: one criterion that may still be met is taken for as many as it needs.
            criteria = Condition(any=tuple([one.when for one in mimic.criteria]))
            if Urgency[mimic.urgency] >= least:
                yield self._behind(criteria.keys()), self._may_hold(criteria)

    def _behind(self, keys: frozenset[str]) -> frozenset[str]:
        """The questions behind keys, and those that decide whether these are asked."""
        found: frozenset[str] = frozenset()
        while keys:
            new = expand(self._pack, keys) - found
            found |= new
            keys = frozenset[str]().union(*(w.keys() for name in new for w in self._whens[name]))
        return found

    def _may_hold(self, condition: Condition, before: int | None = None) -> Condition:
        """Holds where the condition does, or where further answers could make it hold.

        Args:
            condition: of a rule, or of whether a question is asked.
            before: the place of that question; it looks at earlier ones only.
        """
        parts = [
            Condition(any=(Condition(tests=(test,)), *self._open(frozenset({test.key}), before)))
            for test in condition.tests
        ]
        parts += [self._may_hold(part, before) for part in condition.all]
        if condition.negated is not None:
            does_not = Condition(negated=condition.negated)
            parts.append(Condition(any=(does_not, *self._open(condition.negated.keys(), before))))
        return Condition(
            all=tuple(parts), any=tuple([self._may_hold(part, before) for part in condition.any])
        )

    def _open(self, keys: frozenset[str], before: int | None) -> Iterator[Condition]:
        """Of each question behind keys, that it may still be answered."""
        behind = expand(self._pack, keys)
        for place, name in enumerate(self._whens):
            if name in behind and (before is None or place < before):
                if name not in self._unanswered:
                    whens = [self._may_hold(when, place) for when in self._whens[name]]
                    unanswered = Choice(name, frozenset({NOT_ASKED}))
                    self._unanswered[name] = Condition(tests=(unanswered,), all=tuple(whens))
                yield self._unanswered[name]
