"""A content file as read: its name, its text, and what it parsed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack.where import Path


@dataclass(frozen=True)
class Document:
    """One file of a pack.

    Attributes:
        name: relative to the pack's folder.
        text: as written, newlines alone between lines.
        data: the parsed tables.
    """

    name: str
    text: str
    data: dict[str, Any]

    def line(self, path: Path) -> int:
        """The line of the value at a path, counted from 1."""
        from nightcramp.pack.where import line_of

        return line_of(self.text, path)

    def walk(self) -> Iterator[tuple[Path, Any]]:
        """Every path in the file and its value, from the top down."""
        return _walk((), self.data)


def _walk(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    yield path, value
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from _walk((*path, key), item)
