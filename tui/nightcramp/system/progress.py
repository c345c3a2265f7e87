"""A line on a terminal that says how far it is; it is gone when the work is done."""

from __future__ import annotations

import sys
import time
from types import TracebackType

_FIRST = 1.0
"""Seconds until it is shown; most work is done before."""
_EVERY = 0.2


class Progress:
    """Counts on standard error, where that is a terminal that nothing else is printed on."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._count = 0
        self._shown = ""
        self._next = time.monotonic() + _FIRST
        self._is_seen = _is_terminal(sys.stderr) and not _is_terminal(sys.stdout)

    def __enter__(self) -> Progress:
        """Begin to count."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Remove the line."""
        self.hide()

    def add(self, count: int) -> None:
        """So many more are done."""
        self._count += count
        if self._is_seen and (now := time.monotonic()) >= self._next:
            self._next = now + _EVERY
            self.hide()
            self._shown = f"{self._count:,} {self._unit}"
            self._write(self._shown)

    def hide(self) -> None:
        """Clear the line, so that something else can be printed."""
        if self._shown:
            self._write(f"\r{' ' * len(self._shown)}\r")
            self._shown = ""

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _is_terminal(stream: object) -> bool:
    return stream is not None and bool(stream.isatty())  # type: ignore[attr-defined]
