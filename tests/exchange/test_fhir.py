"""FHIR R4: what it carries, what it does not, and that others read it as we mean it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nightcramp.cli.main import main
from nightcramp.exchange.conditions import CannotExpressError
from nightcramp.exchange.fhir.enable_when import clauses
from nightcramp.exchange.fhir.questionnaire import ALWAYS_ASKED, questionnaire
from nightcramp.pack import load_pack
from nightcramp.pack.condition import read_condition
from nightcramp.pack.locale import Locale
from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import every_choice
from nightcramp.triage.safety import may_be_missing
from tests.calm import calm
from tests.content import VIGNETTES as PATIENTS
from tests.content import sample
from tests.fhir_checks import answered, bundle_of, bundles_of, by_fhirkit, flat, items, resources

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

RESTLESS = next(patient for patient in PATIENTS if "restless_legs" in patient.expected.names)
VIGNETTES = (*sample(PATIENTS, 12), RESTLESS)
BY_URGENCY = {
    "incomplete": {"age": 40, "signs": ["numb"]},
    "self_care": calm(load_pack()),
    "routine": calm(load_pack(), signs=["numb"]),
    "same_day": {"leg_danger": ["swollen"]},
    "emergency": {"danger_now": ["breath"]},
}


@pytest.fixture(scope="module")
def asked(pack: Pack) -> Any:
    """The questionnaire."""
    return json.loads(msgspec.json.encode(questionnaire(pack)))


@pytest.fixture(scope="module")
def bundles(pack: Pack) -> list[Any]:
    """The Bundle of every patient."""
    return bundles_of(pack, (vignette.answers for vignette in VIGNETTES))


def test_the_same_answers_give_the_same_bundle(pack: Pack) -> None:
    first, again = (bundle_of(pack, {"age": 40}) for _ in range(2))

    assert first == again


@pytest.mark.parametrize("answers", [{"age": 41}, {"age": 40, "pregnant": "no"}])
def test_other_answers_have_other_ids(pack: Pack, answers: Any) -> None:
    one = bundle_of(pack, {"age": 40})
    other = bundle_of(pack, answers)

    assert one["id"] != other["id"]
    assert resources(one)["Questionnaire"] == resources(other)["Questionnaire"]


def test_every_reference_leads_to_a_resource_of_the_bundle(bundles: list[Any]) -> None:
    for bundle in bundles:
        here = {entry["fullUrl"] for entry in bundle["entry"]}
        named = _values(bundle, "reference")
        assert named
        assert set(named) <= here


def test_the_response_names_its_questionnaire_and_version(bundles: list[Any]) -> None:
    found = resources(bundles[0])

    named = found["QuestionnaireResponse"]["questionnaire"]
    assert named == f"{found['Questionnaire']['url']}|{found['Questionnaire']['version']}"


def test_another_language_is_another_version_of_the_questionnaire() -> None:
    versions = {
        questionnaire(load_pack(locale=Locale(language=language)))["version"]
        for language in ("en", "es")
    }
    assert len(versions) == 2


def test_no_bundle_names_a_person_or_a_time(bundles: list[Any]) -> None:
    for bundle in bundles:
        subjects = _values(bundle, "subject")
        assert all(list(subject) == ["extension", "type"] for subject in subjects)
        text = json.dumps(bundle)
        for word in ('"Patient"', '"identifier"', '"authored', '"timestamp"', '"lastUpdated"'):
            assert word not in text.replace('"type": "Patient"', "").replace('["Patient"]', "")


def test_points_are_no_probability_and_no_number_is_given_for_a_risk(bundles: list[Any]) -> None:
    for bundle in bundles:
        risk = resources(bundle)["RiskAssessment"]
        for prediction in risk["prediction"]:
            assert set(prediction) == {
                *("outcome", "probabilityRange", "qualitativeRisk", "rationale")
            }
            assert set(prediction["probabilityRange"]) == {"extension"}
            assert not _numbers(prediction)


def test_a_service_is_asked_for_from_routine_on_and_only_as_a_draft(pack: Pack) -> None:
    for urgency, answers in BY_URGENCY.items():
        request = resources(bundle_of(pack, answers)).get("ServiceRequest")
        if urgency in ("incomplete", "self_care"):
            assert request is None
        else:
            assert request is not None
            priority = {"routine": "routine", "same_day": "urgent", "emergency": "stat"}[urgency]
            told = (request["status"], request["intent"], request["priority"])
            assert told == ("draft", "proposal", priority)


def test_while_nothing_can_be_said_every_resource_says_so(pack: Pack) -> None:
    made = resources(bundle_of(pack, BY_URGENCY["incomplete"]))

    risk = made["RiskAssessment"]
    assert (made["QuestionnaireResponse"]["status"], risk["status"]) == (
        "in-progress",
        "registered",
    )
    [said] = risk["prediction"]
    assert said["qualitativeRisk"]["coding"][0]["code"] == "incomplete"
    assert "mitigation" not in risk
    assert pack.question("danger_now").text in risk["note"][0]["text"]


def test_an_urgent_assessment_predicts_nothing_but_its_flags(pack: Pack) -> None:
    answers = {"leg_danger": ["swollen"], "sitting": "8_or_more"}

    predicted = resources(bundle_of(pack, answers))["RiskAssessment"]["prediction"]

    systems = {p["qualitativeRisk"]["coding"][0]["system"].rpartition("/")[2] for p in predicted}
    assert systems == {"urgency"}
    assert predicted[1]["outcome"]["coding"] == [
        {"system": "http://snomed.info/sct", "code": "128053003"}
    ]


def test_public_codes_are_those_of_the_pack_and_no_others(pack: Pack, bundles: list[Any]) -> None:
    ours = "https://nightcramp.invalid/"
    of_the_format = ("http://hl7.org/fhir/questionnaire", "http://terminology.hl7.org/")
    known = {code.code for code in pack.codes}
    given = {
        one["code"]
        for bundle in bundles
        for one in _codings(bundle)
        if not one["system"].startswith((ours, *of_the_format))
    }
    assert {"72109-2", "75626-2", "77386006", "128053003", "32914008", "G47.62"} <= given
    assert given <= known


def test_the_alcohol_questions_are_the_published_panel(asked: Any) -> None:
    panel = items(asked)["audit_c.panel"]

    codes = [panel["code"], *(item["code"] for item in panel["item"])]
    loinc = ["72109-2", "68518-0", "68519-8", "68520-6", "75626-2"]
    assert codes == [[{"system": "http://loinc.org", "code": code}] for code in loinc]
    scores = [
        extension["valueDecimal"]
        for option in items(asked)["alcohol_often"]["answerOption"]
        for extension in option.get("extension", ())
        if extension["url"].endswith("/ordinalValue")
    ]
    assert scores == [0, 1, 2, 3, 4]
    assert "ordinalValue" not in json.dumps(items(asked)["sitting"])


def test_a_form_works_the_total_out_without_knowing_the_questionnaire(
    pack: Pack, asked: Any
) -> None:
    """`weight()` asks for `%questionnaire`; the scores stand in the expression instead."""
    [calculated] = items(asked)["audit_c"]["extension"]
    expression = calculated["valueExpression"]["expression"]

    assert "weight" not in expression
    for name in ("alcohol_often", "alcohol_amount", "alcohol_binge"):
        part = expression.partition(f"'{name}').answer.value.select")[2].partition(" + ")[0]
        scores = {code: int(score) for code, score in re.findall(r"'(\w+)', (\d)", part)}
        options = {o.id: o.value for o in pack.question(name).options if o.value is not None}
        assert scores == options
        assert options == {
            option["valueCoding"]["code"]: extension["valueDecimal"]
            for option in items(asked)[name]["answerOption"]
            for extension in option.get("extension", ())
            if extension["url"].endswith("/ordinalValue")
        }


def test_pregnancy_is_asked_and_answered_in_public_codes(pack: Pack) -> None:
    response = resources(bundle_of(pack, {"pregnant": "pregnant"}))["QuestionnaireResponse"]

    assert flat(response["item"]) == {"pregnant": ["77386006"]}


def test_not_sure_of_a_number_is_an_answer_and_no_number(pack: Pack) -> None:
    response = resources(bundle_of(pack, {"age": "unsure"}))["QuestionnaireResponse"]

    assert flat(response["item"]) == {"age.unsure": ["unsure"]}


def test_a_total_that_is_not_certain_is_not_given(pack: Pack) -> None:
    alcohol = {"alcohol_often": "most_days", "alcohol_amount": "unsure", "alcohol_binge": "never"}

    response = resources(bundle_of(pack, alcohol))["QuestionnaireResponse"]

    assert "audit_c" not in flat(response["item"])


def test_an_answer_to_a_question_that_does_not_apply_is_left_out(pack: Pack) -> None:
    answers = {"age": 70, "pregnant": "pregnant", "weeks": 20}

    response = resources(bundle_of(pack, answers))["QuestionnaireResponse"]

    assert flat(response["item"]) == {"age": [70]}


def test_every_response_holds_every_answer(pack: Pack, bundles: list[Any]) -> None:
    for vignette, bundle in zip(VIGNETTES, bundles, strict=True):
        response = resources(bundle)["QuestionnaireResponse"]
        assert flat(response["item"]) == answered(pack, read_answers(pack, vignette.answers))
        assert response["status"] in ("completed", "stopped")


def test_an_interview_that_goes_on_is_in_progress(pack: Pack) -> None:
    response = resources(bundle_of(pack, {"age": 40}))["QuestionnaireResponse"]

    assert response["status"] == "in-progress"


def test_every_condition_of_this_pack_is_said_exactly(asked: Any) -> None:
    assert ALWAYS_ASKED not in json.dumps(asked)


@pytest.mark.parametrize(
    "condition",
    [
        {"audit_c": {"at_least": 4}},
        {"not": {"feel": "knot"}},
        {"statin": "recent"},
        {"not": {"statin": "taken"}},
        {"red_flags": "any"},
        {"country": "GB"},
    ],
    ids=str,
)
def test_what_cannot_be_said_is_asked_of_everyone_and_marked(pack: Pack, condition: Any) -> None:
    when = read_condition(condition)
    with pytest.raises(CannotExpressError):
        clauses(pack, when, pack.questions)
    questions = [
        msgspec.structs.replace(q, when=when) if q.id == "medicines" else q for q in pack.questions
    ]
    changed = msgspec.structs.replace(pack, questions=tuple(questions))

    item = items(questionnaire(changed))["medicines"]

    assert "enableWhen" not in item
    assert {"url": ALWAYS_ASKED, "valueBoolean": True} in item["extension"]


@pytest.mark.parametrize(
    "condition", [{"weakness": {"at_least": 1}}, {"not": {"weak_kidneys": {"over": 0}}}], ids=str
)
def test_a_count_is_said_by_its_criteria(pack: Pack, condition: Any) -> None:
    when = read_condition(condition)
    questions = [
        msgspec.structs.replace(q, when=when) if q.id == "medicines" else q for q in pack.questions
    ]
    changed = msgspec.structs.replace(pack, questions=tuple(questions))

    item = items(questionnaire(changed))["medicines"]

    assert "enableWhen" in item
    assert ALWAYS_ASKED not in json.dumps(item)


@pytest.mark.parametrize("urgency", BY_URGENCY)
def test_a_whole_bundle_is_valid_to_fhirkit(pack: Pack, urgency: str) -> None:
    assert by_fhirkit(bundle_of(pack, BY_URGENCY[urgency])) == []


def test_every_bundle_is_valid_to_fhirkit(bundles: list[Any]) -> None:
    assert [problem for bundle in bundles for problem in by_fhirkit(bundle)] == []


def _values(node: Any, key: str) -> list[Any]:
    """Every value under a key, at any depth."""
    if isinstance(node, dict):
        here = [node[key]] if key in node else []
        return here + [found for value in node.values() for found in _values(value, key)]
    return [found for one in node for found in _values(one, key)] if isinstance(node, list) else []


def _codings(node: Any) -> list[Any]:
    """Everything with a system and a code, at any depth."""
    if isinstance(node, dict):
        here = [node] if {"system", "code"} <= node.keys() else []
        return here + [found for value in node.values() for found in _codings(value)]
    return [found for one in node for found in _codings(one)] if isinstance(node, list) else []


def _numbers(node: Any) -> list[Any]:
    """Every number, at any depth."""
    if isinstance(node, dict):
        return [found for value in node.values() for found in _numbers(value)]
    if isinstance(node, list):
        return [found for one in node for found in _numbers(one)]
    return [node] if isinstance(node, (int, float)) else []


def test_a_safety_question_is_required_where_it_is_shown(pack: Pack, asked: Any) -> None:
    found = items(asked)
    required = {name for name, item in found.items() if item.get("required")}
    needed = {
        f"{name}.page" if pack.question(name).kind == "number" else name
        for name in may_be_missing(pack)
    }

    assert required == needed
    assert {"age.page", "leg_danger", "danger_now", "pregnant"} <= required
    assert not any(pack.question(q.id).waits and q.id in required for q in pack.questions)


def test_without_a_required_question_an_assessment_can_be_incomplete(pack: Pack) -> None:
    """And without one that is not, it never is: so for every patient."""
    needed = may_be_missing(pack)
    missing = set()
    for vignette in VIGNETTES:
        answers = read_answers(pack, vignette.answers)
        for name in answers:
            left = {key: value for key, value in answers.items() if key != name}
            missing |= set(assess(pack, left).missing)
    assert {"age", "danger_now", "signs", "medicines"} <= missing <= needed


def test_every_group_has_a_title(asked: Any) -> None:
    groups = [item for item in items(asked).values() if item["type"] == "group"]

    assert len(groups) > 8
    assert [one["linkId"] for one in groups if not one.get("text")] == []


def test_what_stands_alone_is_a_constraint_where_a_form_does_not_know_exclusive(
    pack: Pack, words: Words, asked: Any
) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/targetConstraint"
    for question in pack.questions:
        parts = [
            {part["url"]: part for part in one["extension"]}
            for one in items(asked)[question.id].get("extension", ())
            if one["url"] == url
        ]
        alone = [option for option in every_choice(pack, question) if option.exclusive]
        assert len(parts) == bool(alone and question.kind != "single"), question.id
        for constraint in parts:
            assert constraint["human"]["valueString"] == words.question.stands_alone
            formula = constraint["expression"]["valueExpression"]["expression"]
            named = re.findall(r"'([^']+)'", formula)
            assert named == [question.id, *(option.id for option in alone)]
            assert re.fullmatch(r"[A-Za-z0-9.-]{1,64}", constraint["key"]["valueId"])


@pytest.mark.parametrize(("first", "second"), [("en", "es"), ("es", "en")])
def test_an_exported_questionnaire_has_every_text_in_every_language(
    first: str, second: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["export", "questionnaire", "--lang", first]) == 0
    made = json.loads(capsysbinary.readouterr().out)

    assert made["language"] == first
    assert by_fhirkit(made) == []
    locale = Locale(language=second)
    other = json.loads(msgspec.json.encode(questionnaire(load_pack(locale=locale))))
    assert _translated(made, second)["item"] == other["item"]
    assert _translated(made, second)["title"] == other["title"]


def _translated(node: Any, language: str) -> Any:
    """A resource in the language that stands beside its texts."""
    if isinstance(node, list):
        return [_translated(one, language) for one in node]
    if not isinstance(node, dict):
        return node
    made = {k: _translated(v, language) for k, v in node.items() if not k.startswith("_")}
    for key in made:
        for translation in node.get(f"_{key}", {}).get("extension", ()):
            parts = {part["url"]: part for part in translation["extension"]}
            assert translation["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
            assert parts["lang"] == {"url": "lang", "valueCode": language}
            made[key] = parts["content"]["valueString"]
    return made
