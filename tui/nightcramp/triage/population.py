"""Made-up people who answer as a described population does.

Pure: the same seed gives the same people.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from random import Random

from nightcramp.pack.model import NONE, RED_FLAGS, UNSURE, Option, Pack, Question
from nightcramp.pack.population import Population, Shares
from nightcramp.triage.answers import choices
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.interview import Interview
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value

_ROUNDS = 20


def people(pack: Pack, population: Population, number: int, seed: int = 0) -> Iterator[Answers]:
    """The answers of so many whole interviews, without those offered while someone waits.

    Args:
        pack: the clinical content.
        population: how often people give which answer.
        number: how many people.
        seed: the same one gives the same people; the first of many are those of few.
    """
    sampler = Sampler(pack, population)
    for place in range(number):
        yield sampler.interview(Person(seed, place))


class Person:
    """What a made-up person has said, so that another version of a pack hears the same.

    Args:
        seed: of all people.
        place: of this one among them.

    Attributes:
        dice: their chance.
        said: question id -> answer.
        heard: question id -> ids of the options among which they chose.
    """

    __slots__ = ("dice", "heard", "said")

    def __init__(self, seed: int, place: int) -> None:
        self.dice = Random(f"{seed}/{place}")  # noqa: S311  repeatable, not secret
        self.said: dict[str, Value] = {}
        self.heard: dict[str, frozenset[str]] = {}


class Sampler:
    """Answers the questions of one pack as a described population does.

    What the population says of questions and options that the pack does not have is left out.
    """

    def __init__(self, pack: Pack, population: Population) -> None:
        self._pack = pack
        self._default = population.default
        self._tables: dict[str, list[Shares]] = {}
        for shares in population.shares:
            self._tables.setdefault(shares.question, []).append(shares)
        self._members = {
            one.id: [m.id for m in pack.medicines if one.id in m.classes]
            for one in pack.medicine_classes
        }
        self._medicines = rules_of(pack).medicines
        self._factors: dict[tuple[str, int], float] = {}

    def interview(self, person: Person) -> Answers:
        """A person's answers to the questions that they are asked."""
        interview = Interview.begin(self._pack)
        while (question := interview.question) is not None:
            interview = interview.answer(self._answer(person, question, interview.answers))
        return interview.answers

    def _answer(self, person: Person, question: Question, answers: Answers) -> Value:
        shares = self._holding(question, answers)
        if question.kind == "number":
            value = person.said.get(question.id)
            if not isinstance(value, int) or not question.minimum <= value <= question.maximum:
                value = _number(person.dice, question, shares)
        else:
            offered = choices(self._pack, question, answers)
            value = self._choice(person, question, offered, shares)
            person.heard[question.id] = frozenset([option.id for option in offered])
        person.said[question.id] = value
        return value

    def _holding(self, question: Question, answers: Answers) -> Shares | None:
        """The first table that holds for a person."""
        tables = self._tables.get(question.id, [])
        if not any(one.when for one in tables):
            return tables[0] if tables else None
        facts = derive_facts(self._pack, answers)
        return next((o for o in tables if o.when is None or facts.holds(o.when)), None)

    def _choice(
        self,
        person: Person,
        question: Question,
        offered: tuple[Option, ...],
        shares: Shares | None,
    ) -> Value:
        """What a person chooses; of the options that were offered before, the same."""
        said = person.said.get(question.id, ())
        before = (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ()
        kept = [option.id for option in offered if option.id in before]
        if question.kind == "single":
            return kept[0] if kept else self._one(person.dice, offered, shares)
        heard = person.heard.get(question.id, frozenset())
        new = [option for option in offered if option.id not in heard]
        alone = [o.id for o in (offered if kept else new) if o.exclusive and o.id != NONE]
        for name in alone:
            if name in kept or (
                not kept and person.dice.random() < self._share(question, name, shares)
            ):
                return (name,)
        chosen = {name for name in kept if name != NONE}
        chosen |= self._several(person.dice, question, new, shares)
        if not chosen and any(option.id == NONE for option in offered):
            return (NONE,)
        if not chosen:
            chosen = {self._one(person.dice, offered, shares)}
        return tuple([option.id for option in offered if option.id in chosen])

    def _several(
        self, dice: Random, question: Question, options: list[Option], shares: Shares | None
    ) -> set[str]:
        """Options of a list that do not stand alone, each by its own chance."""
        chosen: set[str] = set()
        if question.kind == "pick" and question.offers_medicines:
            taken = self._medicines_taken(dice, shares)
            chosen = {option.id for option in options if option.id in taken}
            options = [option for option in options if option.id not in self._medicines]
        factor = self._factor(question, shares)
        for option in options:
            if option.exclusive:
                continue
            if dice.random() < factor * self._share(question, option.id, shares):
                chosen.add(option.id)
        return chosen

    def _factor(self, question: Question, shares: Shares | None) -> float:
        """What makes the shares come out as described, though some choose nothing at first.

        Where a list has no "None", these take one option, in proportion to the shares.
        """
        key = (question.id, id(shares))
        if key not in self._factors:
            alone = [o.id for o in question.options if o.exclusive and o.id != NONE]
            left = 1 - sum(self._share(question, name, shares) for name in alone)
            free = [o.id for o in question.options if not o.exclusive]
            each = [self._share(question, name, shares) for name in free]
            factor = 1.0
            if question.option(NONE) is None and any(each):
                for _ in range(_ROUNDS):
                    nothing = prod(1 - factor * share for share in each)
                    factor = 1 / (1 + nothing / (factor * sum(each)))
            self._factors[key] = factor / left if left > 0 else factor
        return self._factors[key]

    def _medicines_taken(self, dice: Random, shares: Shares | None) -> set[str]:
        """A medicine of each class that is taken, the first of its list most often."""
        taken: set[str] = set()
        for name, share in shares.classes.items() if shares else ():
            members = self._members.get(name)
            if members and dice.random() < share:
                weights = [1 / (1 + place) for place in range(len(members))]
                taken.update(dice.choices(members, weights))
        for name, share in shares.options.items() if shares else ():
            if name in self._medicines and dice.random() < share:
                taken.add(name)
        return taken

    def _one(self, dice: Random, offered: tuple[Option, ...], shares: Shares | None) -> str:
        """One option; those that the table does not name share what is left."""
        ids = [option.id for option in offered]
        named = shares.options if shares else {}
        weights = {name: named[name] for name in ids if name in named}
        if UNSURE in ids:
            weights.setdefault(UNSURE, self._default.unsure)
        rest = [name for name in ids if name not in weights]
        left = max(0.0, 1 - sum(weights.values()))
        weights |= {name: left / len(rest) for name in rest}
        if not any(weights.values()):
            return dice.choice(ids)
        return dice.choices(ids, [weights[name] for name in ids])[0]

    def _share(self, question: Question, option: str, shares: Shares | None) -> float:
        if shares and option in shares.options:
            return shares.options[option]
        if option == UNSURE:
            return self._default.unsure
        if shares and shares.other is not None:
            return shares.other
        if question.clarifies:
            return self._default.again
        return self._default.sign if question.section == RED_FLAGS else self._default.option


def _number(dice: Random, question: Question, shares: Shares | None) -> int:
    """A number of the question's range; it may be narrower than what the table says."""
    bands = shares.numbers if shares else ()
    if not bands:
        return dice.randint(question.minimum, question.maximum)
    band = dice.choices(bands, [one.share for one in bands])[0]
    number = dice.randint(band.least, band.most)
    return min(max(number, question.minimum), question.maximum)
