"""`nightcramp assess`: the result of answers in a file, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.commands.answers_file import read_table
from nightcramp.commands.content import asked_locale, asked_pack, folder_of
from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.output import show
from nightcramp.pack import load_words
from nightcramp.reports.plain import render_plain
from nightcramp.reports.result import build_result
from nightcramp.triage.answers import read_answers
from nightcramp.triage.assess import assess

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print the result."""
    name = "standard input" if arguments.file == "-" else arguments.file
    pack = asked_pack(arguments)
    words = load_words(folder_of(arguments.pack), asked_locale(arguments))
    try:
        answers = read_answers(pack, read_table(arguments.file, name))
    except AnswerError as error:
        raise NightcrampError(f"{name}: {error}") from None
    show(render_plain(build_result(pack, words, assess(pack, answers))))
    return 0
