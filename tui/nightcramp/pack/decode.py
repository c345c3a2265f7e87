"""From the bytes of a TOML file to a typed record, or to an error that names the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
import tomli

from nightcramp.errors import PackError, nearest
from nightcramp.pack.condition import Condition, read_condition
from nightcramp.pack.document import Document
from nightcramp.pack.record import Record
from nightcramp.pack.toml_lines import Path

T = TypeVar("T")

_PLACE = re.compile(r"^(?P<problem>.*?)(?: - at `(?P<place>[^`]*)`)?$", re.DOTALL)
"""How msgspec ends its messages: the path in the decoded value."""

_MOST_ENTRIES = 60_000
"""Of a file; eight times what the largest of ours has."""
_MOST_LINES = 200_000
_LONGEST_LINE = 200_000
_DEEPEST = 60
_LONGEST = 20_000
"""Characters of a sentence or a name."""
_MOST_ITEMS = 5_000
"""In one list or table."""
_LARGEST = 1_000_000
"""Of all numbers, above and below 0."""

_MOST_DOTS = 10
_PART = r"""(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
_DOTTED = re.compile(rf"(?:^|[\[{{,])[ \t]*(?:{_PART}[ \t]*\.[ \t]*){{{_MOST_DOTS}}}")
"""A key of so many parts, for which tomli takes the square of the time."""

_STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")


def parse(name: str, raw: bytes) -> Document:
    """Parse one content file.

    Raises:
        PackError: it is not UTF-8, or not TOML.
    """
    try:
        text = raw.decode("utf-8-sig")  # some editors on Windows begin a file with a mark
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PackError(name, line, "is not UTF-8 text; save it as UTF-8.", "not-utf8") from None
    if entries_in(raw) > _MOST_ENTRIES or raw.count(b"\n") > _MOST_LINES:
        problem = f"says too much: more than {_MOST_ENTRIES:,} keys and values, or too many lines."
        raise PackError(name, 0, problem, "too-large")
    text = text.replace("\r\n", "\n")
    for number, row in enumerate(text.split("\n"), 1):
        if len(row) > _LONGEST_LINE:  # one number of millions of digits would take a second
            problem = f"has a line of more than {_LONGEST_LINE:,} characters."
            raise PackError(name, number, problem, "too-large")
        if row.count(".") >= _MOST_DOTS and _DOTTED.search(row):
            raise PackError(name, number, "is nested too deep.", "bad-toml")
    try:
        document = Document(name, text, tomli.loads(text))
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise PackError(name, error.lineno, problem, "bad-toml") from None
    except RecursionError:
        raise PackError(name, 0, "is nested too deep.", "bad-toml") from None
    except ValueError:  # Python reads no number of more than some thousand digits
        raise PackError(name, 0, _OUT_OF_RANGE, "too-large") from None
    try:
        _check_size(document.data, 1)
    except _TooLargeError as found:
        path = next((path for path, value in document.walk() if value is found.value), ())
        raise PackError(name, document.line(path) if path else 0, str(found), "too-large") from None
    return document


_OUT_OF_RANGE = f"has a number out of range; all are from -{_LARGEST:,} to {_LARGEST:,}."


class _TooLargeError(Exception):
    """What is more than any pack needs.

    Attributes:
        value: where it was found; None where that would take too long to locate.
    """

    def __init__(self, problem: str, value: Any = None) -> None:
        super().__init__(problem)
        self.value = value


def _check_size(value: dict[str, Any] | list[Any], depth: int) -> None:
    """Hold a table or list, and all in it, to what the rest of the program can work on.

    Raises:
        _TooLargeError: it is too deep, too long, or holds a number that is out of range.
    """
    if depth > _DEEPEST:
        raise _TooLargeError("is nested too deep.")
    if len(value) > _MOST_ITEMS:
        raise _TooLargeError(f"has more than {_MOST_ITEMS:,} items in one list.", value)
    if isinstance(value, dict) and value and len(max(value, key=len)) > _LONGEST:
        raise _TooLargeError("has a key that is too long.", value)
    for item in value.values() if isinstance(value, dict) else value:
        kind = type(item)
        if kind is str:
            if len(item) > _LONGEST:
                raise _TooLargeError(f"has a text of more than {_LONGEST:,} characters.", item)
        elif kind is dict or kind is list:
            _check_size(item, depth + 1)
        elif kind in (int, float) and not -_LARGEST <= item <= _LARGEST:
            raise _TooLargeError(_OUT_OF_RANGE, item)


def entries_in(raw: bytes) -> int:
    """How often a file has something at which a parser stops: at most, its keys and values."""
    return sum(map(raw.count, (b"=", b",", b"[", b"{", b"\\", b"#")))


def convert(document: Document, kind: type[T]) -> T:
    """A parsed file as the type it should have.

    Raises:
        PackError: a key is unknown or missing, or a value has the wrong type.
    """
    try:
        return msgspec.convert(document.data, kind, dec_hook=_read_other)
    except msgspec.ValidationError as error:
        raise _explain(document, str(error)) from None


def convert_tables(document: Document, kind: type[T]) -> dict[str, T]:
    """A parsed file of tables of one type, by their names, which can be any text.

    Raises:
        PackError: a key is unknown or missing, or a value has the wrong type.
    """
    try:
        return msgspec.convert(document.data, dict[str, kind])  # type: ignore[valid-type]
    except msgspec.ValidationError:
        for name, table in document.data.items():
            if problem := _problem_of(table, kind):
                raise _explain(document, problem, (name,)) from None
        raise


def _problem_of(table: Any, kind: type) -> str:
    try:
        msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _read_other(kind: type, value: Any) -> Any:
    """Decode what msgspec does not know; conditions have a reader of their own."""
    if kind is Condition:
        return read_condition(value)
    raise NotImplementedError(kind)


def _explain(document: Document, message: str, table: Path = ()) -> PackError:
    """A message of msgspec, with the line and the nearest known key.

    Args:
        document: the file.
        message: about the file, or about one table in it.
        table: the path of that table.
    """
    match = _PLACE.match(message)
    problem, place = (match["problem"], match["place"] or "") if match else (message, "")
    steps = (key or (int(index) if index.isdigit() else 0) for key, index in _STEP.findall(place))
    path = (*table, *steps)
    unknown = _UNKNOWN.search(problem)
    if unknown:
        line = document.line((*path, unknown[1]))
        known = {*_fields_of(Record)} - {unknown[1]}  # it may be right in another place
        problem = f"unknown key '{unknown[1]}'.{nearest(unknown[1], known)}"
        return PackError(document.name, line, problem, "unknown-key")
    problem = problem.replace("Object ", "this table ").replace("`", "'") + "."
    return PackError(document.name, document.line(path), problem)


def _fields_of(kind: type[msgspec.Struct]) -> Iterator[str]:
    """Every field of a record and of those derived from it."""
    yield from kind.__struct_fields__
    for derived in kind.__subclasses__():
        yield from _fields_of(derived)
