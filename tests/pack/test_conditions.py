"""Conditions: what content may write, and when it holds."""

from __future__ import annotations

from typing import Any

import pytest

from nightcramp.pack.condition import read_condition
from nightcramp.triage.compiled import ConditionalItems
from nightcramp.triage.facts import Facts

FACTS = Facts.of(
    chosen={"where": frozenset({"calf", "foot"}), "feel": frozenset({"unsure"})},
    numbers={"age": (70.0, 70.0), "audit_c": (2.0, 6.0)},
)


@pytest.mark.parametrize(
    "table",
    [
        {"where": "calf"},
        {"where": ["toes", "foot"]},
        {"where": "calf", "feel": "unsure"},
        {"age": {"at_least": 70}},
        {"age": {"over": 69, "under": 71}},
        {"age": {"at_most": 70}},
        {"audit_c": {"at_least": 2}},
        {"any": [{"where": "toes"}, {"where": "foot"}]},
        {"all": [{"where": "calf"}, {"where": "foot"}]},
        {"not": {"where": "toes"}},
        {"not": {"pregnant": "pregnant"}},
        {"pregnant": "not_asked"},
    ],
)
def test_holds(table: dict[str, Any]) -> None:
    condition = read_condition(table)
    assert FACTS.holds(condition)
    assert ConditionalItems([("it", condition)]).held(FACTS) == ("it",)


@pytest.mark.parametrize(
    "table",
    [
        {"where": "toes"},
        {"where": "calf", "feel": "knot"},
        {"age": {"over": 70}},
        {"age": {"under": 70}},
        {"audit_c": {"at_least": 3}},
        {"audit_c": {"at_most": 5}},
        {"any": [{"where": "toes"}, {"feel": "knot"}]},
        {"all": [{"where": "calf"}, {"where": "toes"}]},
        {"not": {"where": "calf"}},
        {"pregnant": "pregnant"},
        {"weeks": {"at_least": 1}},
        {"where": "not_asked"},
        {"age": "not_asked"},
    ],
)
def test_does_not_hold(table: dict[str, Any]) -> None:
    condition = read_condition(table)
    assert not FACTS.holds(condition)
    assert not ConditionalItems([("it", condition)]).held(FACTS)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({}, "a condition is a table"),
        ("calf", "a condition is a table"),
        ({"age": {"more_than": 3}}, "'more_than' is no bound"),
        ({"age": {"over": True}}, "'over' takes a number"),
        ({"age": {"over": "60"}}, "'over' takes a number"),
        ({"age": 60}, "takes an answer, a list of answers or a range"),
        ({"where": []}, "takes an answer, a list of answers or a range"),
        ({"any": []}, "'any' takes a list"),
        ({"all": {"where": "calf"}}, "'all' takes a list"),
        ({"not": "calf"}, "a condition is a table"),
    ],
)
def test_what_is_no_condition_is_refused_with_a_sentence(table: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_condition(table)
