"""The audit: one JSON line a session, without answers, each with the hash of the one before.

A line that was removed or altered breaks the chain. Lines cut off at the end do not: keep
a copy elsewhere.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from nightcramp.errors import NightcrampError
from nightcramp.pack import Pack
from nightcramp.system import private_files
from nightcramp.triage import Assessment

Ending = Literal[
    "finished", "new_person", "left", "idle", "time_limit", "hangup", "signal", "crash"
]
JOURNAL = "journal"
FIRST = "0" * 64
"""The previous hash in the first line."""


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of a session.

    Attributes:
        session: a random id, used nowhere else.
        pack, pack_hash: version and hash of the content.
        urgency: of the result; empty if the questions were not finished.
        rules: ids of the red flags, mimics and causes that were found.
        seconds: from the first screen to the end.
        ended: how the session ended.
    """

    session: str
    pack: str
    pack_hash: str
    urgency: str
    rules: tuple[str, ...]
    seconds: int
    ended: Ending


class AuditLine(AuditEntry, frozen=True, kw_only=True):
    """An entry in a file. `hash` covers the entry and `previous`, the hash of the line before."""

    previous: str
    hash: str


def describe(
    pack: Pack, found: Assessment | None, session: str, seconds: int, ended: Ending
) -> AuditEntry:
    """The entry of a session; `found` is None if the questions were not finished."""
    rules: tuple[str, ...] = ()
    if found is not None:
        rules = (
            *(item.flag.id for item in found.flags),
            *(item.mimic.id for item in found.mimics),
            *(item.cause.id for item in found.causes),
        )
    return AuditEntry(
        session=session,
        pack=pack.about.version,
        pack_hash=pack.hash,
        urgency=found.urgency.name if found is not None else "",
        rules=rules,
        seconds=seconds,
        ended=ended,
    )


def record(target: str, entry: AuditEntry) -> None:
    """Append an entry to a file, or write it to the system's journal.

    Args:
        target: path of the file, created with mode 0600 if missing; or "journal".
        entry: the entry.

    Raises:
        NightcrampError: the file cannot be opened or written.
    """
    if target == JOURNAL:
        import syslog

        syslog.openlog("nightcramp")
        syslog.syslog(syslog.LOG_INFO, msgspec.json.encode(entry).decode())
        return
    try:
        _append(Path(target), entry)
    except OSError as error:
        raise NightcrampError(
            f"the audit file {target} cannot be written: {error.strerror}."
        ) from None


def verify(path: str) -> int:
    """Check the hash chain of an audit file.

    Returns:
        The number of sessions in it.

    Raises:
        NightcrampError: it cannot be read, or a line was altered, removed or added; the
            message names the first such line.
    """
    try:
        with Path(path).open("rb") as file:
            rows = file.read().split(b"\n")
    except OSError as error:
        raise NightcrampError(f"{path}: {error.strerror}.") from None
    previous, count = FIRST, 0
    for number, row in enumerate(rows, 1):
        line = _read(row)
        if line is None:
            # Torn by a power cut. Tearing a line on purpose breaks the one after it.
            continue
        if line.previous != previous:
            raise NightcrampError(f"{path}, line {number}: a line before it is missing or altered.")
        if line.hash != _hash(line):
            raise NightcrampError(f"{path}, line {number}: this line was altered.")
        previous, count = line.hash, count + 1
    return count


def _append(path: Path, entry: AuditEntry) -> None:
    with private_files.appending(path) as file:
        last, torn = _last(file)
        line = AuditLine(**msgspec.structs.asdict(entry), previous=last, hash="")
        line = msgspec.structs.replace(line, hash=_hash(line))
        private_files.write(file, (b"\n" if torn else b"") + msgspec.json.encode(line) + b"\n")


def _last(file: int) -> tuple[str, bool]:
    """The hash of the last whole line, and whether a torn one follows it."""
    data = os.pread(file, os.fstat(file).st_size, 0)
    is_torn = bool(data) and not data.endswith(b"\n")
    lines = filter(None, map(_read, reversed(data.split(b"\n"))))
    last = next(lines, None)
    return last.hash if last else FIRST, is_torn


def _read(row: bytes) -> AuditLine | None:
    try:
        return msgspec.json.decode(row, type=AuditLine)
    except msgspec.DecodeError:
        return None


def _hash(line: AuditLine) -> str:
    import hashlib  # loads OpenSSL, 4 ms that no other start should pay

    bare = msgspec.structs.replace(line, hash="")
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()
