"""Answers from a file: TOML or JSON, with a sentence for whatever is wrong with it."""

from __future__ import annotations

import contextlib
import errno
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.pack import Pack
from nightcramp.pack.decode import parse
from nightcramp.regular_files import open_regular, read_at_most
from nightcramp.system.output import complain
from nightcramp.text import shortened
from nightcramp.triage import Answers, Assessment, assess, read_answers

_LARGEST = 1_000_000
"""Bytes of a file, or of a line where a file has many."""

_TOO_LARGE = "is too large for a file of answers."

_decode = msgspec.json.Decoder().decode
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class _UnusableError(Exception):
    """What is wrong with a text, and in which of its lines; 0 for all of it."""

    def __init__(self, problem: str, line: int = 0) -> None:
        super().__init__(shortened(problem))
        self.line = line


def place(file: str, line: int = 0) -> str:
    """What a file, or a line of it, is called in an error; "-" is standard input."""
    name = "standard input" if file == "-" else file
    return f"{name}, line {line}" if line else name


def answers_in(file: str, pack: Pack) -> Answers:
    """The answers in a file.

    Raises:
        NightcrampError: it cannot be read, is too large, is neither TOML nor JSON, or holds what
            the questions do not accept.
    """
    try:
        with _open(file) as stream:
            raw = read_at_most(stream, _LARGEST + 1)
        is_toml = file.lower().endswith(".toml")
        return read_answers(pack, _read_toml(file, raw) if is_toml else _read_json(_text(raw)))
    except OSError as error:
        raise _unreadable(file, error) from None
    except AnswerError as error:
        raise NightcrampError(f"{place(file)}: {error}") from None
    except _UnusableError as error:
        raise NightcrampError(f"{place(file, error.line)}: {error}") from None


def answers_by_line(file: str, pack: Pack) -> Iterator[tuple[int, Answers | NightcrampError]]:
    """The answers in each line of a file of JSON Lines; empty lines are left out.

    Returns:
        The number of each line, and its answers; or the error that says what is wrong with it.

    Raises:
        NightcrampError: the file cannot be read.
    """
    with _open(file) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LARGEST + 1), b""), 1):
            raw = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
            if len(line) > _LARGEST:
                _skip_line(stream, line)
                yield number, NightcrampError(f"{place(file, number)}: is too long.")
            elif not raw.isspace() and raw:
                try:
                    answers: Answers | NightcrampError = read_answers(pack, _read_line(raw))
                except (AnswerError, _UnusableError) as error:
                    answers = NightcrampError(f"{place(file, number)}: {error}")
                yield number, answers


def assessed(pack: Pack, answers: Answers, where: str) -> Assessment:
    """The assessment of answers; those that were not weighed are named on standard error."""
    found = assess(pack, answers)
    if found.dropped:
        names = ", ".join(found.dropped)
        complain(f"{where}: left out what would not be asked with the other answers: {names}.")
    return found


def _read_line(raw: bytes) -> Any:
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        table = _decode(raw)
        # No name or answer holds a colon: where there are more, a name may stand there twice.
        if isinstance(table, dict) and raw.count(b":") == len(table):
            return table
    return _read_json(_text(raw))


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_LARGEST)


def _open(file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file or standard input, to read bytes from.

    Raises:
        NightcrampError: it cannot be opened.
    """
    if file == "-":
        if sys.stdin is None:
            raise NightcrampError(f"{place(file)} is closed; give the answers as a file.")
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return open_regular(Path(file))
    except OSError as error:
        raise _unreadable(file, error) from None
    except ValueError:
        raise NightcrampError(f"{file}: cannot be read: it is no name of a file.") from None


def _unreadable(file: str, error: OSError) -> NightcrampError:
    reason = str(error.strerror or "it is no file").lower()
    if error.errno == errno.EINVAL:
        reason += "; what another program writes is read from -"
    return NightcrampError(f"{place(file)}: cannot be read: {reason}.")


def _text(raw: bytes) -> str:
    if len(raw) > _LARGEST:
        raise _UnusableError(_TOO_LARGE)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _UnusableError("is not UTF-8 text.", line) from None


def _read_toml(file: str, raw: bytes) -> Any:
    if len(raw) > _LARGEST:
        raise _UnusableError(_TOO_LARGE)
    return parse(place(file), raw).data


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_one_answer_each)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON at column {error.colno}."
        raise _UnusableError(problem, error.lineno) from None
    except (RecursionError, ValueError):
        raise _UnusableError("is not valid JSON: too deep, or too many digits.") from None


def _one_answer_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counted.items() if count > 1)
        raise _UnusableError(f"'{twice}' is answered twice.")
    return table
