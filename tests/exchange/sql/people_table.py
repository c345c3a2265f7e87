"""The table of answers as Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyarrow import parquet

from nightcramp.pack.model import UNSURE
from nightcramp.pack.population import load_population
from nightcramp.triage.population import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from nightcramp.pack import Pack


def people_table(pack: Pack, people: Iterable[Mapping[str, Any]]) -> pa.Table:
    """People as rows, whose ids are their places from 0."""
    numbers = [question.id for question in pack.questions if question.kind == "number"]
    schema = pa.schema(
        [("id", pa.string())]
        + [
            column
            for question in pack.questions
            for column in _columns_of(question.id, question.kind)
        ]
    )
    rows = [{"id": str(place), **_row(numbers, one)} for place, one in enumerate(people)]
    return pa.Table.from_pylist(rows, schema)


def write_people(pack: Pack, people: Iterable[Mapping[str, Any]], file: Path) -> None:
    """Write a Parquet file of people."""
    parquet.write_table(people_table(pack, people), file)


def population_table(pack: Pack, number: int) -> pa.Table:
    """So many made-up people."""
    population = load_population(pack)
    assert population is not None
    return people_table(pack, people(pack, population, number))


def write_over_and_over(made: pa.Table, number: int, file: Path) -> None:
    """Write so many people as Parquet: a table over and over, with other ids each time."""
    with parquet.ParquetWriter(file, made.schema) as writer:
        for first in range(0, number, len(made)):
            some = made.slice(0, number - first)
            ids = pa.array([str(first + place) for place in range(len(some))])
            writer.write_table(some.set_column(0, "id", ids))


def _columns_of(name: str, kind: str) -> list[tuple[str, pa.DataType]]:
    if kind == "number":
        return [(name, pa.int32()), (f"{name}_unsure", pa.bool_())]
    return [(name, pa.string() if kind == "single" else pa.list_(pa.string()))]


def _row(numbers: list[str], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a row: "not sure" of a number is a column of its own."""
    unsure = {name for name in numbers if answers.get(name) == UNSURE}
    given = {name: value for name, value in answers.items() if name not in unsure}
    return given | {f"{name}_unsure": True for name in unsure}
