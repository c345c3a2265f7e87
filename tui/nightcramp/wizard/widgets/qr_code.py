"""A QR code in characters, as large as the terminal has room for, with its text beside it."""

from __future__ import annotations

from collections.abc import Sequence

from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import Row, Rows, Span, paragraph, row_width

Modules = Sequence[Sequence[bool]]

_HALVES = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
_BESIDE = 24
"""Columns that the text needs beside the code."""


def qr_rows(modules: Modules, *, ascii_only: bool) -> list[Row]:
    """The code: two modules a row, or a module on two columns where there is only ASCII."""
    if ascii_only:
        return [
            tuple(Span("##" if dark else "  ", "ink" if dark else "paper") for dark in row)
            for row in modules
        ]
    below = [*modules[1::2], *[[False] * len(modules[0])] * (len(modules) % 2)]
    return [
        (Span("".join(_HALVES[pair] for pair in zip(*rows, strict=True)), "paper"),)
        for rows in zip(modules[::2], below, strict=True)
    ]


class QrCode(Lines):
    """The code at the left; a sentence instead where there is no room for it."""

    def __init__(self, modules: Modules, text: str, *, ascii_only: bool) -> None:
        super().__init__()
        self._code = qr_rows(modules, ascii_only=ascii_only)
        self._wide = row_width(self._code[0])
        self._text = text

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        if width < self._wide or height < len(self._code):
            needed = self.words.qr.too_small.format(columns=self._wide, rows=len(self._code) + 1)
            return (*paragraph(needed, width), (), *paragraph(self._text, width))
        if width < self._wide + _BESIDE:
            return tuple(self._code)
        beside = paragraph(self._text, width - self._wide - 4)
        if len(beside) > len(self._code):
            return tuple(self._code)
        beside += [()] * (len(self._code) - len(beside))
        return tuple(
            (*row, Span("   "), *text) for row, text in zip(self._code, beside, strict=True)
        )
