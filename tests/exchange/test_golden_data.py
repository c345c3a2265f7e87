"""Each format says what it said before, for one person of each urgency."""

from __future__ import annotations

import json

import pytest

from tests.fhir_checks import by_fhirkit, by_schema
from tests.golden_data import FOLDER, every

MADE = every()


@pytest.mark.parametrize("name", MADE)
def test_it_is_what_it_was(name: str) -> None:
    before = (FOLDER / name).read_bytes()

    assert MADE[name].decode() == before.decode(), "if meant: python -m tests.golden_data"


def test_every_file_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(MADE)


@pytest.mark.parametrize("name", [name for name in MADE if name.startswith("fhir-")])
def test_the_fhir_is_valid_for_this_pack_too(name: str) -> None:
    made = json.loads(MADE[name])

    assert by_fhirkit(made) == []
    assert by_schema(made) == []


def test_the_files_are_small() -> None:
    assert max(len(content) for content in MADE.values()) < 32_000
