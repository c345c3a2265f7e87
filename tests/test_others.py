"""What tests share with other runs at the same time."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from tests import others

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_another_run_made_is_left_until_it_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "_MADE", tmp_path)
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "this")
    for name in ("another.json", "another.lock", "old.json"):
        (tmp_path / name).touch()
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(tmp_path / "old.json", (two_days_ago, two_days_ago))

    assert others.once_a_run("program", "given", lambda: [1]) == [1]
    assert others.once_a_run("program", "given", lambda: [2]) == [1]

    left = {path.name for path in tmp_path.iterdir()}
    assert {"another.json", "another.lock"} <= left
    assert "old.json" not in left
