"""The kept session: the answers so far in a private file, in case the line drops.

Off by default. The file is JSON of a closed type, and its answers are checked like any
others. One wizard of a user at a time keeps answers, and holds a lock while it does.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from nightcramp.errors import AnswerError, KeepError, SessionError
from nightcramp.pack import Pack
from nightcramp.system import private_files
from nightcramp.triage import Answers, Value, read_answers

KEPT_FOR = 3600
"""Seconds after which a kept session is deleted."""

_LARGEST = 100_000
_ASIDE = ".refused"
_FOR_GOOD = (errno.ELOOP, errno.EMLINK, errno.EACCES, errno.EPERM)
"""Why a file cannot be opened, now or later; after any other problem, it may be whole."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Moment(NamedTuple):
    """When: by the wall clock, which may be set, and by one that only goes on.

    Attributes:
        wall: seconds since 1970.
        boot: since which start of the machine `up` counts; empty where that is not known.
        up: seconds since then.
    """

    wall: float
    boot: str
    up: float

    @classmethod
    def now(cls) -> Moment:
        """The present one."""
        with contextlib.suppress(OSError, AttributeError):  # elsewhere than on Linux
            return cls(time.time(), _BOOT.read_text().strip(), time.clock_gettime(_SINCE_BOOT))
        return cls(time.time(), "", 0.0)


_SINCE_BOOT = getattr(time, "CLOCK_BOOTTIME", 0)


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file.

    Attributes:
        pack: hash of the pack that asked the questions.
        saved, boot, up: when it was written, as in `Moment`.
        answers: question id -> value.
        check: SHA-256 of the rest. It reveals damage and careless edits, not an attacker,
            who could write a matching one.
    """

    pack: str
    saved: int
    boot: str
    up: int
    answers: dict[str, Any]
    check: str = ""


def session_file() -> Path:
    """The path of the kept session: `$XDG_STATE_HOME/nightcramp/session.json`.

    Raises:
        KeepError: there is no home folder.
    """
    home = os.environ.get("XDG_STATE_HOME", "")
    try:
        state = Path(home) if home.startswith("/") else Path.home() / ".local" / "state"
    except RuntimeError:  # an account that the system does not know
        raise KeepError("no_home") from None
    if not state.is_absolute():
        raise KeepError("no_home")
    return state / "nightcramp" / "session.json"


def hold(path: Path) -> int:
    """Be the one who keeps answers there, until the descriptor returned is closed.

    Raises:
        KeepError: another wizard of this user is, or nothing can be kept there.
    """
    lock = path.with_name("lock")
    try:
        _make_folder(path)
        held = private_files.hold(lock)
    except BlockingIOError:
        raise KeepError("in_use", path=str(path), number=_holder(lock)) from None
    except (OSError, ValueError) as error:
        raise KeepError("no_place", path=str(path), reason=_why(error)) from None
    with contextlib.suppress(OSError):
        os.ftruncate(held, 0)
        os.pwrite(held, str(os.getpid()).encode(), 0)
    return held


def keep(path: Path, pack: Pack, answers: Answers, now: Moment) -> None:
    """Write the answers so far, replacing those kept before.

    Raises:
        KeepError: the file cannot be written; what was kept before is still there.
    """
    _save(path, Kept(pack.hash, int(now.wall), now.boot, int(now.up), dict(answers)))


def forget(path: Path) -> None:
    """Delete a kept session, if there is one.

    Raises:
        KeepError: it cannot be deleted.
    """
    try:
        private_files.remove(path)
    except OSError as error:
        raise KeepError("not_deleted", path=str(path), reason=_why(error)) from None


def clean_up(path: Path, now: Moment) -> None:
    """Delete what is past its hour, or half written, unless a wizard is keeping answers there."""
    if not os.path.isdir(path.parent):  # noqa: PTH112  Path.is_dir raises where it may not look
        return
    with contextlib.suppress(OSError):
        held = private_files.hold(path.with_name("lock"))
        try:
            _clean_up(path, now)
        finally:
            os.close(held)


def take_up(path: Path, pack: Pack, now: Moment) -> dict[str, Value] | None:
    """The answers of the kept session; None if there is none, or it is too old.

    They stay kept until others are, or until they are forgotten.

    Raises:
        SessionError: it belongs to another user, is damaged, altered, or of another pack.
            It was moved aside.
    """
    try:
        status, data = private_files.read(path, _LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno in _FOR_GOOD:
            raise _refuse(path, "not_opened") from None
        raise SessionError("not_opened", path=str(path), aside="") from None
    if not stat.S_ISREG(status.st_mode):
        raise _refuse(path, "no_file")
    if status.st_uid != os.getuid():
        raise _refuse(path, "not_yours")
    if status.st_mode & 0o077:
        raise _refuse(path, "not_private")
    return _answers(path, pack, data, now)


def _holder(lock: Path) -> str:
    """The process that holds a lock, as it wrote there; "?" where that cannot be read."""
    with contextlib.suppress(OSError):
        said = private_files.read(lock, 20)[1]
        return said.decode() if said.isdigit() else "?"
    return "?"


def _answers(path: Path, pack: Pack, data: bytes, now: Moment) -> dict[str, Value] | None:
    kept = _decode(data)
    if kept is None:
        raise _refuse(path, "damaged")
    if kept.check != _check(kept):
        raise _refuse(path, "altered")
    if _age(kept, now) > KEPT_FOR:
        forget(path)
        return None
    if kept.pack != pack.hash:
        raise _refuse(path, "other_pack")
    try:
        return read_answers(pack, kept.answers)
    except AnswerError:
        raise _refuse(path, "no_fit") from None


def _age(kept: Kept, now: Moment) -> float:
    """Seconds since it was written, whatever was done to the wall clock meanwhile.

    Since another start of the machine there is only that clock. Where it was set back, the
    age is not known, and the session counts as new.
    """
    same_start = kept.boot and kept.boot == now.boot
    return max(0.0, now.up - kept.up if same_start else now.wall - kept.saved)


def _clean_up(path: Path, now: Moment) -> None:
    for file in path.parent.iterdir():
        old = abs(now.wall - file.lstat().st_mtime) > KEPT_FOR
        of_no_use = file.name == f"{path.name}{_ASIDE}" or (file == path and not _whole(path))
        if private_files.is_unfinished(file.name) or (of_no_use and old):
            file.unlink()
    kept = _whole(path)
    if kept is None:
        return
    if _age(kept, now) > KEPT_FOR:
        path.unlink()
    elif kept.saved > now.wall and kept.boot != now.boot:
        # From the future: its hour begins now, or it would stay until then.
        fresh = msgspec.structs.replace(kept, saved=int(now.wall), boot=now.boot, up=int(now.up))
        with contextlib.suppress(KeepError):
            _save(path, fresh)


def _make_folder(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _whole(path: Path) -> Kept | None:
    """What is kept in a file; None if that is damaged."""
    kept = _decode(private_files.read(path, _LARGEST)[1])
    return kept if kept is not None and kept.check == _check(kept) else None


def _save(path: Path, kept: Kept) -> None:
    data = msgspec.json.encode(msgspec.structs.replace(kept, check=_check(kept)))
    try:
        _make_folder(path)
        private_files.save(path, data, replace=True)
    except OSError as error:
        raise KeepError("not_kept", path=str(path), reason=_why(error)) from None


def _decode(data: bytes) -> Kept | None:
    try:
        return msgspec.json.decode(data, type=Kept)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _why(error: Exception) -> str:
    return (getattr(error, "strerror", None) or "it is no name of a file").lower()


def _refuse(path: Path, reason: str) -> SessionError:
    """Move the file aside; the reason has a sentence under `[kept]` in `words.toml`."""
    aside = path.with_name(f"{path.name}{_ASIDE}")
    try:
        path.replace(aside)
    except OSError:
        return SessionError(reason, path=str(path), aside="")
    return SessionError(reason, path=str(path), aside=str(aside))


def _check(kept: Kept) -> str:
    import hashlib  # loads OpenSSL, 4 ms that no other start should pay

    bare = msgspec.structs.replace(kept, check="")
    return hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
