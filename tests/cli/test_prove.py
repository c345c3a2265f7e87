"""`nightcramp prove`: what it prints, and how it ends."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli.main import main
from tests.check.proof.test_faults import FAULTS, folder
from tests.edited_packs import plant

if TYPE_CHECKING:
    from pathlib import Path


__all__ = ["folder"]


def test_a_sound_pack_ends_with_0_and_a_line_for_each_property(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prove", str(folder)]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 9
    assert all(line.startswith("proved ") for line in lines)


def test_a_refuted_pack_ends_with_1_and_prints_a_patient_that_assess_takes(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edits = next(edits for name, _, edits in FAULTS if name == "danger-pairs")
    for edit in edits:
        plant(folder, *edit)

    assert main(["prove", str(folder)]) == 1

    printed = capsys.readouterr().out
    patient = tmp_path / "patient.toml"
    patient.write_text(printed[printed.index("\n# ") :], encoding="utf-8")
    assert main(["assess", str(patient), "--pack", str(folder)]) == 0
    assert "AT HOME" in capsys.readouterr().out


def test_verdicts_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", str(folder), "--format", "json"]) == 0

    verdicts = json.loads(capsys.readouterr().out)
    assert {verdict["result"] for verdict in verdicts} == {"proved"}


def test_without_z3_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)

    assert main(["prove", str(folder)]) == 2
    assert "pip install 'nightcramp[proof]'" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prove", "/nowhere"]) == 2
    assert "there is no such folder" in capsys.readouterr().err
