"""The files of a pack: plain names, regular files, and no more of them than can be read soon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Union

from nightcramp.errors import PackError
from nightcramp.pack.decode import entries_in, parse
from nightcramp.pack.document import Document
from nightcramp.regular_files import open_regular, read_at_most

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    AnyFolder = Union["Traversable", "PackFolder"]  # noqa: UP007  one name comes later


MOST_BYTES_OF_A_FILE = 4_000_000
MOST_BYTES = 32_000_000
"""Of all files of a pack."""
MOST_ENTRIES = 200_000
"""Of all files of a pack; three times what ours has."""
MOST_FILES = 5_000
"""In one folder of a pack and those below it."""

_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]*/){0,2}[a-z0-9][a-z0-9_-]*\.toml(\.sig)?")
_DEEPEST = 4


class PackFolder:
    """A pack's folder. Each of its files is read and parsed once, and counted.

    Args:
        folder: where it is.
    """

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._read: dict[str, bytes] = {}
        self._parsed: dict[str, Document] = {}
        self._found: set[str] = set()
        self._bytes = 0
        self._entries = 0

    @staticmethod
    def of(folder: AnyFolder) -> PackFolder:
        """The files of a folder, where they are not counted yet."""
        return folder if isinstance(folder, PackFolder) else PackFolder(folder)

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return bool(_NAME.fullmatch(name)) and (self._folder / name).is_file()

    def has_folder(self, name: str) -> bool:
        """Whether there is such a folder."""
        return (self._folder / name).is_dir()

    def read(self, name: str) -> bytes:
        """A file that the pack names, or that `found` has.

        Raises:
            PackError: no file of a pack has such a name; it is missing, is no regular file, or is
                too large to be read.
        """
        if name not in self._found and not _NAME.fullmatch(name):
            problem = "is no name of a file in a pack; use small letters, digits, '-' and '_'."
            raise PackError(name, 0, problem, "bad-name")
        if name not in self._read:
            self._read[name] = self._counted(name, self._bytes_of(name))
        return self._read[name]

    def document(self, name: str) -> Document:
        """A file as it is written.

        Raises:
            PackError: it is missing, or is no TOML.
        """
        if name not in self._parsed:
            self._parsed[name] = parse(name, self.read(name))
        return self._parsed[name]

    def found(self, under: str = "") -> Iterator[str]:
        """Every TOML file below a folder of the pack, or of all, in the order of the names.

        Raises:
            PackError: there are too many, or the folder cannot be listed.
        """
        top = self._folder / under if under else self._folder
        try:
            for count, name in enumerate(_found(top, under, 1)):
                if count == MOST_FILES:
                    raise PackError(under, 0, f"holds more than {MOST_FILES:,} files.", "too-large")
                self._found.add(name)
                yield name
        except OSError:
            raise PackError(under, 0, "is missing or cannot be read.", "missing-file") from None

    def _bytes_of(self, name: str) -> bytes:
        file = self._folder / name
        try:
            with open_regular(file) if isinstance(file, Path) else file.open("rb") as stream:
                return read_at_most(stream, MOST_BYTES_OF_A_FILE + 1)
        except FileNotFoundError:
            raise PackError(name, 0, "is missing or cannot be read.", "missing-file") from None
        except (OSError, ValueError) as error:
            why = str(getattr(error, "strerror", None) or "no file has such a name").lower()
            raise PackError(name, 0, f"cannot be read: {why}.", "missing-file") from None

    def _counted(self, name: str, raw: bytes) -> bytes:
        self._bytes += len(raw)
        self._entries += entries_in(raw)
        problem = ""
        if len(raw) > MOST_BYTES_OF_A_FILE:
            problem = f"is larger than {MOST_BYTES_OF_A_FILE // 1_000_000} MB."
        elif self._bytes > MOST_BYTES:
            problem = f"is too much: a pack has at most {MOST_BYTES // 1_000_000} MB."
        elif self._entries > MOST_ENTRIES:
            problem = f"is too much: a pack has at most {MOST_ENTRIES:,} keys and values."
        if problem:
            raise PackError(name, 0, problem, "too-large")
        return raw


def _found(folder: Traversable, path: str, depth: int) -> Iterator[str]:
    # A link to a folder above would be followed for ever.
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        below = f"{path}/{entry.name}" if path else entry.name
        if entry.name.endswith(".toml"):
            yield below
        elif depth < _DEEPEST and entry.is_dir():
            yield from _found(entry, below, depth + 1)
