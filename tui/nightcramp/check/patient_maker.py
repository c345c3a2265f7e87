"""Made-up patients: answers for which given tests pass, and otherwise as little as possible.

A finding names such a patient, so that whoever mends it can see the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, islice, product

from nightcramp.check.satisfiable import (
    Alternative,
    Literal,
    Search,
    bounds_in,
    by_key,
    fits,
    meets,
    named_in,
)
from nightcramp.pack.model import NONE, UNSURE, Measure, Pack, Question
from nightcramp.triage import Answers, Value, assess
from nightcramp.triage.answers import choices
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of

Some = dict[str, "Value"]
"""Answers to some of the questions."""

_MOST_WAYS = 12
_MOST_MEDICINES = 3
_STEPS = 4


class PatientMaker:
    """Makes patients for one pack.

    Args:
        pack: the clinical content.
        search: says how long to go on.

    Attributes:
        calm: the answers of a person of whom as little is found as the questions allow; every
            other patient is this one with something changed.
    """

    def __init__(self, pack: Pack, search: Search) -> None:
        self._pack = pack
        self._search = search
        self._rules = rules_of(pack)
        self._each_calm: Some = {}
        self._known: dict[frozenset[tuple[str, Value]], Answers] = {}
        self.calm = self._calmest()

    def meeting(self, alternative: Alternative) -> Iterator[Answers]:
        """Patients with an answer to every question, for whom the tests pass; 12 at most.

        Tests of what an assessment finds (`red_flags`, `mimics`, `causes`) are ignored: the
        caller has to look at the assessment.
        """
        grouped = by_key(alternative)
        ways = [list(self._ways(key, tests, grouped)) for key, tests in grouped.items()]
        for together in islice(product(*ways), _MOST_WAYS):
            merged = _merged(together)
            if merged is not None:
                yield self._completed(merged)

    def smallest(self, answers: Answers, holds: Callable[[Answers], bool]) -> Some:
        """The fewest answers, apart from the calm ones, for which `holds` is still true."""
        apart = {name: value for name, value in answers.items() if value != self.calm.get(name)}
        while smaller := next((a for a in _less(apart) if holds(self._completed(a))), None):
            apart = smaller
        kept = self._completed(apart)
        return {name: value for name, value in apart.items() if name in kept}

    def _completed(self, some: Some) -> Answers:
        """These answers and the calm ones, less those that this person would not be asked."""
        key = frozenset(some.items())
        if key in self._known:
            return self._known[key]
        wanted = {**self._each_calm, **some}
        answers = wanted
        for _ in self._rules.questions:
            applying = self._rules.applying.held(derive_facts(self._pack, answers))
            kept = {name: wanted[name] for name in applying if name in wanted}
            if kept.keys() == answers.keys():
                break
            answers = kept
        self._known[key] = answers
        return answers

    def _calmest(self) -> Some:
        """The answers of which least is found, chosen question by question."""
        answers: Some = {}
        for question in self._pack.questions:
            values = list(self._simple(question))
            if not values:
                continue
            if not self._search.goes_on(len(values) * len(self._rules.questions)):
                values = values[:1]
            best = min(values, key=lambda value: self._weight({**answers, question.id: value}))
            self._each_calm[question.id] = best
            if question.id in self._rules.applying.held(derive_facts(self._pack, answers)):
                answers[question.id] = best
        return answers

    def _weight(self, answers: Answers) -> tuple[int, ...]:
        found = assess(self._pack, answers)
        points = sum(cause.points for cause in found.causes)
        return found.urgency, len(found.flags), len(found.mimics), points, len(found.unsure)

    def _simple(self, question: Question) -> Iterator[Value]:
        """Candidates for the calm answer to a question."""
        if question.kind == "number":
            reach = question.maximum - question.minimum
            yield from (question.minimum + reach * i // _STEPS for i in range(1, _STEPS + 1))
            return
        options = choices(self._pack, question, {})
        names = [o.id for o in options if o.id not in self._rules.medicines]
        names.sort(key=lambda name: (name != NONE, name == UNSURE))
        yield from (name if question.kind == "single" else (name,) for name in names)

    def _ways(
        self, key: str, tests: list[Literal], others: dict[str, list[Literal]]
    ) -> Iterator[Some]:
        """Answers that make the tests of one key pass, the shortest first."""
        if key in self._rules.questions:
            yield from self._answers(self._rules.questions[key], tests)
        elif key in self._rules.classes:
            yield from self._medicines(key, tests)
        elif key in self._rules.measure:
            yield from self._amounts(self._rules.measure[key], tests, others)
        else:
            yield {}

    def _answers(self, question: Question, tests: list[Literal]) -> Iterator[Some]:
        calm = self._each_calm.get(question.id)
        if _pass(question.id, calm, tests) or _pass(question.id, None, tests):
            yield {}
        for value in self._values(question, tests):
            if _pass(question.id, value, tests):
                yield {question.id: value}

    def _values(self, question: Question, tests: list[Literal]) -> Iterator[Value]:
        if question.kind == "number":
            near = {bound + step for bound in _bounds(tests) for step in (-1, 0, 1)}
            yield from _inside(question, near)
            yield UNSURE
            return
        every = choices(self._pack, question, {})
        named = named_in(tests)
        if question.kind == "single":
            yield from (option.id for option in every)
            return
        yield from ((option.id,) for option in every if option.exclusive)
        free = [o.id for o in every if not o.exclusive]
        free.sort(key=lambda name: name not in named)
        few = [name for name in free if name in named] or free[:1]
        yield from chain.from_iterable(
            (tuple(n for n in free if n in some) for some in combinations(few, size))
            for size in range(1, min(len(few), 3) + 1)
        )
        yield from ((name,) for name in free if name not in named)

    def _medicines(self, key: str, tests: list[Literal]) -> Iterator[Some]:
        """A medicine of the class, newly started or not."""
        if _pass(key, None, tests):
            yield {}
            return
        members = [m for m in self._pack.medicines if key in m.classes]
        members.sort(key=lambda medicine: len(medicine.classes))
        for medicine in members[:_MOST_MEDICINES]:
            taken: Some = dict.fromkeys(self._rules.pick_any, (medicine.id,))
            for since, new in ((), NONE), (("recent",), medicine.id), ((UNSURE,), UNSURE):
                if _pass(key, ("taken", *since), tests):
                    yield taken | dict.fromkeys(self._rules.pick_new, (new,))

    def _amounts(
        self, measure: Measure, tests: list[Literal], others: dict[str, list[Literal]]
    ) -> Iterator[Some]:
        """Answers to the questions of a measure that make its value pass the tests."""
        questions = [self._rules.questions[name] for name in measure.of]
        values = [list(self._counted(q, tests, others.get(q.id, []))) for q in questions]
        for together in product(*values):
            if not self._search.goes_on(len(questions)):
                return
            some = {q.id: v for q, v in zip(questions, together, strict=True)}
            facts = derive_facts(self._pack, self._completed(some))
            if meets(facts, tests):
                yield some

    def _counted(
        self, question: Question, tests: list[Literal], own: list[Literal]
    ) -> Iterator[Value]:
        if question.kind == "number":
            values: Iterable[Value] = _inside(question, {1, *_bounds(tests)})
        else:
            values = [o.id for o in question.options if o.value is not None or o.id == UNSURE]
        yield from (value for value in values if _pass(question.id, value, own))


def _pass(key: str, value: Value | None, tests: list[Literal]) -> bool:
    """Whether this answer alone makes the tests of its key pass; None stands for no answer."""
    if isinstance(value, int):
        return fits(key, tests, None, (value, value))
    return fits(key, tests, (value,) if isinstance(value, str) else value, None)


def _inside(question: Question, numbers: set[int]) -> list[int]:
    """Those of these numbers that a question takes, its least and its greatest among them."""
    numbers = numbers | {question.minimum, question.maximum}
    return sorted(n for n in numbers if question.minimum <= n <= question.maximum)


def _bounds(tests: list[Literal]) -> set[int]:
    return set(map(int, bounds_in(tests)))


def _merged(together: Iterable[Some]) -> Some | None:
    """All of these answers, lists joined; None if two of them differ."""
    merged: Some = {}
    for some in together:
        for name, value in some.items():
            before = merged.get(name, value)
            if before == value:
                merged[name] = value
            elif isinstance(before, tuple) and isinstance(value, tuple):
                both = dict.fromkeys((*before, *value))
                merged[name] = tuple(one for one in both if one != NONE)
            else:
                return None
    return merged


def _less(apart: Some) -> Iterator[Some]:
    """Those answers with one fewer, or with one option fewer chosen."""
    for name, value in apart.items():
        yield {other: apart[other] for other in apart if other != name}
        if isinstance(value, tuple) and len(value) > 1:
            yield from ({**apart, name: tuple(o for o in value if o != one)} for one in value)
