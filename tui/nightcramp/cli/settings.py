"""Files of settings: options that hold where the command line does not say."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from nightcramp.cli.parser import Parser
from nightcramp.errors import NightcrampError, nearest
from nightcramp.pack.decode import parse
from nightcramp.pack.document import Document
from nightcramp.regular_files import open_regular, read_at_most

FOR_ALL = Path("/etc/nightcramp.toml")
_LARGEST = 100_000
"""Bytes."""


def settings_files(environment: Mapping[str, str]) -> Iterator[Settings]:
    """The files that there are: that of the machine, then the person's own.

    Raises:
        NightcrampError: one cannot be read, or is no TOML.
    """
    home = environment.get("XDG_CONFIG_HOME") or f"{environment.get('HOME', '')}/.config"
    own = Path(home) / "nightcramp.toml"
    found = [FOR_ALL, own] if own.is_absolute() else [FOR_ALL]
    for path in found:
        document = _document(path)
        if document is not None:
            yield Settings(document)


def _document(path: Path) -> Document | None:
    try:
        with open_regular(path) as stream:
            raw = read_at_most(stream, _LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", "") or "it is no file").lower()
        raise NightcrampError(f"{path}: cannot be read: {reason}.") from None
    if len(raw) > _LARGEST:
        raise NightcrampError(f"{path}: is too large for a file of settings.")
    return parse(str(path), raw)


class Settings:
    """One file: `country = "GB"`, and in a table named after a command, options of its own."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def read(self, wizard: Parser, commands: Mapping[str, Parser]) -> dict[str, Any]:
        """Values of the wizard's options; what a command's table says becomes its default.

        Raises:
            NightcrampError: there is no such option or command, or it does not take the value.
        """
        return dict(self._values(wizard, commands, ()))

    def _values(
        self, parser: Parser, commands: Mapping[str, Parser], path: tuple[str, ...]
    ) -> Iterator[tuple[str, Any]]:
        for key, value in self._document.value(path).items():
            here = (*path, key)
            if not isinstance(value, dict):
                yield from self._value(parser, here, value)
            elif command := commands.get(" ".join(here)):
                command.set_defaults(**dict(self._values(command, commands, here)))
            else:
                raise self._wrong(here, f"there is no command '{key}'.{nearest(key, commands)}")

    def _value(
        self, parser: Parser, path: tuple[str, ...], value: object
    ) -> Iterator[tuple[str, Any]]:
        """The value of an option, under the name that the program has for it."""
        key = path[-1]
        options = set(re.findall(r"--([a-z-]+)", parser.format_help()))
        if key not in options:
            raise self._wrong(path, f"there is no option '{key}'.{nearest(key, options)}")
        if not isinstance(value, (str, int, float)):
            raise self._wrong(path, f"'{key}' takes a text, a number, or true.")
        given = [] if value is False else [f"--{key}" if value is True else f"--{key}={value}"]
        try:
            yield from _parsed(parser, given).items() - _parsed(parser, []).items()
        except NightcrampError as error:
            raise self._wrong(path, str(error).partition(" See '")[0]) from None

    def _wrong(self, path: tuple[str, ...], problem: str) -> NightcrampError:
        return NightcrampError(
            f"{self._document.name}, line {self._document.line(path)}: {problem}"
        )


def _parsed(parser: Parser, arguments: list[str]) -> dict[str, Any]:
    """What a parser makes of options alone; what else it needs is the command line's to say."""
    found = argparse.Namespace()
    try:
        parser.parse_known_args(arguments, found)
    except NightcrampError as error:
        if "arguments are required" not in str(error):
            raise
    return vars(found)
