"""From the start of the process to the first text, and to the first key that does something."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.process import megabytes, read_until_idle
from tests.real_terminal import RealTerminal

if TYPE_CHECKING:
    from tests.benchmarks.peers import Subject

GIVE_UP = 20.0
_SEQUENCE = re.compile(rb"\x1b(?:\[[ -?]*[@-~]|[()].|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>78MDEc])")


@dataclass(frozen=True)
class Start:
    """One start, in milliseconds; no `key` where nothing was pressed."""

    text: float
    key: float = 0.0


def bare_python() -> float:
    """Milliseconds that `python -c pass` takes: the floor."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return (time.perf_counter() - began) * 1000


def start(subject: Subject) -> Start | None:
    """Start it, read, press the key at once; None where the text never comes."""
    with RealTerminal(subject.command, environment=subject.environment) as terminal:
        output = bytearray()
        text = _wait(terminal, output, subject.text)
        if text is None:
            return None
        if not subject.key:
            return Start(text)
        output = output if subject.shows else bytearray()
        terminal.press(subject.key)
        key = _wait(terminal, output, subject.shows)
        return Start(text, key or GIVE_UP * 1000)


def _wait(terminal: RealTerminal, output: bytearray, text: str) -> float | None:
    """Milliseconds after the start until the text has come. Not drawn, which would take time."""
    end = time.perf_counter() + GIVE_UP
    while time.perf_counter() < end:
        chunk = terminal.receive(0.1)
        output += chunk
        if chunk and shows(output, text):
            return (time.perf_counter() - terminal.started) * 1000
    return None


def shows(output: bytes | bytearray, text: str) -> bool:
    """Whether a text is among what was written, wherever its lines break."""
    plain = _SEQUENCE.sub(b" ", output).decode(errors="replace")
    return " ".join(text.split()) in " ".join(plain.split())


_WAIT_AT_THE_GATE = 'printf .; : <"$0"; exec "$@"'


@dataclass(frozen=True)
class Together:
    """Many who start at the same moment.

    Attributes:
        last: milliseconds until the last of them can read.
        memory: megabytes of all, each one's share of what is shared counted.
    """

    last: float
    memory: float


def start_together(subject: Subject, people: int) -> Together:
    """Start them all at once, each from a shell that waited at a gate.

    To make 25 processes and terminals takes as long as to start the programs in them. It is
    nothing that any of the programs could be blamed for, and would keep them apart.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        gate = f"{folder}/gate"
        os.mkfifo(gate)
        command = ("/bin/sh", "-c", _WAIT_AT_THE_GATE, gate, *subject.command)
        terminals = [
            stack.enter_context(RealTerminal(command, environment=subject.environment))
            for _ in range(people)
        ]
        for terminal in terminals:
            terminal.wait_for(".")
        written = {terminal.descriptor: bytearray() for terminal in terminals}
        began = time.perf_counter()
        stack.callback(os.close, os.open(gate, os.O_WRONLY))
        last = _until_all_can_read(written, subject.text, began)
        read_until_idle(terminals)
        return Together(last, megabytes([terminal.process.pid for terminal in terminals]))


def _until_all_can_read(written: dict[int, bytearray], text: str, began: float) -> float:
    waiting = set(written)
    while waiting and time.perf_counter() - began < 3 * GIVE_UP:
        for descriptor in select.select(list(waiting), [], [], 0.1)[0]:
            written[descriptor] += os.read(descriptor, 65536)
            if shows(written[descriptor], text):
                waiting.discard(descriptor)
    return (time.perf_counter() - began) * 1000
