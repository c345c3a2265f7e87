"""A population in DuckDB, beside the engine, what others would use, and a plain copy of the file.

python -m tests.benchmarks.sql 1000000

Made-up people, 10,000 of them over and over, from Parquet to Parquet by two threads or
processes. Each way has a process of its own. Its figures are processor time, planning and starting
included, for it is steadier than the clock where others run; and the most memory, with all people
and with a tenth of them. What is slow has fewer people.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from nightcramp.exchange.sql.query import query
from nightcramp.pack import load_pack
from tests.benchmarks.peers import python_of
from tests.benchmarks.rules import rates
from tests.exchange.sql.agreement import SLOW_TO_PLAN
from tests.exchange.sql.people_table import population_table, write_over_and_over

if TYPE_CHECKING:
    from collections.abc import Sequence

MADE = 10_000
FLOOR = "Parquet copied by DuckDB"
FIELDS: dict[str, list[str]] = {
    "DuckDB: urgency": ["urgency"],
    "DuckDB: urgency and leading explanation": ["urgency", "leading"],
    "DuckDB: everything": [],
}
ENGINE = {"assess --jobs 1": "1", "assess --jobs 2": "2"}
POLARS = "polars with a Python function"
SLOW = 20
"""How many times fewer people, where Python says what each is told."""


class Cost(NamedTuple):
    """What one way took.

    Attributes:
        processor: seconds a person.
        clock: seconds a person.
        memory: megabytes at most.
    """

    processor: float
    clock: float
    memory: float


def main(number: int) -> None:
    """Print a row for each way."""
    pack = load_pack()
    with TemporaryDirectory() as name:
        folder = Path(name)
        sizes = (number, number // 10, number // SLOW, number // SLOW // 10)
        made = population_table(pack, MADE)
        for size in sizes:
            write_over_and_over(made, size, folder / f"{size}.parquet")
        floor = 0.0
        for way in (FLOOR, *FIELDS, *ENGINE, POLARS):
            slow = way in ENGINE or way == POLARS
            most, least = (_cost(way, folder, size) for size in (sizes[2:] if slow else sizes[:2]))
            floor = floor or most.processor
            _show(way, most, least, floor)
    (zen,) = (rate for rate in rates(pack, 6) if rate.engine == "zen-engine")
    print(f"zen-engine, conditions alone, one thread: {1e6 / zen.people:.1f} us a person")


def _show(way: str, most: Cost, least: Cost, floor: float) -> None:
    print(
        f"{way:42} {most.processor * 1e6:8.1f} us a person, {most.processor / floor:6.1f} x floor, "
        f"{1 / most.clock:12,.0f} people a second, {most.memory:6.0f} MB ({least.memory:.0f})",
        flush=True,
    )


def _cost(way: str, folder: Path, number: int) -> Cost:
    """What a way costs in a process of its own."""
    python = python_of("polars") if way == POLARS else sys.executable
    assert python
    told = subprocess.run(
        [python, "-m", "tests.benchmarks.sql", way, str(folder / f"{number}.parquet")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True,
        text=True,
        check=True,
    )
    processor, clock, memory = json.loads(told.stdout)
    return Cost(processor / number, clock / number, memory)


def go(way: str, file: Path) -> None:
    """Take one way, and print what it cost."""
    began = time.perf_counter()
    if way in ENGINE:
        _engine(file, ENGINE[way])
    elif way == POLARS:
        _polars(file)
    elif way == FLOOR:
        _duckdb(file, "SELECT * FROM answers")
    else:
        _duckdb(file, query(load_pack(), "duckdb", FIELDS[way]))
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    processor = sum(one.ru_utime + one.ru_stime for one in used)
    memory = max(one.ru_maxrss for one in used) / 1024
    json.dump([processor, time.perf_counter() - began, memory], sys.stdout)


def _duckdb(file: Path, made: str) -> None:
    base = duckdb.connect(config={"threads": 2})
    base.execute(f"SET disabled_optimizers = '{SLOW_TO_PLAN}'")
    base.execute("SET preserve_insertion_order = false")
    base.execute(f"CREATE VIEW answers AS SELECT * FROM '{file}'")  # noqa: S608
    base.execute(f"COPY ({made}) TO '{file.with_name('told.parquet')}'")


def _engine(file: Path, jobs: str) -> None:
    told = file.with_name("told.parquet")
    subprocess.run(
        [
            *(sys.executable, "-m", "nightcramp", "assess", str(file), "--format", "parquet"),
            *("--fields", "id,urgency,leading", "--jobs", jobs, "-o", str(told)),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )


def _polars(file: Path) -> None:
    import polars as pl

    from nightcramp import assess

    pack = load_pack()

    def urgency(row: dict[str, Any]) -> str:
        given = {name: value for name, value in row.items() if value}
        unsure = [name for name, value in given.items() if value is True]
        for name in unsure:
            given[name.removesuffix("_unsure")] = "unsure"
            del given[name]
        return assess(pack, given).urgency.name

    told = pl.scan_parquet(file).select(
        pl.struct(pl.exclude("id")).map_elements(urgency, return_dtype=pl.String)
    )
    told.sink_parquet(file.with_name("told.parquet"))


def arguments(given: Sequence[str]) -> None:
    """A number of people, or one way and its file."""
    if len(given) == 2:
        go(given[0], Path(given[1]))
    else:
        main(int(given[0]))


if __name__ == "__main__":
    arguments(sys.argv[1:])
