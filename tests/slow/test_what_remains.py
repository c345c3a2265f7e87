"""What remains of a person on the machine, seen from outside, however a session ends."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.triage.resume_code import code_of
from tests.line_mode.test_line_mode import KIOSK
from tests.program import wait_until
from tests.real_terminal import NIGHTCRAMP, UNHURRIED, RealTerminal, clean_environment
from tests.slow.test_way_out_terminal import LEFT, _answers, _end
from tests.system.test_hardening import told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

LIMITS = ("--blank-after", "1", "--discard-after", "2", "--session-limit", "2")
LP = """#!/bin/sh
[ "${0##*/}" = lpstat ] && { echo ward; exit; }
{ echo "$@"; env; } > "$HOME/../asked"
cat > /dev/null
"""


class Machine:
    """Every folder that a program may think of, and what lies in them afterwards."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root"
        self.asked = self.root / "asked"
        self.programs = folder / "programs"
        for name in ("home", "tmp", "run", "state", "cache", "config", "data", "here"):
            (self.root / name).mkdir(parents=True)
        self.programs.mkdir()
        self.environment = clean_environment(
            HOME=str(self.root / "home"),
            TMPDIR=str(self.root / "tmp"),
            XDG_RUNTIME_DIR=str(self.root / "run"),
            XDG_STATE_HOME=str(self.root / "state"),
            XDG_CACHE_HOME=str(self.root / "cache"),
            XDG_CONFIG_HOME=str(self.root / "config"),
            XDG_DATA_HOME=str(self.root / "data"),
            PATH=f"{self.programs}:/usr/bin:/bin",
            PYTHONDONTWRITEBYTECODE="1",
        )

    def start(self, *command: str) -> RealTerminal:
        """Start a program in the folder `here`."""
        return RealTerminal(command, environment=self.environment, folder=self.root / "here")

    def left(self) -> list[Path]:
        """All files that are there."""
        return sorted(file for file in self.root.rglob("*") if not file.is_dir())

    def with_a_printer(self) -> None:
        """Have a printer, whose program notes what it is told beside the page."""
        for name in ("lp", "lpstat"):
            (self.programs / name).write_text(LP)
            (self.programs / name).chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def _assert_nothing_told(pid: int, code: str) -> None:
    """Neither arguments, environment nor open files of a program tell an answer."""
    for name in ("cmdline", "environ"):
        with contextlib.suppress(PermissionError):  # for everyone but root
            assert code not in told_of(pid, name)
            assert "leg_danger" not in told_of(pid, name)
    with contextlib.suppress(PermissionError):
        opened = {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()}
        files = {name for name in opened if name.startswith("/") and "/dev/" not in name}
        assert not {name for name in files if not name.endswith((".toml", ".py", ".pyc"))}


@pytest.fixture
def at_result(
    machine: Machine, pack: Pack, request: pytest.FixtureRequest
) -> Iterator[RealTerminal]:
    """The result of a person, on a full screen."""
    machine.with_a_printer()
    code = code_of(pack, _answers(pack))
    options = getattr(request, "param", ())
    with machine.start(*UNHURRIED, "--code", code, *options) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        _assert_nothing_told(terminal.process.pid, code)
        yield terminal


def _choose(terminal: RealTerminal, label: str) -> None:
    """Press the digit of a menu's item."""
    terminal.wait_for(label)
    found = re.search(rf"(\d) +{re.escape(label)}", terminal.text)
    assert found is not None
    terminal.press(found[1])


def _leave(terminal: RealTerminal, words: Words) -> None:
    assert _end(terminal, words) == 0


def _kill(terminal: RealTerminal, _: Words) -> None:
    terminal.process.kill()
    terminal.process.wait()


def _hang_up(terminal: RealTerminal, _: Words) -> None:
    terminal.hang_up()
    terminal.wait_for_end_unread()


def _copy(terminal: RealTerminal, words: Words) -> None:
    terminal.press("p")
    _choose(terminal, words.out.leaflet)
    _choose(terminal, words.out.copy)
    terminal.wait_for(words.out.copied)
    _kill(terminal, words)


def _show_qr(terminal: RealTerminal, words: Words) -> None:
    terminal.resize(120, 60)
    terminal.press("p")
    _choose(terminal, words.out.qr)
    terminal.wait_for("█")
    terminal.press(LEFT)
    _kill(terminal, words)


@pytest.mark.parametrize("ends", [_leave, _kill, _hang_up, _copy, _show_qr])
def test_nothing_remains(
    machine: Machine,
    at_result: RealTerminal,
    words: Words,
    ends: Callable[[RealTerminal, Words], None],
) -> None:
    ends(at_result, words)
    assert machine.left() == []


@pytest.mark.parametrize("at_result", [("--kiosk", "--country", "US", *LIMITS)], indirect=True)
def test_after_its_time_nothing_remains(
    machine: Machine, at_result: RealTerminal, pack: Pack, words: Words
) -> None:
    at_result.press("?")
    result = pack.about.urgency["self_care"].title
    at_result.wait_until(
        lambda: at_result.shows(words.welcome.begin) and not at_result.shows(result), "first screen"
    )
    _kill(at_result, words)
    assert machine.left() == []


def test_of_a_page_that_is_printed_only_the_printer_has_it(
    machine: Machine, at_result: RealTerminal, words: Words
) -> None:
    at_result.press("p")
    _choose(at_result, words.out.leaflet)
    _choose(at_result, words.out.print)
    _choose(at_result, "ward")
    at_result.wait_for(words.out.printed.partition("{")[0])
    _kill(at_result, words)
    assert machine.left() == [machine.asked]
    told = machine.asked.read_text()
    assert told.startswith("-d ward -t nightcramp\n")
    assert "cramp" not in told.partition("\n")[2].replace(str(machine.root.parent), "")


def test_of_a_page_that_is_saved_one_private_file_remains(
    machine: Machine, at_result: RealTerminal, words: Words
) -> None:
    at_result.press("p")
    _choose(at_result, words.out.leaflet)
    _choose(at_result, words.out.save)
    at_result.wait_for(words.out.save_where)
    at_result.press("\r")
    at_result.wait_for(words.out.saved.partition("{")[0])
    _kill(at_result, words)
    (page,) = machine.left()
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert page.parent == machine.root / "here"


def test_killed_while_answers_are_kept_they_are_all_that_remains(machine: Machine) -> None:
    with machine.start(*NIGHTCRAMP, "--plain", "--resume") as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n71\n")
        terminal.wait_for("one leg or foot?")
        terminal.process.kill()
        terminal.process.wait()
    folder = machine.root / "state" / "nightcramp"
    assert machine.left() == [folder / "lock", folder / "session.json"]
    assert json.loads((folder / "session.json").read_text())["answers"] == {"age": 71}
    assert {stat.S_IMODE(file.stat().st_mode) for file in machine.left()} == {0o600}


@pytest.mark.parametrize("ends", ["leave", "kill", "hang up", "time"])
def test_of_plain_lines_nothing_remains(machine: Machine, ends: str) -> None:
    with machine.start(*NIGHTCRAMP, *KIOSK, *(LIMITS if ends == "time" else ())) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n71\n")
        terminal.wait_for("one leg or foot?")
        _assert_nothing_told(terminal.process.pid, "71\0")
        if ends == "leave":
            terminal.press("q\ny\n")
            terminal.wait_for_end()
        elif ends == "time":
            terminal.wait_for("Your answers were thrown away.")
        elif ends == "hang up":
            terminal.hang_up()
            assert terminal.wait_for_end_unread() == -signal.SIGHUP
        terminal.process.kill()
        terminal.process.wait()
    assert machine.left() == []


@pytest.mark.parametrize("killed", [False, True], ids=["it ends", "killed"])
def test_of_a_file_of_answers_nothing_remains(machine: Machine, *, killed: bool) -> None:
    with subprocess.Popen(
        [*NIGHTCRAMP, "assess", "-", "--format", "json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=machine.environment,
        cwd=machine.root / "here",
    ) as program:
        assert program.stdin is not None
        program.stdin.write(b'{"leg_danger": ["none"], "age": 71')
        program.stdin.flush()
        wait_until(lambda: "Umask:\t0077" in told_of(program.pid, "status"), "umask")
        _assert_nothing_told(program.pid, "71\0")
        if killed:
            program.kill()
        else:
            said, _ = program.communicate(b"}")
            assert b'"incomplete"' in said
    assert machine.left() == []
