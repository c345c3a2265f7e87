"""What an answer is: the types that the whole engine speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Value: TypeAlias = "str | int | tuple[str, ...]"
"""One option, a number, or the options chosen in the question's order."""


class Picked(tuple[str, ...]):  # noqa: SLOT001  a tuple has room for no slots
    """Options picked from a list, and the other names by which the person found them.

    It equals the tuple of the ids, which is all that a file or a code keeps.

    Attributes:
        called: id -> the name; without those found by their label.
    """

    called: Mapping[str, str]

    def __new__(cls, ids: Iterable[str], called: Mapping[str, str]) -> Picked:
        """The ids, and the names of those among them."""
        picked = super().__new__(cls, ids)
        picked.called = {name: called[name] for name in picked if name in called}
        return picked


def called_in(value: Value | None) -> Mapping[str, str]:
    """Id -> the name by which a person found what they picked."""
    return value.called if isinstance(value, Picked) else {}


def label_as_called(label: str, called: str) -> str:
    """A label under the name by which it was found: "Adiro (aspirin)"."""
    if not called:
        return label
    has_brackets = "(" in called or "(" in label
    return f"{called}: {label}" if has_brackets else f"{called} ({label})"


Answers: TypeAlias = Mapping[str, Value]
"""Question id -> value. A question that was not asked has no entry."""
