"""Printing outside the wizard, without control sequences."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from nightcramp.errors import NightcrampError
from nightcramp.system import private_files
from nightcramp.text import clean, shortened

_LONGEST_COMPLAINT = 1000


def show(text: str) -> None:
    """Print a text, without control characters.

    Raises:
        NightcrampError: standard output is closed, or takes no more.
    """
    with _written() as out:
        out.write(clean(text))


def show_data(data: bytes) -> None:
    """Print data for another program, whatever the locale.

    Raises:
        NightcrampError: standard output is closed, or takes no more.
    """
    with _written() as out:
        out.buffer.write(data)


def finish() -> None:
    """Have all that was printed reach its place.

    Raises:
        NightcrampError: standard output takes no more.
        BrokenPipeError: nobody reads it any more.
    """
    if sys.stdout is not None:
        with _written() as out:
            out.flush()


@contextlib.contextmanager
def written_to(name: str | None) -> Iterator[None]:
    """Print into a private file instead, which is there once all is in it.

    Args:
        name: of the file; it takes the place of one that is there. None prints as always.

    Raises:
        NightcrampError: it cannot be written.
    """
    if name is None:
        yield
        return
    with private_file(name) as out, contextlib.redirect_stdout(out):
        yield


@contextlib.contextmanager
def private_file(name: str) -> Iterator[TextIO]:
    """A file for one's own eyes, which is there once all is in it.

    Args:
        name: of the file; it takes the place of one that is there, but not of a device.

    Raises:
        NightcrampError: it cannot be written.
    """
    path = Path(name)
    with contextlib.ExitStack() as opened:
        with unwritable(name):
            is_device = path.exists() and not path.is_file()  # such as /dev/null
            if is_device:
                out = opened.enter_context(path.open("w", encoding="utf-8"))
            else:
                file = opened.enter_context(private_files.unfinished(path))
                out = opened.enter_context(
                    open(file.descriptor, "w", encoding="utf-8", closefd=False)
                )
        yield out
        if not is_device:
            with unwritable(name):
                out.flush()
                file.finish()


@contextlib.contextmanager
def unwritable(name: str) -> Iterator[None]:
    """Say in a sentence why a file cannot be written.

    Raises:
        NightcrampError: it cannot.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", "") or "it is no name of a file").lower()
        raise NightcrampError(f"{shortened(name)}: cannot be written: {reason}.") from None


def discard(stream: TextIO) -> None:
    """Throw away what could not be written, or it would be tried again at the very end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextlib.contextmanager
def _written() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise NightcrampError("standard output is closed; there is nowhere to print to.")
    try:
        yield sys.stdout
    except BrokenPipeError:
        raise
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):  # it is no file
            discard(sys.stdout)
        raise NightcrampError(
            f"standard output takes no more: {str(error.strerror).lower()}."
        ) from None


def complain(problem: str) -> None:
    """Print a problem as one line on standard error."""
    line = " ".join(clean(problem).split())
    if len(line) > _LONGEST_COMPLAINT:
        line = f"{line[:_LONGEST_COMPLAINT]} ..."
    if sys.stderr is not None:
        try:
            print(f"nightcramp: {line}", file=sys.stderr, flush=True)
        except OSError:
            with contextlib.suppress(OSError, ValueError):
                discard(sys.stderr)
