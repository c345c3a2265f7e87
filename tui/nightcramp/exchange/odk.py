"""Answers from the forms that `export xlsform` makes: the XML of ODK Collect, the OData of Central.

The CSV of Central is a table like any other: `columns.py` knows its names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from nightcramp.exchange.columns import Columns, Notices
from nightcramp.exchange.rows import Row, UnreadableError
from nightcramp.pack import Pack
from nightcramp.regular_files import read_at_most

_LARGEST = 1_000_000
"""Bytes of one submission."""
_DEEPEST = 20


def xml_rows(stream: BinaryIO, pack: Pack, notices: Notices) -> Iterator[Row]:
    """The person of one submission: sections are groups, chosen answers stand between blanks.

    Raises:
        UnreadableError: it is no XML, has a DTD, is too large, or is no submission of the form.
    """
    raw = read_at_most(stream, _LARGEST + 1)
    if len(raw) > _LARGEST:
        raise UnreadableError("is too large for a submission.")
    fields = _Fields(raw).found
    try:
        columns = Columns(pack, list(fields), notices)
    except UnreadableError as error:
        raise UnreadableError(f"is no submission of the form: it {error}") from None
    yield columns.row(0, "row", list(fields.values()))


class _Fields:
    """The fields of a submission, by their paths below its root."""

    def __init__(self, raw: bytes) -> None:
        self.found: dict[str, str] = {}
        self._path: list[str] = []
        self._text: list[str] = []
        self._is_group = False
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        try:
            parser.Parse(raw, True)  # noqa: FBT003  pyexpat takes it by position alone
        except expat.ExpatError as error:
            problem = f"is not valid XML: {expat.ErrorString(error.code)}."
            raise UnreadableError(problem, error.lineno) from None

    def _refuse(self, *_: object) -> None:
        raise UnreadableError("has a document type, which no submission has.")

    def _start(self, tag: str, _: object) -> None:
        if len(self._path) == _DEEPEST:
            raise UnreadableError("is nested too deep.")
        self._path.append(tag.rpartition(":")[2])
        self._text.clear()
        self._is_group = False

    def _end(self, _: str) -> None:
        name = "/".join(self._path[1:])
        self._path.pop()
        if not self._is_group:
            if name in self.found:
                raise UnreadableError("is answered twice.", column=name)
            self.found[name] = "".join(self._text).strip()
        self._is_group = True


def odata_rows(document: dict[str, Any], pack: Pack, notices: Notices) -> Iterator[Row]:
    """The submissions of one answer of OData: `{"value": [...]}`, with groups as tables."""
    if "@odata.nextLink" in document:
        notices.once("is one page of several; the others are files of their own.")
    for number, submission in enumerate(document["value"], 1):
        yield _submission(submission, number, pack, notices)


def _submission(submission: Any, number: int, pack: Pack, notices: Notices) -> Row:
    try:
        fields = dict(_flat(submission)) if isinstance(submission, dict) else {}
        columns = Columns(pack, list(fields), notices)
    except UnreadableError as error:
        return Row(number, "row", problem=f"is no submission of the form: it {error}")
    return columns.row(number, "row", list(fields.values()))


def _flat(group: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Each field under its path."""
    if path.count("/") > _DEEPEST:
        raise UnreadableError("is nested too deep.")
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}/")
        else:
            yield f"{path}{name}", value
