"""Files that nobody but their owner may read: mode 0600, and never through a symbolic link."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

_UNFINISHED = ".nightcramp-"
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


def save(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file: all of it or none, even if the power fails.

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
    fresh = path.parent / f"{_UNFINISHED}{os.urandom(8).hex()}.new"
    try:
        with _opened(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL) as out:
            write(out, data)
        if replace:
            fresh.replace(path)
        else:
            _rename_to_new(fresh, path)
        _sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)


def remove_unfinished(folder: Path) -> None:
    """Delete what `save` left in a folder when the program was killed."""
    for file in folder.glob(f"{_UNFINISHED}*.new"):
        file.unlink(missing_ok=True)


@contextlib.contextmanager
def appending(path: Path) -> Iterator[int]:
    """Open a regular file to read it and append to it, holding its lock.

    Yields:
        A descriptor for `write` and `os.pread`.

    Raises:
        OSError: it cannot be opened, or is not a regular file.
    """
    with _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
        yield file


def write(descriptor: int, data: bytes) -> None:
    """Write all of the data, and wait until it is on the disk."""
    while data:
        data = data[os.write(descriptor, data) :]
    os.fsync(descriptor)


def read(path: Path, limit: int) -> tuple[os.stat_result, bytes]:
    """A file's status and at most `limit` bytes of it; none unless it is a regular file.

    Raises:
        OSError: it cannot be opened or read.
    """
    with _opened(path, os.O_RDONLY) as file:
        status = os.fstat(file)
        return status, os.read(file, limit) if stat.S_ISREG(status.st_mode) else b""


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    # Without O_NONBLOCK, opening a named pipe would wait for its other end.
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


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


def _rename_to_new(fresh: Path, path: Path) -> None:
    """Rename a file, but not over one that has appeared in the meantime."""
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
