"""The formulas of the questionnaire, worked out by fhirpathpy, which knows no questionnaire."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models

from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import every_choice
from tests.content import PACK, VIGNETTES, sample
from tests.fhir_checks import bundle_of, flat, items, resources, without_totals

if TYPE_CHECKING:
    from nightcramp.pack.model import Question

ASKED = items(json.loads(msgspec.json.encode(questionnaire(PACK))))
DRINKS = [one for one in VIGNETTES if assess(PACK, read_answers(PACK, one.answers)).measures]
CONSTRAINED = [
    question
    for question in PACK.questions
    if question.kind != "single" and any(o.exclusive for o in every_choice(PACK, question))
]


@pytest.mark.parametrize("total", ["audit_c", "exercise_week"])
def test_the_total_is_the_one_that_is_sent(total: str) -> None:
    [calculated] = ASKED[total]["extension"]
    expression = calculated["valueExpression"]["expression"]
    for vignette in sample(DRINKS, 16):
        sent = resources(bundle_of(PACK, vignette.answers))["QuestionnaireResponse"]
        response = without_totals(sent)
        worked_out = evaluate(response, expression, {"resource": response}, models["r4"])
        assert worked_out == flat(sent["item"]).get(total, []), vignette.id


@pytest.mark.parametrize("question", CONSTRAINED, ids=lambda question: question.id)
def test_what_stands_alone_is_held_by_the_constraint(question: Question) -> None:
    [parts] = [
        {part["url"]: part for part in one["extension"]}
        for one in ASKED[question.id]["extension"]
        if one["url"].endswith("/targetConstraint")
    ]
    expression = parts["expression"]["valueExpression"]["expression"]

    def holds(*chosen: Any) -> bool:
        codings = [ASKED[question.id]["answerOption"][place] for place in chosen]
        item = {"linkId": question.id, "answer": codings}
        section = {"linkId": "section", "item": [item]}
        response = {"resourceType": "QuestionnaireResponse", "item": [section]}
        return bool(evaluate({}, expression, {"resource": response}, models["r4"]) == [True])

    options = every_choice(PACK, question)
    alone = [place for place, option in enumerate(options) if option.exclusive]
    others = [place for place, option in enumerate(options) if not option.exclusive][:2]
    assert holds(*others)
    for place in alone:
        assert holds(place)
        assert not holds(place, others[0])
