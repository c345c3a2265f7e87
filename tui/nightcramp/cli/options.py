"""What a command line asks for, with what stands in files of settings."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterable, Sequence

from nightcramp.cli.grammar import WIZARD, grammar
from nightcramp.cli.parser import Parser
from nightcramp.cli.settings import Settings
from nightcramp.cli.wizard_options import wizard_alone
from nightcramp.errors import NightcrampError, nearest

_HELP = frozenset({"-h", "--help", "--version"})


def read_options(arguments: Sequence[str], files: Iterable[Settings] = ()) -> argparse.Namespace:
    """What a command line asks for; `does` names the module and function that do it.

    Args:
        arguments: the words of the command line.
        files: what holds where it says nothing; of two, the later.

    Raises:
        NightcrampError: it, or a file, asks for what there is not.
        SystemExit: it asked for help or the version, which were printed.
    """
    parser, commands = grammar()
    wizard = wizard_alone()
    arguments = _as_help(wizard, arguments)
    usual = vars(wizard.parse_args([]))
    for file in () if _HELP.intersection(arguments) else files:
        usual.update(file.read(wizard, commands))
    try:
        asked = parser.parse_args(arguments)
    except NightcrampError:
        _refuse_unknown(arguments, [parser, *commands.values()])
        raise
    usual.update(getattr(asked, "of_file", {}))
    takes = usual if asked.does == WIZARD else asked.takes
    for name, value in usual.items():
        if name in takes:
            setattr(asked, name, getattr(asked, name, value))
        elif name in asked:
            option = name.replace("_", "-")
            raise NightcrampError(f"--{option} is for the wizard, and not for this command.")
    return asked


def _as_help(wizard: Parser, arguments: Sequence[str]) -> Sequence[str]:
    """Where the first word that is no option of the wizard's is `help`, what asks for it."""
    if _HELP.isdisjoint(arguments):
        with contextlib.suppress(NightcrampError):
            _, words = wizard.parse_known_args(arguments)
            if words[:1] == ["help"]:
                return [*words[1:], "--help"]
    return arguments


def _refuse_unknown(arguments: Sequence[str], parsers: Iterable[Parser]) -> None:
    """Name an option that nothing takes, and the one that was probably meant.

    Raises:
        NightcrampError: there is one.
    """
    known = {f"--{name}" for one in parsers for name in one.options()}
    for word in arguments:
        name = word.partition("=")[0]
        if name.startswith("--") and name not in {"--", *_HELP, *known}:
            raise NightcrampError(f"there is no option '{name}'.{nearest(name, known)}")
