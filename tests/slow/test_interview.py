"""How long an interview can get, over many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.content import PACK
from tests.strategies import longest_interviews, whole_interviews

if TYPE_CHECKING:
    from nightcramp.triage import Interview


@given(whole_interviews(PACK))
@settings(max_examples=300)
def test_nobody_answers_more_questions_than_the_pack_says(interview: Interview) -> None:
    assert interview.finished
    assert len(interview.answers) <= PACK.about.most_questions


@given(longest_interviews(PACK))
@settings(max_examples=300)
def test_nor_does_who_is_not_urgent_and_has_something_of_everything(interview: Interview) -> None:
    assert len(interview.answers) <= PACK.about.most_questions
