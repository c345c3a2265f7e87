"""What is printed of many people, a part at a time: the same bytes however they are parted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from nightcramp.exchange.fields import Given, chosen
from nightcramp.exchange.formats import as_json, data_maker
from nightcramp.pack import Pack

if TYPE_CHECKING:
    import pyarrow as pa

TABLES = ("csv", "parquet")
FORMATS = ("text", "json", "jsonl", *TABLES, "fhir", "cds-card")


class Wanted(msgspec.Struct, frozen=True):
    """What is to be printed.

    Attributes:
        form: one of `FORMATS`.
        fields: those of a table, between commas; None for the usual ones.
        many: whether there are, or could be, several people.
        whole_ids: whether the ids of a Parquet file are whole numbers.
    """

    form: str
    fields: str | None = None
    many: bool = True
    whole_ids: bool = False


class Output:
    """Makes what is printed.

    Raises:
        NightcrampError: there is no such field, or pyarrow is missing.
    """

    def __init__(self, pack: Pack, wanted: Wanted) -> None:
        self._pack, self._wanted = pack, wanted
        makers: dict[str, Callable[[], Callable[[Sequence[Given]], bytes]]] = {
            "text": self._text,
            "csv": self._csv,
            "parquet": self._parquet,
        }
        self.part = makers.get(wanted.form, self._data)()
        """From some people to their bytes: UTF-8, or for Parquet a message of Arrow."""

    def head(self) -> bytes:
        """What comes before everyone: a heading, or the questionnaire."""
        if self._wanted.form == "csv":
            return _csv_lines([list(chosen(self._pack, self._wanted.fields))])
        if self._wanted.form == "fhir" and self._wanted.many:
            from nightcramp.exchange.fhir.bundle import identified_questionnaire

            return msgspec.json.encode(identified_questionnaire(self._pack)) + b"\n"
        return b""

    def _text(self) -> Callable[[Sequence[Given]], bytes]:
        from nightcramp.reports.plain import render_plain
        from nightcramp.reports.result import build_result

        after = f"\n{'-' * 72}\n\n" if self._wanted.many else ""
        return lambda people: "".join(
            render_plain(build_result(self._pack, one.found)) + after for one in people
        ).encode()

    def _data(self) -> Callable[[Sequence[Given]], bytes]:
        wanted = self._wanted
        make = data_maker(wanted.form, self._pack, many=wanted.many)
        encode = msgspec.json.Encoder().encode if wanted.many else as_json
        end = b"\n" if wanted.many else b""
        return lambda people: b"".join(
            [encode(make(g.found, g.row.number, g.row.id)) + end for g in people]
        )

    def _csv(self) -> Callable[[Sequence[Given]], bytes]:
        fields = list(chosen(self._pack, self._wanted.fields).values())
        return lambda people: _csv_lines(
            [_cell(field.value(one)) for field in fields] for one in people
        )

    def _parquet(self) -> Callable[[Sequence[Given]], bytes]:
        from nightcramp.exchange.tables import insist_on_pyarrow

        insist_on_pyarrow()
        from nightcramp.exchange.parquet import encode_batch

        schema, fields = self.schema(), chosen(self._pack, self._wanted.fields)
        return lambda people: encode_batch(schema, fields, people)

    def schema(self) -> pa.Schema:
        """The columns of a Parquet file."""
        from nightcramp.exchange.parquet import schema_of

        return schema_of(chosen(self._pack, self._wanted.fields), whole_ids=self._wanted.whole_ids)


def _csv_lines(rows: Any) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return value
