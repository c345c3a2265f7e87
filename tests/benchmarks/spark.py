"""What docs/scale.md shows of Spark, on two threads of this machine: how its cost grows.

python -m tests.benchmarks.spark 10000 100000 1000000

Made-up people, 10,000 of them over and over, from Parquet to Parquet in local[2]. Each figure is
processor time of Spark and of the Pythons that it starts: this is steadier than the clock where
others run. A first run for one person is what it takes to plan; each run plans anew.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pyspark.sql import SparkSession

from nightcramp.exchange.sql.query import query
from nightcramp.pack import load_pack
from tests.exchange.sql.people_table import population_table, write_over_and_over
from tests.spark_page import LOCALLY, SCRIPTS

if TYPE_CHECKING:
    from nightcramp.pack import Pack

MADE = 10_000
PARTS: dict[str, list[str]] = {
    "urgency": ["urgency"],
    "urgency, leading": ["urgency", "leading"],
    "everything": [],
}
_TICKS = os.sysconf("SC_CLK_TCK")


def main(numbers: list[int]) -> None:
    """Print a row for each way and number of people."""
    pack = load_pack()
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    with TemporaryDirectory() as name:
        folder = Path(name)
        made = population_table(pack, MADE)
        for number in (1, *numbers):
            write_over_and_over(made, number, folder / f"{number}.parquet")
        began = time.monotonic(), _spent()
        settings = {**LOCALLY, "spark.local.dir": name}
        spark = SparkSession.builder.config(map=settings).getOrCreate()
        _show("start", 0, began)
        for part, run in _ways(pack, spark, folder):
            for number in (1, *numbers):
                began = time.monotonic(), _spent()
                run(number)
                _show(part, number, began)
        spark.stop()


def _ways(
    pack: Pack, spark: SparkSession, folder: Path
) -> Iterator[tuple[str, Callable[[int], None]]]:
    def told(made: str) -> Callable[[int], None]:
        def run(number: int) -> None:
            spark.read.parquet(str(folder / f"{number}.parquet")).createOrReplaceTempView("answers")
            spark.sql(made).write.mode("overwrite").parquet(str(folder / "told"))

        return run

    for part, fields in PARTS.items():
        yield part, told(query(pack, "spark", fields))
    script = folder / "records.py"
    script.write_text(SCRIPTS["records.py"], encoding="utf-8")
    of_batches = runpy.run_path(str(script))["records"]

    def records(number: int) -> None:
        answered = spark.read.parquet(str(folder / f"{number}.parquet"))
        made = answered.mapInArrow(of_batches, "id string, record string, problem string")
        made.write.mode("overwrite").parquet(str(folder / "records"))

    yield "the whole record", records


def _show(part: str, number: int, began: tuple[float, float]) -> None:
    clock, spent = time.monotonic() - began[0], _spent() - began[1]
    print(f"{part:18} {number:>11,} people {spent:8.1f} s, by the clock {clock:8.1f} s", flush=True)


def _spent() -> float:
    """Processor time of all that this process has started, in seconds."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split() for line in listed.stdout.splitlines()]
    parents = {int(pid): int(parent) for pid, parent in lines}
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(map(_ticks, ours)) / _TICKS


def _ticks(process: int) -> int:
    """Of a process, and of those that it has waited for."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15]))


if __name__ == "__main__":
    main([int(number) for number in sys.argv[1:]])
