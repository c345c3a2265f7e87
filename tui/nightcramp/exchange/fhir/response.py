"""Answers as a FHIR QuestionnaireResponse, nested as the questionnaire nests its items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nightcramp.exchange.fhir.enable_when import unsure_item
from nightcramp.exchange.fhir.terms import (
    Json,
    answer_coding,
    canonical,
    not_sure_coding,
    version_of,
)
from nightcramp.exchange.fhir.totals import scored, whole
from nightcramp.pack import Pack
from nightcramp.triage import Answers, Assessment, Interview
from nightcramp.triage.answers import every_choice
from nightcramp.triage.derive import derive_facts


def questionnaire_response(pack: Pack, asked: Json, found: Assessment) -> Json:
    """The answers that were weighed: to the questions that apply, and no others.

    Args:
        pack: the clinical content.
        asked: the questionnaire of that content.
        found: the assessment of what was answered.
    """
    values = _values(pack, found.answers)
    return {
        "resourceType": "QuestionnaireResponse",
        "language": pack.language,
        "questionnaire": f"{canonical(pack)}|{version_of(pack)}",
        "status": _status(pack, found),
        **({"item": _items(asked["item"], values)} if values else {}),
    }


def _status(pack: Pack, found: Assessment) -> str:
    """How far it came; "stopped" where something urgent ended it before every question."""
    if not Interview.begin(pack, found.answers).finished:
        return "in-progress"
    return "stopped" if found.not_asked else "completed"


def _values(pack: Pack, answers: Answers) -> dict[str, list[Json]]:
    """Link id -> what was answered there."""
    values: dict[str, list[Json]] = {}
    for question in pack.questions:
        value = answers.get(question.id)
        if isinstance(value, int):
            values[question.id] = [{"valueInteger": value}]
        elif value is not None and question.kind == "number":
            coding = not_sure_coding(pack, question)
            values[unsure_item(question.id)] = [{"valueCoding": coding}]
        elif value is not None:
            chosen = value if isinstance(value, tuple) else (value,)
            values[question.id] = [
                {"valueCoding": answer_coding(pack, question, option)}
                for option in every_choice(pack, question)
                if option.id in chosen
            ]
    numbers = derive_facts(pack, answers).numbers
    for measure in scored(pack):
        if measure.id in numbers and numbers[measure.id][0] == numbers[measure.id][1]:
            values[measure.id] = [{"valueDecimal": whole(numbers[measure.id][0])}]
    return values


def _items(asked: Iterable[Json], values: Mapping[str, list[Json]]) -> list[Json]:
    """The items that hold an answer, and the groups around them."""
    items: list[Json] = []
    for item in asked:
        named: Json = {key: item[key] for key in ("linkId", "text") if key in item}
        if item["type"] == "group":
            inner = _items(item["item"], values)
            items += [{**named, "item": inner}] if inner else []
        elif item["linkId"] in values:
            items.append({**named, "answer": values[item["linkId"]]})
    return items
