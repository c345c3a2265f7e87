"""Which keys are meant, by the clock alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.wizard.pace import Pace

if TYPE_CHECKING:
    from nightcramp.wizard.pace import Weight


class Keyboard:
    """Presses keys at given times; something new is shown when a test says so."""

    def __init__(self, *, careful: bool = False) -> None:
        self.now = 100.0
        self.pace = Pace(lambda: self.now)
        self.pace.show("first")
        self.careful = careful

    def press(
        self, key: str, after: float, weight: Weight = "act", *, together: bool = False
    ) -> bool:
        """Whether a key is taken, that many seconds after the one before."""
        self.now += after
        return self.pace.takes(key, weight, careful=self.careful, together=together)


def answered(key: str = "1", *, careful: bool = False) -> Keyboard:
    """A keyboard whose key has just answered a question."""
    keyboard = Keyboard(careful=careful)
    assert keyboard.press(key, 5.0)
    keyboard.pace.show("second")
    return keyboard


@pytest.mark.parametrize("first", [0.03, 0.25, 0.5, 0.66])
def test_a_key_held_down_is_refused_for_as_long_as_it_is_held(first: float) -> None:
    keyboard = answered()
    assert not keyboard.press("1", first)
    assert not any(keyboard.press("1", 0.03) for _ in range(200))
    assert keyboard.press("1", 0.3)


def test_the_same_key_is_taken_once_it_was_let_go_and_another_at_once() -> None:
    assert answered().press("1", 0.9)
    assert answered().press("2", 0.05)
    assert answered().press("1", 0.05, "light")


def test_a_key_that_does_the_same_again_is_refused_only_where_that_takes_something_back() -> None:
    for weight, taken in (("once", False), ("act", True), ("text", True), ("light", True)):
        keyboard = Keyboard()
        keyboard.press("3", 5.0, weight)  # type: ignore[arg-type]
        assert keyboard.press("3", 0.5, weight) == taken  # type: ignore[arg-type]
        assert keyboard.pace.repeats


def test_danger_signs_are_answered_by_nothing_in_their_first_quarter_of_a_second() -> None:
    assert not answered(careful=True).press("2", 0.2)
    assert answered(careful=True).press("2", 0.3)
    assert answered(careful=True).press("2", 0.2, "text")
    assert answered(careful=True).press("down", 0.2, "light")


def test_danger_signs_are_answered_by_nothing_that_came_in_one_piece() -> None:
    assert not answered(careful=True).press("2", 5.0, together=True)
    assert answered().press("2", 5.0, together=True)


@pytest.mark.parametrize("weight", ["act", "once", "text"])
def test_what_follows_a_refused_key_at_once_is_refused_too(weight: Weight) -> None:
    keyboard = answered(careful=True)
    assert not keyboard.press("2", 0.1)
    keyboard.careful = False
    assert not keyboard.press("4", 0.2, weight)
    assert not keyboard.press("5", 0.2, weight)
    assert keyboard.press("6", 0.3, weight)
