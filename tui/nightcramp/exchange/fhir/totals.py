"""The totals of published instruments, and the expression by which a form works each out."""

from __future__ import annotations

from typing import Any

from nightcramp.exchange.fhir.terms import Json, answer_code, codings, extension, fhirpath
from nightcramp.pack.condition import Choice
from nightcramp.pack.model import Measure, Pack, Question
from nightcramp.reports.codes import codes_of
from nightcramp.triage.answers import every_choice

_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"


def scored(pack: Pack) -> list[Measure]:
    """The measures whose total has a public code: each is an item."""
    return [m for m in pack.measures if m.kind != "count" and codes_of(pack, m.id)]


def total(pack: Pack, measure: Measure) -> Json:
    """The total of an instrument, with the expression that a form calculates it by."""
    expression = fhirpath(_expression(pack, measure))
    return {
        "linkId": measure.id,
        "extension": [
            extension(f"{_SDC}/sdc-questionnaire-calculatedExpression", valueExpression=expression)
        ],
        "code": codings(codes_of(pack, measure.id), "LOINC"),
        "text": measure.title,
        "type": "decimal",
        "readOnly": True,
    }


def _expression(pack: Pack, measure: Measure) -> str:
    """In FHIRPath; empty where an answer has no known value.

    Scores stand in it: `weight()` would need `%questionnaire`, which not every form provides.
    """
    parts = [f"{_answer(name)}{_scores(pack, pack.question(name))}" for name in measure.of]
    counted = (" + " if measure.kind == "sum" else " * ").join(parts)
    if measure.zero_when is None:
        return counted
    zero = " and ".join(_holds(test) for test in measure.zero_when.tests)
    return f"iif({zero}, 0, {counted})"


def _scores(pack: Pack, question: Question) -> str:
    """From an answer to its score."""
    if question.kind == "number":
        return ""
    score = "{}"
    for option in reversed(every_choice(pack, question)):
        if option.value is not None:
            code = answer_code(pack, question, option.id)["code"]
            score = f"iif(code = '{code}', {whole(option.value)}, {score})"
    return f".select({score})"


def _holds(test: Any) -> str:
    answer = _answer(test.key)
    if isinstance(test, Choice):
        return " or ".join(f"({answer}.code = '{option}')" for option in sorted(test.any_of))
    return " and ".join(f"({answer} {sign} {bound})" for sign, bound in test.bounds())


def _answer(question_id: str) -> str:
    return f"%resource.descendants().where(linkId = '{question_id}').answer.value"


def whole(number: float) -> float:
    """A whole number as an integer."""
    return int(number) if number == int(number) else number
