"""How long a piece of work may keep a processor, whatever processor it is."""

from __future__ import annotations

from contextlib import contextmanager
from time import process_time
from typing import TYPE_CHECKING

import tomli

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDINARY = 0.1
"""Seconds in which an ordinary processor with nothing else to do does the work of `_yardstick`."""
_TABLE = "".join(
    f'[[row]]\nid = "{n}"\nwhen = {{ age = {{ under = {n}.5 }}, any = [{{ x = ["a", "b"] }}] }}\n'
    for n in range(9_000)
)


@contextmanager
def at_most(seconds: float, what: object = "") -> Iterator[None]:
    """Hold a piece of work to so many seconds of an ordinary processor.

    A slow or shared processor is told from slow work by what a fixed piece of work costs right
    after, which has nothing of the program's in it.

    Raises:
        AssertionError: it took longer.
    """
    began = process_time()
    yield
    took = process_time() - began
    if took >= seconds:
        began = process_time()
        _yardstick()
        slowness = max(1.0, (process_time() - began) / ORDINARY)
        assert took < seconds * slowness, f"{took:.1f} s: {what}"


def _yardstick() -> int:
    """Read TOML, and count in Python."""
    rows = tomli.loads(_TABLE)["row"]
    return sum(ord(letter) for row in rows for letter in row["id"] * 10)
