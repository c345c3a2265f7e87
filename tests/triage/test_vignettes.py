"""Every patient in `content/vignettes/` gets the result expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.check.patients import given, leads, named
from nightcramp.pack import Urgency
from nightcramp.triage import Assessment, Interview, assess, read_answers
from tests.content import VIGNETTES

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.vignettes import Vignette
    from nightcramp.triage.values import Answers

pytestmark = pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda v: v.id)


def _assess(pack: Pack, vignette: Vignette) -> Assessment:
    return assess(pack, read_answers(pack, vignette.answers))


def test_urgency_is_safe_and_reasonable(pack: Pack, vignette: Vignette) -> None:
    urgency = _assess(pack, vignette).urgency
    assert Urgency[vignette.expected.at_least] <= urgency <= Urgency[vignette.expected.at_most]


def test_the_right_thing_leads(pack: Pack, vignette: Vignette) -> None:
    found = _assess(pack, vignette)
    assert leads(found) & set(vignette.expected.first)


def test_what_must_be_named_is_named(pack: Pack, vignette: Vignette) -> None:
    found = _assess(pack, vignette)
    assert set(vignette.expected.names) <= named(found)


def test_advice_is_given_and_forbidden_advice_is_not(pack: Pack, vignette: Vignette) -> None:
    found = _assess(pack, vignette)
    assert not set(vignette.expected.never_advise) & given(found)
    if not found.urgent:
        assert set(vignette.expected.advise) <= given(found)


def test_a_routine_result_keeps_its_time_limit(pack: Pack, vignette: Vignette) -> None:
    found = _assess(pack, vignette)
    if vignette.expected.within_days and found.urgency is Urgency.routine:
        assert found.within_days <= vignette.expected.within_days


def test_the_interview_asks_just_these_questions(pack: Pack, vignette: Vignette) -> None:
    """And, of a patient who tells more, those that are asked while waiting for help."""
    answers = read_answers(pack, vignette.answers)
    interview = _asked(Interview.begin(pack), answers)
    while interview.while_you_wait and answers.keys() > interview.answers.keys():
        interview = _asked(interview.wait(), answers)
    assert interview.answers == answers


def _asked(interview: Interview, answers: Answers) -> Interview:
    while (question := interview.question) is not None:
        interview = interview.answer(answers[question.id])
    return interview
