"""A QuestionnaireResponse read back: ours, one that a form made, and what is neither."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nightcramp.errors import AnswerError
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.fhir.answers import FhirReader
from nightcramp.exchange.fhir.terms import canonical, version_of
from nightcramp.triage import Interview, assess, read_answers
from nightcramp.triage.applicable import still_valid
from tests.content import PACK, VIGNETTES, sample
from tests.fhir_checks import bundle_of, resources

OURS = "https://nightcramp.invalid/fhir/CodeSystem/nightcramp"


class Read:
    """The people in a resource, and what was said of its items."""

    def __init__(self, resource: Any) -> None:
        self.notices: list[str] = []
        self.rows = FhirReader(PACK, Notices(self.notices.append)).rows(resource)


def response(*items: Any, **more: Any) -> Any:
    return {"resourceType": "QuestionnaireResponse", "item": list(items), **more}


def item(link: str, *values: Any) -> Any:
    return {"linkId": link, "answer": [_answer(value) for value in values]}


def _answer(value: Any) -> Any:
    if isinstance(value, dict):
        return {"valueCoding": value}
    return {{int: "valueInteger", float: "valueDecimal", bool: "valueBoolean"}[type(value)]: value}


def code(question: str, option: str) -> Any:
    return {"system": f"{OURS}/{question}", "code": option, "display": "whatever"}


YES = True
SNOMED = "http://snomed.info/sct"


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        (item("age", 71), {"age": 71}),
        (item("age", 71.0), {"age": 71.0}),
        (item("age.unsure", code("age", "unsure")), {"age": "unsure"}),
        (item("age.unsure", YES), {"age": "unsure"}),
        (item("age"), {}),
        (item("pregnant", {"system": SNOMED, "code": "77386006"}), {"pregnant": "pregnant"}),
        (item("pregnant", {"code": "77386006"}), {"pregnant": "pregnant"}),
        (
            item("leg_danger", code("leg_danger", "swollen"), code("leg_danger", "hot")),
            {"leg_danger": ["swollen", "hot"]},
        ),
        (
            item("leg_danger_again", code("leg_danger", "swollen")),
            {"leg_danger_again": "swollen"},
        ),
        (
            {"linkId": "s", "item": [{"linkId": "g", "item": [item("age", 3)]}]},
            {"age": 3},
        ),
        (
            {**item("age", 3), "answer": [{"valueInteger": 3, "item": [item("weeks", 9)]}]},
            {"age": 3, "weeks": 9},
        ),
        (item("audit_c", 4.0), {}),
    ],
    ids=range(12),
)
def test_items_are_read_back(given: Any, answers: Any) -> None:
    read = Read(response(given))

    [row] = read.rows
    assert (row.answers, row.problem, read.notices) == (answers, "", [])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (item("pregnant", {"system": "http://x", "code": "77386006"}), r"no answer 'http://x\|77"),
        (item("pregnant", code("pregnant", "yes")), "has no answer"),
        (item("leg_danger", code("leg_danger", "none"), code("leg_danger", "hot")), "stands alone"),
        (item("side", code("side", "one"), code("side", "both")), "takes one answer, not 2"),
        (item("age", 700), "700 is outside"),
        (item("leg_danger", 3), "takes a list of"),
        ({"linkId": "age", "answer": [{"valueString": "old"}]}, "takes a whole number"),
    ],
    ids=range(7),
)
def test_what_a_question_does_not_take_is_refused(given: Any, says: str) -> None:
    [row] = Read(response(given)).rows

    with pytest.raises(AnswerError, match=says):
        read_answers(PACK, row.answers)


@pytest.mark.parametrize(
    ("resource", "says", "column"),
    [
        (response(item("age", 1), item("age", 2)), "is answered twice.", "age"),
        (
            response(item("age", 1), item("age.unsure", YES)),
            "has a number, and is not sure.",
            "age",
        ),
        (response(item("age.unsure", 7)), "takes 'unsure' or nothing.", "age.unsure"),
        (response({"linkId": "age", "answer": {"valueInteger": 1}}), "has no list", "age"),
        (response({"linkId": "age", "answer": ["x"]}), "has no list of answers.", "age"),
        (response({"linkId": "age", "answer": [{"valueDate": "2026"}]}), "has an answer", "age"),
        (response({"linkId": "age", "answer": [{}]}), "has an answer of a kind", "age"),
        (response(status="entered-in-error"), "was entered in error.", ""),
        (response(questionnaire="http://x/Q|1"), "answers another questionnaire: http://x/Q.", ""),
    ],
    ids=range(9),
)
def test_what_cannot_be_read_is_told(resource: Any, says: str, column: str) -> None:
    [row] = Read(resource).rows

    assert row.problem.startswith(says)
    assert row.column == column


def test_nesting_without_end_is_told() -> None:
    deep = item("age", 1)
    for _ in range(300):
        deep = {"linkId": "g", "item": [deep]}

    [row] = Read(response(deep)).rows

    assert row.problem == "is nested too deep."


def test_an_item_that_is_no_question_is_named_once_and_totals_and_hints_are_not() -> None:
    read = Read(
        {
            "resourceType": "Bundle",
            "entry": [
                {"resource": response(item("agee", 1), item("exercise_week", 5), item("audit_c"))},
                {"resource": response(item("agee", 1))},
                {"resource": {"resourceType": "Patient"}},
                {},
                7,
            ],
        }
    )

    assert [row.number for row in read.rows] == [1, 2]
    assert read.notices == ["left out the item 'agee', which is no question. Did you mean 'age'?"]


def test_another_version_of_the_questions_is_told() -> None:
    url = canonical(PACK)
    same = version_of(PACK)

    assert Read(response(questionnaire=f"{url}|{same}")).notices == []
    assert Read(response(questionnaire=f"{url}|{same}-es-0123")).notices == []
    assert Read(response(questionnaire=url)).notices == []
    [said] = Read(response(questionnaire=f"{url}|0.9-abc")).notices
    assert said == f"answers version 0.9-abc of the questions; these are {same}."


def test_it_is_known_by_its_identifier_or_else_by_its_id() -> None:
    names = [
        Read(one).rows[0].id
        for one in (
            response(),
            response(id="r1"),
            response(id="r1", identifier={"value": "007"}),
            response(id="r1", identifier={"system": "x"}),
        )
    ]

    assert names == [None, "r1", "007", "r1"]


@pytest.mark.parametrize("vignette", sample(VIGNETTES, 20), ids=lambda one: one.id)
def test_a_response_says_how_far_it_came(vignette: Any) -> None:
    answers = read_answers(PACK, vignette.answers)
    names = [*answers]
    for count in (0, len(names) // 2, len(names)):
        some = still_valid(PACK, {name: answers[name] for name in names[:count]})
        status = resources(bundle_of(PACK, some))["QuestionnaireResponse"]["status"]
        goes_on = Interview.begin(PACK, some).question is not None
        open_end = "stopped" if assess(PACK, some).not_asked else "completed"
        assert status == ("in-progress" if goes_on else open_end)


def test_an_emergency_stops_the_questions_and_the_response_says_so() -> None:
    made = resources(bundle_of(PACK, {"danger_now": ["breath"]}))

    assert made["QuestionnaireResponse"]["status"] == "stopped"


def test_a_resource_without_a_response_is_nobody() -> None:
    assert Read({"resourceType": "Bundle", "entry": []}).rows == []
    assert Read({"resourceType": "Bundle", "entry": "x"}).rows == []
    assert Read({"resourceType": "Questionnaire", "item": []}).rows == []
    assert json.dumps(Read({"resourceType": "Bundle"}).rows) == "[]"
