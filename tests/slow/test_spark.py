"""What docs/scale.md does on a cluster, on two threads: the query, and the library in Spark."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet

import nightcramp
from nightcramp.exchange.sql.query import query
from nightcramp.pack.vignettes import read_patients
from nightcramp.triage import read_answers
from tests.exchange.sql.agreement import REFUSED, disagreements, doubled
from tests.exchange.sql.people_table import write_people
from tests.others import find
from tests.spark_page import LOCALLY, SCRIPTS, SHORT_RUN
from tests.triage.formulas.random_answers import random_tables

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.triage import Answers

RANDOM = 10_000 if os.environ.get("CI") else 200_000


def submit(script: str, folder: Path) -> None:
    """Run a script of the page in a folder, in a Spark of its own."""
    find("java")
    program = Path(sys.executable).with_name("spark-submit")
    if not program.exists():
        pytest.fail("pyspark is missing; make test-all installs it")
    (folder / script).write_text(SCRIPTS[script], encoding="utf-8")
    settings = {**LOCALLY, **SHORT_RUN, "spark.local.dir": str(folder)}
    done = subprocess.run(
        [
            program,
            *(word for item in settings.items() for word in ("--conf", "=".join(item))),
            script,
        ],
        cwd=folder,
        env={**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-5_000:]


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """The rows of a table that Spark wrote, in the order of their ids, without these."""
    rows = parquet.read_table(folder).to_pylist()
    return sorted(rows, key=lambda row: int(row.pop("id")))


@pytest.fixture(scope="module")
def patients(pack: Pack) -> list[Answers]:
    """The answers of every patient of the content."""
    return [read_answers(pack, patient.answers) for _, patient in read_patients()]


@pytest.mark.timeout(3600)
def test_the_query_says_of_everyone_what_the_engine_says(
    pack: Pack, patients: list[Answers], tmp_path: Path
) -> None:
    once = [*patients, *random_tables(pack, seed=5, how_many=RANDOM)]
    twice = list(random_tables(pack, seed=4, how_many=1_000))
    people = [*once, *twice]
    refused = [answers for answers, _ in REFUSED]
    write_people(pack, [*once, *map(doubled, twice), *refused], tmp_path / "people.parquet")
    (tmp_path / "told.sql").write_text(query(pack, "spark"), encoding="utf-8")

    submit("query.py", tmp_path)

    rows = rows_of(tmp_path / "told.parquet")
    assert next(disagreements(pack, people, rows[: len(people)]), None) is None
    for (_, refuses), row in zip(REFUSED, rows[len(people) :], strict=True):
        told = {name: value for name, value in row.items() if value is not None}
        assert told == {"refused": True, "refuses": refuses}


@pytest.mark.timeout(600)
def test_the_records_are_those_of_the_library(
    pack: Pack, patients: list[Answers], tmp_path: Path
) -> None:
    people = [*patients, *random_tables(pack, seed=6, how_many=1_000)]
    everyone = [*people, *(answers for answers, _ in REFUSED)]
    write_people(pack, everyone, tmp_path / "people.parquet")

    submit("records.py", tmp_path)

    rows = rows_of(tmp_path / "records.parquet")
    british = nightcramp.load_pack(country="GB")
    assert [row["record"] for row in rows[: len(people)]] == [
        nightcramp.render(british, nightcramp.assess(british, answers), form="json")
        for answers in people
    ]
    for (_, (question,)), row in zip(REFUSED, rows[len(people) :], strict=True):
        assert row["record"] is None
        assert row["problem"].startswith(f"{question}: ")
