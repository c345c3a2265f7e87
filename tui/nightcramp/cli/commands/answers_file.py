"""Answers from a file: TOML or JSON, with a sentence for whatever is wrong with it."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.pack import Pack
from nightcramp.system.output import complain
from nightcramp.triage import Answers, Assessment, assess, read_answers

_LARGEST = 1_000_000
"""Bytes of a file, or of a line where a file has many."""

_decode = msgspec.json.Decoder().decode
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def name_of(file: str) -> str:
    """What a file is called in an error; "-" is standard input."""
    return "standard input" if file == "-" else file


def answers_in(file: str, pack: Pack) -> Answers:
    """The answers in a file.

    Raises:
        NightcrampError: it cannot be read, is too large, is neither TOML nor JSON, or holds what
            the questions do not accept.
    """
    name = name_of(file)
    try:
        with _open(file) as stream:
            raw = stream.read(_LARGEST + 1)
    except OSError as error:
        raise _unreadable(name, error) from None
    if len(raw) > _LARGEST:
        raise NightcrampError(f"{name}: is too large for a file of answers.")
    text = _text(raw, name)
    is_toml = file.lower().endswith(".toml")
    return _checked(pack, _read_toml(text, name) if is_toml else _read_json(text, name), name)


def answers_by_line(file: str, pack: Pack) -> Iterator[tuple[int, Answers | NightcrampError]]:
    """The answers in each line of a file of JSON Lines; empty lines are left out.

    Returns:
        The number of each line, and its answers; or the error that says what is wrong with it.

    Raises:
        NightcrampError: the file cannot be read.
    """
    name = name_of(file)
    with _open(file) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LARGEST + 1), b""), 1):
            raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if len(line) > _LARGEST:
                _skip_line(stream, line)
                yield number, NightcrampError(f"{name}, line {number}: is too long.")
            elif not raw.isspace() and raw:
                yield number, _answers_of(raw, pack, name, number)


def assessed(pack: Pack, answers: Answers, place: str) -> Assessment:
    """The assessment of answers; those that were not weighed are named on standard error."""
    found = assess(pack, answers)
    if found.dropped:
        names = ", ".join(found.dropped)
        complain(f"{place}: left out what would not be asked with the other answers: {names}.")
    return found


def _answers_of(raw: bytes, pack: Pack, name: str, number: int) -> Answers | NightcrampError:
    """The answers in a line, or what is wrong with it."""
    try:
        return _checked(pack, _read_line(raw, name, number), f"{name}, line {number}")
    except NightcrampError as error:
        return error


def _checked(pack: Pack, table: Any, place: str) -> Answers:
    try:
        return read_answers(pack, table)
    except AnswerError as error:
        raise NightcrampError(f"{place}: {error}") from None


def _read_line(raw: bytes, name: str, number: int) -> Any:
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        table = _decode(raw)
        # No name or answer holds a colon: where there are more, a name may stand there twice.
        if isinstance(table, dict) and raw.count(b":") == len(table):
            return table
    return _read_json(_text(raw, name, number), name, number)


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_LARGEST)


def _open(file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file or standard input, to read bytes from.

    Raises:
        NightcrampError: it cannot be opened.
    """
    name = name_of(file)
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


def _text(raw: bytes, name: str, first_line: int = 1) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + raw.count(b"\n", 0, error.start)
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
