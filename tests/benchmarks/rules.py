"""The same rules on the same answers: this engine, GoRules' zen-engine, and rule-engine.

The others get each condition as an expression in their language and facts that are ready
to look at. This engine starts from the answers and makes the whole assessment of them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import msgspec

from nightcramp.pack.condition import NOT_ASKED, Choice, Condition
from nightcramp.pack.vignettes import load_vignettes
from nightcramp.triage import assess, read_answers
from nightcramp.triage.derive import derive_facts
from tests.benchmarks import other_engine
from tests.benchmarks.peers import python_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack
    from nightcramp.pack.condition import Range
    from nightcramp.triage.facts import Facts

OTHERS = ("zen-engine", "rule-engine")
ROUNDS = 3
LENGTHS = (10_000, 100_000, 300_000)
_NOWHERE = (-1e9, 1e9)


@dataclass(frozen=True)
class Rate:
    """How many people a second.

    Attributes:
        agrees: whether every condition held where it holds here.
    """

    engine: str
    people: float
    agrees: bool = True


@dataclass(frozen=True)
class Stream:
    """`nightcramp assess - --format jsonl`, fed with one patient after the other.

    Attributes:
        people: how many a second, once it was under way.
        memory: after so many people -> resident kilobytes.
    """

    people: float
    memory: dict[int, float]


def rates(pack: Pack, seconds: float) -> list[Rate]:
    """This engine and the others in turns, on the pack's own patients."""
    patients = [read_answers(pack, vignette.answers) for vignette in load_vignettes()]
    work, expected = _for_others(pack, patients, seconds / ROUNDS)
    pythons = {name: python for name in OTHERS if (python := python_of(name))}
    ours: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in pythons}
    agrees = {}
    for _ in range(ROUNDS):
        ours.append(_rate(lambda answers: assess(pack, answers), patients, seconds / ROUNDS))
        for name, python in pythons.items():
            ended = subprocess.run(
                [python, other_engine.__file__, name],
                input=work,
                capture_output=True,
                text=True,
                check=True,
            )
            told = json.loads(ended.stdout)
            theirs[name].append(told["people"])
            agrees[name] = told["truths"] == expected
    return [
        Rate("nightcramp", median(ours)),
        *(Rate(name, median(seen), agrees[name]) for name, seen in theirs.items()),
    ]


def memory(pack: Pack) -> dict[int, float]:
    """After so many people assessed in this process -> resident kilobytes."""
    patients = [read_answers(pack, vignette.answers) for vignette in load_vignettes()]
    seen = {}
    done = 0
    for length in LENGTHS:
        while done < length:
            for answers in patients:
                assess(pack, answers)
            done += len(patients)
        seen[length] = _resident()
    return seen


def stream() -> Stream:
    """From JSON Lines to JSON Lines, by the command itself."""
    lines = [msgspec.json.encode(vignette.answers) + b"\n" for vignette in load_vignettes()]
    everyone = b"".join(lines)
    seen: dict[int, float] = {}
    rates = []
    with subprocess.Popen(
        [sys.executable, "-m", "nightcramp", "assess", "-", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdin is not None
        done = 0
        for length in LENGTHS:
            before, began = done, time.perf_counter()
            while done < length:
                process.stdin.write(everyone)  # waits until they are taken
                done += len(lines)
            rates.append((done - before) / (time.perf_counter() - began))
            seen[length] = _resident(process.pid)
    return Stream(rates[-1], seen)


def _for_others(pack: Pack, patients: list[Any], seconds: float) -> tuple[str, list[list[bool]]]:
    """The rules and the facts in words that the others have, and what should hold."""
    conditions = list(_conditions(pack))
    facts = [derive_facts(pack, answers) for answers in patients]
    names = {
        key: f"k{n}" for n, key in enumerate(sorted({k for c in conditions for k in c.keys()}))
    }
    work = {
        "rules": [_expression(condition, names) for condition in conditions],
        "people": [_ready(one, names) for one in facts],
        "seconds": seconds,
    }
    return json.dumps(work), [[one.holds(rule) for rule in conditions] for one in facts]


def _rate(does: Any, patients: list[Any], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for answers in patients:
            does(answers)
        done += len(patients)
    return done / (time.perf_counter() - began)


def _resident(process: int | str = "self") -> float:
    rows = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(float(row.split()[1]) for row in rows if row.startswith("VmRSS:"))


def _conditions(value: Any) -> Iterator[Condition]:
    """Every condition of a pack."""
    if isinstance(value, Condition):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _conditions(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _conditions(item)


def _expression(condition: Condition, names: dict[str, str]) -> str:
    """A condition in words that both languages have."""
    parts = [_test(test, names[test.key]) for test in condition.tests]
    parts += [_expression(part, names) for part in condition.all]
    if condition.any:
        parts.append(f"({' or '.join(_expression(part, names) for part in condition.any)})")
    if condition.negated is not None:
        parts.append(f"not ({_expression(condition.negated, names)})")
    return f"({' and '.join(parts)})" if parts else "true"


def _test(test: Choice | Range, name: str) -> str:
    if isinstance(test, Choice):
        named = [f"{one!r} in {name}" for one in sorted(test.any_of)]
        return f"({' or '.join(named)})"
    bounds = {
        f"{name}_least >=": test.at_least,
        f"{name}_least >": test.over,
        f"{name}_most <=": test.at_most,
        f"{name}_most <": test.under,
    }
    return " and ".join(f"{left} {value}" for left, value in bounds.items() if value is not None)


def _ready(facts: Facts, names: dict[str, str]) -> dict[str, Any]:
    """Facts as the other engines read them: lists and numbers under plain names."""
    chosen: dict[str, list[str]] = {}
    for word in facts.words:
        key, _, one = word.partition("\0")
        chosen.setdefault(key, []).extend([one] if one else [])
    ready: dict[str, Any] = {}
    for key, name in names.items():
        known = key in chosen or key in facts.numbers
        ready[name] = chosen.get(key, []) if known else [NOT_ASKED]
        ready[f"{name}_least"], ready[f"{name}_most"] = facts.numbers.get(key, _NOWHERE)
    return ready
