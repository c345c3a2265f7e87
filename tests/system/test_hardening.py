"""What a crash or another process could learn: nothing a person answered."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli.commands.wizard import _log_crash
from tests.real_terminal import RealTerminal

if TYPE_CHECKING:
    from pathlib import Path

LOOK_AT_THE_END = """
import atexit, ctypes, os, resource, sys
def look():
    dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
    core = resource.getrlimit(resource.RLIMIT_CORE)
    print(f"dumpable {dumpable}, core {core}, umask {os.umask(0):o}")
atexit.register(look)
from nightcramp.cli.main import main
sys.exit(main())
"""
UMASK_0 = ("/bin/sh", "-c", 'umask 0; exec "$@"', "sh")


@pytest.mark.parametrize(
    ("options", "ready", "leave"),
    [((), "Press Enter to begin.", "\x03y"), (("--plain",), "Your answer:", "q\n")],
    ids=["screens", "lines"],
)
def test_no_core_dump_and_no_other_process_looks_in(
    options: tuple[str, ...], ready: str, leave: str
) -> None:
    """Nor can others read a file that it makes: as the running program, whatever it began with."""
    command = (*UMASK_0, sys.executable, "-c", LOOK_AT_THE_END, *options)
    with RealTerminal(command) as terminal:
        terminal.wait_for(ready)
        terminal.press(leave)
        assert terminal.wait_for_end() == 0
        assert terminal.shows("dumpable 0, core (0, 0), umask 77")


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
