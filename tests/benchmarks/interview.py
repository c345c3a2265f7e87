"""A whole interview on a terminal: bytes and latency of a key and of the next question."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nightcramp.triage.interview import Interview
from tests.benchmarks.peers import DOWN
from tests.benchmarks.process import cpu_seconds, read_until_idle, wake_ups
from tests.real_terminal import RealTerminal
from tests.typing_answers import CTRL_C, ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from tests.benchmarks.peers import Subject

F1, F2, LEFT = "\x1bOP", "\x1bOQ", "\x1b[D"
READ = 1.0
"""Seconds that a question is read: a key that comes sooner may not be meant for it."""
QUIET = 0.12
"""Seconds without a byte after which an answer to a key is taken to be whole."""


@dataclass(frozen=True)
class Key:
    """What a key brought.

    Attributes:
        milliseconds: until the last byte of it.
        bytes: how many.
        writes: in how many pieces they came.
    """

    milliseconds: float
    bytes: int
    writes: int


@dataclass
class Interviewed:
    """A whole interview.

    Attributes:
        arrows: every press of Down.
        questions: every key that brought the next question.
        whole: bytes from the start to the result, without the presses of Down.
        cpu: seconds of processor, from the start to the result.
    """

    arrows: list[Key] = field(default_factory=list)
    questions: list[Key] = field(default_factory=list)
    whole: int = 0
    cpu: float = 0.0


@dataclass(frozen=True)
class Idle:
    """A minute in which nobody does anything."""

    bytes: float
    wake_ups: float
    cpu: float


def press(terminal: RealTerminal, key: str) -> Key:
    """Press a key, and read all that it brings. Drawn afterwards: drawing takes time."""
    began = last = time.perf_counter()
    terminal.press(key)
    chunks: list[bytes] = []
    while chunk := terminal.receive(2.0 if not chunks else QUIET):
        last = time.perf_counter()
        chunks.append(chunk)
    for chunk in chunks:
        terminal.draw(chunk)
    return Key((last - began) * 1000, sum(map(len, chunks)), len(chunks))


def interview(subject: Subject, pack: Pack, *, arrows: bool) -> Interviewed:
    """Answer every question as a healthy person, with or without looking around."""
    seen = Interviewed()
    now = Interview.begin(pack)
    with RealTerminal(subject.command, environment=subject.environment) as terminal:
        terminal.wait_for(subject.text)
        terminal.read_until_quiet(0.5)
        terminal.press(ENTER)
        while (question := now.question) is not None:
            terminal.wait_for(question.text)
            terminal.read_until_quiet(READ)
            if arrows and question.kind == "single":
                seen.arrows += [press(terminal, DOWN) for _ in now.choices]
            value = calm_answer(now)
            keys = keys_for(now, value)
            for key in keys[:-1]:
                press(terminal, key)
            now = now.answer(value)
            brought = press(terminal, keys[-1])
            if now.question is not None:
                seen.questions.append(brought)
        seen.whole = len(terminal.output)
        seen.cpu = cpu_seconds(terminal.process.pid)
    return seen


def overlays(subject: Subject, pack: Pack) -> list[Key]:
    """Open what stands over a question, and close it again."""
    with RealTerminal(subject.command, environment=subject.environment) as terminal:
        terminal.wait_for(subject.text)
        terminal.press(ENTER)
        terminal.wait_for(pack.questions[0].text)
        terminal.read_until_quiet(0.5)
        return [
            press(terminal, key) for overlay in (F1, "?", F2, CTRL_C) for key in (overlay, LEFT)
        ]


def arrow_keys(subject: Subject, times: int) -> list[Key]:
    """Presses of Down in a peer's list, and back again."""
    with RealTerminal(subject.command, environment=subject.environment) as terminal:
        terminal.wait_for(subject.text)
        terminal.read_until_quiet(0.5)
        up = subject.key.replace("B", "A")
        return [press(terminal, subject.key if n % 6 < 3 else up) for n in range(times)]


def idle(subject: Subject, seconds: float) -> Idle:
    """Leave it alone for some seconds; what a minute of that comes to."""
    with RealTerminal(subject.command, environment=subject.environment) as terminal:
        terminal.wait_for(subject.text)
        read_until_idle([terminal])
        process = terminal.process.pid
        before = (len(terminal.output), wake_ups(process), cpu_seconds(process))
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            terminal.read(left)
        after = (len(terminal.output), wake_ups(process), cpu_seconds(process))
        a_minute = [(now - then) * 60 / seconds for then, now in zip(before, after, strict=True)]
        return Idle(*a_minute)
