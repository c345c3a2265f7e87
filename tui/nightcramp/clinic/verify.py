"""Whether an audit file is as it was written, as far as its chain can show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from nightcramp.clinic import chain, waiting
from nightcramp.clinic.audit import end_of
from nightcramp.clinic.chain import End, Key, Row
from nightcramp.errors import NightcrampError
from nightcramp.system import private_files

_LONGEST_ROW = 65_536
_CUT_OFF = "lines may have been cut off"


class Verified(Struct, frozen=True):
    """What a chain that holds together holds.

    Attributes:
        urgencies: how many sessions ended with each urgency; "" where none was found.
        last: the place of the last line.
        torn: numbers of the rows between lines that were torn off, as by a power cut.
        recorded: up to which line the end of the chain is recorded; 0 without a key.
        waiting: how many lines wait to be taken in.
        strange: how many other files are where they wait.
    """

    urgencies: dict[str, int]
    last: End
    torn: tuple[int, ...]
    recorded: int
    waiting: int
    strange: int


def verify(path: str, key: Key = b"") -> Verified:
    """Check the chain of an audit file.

    Raises:
        NightcrampError: it cannot be read, or does not hold together; the message names the
            first row that does not.
    """
    file = Path(path)
    end = _recorded_end(file, key) if key else None  # first: the file may grow meanwhile
    last: Row | None = None
    torn: list[tuple[int, bytes]] = []
    all_torn: list[int] = []
    urgencies: Counter[str] = Counter()
    reached = end is None
    for number, text in enumerate(_rows(file), 1):
        row = chain.decode(text[:-1]) if text.endswith(b"\n") else None
        if row is None:
            torn.append((number, text))
            continue
        _check(f"{path}, line {number}", row, last, torn, key)
        all_torn += (at for at, _ in torn)
        torn.clear()
        urgencies[row.urgency] += 1
        reached = reached or row.place == end
        last = row
    if torn:
        raise NightcrampError(f"{path}, line {torn[0][0]}: {_NO_LINE}")
    if not reached and end is not None:
        raise NightcrampError(
            f"{path}: its end was recorded at line {end.number}, which is not there as it was: "
            "lines were cut off."
        )
    if last is None:
        raise NightcrampError(
            f"{path}: it holds no session. Nobody has finished one yet, or it was emptied."
        )
    waits, strange = waiting.count(file, key)
    recorded = end.number if end is not None else 0
    return Verified(dict(urgencies), last.place, tuple(all_torn), recorded, waits, strange)


_NO_LINE = (
    "this is not, byte for byte, a line of the audit: it was altered, inserted, or torn off as "
    "it was written."
)


def _check(place: str, row: Row, last: Row | None, torn: list[tuple[int, bytes]], key: Key) -> None:
    """Raise what is wrong with a line after the last one."""
    if key and not row.keyed:
        raise NightcrampError(f"{place}: this line was written without the key.")
    if row.keyed and not key:
        raise NightcrampError(
            f"{place}: this line was written with a key, without which nothing can be checked: "
            "give it as --audit-key FILE."
        )
    number, previous = (last.number + 1, last.hash) if last is not None else (1, chain.FIRST)
    chained = (row.number, row.previous) == (number, previous)
    if chained and chain.is_signed(row, key, b"".join(text for _, text in torn)):
        return
    if torn:
        raise NightcrampError(f"{place.rpartition(' ')[0]} {torn[0][0]}: {_NO_LINE}")
    if not chained:
        raise NightcrampError(f"{place}: a line before it is missing, altered or inserted.")
    raise NightcrampError(
        f"{place}: this line was altered{', or is of another key' if key else ''}."
    )


def _rows(file: Path) -> Iterator[bytes]:
    """The rows of a file, with their newlines."""
    try:
        with (
            private_files.reading(file) as descriptor,
            open(descriptor, "rb", closefd=False) as rows,
        ):
            number = 0
            while row := rows.readline(_LONGEST_ROW):
                number += 1
                if len(row) == _LONGEST_ROW:
                    raise NightcrampError(f"{file}, line {number}: {_NO_LINE}")
                yield row
    except OSError as error:
        reason = str(error.strerror).lower()
        raise NightcrampError(f"{file}: cannot be read: {reason}.") from None


def _recorded_end(file: Path, key: Key) -> End | None:
    """The end of the chain, as recorded; None where nothing was ever recorded.

    Raises:
        NightcrampError: there is no record that this key made.
    """
    path = end_of(file)
    try:
        _, found = private_files.read(path, chain.END_LENGTH + 1)
        is_empty = not found and not file.stat().st_size
    except OSError as error:
        raise NightcrampError(
            f"the record of the chain's end, {path}, cannot be read, so that {_CUT_OFF}: "
            f"{error.strerror}."
        ) from None
    if is_empty:
        return None
    end = chain.read_end(found, key)
    if end is None:
        raise NightcrampError(
            f"the record of the chain's end, {path}, was altered or is of another key, so that "
            f"{_CUT_OFF}."
        )
    return end
