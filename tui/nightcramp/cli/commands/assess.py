"""`nightcramp assess`: the result of answers in a file, as text or as data."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import msgspec

from nightcramp.cli.commands.answers_file import answers_by_line, answers_in, assessed, place
from nightcramp.cli.commands.content import asked_content
from nightcramp.errors import NightcrampError
from nightcramp.exchange.formats import as_json, data_maker
from nightcramp.pack import Pack, Urgency
from nightcramp.pack.words import Words
from nightcramp.system import hardening
from nightcramp.system.output import complain, show, show_data
from nightcramp.triage import Answers, Assessment

Give = Callable[[Answers, Assessment, int], None]

SOME_LINES_WRONG = 1
URGENCY_CODES = {
    Urgency.self_care: 10,
    Urgency.routine: 11,
    Urgency.same_day: 12,
    Urgency.emergency: 13,
    Urgency.incomplete: 14,
}
"""What `--exit-urgency` ends with; none of them is ever an error."""


def run(arguments: argparse.Namespace) -> int:
    """Print the result, or a result a line; 1 where a line could not be used."""
    hardening.keep_private()
    file = arguments.file
    pack, words = asked_content(arguments)
    lines = arguments.format == "jsonl" or file.lower().endswith((".jsonl", ".ndjson"))
    give = _output(arguments.format, pack, words, one_line=lines)
    wrong = False
    found: set[Urgency] = set()
    for number, answers in answers_by_line(file, pack) if lines else [(0, answers_in(file, pack))]:
        if isinstance(answers, NightcrampError):
            complain(str(answers))
            wrong = True
            continue
        assessment = assessed(pack, answers, place(file, number))
        give(answers, assessment, number)
        found.add(assessment.urgency)
    if wrong:
        return SOME_LINES_WRONG
    return URGENCY_CODES[_highest(found)] if arguments.exit_urgency else 0


def _highest(found: set[Urgency]) -> Urgency:
    """The most urgent; where none is urgent, a line without a result comes first."""
    highest = max(found, default=Urgency.incomplete)
    open_end = Urgency.incomplete in found and highest < Urgency.same_day
    return Urgency.incomplete if open_end else highest


def _output(form: str, pack: Pack, words: Words, *, one_line: bool) -> Give:
    """What prints an assessment in a format."""
    if form == "text":
        from nightcramp.reports.plain import render_plain
        from nightcramp.reports.result import build_result

        after = f"\n{'-' * 72}\n\n" if one_line else ""
        return lambda _, found, __: show(render_plain(build_result(pack, words, found)) + after)
    make = data_maker(form, pack, words)
    if not one_line:
        return lambda *given: show_data(as_json(make(*given)))
    encode = msgspec.json.Encoder().encode
    return lambda *given: show_data(encode(make(*given)) + b"\n")
