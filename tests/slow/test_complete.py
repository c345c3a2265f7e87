"""Many incomplete answers: nothing that is shown says an urgency."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.test_complete import assert_no_urgency_is_said


@given(st.data())
@settings(max_examples=100)
def test_nothing_that_is_shown_before_the_safety_answers_says_an_urgency(
    data: st.DataObject,
) -> None:
    assert_no_urgency_is_said(data)
