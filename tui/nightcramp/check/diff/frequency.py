"""How many people of a described population a change reaches."""

from __future__ import annotations

from collections import Counter

import msgspec

from nightcramp.check.diff.records import Kind
from nightcramp.check.diff.told import (
    FOUND_IN_ANY,
    Told,
    both_told,
    differences,
    in_one_file,
)
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

    def add(
        self, kinds: frozenset[Kind], answers: tuple[Answers, Answers], was: Told, now: Told
    ) -> None:
        """Count a person whom these kinds of change reach."""
        for kind in kinds:
            told = was.ids.get(kind, frozenset()) ^ now.ids.get(kind, frozenset())
            self.counts[kind] += 1
            self.ids.setdefault(kind, set()).update(told)
            self.first.setdefault(kind, answers)


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
    packs = old, new
    found = Sample(people, Counter(), {}, {})
    before, after = Sampler(old, population), Sampler(new, population)
    for place in range(people):
        person = Person(seed, place)
        first = before.interview(person)
        answers = (first, first if same_questions else after.interview(person))
        was, now = both_told(packs, answers)
        kinds = differences(was, now)
        found.add(kinds - FOUND_IN_ANY, answers, was, now)
        if was.assessment.urgency is not now.assessment.urgency:
            answers = in_one_file(packs, answers)
            was, now = both_told(packs, answers)
            kinds = differences(was, now)
        found.add(kinds & FOUND_IN_ANY, answers, was, now)
    return found
