"""What may leave the program, as the clinic or the person has set it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Permissions(Struct, frozen=True):
    """What may leave the program.

    Attributes:
        save: whether a page may be saved at all.
        folder: the one folder in which pages are saved, under random names; None where
            the person may name any file.
        printers: whether the printers of this machine may be used.
        terminal_printer: whether a page may be sent through the terminal to the printer
            of the person's own machine.
        terminal: whether a page may be left with the terminal: on its clipboard, or
            printed on it when the program ends.
    """

    save: bool = True
    folder: Path | None = None
    printers: bool = True
    terminal_printer: bool = False
    terminal: bool = True
