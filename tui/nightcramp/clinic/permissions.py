"""Which ways out of the program are open, as the clinic or the person has said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class Ways(Struct, frozen=True):
    """Which ways out are open here.

    Attributes:
        save: whether a page may be saved at all.
        folder: the one folder that takes pages, under names that say nothing; None where
            the person may name any file.
        printers: whether the printers of this machine may be used.
        terminal_printer: whether a page may be sent through the terminal to the printer
            of the person's own machine.
        terminal: whether a page may be left with the terminal: copied, or printed on it
            once the program has ended.
    """

    save: bool = True
    folder: Path | None = None
    printers: bool = True
    terminal_printer: bool = False
    terminal: bool = True
