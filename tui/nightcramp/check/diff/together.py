"""What two versions of a pack do with the same answers, as formulas over the same variables.

Questions and options are matched by their ids. What only one version asks, the other does not
hear. Where the options of a question differ, whoever chooses one that the other version lacks
gives it any answer it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from nightcramp.check.diff.apart import Side, at_least, differing, neither_urgent
from nightcramp.check.proof.witness import answers_of
from nightcramp.pack.model import NONE, RED_FLAGS, UNSURE, Pack, Question, Urgency
from nightcramp.triage import Answers
from nightcramp.triage.formulas.answers import GIVEN, Answering, Table
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Name
from nightcramp.triage.formulas.person import person_of
from nightcramp.triage.rules import rules_of

_OLD = "old"
_COMMON, ODD, _UNSURE = 1, 5, 7
"""What an answer costs in a smallest patient: one of a well person, another, "Not sure"."""


class Together:
    """Both versions, over the same variables.

    Args:
        old, new: the two versions.
        well: question id -> what a well person answers; lists are answered with "none".

    Attributes:
        make: makes the formulas.
        differ: kind of change -> id -> whether it is told or asked by one version alone.
    """

    def __init__(self, old: Pack, new: Pack, well: Mapping[str, Any]) -> None:
        self._well = well
        before, after = Answering(old), Answering(new)
        self.make = after.make = before.make
        _group_alike(before, after)
        self._apart = frozenset(_with_other_options(old, new))
        table_old, table_new = self._tables(before, after)
        self._old = Side(old, before, table_old, person_of(before, table_old))
        self._new = Side(new, after, table_new, person_of(after, table_new))
        self.differ = dict(differing(self.make, self._old, self._new))

    def always(self) -> Formula:
        """What holds for every patient: both versions take the answers, and lack none.

        Call it last: it speaks of every bound that was looked at.
        """
        parts = [self._whole(side) for side in (self._old, self._new)]
        parts += [s.answering.is_table(s.table) for s in (self._old, self._new)]
        return self.make.every([*parts, *self._same_said(), *self._in_both_ranges()])

    def in_order(self) -> Formula:
        """Whether no danger sign is left open before a later answer, as in an interview.

        Who waits for help may answer so, too; it is no part of `always`.
        """
        return self.make.every(
            part for side in (self._old, self._new) for part in self._in_order(side)
        )

    def _in_order(self, side: Side) -> Iterator[Formula]:
        later: Formula = FALSE
        for question in reversed(side.pack.questions):
            answered = side.person.counted.answered(self.make, question.id)
            if question.section == RED_FLAGS:
                open_ = self.make.both(side.person.applies[question.id], self.make.no(answered))
                yield self.make.no(self.make.both(later, open_))
            later = self.make.either(later, answered)

    def calm(self) -> Formula:
        """Whether neither version says that the patient is to be seen today."""
        return neither_urgent(self.make, self._old, self._new)

    def costs(self) -> list[tuple[int, Formula]]:
        """What each answer costs, so that the smallest patient is the most ordinary one."""
        costs: dict[Formula, int] = {}
        for side in (self._old, self._new):
            for question in side.pack.questions:
                usual = self._well.get(question.id, "none")
                usual = usual if isinstance(usual, list) else [usual]
                for one, when in side.table.choices[question.id].items():
                    cost = _COMMON if one in (*usual, GIVEN) else ODD
                    costs[when] = _UNSURE if one == UNSURE else cost
                for bound, reaches in side.table.reaches.get(question.id, {}).items():
                    below = isinstance(usual[0], int) and bound <= usual[0]
                    costs[self.make.no(reaches) if below else reaches] = _COMMON
        return [(cost, when) for when, cost in costs.items() if when not in (TRUE, FALSE)]

    def answers(self, holds: frozenset[Name]) -> tuple[Answers, Answers]:
        """What a patient answers to the old version, and to the new one."""
        return (
            answers_of(self._old.answering, self._old.table, holds),
            answers_of(self._new.answering, self._new.table, holds),
        )

    def _tables(self, before: Answering, after: Answering) -> tuple[Table, Table]:
        old, new = before.anyone(), after.anyone()
        renamed = {
            name: {one: self.make.variable("option", f"{_OLD}/{name}", one) for one in chosen}
            for name, chosen in old.choices.items()
            if name in self._apart
        }
        ranges = [{q.id: _range(q) for q in one.pack.questions} for one in (before, after)]
        shared = {
            name: reaches
            for name, reaches in old.reaches.items()
            if ranges[0].get(name) == ranges[1].get(name)
        }
        return (
            Table({**old.choices, **renamed}, old.reaches),
            Table(new.choices, {**new.reaches, **shared}),
        )

    def _whole(self, side: Side) -> Formula:
        """Whether all is answered that is asked, or enough to be seen today."""
        make, person = self.make, side.person
        urgent = at_least(make, person, Urgency.same_day)
        waiting = rules_of(side.pack).waiting
        answered = make.every(
            make.implies(when, person.counted.answered(make, name))
            for name, when in person.applies.items()
            if name not in waiting
        )
        return make.both(make.no(make.some(person.missing.values())), make.either(urgent, answered))

    def _same_said(self) -> Iterator[Formula]:
        """Whoever chooses what both versions offer chooses it in both.

        Who chooses nothing but what one version lacks gives that version another answer: "none"
        where the list has it, or any.
        """
        make = self.make
        for name in sorted(self._apart):
            old, new = (side.table.choices[name] for side in (self._old, self._new))
            shared = sorted(old.keys() & new.keys())
            alone = make.some(
                make.both(
                    make.some(when for option, when in one.items() if option not in other),
                    make.no(make.some(one[option] for option in shared)),
                )
                for one, other in ((old, new), (new, old))
            )
            has_none = NONE in shared and self._old.pack.question(name).kind != "single"
            for option in shared:
                is_free = alone if not has_none or option == NONE else FALSE
                yield make.either(make.same(old[option], new[option]), is_free)

    def _in_both_ranges(self) -> Iterator[Formula]:
        """Numbers of a question whose range differs lie in both ranges, and are one number."""
        make = self.make
        asked = {question.id: question for question in self._old.pack.questions}
        for question in self._new.pack.questions:
            other = asked.get(question.id)
            if other is None or not question.kind == other.kind == "number":
                continue
            old, new = (s.table.reaches[question.id] for s in (self._old, self._new))
            if old is new:
                continue
            bounds = sorted({**old, **new}.items())
            for (_, lower), (_, higher) in pairwise(bounds):
                yield make.implies(higher, lower)
            given = self._new.table.choices[question.id][GIVEN]
            least = max(question.minimum, other.minimum)
            most = min(question.maximum, other.maximum)
            for bound, reaches in bounds:
                if bound <= least:
                    yield make.implies(given, reaches)
                if bound > most:
                    yield make.implies(given, make.no(reaches))


def _group_alike(before: Answering, after: Answering) -> None:
    """Have one medicine stand for others only where neither version can tell them apart."""
    alike: dict[tuple[str, str], str] = {}
    own: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    firsts: dict[str, str] = {}
    for name in dict.fromkeys([*after.group_of, *before.group_of]):
        key = (before.group_of.get(name, ""), after.group_of.get(name, ""))
        first = firsts[name] = alike.setdefault(key, name)
        for groups, side in zip(own, (before, after), strict=True):
            if name in side.group_of:
                groups.setdefault(first, []).append(name)
    for groups, side in zip(own, (before, after), strict=True):
        side.groups = groups
        side.group_of = {name: firsts[name] for name in side.group_of}


def _with_other_options(old: Pack, new: Pack) -> Iterator[str]:
    """Questions that both versions ask, and that do not take the same answers."""
    asked = {question.id: question for question in old.questions}
    for question in new.questions:
        other = asked.get(question.id)
        if other is not None and _offer(question) != _offer(other):
            yield question.id


def _offer(question: Question) -> tuple[str, frozenset[tuple[str, bool]]]:
    return question.kind, frozenset((one.id, one.exclusive) for one in question.options)


def _range(question: Question) -> tuple[str, int, int]:
    return question.kind, question.minimum, question.maximum
