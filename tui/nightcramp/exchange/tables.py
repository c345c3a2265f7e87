"""Answers from tables, a person a row: CSV, and by pyarrow Parquet and Arrow."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any, BinaryIO

from nightcramp.errors import NightcrampError
from nightcramp.exchange.columns import Columns, Notices
from nightcramp.exchange.rows import Row, UnreadableError, wrong_row
from nightcramp.pack import Pack
from nightcramp.text import shortened

if TYPE_CHECKING:
    import pyarrow as pa

_LONGEST_LINE = 1_000_000
"""Bytes; a cell has at most as many characters as the csv module takes, 131,072."""

_BATCH = 1_000
"""Rows of a Parquet or Arrow file that are in memory at once."""

_MAGIC = b"ARROW1"


def csv_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """The people of a CSV file. Its first row names the columns, and is row 1.

    Cells stand between tabs, commas or semicolons: the first of these that the heading has.

    Raises:
        UnreadableError: the heading cannot be used.
    """
    lines = _Lines(stream)
    first = next(lines, "")
    mark = next((mark for mark in "\t,;" if mark in first), ",")
    records = csv.reader(chain([first], lines), delimiter=mark, strict=True)
    try:
        heading = next(records, [])
    except csv.Error as error:
        raise UnreadableError(_said(error)) from None
    columns = Columns(pack, heading, notices)
    number = 1
    while True:
        number += 1
        try:
            cells = next(records, None)
        except UnreadableError as error:
            yield wrong_row(number, "row", error)
            continue
        except csv.Error as error:
            yield Row(number, "row", problem=_said(error))
            if _lost(error):
                return
            continue
        if cells is None:
            return
        if len(cells) == len(heading):
            if any(cells):
                yield columns.row(number, "row", cells)
        elif cells:
            problem = f"has {len(cells)} of the heading's {len(heading)} cells."
            yield Row(number, "row", problem=problem)


class _Lines:
    """The lines of a file as text; after one that cannot be used, the next."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._encoding = "utf-8-sig"

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline(_LONGEST_LINE + 1)
        if not raw:
            raise StopIteration
        if len(raw) > _LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = self._stream.readline(_LONGEST_LINE)
            raise UnreadableError("is too long.")
        encoding, self._encoding = self._encoding, "utf-8"
        try:
            line = raw.decode(encoding)
        except UnicodeDecodeError:
            raise UnreadableError("is not UTF-8 text.") from None
        if "\0" in line:
            raise UnreadableError("holds a zero byte.")
        return line


def _lost(error: csv.Error) -> bool:
    """Whether nothing after it can be told apart any more."""
    return "field limit" in str(error) or "end of data" in str(error)


def _said(error: csv.Error) -> str:
    if _lost(error):
        return "a cell is too long, or a quote is never closed; nothing after it was read."
    return "is not valid CSV: a quote inside a cell must be doubled, and the cell quoted."


def parquet_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """The people of a Parquet file; only the columns that are used are read.

    Raises:
        UnreadableError: it cannot be read to its end.
        NightcrampError: pyarrow is missing.
    """
    insist_on_pyarrow()
    from pyarrow import parquet

    if not stream.seekable():
        raise UnreadableError("cannot be read as Parquet from a pipe; name a file.")
    with _told("Parquet"):
        file = parquet.ParquetFile(stream)
        columns = Columns(pack, file.schema_arrow.names, notices)
        yield from _rows(
            columns,
            file.iter_batches(batch_size=_BATCH, columns=columns.used, use_threads=False),
            file.schema_arrow.names,
        )


def arrow_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """The people of an Arrow (Feather) file or stream.

    Raises:
        UnreadableError: it cannot be read to its end.
        NightcrampError: pyarrow is missing.
    """
    insist_on_pyarrow()
    from pyarrow import ipc

    is_file = False
    if stream.seekable():
        is_file = stream.read(len(_MAGIC)) == _MAGIC
        stream.seek(0)
    with _told("Arrow"):
        if is_file:
            opened = ipc.open_file(stream)
            batches = (opened.get_batch(place) for place in range(opened.num_record_batches))
        else:
            opened = ipc.open_stream(stream)
            batches = iter(opened)
        names = opened.schema.names
        yield from _rows(Columns(pack, names, notices), _checked(batches), names)


def _rows(columns: Columns, batches: Iterator[pa.RecordBatch], names: list[str]) -> Iterator[Row]:
    """The rows of batches; of the columns that are not used, every cell is None."""
    number = 0
    used = set(columns.used)
    for batch in batches:
        cells = [_cells(batch.column(name)) if name in used else repeat(None) for name in names]
        for row in islice(zip(*cells, strict=False), batch.num_rows):
            number += 1
            yield columns.row(number, "row", row)


def _cells(column: pa.Array) -> list[Any]:
    """A column as Python's own values; texts can be kept as bytes."""
    cells: list[Any] = column.to_pylist()
    return [one.decode() if isinstance(one, bytes) else one for one in cells]


def _checked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches in small parts. Arrow's memory is taken as it is found, so it is checked first."""
    for batch in batches:
        batch.validate(full=True)
        for start in range(0, batch.num_rows, _BATCH):
            yield batch.slice(start, _BATCH)


@contextlib.contextmanager
def _told(form: str) -> Iterator[None]:
    """Says in a sentence what pyarrow finds wrong."""
    from pyarrow import ArrowException

    try:
        yield
    except (ArrowException, OSError, ValueError) as error:
        lines = str(error).strip().splitlines()
        reason = shortened(lines[0], 200).rstrip(".") if lines else "it is damaged"
        raise UnreadableError(f"cannot be read as {form}: {reason}.") from None


def insist_on_pyarrow() -> None:
    """Refuse where pyarrow is not installed.

    Raises:
        NightcrampError: it is not.
    """
    if find_spec("pyarrow") is None:
        raise NightcrampError("Parquet and Arrow need pyarrow: pip install 'nightcramp[tables]'")
