"""Files of settings: options that hold where the command line does not say."""

from __future__ import annotations

import argparse
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

        An option that a command requires need not be given again.

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
                yield self._value(parser, here, value)
            elif command := commands.get(" ".join(here)):
                _set_defaults(command, dict(self._values(command, commands, here)))
            else:
                raise self._wrong(here, f"there is no command '{key}'.{nearest(key, commands)}")

    def _value(self, parser: Parser, path: tuple[str, ...], value: object) -> tuple[str, Any]:
        """The value of an option, under the name that the program has for it."""
        key = path[-1]
        options = parser.options()
        option = options.get(key)
        if option is None:
            raise self._wrong(path, f"there is no option '{key}'.{nearest(key, options)}")
        if option in parser.excluding():
            raise self._wrong(path, f"'{key}' excludes others: give it on the command line.")
        is_flag = option.nargs == 0
        if not isinstance(value, (str, int, float)) or (value is False and not is_flag):
            raise self._wrong(path, f"'{key}' takes a text, a number, or true.")
        try:
            found = _parsed(parser, f"--{key}" if isinstance(value, bool) else f"--{key}={value}")
        except NightcrampError as error:
            raise self._wrong(path, str(error).partition(" See '")[0]) from None
        return option.dest, False if value is False else found[option.dest]

    def _wrong(self, path: tuple[str, ...], problem: str) -> NightcrampError:
        return NightcrampError(
            f"{self._document.name}, line {self._document.line(path)}: {problem}"
        )


def _parsed(parser: Parser, argument: str) -> dict[str, Any]:
    """What a parser makes of one option; what else it needs is the command line's to say."""
    found = argparse.Namespace()
    try:
        parser.parse_known_args([argument], found)
    except NightcrampError as error:
        if "arguments are required" not in str(error):
            raise
    return vars(found)


def _set_defaults(command: Parser, values: Mapping[str, Any]) -> None:
    """Have a command use what its table says, where the command line does not say."""
    # A default of an option that can stand before the command, too, would hide what it says there.
    shared = {name: values[name] for name in command.get_default("takes") if name in values}
    command.set_defaults(**{name: values[name] for name in values.keys() - shared.keys()})
    command.set_defaults(of_file={**(command.get_default("of_file") or {}), **shared})
    for option in command.options().values():
        option.required = option.required and option.dest not in values
