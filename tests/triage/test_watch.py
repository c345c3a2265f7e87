"""The signs to come back for: named in the words of the questions, where the rules put them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from nightcramp.pack.model import Urgency
from nightcramp.triage.assess import assess
from nightcramp.triage.watch import signs_to_watch
from tests.calm import calm
from tests.content import PACK
from tests.strategies import interviews

if TYPE_CHECKING:
    from nightcramp.triage.interview import Interview
    from nightcramp.triage.watch import SignToWatch

LEFT_OUT = {
    ("leg_danger", "hot"), ("danger_now", "fever"), ("danger_now", "very_ill"),
    ("nerve_danger", "numb_climbs"), ("nerve_danger", "back_legs"), ("spasm_danger", "swallow"),
    ("spasm_danger", "lips"), ("spasm_danger", "poison"), ("body_danger", "little_urine"),
    ("body_danger", "sore_muscles"), ("leg_more", "blisters"), ("leg_more", "colder"),
    ("leg_more", "drop"), ("nerve_danger", "cannot_stand"),
    ("child_more", "dark_urine"), ("child_more", "vomits"),
    ("child_more", "tingles"), ("child_more", "joint"), ("child_more", "gas"),
    ("child_more", "poison"), ("child_more", "weaker"),
}  # fmt: skip
"""Signs that a page has no room for: nobody is told to come back for them."""


def watched(**answers: Any) -> dict[tuple[str, str], SignToWatch]:
    """What somebody who is well but for these answers is told to come back for."""
    found = signs_to_watch(PACK, calm(PACK, **answers))
    return {(sign.item.question, str(sign.item.value)): sign for sign in found}


def danger_signs() -> set[tuple[str, str]]:
    return {
        (question.id, option.id)
        for question in PACK.questions
        if question.section == "red_flags" and question.kind == "several"
        for option in question.options
        if not question.clarifies and option.id not in ("none", "unsure")
    }


def test_every_danger_sign_is_one_to_come_back_for() -> None:
    """What is left out is left out by name, so that nothing more falls off unseen."""
    everything: dict[str, Any] = {
        "conditions": ["diabetes", "neck_surgery"], "alcohol_often": "most_days",
        "medicines": ["quinine", "metoclopramide"],
    }  # fmt: skip
    named = {*watched(age=70, **everything), *watched(age=10)}
    named |= {*watched(age=30, pregnant="pregnant", weeks=30)}
    assert named == danger_signs() - LEFT_OUT


def test_a_sign_that_needs_a_reason_is_named_only_where_there_is_one() -> None:
    shakes = ("spasm_danger", "shakes")
    assert shakes in watched(age=70, alcohol_often="most_days")
    assert shakes not in watched(age=70, alcohol_often="never")


def test_a_sign_that_holds_only_before_a_birth_is_not_named_after_it() -> None:
    bleeding = ("pregnancy_danger", "bleed")
    assert bleeding in watched(age=30, pregnant="pregnant", weeks=30)
    assert not {bleeding, ("pregnancy_danger", "moves")} & {*watched(age=30, pregnant="gave_birth")}
    after = assess(PACK, calm(PACK, age=30, pregnant="gave_birth"))
    assert "net-bleeding-after-birth" in {line.id for line in after.advice}


@pytest.mark.parametrize(
    ("answers", "sign", "urgency", "contact"),
    [
        (
            {"age": 30, "pregnant": "pregnant", "weeks": 30},
            ("nerve_danger", "weaker"),
            "same_day",
            "clinic_today",
        ),
        ({"age": 70}, ("sudden_danger", "face"), "emergency", "ambulance"),
        ({"age": 70}, ("leg_danger", "swollen"), "same_day", "clinic_today"),
        ({"age": 70}, ("nerve_danger", "weaker"), "routine", ""),
        ({"age": 30, "pregnant": "pregnant", "weeks": 30}, ("pregnancy_danger", "headache"),
         "emergency", "maternity_unit"),
        ({"age": 30, "pregnant": "pregnant", "weeks": 30}, ("leg_danger", "swollen"),
         "same_day", "maternity_unit"),
        ({"age": 10}, ("child_now", "drowsy"), "emergency", "ambulance"),
        ({"age": 70, "conditions": ["diabetes"]}, ("leg_more", "sore"), "same_day", "foot_clinic"),
    ],
)  # fmt: skip
def test_a_sign_stands_where_the_rules_put_it_for_this_person(
    answers: dict[str, Any], sign: tuple[str, str], urgency: str, contact: str
) -> None:
    found = watched(**answers)[sign]
    assert (found.urgency.name, found.contact) == (urgency, contact)


def test_what_was_ticked_is_no_sign_to_wait_for() -> None:
    assert ("nerve_danger", "weaker") not in watched(age=70, nerve_danger=["weaker"])


@given(interviews(PACK))
def test_everybody_who_goes_home_is_told_when_to_come_back(interview: Interview) -> None:
    found = assess(PACK, interview.answers)
    if found.urgent or found.incomplete:
        return
    signs = signs_to_watch(PACK, found.answers)
    urgencies = [sign.urgency for sign in signs]
    assert urgencies[0] is Urgency.emergency
    assert urgencies == sorted(urgencies, reverse=True)
    assert len({sign.item for sign in signs}) == len(signs) > 10
