"""An assessment as a FHIR Bundle: the questions, the answers, what was found, what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from nightcramp.exchange.fhir.findings import risk_assessment, service_request
from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.exchange.fhir.response import questionnaire_response
from nightcramp.exchange.fhir.terms import Json, id_of
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.words import Words
from nightcramp.triage import Answers, Assessment


def bundler(pack: Pack, words: Words) -> Callable[[Answers, Assessment, int], Json]:
    """A function from answers and their assessment to their Bundle.

    It names no person and no time: the same answers give the same Bundle. The questionnaire,
    the same for everyone, is made once.
    """
    return partial(_bundle, pack, words, questionnaire(pack, words))


def _bundle(
    pack: Pack, words: Words, asked: Json, answers: Answers, found: Assessment, _line: int = 0
) -> Json:
    response_id = id_of(pack, answers, "QuestionnaireResponse")
    risk_id = id_of(pack, answers, "RiskAssessment")
    resources = {
        id_of(pack, {}, "Questionnaire"): asked,
        response_id: questionnaire_response(pack, words, asked, answers),
        risk_id: risk_assessment(pack, words, found, _urn(response_id)),
    }
    if found.urgency >= Urgency.routine:
        request = service_request(pack, words, found, (_urn(response_id), _urn(risk_id)))
        resources[id_of(pack, answers, "ServiceRequest")] = request
    return {
        "resourceType": "Bundle",
        "id": id_of(pack, answers, "Bundle"),
        "type": "collection",
        "entry": [
            {"fullUrl": _urn(name), "resource": {"id": name, **resource}}
            for name, resource in resources.items()
        ],
    }


def _urn(name: str) -> str:
    return f"urn:uuid:{name}"
