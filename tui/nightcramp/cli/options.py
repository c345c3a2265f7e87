"""The command line's grammar: its options, and its commands with theirs."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.cli.parser import Parser
from nightcramp.cli.settings import Settings
from nightcramp.errors import NightcrampError, nearest

_EXAMPLES = """\
examples:
  nightcramp                       open the wizard
  nightcramp --country GB          the same, with British telephone numbers
  nightcramp assess answers.toml   print the result of answers in a file
  nightcramp page leaflet answers.toml --as html
                                   the same on a page to print
  nightcramp check my-pack         look for mistakes in a content folder
  nightcramp book my-pack > book.html
                                   a page from which a clinician reviews it

It ends with 0 when all went well, 1 when a check found errors, 2 when something
given to it cannot be used.
"""
_ANSWERS = "question = answer, as TOML (.toml) or JSON; - reads JSON"
_FORMS = ("toml", "json", "jsonl", "csv", "parquet", "arrow", "xml")
_FORMATS = ("text", "json", "jsonl", "csv", "parquet", "fhir", "cds-card")
_ANSWERS_OF_MANY = (
    "answers, by the ending: .toml, .json, .jsonl, .csv, .tsv, .parquet, .arrow, .feather, or "
    ".xml of an ODK form; - reads JSON"
)

_WIZARD = "wizard:run"
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
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    parser, commands = grammar()
    wizard = Parser(prog=parser.prog)
    _add_wizard(wizard)
    _add_clinic(wizard)
    wizard.set_defaults(theme="dark", audit="", audit_key="")
    usual = vars(wizard.parse_args([]))
    for file in () if _HELP.intersection(arguments) else files:
        usual.update(file.read(wizard, commands))
    try:
        asked = parser.parse_args(arguments)
    except NightcrampError:
        _refuse_unknown(arguments, [parser, *commands.values()])
        raise
    takes = usual if asked.does == _WIZARD else asked.takes
    for name, value in usual.items():
        if name in takes:
            setattr(asked, name, getattr(asked, name, value))
        elif name in asked:
            option = name.replace("_", "-")
            raise NightcrampError(f"--{option} is for the wizard, and not for this command.")
    return asked


def grammar() -> tuple[Parser, dict[str, Parser]]:
    """All that can be asked for: the command line, and each command by its name."""
    parser = Parser(
        prog="nightcramp",
        description=summary,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,  # what was not given has no entry
    )
    parser.set_defaults(does=_WIZARD)
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    _add_wizard(parser)
    _add_clinic(parser.add_argument_group("on a clinic's machine"))
    commands: dict[str, Parser] = {}
    _add_commands(parser.add_subparsers(metavar="COMMAND", title="commands"), commands)
    return parser, commands


def _refuse_unknown(arguments: Sequence[str], parsers: Iterable[Parser]) -> None:
    """Name an option that nothing takes, and the one that was probably meant.

    Raises:
        NightcrampError: there is one.
    """
    known = {name for one in parsers for name in re.findall(r"--[a-z-]+", one.format_help())}
    for word in arguments:
        name = word.partition("=")[0]
        if name.startswith("--") and name not in {"--", "--help", *known}:
            raise NightcrampError(f"there is no option '{name}'.{nearest(name, known)}")


_FOR_WHOM = ("country", "lang", "pack", "signers", "require_signed")
_FOLDER = "a content folder; the program's own when left out"
_SHARED: dict[str, dict[str, Any]] = {
    "country": {
        "metavar": "CODE",
        "help": "whose telephone numbers to show, such as GB; usually known from the locale, and "
        "where it is not, no country's own number is shown",
    },
    "lang": {"metavar": "CODE", "help": "in which language, such as es; usually known as well"},
    "pack": {"metavar": "FOLDER", "help": _FOLDER},
    "signers": {
        "metavar": "FILE",
        "help": "whose signatures under the content are believed: a list as OpenSSH has it; "
        "without one, the content counts as not reviewed",
    },
    "require_signed": {
        "action": "store_true",
        "help": "refuse content that is not signed by anyone in --signers",
    },
    "audit_key": {
        "metavar": "FILE",
        "help": "a key for the lines of the audit, so that each one altered or cut off shows",
    },
}
"""Options of the wizard that commands take, too."""


def _add_wizard(to: argparse._ActionsContainer) -> None:
    option, flag = to.add_argument, partial(to.add_argument, action="store_true")
    for name in _FOR_WHOM:
        option(f"--{name.replace('_', '-')}", **_SHARED[name])
    option(
        "--theme",
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


def _add_clinic(to: argparse._ActionsContainer) -> None:
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
        help="record that a session took place, and no answers, in a file or in the 'journal'",
    )
    option("--audit-key", **_SHARED["audit_key"])
    flag("--resume", help="keep the answers in a private file, to go on after a dropped line")
    option(
        "--debug-log", metavar="FILE", help="after a crash, write here where it was, without values"
    )


def _add_commands(to: argparse._SubParsersAction[Parser], known: dict[str, Parser]) -> None:
    command = partial(_command, known)

    assess = command(to, "assess", "assess:run", "print the results of answers in files")
    assess.add_argument("files", metavar="FILE", nargs="+", help=_ANSWERS_OF_MANY)
    _take(assess, *_FOR_WHOM)
    assess.add_argument(
        "--from",
        dest="source",
        choices=_FORMS,
        help="the form of the files, where their endings do not say it",
    )
    assess.add_argument(
        "--format",
        default="text",
        choices=_FORMATS,
        help="text for people (the usual), or data; with jsonl, - reads a person a line, too",
    )
    assess.add_argument(
        "--fields", metavar="NAMES", help="the columns of csv and parquet, between commas"
    )
    assess.add_argument(
        "--report", metavar="FILE", help="write what could not be used there, as JSON Lines"
    )
    assess.add_argument(
        "--jobs", metavar="N", type=int, default=1, help="work with so many processes (1)"
    )
    assess.add_argument(
        "--exit-urgency",
        action="store_true",
        help="end with 10 for self-care, 11 routine, 12 same day, 13 emergency, "
        "14 where answers are missing and nothing can be said",
    )
    _add_output(assess)

    export = command(
        to,
        "export",
        "",
        "print what other programs read",
        "Print what other programs read about nightcramp itself.",
    ).add_subparsers(metavar="WHAT", title="what", required=True)
    schema = "the JSON Schema of 'assess --format json'"
    _add_output(command(export, "schema", "export:schema", schema))
    for name, help_ in (
        ("questionnaire", "the questions, as a FHIR R4 Questionnaire"),
        ("xlsform", "the questions, as an XLSForm for phones (XLSX)"),
    ):
        one = command(export, name, f"export:{name}", help_)
        _take(one, *_FOR_WHOM)
        _add_output(one)

    sql = command(
        export, "sql", "export:sql", "the rules, as one SQL query over a table of answers"
    )
    _take(sql, *_FOR_WHOM)
    sql.add_argument(
        "--dialect", default="duckdb", choices=("duckdb", "spark"), help="for which database"
    )
    sql.add_argument(
        "--fields",
        metavar="NAMES",
        help="the columns wanted, such as urgency,leading; all when left out",
    )
    sql.add_argument(
        "--table", action="store_true", help="print the statement that makes the table instead"
    )
    _add_output(sql)

    help_ = "print a page about answers in a file, for the person or a clinician"
    page = command(to, "page", "page:run", help_, "Print a page about answers in a file.")
    page.add_argument("what", choices=("leaflet", "handover", "diary"))
    page.add_argument("file", metavar="FILE", nargs="?", help=f"{_ANSWERS}; a diary needs none")
    page.add_argument("--as", dest="form", default="text", choices=("text", "markdown", "html"))
    _take(page, *_FOR_WHOM)
    _add_output(page)

    _add_for_authors(to, known)

    description = "Check a record of sessions, line by line."
    audit = command(to, "audit", "clinic:verify_audit", "check a record of sessions", description)
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("file", metavar="FILE")
    _take(audit, "audit_key")

    help_ = "examine this machine against the clinic page"
    description = "Examine this machine against docs/clinic.md, and say how to mend it."
    examine = command(to, "clinic-check", "clinic:examine", help_, description)
    examine.add_argument(
        "--user", metavar="USER", default="nightcramp", help="the account (nightcramp)"
    )
    examine.add_argument("--sshd-config", metavar="FILE", help="sshd's own when left out")

    command(to, "help", "", "say what a command does: nightcramp help assess")


def _add_for_authors(to: argparse._SubParsersAction[Parser], known: dict[str, Parser]) -> None:
    """The commands of those who write, review or translate content."""
    command = partial(_command, known)

    description = "Read a content folder as a strict reviewer does, and play its patients."
    check = command(to, "check", "check:run", "look for mistakes in a content folder", description)
    check.add_argument("folder", metavar="PACK", nargs="?", help=_FOLDER)
    _take(check, "pack")
    check.add_argument("--format", default="text", choices=("text", "json", "sarif"))
    instead = partial(check.add_mutually_exclusive_group().add_argument, action="store_true")
    instead("--vignettes", help="print how it does on its patients instead")
    instead("--schema", help="print a JSON Schema of content files instead")
    instead("--signed", help="print who signed it instead, and whether that holds")
    list_ = "with --signed: whose signatures are believed"
    check.add_argument("--signers", dest="accepted", metavar="FILE", help=list_)

    description = (
        "Prove what a pack says over all answers, or find the smallest patient who shows that it "
        "does not hold. Needs z3: pip install 'nightcramp[proof]'."
    )
    help_ = "prove what holds for all answers to a pack"
    prove = command(to, "prove", "prove:run", help_, description)
    prove.add_argument("folder", metavar="PACK", nargs="?", help=_FOLDER)
    _take(prove, "pack")
    prove.add_argument("--format", default="text", choices=("text", "json"))

    _add_diff(to, known)

    description = (
        "Print the answers of made-up people, as whole interviews of those whom population.toml "
        "describes would give them: JSON Lines, for 'assess --format jsonl'. For load, and to "
        "teach with; no survey of anyone."
    )
    help_ = "print the answers of made-up people"
    population = command(to, "population", "population:run", help_, description)
    population.add_argument("number", metavar="N", type=int, help="how many people")
    seed = "a number; the same one makes the same people (0)"
    population.add_argument("--seed", metavar="NUMBER", type=int, default=0, help=seed)
    _take(population, *_FOR_WHOM)
    _add_output(population)

    description = "Sign a content folder in one language, once 'check' finds no error in it."
    sign = command(to, "sign", "sign:run", "sign content that you have reviewed", description)
    required = partial(sign.add_argument, required=True)
    sign.add_argument("folder", metavar="PACK")
    required("--lang", dest="language", metavar="CODE", help="in which language")
    key = "your SSH key, such as ~/.ssh/id_ed25519; the public one, where an agent has it"
    required("--key", metavar="FILE", help=key)
    required("--name", help="yours, as people read it")
    required("--role", help="yours, such as 'general practitioner', in that language")

    description = (
        "Print the review book of a content folder: one page of HTML, from which a clinician "
        "reviews every rule and every two facts together, and signs or objects. --lang says which "
        "language stands beside the pack's own."
    )
    book = command(to, "book", "book:run", "print a page to review a content folder", description)
    book.add_argument("folder", metavar="PACK", nargs="?", help=_FOLDER)
    book.add_argument("--since", metavar="OLD", help="say what has changed since this folder")
    book.add_argument(
        "--prove", action="store_true", help="say what 'nightcramp prove' proves; a minute more"
    )
    _take(book, *_FOR_WHOM)
    _add_output(book)

    description = "Write a translation's files into the pack, and mark what is missing or stale."
    help_ = "write the files of a translation, ready to fill in"
    translate = command(to, "translate", "translate:run", help_, description)
    translate.add_argument("language", metavar="LANGUAGE", help="its code, such as es")
    translate.add_argument(
        "--todo", action="store_true", help="print what is missing or stale instead, by danger"
    )
    _take(translate, "pack")


def _add_diff(to: argparse._SubParsersAction[Parser], known: dict[str, Parser]) -> None:
    help_ = "compare two versions of a content folder: who is told something else"
    description = (
        "Compare two versions of a content folder: who is seen sooner or later, told or asked "
        "something else, and how common that is. It ends with 1 where anyone waits longer."
    )
    diff = _command(known, to, "diff", "diff:run", help_, description)
    diff.add_argument("old", metavar="OLD")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--format", default="text", choices=("text", "json", "html"))
    people = "how many people of the described population to try (2000); 0 for none"
    diff.add_argument("--people", metavar="N", type=int, default=2000, help=people)
    diff.add_argument("--seed", metavar="N", type=int, default=0, help="which people (0)")
    _take(diff, "country")
    _add_output(diff)


def _command(
    known: dict[str, Parser],
    to: argparse._SubParsersAction[Parser],
    name: str,
    does: str,
    help_: str,
    description: str = "",
) -> Parser:
    """A command; what its own help page says is `help_` as a sentence, if not `description`."""
    sentence = description or f"{help_[0].upper()}{help_[1:]}."
    command = to.add_parser(name, help=help_, description=sentence)
    command.set_defaults(does=does, takes=())
    known[command.prog.partition(" ")[2]] = command
    return command


def _take(to: Parser, *names: str) -> None:
    """Have a command take options of the wizard, before its name and after it."""
    for name in names:
        option = f"--{name.replace('_', '-')}"
        to.add_argument(option, **_SHARED[name], default=argparse.SUPPRESS)
    to.set_defaults(takes=names)


def _add_output(to: Parser) -> None:
    to.add_argument("-o", "--output", metavar="FILE", help="write to a file that only you can read")
