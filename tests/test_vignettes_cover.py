"""The patients cover the pack: every flag, cause and mimic, and every "not sure"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.check.patients import named, play
from nightcramp.pack.model import UNSURE
from nightcramp.pack.vignettes import load_vignettes

if TYPE_CHECKING:
    from nightcramp.pack import Pack

VIGNETTES = load_vignettes()


def test_there_are_many_and_enough_of_them_are_well() -> None:
    ours = [v for v in VIGNETTES if not v.id.startswith("V")]
    assert len(ours) >= 60
    well = [v for v in ours if v.expected.urgency == "self_care"]
    assert len(well) * 3 >= len(ours)


def test_every_flag_cause_and_mimic_is_found_in_someone(pack: Pack) -> None:
    found = {name for vignette in VIGNETTES for name in named(play(pack, vignette))}
    every = {flag.id for flag in pack.red_flags}
    every |= {cause.id for cause in pack.causes} | {mimic.id for mimic in pack.mimics}
    assert every - found == set()


def test_every_not_sure_is_answered_by_someone(pack: Pack) -> None:
    unsure = {
        name
        for vignette in VIGNETTES
        for name, value in vignette.answers.items()
        if value == UNSURE or (isinstance(value, list) and UNSURE in value)
    }
    assert {question.id for question in pack.questions} - unsure == set()
