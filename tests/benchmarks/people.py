"""People in and people out, by the command itself: `python -m tests.benchmarks.people`.

Processor time of all its processes for each form, in turns, beside JSON Lines; believe the ratios.
`--beside FOLDER` names the `tui` folder of another version, whose JSON Lines are then the measure.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from nightcramp.pack import Pack, load_pack
from nightcramp.pack.vignettes import load_vignettes
from nightcramp.triage import read_answers

FORMS = ("jsonl", "csv", "parquet")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", metavar="FOLDER")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        files = write(Path(scratch), load_pack(), asked.people)
        ways: dict[str, tuple[list[str], str | None]] = {
            f"{form}, {jobs} job{'s' * (jobs > 1)}": (
                [str(files[form]), "--format", form, "--jobs", str(jobs)],
                None,
            )
            for form in FORMS
            for jobs in (1, 2)
        }
        before = [str(files["jsonl"]), "--format", "jsonl"]
        ways = {"jsonl, beside": (before, asked.beside), **ways}
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(asked.rounds):
            for name, (arguments, folder) in ways.items():
                seen[name].append(run(arguments, Path(scratch) / "out", folder))
    base = seen["jsonl, beside"]
    print("| way | people a second of processor | times | elapsed, times |")
    print("| --- | ---: | ---: | ---: |")
    for name, times in seen.items():
        rate = asked.people / median(cpu for cpu, _ in times)
        cpu = median(b[0] / t[0] for b, t in zip(base, times, strict=True))
        elapsed = median(b[1] / t[1] for b, t in zip(base, times, strict=True))
        print(f"| {name} | {rate:,.0f} | {cpu:.2f} | {elapsed:.2f} |")


def run(arguments: list[str], out: Path, folder: str | None) -> tuple[float, float]:
    """Seconds of processor and of clock that a run takes."""
    path = [folder] if folder else sys.path
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"):
        environment.pop(name, None)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "nightcramp", "assess", *arguments, "-o", str(out)]
    subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
    elapsed, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, elapsed


def write(folder: Path, pack: Pack, count: int) -> dict[str, Path]:
    """The same people in each form, in turn those of the content."""
    patients = [dict(read_answers(pack, one.answers)) for one in load_vignettes()]
    everyone = [patients[number % len(patients)] for number in range(count)]
    files = {form: folder / f"people.{form}" for form in FORMS}
    files["jsonl"].write_text("".join(json.dumps(one) + "\n" for one in everyone), "utf-8")
    names = [question.id for question in pack.questions]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for one in everyone:
        writer.writerow([_cell(one.get(name, "")) for name in names])
    files["csv"].write_text(out.getvalue(), "utf-8")
    columns = {name: [_typed(pack, name, one.get(name)) for one in everyone] for name in names}
    parquet.write_table(pa.table(columns), files["parquet"])
    return files


def _cell(value: Any) -> Any:
    return ";".join(value) if isinstance(value, tuple) else value


def _typed(pack: Pack, name: str, value: Any) -> Any:
    if pack.question(name).kind in ("number", "single"):
        return None if value is None else str(value)
    return value


if __name__ == "__main__":
    main()
