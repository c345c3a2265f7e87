"""Where a page can go: a file, a printer of this machine, or the person's own terminal.

During an interview, nothing else starts another program, and this only `lp` and `lpstat`.
"""

from __future__ import annotations

import base64
import errno
import os
import shutil
import subprocess
from pathlib import Path

from nightcramp.errors import DeliveryError
from nightcramp.system import private_files
from nightcramp.text import clean, to_ascii

_TIMEOUT = 10
_PRINTER_ON, _PRINTER_OFF = "\x1b[5i", "\x1b[4i"
_PROBLEMS = {
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "no_permission",
    errno.ENOSPC: "no_space",
    errno.EDQUOT: "no_space",
    errno.EISDIR: "no_file",
    errno.ENAMETOOLONG: "bad_name",
    errno.EEXIST: "exists",
}


def any_name(folder: Path, suffix: str) -> Path:
    """A random file name, which says nothing about the person."""
    return folder / f"nightcramp-{os.urandom(4).hex()}{suffix}"


def save(path: Path, text: str, *, replace: bool = False) -> None:
    """Save a page in a private file.

    Args:
        path: where to.
        text: the page.
        replace: whether it may take the place of a file that exists.

    Raises:
        DeliveryError: it cannot be written; of kind `exists` where the file exists.
    """
    try:
        private_files.save(path, clean(text).encode(), replace=replace)
    except OSError as error:
        kind = _PROBLEMS.get(error.errno or 0, "other")
        reason = os.strerror(error.errno).lower() if error.errno else "it failed"
        raise DeliveryError(kind, reason=reason) from None
    except ValueError:
        raise DeliveryError("bad_name") from None


def can_print() -> bool:
    """Whether this machine has the printing system that `lp` belongs to."""
    return bool(shutil.which("lp") and shutil.which("lpstat"))


def printers() -> tuple[str, ...]:
    """The printers of this machine, as `lpstat -e` names them.

    Raises:
        DeliveryError: `lpstat` fails.
    """
    listed = _run("lpstat", "-e")
    return tuple(clean(line).split()[0] for line in listed.splitlines() if clean(line).strip())


def print_on(printer: str, text: str) -> None:
    """Print a page.

    Raises:
        DeliveryError: `lp` fails; its message is in the error.
    """
    _run("lp", "-d", printer, "-t", "nightcramp", page=clean(text))


def _run(program: str, *arguments: str, page: str = "") -> str:
    found = shutil.which(program)
    if found is None:
        raise DeliveryError("cannot_print", said=program)
    try:
        ended = subprocess.run(  # noqa: S603  a fixed program, a printer it named, no shell
            [found, *arguments],
            input=page.encode(),
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise DeliveryError("cannot_print", said=program) from None
    if ended.returncode:
        complaint = " ".join(clean(ended.stderr.decode(errors="replace")).split())[:300]
        raise DeliveryError("cannot_print", said=complaint or program)
    return ended.stdout.decode(errors="replace")


def for_terminal_printer(text: str) -> str:
    """The sequence that prints a page on the terminal's own printer (media copy).

    ASCII only: such a printer may know no other characters.
    """
    lines = to_ascii(clean(text)).replace("\n", "\r\n")
    return f"{_PRINTER_ON}{lines}\f{_PRINTER_OFF}"


def for_clipboard(text: str) -> str:
    """The sequence that puts a page on the terminal's clipboard (OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(clean(text).encode()).decode()}\x07"
