"""How long a piece of work may keep a processor, whatever processor it is."""

from __future__ import annotations

from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING

from nightcramp.pack import load_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDINARY = 0.1
"""Seconds in which an ordinary processor with nothing else to do reads our pack."""


@contextmanager
def at_most(seconds: float, what: object = "") -> Iterator[None]:
    """Hold a piece of work to so many seconds of an ordinary processor.

    A slow or shared processor is told from slow work by what reading our pack costs right after.

    Raises:
        AssertionError: it took longer.
    """
    began = process_time()
    yield
    took = process_time() - began
    if took >= seconds:
        began = process_time()
        load_pack()
        slowness = max(1.0, (process_time() - began) / ORDINARY)
        assert took < seconds * slowness, f"{took:.1f} s: {what}"
