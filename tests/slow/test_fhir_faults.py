"""Faults planted in our FHIR: the checks of others find each of them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.triage import read_answers
from tests.ajv import by_ajv
from tests.content import VIGNETTES
from tests.fhir_checks import (
    bundle_of,
    by_fhirkit,
    by_form,
    by_schema,
    items,
    r4_schema,
    resources,
    without_questions,
    without_totals,
)
from tests.lforms.browser import Filled, fill_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.pack import Pack

    Fault = Callable[[Any], object]

pytestmark = pytest.mark.timeout(900)  # the first test waits until every patient is through

PATIENTS = VIGNETTES


def drinker() -> Any:
    """Someone who drinks, is over 16, has several feelings at once, and is asked a lot."""
    return {
        **next(v for v in PATIENTS if v.id == "R08").answers,
        "alcohol_often": "most_days",
        "alcohol_amount": "5_6",
        "alcohol_binge": "weekly",
        "dependence": "no",
        "feel": ["knot", "burning"],
        "where": ["calf", "foot"],
        "since": "months",
    }


def _item(bundle: Any, name: str) -> Any:
    return items(resources(bundle)["Questionnaire"])[name]


def _answer(bundle: Any, name: str) -> Any:
    return items(resources(bundle)["QuestionnaireResponse"])[name]


def _section(bundle: Any, kind: str, name: str) -> Any:
    return next(one for one in resources(bundle)[kind]["item"] if one["linkId"] == name)


def _resource(bundle: Any, kind: str, **changes: Any) -> None:
    """Change a resource; None takes a key away."""
    resource = resources(bundle)[kind]
    for key, value in changes.items():
        if value is None:
            del resource[key]
        else:
            resource[key] = value


def _swap(item: Any, **changes: Any) -> None:
    """Change an item, in all that it holds; None takes a key away."""
    for key, value in changes.items():
        if value is None:
            del item[key]
        else:
            item[key] = value


def _move(bundle: Any, kind: str, name: str, source: str, target: str) -> None:
    held = _section(bundle, kind, source)["item"]
    [moved] = [one for one in held if one["linkId"] == name]
    held.remove(moved)
    _section(bundle, kind, target)["item"].append(moved)


def _score(bundle: Any) -> Any:
    options = _item(bundle, "alcohol_amount")["answerOption"]
    return next(o for o in options if o["valueCoding"]["code"] == "5_6")["extension"][0]


def _calculation(bundle: Any) -> Any:
    return _item(bundle, "audit_c")["extension"][0]["valueExpression"]


def _prediction(bundle: Any) -> Any:
    return resources(bundle)["RiskAssessment"]["prediction"][0]


QUESTIONNAIRE: dict[str, Fault] = {
    "no status": lambda b: _resource(b, "Questionnaire", status=None),
    "a status that does not exist": lambda b: _resource(b, "Questionnaire", status="ready"),
    "an item without its id": lambda b: _swap(_item(b, "feel"), linkId=None),
    "an item of no known type": lambda b: _swap(_item(b, "feel"), type="choise"),
    "a key that does not exist": lambda b: _swap(_item(b, "feel"), answers=[]),
    "a text that is a number": lambda b: _swap(_item(b, "feel"), text=7),
    "an option of two types": lambda b: _item(b, "feel")["answerOption"][0].update(valueString="x"),
    "an extension without its name": lambda b: _swap(_score(b), url=None),
    "an operator that does not exist": lambda b: _section(b, "Questionnaire", "habits")[
        "enableWhen"
    ][0].update(operator="=="),
    "a comparison with nothing": lambda b: _section(b, "Questionnaire", "habits")["enableWhen"][
        0
    ].pop("answerInteger"),
    "a comparison the wrong way round": lambda b: _section(b, "Questionnaire", "habits")[
        "enableWhen"
    ][0].update(operator="<"),
    "all where any is meant": lambda b: _swap(_item(b, "dependence"), enableBehavior="all"),
    "a comparison with another answer": lambda b: _item(b, "danger_now_again")["enableWhen"][0][
        "answerCoding"
    ].update(code="none"),
    "no condition at all": lambda b: _swap(_item(b, "child_pain"), enableWhen=None),
    "a score that is wrong": lambda b: _swap(
        _calculation(b), expression=_calculation(b)["expression"].replace("'5_6', 2", "'5_6', 3")
    ),
    "a score that is missing": lambda b: _swap(
        _calculation(b), expression=_calculation(b)["expression"].replace("'5_6'", "'none'")
    ),
    "a total without one of its parts": lambda b: _swap(
        _calculation(b), expression=_calculation(b)["expression"].rpartition(" + ")[0] + ")"
    ),
    "a total of another instrument": lambda b: _swap(
        _calculation(b),
        expression=_item(b, "exercise_week")["extension"][0]["valueExpression"]["expression"],
    ),
    "a question in another section": lambda b: _move(
        b, "Questionnaire", "sitting", "habits", "symptoms"
    ),
    "a question that lost its id to another": lambda b: _swap(_item(b, "load"), linkId="diet"),
    "one answer where several are given": lambda b: _swap(_item(b, "where"), repeats=False),
    "a choice where a number is given": lambda b: _swap(_item(b, "age"), type="choice"),
}

RESPONSE: dict[str, Fault] = {
    "no status": lambda b: _resource(b, "QuestionnaireResponse", status=None),
    "a number as text": lambda b: _answer(b, "age")["answer"][0].update(valueInteger="70"),
    "an answer of two types": lambda b: _answer(b, "age")["answer"][0].update(valueBoolean=True),
    "a question that does not exist": lambda b: _swap(_answer(b, "sitting"), linkId="seating"),
    "an answer that is not offered": lambda b: _answer(b, "sitting")["answer"][0][
        "valueCoding"
    ].update(code="never_sits"),
    "an answer of another question": lambda b: _swap(
        _answer(b, "sitting"), answer=_answer(b, "alcohol_amount")["answer"]
    ),
    "an answer that is missing": lambda b: _section(b, "QuestionnaireResponse", "habits")[
        "item"
    ].pop(0),
    "an answer outside its section": lambda b: _move(
        b, "QuestionnaireResponse", "sitting", "habits", "symptoms"
    ),
    "one of two answers": lambda b: _answer(b, "where")["answer"].pop(),
    "an answer to what is not asked": lambda b: _section(b, "QuestionnaireResponse", "red_flags")[
        "item"
    ].append({"linkId": "child_pain", "answer": [_item(b, "child_pain")["answerOption"][0]]}),
}

BUNDLE: dict[str, Fault] = {
    "no type": lambda b: _swap(b, type=None),
    "a type that does not exist": lambda b: _swap(b, type="colection"),
    "an address that is a number": lambda b: _swap(b["entry"][0], fullUrl=7),
    "a resource of no known kind": lambda b: b["entry"][2]["resource"].update(
        resourceType="RiskAssesment"
    ),
    "an id with a space": lambda b: b["entry"][1]["resource"].update(id="a response"),
    "nobody to assess": lambda b: _resource(b, "RiskAssessment", subject=None),
    "a reference as text": lambda b: _resource(b, "RiskAssessment", basis=["urn:uuid:x"]),
    "a risk as number and range": lambda b: _prediction(b).update(
        probabilityDecimal=0.3, probabilityRange={"low": {"value": 1}}
    ),
    "a risk as a word where a number belongs": lambda b: _prediction(b).update(
        probabilityDecimal="high"
    ),
    "a request without intent": lambda b: _resource(b, "ServiceRequest", intent=None),
    "a note without text": lambda b: _resource(b, "ServiceRequest", note=[{}]),
}

FAULTS = {
    f"{kind}: {name}": fault
    for kind, faults in (("questions", QUESTIONNAIRE), ("answers", RESPONSE), ("bundle", BUNDLE))
    for name, fault in faults.items()
}


@pytest.fixture(scope="module")
def bundles(pack: Pack) -> dict[str, Any]:
    """A Bundle with each fault, and one without any."""
    sound = bundle_of(pack, drinker())
    made = {"none": sound}
    for name, fault in FAULTS.items():
        made[name] = copy.deepcopy(sound)
        fault(made[name])
    return made


@pytest.fixture(scope="module")
def filled(bundles: dict[str, Any]) -> dict[str, Filled]:
    """What LHC-Forms makes of each that still has questions and answers."""
    pairs = {
        name: (resources(bundle)["Questionnaire"], resources(bundle)["QuestionnaireResponse"])
        for name, bundle in bundles.items()
    }
    made = fill_in(
        [asked for asked, _ in pairs.values()],
        [(number, without_totals(given)) for number, (_, given) in enumerate(pairs.values())],
    )
    return dict(zip(pairs, made.filled, strict=True))


def _found(pack: Pack, bundle: Any, filled: Filled) -> dict[str, list[str]]:
    """Who finds what."""
    return {
        "schema": by_schema(bundle),
        "fhirkit": by_fhirkit(bundle),
        "lforms": by_form(
            pack,
            read_answers(pack, drinker()),
            resources(bundle).get("QuestionnaireResponse", {}),
            filled,
        ),
    }


def test_without_a_fault_nobody_finds_one(
    pack: Pack, bundles: dict[str, Any], filled: dict[str, Filled]
) -> None:
    assert _found(pack, bundles["none"], filled["none"]) == {
        "schema": [],
        "fhirkit": [],
        "lforms": [],
    }


def test_there_are_at_least_30_faults() -> None:
    assert len(FAULTS) >= 30


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(
    pack: Pack, bundles: dict[str, Any], filled: dict[str, Filled], name: str
) -> None:
    assert bundles[name] != bundles["none"]
    assert any(_found(pack, bundles[name], filled[name]).values())


def test_ajv_finds_a_fault_by_the_schema_where_python_does(bundles: dict[str, Any]) -> None:
    """Of those outside the questions, which take Python long."""
    given = [without_questions(one) for name, one in bundles.items() if "questions:" not in name]

    found = [bool(said) for said in by_ajv([r4_schema()], [(one, 0) for one in given])]

    assert found == [bool(by_schema(bundle)) for bundle in given]
    assert sum(found) >= 6
