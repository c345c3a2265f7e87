"""What is read of one person before it is checked, whatever the form it came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

ID = "id"
"""The name under which an answers file, or a column of a table, says who a row is about."""


class UnreadableError(Exception):
    """A file, or one row of it, cannot be used.

    Attributes:
        line: of the file; 0 where it concerns all of it.
        column: question or column that it concerns; may be empty.
    """

    def __init__(self, problem: str, line: int = 0, column: str = "") -> None:
        super().__init__(problem)
        self.line = line
        self.column = column


class Row(msgspec.Struct, frozen=True):
    """One person's answers as decoded, or why they cannot be used.

    Attributes:
        number: line, row or response of its file, from 1; 0 where the file has only one.
        unit: what the number counts: "line", "row" or "response".
        answers: question id -> value, not yet checked.
        id: whatever the file names the row by; goes through untouched.
        problem: why there are no answers; otherwise empty.
        column: question or column that the problem concerns; may be empty.
    """

    number: int = 0
    unit: str = "line"
    answers: Any = None
    id: str | int | None = None
    problem: str = ""
    column: str = ""


def wrong_row(number: int, unit: str, error: UnreadableError) -> Row:
    """A row that cannot be used."""
    return Row(number, unit, problem=str(error), column=error.column)


def id_of(value: object) -> str | int | None:
    """An id as it is passed on: a text or a whole number.

    Raises:
        UnreadableError: it is a list, a table or a truth value.
    """
    if value is None or type(value) in (str, int):
        return value  # type: ignore[return-value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # a table with a missing id keeps a column of whole numbers so
    if isinstance(value, (bool, Mapping, list)):
        raise UnreadableError("must be a text or a whole number.", column=ID)
    return str(value)
