"""`nightcramp population`."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from nightcramp.cli.main import main
from nightcramp.pack.load import content_folder
from nightcramp.triage import assess, read_answers

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from nightcramp.pack import Pack


def test_its_people_have_answered_all_that_an_interview_asks(
    pack: Pack, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["population", "40"]) == 0

    people = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    found = [assess(pack, read_answers(pack, answers)) for answers in people]
    assert len(people) == 40
    assert not any(one.missing or one.dropped for one in found)
    assert len({one.urgency for one in found}) > 2


def test_the_same_seed_makes_the_same_people(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    def printed(*options: str) -> bytes:
        assert main(["population", "5", *options]) == 0
        return capsysbinary.readouterr().out

    assert printed() == printed("--seed", "0") != printed("--seed", "1")


def test_without_a_population_it_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(str(content_folder()), folder)
    (folder / "population.toml").unlink()

    assert main(["population", "5", "--pack", str(folder)]) == 2
    assert "it has no population.toml" in capsys.readouterr().err


def test_nobody_is_no_number_of_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["population", "0"]) == 2
    assert "A whole number from 1, not 0." in capsys.readouterr().err
