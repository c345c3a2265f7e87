"""The forms in which answers come, and what reads each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, cast

from nightcramp.exchange.columns import Notices
from nightcramp.exchange.rows import Row
from nightcramp.pack import Pack

Reader = Callable[[BinaryIO, Pack, Notices], Iterator[Row]]

_READERS = {
    "toml": "texts:toml_rows",
    "json": "texts:json_rows",
    "jsonl": "texts:json_lines_rows",
    "csv": "tables:csv_rows",
    "parquet": "tables:parquet_rows",
    "arrow": "tables:arrow_rows",
    "xml": "odk:xml_rows",
}
FORMS = tuple(_READERS)

_ENDINGS = {"ndjson": "jsonl", "tsv": "csv", "feather": "arrow", "arrows": "arrow"}


def form_of(name: str) -> str:
    """The form that a file's ending names; JSON where it names none."""
    ending = PurePath(name).suffix.lower()[1:]
    form = _ENDINGS.get(ending, ending)
    return form if form in _READERS else "json"


def reader_of(form: str) -> Reader:
    """What reads a form; imported when it is asked for."""
    module, function = _READERS[form].split(":")
    return cast("Reader", getattr(import_module(f"nightcramp.exchange.{module}"), function))
