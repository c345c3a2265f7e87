"""How a terminal is given back when a signal ends the program. Nothing of Textual is needed."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from tests.program import wait_until
from tests.real_terminal import RealTerminal

if TYPE_CHECKING:
    from pathlib import Path

WAITS_TO_BE_ENDED = """
import os, pathlib, signal, sys
from nightcramp.system import terminal
terminal.restore_on_end()
os.write(1, b"x" * 5000 + b"written before the end")  # more than can be read at once
pathlib.Path(sys.argv[1]).touch()
while True:
    signal.pause()
"""
MAIN_THREAD_IS_QUICKER = """
import os, signal, sys
from nightcramp.system import terminal
terminal.restore_on_end(lambda _: os.read(0, 1))
print("ready", flush=True)
while not terminal._SHUTDOWN.locked():
    pass
terminal.block_if_shutting_down()
os._exit(2)
"""
ANOTHER_COMES = """
import os, signal
from nightcramp.system import terminal
def on_end(ending):
    os.write(1, ending.encode())
    os.kill(os.getpid(), signal.SIGTERM)
terminal.end_on_signal(on_end)
os.kill(os.getpid(), signal.SIGINT)
"""


def _waiting_to_be_ended(folder: Path) -> RealTerminal:
    """A terminal with such a program; nothing it writes has been read."""
    ready = folder / "ready"
    terminal = RealTerminal((sys.executable, "-c", WAITS_TO_BE_ENDED, str(ready)))
    wait_until(ready.exists, "program that waits")
    return terminal


def test_what_was_written_before_the_terminal_is_restored_reaches_it(tmp_path: Path) -> None:
    with _waiting_to_be_ended(tmp_path) as terminal:
        terminal.signal(signal.SIGTERM)

        assert terminal.wait_for_end_unread(2) == -signal.SIGTERM
        terminal.read_until_quiet(0.0)
        before, left, _ = bytes(terminal.output).partition(b"\x1b[?1049l")
        assert b"written before the end" in before
        assert left


def test_what_was_typed_and_not_read_is_not_left_to_the_shell(tmp_path: Path) -> None:
    with _waiting_to_be_ended(tmp_path) as terminal:
        shell = os.open(terminal.name, os.O_RDONLY | os.O_NOCTTY)
        terminal.press("typed for the wizard\n")
        terminal.wait_until(lambda: _unread(shell) > 0, "input that waits")

        terminal.signal(signal.SIGTERM)

        assert terminal.wait_for_end_unread(2) == -signal.SIGTERM
        assert _unread(shell) == 0
        os.close(shell)


def _unread(terminal: int) -> int:
    """How many bytes were typed that nobody has read."""
    count: tuple[int] = struct.unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, bytes(4)))
    return count[0]


def test_a_signal_says_why_it_ended_though_the_main_thread_ends_first() -> None:
    with RealTerminal((sys.executable, "-c", MAIN_THREAD_IS_QUICKER)) as terminal:
        terminal.wait_for("ready")
        terminal.signal(signal.SIGTERM)
        terminal.wait_until(lambda: b"\x1b[?1049l" in terminal.output, "terminal given back")
        while terminal.process.poll() is None:
            terminal.press("\n")
            terminal.read(0.01)
        assert terminal.process.returncode == -signal.SIGTERM


def test_another_signal_does_not_come_between_what_is_done_at_the_first() -> None:
    ended = subprocess.run([sys.executable, "-c", ANOTHER_COMES], capture_output=True, check=False)
    assert (ended.stdout, ended.returncode) == (b"signal", -signal.SIGINT)
