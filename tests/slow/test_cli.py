"""Commands that take long: every patient of the content is played, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.cli.main import main

if TYPE_CHECKING:
    import pytest


def test_check_plays_the_patients(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--vignettes"]) == 0
    told = capsys.readouterr().out
    assert "safe urgency" in told
    assert "urgency changed 0 times" in told
