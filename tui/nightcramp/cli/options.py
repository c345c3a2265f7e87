"""The command line's grammar: its options, and its commands with theirs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from functools import partial
from typing import Any, NoReturn

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.errors import NightcrampError

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
_ANSWERS = "question = answer, as TOML (.toml) or JSON; - reads JSON"


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for; `does` names the module and function that do it.

    Raises:
        NightcrampError: it asks for what there is not.
        SystemExit: it asked for help or the version, which were printed.
    """
    parser = _Parser(
        prog="nightcramp",
        description=summary,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(does="wizard:run")
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    _add_wizard(parser)
    _add_clinic(parser.add_argument_group("on a clinic's machine"))
    _add_commands(parser.add_subparsers(metavar="COMMAND", title="commands"))
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(allow_abbrev=False, **settings)
        self.color = False  # from Python 3.14 on help is colored otherwise

    def error(self, message: str) -> NoReturn:
        raise NightcrampError(f"{message}. See '{self.prog} --help'.")


def _add_wizard(to: _Parser) -> None:
    option, flag = to.add_argument, partial(to.add_argument, action="store_true")
    option(
        "--country",
        metavar="CODE",
        help="whose telephone numbers to show, such as GB; usually known from the locale, and "
        "where it is not, no country's own number is shown",
    )
    option("--lang", metavar="CODE", help="in which language, such as es; usually known as well")
    option("--pack", metavar="FOLDER", help="a content folder to use instead of the program's own")
    option(
        "--theme",
        default="dark",
        choices=("dark", "light", "high-contrast"),
        help="for a dark background (the usual), a light one, or without any color",
    )
    flag("--plain", help="plain lines, one below the other, for screen readers")
    flag("--ascii", help="show no character but ASCII")
    option(
        "--code",
        metavar="CODE",
        nargs="?",
        const="",
        help="go on with the answers behind a code; without CODE, it is asked for",
    )
    option(
        "--save-dir", metavar="FOLDER", help="save pages in this folder only, under random names"
    )
    flag(
        "--terminal-printing",
        help="offer to print through the terminal, on the printer of the person's own machine",
    )


def _add_clinic(to: argparse._ArgumentGroup) -> None:
    option, flag = to.add_argument, partial(to.add_argument, action="store_true")
    seconds = partial(to.add_argument, metavar="S", type=float)
    flag(
        "--kiosk",
        help="for an account that many people use: forgets each person, and whoever went away; "
        "needs --country",
    )
    seconds(
        "--blank-after", help="with --kiosk: seconds without a key until the screen is blank (90)"
    )
    seconds(
        "--discard-after",
        help="with --kiosk: seconds without a key until the answers are thrown away (600)",
    )
    seconds(
        "--session-limit",
        dest="session",
        help="with --kiosk: seconds until the answers are thrown away in any case (3600)",
    )
    flag("--printing", help="with --kiosk: let people print on the printers of this machine")
    option(
        "--audit",
        metavar="FILE",
        default="",
        help="record that a session took place, and no answers, in a file or in the 'journal'",
    )
    option(
        "--audit-key",
        metavar="FILE",
        default="",
        help="a key for the lines of the audit, so that each one altered or cut off shows",
    )
    flag("--resume", help="keep the answers in a private file, to go on after a dropped line")
    option(
        "--debug-log", metavar="FILE", help="after a crash, write here where it was, without values"
    )


def _add_commands(to: argparse._SubParsersAction[_Parser]) -> None:
    assess = _command(to, "assess", "assess:run", "print the result of answers in a file")
    assess.add_argument("file", metavar="FILE", help=_ANSWERS)
    _add_for_whom(assess)
    assess.add_argument(
        "--format",
        default="text",
        choices=("text", "json", "jsonl", "fhir", "cds-card"),
        help="text for people (the usual), or data; jsonl takes and gives one object a line",
    )
    assess.add_argument(
        "--exit-urgency",
        action="store_true",
        help="end with 10 for self-care, 11 routine, 12 same day, 13 emergency, "
        "14 where answers are missing and nothing can be said",
    )

    export = to.add_parser(
        "export",
        help="print what other programs read",
        description="Print what other programs read about nightcramp itself.",
    ).add_subparsers(metavar="WHAT", title="what", required=True)
    _command(export, "schema", "export:schema", "the JSON Schema of 'assess --format json'")
    questions = "the questions, as a FHIR R4 Questionnaire"
    _add_for_whom(_command(export, "questionnaire", "export:questionnaire", questions))
    questions = "the questions, as an XLSForm for phones (XLSX)"
    xlsform = _command(export, "xlsform", "export:xlsform", questions)
    xlsform.add_argument("file", metavar="FILE", nargs="?", help="standard output when left out")
    _add_for_whom(xlsform)

    help_ = "print a page about answers in a file, for the person or a clinician"
    page = _command(to, "page", "page:run", help_, "Print a page about answers in a file.")
    page.add_argument("what", choices=("leaflet", "handover", "diary"))
    page.add_argument("file", metavar="FILE", nargs="?", help=f"{_ANSWERS}; a diary needs none")
    page.add_argument("--as", dest="form", default="text", choices=("text", "markdown", "html"))
    _add_for_whom(page)

    description = "Read a content folder as a strict reviewer does, and play its patients."
    check = _command(to, "check", "check:run", "look for mistakes in a content folder", description)
    check.add_argument("folder", metavar="PACK", nargs="?", help="the program's own when left out")
    check.add_argument("--format", default="text", choices=("text", "json", "sarif"))
    instead = partial(check.add_mutually_exclusive_group().add_argument, action="store_true")
    instead("--vignettes", help="print how it does on its patients instead")
    instead("--schema", help="print a JSON Schema of content files instead")

    description = "Write a translation's files into the pack, and mark what is missing or stale."
    help_ = "write the files of a translation, ready to fill in"
    translate = _command(to, "translate", "translate:run", help_, description)
    translate.add_argument("language", metavar="LANGUAGE", help="its code, such as es")
    translate.add_argument(
        "--todo", action="store_true", help="print what is missing or stale instead, by danger"
    )
    translate.add_argument("--pack", metavar="FOLDER", **_AS_ABOVE)

    description = "Check a record of sessions, line by line."
    audit = _command(to, "audit", "clinic:verify_audit", "check a record of sessions", description)
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("file", metavar="FILE")
    audit.add_argument(
        "--audit-key", metavar="FILE", help="the key of its lines", default=argparse.SUPPRESS
    )

    help_ = "examine this machine against the clinic page"
    description = "Examine this machine against docs/clinic.md, and say how to mend it."
    examine = _command(to, "clinic-check", "clinic:examine", help_, description)
    examine.add_argument(
        "--user", metavar="USER", default="nightcramp", help="the account (nightcramp)"
    )
    examine.add_argument("--sshd-config", metavar="FILE", help="sshd's own when left out")


def _command(
    to: argparse._SubParsersAction[_Parser], name: str, does: str, help_: str, description: str = ""
) -> _Parser:
    """A command; what its own help page says is `help_` as a sentence, if not `description`."""
    sentence = description or f"{help_[0].upper()}{help_[1:]}."
    command = to.add_parser(name, help=help_, description=sentence)
    command.set_defaults(does=does)
    return command


# Without a default of its own, so that what stands before the command is not undone.
_AS_ABOVE: dict[str, Any] = {"help": "as above", "default": argparse.SUPPRESS}


def _add_for_whom(to: _Parser) -> None:
    """The first options of the wizard, which can stand after a command, too."""
    to.add_argument("--country", metavar="CODE", **_AS_ABOVE)
    to.add_argument("--lang", metavar="CODE", **_AS_ABOVE)
    to.add_argument("--pack", metavar="FOLDER", **_AS_ABOVE)
