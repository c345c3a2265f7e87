"""What the launcher of a clinic account lets through of a caller's wishes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import nightcramp
from tests.content import PACK

LAUNCHER = Path(nightcramp.__file__).parent / "clinic_files" / "nightcramp-kiosk"
LANGUAGES = [*PACK.about.languages]


def let_through(wish: str, folder: Path) -> str:
    """The wish as the program gets it; here a program that prints it."""
    program, launcher = folder / "program", folder / "launcher"
    program.write_text('#!/bin/sh\nprintf %s "${LC_NIGHTCRAMP-}"\n')
    program.chmod(0o755)
    text = LAUNCHER.read_text(encoding="utf-8")
    launcher.write_text(text.replace("python=/opt/nightcramp/bin/python", f"python={program}"))
    ended = subprocess.run(
        ["/bin/sh", str(launcher)],
        env={"LC_NIGHTCRAMP": wish, "LC_ALL": "es_ES.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout


@pytest.mark.parametrize(
    "wish", ["plain", *LANGUAGES, *(f"plain {language}" for language in LANGUAGES)]
)
def test_plain_and_every_language_of_the_pack_get_through(wish: str, tmp_path: Path) -> None:
    assert let_through(wish, tmp_path) == wish


@pytest.mark.parametrize(
    "wish", ["", "EN", "e", "eng", "plain  en", "en plain", "plain en x", "é", "plain;id", "$(id)"]
)
def test_anything_else_is_dropped(wish: str, tmp_path: Path) -> None:
    assert let_through(wish, tmp_path) == ""
