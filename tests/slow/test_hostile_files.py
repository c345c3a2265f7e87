"""10,000 packs and answers files made at random: a result or a sentence, soon."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli.commands.people import one_person
from nightcramp.errors import NightcrampError
from nightcramp.exchange.formats import data_maker
from nightcramp.pack import load_pack
from nightcramp.triage import assess, read_answers
from tests.content import PACK, VIGNETTES
from tests.edited_packs import lean_copy
from tests.hostile_files import random_answers, random_edits
from tests.processor import at_most
from tests.slow.test_hostile_packs import SECONDS

if TYPE_CHECKING:
    from pathlib import Path

_EACH = 250
# In CI a sixth of them: a change waits there for half an hour at most.
_SHARE = 6 if os.environ.get("CI") else 1
_PACKS = range(12 // _SHARE)
_ANSWERS = range(28 // _SHARE)


@pytest.mark.parametrize("seed", _PACKS)
def test_any_pack_is_loaded_or_refused(tmp_path: Path, seed: int) -> None:
    scratch = lean_copy(tmp_path / "pack", "en")
    loaded = 0
    for name, raw in random_edits(seed, _EACH):
        before = (scratch / name).read_bytes()
        (scratch / name).write_bytes(raw)
        with at_most(SECONDS, name):
            try:
                pack = load_pack(scratch)
                for patient in VIGNETTES[seed :: len(VIGNETTES) // 3]:
                    answers = read_answers(pack, patient.answers)
                    data_maker("json", pack)(assess(pack, answers))
                loaded += 1
            except NightcrampError as error:
                assert str(error).strip()  # noqa: PT017  it may also be loaded
        (scratch / name).write_bytes(before)
    assert 0 < loaded < _EACH


@pytest.mark.parametrize("seed", _ANSWERS)
def test_any_answers_are_taken_or_refused(tmp_path: Path, seed: int) -> None:
    make = data_maker("json", PACK)
    taken = 0
    for name, raw in random_answers(PACK, seed, _EACH):
        file = tmp_path / name
        file.write_bytes(raw)
        with at_most(SECONDS, raw):
            try:
                found = one_person(str(file), PACK)
                make(found)
                taken += 1
            except NightcrampError as error:
                assert str(error).strip()  # noqa: PT017  they may also be taken
        file.unlink()
    assert 0 < taken < _EACH
