"""The formulas over which two versions are compared say what the engine says of each person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.check.diff.records import KINDS
from nightcramp.check.diff.together import Together
from nightcramp.check.diff.told import differences, told
from nightcramp.pack import load_pack
from nightcramp.pack.population import load_population
from nightcramp.triage.formulas.formula import values_of
from nightcramp.triage.population import Person, Sampler
from tests.check.diff.packs import versions
from tests.check.diff.test_compare import PLANTED
from tests.edited_packs import CONTENT, lean_copy, plant
from tests.triage.formulas.agreement import variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers
    from nightcramp.triage.formulas.formula import Name

_FAULTS = [fault for _, faults, *_ in PLANTED if len(faults) == 1 for fault in faults]


def _variables(together: Together, old: Answers, new: Answers) -> dict[Name, int]:
    """The variables that hold for a person who answers so to the versions."""
    names = set(variables_of(together._new.answering, together._new.table, new))
    for kind, question, *rest in variables_of(together._old.answering, together._old.table, old):
        apart = question in together._apart
        names.add((kind, f"old/{question}" if apart else question, *rest))
    return dict.fromkeys(names, 1)


def _disagreements(old: Pack, new: Pack, folder: Path, people: int) -> Iterator[str]:
    """What formulas and engine do not both say of a kind of change, of the same person."""
    population = load_population(new, folder)
    assert population is not None
    together = Together(old, new, {})
    always = together.always()
    sides = Sampler(old, population), Sampler(new, population)
    for place in range(people):
        person = Person(5, place)
        first, second = sides[0].interview(person), sides[1].interview(person)
        answers = {**second, **first}, {**first, **second}
        was, now = (
            told(pack, {q.id: said[q.id] for q in pack.questions if q.id in said})
            for pack, said in zip((old, new), answers, strict=True)
        )
        wanted = [when for ids in together.differ.values() for when in ids.values()]
        holds = values_of([always, *wanted], _variables(together, *answers), 1)
        if not holds[always]:
            yield f"not a patient: {answers}"
        for kind in KINDS:
            said = any(holds[when] for when in together.differ[kind].values())
            partly = kind in ("explanation", "asked") and was.assessment.urgent
            if said is not (kind in differences(was, now)) and not partly:
                yield f"{kind}: {answers}"


def test_they_agree_on_every_person_and_kind_of_a_small_pack(tmp_path: Path) -> None:
    folders = versions(tmp_path, *_FAULTS)
    old, new = map(load_pack, folders)

    assert not list(_disagreements(old, new, folders[1], 300))


def test_they_agree_where_a_question_has_other_options(tmp_path: Path) -> None:
    folders = versions(
        tmp_path,
        ("questions/habits.toml", '    { id = "much"',
         '    { id = "never_up", label = "I never get up" },\n    { id = "much"'),
        ("questions/habits.toml", '    { id = "urge", label = "A need to move" },', ""),
        ("causes/sedentary.toml", 'when = { feel = "urge" }', 'when = { sitting = "never_up" }'),
        ("mimics/restless_legs.toml", 'when = { feel = "urge" }', 'when = { feel = "unsure" }'),
    )  # fmt: skip
    old, new = map(load_pack, folders)

    assert not list(_disagreements(old, new, folders[1], 300))


def test_they_agree_on_people_of_the_whole_pack(tmp_path: Path) -> None:
    new = lean_copy(tmp_path / "new", "en")
    for file, was, now in (
        ("red_flags.toml", "within_days = 14", "within_days = 7"),
        ("causes/alcohol.toml", "points = 2", "points = 1"),
        ("mimics/neuropathy.toml", "needed = 1", "needed = 2"),
        ("questions/habits.toml", 'text = "Do any of these fit you?"',
         'text = "Do any of these fit you?"\nwhen = { age = { under = 75 } }'),
    ):  # fmt: skip
        plant(new, file, was, now)

    assert not list(_disagreements(load_pack(CONTENT), load_pack(new), new, 60))
