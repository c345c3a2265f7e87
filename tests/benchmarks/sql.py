"""A population in DuckDB, beside the engine and a plain copy of the file.

python -m tests.benchmarks.sql 1000000

Made-up people, 10,000 of them over and over, from Parquet to Parquet by two threads. Each figure
is processor time, what it takes to plan included: this is steadier than the clock where others run.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from nightcramp.exchange.sql.query import query, table
from nightcramp.pack import load_pack
from nightcramp.pack.population import load_population
from nightcramp.triage import assess
from nightcramp.triage.population import people
from tests.exchange.sql.agreement import SLOW_TO_PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.pack import Pack

MADE, ASSESSED = 10_000, 5_000
PARTS: dict[str, list[str]] = {
    "urgency": ["urgency"],
    "urgency and leading explanation": ["urgency", "leading"],
    "everything": [],
}


def main(number: int) -> None:
    """Print a row for each way."""
    pack = load_pack()
    with TemporaryDirectory() as name:
        folder = Path(name)
        engine = _write_people(pack, folder, number) / ASSESSED
        _show("engine, one process", engine, engine)
        copied = _taken(_copying(folder, "SELECT * FROM answers"))
        _show("Parquet copied", copied / number, engine)
        for part, fields in PARTS.items():
            made = query(pack, "duckdb", fields)
            _show(part, _taken(_copying(folder, made)) / number, engine)


def _write_people(pack: Pack, folder: Path, number: int) -> float:
    """Make the file of people; how long the engine takes for some of them, in seconds."""
    population = load_population(pack)
    assert population is not None
    made = list(people(pack, population, MADE))
    took = _taken(lambda: [assess(pack, answers) for answers in islice(made, ASSESSED)])
    base = duckdb.connect(config={"threads": 2, "memory_limit": "400MB"})
    base.execute("SET preserve_insertion_order = false")
    base.execute(table(pack, "duckdb"))
    types = {name: kind for name, kind, *_ in base.execute("DESCRIBE answers").fetchall()}
    with (folder / "people.jsonl").open("w", encoding="utf-8") as file:
        for answers in made:
            row: dict[str, Any] = {
                f"{key}_unsure" if types[key] == "INTEGER" and value == "unsure" else key: (
                    True if types[key] == "INTEGER" and value == "unsure" else value
                )
                for key, value in answers.items()
            }
            file.write(json.dumps(row) + "\n")
    base.execute(
        "INSERT INTO answers BY NAME SELECT * FROM "
        "read_json($file, format = 'newline_delimited', columns = $types)",
        {"file": str(folder / "people.jsonl"), "types": types},
    )
    base.execute(
        f"COPY (SELECT answers.* REPLACE (CAST(place * {MADE} + rowid AS VARCHAR) AS id) "  # noqa: S608
        f"FROM answers, range({number // MADE}) AS places(place)) "
        f"TO '{folder / 'people.parquet'}'"
    )
    return took


def _copying(folder: Path, made: str) -> Callable[[], object]:
    base = duckdb.connect(config={"threads": 2})
    base.execute(f"SET disabled_optimizers = '{SLOW_TO_PLAN}'")
    base.execute("SET preserve_insertion_order = false")
    base.execute(f"CREATE VIEW answers AS SELECT * FROM '{folder / 'people.parquet'}'")  # noqa: S608
    return lambda: base.execute(f"COPY ({made}) TO '{folder / 'told.parquet'}'")


def _taken(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _show(name: str, each: float, engine: float) -> None:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name:32} {each * 1e6:8.1f} us a person, {engine / each:6.1f} x the engine, {most} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]))
