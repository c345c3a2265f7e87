"""A table of answers as formulas: any that an assessment takes, whatever of it counts.

A choice has a variable for each option; a number one for each bound that a rule looks at. Of
medicines that no rule can tell apart, one stands for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from nightcramp.pack.condition import START_MATTERS, Choice, Condition
from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.triage.facts import tokens_for
from nightcramp.triage.formulas.facts import FormulaFacts, Number
from nightcramp.triage.formulas.formula import FALSE, TRUE, Formula, Formulas
from nightcramp.triage.formulas.measures import Asked, measured
from nightcramp.triage.rules import rules_of


class Table(msgspec.Struct, frozen=True, eq=False):
    """What a person answers, question by question.

    Attributes:
        choices: question id -> option id -> whether it is chosen; a question about medicines has
            one of each group beside its own options. A number has `given` and `unsure`.
        reaches: id of a number question -> bound -> whether what is given is that or more.
    """

    choices: dict[str, dict[str, Formula]]
    reaches: dict[str, dict[int, Formula]]

    def answered(self, make: Formulas, question: str) -> Formula:
        """Whether a question has an answer."""
        return make.some(self.choices[question].values())


GIVEN = "given"


class Answering:
    """What one pack's tables of answers are made of.

    Attributes:
        groups: id of a medicine that stands for others -> those, itself included, in the
            pack's order.
        group_of: id of a medicine -> the one that stands for it.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.make = Formulas()
        self._rules = rules_of(pack)
        named = _named(pack)
        self.groups: dict[str, list[str]] = {}
        self.group_of: dict[str, str] = {}
        alike: dict[tuple[object, ...], str] = {}
        for medicine in pack.medicines:
            apart = medicine.id if medicine.id in named else ""
            first = alike.setdefault((frozenset(medicine.classes), apart), medicine.id)
            self.group_of[medicine.id] = first
            self.groups.setdefault(first, []).append(medicine.id)

    def offered(self, question: Question) -> list[str]:
        """What can be chosen: option ids, and of medicines those that stand for others."""
        if question.kind == "number":
            return [GIVEN, UNSURE]
        own = [option.id for option in question.options]
        medicines = question.kind == "started" or question.id in self._rules.pick_any
        return [*self.groups, *own] if medicines else own

    def anyone(self) -> Table:
        """A table of which nothing is known."""
        make = self.make
        choices = {
            question.id: {
                one: make.variable("option", question.id, one) for one in self.offered(question)
            }
            for question in self.pack.questions
        }
        reaches: dict[str, dict[int, Formula]] = {
            question.id: _Reaches(make, question)
            for question in self.pack.questions
            if question.kind == "number"
        }
        return Table(choices, reaches)

    def is_table(self, table: Table) -> Formula:
        """Whether these answers are accepted: what stands alone does, and so on.

        Call it last, when every bound that matters has been looked at.
        """
        return self.make.every(self._accepted(table))

    def _accepted(self, table: Table) -> Iterator[Formula]:
        make = self.make
        for question in self.pack.questions:
            chosen = table.choices[question.id]
            alone = {option.id for option in question.options if option.exclusive}
            if question.kind in ("single", "number"):
                yield make.at_most_one(chosen.values())
            for one in sorted(alone & chosen.keys()):
                others = make.some(when for name, when in chosen.items() if name != one)
                yield make.no(make.both(chosen[one], others))
            if question.kind == "started":
                for group in self.groups:
                    yield make.implies(chosen[group], self._picked(table.choices, group))
            bounds = sorted(table.reaches.get(question.id, {}).items())
            for (_, lower), (_, higher) in pairwise(bounds):
                yield make.implies(higher, lower)

    def _picked(self, choices: Mapping[str, Mapping[str, Formula]], group: str) -> Formula:
        return self.make.some(choices[name][group] for name in self._rules.pick_any)

    def counting(self, table: Table) -> Table:
        """The answers that count: those that apply, as `triage.applicable` says."""
        return self.only(table, self.kept(table))

    def kept(self, table: Table) -> dict[str, Formula]:
        """Question id -> whether an answer to it counts.

        Each round drops an answer at least, or is the last.
        """
        make = self.make
        kept = dict.fromkeys(table.choices, TRUE)
        for _ in range(len(self.pack.questions) + 1):
            counted = self.only(table, kept)
            facts = self.facts(counted)
            still = {
                question.id: make.both(
                    kept[question.id], self._keeps(question, counted, facts, table)
                )
                for question in self.pack.questions
            }
            if still == kept:
                break
            kept = still
        return kept

    def only(self, table: Table, kept: Mapping[str, Formula]) -> Table:
        """The answers to the questions that are kept."""
        choices = {
            name: {one: self.make.both(kept[name], when) for one, when in chosen.items()}
            for name, chosen in table.choices.items()
        }
        return Table(choices, table.reaches)

    def _keeps(
        self, question: Question, table: Table, facts: FormulaFacts, given: Table
    ) -> Formula:
        make = self.make
        found = facts.all_hold(self._rules.asked_when[question.id])
        if question.clarifies:
            clarified = table.answered(make, question.clarifies)
            in_place = facts.all_hold(self._rules.asked_when[question.clarifies])
            unsure = table.choices[question.clarifies].get(UNSURE, FALSE)
            found = make.either(
                make.every([clarified, found, unsure]),
                make.both(make.no(clarified), in_place),
            )
        if question.kind == "started":
            every = given.choices[question.id]
            picked = [
                make.implies(every[group], self._picked(table.choices, group))
                for group in self.groups
            ]
            found = make.every([found, *picked])
        return found

    def facts(self, table: Table) -> FormulaFacts:
        """The facts that follow from answers, as `triage.derive` says."""
        make = self.make
        words: dict[str, list[Formula]] = {
            word: [TRUE] for word in tokens_for("country", [self.pack.country])
        }
        numbers: dict[str, Number] = {}
        for question in self.pack.questions:
            chosen = table.choices[question.id]
            if question.kind == "number":
                numbers[question.id] = Asked(
                    make,
                    question,
                    chosen[GIVEN],
                    chosen[UNSURE],
                    table.reaches[question.id].__getitem__,
                )
                chosen = {UNSURE: chosen[UNSURE]}
            for key in filter(None, (question.id, question.clarifies)):
                for one, when in chosen.items():
                    for word in tokens_for(key, [one]):
                        words.setdefault(word, []).append(when)
        self._add_classes(words, table)
        facts = FormulaFacts(
            make, {word: make.some(whens) for word, whens in words.items()}, numbers
        )
        for measure in self.pack.measures:
            # Each looks at earlier ones only; a number is looked up when it is needed.
            numbers[measure.id] = measured(facts, measure, self._rules.questions)
        return facts

    def _add_classes(self, words: dict[str, list[Formula]], table: Table) -> None:
        make = self.make
        new = [table.choices[name] for name in self._rules.pick_new]
        unsure = make.some(chosen.get(UNSURE, FALSE) for chosen in new)
        for group in self.groups:
            taken = self._picked(table.choices, group)
            if taken is FALSE:
                continue
            recent = make.both(taken, make.some(chosen[group] for chosen in new))
            each = {"": taken, "taken": taken, "recent": recent, UNSURE: make.both(taken, unsure)}
            for name in self._rules.medicines[group][1].classes:
                for one, when in each.items():
                    words.setdefault(f"{name}\0{one}", []).append(when)
            if group in self._rules.starts_matter:
                for word in tokens_for(START_MATTERS, ["taken"]):
                    words.setdefault(word, []).append(taken)


class _Reaches(dict[int, Formula]):
    """Bound -> whether the number given is that or more; made when asked for."""

    def __init__(self, make: Formulas, question: Question) -> None:
        super().__init__()
        self._make = make
        self._question = question

    def __missing__(self, bound: int) -> Formula:
        if bound <= self._question.minimum:
            return TRUE
        if bound > self._question.maximum:
            return FALSE
        self[bound] = made = self._make.variable("reaches", self._question.id, str(bound))
        return made


def conditions_in(record: Any) -> Iterator[Condition]:
    """Every condition in a record, parts of conditions included."""
    if isinstance(record, Condition):
        yield record
        inner: Any = record.parts
    elif isinstance(record, msgspec.Struct):
        inner = [getattr(record, name) for name in record.__struct_fields__]
    elif isinstance(record, dict):
        inner = record.values()
    else:
        inner = record if isinstance(record, (tuple, list)) else ()
    for part in inner:
        yield from conditions_in(part)


def _named(pack: Pack) -> frozenset[str]:
    """Ids of medicines that stand for no other.

    Some condition names them rather than their class, or an option of a question has the same id,
    which would stand for the other medicines, too.
    """
    options = frozenset(option.id for question in pack.questions for option in question.options)
    asking = {question.id for question in pack.questions if question.kind in ("pick", "started")}
    return options.union(
        one
        for condition in conditions_in(pack)
        for test in condition.tests
        if isinstance(test, Choice) and test.key in asking
        for one in test.any_of
    )
