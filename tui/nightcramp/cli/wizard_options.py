"""The options of the wizard, some of which commands take, too."""

from __future__ import annotations

import argparse
from functools import partial
from typing import Any

from nightcramp.cli.parser import Parser

FOR_WHOM = ("country", "lang", "pack", "signers", "require_signed")
FOLDER = "a content folder; the program's own when left out"
SHARED: dict[str, dict[str, Any]] = {
    "country": {
        "metavar": "CODE",
        "help": "whose telephone numbers to show, such as GB; usually known from the locale, and "
        "where it is not, no country's own number is shown",
    },
    "lang": {"metavar": "CODE", "help": "in which language, such as es; usually known as well"},
    "pack": {"metavar": "FOLDER", "help": FOLDER},
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


def add_wizard(to: argparse._ActionsContainer) -> None:
    """Add what anyone may ask for."""
    option, flag = to.add_argument, partial(to.add_argument, action="store_true")
    for name in FOR_WHOM:
        option(f"--{name.replace('_', '-')}", **SHARED[name])
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


def add_clinic(to: argparse._ActionsContainer) -> None:
    """Add what is for a clinic's machine."""
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
    option("--audit-key", **SHARED["audit_key"])
    flag("--resume", help="keep the answers in a private file, to go on after a dropped line")
    option(
        "--debug-log", metavar="FILE", help="after a crash, write here where it was, without values"
    )


def wizard_alone() -> Parser:
    """The options of the wizard, with the values that they have where nobody says another."""
    wizard = Parser(prog="nightcramp")
    add_wizard(wizard)
    add_clinic(wizard)
    wizard.set_defaults(theme="dark", audit="", audit_key="")
    return wizard
