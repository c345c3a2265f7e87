"""The smallest patient to whom two versions tell something else, confirmed by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nightcramp.check.diff.records import Kind, Witness
from nightcramp.check.diff.together import ODD, Together
from nightcramp.check.diff.told import both_told, differences, in_one_file
from nightcramp.check.proof.solver import Holding, Solver
from nightcramp.errors import AnswerError
from nightcramp.pack.model import NONE, UNSURE, Pack, Question
from nightcramp.triage import Answers, Interview, Value
from nightcramp.triage.answers import choices

_MOST_IDS = 60
_ATTEMPTS = 4


class Patients:
    """Finds patients, by formulas of both versions.

    Args:
        old, new: the two versions.
        well: question id -> what a well person answers; lists are answered with "none".

    Attributes:
        comparable: whether someone who need not be seen today can answer all that both versions
            ask; otherwise nothing that is said of everyone says anything.

    Raises:
        NoSolverError: z3 is not installed.
    """

    def __init__(self, old: Pack, new: Pack, well: Mapping[str, Any]) -> None:
        self._packs = (old, new)
        self._well = well
        self._together = Together(old, new, well)
        self._solver = Solver(self._together.always())
        self._costs = self._together.costs()
        self.comparable = self._solver.find(self._together.calm()) is not None

    def ids(self, kind: Kind) -> tuple[str, ...]:
        """What is told or asked by one version alone, to someone; the first 60 at most."""
        differ = list(self._together.differ[kind].items())[:_MOST_IDS]
        return tuple(name for name, when in differ if name and self._solver.find(when) is not None)

    def is_same(self, kind: Kind) -> bool:
        """Whether both versions decide by the very same formulas."""
        return not self._together.differ[kind]

    def smallest(self, kind: Kind) -> Witness | None:
        """The most ordinary patient whom a change reaches; None proves that there is none.

        Patients who can be interviewed come first, and answers that no interview asks together
        are passed over, a few times.
        """
        make = self._together.make
        differ = make.some(self._together.differ[kind].values())
        wanted = [differ, self._together.in_order()]
        for _ in range(_ATTEMPTS):
            holds = self._solver.smallest(wanted, self._costs)
            if holds is None:
                break
            witness = self._witness(kind, holds)
            if witness.played:
                return witness
            odd = [when for cost, when in self._costs if cost >= ODD and when.name in holds]
            wanted.append(make.no(make.every(odd)))
        holds = self._solver.smallest([differ], self._costs)
        return self._witness(kind, holds) if holds is not None else None

    def _witness(self, kind: Kind, holds: Holding) -> Witness:
        return witness_of(kind, self._packs, self._together.answers(holds), self._well)


def witness_of(
    kind: Kind,
    packs: tuple[Pack, Pack],
    answers: tuple[Answers, Answers],
    well: Mapping[str, Any],
    *,
    smallest: bool = True,
) -> Witness:
    """A patient with what both versions say, in whole interviews if these show the change.

    Raises:
        AssertionError: the engine does not tell the two apart in this.
    """
    interviews = (_played(packs[0], answers[0], well), _played(packs[1], answers[1], well))
    played = kind in differences(*both_told(packs, interviews))
    for tried in (in_one_file(packs, interviews), interviews) if played else (answers,):
        was, now = both_told(packs, tried)
        if kind in differences(was, now):
            return Witness(
                old_answers=dict(tried[0]),
                new_answers=dict(tried[1]),
                smallest=smallest,
                played=played,
                old=was.result(kind, now),
                new=now.result(kind, was),
            )
    raise AssertionError(f"the engine sees no change of '{kind}' for a patient of the solver")


def _played(pack: Pack, answers: Answers, well: Mapping[str, Any]) -> Answers:
    """An interview with these answers, and those of a well person where it asks for more."""
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        for value in _ways(pack, question, interview.answers, answers, well):
            try:
                interview = interview.answer(value)
            except AnswerError:
                continue
            break
    return interview.answers


def _ways(
    pack: Pack, question: Question, so_far: Answers, answers: Answers, well: Mapping[str, Any]
) -> list[Any]:
    """Answers to try, the last of which every question of its kind takes."""
    ways: list[Value | None] = [answers.get(question.id), well.get(question.id)]
    last = UNSURE if question.kind == "number" else choices(pack, question, so_far)[-1].id
    return [way for way in (*ways, [NONE], [last]) if way is not None] + [last]
