"""Files that nobody but their owner may read: mode 0600, and never through a symbolic link.

All that is kept, saved, printed into a file or recorded is written here: whole or not at all, and
on the disk before it has its name. So are the files of a pack (a signature, a translation), which
others may read. Only what is printed into a device is not.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PATIENCE = 1.0
"""Seconds to wait for a file that another program has locked."""
_A_MOMENT = 0.01
_UNFINISHED, _NEW = ".nightcramp-", ".new"
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def save(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file: all of it or none, even if the program is killed or the power fails.

    Args:
        path: where to.
        data: what it holds.
        replace: whether it may take the place of a regular file that exists.

    Raises:
        FileExistsError: the file exists, and `replace` is false.
        OSError: it cannot be written, or something other than a regular file is there.
        ValueError: no file can have that name.
    """
    _check_target(path, replace=replace)
    fresh = _name_beside(path)
    try:
        if not _saved_nameless(path, fresh, data, replace=replace):
            with _opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as out:
                write(out, data)
            _rename(fresh, path, replace=replace)
        _sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


class Unfinished(NamedTuple):
    """A file that is being written.

    Attributes:
        descriptor: to write to.
        fresh: its name until it is whole.
        path: its name then.
    """

    descriptor: int
    fresh: Path
    path: Path

    def finish(self) -> None:
        """Give it its name, once all of it is on the disk; it takes the place of another.

        Raises:
            OSError: it cannot have it.
        """
        os.fsync(self.descriptor)
        self.fresh.replace(self.path)
        _sync_folder(self.path.parent)


@contextlib.contextmanager
def unfinished(path: Path, mode: int = 0o600) -> Iterator[Unfinished]:
    """Write a file in parts; nothing of it remains unless it is finished.

    Args:
        path: where to; a link there is replaced, and not followed.
        mode: who may read it, before the umask.

    Raises:
        OSError: it cannot be made.
    """
    fresh = _name_beside(path)
    try:
        with _opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode) as out:
            yield Unfinished(out, fresh, path)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def remove(path: Path) -> None:
    """Delete a file, if there is one.

    Raises:
        OSError: it is there and cannot be deleted.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is what a program that is killed leaves of one it writes."""
    return name.startswith(_UNFINISHED) and name.endswith(_NEW)


@contextlib.contextmanager
def appending(path: Path) -> Iterator[int]:
    """Open a regular file to read it and append to it, holding its lock.

    Yields:
        A descriptor for `write` and `os.pread`.

    Raises:
        OSError: it cannot be opened, is not a regular file, or another program has it locked.
    """
    with _regular(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
        _lock(file, PATIENCE)  # until it is closed
        yield file


def create(path: Path) -> None:
    """Make an empty file unless there is one, and see that it can be appended to.

    Raises:
        OSError: it cannot, or is not a regular file.
    """
    with _regular(path, os.O_RDWR | os.O_APPEND | os.O_CREAT):
        pass


@contextlib.contextmanager
def updating(path: Path) -> Iterator[int]:
    """Open a small regular file to read it and write over it.

    Raises:
        OSError: it cannot be opened, or is not a regular file.
    """
    with _regular(path, os.O_RDWR | os.O_CREAT) as file:
        yield file


@contextlib.contextmanager
def reading(path: Path) -> Iterator[int]:
    """Open a regular file to read it, whoever owns it.

    Raises:
        OSError: it cannot be opened, or is not a regular file.
    """
    with _regular(path, os.O_RDONLY) as file:
        yield file


def hold(path: Path) -> int:
    """Lock a file until the descriptor returned is closed, or the program ends.

    Raises:
        BlockingIOError: another has it locked.
        OSError: it cannot be opened, or is not a regular file.
    """
    with _regular(path, os.O_RDWR | os.O_CREAT) as file:
        _lock(file, 0.0)
        return os.dup(file)


def write(descriptor: int, data: bytes) -> None:
    """Write all of the data, and wait until it is on the disk.

    Raises:
        OSError: not all of it was written.
    """
    while data:
        written = os.write(descriptor, data)
        if not written:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        data = data[written:]
    os.fsync(descriptor)


def read(path: Path, limit: int) -> tuple[os.stat_result, bytes]:
    """A file's status and at most `limit` bytes of it; none unless it is a regular file.

    Raises:
        OSError: it cannot be opened or read.
    """
    with _opened(path, os.O_RDONLY) as file:
        status = os.fstat(file)
        return status, read_all(file, limit) if stat.S_ISREG(status.st_mode) else b""


def read_all(descriptor: int, limit: int) -> bytes:
    """The next bytes of a file, up to its end: one read may give fewer than there are."""
    data = b""
    while len(data) < limit and (more := os.read(descriptor, limit - len(data))):
        data += more
    return data


@contextlib.contextmanager
def _opened(path: Path, flags: int, mode: int = 0o600) -> Iterator[int]:
    # Without O_NONBLOCK, opening a named pipe would wait for its other end.
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _regular(path: Path, flags: int) -> Iterator[int]:
    with _opened(path, flags) as file:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        yield file


def _lock(file: int, patience: float) -> None:
    """Lock a file, or give up: whoever can read it could lock it for good."""
    end = time.monotonic() + patience
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                raise OSError(errno.EAGAIN, "another program has it locked") from None
        time.sleep(_A_MOMENT)


def _check_target(path: Path, *, replace: bool) -> None:
    """Refuse to replace a folder, a device or a link, and a file unless that is asked for."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not replace:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _name_beside(path: Path) -> Path:
    return path.parent / f"{_UNFINISHED}{os.urandom(8).hex()}{_NEW}"


def _saved_nameless(path: Path, fresh: Path, data: bytes, *, replace: bool) -> bool:
    """Save by way of a file without a name, of which a kill leaves nothing; false if none can be.

    Only where it replaces another does it need a second name, for a moment.
    """
    flags = os.O_WRONLY | os.O_CLOEXEC | getattr(os, "O_TMPFILE", 0)
    try:
        out = os.open(path.parent, flags, 0o600)
    except OSError:  # not on this system or in this file system, or what is tried next says why
        return False
    try:
        write(out, data)
        name = fresh if replace else path
        try:
            # Naming the folder, which the absolute path ignores, makes it follow the link.
            os.link(f"/proc/self/fd/{out}", name, src_dir_fd=out, follow_symlinks=True)
        except FileExistsError:
            raise
        except OSError:
            return False
        if replace:
            fresh.replace(path)
        return True
    finally:
        os.close(out)


def _rename(fresh: Path, path: Path, *, replace: bool) -> None:
    """Rename a file; unless it may replace another, not over one that has just appeared."""
    if replace:
        fresh.replace(path)
        return
    try:
        os.link(fresh, path, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # A file system without hard links: reserve the name, then replace it.
        with _opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL):
            fresh.replace(path)


def _sync_folder(folder: Path) -> None:
    """Have the new name survive a power cut, where the folder can be read."""
    with contextlib.suppress(OSError), _opened(folder, os.O_RDONLY | os.O_DIRECTORY) as handle:
        os.fsync(handle)
