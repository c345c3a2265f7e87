"""How many people of a described population a change reaches."""

from __future__ import annotations

from collections import Counter

import msgspec

from nightcramp.check.diff.records import Kind
from nightcramp.check.diff.told import differences, told
from nightcramp.pack.model import Pack
from nightcramp.pack.population import Population
from nightcramp.triage import Answers
from nightcramp.triage.population import Person, Sampler


class Sample(msgspec.Struct):
    """People of a population, to whom two versions spoke.

    Attributes:
        people: how many.
        counts: kind of change -> how many it reaches.
        first: kind of change -> what the first of them answers to each version.
        ids: kind of change -> ids told by one version alone, to any of them.
    """

    people: int
    counts: Counter[Kind]
    first: dict[Kind, tuple[Answers, Answers]]
    ids: dict[Kind, set[str]]


def sample(
    old: Pack, new: Pack, population: Population, people: int, seed: int, *, same_questions: bool
) -> Sample:
    """Have both versions speak to people of a population.

    Args:
        old: the one version.
        new: the other.
        population: whose people.
        people: how many.
        seed: which.
        same_questions: whether both are known to ask everyone the same.
    """
    found = Sample(people, Counter(), {}, {})
    before, after = Sampler(old, population), Sampler(new, population)
    for place in range(people):
        person = Person(seed, place)
        first: Answers = before.interview(person)
        second = first if same_questions else after.interview(person)
        was, now = told(old, first), told(new, second)
        for kind in differences(was, now):
            found.counts[kind] += 1
            found.ids.setdefault(kind, set()).update(
                was.ids.get(kind, frozenset()) ^ now.ids.get(kind, frozenset())
            )
            found.first.setdefault(kind, (first, second))
    return found
