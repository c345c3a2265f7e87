"""`nightcramp page`: a page about answers in a file, without the wizard."""

from __future__ import annotations

import argparse

from nightcramp.cli.commands.answers_file import answers_in, assessed, place
from nightcramp.cli.commands.content import asked_content
from nightcramp.errors import NightcrampError
from nightcramp.pack import Pack
from nightcramp.pack.words import Words
from nightcramp.reports.diary import diary
from nightcramp.reports.formats import PAGE_FORMATS
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import Page
from nightcramp.system import hardening
from nightcramp.system.output import show


def run(arguments: argparse.Namespace) -> int:
    """Print the page.

    Raises:
        NightcrampError: the answers cannot be read, are missing, or are too few for a leaflet.
    """
    hardening.keep_private()
    pack, words = asked_content(arguments)
    page = _page(arguments.what, arguments.file, pack, words)
    show(PAGE_FORMATS[arguments.form](page, pack.language))
    return 0


def _page(what: str, file: str | None, pack: Pack, words: Words) -> Page:
    if what == "diary":
        return diary(words)
    if file is None:
        raise NightcrampError(f"a {what} needs a file of answers.")
    answers = answers_in(file, pack)
    found = assessed(pack, answers, place(file))
    if what == "handover":
        return handover(pack, words, answers, found)
    if found.incomplete:
        missing = ", ".join(found.missing)
        problem = f"a leaflet needs an answer to these first: {missing}."
        raise NightcrampError(f"{place(file)}: {problem}")
    return leaflet(pack, words, found)
