"""The values that a question accepts, and the one place where they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from nightcramp.errors import AnswerError, nearest
from nightcramp.pack.medicines import Medicine
from nightcramp.pack.model import UNSURE, Option, Pack, Question
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Picked, Value, called_in, label_as_called


def choices(pack: Pack, question: Question, answers: Answers) -> tuple[Option, ...]:
    """The options of a question, given the answers so far.

    Most questions have the options in their file; those about medicines offer every medicine
    (`pick`), or the ones picked (`started`).
    """
    return tuple(_offered(pack, question, answers).values())


def _offered(pack: Pack, question: Question, answers: Answers) -> Mapping[str, Option]:
    rules = rules_of(pack)
    if question.kind != "started":
        return rules.offered[question.id]
    options = (*rules.as_options(picked_medicines(pack, answers)), *question.options)
    return {option.id: option for option in options}


def every_choice(pack: Pack, question: Question) -> tuple[Option, ...]:
    """Every option that a question can offer to anyone."""
    if question.kind != "started":
        return choices(pack, question, {})
    every = tuple(medicine.id for medicine in pack.medicines)
    return choices(pack, question, dict.fromkeys(rules_of(pack).pick_any, every))


def picked_medicines(pack: Pack, answers: Answers) -> tuple[Medicine, ...]:
    """The medicines picked, over all questions that offer them, in the pack's order.

    Each is named as the person called it: "Adiro (aspirin)".
    """
    rules = rules_of(pack)
    picked: dict[int, Medicine] = {}
    for name in rules.pick_any:
        value = answers.get(name, ())
        called = called_in(value)
        for item in _as_tuple(value):
            if item in rules.medicines:
                place, medicine = rules.medicines[item]
                if item in called:
                    shown = label_as_called(medicine.name, called[item])
                    medicine = replace(medicine, name=shown)
                picked[place] = medicine
    return tuple([picked[place] for place in sorted(picked)]) if picked else ()


def check_answer(pack: Pack, question: Question, value: Any, answers: Answers) -> Value:
    """The value of an answer in the form that the engine keeps.

    Args:
        pack: the clinical content.
        question: the question that is answered.
        value: an option id, option ids, a number or "unsure".
        answers: the answers so far; they decide what a `started` question offers.

    Raises:
        AnswerError: the question does not accept the value.
    """
    if question.kind == "number":
        return _check_number(question, value)
    rules = rules_of(pack)
    offered = _offered(pack, question, answers)
    given = _as_tuple(value)
    if not given or not all(isinstance(item, str) for item in given):
        raise AnswerError(question.id, f"takes {_accepts(question, offered)}, not {value!r}.")
    for item in given:
        if item not in offered:
            raise AnswerError(
                question.id,
                f"has no answer {item!r}.{nearest(item, offered)} "
                f"It takes {_accepts(question, offered)}.",
            )
    if question.kind == "single":
        if len(given) != 1:
            raise AnswerError(question.id, f"takes one answer, not {len(given)}.")
        return str(given[0])
    alone = [item for item in given if offered[item].exclusive]
    if alone and len(set(given)) > 1:
        raise AnswerError(question.id, f"{alone[0]!r} stands alone; leave the others out.")
    chosen = tuple([item for item in offered if item in given])
    called = {name: said for name, said in called_in(value).items() if name in rules.medicines}
    return Picked(chosen, called) if called else chosen


def read_answers(pack: Pack, table: Any) -> dict[str, Value]:
    """Answers from decoded TOML or JSON. An answer of `None` is no answer.

    Raises:
        AnswerError: the table is no table, names an unknown question, or holds a value
            that its question does not accept.
    """
    if not isinstance(table, Mapping):
        raise AnswerError("answers", "must be a table of question = answer.")
    rules = rules_of(pack)
    questions = rules.questions
    if not questions.keys() >= table.keys():
        name = next(str(name) for name in table if name not in questions)
        raise AnswerError(name, f"is no question.{nearest(name, questions)}")
    answers: dict[str, Value] = {}
    for name in filter(table.__contains__, questions):
        value = table[name]
        if value is None:
            continue
        one = value[0] if isinstance(value, list) and len(value) == 1 else value
        kept = rules.kept[name].get(one) if isinstance(one, str) else None
        answers[name] = kept or check_answer(pack, questions[name], value, answers)
    return answers


def _check_number(question: Question, value: Any) -> int | str:
    if value == UNSURE:
        return UNSURE
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a table with a missing value keeps a column of whole numbers so
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnswerError(question.id, f"takes {_range(question)}, not {value!r}.")
    if not question.minimum <= value <= question.maximum:
        raise AnswerError(question.id, f"takes {_range(question)}; {value} is outside.")
    return value


def _range(question: Question) -> str:
    return f"a whole number from {question.minimum} to {question.maximum}, or 'unsure'"


def _accepts(question: Question, offered: Mapping[str, Option]) -> str:
    names = ", ".join(list(offered)[:8]) + (", ..." if len(offered) > 8 else "")
    return f"one of: {names}" if question.kind == "single" else f"a list of: {names}"


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)
