"""A pack as one query over a table of answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlglot import exp

from nightcramp.errors import NightcrampError, nearest
from nightcramp.exchange.sql.answered import Answered, refuses_of, variable_name
from nightcramp.exchange.sql.counted import COUNTS, AnsweringOnce
from nightcramp.exchange.sql.dialect import Dialect, Name, column, some
from nightcramp.exchange.sql.result import REFUSED, Result
from nightcramp.exchange.sql.staged import Column, Staged
from nightcramp.pack.model import Pack
from nightcramp.triage.formulas.person import person_of

TABLE = "answers"


def table(pack: Pack, dialect: Name) -> str:
    """The statement that makes the table of answers, empty.

    Args:
        pack: the clinical content.
        dialect: of the database.

    Raises:
        NightcrampError: two columns would have one name.
    """
    columns = Answered(AnsweringOnce(pack), Dialect(dialect)).table()
    _check_names(name for name, _ in columns)
    lines = [f"  {column(name).sql(dialect)} {kind}" for name, kind in columns]
    return "\n".join((f"CREATE TABLE {TABLE} (", ",\n".join(lines), ");\n"))


def query(pack: Pack, dialect: Name, fields: Sequence[str] = ()) -> str:
    """The query, without a semicolon: it can stand in brackets.

    Args:
        pack: the clinical content.
        dialect: of the database.
        fields: the columns wanted beside `id`; all when there are none.

    Raises:
        NightcrampError: there is no such column, or two would have one name.
    """
    names = Dialect(dialect)
    answering = AnsweringOnce(pack)
    result = Result(answering, person_of(answering, answering.anyone()), names)
    for field in fields:
        if field not in result.fields:
            raise NightcrampError(
                f"there is no column '{field}'.{nearest(field, result.fields)} "
                f"There are: {', '.join(result.fields)}."
            )
    made = _written(answering, result, fields or result.fields, names)
    return f"{_heading(pack)}{made.sql(dialect, pretty=True, copy=False)}\n"


def _written(
    answering: AnsweringOnce, result: Result, fields: Sequence[str], dialect: Dialect
) -> exp.Select:
    """The stages, each of the one before, and what comes of the last."""
    answered = Answered(answering, dialect)
    variable = answering.make.variable
    meaning = {variable(COUNTS, name): when for name, when in answering.counts.items()}
    staged = Staged(result.needs(fields), meaning, result.named(), variable_name)
    refuses = [(refuses_of(name), wrong) for name, wrong in answered.refused()]
    refused = some([column(name) for name, _ in refuses])
    stages: list[tuple[str, list[Column]]] = [
        ("listed", list(answered.places())),
        ("answered", list(answered.bits())),
        ("chosen", [*answered.variables(staged.variables), *refuses]),
        ("accepted", [(REFUSED, refused)]),
        *((f"level_{place}", columns) for place, columns in enumerate(staged.stages, 1)),
        *(
            (f"numbers_{place}", columns)
            for place, columns in enumerate(result.numbers(fields, staged.of), 1)
        ),
    ]
    every_column = [*answered.table(), *(one for _, columns in stages for one in columns)]
    _check_names(name for name, _ in every_column)
    told = [(result.written(field, staged.of), field) for field in fields]
    kept: list[exp.Expr] = [column("id"), column(REFUSED)]
    inner: exp.Expr = exp.to_table(TABLE)
    if dialect.nests:
        for name, columns in stages:
            inner = _stage(columns, inner).subquery(name, copy=False)
        return _select(kept, told, inner)
    made = _select(kept, told, exp.to_table(stages[-1][0]))
    for name, columns in stages:
        made = made.with_(name, _stage(columns, inner), copy=False)
        inner = exp.to_table(name)
    return made


def _check_names(names: Iterable[str]) -> None:
    """Refuse two columns of one name: a database would silently take one for the other."""
    seen: dict[str, str] = {}
    for name in names:
        key = name.lower()  # as databases compare them
        if key in seen:
            raise NightcrampError(
                f"there would be two columns named '{seen[key]}', after ids of the content. "
                "Change one of these ids."
            )
        seen[key] = name


def _stage(columns: list[Column], inner: exp.Expr) -> exp.Select:
    """All that there is, and more columns."""
    return _select([exp.Star()], [(value, alias) for alias, value in columns], inner)


def _select(kept: list[exp.Expr], made: list[tuple[exp.Expr, str]], inner: exp.Expr) -> exp.Select:
    new = [exp.alias_(value, alias, quoted=True, copy=False) for value, alias in made]
    return exp.select(*kept, *new, copy=False).from_(inner, copy=False)


def _heading(pack: Pack) -> str:
    name = " ".join(f"{pack.about.id} {pack.about.version}".split())  # one line
    country = f", for {pack.country}" if pack.country else ""
    return (
        f"-- {name}, content {pack.hash}{country}\n"
        f"-- Written by nightcramp for the table {TABLE}; docs/data.md says what its columns are.\n"
    )
