"""An assessment as a FHIR Bundle: the questions, the answers, what was found, what to do."""

from __future__ import annotations

from collections.abc import Callable

from nightcramp.exchange.fhir.findings import risk_assessment, service_request
from nightcramp.exchange.fhir.questionnaire import questionnaire
from nightcramp.exchange.fhir.response import questionnaire_response
from nightcramp.exchange.fhir.terms import Json, id_of
from nightcramp.pack import Pack, Urgency
from nightcramp.triage import Assessment


def bundler(pack: Pack, *, with_questions: bool = True) -> Callable[..., Json]:
    """A function from an assessment, line and id to their Bundle, as `Maker` says.

    It names no person and no time: the same answers give the same Bundle, but for an id that
    they came with. The questionnaire, the same for everyone, is made once.

    Args:
        pack: the clinical content.
        with_questions: whether each Bundle holds the questionnaire.
    """
    asked = identified_questionnaire(pack)
    shared = [_entry(asked)] if with_questions else []

    def bundle(found: Assessment, _: int = 0, name: str | int | None = None) -> Json:
        response_id = id_of(pack, found.answers, "QuestionnaireResponse")
        risk_id = id_of(pack, found.answers, "RiskAssessment")
        response = questionnaire_response(pack, asked, found)
        if name is not None:
            response["identifier"] = {"value": str(name)}
        resources = {
            response_id: response,
            risk_id: risk_assessment(pack, found, _urn(response_id)),
        }
        if found.urgency >= Urgency.routine:
            request = service_request(pack, found, (_urn(response_id), _urn(risk_id)))
            resources[id_of(pack, found.answers, "ServiceRequest")] = request
        own = [_entry({"id": one, **resource}) for one, resource in resources.items()]
        return {
            "resourceType": "Bundle",
            "id": id_of(pack, found.answers, "Bundle"),
            "type": "collection",
            "entry": [*shared, *own],
        }

    return bundle


def identified_questionnaire(pack: Pack) -> Json:
    """The questionnaire under the id that Bundles have it by."""
    return {"id": id_of(pack, {}, "Questionnaire"), **questionnaire(pack)}


def _entry(resource: Json) -> Json:
    return {"fullUrl": _urn(resource["id"]), "resource": resource}


def _urn(name: str) -> str:
    return f"urn:uuid:{name}"
