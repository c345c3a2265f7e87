"""The smallest change that would change the urgency: it is true, small, and the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from nightcramp.pack import Urgency
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.what_if import smallest_changes
from tests.calm import calm
from tests.content import PACK
from tests.pilot import small_pack
from tests.strategies import interviews

if TYPE_CHECKING:
    from nightcramp.triage import Value
    from nightcramp.triage.what_if import Change

CALM: dict[str, Value] = {"danger": ("none",), "age": 45, "sitting": "much", "feel": ("knot",)}


def _changed(interview: Interview, change: Change) -> Interview:
    for name, value in change.answers:
        interview = interview.jump(name).answer(value)
    return interview


@given(interviews(PACK))
def test_a_change_leads_where_it_says(interview: Interview) -> None:
    now = assess(PACK, interview.answers).urgency
    changes = smallest_changes(PACK, interview.answers)

    for change, goes in ((changes.sooner, 1), (changes.later, -1)):
        if change:
            after = _changed(interview, change)
            assert assess(PACK, after.answers).urgency == change.urgency
            assert (change.urgency - now) * goes > 0
            assert 1 <= len(change.answers) <= 2
            assert all("unsure" not in str(value) for _, value in change.answers)
    assert smallest_changes(PACK, interview.answers) == changes


def test_nothing_is_sooner_than_an_emergency_or_later_than_self_care() -> None:
    emergency = smallest_changes(small_pack(), {"danger": ("breath",)})
    at_home = smallest_changes(small_pack(), CALM)

    assert (emergency.sooner, at_home.later) == (None, None)


def test_one_answer_is_found_where_one_is_enough() -> None:
    changes = smallest_changes(small_pack(), {**CALM, "danger": ("back",)})

    assert changes.later
    assert changes.later.answers == (("danger", ("none",)),)
    assert changes.later.urgency is Urgency.self_care
    assert changes.sooner
    assert changes.sooner.answers == (("danger", ("swollen", "back")),)


def test_two_answers_are_found_where_one_is_not_enough() -> None:
    answers = read_answers(PACK, {"leg_danger": ["swollen"], "danger_now": ["heart"]})
    later = smallest_changes(PACK, answers).later

    assert later
    assert len(later.answers) in (1, 2)


def test_a_number_is_tried_where_a_rule_tells_it_apart() -> None:
    table = {"pregnant": "pregnant", "weeks": 33, "pregnancy_danger": ["headache"], "age": 29}
    later = smallest_changes(PACK, calm(PACK, **table)).later

    assert later
    assert later.answers == (("weeks", 19),)


@pytest.mark.parametrize("answers", [{}, {"age": 45}])
def test_with_hardly_any_answer_there_is_nothing_to_change(answers: dict[str, int]) -> None:
    assert smallest_changes(small_pack(), answers).sooner is None
