"""Which questions need an answer before an urgency can be given.

Until each safety question that applies has an answer, only what is urgent already can be
said: a further answer could make the result more urgent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition
from nightcramp.pack.model import RED_FLAGS, Pack, RedFlag, Urgency
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.facts import Facts
from nightcramp.triage.rules import rules_of
from nightcramp.triage.trace import expand


def safety_questions(pack: Pack, facts: Facts, found: Urgency) -> frozenset[str]:
    """Ids of the questions whose answers can still make the result more urgent.

    Args:
        pack: the clinical content.
        facts: derived from the answers so far.
        found: the urgency of what is known.

    Returns:
        The questions of the red-flag section, and those behind a rule of a higher urgency
        (`same_day` or above) that does not hold yet and still could. They are listed whether
        or not they apply or have an answer; after an emergency there are none.
    """
    if found is Urgency.emergency:
        return frozenset()
    safety = safety_of(pack)
    more_urgent = safety.now if found is Urgency.same_day else safety.today
    return safety.always.union(*more_urgent.held(facts))


@lru_cache(maxsize=2)
def safety_of(pack: Pack) -> Safety:
    """The urgent rules of a pack, cached."""
    return Safety(pack)


def may_be_missing(pack: Pack) -> frozenset[str]:
    """Ids of the questions without which, where they apply, an assessment can be incomplete."""
    safety = safety_of(pack)
    behind = (questions for questions, _ in safety.today_rules)
    return safety.always.union(*behind) - rules_of(pack).waiting


class Safety:
    """A pack's urgent rules, each with the condition that further answers could make it hold.

    Attributes:
        always: ids of the questions that always need an answer.
        now_rules: ids of the questions behind each emergency rule, and its condition.
        today_rules: the same of each emergency or same-day rule.
        now, today: both, compiled.
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        rules = rules_of(pack)
        self._asked_when = rules.asked_when
        self._places = rules.places
        self._unanswered: dict[str, Condition] = {}
        for place, (name, whens) in enumerate(self._asked_when.items()):
            # In the order asked: each condition looks at earlier questions only.
            unanswered = Choice(name, frozenset({NOT_ASKED}))
            may_apply = tuple([self._may_hold(when, place) for when in whens])
            self._unanswered[name] = Condition(tests=(unanswered,), all=may_apply)
        self.always = self._behind(
            frozenset(q.id for q in pack.questions if q.section == RED_FLAGS)
        )
        pursued = [flag for flag in pack.red_flags if flag.pursued]
        self.now_rules = tuple(self._rules(pursued, Urgency.emergency))
        self.today_rules = tuple(self._rules(pack.red_flags, Urgency.same_day))
        self.now = ConditionalItems(self.now_rules)
        self.today = ConditionalItems(self.today_rules)

    def _rules(
        self, flags: Iterable[RedFlag], least: Urgency
    ) -> Iterator[tuple[frozenset[str], Condition]]:
        """For each rule of at least this urgency: its questions, and when it may still hold."""
        for flag in flags:
            if Urgency[flag.urgency] >= least:
                yield self._behind(flag.when.keys()), self._may_hold(flag.when)
        for mimic in self._pack.mimics:
            # Errs on the safe side: one criterion that may still be met counts as enough.
            criteria = Condition(any=tuple([one.when for one in mimic.criteria]))
            if Urgency[mimic.urgency] >= least:
                yield self._behind(criteria.keys()), self._may_hold(criteria)

    def _behind(self, keys: frozenset[str]) -> frozenset[str]:
        """The questions behind keys, and those that decide whether they are asked."""
        found: frozenset[str] = frozenset()
        while keys:
            new = expand(self._pack, keys) - found
            found |= new
            whens = [when for name in new for when in self._asked_when[name]]
            keys = frozenset[str]().union(*(when.keys() for when in whens))
        return found

    def _may_hold(self, condition: Condition, before: int | None = None) -> Condition:
        """A condition that holds where this one does, or where further answers could make it.

        Args:
            condition: of a rule, or of a question.
            before: the question's place in the pack, since its condition looks at earlier
                questions only; None for a rule.
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
        """For each question behind keys, the condition that it may still be answered."""
        for name in sorted(expand(self._pack, keys), key=self._places.__getitem__):
            if before is None or self._places[name] < before:
                yield self._unanswered[name]
