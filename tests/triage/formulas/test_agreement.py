"""The formulas are held to the engine: they say of everyone what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.vignettes import read_patients
from nightcramp.triage import read_answers
from tests.triage.formulas.agreement import Agreement
from tests.triage.formulas.random_answers import random_tables

if TYPE_CHECKING:
    from nightcramp.pack import Pack


def test_formulas_say_of_random_people_what_the_engine_says(pack: Pack) -> None:
    people = random_tables(pack, seed=1, how_many=3_000)

    assert next(Agreement(pack).disagreements(people), None) is None


def test_formulas_say_of_every_vignette_what_the_engine_says(pack: Pack) -> None:
    people = [read_answers(pack, patient.answers) for _, patient in read_patients()]

    assert next(Agreement(pack).disagreements(people), None) is None
