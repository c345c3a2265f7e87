"""The interview as formulas: which questions are asked, each given the answers before it.

What `triage.interview` does of one person, said of all. Questions come in the pack's order; that
none is passed over and asked after all is one more formula, `asked_late`.
"""

from __future__ import annotations

from typing import NamedTuple

from nightcramp.pack.model import Question, Urgency
from nightcramp.triage.formulas.answers import Answering, Table
from nightcramp.triage.formulas.facts import FormulaFacts
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula
from nightcramp.triage.rules import rules_of
from nightcramp.triage.safety import safety_of


class Asking(NamedTuple):
    """An interview to its end, before any question while waiting.

    Attributes:
        asked: question id -> whether it is asked.
        answered: whether each question that is asked has an answer.
        asked_late: whether one is passed over, and asked after a later one.
        emergency: whether it ends in an emergency.
        urgent: whether it ends with somebody to be seen today or now.
    """

    asked: dict[str, Formula]
    answered: Formula
    asked_late: Formula
    emergency: Formula
    urgent: Formula


def asking(answering: Answering, table: Table) -> Asking:
    """The interview of whoever answers each question, once it is asked, as the table says."""
    return _Interview(answering, table).to_its_end()


class _Interview:
    def __init__(self, answering: Answering, table: Table) -> None:
        self._answering = answering
        self._make = answering.make
        self._pack = answering.pack
        self._table = table
        self._asked: dict[str, Formula] = {}
        self._passed: dict[str, Formula] = {}

    def to_its_end(self) -> Asking:
        make = self._make
        late: list[Formula] = []
        for question in self._pack.questions:
            if question.waits:
                continue
            facts = self._facts()
            urgencies = self._urgencies(facts)
            late += self._asked_late(facts, urgencies)
            applies = facts.all_hold(rules_of(self._pack).asked_when[question.id])
            wanted = self._wanted(question, facts, urgencies)
            self._asked[question.id] = make.both(applies, wanted)
            self._passed[question.id] = make.both(applies, make.no(wanted))
        facts = self._facts()
        urgencies = self._urgencies(facts)
        late += self._asked_late(facts, urgencies)
        answered = make.every(
            make.implies(asked, self._table.answered(make, name))
            for name, asked in self._asked.items()
        )
        return Asking(self._asked, answered, make.some(late), *urgencies)

    def _facts(self) -> FormulaFacts:
        """What is known from the questions asked so far."""
        choices = {
            name: {
                one: self._make.both(self._asked.get(name, FALSE), when)
                for one, when in chosen.items()
            }
            for name, chosen in self._table.choices.items()
        }
        return self._answering.facts(Table(choices, self._table.reaches))

    def _urgencies(self, facts: FormulaFacts) -> tuple[Formula, Formula]:
        """Whether it is an emergency, and whether the person must be seen today at least."""
        now, today = (
            self._make.some(
                facts.holds(flag.when)
                for flag in self._pack.red_flags
                if Urgency[flag.urgency] >= least
            )
            for least in (Urgency.emergency, Urgency.same_day)
        )
        return now, today

    def _asked_late(self, facts: FormulaFacts, urgencies: tuple[Formula, Formula]) -> list[Formula]:
        make = self._make
        return [
            make.both(passed, self._wanted(self._pack.question(name), facts, urgencies))
            for name, passed in self._passed.items()
            if passed is not FALSE
        ]

    def _wanted(
        self, question: Question, facts: FormulaFacts, urgencies: tuple[Formula, Formula]
    ) -> Formula:
        make, (now, today) = self._make, urgencies
        safety = safety_of(self._pack)
        if question.id in safety.always:
            behind: Formula = TRUE
        else:
            behind = make.some(
                facts.holds(may) for names, may in safety.now_rules if question.id in names
            )
        return make.both(make.no(now), make.either(make.no(today), behind))
