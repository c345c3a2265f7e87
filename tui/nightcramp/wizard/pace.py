"""Which keys are meant: not one that was down before, nor one of many that came at once. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

Weight: TypeAlias = Literal["light", "text", "act", "once"]
"""What a key does where it is pressed: moves or closes; types; acts; or does something that the
same key, held down, would do again, such as to clear what it has just chosen."""

_QUARTER = 0.25
"""Seconds that a hand and an eye need at least. Keys that repeat follow each other sooner."""

_HELD = 0.8
"""Seconds until a key that is held down repeats for the first time, at most: 0.25 to 0.66 on
the systems there are."""


class Pace:
    """Remembers the last key, and since when something is shown.

    Args:
        clock: returns seconds that only grow.

    Attributes:
        repeats: whether the last key was one held down, where it was first pressed.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._shown: object = None
        self._appeared = -_HELD
        self._key = ""
        self._pressed = -_HELD
        self._refused = False
        self._is_new = False
        self.repeats = False

    def show(self, shown: object) -> None:
        """Say what is shown now, after a key or whatever else was done."""
        if shown != self._shown:
            self._shown = shown
            self._appeared = self._clock()
            self._is_new = True

    def takes(self, key: str, weight: Weight, *, careful: bool, together: bool = False) -> bool:
        """Whether a key is to do what it does.

        A key that is refused refuses all that follow within a quarter of a second: half of what
        was typed could mean something else.

        Args:
            key: its name.
            weight: what it does.
            careful: whether danger signs are asked about.
            together: whether it came in one piece with other keys, as pasted text does.
        """
        now = self._clock()
        since = now - self._pressed
        again = key == self._key and since < (_QUARTER if self._refused else _HELD)
        refused = weight != "light" and (
            (self._refused and since < _QUARTER)
            or (again and (self._is_new or weight == "once"))
            or (careful and weight != "text" and (together or now - self._appeared < _QUARTER))
        )
        self.repeats = again and not self._is_new
        self._key, self._pressed, self._refused = key, now, refused
        self._is_new = self._is_new and refused
        return not refused
