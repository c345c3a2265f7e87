"""Files that others wrote, opened to be read: regular files, and nothing that can wait for ever."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import IO, BinaryIO


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file, or a link to one, to read its bytes.

    A named pipe would wait for its other end, and a device may never end.

    Raises:
        OSError: it cannot be opened, or is something else.
        ValueError: no file can have that name.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    try:
        _insist_on_regular(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _insist_on_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no regular file")


def read_at_most(stream: IO[bytes], count: int) -> bytes:
    """Up to so many bytes; none where a file of the kernel's has nothing to say yet."""
    return stream.read(count) or b""
