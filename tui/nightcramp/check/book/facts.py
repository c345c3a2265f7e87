"""The single facts that a review puts together in pairs: one answer each, and who can give it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import ceil, floor
from typing import Any

from msgspec import Struct

from nightcramp.pack.condition import Choice, Range
from nightcramp.pack.model import NONE, OTHER, UNSURE, Option, Pack, Question
from nightcramp.triage import Interview
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value

CLASSES = "medicine-classes"
"""The group of facts that stand for the classes of medicines."""


class Fact(Struct, frozen=True, cache_hash=True):
    """Something a person can tell, beside being well.

    Attributes:
        id: question and option, or class and `taken` or `recent`: "leg_danger/cold".
        group: id of the question, or `CLASSES`; facts of a group stand together.
        label: the answer in the words of the question.
        answers: question id -> the answer, as the engine keeps it.
        spans: how many values of a number it stands for.
    """

    id: str
    group: str
    label: str
    answers: tuple[tuple[str, Value], ...]
    spans: int = 1


def well_answers(pack: Pack, well: Mapping[str, Any]) -> Answers:
    """What a well person answers to each question of the interview.

    Args:
        pack: the clinical content.
        well: question id -> answer; a list that is not named is answered with "none".

    Raises:
        AnswerError: an answer is not accepted.
    """
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        interview = interview.answer(well.get(question.id, [NONE]))
    return interview.answers


def every_fact(pack: Pack, well: Mapping[str, Any]) -> tuple[Fact, ...]:
    """Every answer that differs from the well person's, in the order asked.

    Of a list that is asked again in other words only what the list itself lacks: still not to be
    sure. Of medicines one stands for each class, and those that a rule names stand for themselves.
    """
    return tuple(fact for question in pack.questions for fact in _facts_of(pack, question, well))


def _facts_of(pack: Pack, question: Question, well: Mapping[str, Any]) -> Iterator[Fact]:
    calm = well.get(question.id, [NONE])
    if question.kind == "number":
        for first, last in bands(pack, question):
            if not (isinstance(calm, int) and first <= calm <= last):
                label = f"{first}" if first == last else f"{first} to {last}"
                middle = ((question.id, (first + last) // 2),)
                label = f"{label} {question.unit}".strip()
                span = last - first + 1
                yield Fact(f"{question.id}/{first}", question.id, label, middle, span)
        yield _fact(question, UNSURE, "Not sure", UNSURE)
        return
    if question.offers_medicines and question.kind == "pick":
        yield from _medicines(pack, question)
    for option in question.options:
        told = [option.id] if question.kind != "single" else option.id
        again = question.clarifies and option.id != UNSURE
        if option.id != NONE and told != calm and not again and question.kind != "started":
            value: Value = (option.id,) if isinstance(told, list) else option.id
            yield _fact(question, option.id, _label(question, option), value)


def _fact(question: Question, name: str, label: str, value: Value) -> Fact:
    return Fact(f"{question.id}/{name}", question.id, label, ((question.id, value),))


def _label(question: Question, option: Option) -> str:
    return f"{option.label} (asked again)" if question.clarifies else option.label


def _medicines(pack: Pack, question: Question) -> Iterator[Fact]:
    rules = rules_of(pack)
    purest: dict[str, str] = {}
    for medicine in sorted(pack.medicines, key=lambda medicine: len(medicine.classes)):
        for name in medicine.classes:
            purest.setdefault(name, medicine.id)
    for one in pack.medicine_classes:
        if one.id not in purest:
            continue
        taken = (question.id, (purest[one.id],))
        yield Fact(f"{one.id}/taken", CLASSES, one.name, (taken,))
        if one.ask_start and rules.pick_new:
            told = (taken, (rules.pick_new[0], (purest[one.id],)))
            yield Fact(f"{one.id}/recent", CLASSES, f"{one.name}: started lately", told)
    named = {name for test in _tests_of(pack, question.id) for name in _any_of(test)}
    for medicine in pack.medicines:
        if medicine.id in named:
            label = medicine.name
            yield Fact(
                f"{question.id}/{medicine.id}", CLASSES, label, ((question.id, (medicine.id,)),)
            )
    for option in question.options:
        if option.id in (OTHER, UNSURE):
            yield _fact(question, option.id, option.label, (option.id,))


def bands(pack: Pack, question: Question) -> list[tuple[int, int]]:
    """The ranges of a number within which no rule on urgency, or on what is asked, differs."""
    cuts = {question.minimum, question.maximum + 1}
    for test in _tests_of(pack, question.id):
        for sign, bound in test.bounds() if isinstance(test, Range) else ():
            cut = ceil(bound) if sign in (">=", "<") else floor(bound) + 1
            if question.minimum < cut <= question.maximum:
                cuts.add(cut)
    return [(first, after - 1) for first, after in pairwise(sorted(cuts))]


def _any_of(test: Choice | Range) -> frozenset[str]:
    return test.any_of if isinstance(test, Choice) else frozenset()


def _tests_of(pack: Pack, key: str) -> Iterator[Choice | Range]:
    """The tests of a key in rules on urgency, or on what is asked."""
    conditions = [flag.when for flag in pack.red_flags]
    conditions += [one.when for mimic in pack.mimics for one in mimic.criteria]
    conditions += [one.when for measure in pack.measures for one in measure.criteria]
    conditions += [when for whens in rules_of(pack).asked_when.values() for when in whens]
    for condition in conditions:
        yield from (test for test in condition.every_test() if test.key == key)
