"""Speed, bytes and memory beside what people would use instead: `make bench`.

80x24, TERM=xterm-256color, on real terminals and over a real sshd. All programs take turns,
so that each meets the same machine: believe the ratios. It prints, and never fails because a
machine is slow.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nightcramp.pack import load_pack
from tests.benchmarks.interview import arrow_keys, idle, interview, overlays
from tests.benchmarks.link import over_ssh
from tests.benchmarks.peers import empty_app, nightcramp, only_python, peers
from tests.benchmarks.rules import memory, rates, stream
from tests.benchmarks.start import bare_python, start, start_together
from tests.benchmarks.table import Goals, Table, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack import Pack
    from tests.benchmarks.peers import Subject
    from tests.benchmarks.start import Start

PEOPLE = 25
_FIRST_TEXT = {"empty Textual App": 0.4, "questionary": 0.65}
"""Until when the first text is readable, at most: times that of another program."""


def main() -> None:
    """Measure part after part, then say which goals hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="starts of each program, 2 at least")
    parser.add_argument("--seconds", type=float, default=5, help="of each engine, and of idling")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--markdown", metavar="FILE", help="write the tables there, too")
    arguments = parser.parse_args()
    bench = Bench(load_pack(), max(2, arguments.runs), arguments.seconds)
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, {bench.runs} runs each,")
    print("median (half of all runs)")
    for part in arguments.parts:
        PARTS[part](bench)
    goals = Goals()
    for name, kind, value, goal in bench.goals:
        (goals.at_most if kind == "most" else goals.at_least)(name, value, goal)
    if arguments.markdown:
        text = "\n".join(table.markdown() for table in (goals, *bench.tables))
        Path(arguments.markdown).write_text(text, encoding="utf-8")


class Bench:
    """What is measured, and what came of it."""

    def __init__(self, pack: Pack, runs: int, seconds: float) -> None:
        self.pack = pack
        self.runs = runs
        self.seconds = seconds
        self.ours = nightcramp(pack)
        self.empty = empty_app()
        self.tables: list[Table] = []
        self.goals: list[tuple[str, str, float, float]] = []

    def table(self, title: str, *columns: str) -> Table:
        """A table of the page."""
        self.tables.append(Table(title, columns))
        return self.tables[-1]

    def starts(self) -> None:
        """Process start to first text, and to the first key that did something."""
        subjects = [self.ours, self.empty, *peers()]
        floors: list[float] = []
        seen: dict[Subject, list[Start]] = {subject: [] for subject in subjects}
        for run in range(self.runs + 1):
            floor = bare_python()
            for subject in list(seen):
                started = start(subject)
                if started is None:
                    print(f"left out: {subject.name} never shows {subject.text!r}", file=sys.stderr)
                    del seen[subject]
                elif run:  # the first round warms the caches
                    seen[subject].append(started)
            floors += [floor] if run else []
        table = self.table(
            "Start, ms", "program", "first text", "times `python -c pass`", "first key accepted"
        )
        table.add("`python -c pass`, to its end", spread(floors), "1", "")
        for subject, runs in seen.items():
            texts = [run.text for run in runs]
            keys = [run.key for run in runs if run.key]
            times = f"{_ratio(texts, floors):.1f}"
            table.add(subject.name, spread(texts), times, spread(keys))
        ours, empty = seen[self.ours], seen[self.empty]
        texts = [run.text for run in ours]
        for subject, runs in seen.items():
            if goal := _FIRST_TEXT.get(subject.name):
                ratio = _ratio(texts, [run.text for run in runs])
                name = f"first readable text, times {subject.name}"
                self.goals.append((name, "most", ratio, goal))
        key = _ratio([run.key for run in ours], [run.key for run in empty])
        self.goals.append(("first key accepted, times the empty App", "most", key, 1.10))

    def keys(self) -> None:
        """A key, the next question, a whole interview."""
        table = self.table(
            "Keys on a terminal", "program", "arrow, bytes", "arrow, ms", "question, bytes",
            "question, ms", "overlay, bytes", "interview, bytes", "interview, CPU s",
        )  # fmt: skip
        looked = interview(self.ours, self.pack, arrows=True)
        plain = interview(self.ours, self.pack, arrows=False)
        arrows, questions = looked.arrows, plain.questions
        over = [key.bytes for key in overlays(self.ours, self.pack)]
        table.add(
            f"nightcramp, {len(questions) + 1} questions",
            spread([key.bytes for key in arrows]),
            spread([key.milliseconds for key in arrows], 1),
            spread([key.bytes for key in questions]),
            spread([key.milliseconds for key in questions], 1),
            spread(over),
            f"{plain.whole:,}",
            f"{plain.cpu:.2f}",
        )
        for subject in peers():
            if subject.key:
                pressed = arrow_keys(subject, 12)
                sizes, times = ([key.bytes for key in pressed], [k.milliseconds for k in pressed])
                table.add(subject.name, spread(sizes), spread(times, 1), "", "", "", "", "")
        a_question = [key.bytes for key in questions]
        self.goals += [
            ("arrow key, bytes", "most", max(key.bytes for key in arrows), 220),
            ("arrow key, ms", "most", median(key.milliseconds for key in arrows), 6),
            ("next question, bytes, median", "most", median(a_question), 900),
            ("next question, writes", "most", median(key.writes for key in questions), 1),
            ("next question, ms", "most", median(key.milliseconds for key in questions), 15),
            (
                "whole interview, bytes, for 25 questions",
                "most",
                plain.whole + (24 - len(questions)) * median(a_question),
                30_000,
            ),
            ("overlay, opened or closed, bytes", "most", max(over), 8_000),
        ]

    def resting(self) -> None:
        """Nobody touches a key."""
        table = self.table("Idle, a minute", "program", "bytes", "wake-ups", "CPU, ms")
        seen = {}
        for subject in (self.ours, self.empty):
            rest = seen[subject] = idle(subject, max(3.0, self.seconds))
            table.add(
                subject.name,
                f"{rest.bytes:,.0f}",
                f"{rest.wake_ups:,.0f}",
                f"{rest.cpu * 1e3:,.0f}",
            )
        ours, empty = seen[self.ours], seen[self.empty]
        self.goals += [
            ("idle, bytes a minute", "most", ours.bytes, 0),
            ("idle, wake-ups, times the empty App", "most", ours.wake_ups / empty.wake_ups, 1.05),
        ]

    def together(self) -> None:
        """25 people who start in the same second."""
        table = self.table(
            f"{PEOPLE} people starting at once", "program", "last first text, ms", "times one",
            "PSS of one, MB", "PSS of each further, MB",
        )  # fmt: skip
        further, lasts = {}, {}
        for subject in (self.ours, self.empty, only_python()):
            alone = [start_together(subject, 1) for _ in range(self.runs)]
            all_of_them = [start_together(subject, PEOPLE) for _ in range(min(3, self.runs))]
            one = median(run.last for run in alone)
            last = median(run.last for run in all_of_them)
            memory = median(run.memory for run in alone)
            further[subject] = (median(run.memory for run in all_of_them) - memory) / (PEOPLE - 1)
            table.add(
                subject.name, f"{last:,.0f}", f"{last / one:.1f}", f"{memory:.1f}",
                f"{further[subject]:.1f}",
            )  # fmt: skip
            lasts[subject] = last
        times = lasts[self.ours] / lasts[self.empty]
        self.goals.append(
            (f"{PEOPLE} at once, first text of the last, times the empty App", "most", times, 0.5)
        )
        share = further[self.ours] / further[self.empty]
        self.goals.append(
            ("memory of each further person, times the empty App", "most", share, 1.15)
        )

    def lines(self) -> None:
        """A whole interview over slow lines."""
        table = self.table(
            "Over sshd", "line", "login alone, ms", "first text, ms", "question, ms", "bytes"
        )
        for run in over_ssh(self.pack):
            table.add(
                run.line, f"{run.login:,.0f}", f"{run.first_text:,.0f}", f"{run.question:,.0f}",
                f"{run.whole:,}",
            )  # fmt: skip

    def batch(self) -> None:
        """Assessments a second on one core."""
        table = self.table("Batch, on one core", "engine", "people a second", "agrees")
        seen = {}
        for rate in rates(self.pack, self.seconds):
            seen[rate.engine] = rate.people
            table.add(rate.engine, f"{rate.people:,.0f}", "yes" if rate.agrees else "NO")
        ours = seen["nightcramp"]
        self.goals.append(("batch, full assessments a second", "least", ours, 20_000))
        for engine, goal in (("zen-engine", 10), ("rule-engine", 20)):
            if engine in seen:
                self.goals.append((f"batch, times {engine}", "least", ours / seen[engine], goal))
        lines = stream()
        table.add("nightcramp, JSON Lines to JSON Lines", f"{lines.people:,.0f}", "")
        self.goals.append(
            ("batch, JSON Lines to JSON Lines a second", "least", lines.people, 10_000)
        )
        lengths = [f"after {length:,}" for length in lines.memory]
        memories = {"assessments": memory(self.pack), "JSON Lines to JSON Lines": lines.memory}
        table = self.table("Batch, resident MB", "of", *lengths)
        for name, sizes in memories.items():
            table.add(name, *(f"{kilobytes / 1e3:.2f}" for kilobytes in sizes.values()))
            first, *_, last = sizes.values()
            self.goals.append((f"batch, {name}, kB more at the end", "most", last - first, 512))


PARTS = {
    "start": Bench.starts,
    "keys": Bench.keys,
    "idle": Bench.resting,
    "together": Bench.together,
    "ssh": Bench.lines,
    "batch": Bench.batch,
}


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times as long, run by run: each pair met the same machine."""
    return median(a / b for a, b in zip(ours, theirs, strict=False))


if __name__ == "__main__":
    main()
