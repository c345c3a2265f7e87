"""Facts: what conditions look at, and what a condition means.

A choice is a set of ids. A number is an interval: what a person is unsure of spans
all it could be, so that a bound holds only where it holds for certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Interval = tuple[float, float]


def tokens_for(key: str, ids: Iterable[str]) -> tuple[str, ...]:
    """That a key is known, and each of its ids, as words; no text of a pack has a NUL."""
    return (f"{key}\0", *[f"{key}\0{one}" for one in ids])


class Facts:
    """What is known.

    Attributes:
        words: what was chosen, as `tokens_for` says it; compiled conditions look there.
        numbers: question or measure id -> the least and the most it can be.
    """

    __slots__ = ("numbers", "words")

    def __init__(self, words: set[str], numbers: Mapping[str, Interval]) -> None:
        self.words = words
        self.numbers = numbers

    @classmethod
    def of(cls, chosen: Mapping[str, Iterable[str]], numbers: Mapping[str, Interval]) -> Facts:
        """Facts from ids chosen, by question or class."""
        return cls({word for key, ids in chosen.items() for word in tokens_for(key, ids)}, numbers)

    def add(self, key: str, ids: Iterable[str]) -> None:
        """Learn one more."""
        learn = self.words.add
        learn(f"{key}\0")
        for one in ids:
            learn(f"{key}\0{one}")

    def holds(self, condition: Condition) -> bool:
        """Whether the condition holds."""
        return (
            all(self._passes(test) for test in condition.tests)
            and all(self.holds(part) for part in condition.all)
            and (not condition.any or any(self.holds(part) for part in condition.any))
            and (condition.negated is None or not self.holds(condition.negated))
        )

    def _is_known(self, key: str) -> bool:
        return f"{key}\0" in self.words or key in self.numbers

    def _passes(self, test: Choice | Range) -> bool:
        if isinstance(test, Choice):
            if NOT_ASKED in test.any_of and not self._is_known(test.key):
                return True
            return any(f"{test.key}\0{one}" in self.words for one in test.any_of)
        if test.key not in self.numbers:
            return False
        least, most = self.numbers[test.key]
        return (
            (test.at_least is None or least >= test.at_least)
            and (test.over is None or least > test.over)
            and (test.at_most is None or most <= test.at_most)
            and (test.under is None or most < test.under)
        )
