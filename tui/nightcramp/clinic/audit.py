"""The audit: one JSON line a session, without answers, each with the hash of the one before.

Every line has one exact form. What stands between two lines and has it not, as a power cut
leaves it, is covered by the hash of the line after it. Without a key anyone can compute the
hashes: a chain written anew looks like any other, and so does one whose last lines were cut
off. With a key the hashes are HMACs, and the end of the chain is recorded beside it.

A line that cannot be written now waits in a folder beside the file: see `waiting`.
"""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import Literal

from nightcramp.clinic import chain, waiting
from nightcramp.clinic.chain import AuditEntry, Key, Row
from nightcramp.errors import NightcrampError
from nightcramp.pack import Pack
from nightcramp.system import private_files
from nightcramp.triage import Assessment

Ending = Literal[
    "finished", "new_person", "left", "idle", "time_limit", "hangup", "signal", "error", "crash"
]
JOURNAL = "journal"
_SYSTEM_LOG = Path("/dev/log")
_AT_ONCE, _LARGEST = 65_536, 64_000_000
"""Bytes from the end in which the last line is looked for, at first and at most."""


def describe(
    pack: Pack, found: Assessment | None, session: str, seconds: int, ended: Ending
) -> AuditEntry:
    """The entry of a session; `found` is None if the questions were not finished."""
    return AuditEntry(
        session=session,
        pack=pack.about.version,
        pack_hash=pack.hash,
        urgency=found.urgency.name if found is not None else "",
        seconds=seconds,
        ended=ended,
    )


def prepare(target: str, key_file: str) -> Key:
    """Whether sessions can be recorded there, before anyone sits down; the key, if any.

    Raises:
        NightcrampError: the key or a file cannot be used.
    """
    if key_file and target in ("", JOURNAL):
        raise NightcrampError("--audit-key needs --audit FILE, whose lines it is the key of.")
    key = read_key(key_file)
    if target in ("", JOURNAL):
        return key
    path = Path(target)
    try:
        private_files.create(path)
        if key:
            path = end_of(path)
            private_files.create(path)
    except OSError as error:
        raise NightcrampError(
            f"the audit file {path} cannot be written: {error.strerror}."
        ) from None
    return key


def read_key(path: str) -> Key:
    """The key in a file; none where no file is named.

    Raises:
        NightcrampError: it cannot be read, is too short, or others than its owner can read it.
    """
    if not path:
        return b""
    try:
        status, key = private_files.read(Path(path), chain.LONGEST_KEY)
    except OSError as error:
        raise NightcrampError(f"the key {path} cannot be read: {error.strerror}.") from None
    if status.st_mode & 0o077:
        raise NightcrampError(f"others can read the key {path}: chmod 400 {path}.")
    if len(key) < chain.SHORTEST_KEY:
        raise NightcrampError(
            f"the key {path} is too short: head -c 32 /dev/urandom makes a good one."
        )
    return key


def record(target: str, entry: AuditEntry, key: Key = b"") -> None:
    """Append an entry to a file, or write it to the system's journal.

    Where the file cannot be written now, because another program has it locked or the disk
    is full, the line waits beside it; where it cannot do that either, the journal gets it.

    Args:
        target: path of the file, created with mode 0600 if missing; or "journal".
        entry: the entry.
        key: the key of the chain; empty for none.

    Raises:
        NightcrampError: there is no place where it could be written.
    """
    if target == JOURNAL:
        return _to_journal(entry)
    path = Path(target)
    try:
        return _append(path, entry, key)
    except OSError as error:
        problem = error.strerror
    try:
        return waiting.leave(path, entry, key)
    except OSError:
        if not _SYSTEM_LOG.exists():
            raise NightcrampError(
                f"the audit file {target} cannot be written: {problem}."
            ) from None
        return _to_journal(entry)


def _to_journal(entry: AuditEntry) -> None:
    import syslog

    syslog.openlog("nightcramp")
    syslog.syslog(syslog.LOG_INFO, chain.encode(entry).decode())


def _append(path: Path, entry: AuditEntry, key: Key) -> None:
    with private_files.appending(path) as file:
        last, torn, whole = _tail(file)
        was_last = last
        rows = b"" if whole else b"\n"
        waited = waiting.left_beside(path, key)
        known = _known(file, waited)
        for each in (*(one for one in waited.values() if one.session not in known), entry):
            last = chain.follow(last, each, key, torn)
            rows, torn = rows + chain.encode(last) + b"\n", b""
        private_files.write(file, rows)
        if key and last is not None:
            _move_end(file, path, was_last, last, key)
    for name in waited:
        with contextlib.suppress(OSError):  # it is known by its session, and not taken in again
            private_files.remove(name)


def _tail(file: int) -> tuple[Row | None, bytes, bool]:
    """The last line, what follows it without being one, and whether the file ends a line."""
    size = os.fstat(file).st_size
    length = _AT_ONCE
    while True:
        start = max(0, size - length)
        data = os.pread(file, size - start, start)
        rows = data.split(b"\n")
        whole = not rows[-1]
        if whole:
            rows.pop()
        first = 1 if start else 0  # in the middle of a line
        for at in range(len(rows) - 1, first - 1, -1):
            if (row := chain.decode(rows[at])) is not None:
                return row, _as_torn(rows[at + 1 :]), whole
        if not start:
            return None, _as_torn(rows), whole
        if length > _LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        length *= 4


def _as_torn(rows: list[bytes]) -> bytes:
    return b"".join(row + b"\n" for row in rows)


def _known(file: int, waited: dict[Path, Row]) -> set[str]:
    """Which sessions are in the file already: a kill may have come before they were removed."""
    data = os.pread(file, os.fstat(file).st_size, 0) if waited else b""
    return {row.session for row in waited.values() if chain.names(row.session) in data}


def end_of(path: Path) -> Path:
    """The file beside an audit file in which the end of a keyed chain is recorded."""
    return path.with_name(f"{path.name}.end")


def _move_end(file: int, path: Path, was_last: Row | None, last: Row, key: Key) -> None:
    """Record the new end of the chain, unless the one recorded shows that lines were cut off.

    Left as it is then, `verify` goes on to find what was done.
    """
    with private_files.updating(end_of(path)) as record:
        found = os.pread(record, chain.END_LENGTH + 1, 0)
        end = chain.read_end(found, key)
        if was_last is None:
            fits = not found
        else:
            fits = end is not None and (end == was_last.place or _holds(file, end))
        if fits:
            os.pwrite(record, chain.write_end(last, key), 0)
            os.fsync(record)


def _holds(file: int, end: chain.End) -> bool:
    """Whether a line of the file is that end: a kill may come before the next is recorded."""
    rows = os.pread(file, os.fstat(file).st_size, 0).split(b"\n")
    return any(row.place == end for row in map(chain.decode, rows) if row is not None)
