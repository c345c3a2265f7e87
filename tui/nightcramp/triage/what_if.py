"""The smallest change in the answers that would change the urgency.

It tells a clinician who doubts an answer how much depends on it. The search is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product
from typing import Any

import msgspec

from nightcramp.errors import AnswerError
from nightcramp.pack.condition import Range
from nightcramp.pack.model import NONE, RED_FLAGS, UNSURE, Option, Pack, Question, Urgency
from nightcramp.triage.answers import choices
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value

MOST_PAIRS = 150
"""How many changes of two answers are tried. Of one answer there are about 200, all tried."""

_FIRST = 4
"""How many values of an answer are tried in a pair; those that take something back first."""


class Change(msgspec.Struct, frozen=True):
    """Other answers, and the urgency they lead to.

    Attributes:
        answers: one or two pairs of a question id and its new value.
        contact: id of whom to go to then; empty where it is not urgent.
        dropped: how many other answers would no longer apply.
    """

    answers: tuple[tuple[str, Value], ...]
    urgency: Urgency
    contact: str
    dropped: int


class Changes(msgspec.Struct, frozen=True):
    """The smallest changes found; None where no change of one or two answers is enough.

    Attributes:
        sooner: a change that raises the urgency, as little as possible.
        later: a change that lowers it. If there is none: a change that takes back what makes
            it urgent, and leaves the result `incomplete` until more is answered.
    """

    sooner: Change | None
    later: Change | None


def smallest_changes(pack: Pack, answers: Answers) -> Changes:
    """The smallest changes that would change the urgency, all other answers as they are.

    A change is smaller if it has fewer answers, then if fewer others would no longer apply,
    then if it leads to a nearer urgency, then if it is in no red-flag question (those raise
    the urgency for everyone), then if it is asked earlier. No answer is changed to "not
    sure". An incomplete result has no changes: it needs the missing answers.
    """
    found = assess(pack, answers)
    now = found.urgency
    if found.incomplete:
        return Changes(None, None)
    interview = Interview.begin(pack, found.answers)
    one = [
        ((question.id, value),)
        for question in interview.answered
        for value in _other_values(pack, question, interview.answers)
    ]
    tried = [change for step in one if (change := _try(interview, step))]
    behind = {name for f in found.flags if Urgency[f.flag.urgency] == now for name in f.answers}
    behind |= {name for mimic in found.mimics for name in mimic.answers}
    sooner = _nearest(pack, now, (c for c in tried if c.urgency > now))
    later = _nearest(pack, now, _lowering(tried, now))
    if later is None and now > Urgency.self_care:
        tried += _pairs(interview, one, behind)
        open_end = (c for c in tried if c.urgency is Urgency.incomplete and found.urgent)
        later = _nearest(pack, now, _lowering(tried, now)) or _nearest(pack, now, open_end)
    return Changes(sooner, later)


def _lowering(changes: Iterable[Change], now: Urgency) -> Iterator[Change]:
    return (c for c in changes if Urgency.incomplete < c.urgency < now)


def _pairs(
    interview: Interview, one: list[tuple[tuple[str, Value]]], behind: set[str]
) -> Iterator[Change]:
    """Changes of two of the answers that the urgency rests on."""
    steps: dict[str, list[tuple[str, Value]]] = {}
    for ((name, value),) in one:
        if name in behind:
            steps.setdefault(name, []).append((name, value))
    both = (
        pair
        for first, second in combinations(steps, 2)
        for pair in product(steps[first][:_FIRST], steps[second][:_FIRST])
    )
    for pair in islice(both, MOST_PAIRS):
        change = _try(interview, pair)
        if change:
            yield change


def _try(interview: Interview, step: tuple[tuple[str, Value], ...]) -> Change | None:
    """The result of changed answers; None if one of them no longer applies then."""
    changed = interview
    try:
        for name, value in step:
            changed = changed.jump(name).answer(value)
    except AnswerError:
        return None
    found = assess(interview.pack, changed.answers)
    dropped = len(interview.answers) - len(changed.answers)
    return Change(step, found.urgency, found.contact, dropped)


def _nearest(pack: Pack, now: Urgency, changes: Iterable[Change]) -> Change | None:
    def distance(change: Change) -> tuple[int, int, bool]:
        asked = {pack.question(name).section for name, _ in change.answers}
        return change.dropped, abs(change.urgency - now), RED_FLAGS in asked

    return min(changes, key=distance, default=None)


def _other_values(pack: Pack, question: Question, answers: Answers) -> list[Value]:
    """The other values of an answer; of a number, only those that some rule distinguishes."""
    value: Any = answers[question.id]
    if question.kind == "number":
        bounds = {round(bound) for bound in _bounds(pack, question.id)}
        near = {number + step for number in bounds for step in (-1, 0, 1)}
        middle = value if isinstance(value, int) else question.minimum
        numbers = [n for n in near if question.minimum <= n <= question.maximum and n != value]
        return [*sorted(numbers, key=lambda number: (abs(number - middle), number))]
    offered = [option for option in choices(pack, question, answers) if option.id != UNSURE]
    if question.kind == "single":
        return [option.id for option in offered if option.id != value]
    return _other_sets(_told_apart(pack, offered), offered, set(value) - {UNSURE})


def _other_sets(addable: list[Option], offered: list[Option], chosen: set[str]) -> list[Value]:
    """The chosen options with one removed, or with one more."""
    names = [option.id for option in offered]
    alone = {option.id for option in offered if option.exclusive}
    sets = [chosen - {name} or {NONE} for name in names if name in chosen - alone]
    if not chosen and NONE in names:
        sets.append({NONE})
    sets += [
        (chosen - alone) | {option.id} for option in addable if option.id not in chosen | alone
    ]
    return [tuple(n for n in names if n in one) for one in sets if one <= set(names)]


def _told_apart(pack: Pack, offered: list[Option]) -> list[Option]:
    """The options without medicines of the same classes as an earlier one."""
    classes = {medicine.id: medicine.classes for medicine in pack.medicines}
    seen: dict[object, Option] = {}
    for option in offered:
        seen.setdefault(classes.get(option.id, option.id), option)
    return list(seen.values())


def _bounds(pack: Pack, key: str) -> Iterator[float]:
    """The numbers at which a rule on urgency, or on what is asked, changes."""
    conditions = [flag.when for flag in pack.red_flags]
    conditions += [criterion.when for mimic in pack.mimics for criterion in mimic.criteria]
    conditions += [when for whens in rules_of(pack).asked_when.values() for when in whens]
    for condition in conditions:
        for test in condition.every_test():
            if isinstance(test, Range) and test.key == key:
                yield from (bound for _, bound in test.bounds())
