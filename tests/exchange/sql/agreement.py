"""What the query says of people in DuckDB, and what the engine says of each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from nightcramp.exchange.sql.query import query, table
from nightcramp.pack.model import Urgency
from nightcramp.triage import assess
from tests.exchange.sql.people_table import write_people

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers

Row = dict[str, Any]
SLOW_TO_PLAN = "common_subexpressions,expression_rewriter,statistics_propagation"
"""What DuckDB spends most of its planning on, and a query this long does not need."""

REFUSED: list[tuple[Row, list[str]]] = [
    ({"side": "neither"}, ["side"]),
    ({"age": 121}, ["age"]),
    ({"age": 40, "age_unsure": True}, ["age"]),
    ({"danger_now": ["chset"]}, ["danger_now"]),
    ({"danger_now": ["none", "chest"]}, ["danger_now"]),
    ({"danger_now": ["none", None]}, ["danger_now"]),
    ({"danger_now": []}, ["danger_now"]),
    ({"medicines": ["aspirn"]}, ["medicines"]),
    ({"medicines": ["aspirin", None]}, ["medicines"]),
    ({"medicines_started": ["atorvastatin"]}, ["medicines_started"]),
    ({"medicines": ["aspirin"], "medicines_started": [None]}, ["medicines_started"]),
    ({"danger_now": ["chest"], "age": -1}, ["age"]),
]
"""Answers that the engine refuses, and the questions that do not accept them."""


def doubled(answers: Answers) -> Row:
    """The same answers, with each list twice over."""
    return {
        name: [*value, *value] if isinstance(value, tuple) else value
        for name, value in answers.items()
    }


class Database:
    """The table of answers and the query, in memory.

    Args:
        pack: the content.
        fields: the columns wanted; all when left out.
    """

    def __init__(self, pack: Pack, folder: Path, fields: Sequence[str] = ()) -> None:
        self.query = query(pack, "duckdb", fields)
        self._pack = pack
        self._file = folder / "answers.parquet"
        self._base = duckdb.connect(config={"threads": 2})
        self._base.execute(f"SET disabled_optimizers = '{SLOW_TO_PLAN}'")
        self._base.execute(table(pack, "duckdb"))

    def told(self, people: Sequence[Mapping[str, Any]]) -> list[Row]:
        """The row that each person gets, in their order."""
        write_people(self._pack, people, self._file)
        self._base.execute("DELETE FROM answers")
        self._base.execute(f"INSERT INTO answers BY NAME SELECT * FROM '{self._file}'")  # noqa: S608
        made = self._base.execute(self.query)
        names = [name for name, *_ in made.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in made.fetchall()]
        return sorted(rows, key=lambda row: int(row.pop("id")))


def expected(pack: Pack, answers: Answers) -> Row:
    """What the query should say of a person."""
    found = assess(pack, answers)
    known = not found.incomplete
    flags = {one.flag.id for one in found.flags if known}
    in_order = sorted(pack.red_flags, key=lambda flag: -Urgency[flag.urgency])
    measures = {
        f"{measure.id}_{end}": found.measures.get(measure.id, (None, None))[place]
        for measure in pack.measures
        if measure.instrument
        for place, end in enumerate(("least", "most"))
    }
    return {
        "refused": False,
        "urgency": found.urgency.name,
        "within_days": found.within_days,
        "contact": found.contact,
        "leading": found.leading,
        "flags": [flag.id for flag in in_order if flag.id in flags],
        "causes": [
            {"id": one.cause.id, "points": one.points, "band": one.band}
            for one in found.causes
            if known
        ],
        "mimics": [one.mimic.id for one in found.mimics if known],
        "notes": [one.note.id for one in found.notes if known],
        **measures,
        "missing": list(found.missing),
        "dropped": list(found.dropped),
        "complete": not found.missing,
        "refuses": [],
    }


def disagreements(
    pack: Pack, people: Sequence[Answers], rows: Sequence[Row]
) -> Iterator[tuple[Answers, Row]]:
    """Each person of whom a row says something else, and what it says."""
    for answers, row in zip(people, rows, strict=True):
        engine = expected(pack, answers)
        apart = {name: value for name, value in row.items() if engine[name] != value}
        if apart:
            yield answers, apart
