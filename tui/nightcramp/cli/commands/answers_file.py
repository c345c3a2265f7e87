"""Answers from a file: TOML or JSON, with a sentence for whatever is wrong with it."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from nightcramp.errors import NightcrampError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.triage.assessment import Assessment

_LARGEST = 1_000_000
"""Bytes of a file, or of a line where a file has many."""

_decode = msgspec.json.Decoder().decode
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_table(file: str, name: str) -> Any:
    """The table in a file.

    Args:
        file: its path; "-" for standard input.
        name: what it is called in an error.

    Raises:
        NightcrampError: it cannot be read, is too large, or is neither TOML nor JSON.
    """
    text = _read_text(file, name)
    return _read_toml(text, name) if file.lower().endswith(".toml") else _read_json(text, name)


def read_lines(file: str, name: str) -> Iterator[tuple[int, Any]]:
    """The tables in a file of JSON Lines, one by one; empty lines are left out.

    Args:
        file: its path; "-" for standard input.
        name: what it is called in an error.

    Returns:
        The number of each line, and its table; or the error that says what is wrong with it.

    Raises:
        NightcrampError: the file cannot be read.
    """
    with _open(file, name) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LARGEST + 1), b""), 1):
            raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if len(line) > _LARGEST:
                _skip_line(stream, line)
                yield number, NightcrampError(f"{name}, line {number}: is too long.")
            elif not raw.isspace() and raw:
                yield number, _read_line(raw, name, number)


def left_out(found: Assessment, place: str) -> str:
    """The sentence that says which answers were not weighed."""
    names = ", ".join(found.dropped)
    return f"{place}: left out what would not be asked with the other answers: {names}."


def _read_line(raw: bytes, name: str, number: int) -> Any:
    """The table in a line, or what is wrong with it."""
    try:
        table = _decode(raw)
        # No name or answer holds a colon: where there are more, a name may stand there twice.
        if isinstance(table, dict) and raw.count(b":") == len(table):
            return table
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # said in full below
    try:
        return _read_json(raw.decode("utf-8"), name, number)
    except UnicodeDecodeError:
        return NightcrampError(f"{name}, line {number}: is not UTF-8 text.")
    except NightcrampError as error:
        return error


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_LARGEST)


def _open(file: str, name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file or standard input, to read bytes from.

    Raises:
        NightcrampError: it cannot be opened.
    """
    if file == "-":
        if sys.stdin is None:
            raise NightcrampError(f"{name} is closed; give the answers as a file.")
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise _unreadable(name, error) from None
    except ValueError:
        raise NightcrampError(f"{name}: cannot be read: it is no name of a file.") from None


def _unreadable(name: str, error: OSError) -> NightcrampError:
    reason = str(error.strerror or "it is no file").lower()
    return NightcrampError(f"{name}: cannot be read: {reason}.")


def _read_text(file: str, name: str) -> str:
    try:
        with _open(file, name) as stream:
            raw = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _unreadable(name, error) from None
    if len(raw) > _LARGEST:
        raise NightcrampError(f"{name}: is too large for a file of answers.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NightcrampError(f"{name}, line {line}: is not UTF-8 text.") from None


def _read_toml(text: str, name: str) -> Any:
    import tomli

    try:
        return tomli.loads(text.replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise NightcrampError(f"{name}, line {error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{name}: is not valid TOML.") from None


def _read_json(text: str, name: str, line: int = 0) -> Any:
    """The table in a JSON text.

    Args:
        text: the text.
        name: what its file is called in an error.
        line: where it stands in that file; 0 where it is all there is.

    Raises:
        NightcrampError: it is not JSON, or answers a question twice.
    """
    place = f"{name}, line {line}" if line else name

    def one_answer_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise NightcrampError(f"{place}: '{twice}' is answered twice.")
        return table

    try:
        return json.loads(text, object_pairs_hook=one_answer_each)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON at column {error.colno}."
        raise NightcrampError(f"{name}, line {line or error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{place}: is not valid JSON.") from None
