"""A record of sessions without their content: one JSON line each, chained by hash.

A line holds what a clinic needs to see that the program works and nothing a person
answered. Each names the hash of the line before it, so that a line that was removed or
altered shows. Lines cut off at the end of the file do not: keep a copy elsewhere.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from nightcramp.errors import NightcrampError
from nightcramp.system import private_files

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.triage import Assessment

Ending = Literal[
    "finished", "new_person", "left", "idle", "time_limit", "hangup", "signal", "crash"
]
JOURNAL = "journal"
FIRST = "0" * 64
"""What the first line names as the line before it."""

_BLOCK = 65_536


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What is recorded of a session.

    Attributes:
        session: random id, of no use elsewhere.
        pack, pack_hash: version and hash of the content.
        urgency: of the result; empty where the questions were not finished.
        rules: ids of the red flags, mimics and causes that were found.
        seconds: from the first screen to the end.
        ended: how.
    """

    session: str
    pack: str
    pack_hash: str
    urgency: str
    rules: tuple[str, ...]
    seconds: int
    ended: Ending


class Line(Session, frozen=True, kw_only=True):
    """A session in the file: `previous` is the line before it, `hash` covers both."""

    previous: str
    hash: str


def describe(
    pack: Pack, found: Assessment | None, session: str, seconds: int, ended: Ending
) -> Session:
    """A session as it is recorded; `found` is None where the questions were not finished."""
    rules: tuple[str, ...] = ()
    if found is not None:
        rules = (
            *(item.flag.id for item in found.flags),
            *(item.mimic.id for item in found.mimics),
            *(item.cause.id for item in found.causes),
        )
    return Session(
        session=session,
        pack=pack.about.version,
        pack_hash=pack.hash,
        urgency=found.urgency.name if found is not None else "",
        rules=rules,
        seconds=seconds,
        ended=ended,
    )


def record(target: str, session: Session) -> None:
    """Add a session to a file, or to the system's journal.

    Args:
        target: path of a file, made with mode 0600 where there is none, or "journal".
        session: what to record.

    Raises:
        NightcrampError: the file cannot be opened or written.
    """
    if target == JOURNAL:
        import syslog

        syslog.openlog("nightcramp")
        syslog.syslog(syslog.LOG_INFO, msgspec.json.encode(session).decode())
        return
    try:
        _append(Path(target), session)
    except OSError as error:
        raise NightcrampError(
            f"the audit file {target} cannot be written: {error.strerror}."
        ) from None


def verify(path: str) -> int:
    """Check every line of an audit file against the one before it.

    Returns:
        How many sessions it holds.

    Raises:
        NightcrampError: it cannot be read, or a line was altered, removed or added; the
            message names the first such line.
    """
    try:
        with Path(path).open("rb") as file:
            rows = file.read().split(b"\n")
    except OSError as error:
        raise NightcrampError(f"{path}: {error.strerror}.") from None
    previous, whole = FIRST, 0
    for number, row in enumerate(rows, 1):
        line = _read(row)
        if line is None:
            # Torn by a power cut; whoever tears a whole line breaks the one after it.
            continue
        if line.previous != previous:
            raise NightcrampError(f"{path}, line {number}: a line before it is missing or altered.")
        if line.hash != _hash(line):
            raise NightcrampError(f"{path}, line {number}: this line was altered.")
        previous, whole = line.hash, whole + 1
    return whole


def _append(path: Path, session: Session) -> None:
    with private_files.appending(path) as file:
        last, torn = _last(file)
        line = Line(**msgspec.structs.asdict(session), previous=last, hash="")
        line = msgspec.structs.replace(line, hash=_hash(line))
        private_files.write(file, (b"\n" if torn else b"") + msgspec.json.encode(line) + b"\n")


def _last(file: int) -> tuple[str, bool]:
    """The hash of the last whole line, and whether a torn one follows it."""
    start, tail = os.fstat(file).st_size, b""
    while start:
        step = min(_BLOCK, start)
        start -= step
        tail = os.pread(file, step, start) + tail
        rows = tail.split(b"\n")
        for row in reversed(rows if start == 0 else rows[1:]):
            line = _read(row)
            if line is not None:
                return line.hash, not tail.endswith(b"\n")
    return FIRST, bool(tail) and not tail.endswith(b"\n")


def _read(row: bytes) -> Line | None:
    try:
        return msgspec.json.decode(row, type=Line)
    except msgspec.DecodeError:
        return None


def _hash(line: Line) -> str:
    bare = msgspec.structs.replace(line, hash="")
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()
