"""`nightcramp export`: what other programs read about nightcramp itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.output import show_data

if TYPE_CHECKING:
    import argparse


def schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of what `assess --format json` prints."""
    from nightcramp.reports.record import record_schema

    show_data(record_schema())
    return 0
