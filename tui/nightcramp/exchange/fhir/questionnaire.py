"""The questions as a FHIR Questionnaire, in the order asked."""

from __future__ import annotations

import re
from itertools import count

from nightcramp.exchange.conditions import CannotExpressError
from nightcramp.exchange.fhir.enable_when import clauses, levels, unsure_item
from nightcramp.exchange.fhir.terms import (
    BASE,
    HL7,
    Json,
    answer_code,
    answer_coding,
    canonical,
    codings,
    concept,
    extension,
    fhirpath,
    not_sure_coding,
    version_of,
)
from nightcramp.exchange.fhir.totals import scored, total, whole
from nightcramp.pack.condition import Condition
from nightcramp.pack.model import Measure, Option, Pack, Question, Section
from nightcramp.reports.codes import codes_of, subject_codes
from nightcramp.triage.answers import every_choice
from nightcramp.triage.safety import may_be_missing

_FOCUS = {
    "system": "http://terminology.hl7.org/CodeSystem/usage-context-type",
    "code": "focus",
}
_HIDDEN = extension(f"{HL7}/questionnaire-hidden", valueBoolean=True)
"""Marks questions for those who wait for help: they take answers and are not displayed."""
ALWAYS_ASKED = f"{BASE}/StructureDefinition/asked-too-often"
"""Marks an item whose condition `enableWhen` cannot express: it is always shown."""


def questionnaire(pack: Pack) -> Json:
    """The whole questionnaire."""
    about, title = pack.about, pack.words.welcome.title
    made: Json = {
        "resourceType": "Questionnaire",
        "language": pack.language,
        "url": canonical(pack),
        "version": version_of(pack),
        "name": re.sub(r"\W", "_", about.id).title(),
        "title": title,
        "status": "active" if pack.reviewed else "draft",
        "experimental": not pack.reviewed,
        "subjectType": ["Patient"],
        "purpose": about.intended_use,
    }
    subject = codings(subject_codes(pack))
    if subject:
        focus = concept(title, subject)
        made["useContext"] = [{"code": _FOCUS, "valueCodeableConcept": focus}]
    made["item"] = [_section(pack, section) for section in about.sections]
    return made


def _section(pack: Pack, section: Section) -> Json:
    questions = [q for q in pack.questions if q.section == section.id]
    items: list[Json] = []
    starts: dict[str, int] = {}
    for question in questions:
        starts[question.id] = len(items)
        items += _placed(pack, question)
        for measure in scored(pack):
            if question.id == measure.of[-1]:
                items.append(total(pack, measure))
                items = _with_panel(pack, measure, items, starts.get(measure.of[0]))
    made = {"linkId": section.id, "type": "group", "text": section.title, "item": items}
    [placed] = _enabled(pack, section.when, section.id, questions[0], [made])
    return placed


def _with_panel(pack: Pack, measure: Measure, items: list[Json], start: int | None) -> list[Json]:
    """An instrument's questions and total, in a group where the pack has a code for both."""
    codes = codes_of(pack, f"{measure.id}_panel")
    if not codes or start is None:
        return items
    panel = {
        "linkId": f"{measure.id}.panel",
        "code": codings(codes, "LOINC"),
        "text": measure.title,
        "type": "group",
        "item": items[start:],
    }
    return [*items[:start], panel]


def _placed(pack: Pack, question: Question) -> list[Json]:
    """A question, in as many nested groups as its condition takes."""
    items = [_item(pack, question)]
    if question.kind == "number":
        items = [_page(question, [*items, _not_sure(pack, question)])]
    if question.id in may_be_missing(pack):
        items = [{**item, "required": True} for item in items]
    if question.waits:
        items = [{**item, "extension": [*item.get("extension", ()), _HIDDEN]} for item in items]
    return _enabled(pack, question.when, question.id, question, items)


def _enabled(
    pack: Pack, when: Condition | None, link: str, question: Question, items: list[Json]
) -> list[Json]:
    """Items enabled only where a condition holds, in groups where it takes several levels."""
    if when is None:
        return items
    before = pack.questions[: pack.questions.index(question)]
    try:
        wanted = levels(pack, clauses(pack, when, before))
    except CannotExpressError:
        mark = extension(ALWAYS_ASKED, valueBoolean=True)
        return [{**item, "extension": [*item.get("extension", ()), mark]} for item in items]
    links = (f"{link}.when.{number}" for number in count(1))
    for depth, level in enumerate(reversed(wanted)):
        if depth or len(items) > 1:
            title = question.said or question.text
            items = [{"linkId": next(links), "type": "group", "text": title, "item": items}]
        items = [{**items[0], **level}]
    return items


def _page(question: Question, items: list[Json]) -> Json:
    """The group of a number and its "not sure": where it is required, one of the two is."""
    title = question.said or question.text
    return {"linkId": f"{question.id}.page", "type": "group", "text": title, "item": items}


def _item(pack: Pack, question: Question) -> Json:
    """The question itself."""
    made: Json = {"linkId": question.id}
    codes = codings(codes_of(pack, question.id), "LOINC")
    if codes:
        made["code"] = codes
    made["text"] = question.text
    if question.kind == "number":
        made["type"] = "integer"
        made["extension"] = [
            extension(f"{HL7}/minValue", valueInteger=question.minimum),
            extension(f"{HL7}/maxValue", valueInteger=question.maximum),
        ]
    else:
        made["type"] = "choice"
        made["repeats"] = question.kind != "single"
        made["extension"] = [
            _control(_CONTROLS[question.kind]),
            *_stands_alone(pack, question),
        ]
        counts = any(question.id in measure.of for measure in scored(pack))
        made["answerOption"] = [
            _option(pack, question, option, counts=counts)
            for option in every_choice(pack, question)
        ]
    if question.hint:
        made["item"] = [
            {
                "linkId": f"{question.id}.hint",
                "extension": [_control("help")],
                "text": question.hint,
                "type": "display",
            }
        ]
    return made


def _stands_alone(pack: Pack, question: Question) -> list[Json]:
    """The constraint that "none" and "not sure" stand alone, in words and in FHIRPath.

    It starts at `%resource`: forms differ in what an item's expression starts at.
    """
    alone = [option for option in every_choice(pack, question) if option.exclusive]
    if question.kind == "single" or not alone:
        return []
    codes = " | ".join(f"'{answer_code(pack, question, one.id)['code']}'" for one in alone)
    expression = (
        f"%resource.repeat(item).where(linkId = '{question.id}')"
        f".all(answer.count() < 2 or answer.value.code.where($this in ({codes})).empty())"
    )
    parts = [
        extension("key", valueId=f"{question.id}-alone".replace("_", "-")),
        extension("severity", valueCode="error"),
        extension("expression", valueExpression=fhirpath(expression)),
        extension("human", valueString=pack.words.question.stands_alone),
    ]
    return [extension(f"{HL7}/targetConstraint", extension=parts)]


_CONTROLS = {
    "single": "radio-button",
    "several": "check-box",
    "pick": "autocomplete",
    "started": "autocomplete",
}


def _control(code: str) -> Json:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    control = {"coding": [{"system": system, "code": code}]}
    return extension(f"{HL7}/questionnaire-itemControl", valueCodeableConcept=control)


def _option(pack: Pack, question: Question, option: Option, *, counts: bool) -> Json:
    """An answer to choose; with its score, where the question counts in a total."""
    extensions: list[Json] = []
    if counts and option.value is not None:
        extensions.append(extension(f"{HL7}/ordinalValue", valueDecimal=whole(option.value)))
    if option.exclusive:
        extensions.append(extension(f"{HL7}/questionnaire-optionExclusive", valueBoolean=True))
    made: Json = {"extension": extensions} if extensions else {}
    return {**made, "valueCoding": answer_coding(pack, question, option)}


def _not_sure(pack: Pack, question: Question) -> Json:
    """The item beside a number for someone who does not know it."""
    return {
        "linkId": unsure_item(question.id),
        "extension": [_control("check-box")],
        "text": f"{question.text} {pack.words.question.not_sure}",
        "type": "choice",
        "enableWhen": [{"question": question.id, "operator": "exists", "answerBoolean": False}],
        "repeats": True,
        "answerOption": [{"valueCoding": not_sure_coding(pack, question)}],
    }
