"""Answers: what is accepted, and what is said when it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.errors import AnswerError
from nightcramp.triage import read_answers
from nightcramp.triage.answers import check_answer, choices

if TYPE_CHECKING:
    from nightcramp.pack import Pack


def test_several_answers_are_kept_in_the_order_of_the_question(pack: Pack) -> None:
    assert read_answers(pack, {"where": ["toes", "calf"]}) == {"where": ("calf", "toes")}


def test_one_of_several_may_be_given_alone(pack: Pack) -> None:
    assert read_answers(pack, {"leg_danger": "none"}) == {"leg_danger": ("none",)}


def test_not_sure_is_an_answer_to_a_number(pack: Pack) -> None:
    assert read_answers(pack, {"age": "unsure"}) == {"age": "unsure"}


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"agee": 60}, "agee: is no question. Did you mean 'age'?"),
        ({"age": 121}, "age: takes a whole number from 0 to 120, or 'unsure'; 121 is outside."),
        ({"age": -1}, "age: takes a whole number from 0 to 120"),
        ({"age": 6.5}, "age: takes a whole number"),
        ({"age": True}, "age: takes a whole number"),
        ({"age": "sixty"}, "age: takes a whole number"),
        ({"sitting": "8_or_mor"}, "sitting: has no answer '8_or_mor'. Did you mean '8_or_more'?"),
        ({"sitting": ["under_4", "4_to_7"]}, "sitting: takes one answer, not 2."),
        ({"sitting": 8}, "sitting: takes one of: under_4"),
        ({"where": []}, "where: takes a list of: calf"),
        ({"where": [["calf"]]}, "where: takes a list of: calf"),
        ({"where": 3}, "where: takes a list of: calf"),
        ({"where": ["calf", "unsure"]}, "where: 'unsure' stands alone"),
        ({"leg_danger": ["none", "swollen"]}, "leg_danger: 'none' stands alone"),
        ({"medicines": ["aspirine9"]}, "medicines: has no answer 'aspirine9'."),
        ({"medicines_started": ["indapamide"]}, "medicines_started: has no answer 'indapamide'."),
        (["age"], "answers: must be a table"),
        ({3: 4}, "3: is no question."),
    ],
)
def test_an_impossible_value_names_the_question_and_what_it_takes(
    pack: Pack, table: Any, sentence: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        read_answers(pack, table)
    assert sentence in str(caught.value)


def test_a_list_of_signs_is_offered_again_in_other_words(pack: Pack) -> None:
    lists = [q for q in pack.questions if any(option.again for option in q.options)]
    assert len(lists) == 11
    for question in lists:
        again = choices(pack, pack.question(f"{question.id}_again"), {})
        signs = [o for o in question.options if o.id not in ("none", "unsure")]
        assert [o.id for o in again] == [o.id for o in question.options]
        assert [o.label for o in again[: len(signs)]] == [o.again for o in signs]
        assert all(one.again != one.label for one in signs)


def test_not_sure_can_be_said_beside_a_sign_and_beside_nothing_else(pack: Pack) -> None:
    """A sign that was told is not taken back by a doubt about another."""
    lists = [q for q in pack.questions if any(option.again for option in q.options)]
    for name in [*(q.id for q in lists), "cancer_signs"]:
        sign = pack.question(name).options[0].id
        assert read_answers(pack, {name: ["unsure", sign]}) == {name: (sign, "unsure")}
        with pytest.raises(AnswerError, match="'none' stands alone"):
            read_answers(pack, {name: ["none", "unsure"]})


def test_every_medicine_picked_can_be_said_to_be_new(pack: Pack) -> None:
    """It is asked where the start of one matters, and then of all, as a person thinks of it."""
    answers = read_answers(pack, {"medicines": ["indapamide", "apixaban"]})
    offered = [o.id for o in choices(pack, pack.question("medicines_started"), answers)]
    assert offered == ["apixaban", "indapamide", "none", "unsure"]


def test_what_is_looked_up_is_what_a_check_keeps(pack: Pack) -> None:
    for question in pack.questions:
        offered = choices(pack, question, {})
        for given in [value for one in offered for value in (one.id, [one.id])]:
            kept = check_answer(pack, question, given, {})
            assert read_answers(pack, {question.id: given}) == {question.id: kept}


def test_what_is_missing_in_a_table_was_not_asked(pack: Pack) -> None:
    assert read_answers(pack, {"age": None, "where": None, "side": "both"}) == {"side": "both"}


def test_a_whole_number_may_be_written_with_a_point(pack: Pack) -> None:
    read = read_answers(pack, {"age": 71.0})
    assert read == {"age": 71}
    assert isinstance(read["age"], int)
    for half in (71.5, float("nan"), float("inf")):
        with pytest.raises(AnswerError, match="takes a whole number"):
            read_answers(pack, {"age": half})
