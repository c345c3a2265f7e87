"""FHIR R4, read by what others wrote: the JSON Schema of the standard, and LHC-Forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage import read_answers
from tests.content import VIGNETTES
from tests.exchange.test_fhir import BY_URGENCY
from tests.fhir_checks import (
    bundle_of,
    bundles_of,
    by_fhirkit,
    by_form,
    by_schema,
    flat,
    items,
    resources,
    without_totals,
)
from tests.lforms.browser import Made, fill_in

if TYPE_CHECKING:
    from nightcramp.pack import Pack

pytestmark = pytest.mark.timeout(900)  # the first test waits until every patient is through


@pytest.fixture(scope="module")
def asked(pack: Pack) -> Any:
    """The questionnaire."""
    return json.loads(msgspec.json.encode(questionnaire(pack)))


@pytest.fixture(scope="module")
def bundles(pack: Pack) -> list[Any]:
    """The Bundle of every patient."""
    return bundles_of(pack, (vignette.answers for vignette in VIGNETTES))


@pytest.mark.parametrize("check", [by_schema, by_fhirkit])
@pytest.mark.parametrize("urgency", BY_URGENCY)
def test_a_whole_bundle_is_valid(pack: Pack, urgency: str, check: Any) -> None:
    assert check(bundle_of(pack, BY_URGENCY[urgency])) == []


@pytest.mark.parametrize("check", [by_schema, by_fhirkit])
def test_in_spanish_it_is_valid_too(check: Any) -> None:
    locale = Locale("MX", "es")
    bundle = bundle_of(load_pack(locale=locale), BY_URGENCY["routine"])

    assert check(bundle) == []
    assert {e["resource"]["language"] for e in bundle["entry"]} == {"es"}


def test_every_resource_but_the_questions_is_valid_by_the_schema(bundles: list[Any]) -> None:
    problems = [
        problem
        for bundle in bundles
        for kind, resource in resources(bundle).items()
        if kind != "Questionnaire"
        for problem in by_schema(resource)
    ]
    assert problems == []


@pytest.fixture(scope="module")
def made(asked: Any, bundles: list[Any]) -> Made:
    """Every patient's answers in LHC-Forms, without the totals: it works them out itself."""
    responses = [without_totals(resources(b)["QuestionnaireResponse"]) for b in bundles]
    return fill_in([asked], [(0, response) for response in responses])


def test_lforms_takes_and_gives_the_same_answers_and_totals_for_every_patient(
    pack: Pack, made: Made, bundles: list[Any]
) -> None:
    problems = {
        vignette.id: by_form(
            pack,
            read_answers(pack, vignette.answers),
            resources(bundle)["QuestionnaireResponse"],
            filled,
        )
        for vignette, bundle, filled in zip(VIGNETTES, bundles, made.filled, strict=True)
    }
    assert {name: found for name, found in problems.items() if found} == {}


def test_lforms_draws_the_questions(pack: Pack, made: Made) -> None:
    first = [q.text for q in pack.questions if q.when is None and q.section == "red_flags"]

    assert [text for text in first if text not in made.page] == []


def test_what_is_asked_only_of_those_who_wait_is_kept_and_not_drawn(pack: Pack, made: Made) -> None:
    waiting = [question for question in pack.questions if question.waits]
    assert waiting
    assert not any(question.text in made.page for question in waiting)

    given = {"danger_now": ["breath"], "began": "today"}
    bundle = bundle_of(pack, given)

    assert flat(resources(bundle)["QuestionnaireResponse"]["item"])["began"] == ["today"]
    asked = items(resources(bundle)["Questionnaire"])
    mark = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
    hidden = [name for name, item in asked.items() if mark in json.dumps(item.get("extension"))]
    assert hidden == [question.id for question in waiting]
