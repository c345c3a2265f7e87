"""FHIR R4 as validators of others read it: fhir.resources in Python, and Medplum's in Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pydantic
import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.questionnaire import Questionnaire

from nightcramp.cli.main import main
from tests.ajv import by_ajv
from tests.content import PACK, VIGNETTES
from tests.exchange.test_fhir import BY_URGENCY
from tests.fhir_checks import bundles_of, by_schema, r4_schema, resources, without_questions
from tests.others import find, npm_package

if TYPE_CHECKING:
    from collections.abc import Iterable

SCRIPT = Path(__file__).parents[1] / "medplum" / "validate.cjs"
VERSIONS = ("4.0.0", "5.2.13")
"""One that reads invariant ras-2 as broken where no probability is given, and today's."""


@pytest.fixture(scope="module")
def bundles() -> list[Any]:
    """The Bundle of every patient, and of one of each urgency."""
    people = [*(vignette.answers for vignette in VIGNETTES), *BY_URGENCY.values()]
    return bundles_of(PACK, people)


def by_medplum(version: str, given: Iterable[Any]) -> list[list[str]]:
    """What Medplum says against each resource and those in it."""
    packages = [npm_package(f"@medplum/{name}@{version}") for name in ("core", "definitions")]
    ended = subprocess.run(
        [find("node"), str(SCRIPT), *map(str, packages)],
        input="\n".join(map(json.dumps, given)),
        capture_output=True,
        check=False,
        text=True,
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize("version", VERSIONS)
def test_medplum_has_nothing_to_say(version: str, bundles: list[Any]) -> None:
    given = [bundles[0], *map(without_questions, bundles)]

    assert by_medplum(version, given) == [[] for _ in given]


@pytest.mark.parametrize("version", VERSIONS)
def test_medplum_finds_planted_faults(version: str, bundles: list[Any]) -> None:
    risk = resources(bundles[0])["RiskAssessment"]
    percents = {"probabilityRange": {"low": {"value": 3}}}
    faults = [
        {**risk, "status": "sure"},
        {**risk, "prediction": [{**risk["prediction"][0], **percents}]},
        {key: risk[key] for key in risk if key != "subject"},
    ]

    assert all(by_medplum(version, faults)[1:])
    assert "ras-1" in by_medplum(version, faults)[1][0]


def test_without_any_range_the_older_medplum_would_complain(bundles: list[Any]) -> None:
    risk = resources(bundles[0])["RiskAssessment"]
    bare = [{k: p[k] for k in p if k != "probabilityRange"} for p in risk["prediction"]]
    older, newer = (by_medplum(one, [{**risk, "prediction": bare}])[0] for one in VERSIONS)

    assert set(older) == {"RiskAssessment: Constraint ras-2 not met: Must be <= 100"}
    assert newer == []


def test_fhir_resources_takes_every_bundle(bundles: list[Any]) -> None:
    for bundle in [bundles[0], *map(without_questions, bundles)]:
        read = Bundle.model_validate(bundle)
        assert json.loads(read.model_dump_json())["entry"] == bundle["entry"]


def test_ajv_takes_every_bundle_by_the_schema(bundles: list[Any]) -> None:
    given = [bundles[0], *map(without_questions, bundles)]

    assert by_ajv([r4_schema()], [(one, 0) for one in given]) == [[] for _ in given]


@pytest.mark.parametrize(
    "fault",
    [{"status": "completed", "probability": 3}, {"prediction": [{"when": 1}]}, {"status": None}],
    ids=str,
)
def test_fhir_resources_finds_planted_faults(fault: Any, bundles: list[Any]) -> None:
    bundle = without_questions(bundles[0])
    risk = resources(bundle)["RiskAssessment"]
    entries = [e for e in bundle["entry"] if e["resource"] is not risk]
    with pytest.raises(pydantic.ValidationError):
        Bundle.model_validate({**bundle, "entry": [*entries, {"resource": {**risk, **fault}}]})


def test_in_every_language_the_questionnaire_is_taken_by_all(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", "questionnaire"]) == 0
    made = json.loads(capsysbinary.readouterr().out)

    assert [by_medplum(version, [made]) for version in VERSIONS] == [[[]], [[]]]
    assert by_schema(made) == []
    # fhir.resources knows no `_valueString` of an extension, which R4 and the others do.
    known = without(made, "_valueString")
    assert json.loads(Questionnaire.model_validate(known).model_dump_json()) == known


def without(node: Any, key: str) -> Any:
    """A resource without a key, at any depth."""
    if isinstance(node, dict):
        return {name: without(value, key) for name, value in node.items() if name != key}
    return [without(one, key) for one in node] if isinstance(node, list) else node
