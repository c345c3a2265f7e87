"""A kept session is never less than what was kept before, whatever cuts it off."""

from __future__ import annotations

import itertools
import signal
from typing import TYPE_CHECKING

from nightcramp.clinic.kept_session import Moment, keep, take_up
from tests.clinic.cuts import FAILURES, cut_times

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

FEW = 250
"""Cuts that take a moment; the slow tests make a thousand others."""


def test_whatever_cuts_it_off_what_was_kept_is_found(tmp_path: Path, pack: Pack) -> None:
    assert cut_times(FEW, 0, tmp_path, pack) == {"kill", "short write", *FAILURES}


def test_signals_that_interrupt_every_call_change_nothing(tmp_path: Path, pack: Pack) -> None:
    path, counted = tmp_path / "state" / "session.json", itertools.count()
    before = signal.signal(signal.SIGALRM, lambda *_: next(counted))
    signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.0002)
    try:
        for age in range(18, 78):
            keep(path, pack, {"age": age}, Moment.now())
            assert take_up(path, pack, Moment.now()) == {"age": age}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert next(counted) > 10
    assert [file.name for file in path.parent.iterdir()] == ["session.json"]
