"""`nightcramp page`: a page about answers in a file, without the wizard."""

from __future__ import annotations

import argparse

from nightcramp.cli.commands.content import asked_content
from nightcramp.cli.commands.people import called, one_person
from nightcramp.errors import NightcrampError
from nightcramp.library import render
from nightcramp.reports.diary import diary
from nightcramp.reports.formats import PAGE_FORMATS
from nightcramp.system import hardening
from nightcramp.system.output import show


def run(arguments: argparse.Namespace) -> int:
    """Print the page.

    Raises:
        NightcrampError: the answers cannot be read, are missing, or are too few for a leaflet.
    """
    hardening.keep_private()
    pack = asked_content(arguments)
    what, file = arguments.what, arguments.file
    if what == "diary":
        show(PAGE_FORMATS[arguments.form](diary(pack.words), pack.language))
        return 0
    if file is None:
        raise NightcrampError(f"a {what} needs a file of answers.")
    found = one_person(file, pack)
    try:
        show(render(pack, found, what, arguments.form))
    except NightcrampError as error:
        raise NightcrampError(f"{called(file)}: {error}") from None
    return 0
