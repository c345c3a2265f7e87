"""The command line: what is asked for, and how it ends.

Everything is imported where it is needed, so that help, the content check and an
assessment of a file neither wait for the screens nor need a terminal.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from nightcramp import __doc__ as summary
from nightcramp import __version__
from nightcramp.errors import AnswerError, NightcrampError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

    from nightcramp.kiosk import Limits
    from nightcramp.pack.model import About, Pack

FOUND = 1
WRONG = 2
BROKEN = 70
_INTERRUPTED = 130
_NOBODY_READS = 141
_LARGEST_FILE = 1_000_000

_EXAMPLES = """\
examples:
  nightcramp                       open the wizard
  nightcramp --country GB          the same, with British telephone numbers
  nightcramp assess answers.toml   print the result of answers in a file
  nightcramp check my-pack         look for mistakes in a content folder

It ends with 0 when all went well, 1 when a check found errors, 2 when something
given to it cannot be used.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks for.

    Args:
        argv: the arguments; those of the process when left out.

    Returns:
        The exit code: 0, 2 for what the person can mend, 70 for what only we can.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # closed, or not a file
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _run(argv)
        if sys.stdout is not None:
            sys.stdout.flush()
    except NightcrampError as error:
        return _complain(str(error), WRONG)
    except BrokenPipeError:
        # What is still in the buffer would be tried again, and complained about, at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NOBODY_READS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  a traceback could show a patient's answers
        return _complain(
            f"something went wrong inside the program (error {error_id(error)}). "
            "Nothing was saved. Please report this error.",
            BROKEN,
        )
    return code


def error_id(error: BaseException) -> str:
    """What and where, for a report: no message and no values, which can be answers."""
    where, line = "nightcramp", 0
    step = error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("nightcramp"):
            where, line = module, step.tb_lineno
        step = step.tb_next
    return f"{type(error).__name__}-{where}-{line}"


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as ended:
        return int(ended.code or 0)
    return int(arguments.run(arguments))


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
    parser.set_defaults(run=_open_wizard)
    parser.add_argument("--version", action="version", version=f"nightcramp {__version__}")
    parser.add_argument(
        "--country",
        metavar="CODE",
        help="whose telephone numbers to show, such as GB; usually known from the locale",
    )
    parser.add_argument(
        "--pack", metavar="FOLDER", help="a content folder to use instead of the program's own"
    )
    parser.add_argument(
        "--theme",
        choices=("dark", "light"),
        default="dark",
        help="for a terminal with a dark background (the usual) or a light one",
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
    assess.add_argument("--country", metavar="CODE", default=argparse.SUPPRESS, help="as above")
    assess.add_argument("--pack", metavar="FOLDER", default=argparse.SUPPRESS, help="as above")
    assess.set_defaults(run=_assess)
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
    check.set_defaults(run=_check)
    audit = commands.add_parser(
        "audit",
        help="check a record of sessions",
        description="Check a record of sessions, line by line.",
        allow_abbrev=False,
    )
    audit.add_argument("what", choices=("verify",))
    audit.add_argument("file", metavar="FILE")
    audit.set_defaults(run=_verify_audit)
    machine = commands.add_parser(
        "clinic-check",
        help="examine this machine against the clinic page",
        description="Examine this machine against docs/clinic.md, and say how to mend it.",
        allow_abbrev=False,
    )
    machine.add_argument("--user", default="nightcramp", help="the account (nightcramp)")
    machine.add_argument("--sshd-config", metavar="FILE", help="sshd's own when left out")
    machine.set_defaults(run=_check_machine)
    return parser


def _add_clinic_options(parser: argparse.ArgumentParser) -> None:
    clinic = parser.add_argument_group("on a clinic's machine")
    clinic.add_argument(
        "--kiosk",
        action="store_true",
        help="for an account that many people use: forgets each person, and whoever went away",
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
        "--audit",
        metavar="FILE",
        default="",
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


def _open_wizard(arguments: argparse.Namespace) -> int:
    from nightcramp import terminal

    limits = _kiosk_limits(arguments)
    terminal.prepare()
    with _nothing_thrown_away():
        from nightcramp.pack.late import LatePack

        pack = LatePack(_content_folder(arguments.pack), _wanted_country(arguments.country))
        _insist_on_country(arguments.country, pack.about)
        from nightcramp.app import run_wizard
        from nightcramp.clinic import Clinic

    clinic = Clinic(pack, limits=limits, audit=arguments.audit, resume=arguments.resume)
    terminal.restore_on_end(clinic.end)
    try:
        code = run_wizard(pack, pack.words, theme=arguments.theme, clinic=clinic)
    except Exception as error:
        if arguments.debug_log:
            _log_crash(arguments.debug_log, error)
        clinic.end("crash")
        raise
    clinic.end("left")
    return code


def _kiosk_limits(arguments: argparse.Namespace) -> Limits | None:
    """The kiosk's limits; None outside a kiosk.

    Raises:
        NightcrampError: options that do not go together.
    """
    from nightcramp.kiosk import Limits

    given = {
        "blank_after": arguments.blank_after,
        "discard_after": arguments.discard_after,
        "session": arguments.session_limit,
    }
    given = {name: seconds for name, seconds in given.items() if seconds is not None}
    if not arguments.kiosk:
        if given:
            raise NightcrampError(
                "--blank-after, --discard-after and --session-limit need --kiosk."
            )
        return None
    for refused in ("resume", "debug_log"):
        if getattr(arguments, refused):
            option = refused.replace("_", "-")
            raise NightcrampError(f"--{option} is refused with --kiosk, which keeps nothing.")
    limits = Limits(**given)
    if not 0 < limits.blank_after < limits.discard_after <= limits.session:
        raise NightcrampError(
            "--blank-after must be above 0 and below --discard-after, "
            "and --discard-after at most --session-limit."
        )
    return limits


def _log_crash(path: str, error: BaseException) -> None:
    """Where it was, for those who mend it: files, lines and functions; no message, no values."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__name__}\n"]
    lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in frames]
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with contextlib.suppress(OSError):
        log = os.open(path, flags, 0o600)
        os.write(log, "".join(lines).encode(errors="replace"))
        os.close(log)


def _check_machine(arguments: argparse.Namespace) -> int:
    from nightcramp.clinic_check import main_check

    problems = main_check(arguments.user, arguments.sshd_config)
    _show("".join(f"{problem}\n" for problem in problems) or "nothing to mend\n")
    return FOUND if problems else 0


def _verify_audit(arguments: argparse.Namespace) -> int:
    from nightcramp.audit import verify

    _show(f"{arguments.file}: {verify(arguments.file)} sessions, none removed or altered\n")
    return 0


def _assess(arguments: argparse.Namespace) -> int:
    from nightcramp.pack import load_words
    from nightcramp.reports.plain import render_plain
    from nightcramp.reports.result import build_result
    from nightcramp.triage.answers import read_answers
    from nightcramp.triage.assess import assess

    name = "standard input" if arguments.file == "-" else arguments.file
    pack = _load_pack(arguments.country, arguments.pack)
    words = load_words(_content_folder(arguments.pack))
    try:
        answers = read_answers(pack, _read_table(arguments.file, name))
    except AnswerError as error:
        raise NightcrampError(f"{name}: {error}") from None
    _show(render_plain(build_result(pack, words, assess(pack, answers))))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    from datetime import datetime, timezone

    from nightcramp.check.finding import to_json, to_sarif
    from nightcramp.check.run import check_pack

    if arguments.schema:
        from nightcramp.check.schema import content_schema

        _show(content_schema() + "\n")
        return 0
    folder = _content_folder(arguments.folder)
    if arguments.vignettes:
        return _check_vignettes(folder)
    findings = check_pack(folder, datetime.now(timezone.utc).date().isoformat())
    if arguments.format == "json":
        _show(to_json(findings) + "\n")
    elif arguments.format == "sarif":
        _show(to_sarif(findings, __version__) + "\n")
    else:
        _show("".join(f"{finding}\n" for finding in findings))
    if any(finding.level == "error" for finding in findings):
        return FOUND
    if arguments.format == "text":
        pack = _load_pack(None, arguments.folder)
        _show(f"pack {pack.about.id} version {pack.about.version}, hash {pack.hash}: no errors\n")
    return 0


def _check_vignettes(folder: Traversable) -> int:
    from nightcramp.check.patients import report
    from nightcramp.check.sensitivity import move_points, summary
    from nightcramp.pack import load_pack
    from nightcramp.pack.vignettes import load_vignettes

    pack = load_pack(folder)
    _show(report(pack, folder) + "\n\n")
    moves = list(move_points(pack, folder))
    _show(summary(moves, len(load_vignettes(folder))) + "\n")
    return FOUND if any(move.new_urgency for move in moves) else 0


def _content_folder(name: str | None) -> Traversable:
    from pathlib import Path

    from nightcramp.pack.load import content_folder

    if name is None:
        return content_folder()
    folder = Path(name)
    if not folder.is_dir():
        raise NightcrampError(f"{name}: there is no such folder.")
    return folder


def _load_pack(country: str | None, folder: str | None) -> Pack:
    from nightcramp.pack import load_pack

    pack = load_pack(_content_folder(folder), _wanted_country(country))
    _insist_on_country(country, pack.about)
    return pack


def _wanted_country(country: str | None) -> str:
    return _country_of_locale() if country is None else country.upper()


def _insist_on_country(country: str | None, about: About) -> None:
    if country is not None and country.upper() not in about.countries:
        known = ", ".join(f"{code} ({c.name})" for code, c in about.countries.items())
        raise NightcrampError(f"country '{country}' is not known. Known are {known}.")


def _country_of_locale() -> str:
    """`GB` of `en_GB.UTF-8`; empty where the locale names no country."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    territory = re.match(r"[A-Za-z]+_([A-Z]{2})\b", locale)
    return territory[1] if territory else ""


def _read_table(file: str, name: str) -> Any:
    text = _read_text(file, name)
    return _read_toml(text, name) if file.lower().endswith(".toml") else _read_json(text, name)


def _read_text(file: str, name: str) -> str:
    from pathlib import Path

    try:
        if file != "-":
            with Path(file).open("rb") as stream:
                raw = stream.read(_LARGEST_FILE + 1)
        elif sys.stdin is not None:
            raw = sys.stdin.buffer.read(_LARGEST_FILE + 1)
        else:
            raise NightcrampError(f"{name} is closed; give the answers as a file.")
    except OSError as error:
        reason = str(error.strerror or "it is no file").lower()
        raise NightcrampError(f"{name}: cannot be read: {reason}.") from None
    except ValueError:
        raise NightcrampError(f"{name}: cannot be read: it is no name of a file.") from None
    if len(raw) > _LARGEST_FILE:
        raise NightcrampError(f"{name}: is too large for a file of answers.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise NightcrampError(f"{name}, line {line}: is not UTF-8 text.") from None


def _read_toml(text: str, name: str) -> Any:
    import tomli

    try:
        return tomli.loads(text.replace("\r\n", "\n"))
    except tomli.TOMLDecodeError as error:
        problem = f"is not valid TOML: {error.msg.lower()}."
        raise NightcrampError(f"{name}, line {error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{name}: is not valid TOML.") from None


def _read_json(text: str, name: str) -> Any:
    import json

    def one_answer_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise NightcrampError(f"{name}: '{twice}' is answered twice.")
        return table

    try:
        return json.loads(text, object_pairs_hook=one_answer_each)
    except json.JSONDecodeError as error:
        problem = f"is not valid JSON: {error.msg.lower()}."
        raise NightcrampError(f"{name}, line {error.lineno}: {problem}") from None
    except (RecursionError, ValueError):
        raise NightcrampError(f"{name}: is not valid JSON.") from None


@contextlib.contextmanager
def _nothing_thrown_away() -> Any:
    """Keep the garbage collector from looking through what stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _show(text: str) -> None:
    from nightcramp.text import clean

    if sys.stdout is None:
        raise NightcrampError("standard output is closed; there is nowhere to print to.")
    print(clean(text), end="")


def _complain(problem: str, code: int) -> int:
    """Say on one line what is wrong."""
    from nightcramp.text import clean

    line = " ".join(clean(problem).split())
    if len(line) > 1000:
        line = f"{line[:1000]} ..."
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(f"nightcramp: {line}", file=sys.stderr, flush=True)
    return code
