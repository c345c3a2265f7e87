"""A table of assessments as Parquet, by pyarrow: batches made anywhere, written in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyarrow as pa
from pyarrow import parquet

from nightcramp.errors import NightcrampError
from nightcramp.exchange.fields import Field, Given
from nightcramp.exchange.rows import ID

_TYPES = {
    "text": pa.string(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "truth": pa.bool_(),
    "texts": pa.list_(pa.string()),
    "wholes": pa.list_(pa.int64()),
}
_GROUP = 20_000
"""Rows of a row group: what is in memory until it is written."""


def schema_of(fields: Mapping[str, Field], *, whole_ids: bool) -> pa.Schema:
    """The columns of a table.

    Args:
        fields: those that are asked for.
        whole_ids: whether an `id` is a whole number; otherwise it is a text.
    """
    return pa.schema(
        [
            (name, pa.int64() if name == ID and whole_ids else _TYPES[field.kind])
            for name, field in fields.items()
        ]
    )


def encode_batch(schema: pa.Schema, fields: Mapping[str, Field], people: Sequence[Given]) -> bytes:
    """People as a record batch that another process can read.

    Raises:
        NightcrampError: an id is a text where the ids before are whole numbers, or too large.
    """
    columns = []
    for column in schema:
        values = [fields[column.name].value(one) for one in people]
        if column.name == ID and pa.types.is_string(column.type):
            values = [None if one is None else str(one) for one in values]
        try:
            columns.append(pa.array(values, column.type))
        except (pa.ArrowException, OverflowError, TypeError):
            raise NightcrampError(
                f"the column '{column.name}' begins with whole numbers and does not go on so; "
                "--format csv takes both."
            ) from None
    batch = pa.record_batch(columns, schema=schema)
    return bytes(batch.serialize())


class ParquetFile:
    """Writes record batches one after the other, in row groups that do not depend on them.

    Args:
        schema: the columns.
        write: takes the bytes of the file, in order.
    """

    def __init__(self, schema: pa.Schema, write: Callable[[bytes], None]) -> None:
        self._schema = schema
        self._sink = _Sink(write)
        self._writer = parquet.ParquetWriter(self._sink, schema)
        self._waiting: list[pa.RecordBatch] = []
        self._rows = 0

    def add(self, encoded: bytes) -> None:
        """Add a batch."""
        batch = pa.ipc.read_record_batch(pa.py_buffer(encoded), self._schema)
        self._waiting.append(batch)
        self._rows += batch.num_rows
        if self._rows >= _GROUP:
            self._write()

    def __enter__(self) -> ParquetFile:
        """Begin a file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Write what waits, and the end of the file; nothing more where it was broken off."""
        if kind is None:
            self._write()
        else:
            self._sink.drop()
        self._writer.close()

    def _write(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting), row_group_size=_GROUP)
        self._waiting, self._rows = [], 0


class _Sink:
    """What pyarrow takes for a file: a pipe has no place of its own to tell."""

    closed = False

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._place = 0

    def drop(self) -> None:
        """Pass on nothing more: a writer that is thrown away ends its file."""
        self._write = lambda _: None

    def write(self, data: bytes) -> int:
        """Pass on the next bytes."""
        self._write(bytes(data))
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        """Bytes so far."""
        return self._place

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The end is the caller's to mark."""
        self.closed = True
