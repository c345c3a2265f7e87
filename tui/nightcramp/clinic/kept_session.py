"""The kept session: the answers so far in a private file, in case the line drops.

Off by default. The file is JSON of a closed type, and its answers are checked like any
others.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec

from nightcramp.errors import AnswerError, NightcrampError, SessionError
from nightcramp.pack import Pack
from nightcramp.system import private_files
from nightcramp.triage import Answers, Value, read_answers

KEPT_FOR = 3600
"""Seconds after which a kept session is deleted."""

_LARGEST = 100_000


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file.

    Attributes:
        pack: hash of the pack that asked the questions.
        saved: when it was written, in seconds since 1970.
        answers: question id -> value.
        check: SHA-256 of the rest. It reveals damage and careless edits, not an attacker,
            who could write a matching one.
    """

    pack: str
    saved: int
    answers: dict[str, Any]
    check: str = ""


def session_file() -> Path:
    """The path of the kept session: `$XDG_STATE_HOME/nightcramp/session.json`."""
    home = os.environ.get("XDG_STATE_HOME", "")
    state = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    return state / "nightcramp" / "session.json"


def keep(path: Path, pack: Pack, answers: Answers, now: float) -> None:
    """Write the answers so far, replacing those kept before.

    Raises:
        NightcrampError: the folder or the file cannot be written.
    """
    bare = Kept(pack=pack.hash, saved=int(now), answers=dict(answers))
    data = msgspec.json.encode(msgspec.structs.replace(bare, check=_check(bare)))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        private_files.save(path, data, replace=True)
    except OSError as error:
        raise NightcrampError(f"the session cannot be kept in {path}: {error.strerror}.") from None


def forget(path: Path) -> None:
    """Delete a kept session, if there is one, and what a kill or a power cut left of one."""
    path.unlink(missing_ok=True)
    private_files.remove_unfinished(path.parent)


def take_up(path: Path, pack: Pack, now: float) -> dict[str, Value] | None:
    """The answers of the kept session; None if there is none, or it is too old.

    Raises:
        SessionError: it belongs to another user, is damaged, altered, or of another pack.
            It was moved aside.
    """
    try:
        status, data = private_files.read(path, _LARGEST)
    except FileNotFoundError:
        return None
    except OSError:
        raise _refuse(path, "not_opened") from None
    if not stat.S_ISREG(status.st_mode):
        raise _refuse(path, "no_file")
    if status.st_uid != os.getuid():
        raise _refuse(path, "not_yours")
    if status.st_mode & 0o077:
        raise _refuse(path, "not_private")
    return _answers(path, pack, data, now)


def _answers(path: Path, pack: Pack, data: bytes, now: float) -> dict[str, Value] | None:
    try:
        kept = msgspec.json.decode(data, type=Kept)
    except (msgspec.DecodeError, RecursionError):
        raise _refuse(path, "damaged") from None
    if kept.check != _check(kept):
        raise _refuse(path, "altered")
    if not 0 <= now - kept.saved <= KEPT_FOR:
        forget(path)
        return None
    if kept.pack != pack.hash:
        raise _refuse(path, "other_pack")
    try:
        return read_answers(pack, kept.answers)
    except AnswerError:
        raise _refuse(path, "no_fit") from None


def _refuse(path: Path, reason: str) -> SessionError:
    """Move the file aside; the reason has a sentence under `[kept]` in `words.toml`."""
    aside = path.with_name(f"{path.name}.refused")
    try:
        path.replace(aside)
    except OSError:
        return SessionError(reason, path=str(path), aside="")
    return SessionError(reason, path=str(path), aside=str(aside))


def _check(kept: Kept) -> str:
    import hashlib  # loads OpenSSL, 4 ms that no other start should pay

    bare = msgspec.structs.replace(kept, check="")
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
