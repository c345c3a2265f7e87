"""From the variables of a formula to a patient's answers."""

from __future__ import annotations

from collections.abc import Collection

from nightcramp.pack.model import UNSURE, Question
from nightcramp.triage import Value
from nightcramp.triage.formulas.answers import GIVEN, Answering, Table
from nightcramp.triage.formulas.formula import Formula, Name, values_of


def answers_of(answering: Answering, table: Table, holds: Collection[Name]) -> dict[str, Value]:
    """What is answered in a table where these variables hold, and no others.

    Of medicines that no rule can tell apart, the first is named; of the numbers that no rule
    can, the smallest.
    """
    formulas = [when for chosen in table.choices.values() for when in chosen.values()]
    formulas += [when for bounds in table.reaches.values() for when in bounds.values()]
    true = values_of(formulas, dict.fromkeys(holds, 1), 1)
    answers: dict[str, Value] = {}
    for question in answering.pack.questions:
        options = table.choices[question.id]
        chosen = tuple(one for one in answering.offered(question) if true[options[one]])
        if not chosen:
            continue
        if question.kind == "number":
            bounds = [bound for bound, when in table.reaches[question.id].items() if true[when]]
            least = max(bounds, default=question.minimum)
            answers[question.id] = least if chosen == (GIVEN,) else UNSURE
        else:
            answers[question.id] = chosen[0] if question.kind == "single" else chosen
    return answers


def costs_of(answering: Answering, table: Table) -> list[tuple[int, Formula]]:
    """What makes a patient larger: each answer by 1, and by 1 more each sign or "not sure"."""
    return [
        (1 if _is_plain(question, one) else 2, when)
        for question in answering.pack.questions
        for one, when in table.choices[question.id].items()
    ]


def _is_plain(question: Question, one: str) -> bool:
    if one == UNSURE:
        return False
    option = question.option(one)
    return question.kind in ("single", "number") or (option is not None and option.exclusive)
