"""Printing outside the wizard, without control sequences."""

from __future__ import annotations

import contextlib
import sys

from nightcramp.errors import NightcrampError
from nightcramp.text import clean

_LONGEST_COMPLAINT = 1000


def show(text: str) -> None:
    """Print a text, without control characters.

    Raises:
        NightcrampError: standard output is closed.
    """
    if sys.stdout is None:
        raise NightcrampError("standard output is closed; there is nowhere to print to.")
    print(clean(text), end="")


def show_data(data: bytes) -> None:
    """Print data for another program, whatever the locale.

    Raises:
        NightcrampError: standard output is closed.
    """
    if sys.stdout is None:
        raise NightcrampError("standard output is closed; there is nowhere to print to.")
    sys.stdout.buffer.write(data)


def complain(problem: str) -> None:
    """Print a problem as one line on standard error."""
    line = " ".join(clean(problem).split())
    if len(line) > _LONGEST_COMPLAINT:
        line = f"{line[:_LONGEST_COMPLAINT]} ..."
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"nightcramp: {line}", file=sys.stderr, flush=True)
