"""Speed and bytes in a real terminal, beside an empty Textual App: `make bench`.

80x24, TERM=xterm-256color. The two programs take turns, so that both meet the same
machine. It prints; it never fails because a machine is slow.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from nightcramp.pack import load_pack, load_words
from nightcramp.triage.interview import Interview
from tests.benchmarks import empty
from tests.real_terminal import NIGHTCRAMP, RealTerminal
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

DOWN = "\x1b[B"
EMPTY = (sys.executable, empty.__file__)
QUIET = 0.15
"""Seconds without a byte after which an answer to a key is taken to be whole."""

MOST_SLOWER_START, MOST_FOR_ARROW = 1.25, 220
MOST_FOR_QUESTION, WORST_FOR_QUESTION, MOST_IDLE = 1500, 2500, 0


@dataclass(frozen=True)
class Bytes:
    """What a whole interview writes.

    Attributes:
        first_paint: until nothing more comes of the first screen.
        arrows: one number a press of Down.
        questions: one number a question that follows another.
        whole: from the start to the result.
        idle: while nobody touches a key.
    """

    first_paint: int
    arrows: Sequence[int]
    questions: Sequence[int]
    whole: int
    idle: int


def time_first_paint(command: Sequence[str], text: str) -> float:
    """Milliseconds from the start of the process until the text can be read."""
    with RealTerminal(command) as terminal:
        # Drawing takes longer than reading, so what was read is drawn afterwards.
        chunks: list[tuple[float, bytes]] = []
        while chunk := terminal.receive(20.0 if not chunks else 0.4):
            chunks.append((time.perf_counter(), chunk))
        for moment, chunk in chunks:
            terminal.draw(chunk)
            if terminal.shows(text):
                return (moment - terminal.started) * 1000
        raise AssertionError(f"no {text!r} on the screen:\n{terminal.text}")


def measure_bytes(pack: Pack, words: Words, idle_seconds: float) -> Bytes:
    """Go through the whole interview, counting."""
    arrows, questions = [], []
    interview = Interview.begin(pack)
    with RealTerminal() as terminal:
        terminal.wait_for(words.welcome.begin)
        terminal.read_until_quiet(QUIET)
        first_paint = len(terminal.output)
        terminal.press(ENTER)
        while (question := interview.question) is not None:
            terminal.wait_for(question.text)
            terminal.read_until_quiet(QUIET)
            if question.kind == "single":
                arrows += [_bytes_for(terminal, DOWN) for _ in interview.choices]
            value = calm_answer(interview)
            keys = keys_for(interview, value)
            for key in keys[:-1]:
                _bytes_for(terminal, key)
            interview = interview.answer(value)
            count = _bytes_for(terminal, keys[-1])
            if interview.question is not None:
                questions.append(count)
        whole = len(terminal.output)
        return Bytes(first_paint, arrows, questions, whole, _count_idle(terminal, idle_seconds))


def _bytes_for(terminal: RealTerminal, keys: str) -> int:
    before = len(terminal.output)
    terminal.press(keys)
    terminal.read(5.0)
    terminal.read_until_quiet(QUIET)
    return len(terminal.output) - before


def _count_idle(terminal: RealTerminal, seconds: float) -> int:
    before, end = len(terminal.output), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        terminal.read(left)
    return len(terminal.output) - before


def measure_empty_bytes(idle_seconds: float) -> tuple[int, int]:
    """First paint and idle of the empty App."""
    with RealTerminal(EMPTY) as terminal:
        terminal.wait_for(empty.TEXT)
        terminal.read_until_quiet(QUIET)
        return len(terminal.output), _count_idle(terminal, idle_seconds)


def _spread(values: Sequence[float]) -> str:
    low, _, high = quantiles(values, n=4)
    return f"{median(values):,.0f}  ({low:,.0f} to {high:,.0f})"


def _row(name: str, ours: str, theirs: str = "", budget: str = "", *, holds: bool = True) -> None:
    verdict = ("holds" if holds else "MISSED") if budget else ""
    print(f"{name:<34}{ours:>24}{theirs:>24}  {budget:<16}{verdict}".rstrip())


def main() -> None:
    """Measure, then print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="starts of each, 2 at least")
    parser.add_argument("--idle", type=float, default=3.0, help="seconds to wait for idle bytes")
    arguments = parser.parse_args()
    pack, words = load_pack(), load_words()
    command = Path(sys.executable).with_name("nightcramp")
    ours = [str(command)] if command.exists() else list(NIGHTCRAMP)
    starts, empty_starts = [], []
    for run in range(max(2, arguments.runs) + 1):
        pair = time_first_paint(ours, words.welcome.begin), time_first_paint(EMPTY, empty.TEXT)
        if run:  # the first pair warms the caches
            starts.append(pair[0])
            empty_starts.append(pair[1])
    counted = measure_bytes(pack, words, arguments.idle)
    empty_paint, empty_idle = measure_empty_bytes(arguments.idle)

    slower = median(starts) / median(empty_starts)
    print(f"Python {sys.version.split()[0]}, 80x24, xterm-256color, {len(starts)} starts each,")
    print("median (quartiles)\n")
    _row("", "nightcramp", "empty Textual App", "budget")
    _row("first readable paint, ms", _spread(starts), _spread(empty_starts))
    _row(
        "  times the empty App",
        f"{slower:.2f}",
        "1",
        f"<= {MOST_SLOWER_START}",
        holds=slower <= MOST_SLOWER_START,
    )
    _row("first paint, bytes", f"{counted.first_paint:,}", f"{empty_paint:,}")
    _row(
        "arrow key, bytes, worst",
        f"{max(counted.arrows):,}",
        "",
        f"<= {MOST_FOR_ARROW}",
        holds=max(counted.arrows) <= MOST_FOR_ARROW,
    )
    _row("arrow key, bytes", _spread(counted.arrows))
    typical, worst = median(counted.questions), max(counted.questions)
    _row(
        f"next question ({len(counted.questions)}), bytes",
        _spread(counted.questions),
        "",
        f"<= {MOST_FOR_QUESTION:,}",
        holds=typical <= MOST_FOR_QUESTION,
    )
    _row(
        "next question, bytes, worst",
        f"{worst:,}",
        "",
        f"<= {WORST_FOR_QUESTION:,}",
        holds=worst <= WORST_FOR_QUESTION,
    )
    _row(
        f"idle {arguments.idle:g} s, bytes",
        f"{counted.idle}",
        f"{empty_idle}",
        f"{MOST_IDLE}",
        holds=counted.idle <= MOST_IDLE,
    )
    _row("whole interview, bytes", f"{counted.whole:,}")


if __name__ == "__main__":
    main()
