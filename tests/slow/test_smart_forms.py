"""Our questionnaire in Smart Forms: what it asks, works out, and has against an answer."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, NamedTuple

import msgspec
import pytest

from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.exchange.fhir.response import questionnaire_response
from nightcramp.triage import Answers, assess, read_answers
from tests.content import PACK, VIGNETTES
from tests.fhir_checks import by_form, items, without_totals
from tests.slow.test_fhir_faults import QUESTIONNAIRE, drinker
from tests.smart_forms.form import Filled, fill_in

pytestmark = pytest.mark.timeout(900)  # the first test waits until every patient is through

FOUND = (
    "a comparison with another answer",
    "no condition at all",
    "a score that is wrong",
    "a score that is missing",
    "a total without one of its parts",
    "a total of another instrument",
)
"""Faults of a questionnaire that can be seen from what Smart Forms makes of it."""


def _as_json(made: Any) -> Any:
    return json.loads(msgspec.json.encode(made))


ASKED = _as_json(questionnaire(PACK))


class Patient(NamedTuple):
    """What someone answered, and what is sent of it."""

    answers: Answers
    response: Any


def _patient(given: Any) -> Patient:
    answers = read_answers(PACK, given)
    found = assess(PACK, answers)
    return Patient(answers, _as_json(questionnaire_response(PACK, ASKED, found)))


PATIENTS = {vignette.id: _patient(vignette.answers) for vignette in VIGNETTES}
DRINKER = _patient(drinker())


def _faulty(name: str) -> Any:
    asked = deepcopy(ASKED)
    QUESTIONNAIRE[name]({"entry": [{"resource": asked}]})
    assert asked != ASKED
    return asked


def _ticked(question: str, *options: str) -> Any:
    """The response of someone who is well but for one list, in which these are ticked."""
    response = deepcopy(DRINKER.response)
    offered = {one["valueCoding"]["code"]: one for one in items(ASKED)[question]["answerOption"]}
    items(response)[question]["answer"] = [
        {"valueCoding": offered[option]["valueCoding"]} for option in options
    ]
    return response


def _without(link: str) -> Any:
    response = deepcopy(DRINKER.response)
    for section in response["item"]:
        section["item"] = [item for item in section["item"] if item["linkId"] != link]
    assert response != DRINKER.response
    return response


OTHERS = {
    "no age": _without("age.page"),
    "no leg danger": _without("leg_danger"),
    "one sign": _ticked("danger_now", "breath"),
    "two signs": _ticked("danger_now", "breath", "chest"),
    "none alone": _ticked("danger_now", "none"),
    "none beside a sign": _ticked("danger_now", "none", "breath"),
    "a sign beside not sure": _ticked("medicines", "ramipril", "unsure"),
}


@pytest.fixture(scope="module")
def filled() -> dict[str, Filled]:
    """Everything that is looked at, filled in at once, without the totals."""
    asked = [ASKED, *map(_faulty, FOUND)]
    cases = {name: (0, patient.response) for name, patient in PATIENTS.items()}
    cases |= {name: (0, response) for name, response in OTHERS.items()}
    cases |= {name: (number, DRINKER.response) for number, name in enumerate(FOUND, 1)}
    made = fill_in(asked, [(number, without_totals(given)) for number, given in cases.values()])
    return dict(zip(cases, made, strict=True))


def test_it_asks_the_same_and_gives_the_same_answers_and_totals_for_every_patient(
    filled: dict[str, Filled],
) -> None:
    problems = {
        name: by_form(PACK, patient.answers, patient.response, filled[name])
        for name, patient in PATIENTS.items()
    }
    assert {name: found for name, found in problems.items() if found} == {}


def test_it_says_nothing_on_the_console(filled: dict[str, Filled]) -> None:
    assert {name for name in PATIENTS if filled[name].complaints} == set()


def test_it_misses_answers_only_where_something_urgent_ended_the_questions(
    filled: dict[str, Filled],
) -> None:
    for name, patient in PATIENTS.items():
        kinds = {told.rpartition(": ")[2] for told in filled[name].invalid}
        stopped = patient.response["status"] == "stopped"
        assert kinds == ({"required"} if stopped else set()), name


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("one sign", None),
        ("two signs", None),
        ("none alone", None),
        ("none beside a sign", "danger_now: business-rule"),
        ("a sign beside not sure", "medicines: business-rule"),
    ],
)
def test_what_stands_alone_is_invalid_beside_another_answer(
    filled: dict[str, Filled], name: str, wrong: str | None
) -> None:
    told = [one for one in filled[name].invalid if not one.endswith(": required")]

    assert told == ([wrong] if wrong else [])


def test_it_sees_what_has_no_answer(filled: dict[str, Filled]) -> None:
    assert filled["no leg danger"].invalid == ["leg_danger: required"]
    assert filled["no age"].invalid == ["age.page: required"]


@pytest.mark.parametrize("name", FOUND)
def test_a_planted_fault_shows(filled: dict[str, Filled], name: str) -> None:
    assert by_form(PACK, DRINKER.answers, DRINKER.response, filled[name])
