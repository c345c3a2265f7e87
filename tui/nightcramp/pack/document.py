"""A content file: its name, its text and its parsed tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from nightcramp.pack.toml_lines import Path


class Document(Struct, frozen=True, dict=True):
    """One file of a pack.

    Attributes:
        name: relative to the pack's folder.
        text: as written, with LF line ends.
        data: the parsed tables.
    """

    name: str
    text: str
    data: dict[str, Any]

    def line(self, path: Path) -> int:
        """The line of the value at a path, from 1."""
        from nightcramp.pack.toml_lines import line_of

        return line_of(self.text, path)

    def value(self, path: Path) -> Any:
        """The value at a path."""
        value: Any = self.data
        for step in path:
            value = value[step]
        return value

    def tables(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Every table and its path, outer tables first."""
        waiting: deque[tuple[Path, dict[str, Any]]] = deque([((), self.data)])
        while waiting:
            path, table = waiting.popleft()
            yield path, table
            for key, value in table.items():
                if isinstance(value, dict):
                    waiting.append(((*path, key), value))
                elif isinstance(value, list):
                    waiting.extend(
                        ((*path, key, index), item)
                        for index, item in enumerate(value)
                        if isinstance(item, dict)
                    )

    def walk(self) -> Iterator[tuple[Path, Any]]:
        """Every value and its path, tables before their content."""
        return iter(self._walked)

    @cached_property
    def _walked(self) -> list[tuple[Path, Any]]:
        walked: list[tuple[Path, Any]] = []
        waiting: list[tuple[Path, Any]] = [((), self.data)]
        while waiting:
            path, value = waiting.pop()
            walked.append((path, value))
            if isinstance(value, dict):
                waiting += [((*path, key), item) for key, item in reversed(value.items())]
            elif isinstance(value, list):
                waiting += [((*path, i), item) for i, item in reversed([*enumerate(value)])]
        return walked
