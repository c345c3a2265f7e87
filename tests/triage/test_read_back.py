"""What a person told is read back in their own items and numbers, and in nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.pack import Urgency
from nightcramp.pack.condition import read_condition
from nightcramp.pack.model import NONE, UNSURE
from nightcramp.reports.answered import answer_line, answer_lines
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.answers import choices
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.read_back import AnswerItem, items_behind
from tests.calm import calm
from tests.content import PACK
from tests.strategies import any_answers, interviews

if TYPE_CHECKING:
    from nightcramp.triage import Answers, Assessment


def items_of(answers: Answers) -> set[tuple[str, str | int]]:
    """Each option, medicine and number given; one told on reading again counts for its list."""
    found: set[tuple[str, str | int]] = set()
    for name, value in answers.items():
        for item in value if isinstance(value, tuple) else (value,):
            found.add((name, item))
            found.add((PACK.question(name).clarifies or name, item))
    return found


def all_told(found: Assessment) -> list[AnswerItem]:
    return [
        *(one for flag in found.flags for one in flag.items),
        *(one for note in found.notes for one in note.items),
    ]


def told_of(when: dict[str, Any], **answers: Any) -> list[tuple[str, str | int]]:
    """What of these answers makes a condition hold."""
    given_ = read_answers(PACK, answers)
    facts = derive_facts(PACK, given_)
    condition = read_condition(when)
    assert facts.holds(condition)
    return [(t.question, t.value) for t in items_behind(PACK, condition, facts, given_)]


# ---- only what was given ----


@given(st.one_of(interviews(PACK).map(lambda i: i.answers), any_answers(PACK)))
def test_what_is_read_back_was_given(table: Any) -> None:
    answers = read_answers(PACK, table)
    found = assess(PACK, answers)
    assert {(one.question, one.value) for one in all_told(found)} <= items_of(found.answers)


@given(st.one_of(interviews(PACK).map(lambda i: i.answers), any_answers(PACK)))
def test_each_line_read_back_says_one_thing_that_was_given(table: Any) -> None:
    """And no line names two: what a rule would also accept is not put into anyone's mouth."""
    found = assess(PACK, read_answers(PACK, table))
    given_ = {answer_line(PACK, name, item) for name, item in items_of(found.answers)}
    for flag in found.flags:
        lines = answer_lines(PACK, flag.items)
        assert set(lines) <= given_
        assert len(lines) <= len(flag.items)
    if found.urgent:
        result = build_result(PACK, found)
        [telling] = [reason for reason in result.reasons if reason.id == "told"]
        assert {line.text for line in telling.lines} <= given_


@given(any_answers(PACK))
def test_nothing_denied_is_read_back(table: Any) -> None:
    found = assess(PACK, read_answers(PACK, table))
    assert NONE not in [one.value for one in all_told(found)]


@given(any_answers(PACK))
def test_every_flag_and_note_tells_something_in_the_order_asked(table: Any) -> None:
    found = assess(PACK, read_answers(PACK, table))
    places = {question.id: place for place, question in enumerate(PACK.questions)}
    for told in [*(one.items for one in found.flags), *(one.items for one in found.notes)]:
        assert told
        assert list(told) == sorted(told)
        assert [one.place for one in told] == [places[one.question] for one in told]


@pytest.mark.parametrize(
    ("when", "answers", "told"),
    [
        (  # of a list of alternatives, the one that was chosen
            {"leg_danger": ["swollen", "constant", "hot"]},
            {"leg_danger": ["constant", "red"]},
            [("leg_danger", "constant")],
        ),
        (  # of several ways, those that hold, each thing once
            {"any": [{"leg_danger": "hot"}, {"leg_danger": ["hot", "red"]}, {"signs": "numb"}]},
            {"leg_danger": ["hot"], "signs": ["none"]},
            [("leg_danger", "hot")],
        ),
        (  # what a rule rules out was not told
            {"leg_danger": "hot", "not": {"age": {"under": 16}}},
            {"leg_danger": ["hot"], "age": 40},
            [("leg_danger", "hot")],
        ),
        (  # nor was what was not asked
            {"pregnant": "pregnant", "weeks": ["unsure", "not_asked"]},
            {"pregnant": "pregnant"},
            [("pregnant", "pregnant")],
        ),
        ({"weeks": {"over": 19}}, {"weeks": 33}, [("weeks", 33)]),
        (  # a class of medicines is the medicine picked
            {"thiazide_like": "taken"},
            {"medicines": ["indapamide", "apixaban"]},
            [("medicines", "indapamide")],
        ),
        (  # a measure that counts reasons is the reasons
            {"clot_risk": {"at_least": 1}},
            {"recent": ["bed", "trip"], "conditions": ["clot_past", "pressure"]},
            [("recent", "bed"), ("recent", "trip"), ("conditions", "clot_past")],
        ),
        (  # one that adds is what it adds
            {"audit_c": {"at_least": 8}},
            {"alcohol_often": "most_days", "alcohol_amount": "10_more"},
            [("alcohol_often", "most_days"), ("alcohol_amount", "10_more")],
        ),
        (  # read again, it counts for its list
            {"leg_danger": "swollen"},
            {"leg_danger": ["unsure"], "leg_danger_again": ["swollen"]},
            [("leg_danger", "swollen")],
        ),
    ],
)
def test_what_makes_a_condition_hold(
    when: dict[str, Any], answers: dict[str, Any], told: list[tuple[str, str | int]]
) -> None:
    assert told_of(when, **answers) == told


@pytest.mark.parametrize(
    ("question", "value", "text"),
    [
        ("leg_danger", "swollen", "One leg newly swollen"),
        ("danger_now", "chest", "New chest pain or tightness"),
        ("age", 70, "Age: 70"),
        ("weeks", 33, "Weeks pregnant: 33"),
        ("medicines", "indapamide", "You take indapamide"),
        ("pregnant", "unsure", "Perhaps pregnant"),
        ("leg_danger", "unsure", "You were not sure: danger signs in one leg"),
    ],
)
def test_how_a_thing_is_read_back(question: str, value: str | int, text: str) -> None:
    assert answer_line(PACK, question, value) == text


def test_every_sign_can_be_read_back_without_its_question() -> None:
    """Each danger sign has words of its own, no two the same within a list."""
    for question in PACK.questions:
        if question.section == "red_flags" and question.kind == "several":
            said = [
                answer_line(PACK, question.id, option.id)
                for option in choices(PACK, question, {})
                if option.id not in (NONE, UNSURE)
            ]
            assert len(set(said)) == len(said)


# ---- more signs ----


def _signs() -> list[tuple[str, str]]:
    return [
        (question.id, option.id)
        for question in PACK.questions
        if question.section == "red_flags" and question.kind == "several"
        for option in question.options
        if option.id not in (NONE, UNSURE)
    ]


@given(interviews(PACK), st.lists(st.sampled_from(_signs()), min_size=1, max_size=4))
def test_more_signs_never_give_a_lower_urgency_and_are_all_told(
    interview: Interview, signs: list[tuple[str, str]]
) -> None:
    answers: dict[str, Any] = dict(interview.answers)
    now = assess(PACK, answers)
    before = now.urgency
    for name, sign in signs:
        if name in answers:
            answers[name] = (*(set(answers[name]) - {NONE}), sign)
    after = assess(PACK, read_answers(PACK, answers))
    assert after.urgency >= before or not (now.urgent or after.urgency > Urgency.incomplete)
    assert {f.flag.id for f in now.flags if f.flag.urgency == "emergency"} <= {
        f.flag.id for f in after.flags
    }


@given(any_answers(PACK))
def test_of_one_urgency_the_flag_that_tells_most_comes_first(table: Any) -> None:
    flags = assess(PACK, read_answers(PACK, table)).flags
    order = [(-Urgency[one.flag.urgency], -len(one.items)) for one in flags]
    assert order == sorted(order)
    if flags:
        first = flags[0]
        alike = [one for one in flags if one.flag.urgency == first.flag.urgency]
        assert len(first.items) == max(len(one.items) for one in alike)


def test_one_more_sign_never_gives_a_vaguer_page() -> None:
    swollen = assess(PACK, calm(PACK, leg_danger=["swollen"]))
    more = assess(PACK, calm(PACK, leg_danger=["swollen"], danger_now=["breath"]))
    alone = assess(PACK, calm(PACK, danger_now=["breath"]))
    assert (swollen.leading, alone.leading) == ("clot_in_leg", "chest_or_breathing")
    assert more.leading == "clot_in_lungs"
