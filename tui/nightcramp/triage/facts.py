"""Facts: what conditions are evaluated against, and what a condition means.

A choice is a set of ids. A number is an interval: where a person is not sure, it spans every
possible value, so that a bound holds only if it holds for certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition, Range

Interval = tuple[float, float]


def tokens_for(key: str, ids: Iterable[str]) -> tuple[str, ...]:
    r"""The tokens `key\0`, for a known key, and `key\0id` for each id.

    NUL cannot occur in a pack's text.
    """
    return (f"{key}\0", *[f"{key}\0{one}" for one in ids])


class Facts:
    """What is known of a person.

    Attributes:
        words: tokens of what was chosen (`tokens_for`); compiled conditions look them up.
        numbers: question or measure id -> the least and greatest value it can have.
    """

    __slots__ = ("numbers", "words")

    def __init__(self, words: set[str], numbers: Mapping[str, Interval]) -> None:
        self.words = words
        self.numbers = numbers

    @classmethod
    def of(cls, chosen: Mapping[str, Iterable[str]], numbers: Mapping[str, Interval]) -> Facts:
        """Facts from the ids chosen for each question or class."""
        return cls({word for key, ids in chosen.items() for word in tokens_for(key, ids)}, numbers)

    def add(self, key: str, ids: Iterable[str]) -> None:
        """Add the ids that hold for one more key."""
        learn = self.words.add
        learn(f"{key}\0")
        for one in ids:
            learn(f"{key}\0{one}")

    def holds(self, condition: Condition) -> bool:
        """Whether the condition holds."""
        return (
            all(self.passes(test) for test in condition.tests)
            and all(self.holds(part) for part in condition.all)
            and (not condition.any or any(self.holds(part) for part in condition.any))
            and (condition.negated is None or not self.holds(condition.negated))
        )

    def passes(self, test: Choice | Range) -> bool:
        """Whether a single test of a condition passes."""
        if isinstance(test, Choice):
            is_known = f"{test.key}\0" in self.words or test.key in self.numbers
            if NOT_ASKED in test.any_of and not is_known:
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
