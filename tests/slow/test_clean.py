"""Many nasty arguments and answers: each is refused in clean words."""

from __future__ import annotations

from hypothesis import given, settings

from tests.pack.test_clean import (
    as_an_argument,
    assert_answers_refused_in_clean_words,
    assert_arguments_refused_in_clean_words,
    nasty,
    small,
)

__all__ = ["small"]  # the fixture


@given(name=nasty, value=nasty)
@settings(max_examples=100)
def test_answers_that_are_refused_are_named_in_clean_words(
    small: str, name: str, value: str
) -> None:
    assert_answers_refused_in_clean_words(small, name, value)


@given(as_an_argument)
@settings(max_examples=100)
def test_arguments_that_are_refused_are_named_in_clean_words(small: str, text: str) -> None:
    assert_arguments_refused_in_clean_words(small, text)
