"""Lines of the audit that wait: each in a private file, until the next session takes them in.

One file a line, under a random name: nobody can lock it, and no two writers meet in it.
"""

from __future__ import annotations

import os
from pathlib import Path

from nightcramp.clinic import chain
from nightcramp.clinic.chain import AuditEntry, Key, Row
from nightcramp.system import private_files

_LARGEST = 10_000
_AT_ONCE = 200
"""Lines taken in by one session at most."""


def folder_of(audit: Path) -> Path:
    """The folder in which lines wait for a file."""
    return audit.with_name(f"{audit.name}.waiting")


def leave(audit: Path, entry: AuditEntry, key: Key) -> None:
    """Have a line wait.

    Raises:
        OSError: it cannot be written.
    """
    folder = folder_of(audit)
    folder.mkdir(mode=0o700, exist_ok=True)
    name = f"{os.urandom(8).hex()}.json"
    private_files.save(folder / name, chain.encode(chain.alone(entry, key)), replace=False)


def left_beside(audit: Path, key: Key) -> dict[Path, Row]:
    """The lines that wait, by file. What is no line of this key is left where it is."""
    found = {path: row for path, row in _all(audit, key) if row is not None}
    return dict(list(found.items())[:_AT_ONCE])


def count(audit: Path, key: Key) -> tuple[int, int]:
    """How many lines wait, and how many files among them are none."""
    found = [row is not None for _, row in _all(audit, key)]
    return sum(found), len(found) - sum(found)


def _all(audit: Path, key: Key) -> list[tuple[Path, Row | None]]:
    try:
        files = sorted(folder_of(audit).iterdir())
    except OSError:
        return []
    return [
        (file, _read(file, key)) for file in files if not private_files.is_unfinished(file.name)
    ]


def _read(path: Path, key: Key) -> Row | None:
    try:
        row = chain.decode(private_files.read(path, _LARGEST)[1])
    except OSError:
        return None
    fits = row is not None and (row.number, row.previous) == (0, chain.FIRST)
    return row if row is not None and fits and chain.is_signed(row, key) else None
