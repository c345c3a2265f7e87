"""The command line's grammar: one table of commands and options, and the parser made from it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.errors import NightcrampError

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXAMPLES = """\
examples:
  nightcramp                       open the wizard
  nightcramp --country GB          the same, with British telephone numbers
  nightcramp assess answers.toml   print the result of answers in a file
  nightcramp page leaflet answers.toml --as html
                                   the same on a page to print
  nightcramp check my-pack         look for mistakes in a content folder

It ends with 0 when all went well, 1 when a check found errors, 2 when something
given to it cannot be used.
"""


class Option(NamedTuple):
    """An option, or an argument that is known by its place.

    Attributes:
        name: `--country`; an argument has a name without dashes.
        help: what the help page says of it.
        kind: what follows it: nothing, a text, or a number of seconds.
        value: how the help page calls what follows it.
        default: what it is where it is not given.
        choices: what the text must be one of; empty for any.
        optional: whether an argument, or the text after an option, can be left out.
        stored_as: the attribute it is stored as, where that is not its name.
    """

    name: str
    help: str = ""
    kind: Literal["flag", "text", "seconds"] = "text"
    value: str | None = None
    default: str | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False
    stored_as: str = ""


class Command(NamedTuple):
    """A command, or what comes after one.

    Attributes:
        does: module and function that do it; empty where `commands` follow.
        help: what the help page says of it.
        description: what its own help page says; the same where empty.
        options: what it takes.
        alternatives: options of which one can be given.
        commands: what must follow it.
    """

    name: str
    does: str
    help: str
    description: str = ""
    options: tuple[Option, ...] = ()
    alternatives: tuple[Option, ...] = ()
    commands: tuple[Command, ...] = ()


WIZARD = (
    Option(
        "--country",
        "whose telephone numbers to show, such as GB; usually known from the locale, and "
        "where it is not, no country's own number is shown",
        value="CODE",
    ),
    Option("--lang", "in which language, such as es; usually known as well", value="CODE"),
    Option("--pack", "a content folder to use instead of the program's own", value="FOLDER"),
    Option(
        "--theme",
        "for a dark background (the usual), a light one, or without any color",
        default="dark",
        choices=("dark", "light", "high-contrast"),
    ),
    Option("--plain", "plain lines, one below the other, for screen readers", "flag"),
    Option("--ascii", "show no character but ASCII", "flag"),
    Option(
        "--code",
        "go on with the answers behind a code; without CODE, it is asked for",
        value="CODE",
        optional=True,
    ),
    Option("--save-dir", "save pages in this folder only, under random names", value="FOLDER"),
    Option(
        "--terminal-printing",
        "offer to print through the terminal, on the printer of the person's own machine",
        "flag",
    ),
)
"""Options of the wizard. The first three can stand after other commands, too."""

CLINIC = (
    Option(
        "--kiosk",
        "for an account that many people use: forgets each person, and whoever went away; "
        "needs --country",
        "flag",
    ),
    Option(
        "--blank-after",
        "with --kiosk: seconds without a key until the screen is blank (90)",
        "seconds",
        value="S",
    ),
    Option(
        "--discard-after",
        "with --kiosk: seconds without a key until the answers are thrown away (600)",
        "seconds",
        value="S",
    ),
    Option(
        "--session-limit",
        "with --kiosk: seconds until the answers are thrown away in any case (3600)",
        "seconds",
        value="S",
    ),
    Option("--printing", "with --kiosk: let people print on the printers of this machine", "flag"),
    Option(
        "--audit",
        "record that a session took place, and no answers, in a file or in the 'journal'",
        value="FILE",
        default="",
    ),
    Option("--resume", "keep the answers in a private file, to go on after a dropped line", "flag"),
    Option("--debug-log", "after a crash, write here where it was, without values", value="FILE"),
)
"""Options of the wizard on a clinic's machine."""

# Without a default of its own, so that what stands before the command is not undone.
_PACK = Option("--pack", "as above", value="FOLDER", default=argparse.SUPPRESS)
_FOR_WHOM = (
    Option("--country", "as above", value="CODE", default=argparse.SUPPRESS),
    Option("--lang", "as above", value="CODE", default=argparse.SUPPRESS),
    _PACK,
)
_ANSWERS = "question = answer, as TOML (.toml) or JSON; - reads JSON"

COMMANDS = (
    Command(
        "assess",
        "assess:run",
        "print the result of answers in a file",
        options=(
            Option("file", _ANSWERS, value="FILE"),
            *_FOR_WHOM,
            Option(
                "--format",
                "text for people (the usual), or data; jsonl takes and gives one object a line",
                default="text",
                choices=("text", "json", "jsonl", "fhir", "cds-card"),
            ),
            Option(
                "--exit-urgency",
                "end with 10 for self-care, 11 routine, 12 same day, 13 emergency, "
                "14 where answers are missing and nothing can be said",
                "flag",
            ),
        ),
    ),
    Command(
        "export",
        "",
        "print what other programs read",
        "Print what other programs read about nightcramp itself.",
        commands=(
            Command("schema", "export:schema", "the JSON Schema of 'assess --format json'"),
            Command(
                "questionnaire",
                "export:questionnaire",
                "the questions, as a FHIR R4 Questionnaire",
                options=_FOR_WHOM,
            ),
            Command(
                "xlsform",
                "export:xlsform",
                "the questions, as an XLSForm for phones (XLSX)",
                options=(
                    Option("file", "standard output when left out", value="FILE", optional=True),
                    *_FOR_WHOM,
                ),
            ),
        ),
    ),
    Command(
        "page",
        "page:run",
        "print a page about answers in a file, for the person or a clinician",
        "Print a page about answers in a file.",
        options=(
            Option("what", choices=("leaflet", "handover", "diary")),
            Option("file", f"{_ANSWERS}; a diary needs none", value="FILE", optional=True),
            Option("--as", default="text", choices=("text", "markdown", "html"), stored_as="form"),
            *_FOR_WHOM,
        ),
    ),
    Command(
        "check",
        "check:run",
        "look for mistakes in a content folder",
        "Read a content folder as a strict reviewer does, and play its patients.",
        options=(
            Option("folder", "the program's own when left out", value="PACK", optional=True),
            Option("--format", default="text", choices=("text", "json", "sarif")),
        ),
        alternatives=(
            Option("--vignettes", "print how it does on its patients instead", "flag"),
            Option("--schema", "print a JSON Schema of content files instead", "flag"),
        ),
    ),
    Command(
        "translate",
        "translate:run",
        "write the files of a translation, ready to fill in",
        "Write a translation's files into the pack, with marks on what is missing or stale.",
        options=(
            Option("language", "its code, such as es", value="LANGUAGE"),
            Option("--todo", "print what is missing or stale instead, by danger", "flag"),
            _PACK,
        ),
    ),
    Command(
        "audit",
        "clinic:verify_audit",
        "check a record of sessions",
        "Check a record of sessions, line by line.",
        options=(Option("what", choices=("verify",)), Option("file", value="FILE")),
    ),
    Command(
        "clinic-check",
        "clinic:examine",
        "examine this machine against the clinic page",
        "Examine this machine against docs/clinic.md, and say how to mend it.",
        options=(
            Option("--user", "the account (nightcramp)", value="USER", default="nightcramp"),
            Option("--sshd-config", "sshd's own when left out", value="FILE"),
        ),
    ),
)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for; `does` names the module and function that do it.

    Raises:
        NightcrampError: it asks for what there is not.
        SystemExit: it asked for help or the version, which were printed.
    """
    return _parser().parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)
        self.color = False  # from Python 3.14 on help is colored otherwise

    def error(self, message: str) -> NoReturn:
        raise NightcrampError(f"{message}. See '{self.prog} --help'.")


def _parser() -> _Parser:
    parser = _Parser(
        prog="nightcramp",
        description=summary,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(does="wizard:run")
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    _add_options(parser, WIZARD)
    _add_options(parser.add_argument_group("on a clinic's machine"), CLINIC)
    _add_commands(parser.add_subparsers(metavar="COMMAND", title="commands"), COMMANDS)
    return parser


def _add_commands(
    parsers: argparse._SubParsersAction[_Parser], commands: tuple[Command, ...]
) -> None:
    for command in commands:
        description = command.description or f"{command.help[0].upper()}{command.help[1:]}."
        parser = parsers.add_parser(command.name, help=command.help, description=description)
        _add_options(parser, command.options)
        if command.alternatives:
            _add_options(parser.add_mutually_exclusive_group(), command.alternatives)
        if command.commands:
            following = parser.add_subparsers(metavar="WHAT", title="what", required=True)
            _add_commands(following, command.commands)
        else:
            parser.set_defaults(does=command.does)


def _add_options(parser: argparse._ActionsContainer, options: tuple[Option, ...]) -> None:
    for option in options:
        settings: dict[str, Any] = {"help": option.help}
        if option.kind == "flag":
            settings["action"] = "store_true"
        else:
            settings |= {"metavar": option.value, "default": option.default}
            settings |= {"choices": option.choices or None}
        if option.kind == "seconds":
            settings["type"] = float
        if option.optional:
            settings |= {"nargs": "?", "const": ""}
        if option.stored_as:
            settings["dest"] = option.stored_as
        parser.add_argument(option.name, **settings)
