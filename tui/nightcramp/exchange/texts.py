"""Answers from texts: TOML, JSON, and JSON Lines, each of which can be FHIR or OData, too."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from nightcramp.errors import PackError
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.fhir.answers import FhirReader
from nightcramp.exchange.odk import odata_rows
from nightcramp.exchange.rows import ID, Row, UnreadableError, id_of, wrong_row
from nightcramp.pack import Pack
from nightcramp.pack.decode import parse
from nightcramp.regular_files import read_at_most

LARGEST = 1_000_000
"""Bytes of a file of one person, or of a line where a file has many."""

_LARGEST_OF_MANY = 16_000_000
"""Bytes of a JSON file of many people, which is read at once: a Bundle, or a page of OData."""

_TOO_LARGE = "is too large for a file of answers."
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_decode = msgspec.json.Decoder().decode


def toml_rows(stream: BinaryIO, _: Pack, __: Notices) -> Iterator[Row]:
    """The one person of a TOML file.

    Raises:
        UnreadableError: it is no TOML, or too large.
    """
    raw = read_at_most(stream, LARGEST + 1)
    if len(raw) > LARGEST:
        raise UnreadableError(_TOO_LARGE)
    try:
        yield _row(parse("", raw).data)
    except PackError as error:
        raise UnreadableError(error.problem, error.line) from None


def json_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """The person of a JSON file; or those of a FHIR Bundle, or of OData.

    Raises:
        UnreadableError: it is no JSON, too large, or FHIR without a response.
    """
    raw = read_at_most(stream, _LARGEST_OF_MANY + 1)
    of_many = b'"resourceType"' in raw or b'"value"' in raw
    if len(raw) > (_LARGEST_OF_MANY if of_many else LARGEST):
        raise UnreadableError(_TOO_LARGE)
    document = _read_json(_text(raw))
    if isinstance(document, dict) and "resourceType" in document:
        found = FhirReader(pack, notices).rows(document)
        if not found:
            raise UnreadableError("is FHIR without a QuestionnaireResponse.")
    elif isinstance(document, dict) and isinstance(document.get("value"), list):
        found = list(odata_rows(document, pack, notices))
    else:
        found = [_row(document)]
    yield from found


def json_lines_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """A person a line, or the responses of a FHIR resource a line; empty lines are left out."""
    fhir = FhirReader(pack, notices)
    for number, line in enumerate(iter(lambda: stream.readline(LARGEST + 1), b""), 1):
        raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
        if len(line) > LARGEST:
            _skip_line(stream, line)
            yield wrong_row(number, "line", UnreadableError("is too long."))
        elif raw and not raw.isspace():
            try:
                document = _read_line(raw)
                if isinstance(document, dict) and "resourceType" in document:
                    yield from (replace(row, number=number) for row in fhir.rows(document))
                else:
                    yield _row(document, number)
            except UnreadableError as error:
                yield wrong_row(number, "line", error)


def _row(document: Any, number: int = 0) -> Row:
    name = id_of(document.pop(ID, None)) if isinstance(document, dict) else None
    return Row(number, "line", document, name)


def _read_line(raw: bytes) -> Any:
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        table = _decode(raw)
        # No name or answer holds a colon: where there are more, a name may stand there twice.
        if isinstance(table, dict) and raw.count(b":") == len(table):
            return table
    return _read_json(_text(raw))


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LARGEST)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError("is not UTF-8 text.", line) from None


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_one_answer_each)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON at column {error.colno}."
        raise UnreadableError(problem, error.lineno) from None
    except (RecursionError, ValueError):
        raise UnreadableError("is not valid JSON: too deep, or too many digits.") from None


def _one_answer_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counted.items() if count > 1)
        raise UnreadableError("is answered twice.", column=twice)
    return table
