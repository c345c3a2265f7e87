"""Every pair of facts, and the urgency it gives when all else is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from msgspec import Struct

from nightcramp.check.book.facts import Fact, every_fact
from nightcramp.check.book.people import Found, People
from nightcramp.pack.model import Pack, Urgency

MOST_FACTS = 1_000
"""Their half a million pairs take about a minute."""


class Pair(Struct, frozen=True):
    """Two facts together.

    Attributes:
        first, second: places of the facts, the earlier one first.
        urgency: what they give together.
        reasons: ids of the red flags that hold and of the mimics that fit.
    """

    first: int
    second: int
    urgency: Urgency
    reasons: tuple[str, ...]


class Matrix(Struct, frozen=True):
    """All facts in pairs.

    Attributes:
        well: what the well person gets.
        facts: every fact that a person can tell who is well but for what it hangs on.
        alone: what each gives by itself.
        unreached: facts that no such person is asked about.
        pairs: every two facts that one person can tell.
        unasked: those whose urgency rests on what the interview asks no more after one of them;
            it is known where both are told, in a file of answers or while waiting.
    """

    well: Found
    facts: tuple[Fact, ...]
    alone: tuple[Found, ...]
    unreached: tuple[Fact, ...]
    pairs: tuple[Pair, ...]
    unasked: tuple[Pair, ...]

    def higher_alone(self, pair: Pair) -> Urgency:
        """The higher of what the two give by themselves."""
        return max(self.alone[pair.first].urgency, self.alone[pair.second].urgency)

    def expected(self, pair: Pair) -> set[str]:
        """The reasons that one or the other gives by itself."""
        return {*self.alone[pair.first].reasons, *self.alone[pair.second].reasons}

    @property
    def raised(self) -> list[Pair]:
        """The pairs that are higher than either fact alone, the most urgent first."""
        found = (pair for pair in self.pairs if pair.urgency > self.higher_alone(pair))
        return sorted(found, key=lambda pair: -pair.urgency)

    @property
    def lowered(self) -> list[Pair]:
        """The pairs that are lower than one of the facts alone."""
        found = (pair for pair in self.pairs if pair.urgency < self.higher_alone(pair))
        return sorted(found, key=lambda pair: -self.higher_alone(pair))


def make_matrix(pack: Pack, well: Mapping[str, Any]) -> Matrix:
    """Assess every pair of facts.

    Args:
        pack: the clinical content.
        well: question id -> answer of a well person.

    Raises:
        OverflowError: there are more than `MOST_FACTS`.
        AnswerError: the well person has no answer to a question, or one that it does not accept.
    """
    every = tuple(every_fact(pack, well))
    if len(every) > MOST_FACTS:
        raise OverflowError(f"{len(every):,} facts are too many; at most {MOST_FACTS:,} are paired")
    people = People(pack, well)
    facts = tuple(fact for fact in every if fact in people.alone)
    unpursued = {flag.id for flag in pack.red_flags if not flag.pursued}
    pairs, unasked = [], []
    for (first, one), (second, other) in combinations(enumerate(facts), 2):
        found = people.together(one, other)
        if found is not None:
            pair = Pair(first, second, found.urgency, found.reasons)
            pairs.append(pair)
            may_stop = not unpursued.isdisjoint(found.reasons)
            if may_stop and people.interviewed(found) < found.urgency:
                unasked.append(pair)
    alone = tuple(people.alone[fact] for fact in facts)
    return Matrix(people.well, facts, alone, tuple(people.unreached), tuple(pairs), tuple(unasked))


def gathered(pairs: Iterable[Pair]) -> list[tuple[int, list[int]]]:
    """The pairs as one fact with several others, in as few lines as a simple search finds."""
    left = {(pair.first, pair.second) for pair in pairs}
    lines = []
    while left:
        times = Counter(place for pair in left for place in pair)
        most = max(times, key=lambda place: (times[place], -place))
        mine = {pair for pair in left if most in pair}
        lines.append((most, sorted(sum(pair) - most for pair in mine)))
        left -= mine
    return lines
