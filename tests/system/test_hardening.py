"""What a crash or another process could learn: nothing a person answered."""

from __future__ import annotations

import stat
import subprocess
import sys
from typing import TYPE_CHECKING

from nightcramp.cli.commands.wizard import _log_crash

if TYPE_CHECKING:
    from pathlib import Path

LOOK = """
import ctypes, resource
from nightcramp.system import hardening
hardening._keep_memory_private()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def test_no_core_dump_and_no_other_process_looks_in() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert told.stdout == "(0, 0) 0\n"


def _crash() -> None:
    answers = {"leg_danger": "a-swollen-leg"}
    raise ValueError(f"what happened to {answers}")


def test_the_debug_log_says_where_and_never_what(tmp_path: Path) -> None:
    log = tmp_path / "log"
    try:
        _crash()
    except ValueError as error:
        _log_crash(str(log), error)
    written = log.read_text()
    assert written.startswith("ValueError\n")
    assert "in _crash" in written
    assert "swollen" not in written
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_debug_log_is_not_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "log").symlink_to(tmp_path / "elsewhere")
    _log_crash(str(tmp_path / "log"), ValueError())
    assert not (tmp_path / "elsewhere").exists()
