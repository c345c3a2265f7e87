"""A condition said in another language holds for the same answers."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from nightcramp.pack import load_pack
from nightcramp.pack.condition import read_condition
from nightcramp.reports.fhir.enable import CannotExpressError, Clauses, clauses
from nightcramp.reports.xpath import CannotWriteError, Writer
from nightcramp.triage import Answers, read_answers
from nightcramp.triage.derive import derive_facts
from tests.conditions import conditions
from tests.strategies import any_answers
from tests.xpath_values import field_values, holds

if TYPE_CHECKING:
    from nightcramp.pack.condition import Condition

PACK = load_pack()
QUESTIONS = [q for q in PACK.questions if q.kind in ("single", "several", "number")]
_NAMED = ("danger_now", "danger_now_which", "age", "weeks", "feel", "sitting", "pregnant")
_FEW = [question for question in QUESTIONS if question.id in _NAMED]
_OPERATORS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}


def _enabled(found: Clauses, answers: Answers) -> bool:
    """Whether FHIR enables what has these clauses."""
    return all(any(_true(one, answers) for one in clause) for clause in found)


def _true(comparison: Any, answers: Answers) -> bool:
    item, sign, expected = comparison
    values = _values(item, answers)
    if sign == "exists":
        return bool(values) is expected
    if sign == "=":
        return expected in values
    return any(_OPERATORS[sign](value, expected) for value in values)


def _values(item: str, answers: Answers) -> list[Any]:
    value = answers.get(item.removesuffix(".unsure"))
    number = PACK.question(item.removesuffix(".unsure")).kind == "number"
    if value is None or (number and (value == "unsure") is not item.endswith(".unsure")):
        return []
    return list(value) if isinstance(value, tuple) else [value]


@settings(max_examples=250)
@given(conditions(PACK, _FEW), any_answers(PACK))
def test_what_enable_when_says_holds_for_the_same_answers(when: Condition, given_: Any) -> None:
    answers = read_answers(PACK, given_)
    try:
        found = clauses(PACK, when, PACK.questions)
    except CannotExpressError:
        reject()
    assert _enabled(found, answers) == derive_facts(PACK, answers).holds(when)


@settings(max_examples=250)
@given(conditions(PACK, _FEW), any_answers(PACK))
def test_what_xpath_says_holds_for_the_same_answers(when: Condition, given_: Any) -> None:
    answers = read_answers(PACK, given_)
    try:
        written = Writer(PACK, PACK.questions).write(when)
    except CannotWriteError:
        reject()
    assert holds(written, field_values(PACK, answers)) == derive_facts(PACK, answers).holds(when)


@given(st.data())
def test_the_pack_s_own_conditions_hold_for_the_same_answers(data: st.DataObject) -> None:
    answers = read_answers(PACK, data.draw(any_answers(PACK)))
    for place, question in enumerate(PACK.questions):
        if question.when is None:
            continue
        before = PACK.questions[:place]
        names = {q.id for q in before}
        earlier = {name: value for name, value in answers.items() if name in names}
        expected = derive_facts(PACK, earlier).holds(question.when)
        assert _enabled(clauses(PACK, question.when, before), earlier) == expected
        written = Writer(PACK, before).write(question.when)
        assert holds(written, field_values(PACK, earlier)) == expected


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [({"at_least": 0}, "holds"), ({"at_most": 120}, "holds"), ({"at_least": 1}, "fails")],
    ids=str,
)
def test_not_sure_of_a_number_keeps_a_bound_that_every_number_keeps(
    bounds: dict[str, int], expected: str
) -> None:
    answers = read_answers(PACK, {"age": "unsure"})
    for when, holding in (
        (read_condition({"age": bounds}), expected == "holds"),
        (read_condition({"not": {"age": bounds}}), expected == "fails"),
    ):
        assert derive_facts(PACK, answers).holds(when) is holding
        assert _enabled(clauses(PACK, when, PACK.questions), answers) is holding
        written = Writer(PACK, PACK.questions).write(when)
        assert holds(written, field_values(PACK, answers)) is holding
