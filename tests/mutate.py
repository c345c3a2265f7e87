"""Mutation testing: how many small faults in the code the fast tests notice.

Cosmic Ray changes a copy of the code in one place, runs the tests of the rooms, and looks whether
one fails: `make mutate`. All mutants take days, so a random sample is taken; the seed makes it
repeatable.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / ".cache" / "mutation"
SESSION = "session.sqlite"
ROOMS = ("triage", "reports", "system")

_CONFIG = """\
[cosmic-ray]
module-path = [{modules}]
timeout = 300.0
excluded-modules = []
test-command = "env CI=true PYTHONPATH=tui {python} -m pytest -x -q -n 0 {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def main() -> None:
    """Mutate, test, and print the mutants that no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=100, help="how many, chosen at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=list(ROOMS))
    arguments = parser.parse_args()
    _copy_tree()
    config = _CONFIG.format(
        modules=", ".join(f'"tui/nightcramp/{room}"' for room in arguments.rooms),
        python=sys.executable,
        tests=" ".join(f"tests/{room}" for room in (*arguments.rooms, "exchange/test_record.py")),
    )
    (COPY / "mutation.toml").write_text(config, encoding="utf-8")
    _run("cosmic-ray", "baseline", "mutation.toml")  # where the tests fail anyway, nothing counts
    _run("cosmic-ray", "init", "mutation.toml", SESSION)
    _keep(arguments.mutants, arguments.seed)
    _run("cosmic-ray", "exec", "mutation.toml", SESSION)
    _run("cr-report", "--surviving-only", "--show-diff", SESSION)


def _copy_tree() -> None:
    """Mutants are written to files, so they are written to a copy."""
    shutil.rmtree(COPY, ignore_errors=True)
    for name in ("tui", "content", "tests", "docs"):
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", COPY)


def _keep(count: int, seed: int) -> None:
    """Leave so many mutants in the session, chosen at random."""
    with sqlite3.connect(COPY / SESSION) as session:
        jobs = sorted(job for (job,) in session.execute("SELECT job_id FROM work_items"))
        kept = set(random.Random(seed).sample(jobs, min(count, len(jobs))))  # noqa: S311
        dropped = [(job,) for job in jobs if job not in kept]
        session.executemany("DELETE FROM mutation_specs WHERE job_id = ?", dropped)
        session.executemany("DELETE FROM work_items WHERE job_id = ?", dropped)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).parent / program, *arguments], cwd=COPY, check=True)


if __name__ == "__main__":
    main()
