"""`nightcramp page`: a page about answers in a file, without the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.cli.commands.answers_file import left_out, read_table
from nightcramp.cli.commands.content import asked_locale, asked_pack, folder_of
from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.pack import load_words
from nightcramp.reports.diary import diary
from nightcramp.reports.formats import PAGE_FORMATS
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.system.output import complain, show
from nightcramp.triage.answers import read_answers
from nightcramp.triage.assess import assess

if TYPE_CHECKING:
    import argparse

    from nightcramp.reports.page import Page


def run(arguments: argparse.Namespace) -> int:
    """Print the page.

    Raises:
        NightcrampError: the answers cannot be read, are missing, or are too few for a leaflet.
    """
    page = _page(arguments)
    show(PAGE_FORMATS[arguments.form](page, asked_pack(arguments).language))
    return 0


def _page(arguments: argparse.Namespace) -> Page:
    pack = asked_pack(arguments)
    words = load_words(folder_of(arguments.pack), asked_locale(arguments))
    if arguments.what == "diary":
        return diary(words)
    if arguments.file is None:
        raise NightcrampError(f"a {arguments.what} needs a file of answers.")
    name = "standard input" if arguments.file == "-" else arguments.file
    try:
        answers = read_answers(pack, read_table(arguments.file, name))
    except AnswerError as error:
        raise NightcrampError(f"{name}: {error}") from None
    found = assess(pack, answers)
    if found.dropped:
        complain(left_out(found, name))
    if arguments.what == "leaflet" and found.incomplete:
        missing = ", ".join(found.missing)
        raise NightcrampError(f"{name}: a leaflet needs an answer to these first: {missing}.")
    if arguments.what == "leaflet":
        return leaflet(pack, words, found)
    return handover(pack, words, answers, found)
