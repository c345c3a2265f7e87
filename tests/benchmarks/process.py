"""What a process has used: processor time, wake-ups and memory, as Linux counts them."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.real_terminal import RealTerminal

_AT_REST = 0.01
"""Seconds of processor time in a second; a Textual app that waits takes 0.002."""


def cpu_seconds(process: int) -> float:
    """Processor time of all its threads that still run."""
    ran = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        with contextlib.suppress(OSError):
            ran += int((task / "schedstat").read_text().split()[0])
    return ran / 1e9


def read_until_idle(terminals: Sequence[RealTerminal]) -> None:
    """Read on until nobody computes: what is loaded behind the first text is loaded."""
    processes = [terminal.process.pid for terminal in terminals]
    before = -1.0
    while (now := sum(map(cpu_seconds, processes))) - before > _AT_REST * len(processes):
        before, end = now, time.monotonic() + 1.0
        while time.monotonic() < end:
            for terminal in terminals:
                terminal.receive(0.01)


def wake_ups(process: int) -> int:
    """How often any of its threads waited, and was woken."""
    return sum(
        int(line.split()[1])
        for task in Path(f"/proc/{process}/task").iterdir()
        for line in (task / "status").read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches")
    )


def megabytes(processes: Iterable[int]) -> float:
    """Memory, the share of each in what they share counted (PSS)."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
            total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024
