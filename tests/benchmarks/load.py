"""Many people at once over one sshd: `make load`.

Everyone comes within half a minute, answers a whole interview of their own at the pace of
a person in a hurry, which takes a minute, and must get the right result. Each run has
more people than the one before, and for half a minute of it all of them are there. It
prints; it never fails because a machine is slow. Loopback only; the people and their ssh
clients take processor time from the same machine.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import select
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from nightcramp.answering.choice import Choice
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import NONE
from nightcramp.reports.result import build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from tests.real_sshd import Sshd, make_launcher, make_python, programs_of
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack import Pack
    from nightcramp.triage.values import Value
    from tests.real_terminal import RealTerminal

BREAKS_AT = {"first paint": 10.0, "key": 1.0}
"""Seconds, for 19 people of 20; slower is broken, and so is a person turned away."""

_DRAWN_AT_ONCE = 0.02
_READ, _LET_GO = 0.35, 1.0
"""Seconds before a key, and before the same again; sooner, the wizard may refuse it."""
_FLOODS = (b"\x1b[B", b"\x1bOR", b"a", b"\r", b"?\x1b[D")
"""What is held down: an arrow, F3, a letter, Enter, help opened and closed."""


@dataclass(frozen=True)
class Pace:
    """How fast people are, in seconds.

    Attributes:
        arrive: within which everyone comes.
        answer: that one person takes for a whole interview.
    """

    arrive: float
    answer: float

    @property
    def all_there(self) -> float:
        """When the last has come and the first has not left."""
        return (self.arrive + self.answer) / 2

    @property
    def given_up(self) -> float:
        """When nobody is waited for any more."""
        return 4 * (self.arrive + self.answer)


@dataclass(frozen=True)
class Script:
    """What one person answers, and what they must then read.

    Attributes:
        steps: a text of the screen to wait for, and the keys to press then.
        result: texts of the result.
    """

    steps: tuple[tuple[str, str], ...]
    result: tuple[str, ...]

    @property
    def keys(self) -> int:
        """How many keys that takes."""
        return sum(len(keys) for _, keys in self.steps)


@dataclass
class Person:
    """Someone at a terminal.

    Attributes:
        due: when they come, or press the next key; none while they wait for the screen.
        last: the key pressed last.
        pressed: when the key was pressed that nothing has answered yet.
        ended: how, once they are done; empty for a right result.
    """

    script: Script
    due: float | None
    terminal: RealTerminal | None = None
    step: int = 0
    keys: str = ""
    last: str = ""
    pressed: float | None = None
    first_paint: float | None = None
    latencies: list[float] = field(default_factory=list)
    unread: bytearray = field(default_factory=bytearray)
    ended: str | None = None


@dataclass(frozen=True)
class Measured:
    """One run."""

    people: int
    right: int
    problems: tuple[str, ...]
    last: float
    first_paints: Sequence[float]
    latencies: Sequence[float]
    memory: float
    busy: float
    seconds: float

    @property
    def broken(self) -> str:
        """What broke; empty when nothing did."""
        what = [f"{self.people - self.right} without a right result"] * (self.right < self.people)
        slow = {"first paint": _worst(self.first_paints), "key": _worst(self.latencies)}
        what += [f"{name} slow" for name, most in BREAKS_AT.items() if slow[name] > most]
        return ", ".join(what)


def write_script(pack: Pack, chance: random.Random) -> Script:
    """A person without danger signs who answers everything else as it comes."""
    interview = Interview.begin(pack)
    steps = [(pack.words.welcome.begin, ENTER)]
    while (question := interview.question) is not None:
        value = calm_answer(interview)
        if question.section != "red_flags":
            value = _any_answer(interview, chance)
        steps.append((question.text, keys_for(interview, value)))
        interview = interview.answer(value)
    result = build_result(pack, assess(pack, interview.answers))
    first = [topic.title for topic in (*result.topics, *result.reasons)][:1]
    return Script(tuple(steps), (result.title, result.limit, *first))


def _any_answer(interview: Interview, chance: random.Random) -> Value:
    question = interview.question
    assert question
    if question.kind == "number":
        return chance.randint(question.minimum, min(question.maximum, question.minimum + 40))
    choice = Choice.begin(question.kind, interview.choices)
    offered = [option.id for option, digit in choice.numbered if digit]
    if question.kind == "single":
        return chance.choice(offered)
    if question.kind != "several":
        return calm_answer(interview)
    alone = {option.id for option in interview.choices if option.exclusive}
    free = [name for name in offered if name not in alone]
    return tuple(chance.sample(free, 1)) if free else (NONE,)


def let_them_come(
    server: Sshd,
    python: Path,
    scripts: Sequence[Script],
    pace: Pace,
    seed: int,
    flooding: int = 0,
) -> Measured:
    """Play everyone to the end, in one thread, and measure.

    Args:
        server: where they come to.
        python: of the wizards.
        scripts: what each of them does.
        pace: how fast they are.
        seed: of their pauses.
        flooding: how many others send keys all the while, as fast as they are taken.
    """
    chance = random.Random(seed)  # noqa: S311  a pace, not a secret
    began = time.monotonic()
    step = pace.arrive / len(scripts)
    people = [Person(script, began + i * step) for i, script in enumerate(scripts)]
    memory = 0.0
    busy_before = _busy_seconds()
    with contextlib.ExitStack() as stack:
        floods = [stack.enter_context(server.terminal()) for _ in range(flooding)]
        for terminal in floods:
            os.set_blocking(terminal.descriptor, False)
        while any(person.ended is None for person in people):
            now = time.monotonic()
            if now - began > pace.given_up:
                for person in people:
                    person.ended = person.ended if person.ended is not None else "not done in time"
            if not memory and now - began > pace.all_there:
                memory = _megabytes_each(programs_of(python))
            for person in people:
                if person.ended is None and person.due is not None and person.due <= now:
                    _act(person, server, stack, pace, chance)
            _flood(floods)
            _receive(people)
            for person in people:
                _look(person, pace, chance)
        took = time.monotonic() - began
        busy = (_busy_seconds() - busy_before) / (took * (os.cpu_count() or 1))
    problems = [person.ended for person in people if person.ended]
    return Measured(
        people=len(people),
        right=sum(person.ended == "" for person in people),
        problems=tuple(sorted(set(problems))),
        last=people[-1].first_paint or float("inf"),
        first_paints=[p.first_paint for p in people if p.first_paint is not None],
        latencies=[latency for person in people for latency in person.latencies],
        memory=memory,
        busy=busy,
        seconds=took,
    )


def _flood(terminals: Sequence[RealTerminal]) -> None:
    for number, terminal in enumerate(terminals):
        with contextlib.suppress(OSError):
            os.write(terminal.descriptor, _FLOODS[number % len(_FLOODS)] * 300)
        terminal.receive(0)


def _act(
    person: Person,
    server: Sshd,
    stack: contextlib.ExitStack,
    pace: Pace,
    chance: random.Random,
) -> None:
    """Come, or press the next key."""
    if person.terminal is None:
        person.terminal = stack.enter_context(server.terminal())
        person.due = None
        return
    key, person.keys = person.keys[0], person.keys[1:]
    person.pressed = time.monotonic()
    try:
        person.terminal.press(key)
    except OSError:
        person.ended = "turned away"
    wait = max(_pause(person, pace, chance), _LET_GO if person.keys[:1] == key else _READ)
    person.due = person.pressed + wait if person.keys else None
    person.last = key


def _pause(person: Person, pace: Pace, chance: random.Random) -> float:
    """Until the next key: now shorter, now longer, a whole interview in the time given."""
    return pace.answer / person.script.keys * chance.uniform(0.5, 1.5)


def _receive(people: Sequence[Person]) -> None:
    """Take what has come, and note when; drawing it can wait."""
    waiting = {p.terminal.descriptor: p for p in people if p.terminal and p.ended is None}
    poll = select.poll()
    for descriptor in waiting:
        poll.register(descriptor, select.POLLIN)
    for descriptor, _ in poll.poll(_DRAWN_AT_ONCE * 1000):
        person = waiting[descriptor]
        assert person.terminal
        chunk = person.terminal.receive(0)
        person.unread += chunk
        if chunk and person.pressed is not None:
            person.latencies.append(time.monotonic() - person.pressed)
            person.pressed = None
        if not chunk:
            said = " ".join((person.terminal.text + person.unread.decode(errors="replace")).split())
            person.ended = f"turned away: {said[:100]}"


def _look(person: Person, pace: Pace, chance: random.Random) -> None:
    """Read the screen; where it shows what was waited for, think about a key."""
    terminal = person.terminal
    if terminal is None or not person.unread or person.ended is not None:
        return
    terminal.draw(bytes(person.unread))
    person.unread.clear()
    if person.keys:
        return
    if person.step == len(person.script.steps):
        if all(map(terminal.shows, person.script.result)):
            person.ended = ""
            terminal.process.kill()
        return
    text, keys = person.script.steps[person.step]
    if terminal.shows(text):
        if person.first_paint is None:
            person.first_paint = time.perf_counter() - terminal.started
        person.step += 1
        person.keys = keys
        least = _LET_GO if keys[:1] == person.last else _READ
        person.due = time.monotonic() + max(_pause(person, pace, chance), least)


def _megabytes_each(processes: Sequence[int]) -> float:
    """Memory of one, its share of what is shared counted (PSS)."""
    total, count = 0, 0
    for process in processes:
        with contextlib.suppress(OSError):
            rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
            count += 1
    return total / 1024 / max(count, 1)


def _busy_seconds() -> float:
    user, nice, system = map(int, Path("/proc/stat").read_text().split()[1:4])
    return (user + nice + system) / float(os.sysconf("SC_CLK_TCK"))


def _middle(values: Sequence[float]) -> float:
    return median(values) if values else 0.0


def _worst(values: Sequence[float]) -> float:
    """What 19 of 20 do not exceed."""
    return (
        quantiles(values, n=20, method="inclusive")[-1]
        if len(values) > 1
        else max(values, default=0.0)
    )


def main() -> None:
    """Measure run after run, then say where it breaks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 25, 50, 100, 150])
    parser.add_argument("--seconds", type=float, default=60, help="for a whole interview")
    parser.add_argument("--arrive", type=float, default=30, help="seconds until everyone is there")
    parser.add_argument("--max-startups", default="10:30:100", help="as in sshd_config")
    parser.add_argument("--flooding", type=int, default=0, help="how many others send keys")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    here = Locale("US")  # as the launcher has it
    pack = load_pack(locale=here)
    pace = Pace(arguments.arrive, arguments.seconds)
    print(
        f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, MaxStartups "
        f"{arguments.max_startups}; everyone comes within {pace.arrive:g} s, while "
        f"{arguments.flooding} send keys without end. In seconds:\n"
    )
    print(
        f"{'people':>6}{'right':>7}{'first paint':>13}{'p95':>7}{'last':>7}{'key':>8}{'p95':>8}"
        f"{'PSS, MB':>9}{'busy':>6}{'took':>7}  what breaks"
    )
    first_broken = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = make_python(folder / "python")
        launcher = make_launcher(python, folder / "nightcramp-kiosk")
        for run, people in enumerate(arguments.people):
            chance = random.Random(arguments.seed + run)  # noqa: S311  answers, not secrets
            scripts = [write_script(pack, chance) for _ in range(people)]
            with Sshd(
                folder / str(run), str(launcher), MaxStartups=arguments.max_startups
            ) as server:
                seen = let_them_come(
                    server, python, scripts, pace, arguments.seed, arguments.flooding
                )
            print(
                f"{people:>6}{seen.right:>7}{_middle(seen.first_paints):>13.2f}"
                f"{_worst(seen.first_paints):>7.2f}{seen.last:>7.2f}"
                f"{_middle(seen.latencies):>8.3f}"
                f"{_worst(seen.latencies):>8.3f}{seen.memory:>9.1f}{seen.busy:>6.0%}"
                f"{seen.seconds:>7.0f}  {seen.broken}",
                flush=True,
            )
            for problem in seen.problems:
                print(f"       {problem}")
            if seen.broken and not first_broken:
                first_broken = people
    said = f"breaks at {first_broken} people" if first_broken else "does not break"
    print(
        f"\n{said}. Broken: someone turned away or with a wrong result, or for one of 20 a first "
        f"paint above {BREAKS_AT['first paint']:g} s or a key above {BREAKS_AT['key']:g} s."
    )


if __name__ == "__main__":
    main()
