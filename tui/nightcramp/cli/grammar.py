"""The command line's grammar: the wizard, and each command with its options."""

from __future__ import annotations

import argparse
from functools import partial

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.cli.parser import Parser
from nightcramp.cli.wizard_options import FOLDER, FOR_WHOM, SHARED, add_clinic, add_wizard

WIZARD = "wizard:run"
"""What is done where no command is named."""

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

It ends with 0 when all went well, 1 when it found something to mend (an error, a row
that cannot be used, anyone who waits longer, a sentence to translate), 2 when
something given to it cannot be used.
"""
_ANSWERS = "question = answer, as TOML (.toml) or JSON; - reads JSON"
FORMS = ("toml", "json", "jsonl", "csv", "parquet", "arrow", "xml")
FORMATS = ("text", "json", "jsonl", "csv", "parquet", "fhir", "cds-card")
_ANSWERS_OF_MANY = (
    "answers, by the ending: .toml, .json, .jsonl, .csv, .tsv, .parquet, .arrow, .feather, or "
    ".xml of an ODK form; - reads JSON"
)


def grammar() -> tuple[Parser, dict[str, Parser]]:
    """All that can be asked for: the command line, and each command by its name."""
    parser = Parser(
        prog="nightcramp",
        description=summary,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,  # what was not given has no entry
    )
    parser.set_defaults(does=WIZARD)
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    add_wizard(parser)
    add_clinic(parser.add_argument_group("on a clinic's machine"))
    commands: dict[str, Parser] = {}
    _add_commands(parser.add_subparsers(metavar="COMMAND", title="commands"), commands)
    return parser, commands


def _add_commands(to: argparse._SubParsersAction[Parser], known: dict[str, Parser]) -> None:
    command = partial(_command, known)

    assess = command(to, "assess", "assess:run", "print the results of answers in files")
    assess.add_argument("files", metavar="FILE", nargs="+", help=_ANSWERS_OF_MANY)
    _take(assess, *FOR_WHOM)
    assess.add_argument(
        "--from",
        dest="source",
        choices=FORMS,
        help="the form of the files, where their endings do not say it",
    )
    assess.add_argument(
        "--format",
        default="text",
        choices=FORMATS,
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
        _take(one, *FOR_WHOM)
        _add_output(one)

    sql = command(
        export, "sql", "export:sql", "the rules, as one SQL query over a table of answers"
    )
    _take(sql, *FOR_WHOM)
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
    _take(page, *FOR_WHOM)
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
    check.add_argument("folder", metavar="PACK", nargs="?", help=FOLDER)
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
    prove.add_argument("folder", metavar="PACK", nargs="?", help=FOLDER)
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
    _take(population, *FOR_WHOM)
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
    book.add_argument("folder", metavar="PACK", nargs="?", help=FOLDER)
    book.add_argument("--since", metavar="OLD", help="say what has changed since this folder")
    book.add_argument(
        "--prove", action="store_true", help="say what 'nightcramp prove' proves; a minute more"
    )
    _take(book, *FOR_WHOM)
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
        to.add_argument(option, **SHARED[name], default=argparse.SUPPRESS)
    to.set_defaults(takes=names)


def _add_output(to: Parser) -> None:
    to.add_argument("-o", "--output", metavar="FILE", help="write to a file that only you can read")
