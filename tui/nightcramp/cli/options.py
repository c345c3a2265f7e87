"""The command line's grammar: commands, options, and what they mean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.cli.wizard_options import DEFAULTS, OPTIONS
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


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for; `does` names the module and function that do it.

    Raises:
        NightcrampError: it asks for what there is not.
        SystemExit: it asked for help or the version, which were printed.
    """
    return _parser().parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise NightcrampError(f"{message}. See '{self.prog} --help'.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nightcramp",
        description=summary,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(**DEFAULTS)
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    parser.add_argument(
        "--country",
        metavar="CODE",
        help="whose telephone numbers to show, such as GB; usually known from the locale, and "
        "where it is not, no country's own number is shown",
    )
    parser.add_argument(
        "--lang", metavar="CODE", help="in which language, such as es; usually known as well"
    )
    parser.add_argument(
        "--pack", metavar="FOLDER", help="a content folder to use instead of the program's own"
    )
    parser.add_argument(
        "--theme",
        choices=OPTIONS["--theme"].choices,
        help="for a dark background (the usual), a light one, or without any color",
    )
    parser.add_argument(
        "--plain", action="store_true", help="plain lines, one below the other, for screen readers"
    )
    parser.add_argument("--ascii", action="store_true", help="show no character but ASCII")
    parser.add_argument(
        "--code",
        metavar="CODE",
        nargs="?",
        const="",
        help="go on with the answers behind a code; without CODE, it is asked for",
    )
    parser.add_argument(
        "--save-dir", metavar="FOLDER", help="save pages in this folder only, under random names"
    )
    parser.add_argument(
        "--terminal-printing",
        action="store_true",
        help="offer to print through the terminal, on the printer of the person's own machine",
    )
    _add_clinic_options(parser)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands")
    assess = commands.add_parser(
        "assess",
        help="print the result of answers in a file",
        description="Print the result of answers in a file.",
        allow_abbrev=False,
    )
    assess.add_argument(
        "file", metavar="FILE", help="question = answer, as TOML (.toml) or JSON; - reads JSON"
    )
    _add_for_whom(assess)
    assess.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "fhir", "cds-card"),
        default="text",
        help="text for people (the usual), or data; jsonl takes and gives one object a line",
    )
    assess.add_argument(
        "--exit-urgency",
        action="store_true",
        help="end with 10 for self-care, 11 routine, 12 same day, 13 emergency, "
        "14 where answers are missing and nothing can be said",
    )
    assess.set_defaults(does="assess:run")
    _add_export(commands)
    _add_page_command(commands)
    check = commands.add_parser(
        "check",
        help="look for mistakes in a content folder",
        description="Read a content folder as a strict reviewer does, and play its patients.",
        allow_abbrev=False,
    )
    check.add_argument("folder", metavar="PACK", nargs="?", help="the program's own when left out")
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    what = check.add_mutually_exclusive_group()
    what.add_argument(
        "--vignettes", action="store_true", help="print how it does on its patients instead"
    )
    what.add_argument(
        "--schema", action="store_true", help="print a JSON Schema of content files instead"
    )
    check.set_defaults(does="check:run")
    translate = commands.add_parser(
        "translate",
        help="list what there is to translate",
        description="List what a translator has to do, the most dangerous first.",
        allow_abbrev=False,
    )
    translate.add_argument("language", metavar="LANGUAGE", help="its code, such as es")
    translate.add_argument(
        "--todo", action="store_true", help="the usual: what is missing or stale"
    )
    translate.add_argument("--pack", metavar="FOLDER", default=argparse.SUPPRESS, help="as above")
    translate.set_defaults(does="translate:run")
    audit = commands.add_parser(
        "audit",
        help="check a record of sessions",
        description="Check a record of sessions, line by line.",
        allow_abbrev=False,
    )
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("file", metavar="FILE")
    audit.set_defaults(does="clinic:verify_audit")
    machine = commands.add_parser(
        "clinic-check",
        help="examine this machine against the clinic page",
        description="Examine this machine against docs/clinic.md, and say how to mend it.",
        allow_abbrev=False,
    )
    machine.add_argument("--user", default="nightcramp", help="the account (nightcramp)")
    machine.add_argument("--sshd-config", metavar="FILE", help="sshd's own when left out")
    machine.set_defaults(does="clinic:examine")
    return parser


def _add_for_whom(command: argparse.ArgumentParser) -> None:
    """What may stand after a command as well as before it."""
    for name, value in (("--country", "CODE"), ("--lang", "CODE"), ("--pack", "FOLDER")):
        command.add_argument(name, metavar=value, default=argparse.SUPPRESS, help="as above")


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    export = commands.add_parser(
        "export",
        help="print what other programs read",
        description="Print what other programs read about nightcramp itself.",
        allow_abbrev=False,
    )
    kinds = export.add_subparsers(metavar="WHAT", title="what", required=True)
    schema = kinds.add_parser("schema", help="the JSON Schema of 'assess --format json'")
    schema.set_defaults(does="export:schema")
    first = kinds.add_parser("first-screen", help="what makes the first screen come at once")
    first.set_defaults(does="export:first_screen")
    asked = kinds.add_parser("questionnaire", help="the questions, as a FHIR R4 Questionnaire")
    asked.set_defaults(does="export:questionnaire")
    form = kinds.add_parser("xlsform", help="the questions, as an XLSForm for phones (XLSX)")
    form.add_argument("file", metavar="FILE", nargs="?", help="standard output when left out")
    form.set_defaults(does="export:xlsform")
    first.add_argument("--pack", metavar="FOLDER", default=argparse.SUPPRESS, help="as above")
    for kind in (asked, form):
        _add_for_whom(kind)


def _add_page_command(commands: argparse._SubParsersAction[_Parser]) -> None:
    page = commands.add_parser(
        "page",
        help="print a page about answers in a file, for the person or a clinician",
        description="Print a page about answers in a file.",
        allow_abbrev=False,
    )
    page.add_argument("what", choices=("leaflet", "handover", "diary"))
    page.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="question = answer, as TOML (.toml) or JSON; - reads JSON; a diary needs none",
    )
    page.add_argument("--as", dest="form", choices=("text", "markdown", "html"), default="text")
    for name, value in (("--country", "CODE"), ("--lang", "CODE"), ("--pack", "FOLDER")):
        page.add_argument(name, metavar=value, default=argparse.SUPPRESS, help="as above")
    page.set_defaults(does="page:run")


def _add_clinic_options(parser: argparse.ArgumentParser) -> None:
    clinic = parser.add_argument_group("on a clinic's machine")
    clinic.add_argument(
        "--kiosk",
        action="store_true",
        help="for an account that many people use: forgets each person, and whoever went away; "
        "needs --country",
    )
    for name, default, help_text in (
        ("--blank-after", 90, "seconds without a key until the screen is blank"),
        ("--discard-after", 600, "seconds without a key until the answers are thrown away"),
        ("--session-limit", 3600, "seconds until the answers are thrown away in any case"),
    ):
        clinic.add_argument(
            name, metavar="S", type=float, help=f"with --kiosk: {help_text} ({default})"
        )
    clinic.add_argument(
        "--printing",
        action="store_true",
        help="with --kiosk: let people print on the printers of this machine",
    )
    clinic.add_argument(
        "--audit",
        metavar="FILE",
        help="record that a session took place, and no answers, in a file or in the 'journal'",
    )
    clinic.add_argument(
        "--resume",
        action="store_true",
        help="keep the answers in a private file, to go on after a dropped line",
    )
    clinic.add_argument(
        "--debug-log", metavar="FILE", help="after a crash, write here where it was, without values"
    )
