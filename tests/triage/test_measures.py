"""Measures: numbers by published instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.triage import assess, read_answers
from nightcramp.triage.derive import derive_facts
from tests.calm import calm
from tests.content import pack_of

if TYPE_CHECKING:
    from nightcramp.pack import Pack


def _measure(pack: Pack, name: str, answers: dict[str, Any]) -> tuple[float, float] | None:
    return assess(pack, read_answers(pack, answers)).measures.get(name)


@pytest.mark.parametrize(
    ("often", "amount", "binge", "total"),
    [
        ("few_a_month", "3_4", "never", 3),
        ("few_a_week", "3_4", "less_monthly", 5),
        ("most_days", "10_more", "daily", 12),
        ("most_days", "5_6", "monthly", 8),
    ],
)
def test_audit_c_adds_its_three_items(
    pack: Pack, often: str, amount: str, binge: str, total: int
) -> None:
    answers = {"alcohol_often": often, "alcohol_amount": amount, "alcohol_binge": binge}
    assert _measure(pack, "audit_c", answers) == (total, total)


def test_audit_c_of_someone_who_never_drinks_is_0(pack: Pack) -> None:
    assert _measure(pack, "audit_c", {"alcohol_often": "never"}) == (0, 0)


def test_audit_c_with_an_item_not_sure_spans_what_it_could_be(pack: Pack) -> None:
    answers = {"alcohol_often": "most_days", "alcohol_amount": "unsure", "alcohol_binge": "never"}
    assert _measure(pack, "audit_c", answers) == (4, 8)


def test_audit_c_with_an_item_not_asked_is_not_known(pack: Pack) -> None:
    assert _measure(pack, "audit_c", {"alcohol_often": "most_days"}) is None
    assert _measure(pack, "audit_c", {"alcohol_often": "monthly"}) is None


def test_an_item_that_a_measure_may_lack_can_be_anything_it_offers(pack: Pack) -> None:
    """Who drinks 1 or 2 is not asked about many at once; that is not the same as never."""
    answers = {"alcohol_often": "few_a_week", "alcohol_amount": "1_2"}
    [measure] = [one for one in pack.measures if one.id == "audit_c"]
    assert measure.may_lack == ("alcohol_binge",)
    assert _measure(pack, "audit_c", answers) == (3, 7)


def test_a_count_of_reasons_serves_rules_and_is_shown_to_nobody(pack: Pack) -> None:
    answers = read_answers(pack, {"leg_danger": ["constant"], "conditions": ["clot_past"]})
    assert derive_facts(pack, answers).numbers["clot_risk"][0] == 1
    published = {one.id for one in pack.measures if one.instrument}
    assert published == {
        "audit_c", "exercise_week", "sitting_hours", "restless_legs_criteria",
        "cramp_characteristics",
    }  # fmt: skip
    assert set(assess(pack, answers).measures) <= published


@pytest.mark.parametrize(("country", "found"), [("US", True), ("GB", False)])
def test_audit_c_of_4_is_positive_in_the_us_and_not_in_the_uk(country: str, *, found: bool) -> None:
    pack = pack_of(country)
    answers = {"alcohol_often": "most_days", "alcohol_amount": "1_2", "alcohol_binge": "never"}
    clear = [c.cause.id for c in assess(pack, read_answers(pack, answers)).clear_causes]
    assert ("alcohol" in clear) is found


def test_audit_c_of_5_is_positive_in_the_uk() -> None:
    pack = pack_of("GB")
    answers = {"alcohol_often": "most_days", "alcohol_amount": "3_4", "alcohol_binge": "never"}
    assert assess(pack, calm(pack, **answers)).leading == "alcohol"


@pytest.mark.parametrize(
    ("answers", "minutes"),
    [
        ({"exercise_days": 5, "exercise_minutes": 30}, (150, 150)),
        ({"exercise_days": 0}, (0, 0)),
        ({"exercise_days": 3, "exercise_minutes": "unsure"}, (0, 1800)),
        ({"exercise_days": 3}, None),
        ({}, None),
    ],
)
def test_exercise_minutes_a_week(pack: Pack, answers: dict[str, Any], minutes: Any) -> None:
    assert _measure(pack, "exercise_week", {"sitting": "8_or_more", **answers}) == minutes
    assert _measure(pack, "exercise_week", {"sitting": "under_4", **answers}) is None


def test_sitting_hours(pack: Pack) -> None:
    least, _ = _measure(pack, "sitting_hours", {"sitting": "8_or_more"}) or (0, 0)
    assert least > 7.5


def test_all_five_restless_legs_criteria(pack: Pack) -> None:
    answers = {"feel": ["urge"], "restless": ["rest", "moving", "evening", "own"]}
    assert _measure(pack, "restless_legs_criteria", answers) == (5, 5)


@pytest.mark.parametrize("missing", ["rest", "moving", "evening"])
def test_four_restless_legs_criteria_are_not_restless_legs(pack: Pack, missing: str) -> None:
    fitting = [sign for sign in ("rest", "moving", "evening", "own") if sign != missing]
    answers = read_answers(pack, {"feel": ["urge"], "restless": fitting})
    assert "restless_legs" not in [found.mimic.id for found in assess(pack, answers).mimics]


def test_restless_legs_not_sure_may_still_be_all_five(pack: Pack) -> None:
    answers = {"feel": ["urge"], "restless": ["unsure"]}
    least, most = _measure(pack, "restless_legs_criteria", answers) or (0, 0)
    assert (least, most) == (2, 5)


def test_seven_cramp_characteristics(pack: Pack) -> None:
    answers = {
        "feel": ["knot"],
        "where": ["calf"],
        "how_long": "short",
        "how_often": "often",
        "effects": ["pain", "sore", "wakes", "distress"],
    }
    assert _measure(pack, "cramp_characteristics", answers) == (7, 7)
