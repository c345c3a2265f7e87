"""What the solver finds is a patient of whom the engine says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.check.proof.solver import Solver
from nightcramp.check.proof.witness import answers_of, costs_of
from nightcramp.pack.model import Urgency
from nightcramp.triage import assess, read_answers
from nightcramp.triage.formulas.answers import Answering
from nightcramp.triage.formulas.person import person_of

if TYPE_CHECKING:
    from nightcramp.pack import Pack


@pytest.mark.parametrize("urgency", Urgency)
def test_the_smallest_patient_of_an_urgency_has_it(pack: Pack, urgency: Urgency) -> None:
    answering = Answering(pack)
    person = person_of(answering, answering.anyone())
    solver = Solver(answering.is_table(person.table))

    found = solver.smallest([person.told[urgency]], costs_of(answering, person.table))

    assert found is not None
    answers = answers_of(answering, person.table, found)
    result = assess(pack, read_answers(pack, answers))
    assert result.urgency is urgency
    assert not result.dropped
    assert len(answers) <= {Urgency.incomplete: 0, Urgency.same_day: 1, Urgency.emergency: 1}.get(
        urgency, 9
    )
