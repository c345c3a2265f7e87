"""What a crash or another process could learn: nothing a person answered."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli.commands.wizard import _log_crash
from nightcramp.system.hardening import keep_private
from nightcramp.triage.resume_code import code_of
from tests.program import wait_until
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack

PLAIN_USER = """
import ctypes, os, resource, sys
os.umask(0)
limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
if os.geteuid() == 0:
    for right in range(64):
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Starts a program as a user without any right of root's, who has set nothing up."""

LOOK_IN = """
import os, sys
for name in ("environ", "mem", "maps", "fd/0"):
    path = f"/proc/{sys.argv[1]}/{name}"
    try:
        os.readlink(path) if name == "fd/0" else open(path, "rb")
    except PermissionError:
        continue
    print(name)
"""


def plain_user(*command: str) -> list[str]:
    """A command, started by that user."""
    return [sys.executable, "-c", PLAIN_USER, *command]


def seen_by_another(pid: int) -> list[str]:
    """What another program of the same user can look at in a program."""
    looked = subprocess.run(
        plain_user(sys.executable, "-c", LOOK_IN, str(pid)),
        capture_output=True,
        text=True,
        check=True,
    )
    return looked.stdout.split()


def told_of(pid: int, name: str) -> str:
    """What the system tells everyone of a program."""
    return Path(f"/proc/{pid}/{name}").read_text(errors="replace")


def assert_private(pid: int) -> None:
    """From outside: no core dump, no looking in, and its files are its owner's alone."""
    assert "Umask:\t0077\n" in told_of(pid, "status")
    limits = told_of(pid, "limits")
    assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE), limits
    assert seen_by_another(pid) == []


@contextlib.contextmanager
def _reading_answers(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A command that waits for answers on its standard input."""
    with subprocess.Popen(
        plain_user(*NIGHTCRAMP, *command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment(),
    ) as program:
        wait_until(lambda: "Umask:\t0077" in told_of(program.pid, "status"), "umask")
        yield program


@pytest.mark.parametrize(
    ("options", "ready"),
    [((), "Press Enter to begin."), (("--plain",), "Your answer:")],
    ids=["screens", "lines"],
)
def test_nobody_looks_into_an_interview(options: tuple[str, ...], ready: str) -> None:
    with RealTerminal(plain_user(*NIGHTCRAMP, *options)) as terminal:
        terminal.wait_for(ready)
        assert_private(terminal.process.pid)


@pytest.mark.parametrize("command", [("assess", "-"), ("page", "handover", "-")], ids=" ".join)
def test_nobody_looks_into_a_file_of_answers(command: tuple[str, ...]) -> None:
    with _reading_answers(*command) as program:
        assert_private(program.pid)
        said, _ = program.communicate(b'{"leg_danger": ["none"]}')
    assert b"leg" in said


def test_into_a_program_that_does_nothing_against_it_another_looks() -> None:
    command = plain_user(sys.executable, "-c", "print(1, flush=True); input()")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        program.stdout.readline()
        assert seen_by_another(program.pid) == ["environ", "mem", "maps", "fd/0"]
        assert "Umask:\t0000\n" in told_of(program.pid, "status")
        program.communicate(b"\n")


def _may_lock_any_amount() -> bool:
    return resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY


def test_memory_stays_out_of_the_swap_space_only_where_any_amount_may() -> None:
    """Under a limit, memory would run out; not every machine lets a test lift its limit."""
    with RealTerminal((*NIGHTCRAMP, "--plain")) as terminal:
        terminal.wait_for("Your answer:")
        (locked,) = re.findall(r"VmLck:\s+(\d+) kB", told_of(terminal.process.pid, "status"))
        assert (int(locked) > 1000) == _may_lock_any_amount()


@pytest.mark.parametrize(("limit", "locks"), [(resource.RLIM_INFINITY, [7]), (8 << 20, [])])
def test_memory_is_locked_page_by_page_as_it_is_used(
    monkeypatch: pytest.MonkeyPatch, limit: int, locks: list[int]
) -> None:
    asked: list[int] = []
    system = SimpleNamespace(prctl=lambda *_: 0, mlockall=asked.append)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: system)
    monkeypatch.setattr(os, "umask", lambda _: 0)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    keep_private()
    assert asked == locks


@pytest.mark.parametrize("form", [("--code", "{}"), ("--code={}",)], ids=["apart", "together"])
@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["screens", "lines"])
def test_a_code_is_taken_out_of_the_command_line(
    pack: Pack, form: tuple[str, ...], options: tuple[str, ...]
) -> None:
    code = code_of(pack, {"age": 71})
    given = [part.format(code) for part in form]
    with RealTerminal((*NIGHTCRAMP, *options, *given)) as terminal:
        terminal.wait_until(lambda: bool(terminal.text.strip()), "screen")
        seen = told_of(terminal.process.pid, "cmdline")
        assert "nightcramp" in seen
        assert code not in seen
        assert code not in told_of(terminal.process.pid, "environ")
        if options:
            terminal.wait_for("Your answer:")
            terminal.press("\n")
        terminal.wait_for("one leg or foot?")


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
