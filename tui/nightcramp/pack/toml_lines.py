"""Line numbers of tables and keys in a TOML file, for error messages."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

Path = tuple["str | int", ...]

_HEADER = re.compile(r"""\[(\[?)((?:"(?:\\.|[^"\\])*"|'[^']*'|(?=([^\]"']+))\3)+)\]\]?""")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w.-]+)\s*=\s*""")
_STRING = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\])*\"|'[^']*'", re.DOTALL
)
_BLANK = re.compile(r"(?:\s+|#[^\n]*|,)*")
_BARE = re.compile(r"[^,\]}\n#]*")


def line_of(text: str, path: Path) -> int:
    """The line of the value at a path, from 1; if it is not found, that of its parent.

    Args:
        text: valid TOML.
        path: keys and list positions from the top of the file.
    """
    lines = _lines(text)
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


@lru_cache(maxsize=64)
def _lines(text: str) -> Mapping[Path, int]:
    """The line of every path, cached for files with many mistakes."""
    return _Scanner(text).lines


class _Scanner:
    """Scans valid TOML once and notes the line of every path."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {(): 1}
        self._counts: dict[Path, int] = defaultdict(lambda: -1)
        self._read_file()

    def _note(self, path: Path) -> None:
        self.lines.setdefault(path, bisect_left(self._breaks, self.at) + 1)

    def _skip_blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _read_file(self) -> None:
        table: Path = ()
        self._skip_blank()
        while self.at < len(self.text):
            header = _HEADER.match(self.text, self.at)
            if header:
                table = self._table(header[2], is_list=bool(header[1]))
                self._note(table)
                self.at = header.end()
            else:
                self._read_pair(table)
            self._skip_blank()

    def _table(self, name: str, *, is_list: bool) -> Path:
        path: Path = ()
        keys = _split(name)
        for key in keys[:-1]:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path])
        path = (*path, keys[-1])
        if not is_list:
            return path
        self._counts[path] += 1
        return (*path, self._counts[path])

    def _read_pair(self, table: Path) -> None:
        match = _KEY.match(self.text, self.at)
        if not match:
            self.at = len(self.text)
            return
        path = (*table, *_split(match[1]))
        self.at = match.start(1)
        self._note(path)
        self.at = match.end()
        self._read_value(path)

    def _read_value(self, path: Path) -> None:
        self._skip_blank()
        self._note(path)
        string = _STRING.match(self.text, self.at)
        opening = self.text[self.at : self.at + 1]
        if string:
            self.at = string.end()
        elif opening == "[":
            self._read_until("]", path)
        elif opening == "{":
            self._read_until("}", path)
        else:
            bare = _BARE.match(self.text, self.at)
            self.at = bare.end() if bare else len(self.text)

    def _read_until(self, closing: str, path: Path) -> None:
        self.at += 1
        self._skip_blank()
        position = 0
        while self.at < len(self.text) and self.text[self.at] != closing:
            if closing == "]":
                self._read_value((*path, position))
            else:
                self._read_pair(path)
            position += 1
            self._skip_blank()
        self.at += 1


def _split(dotted: str) -> list[str]:
    return [part.strip(" \"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted)]
