"""`nightcramp assess`: the result of answers in a file, as text or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from nightcramp.cli.commands.answers_file import left_out, read_lines, read_table
from nightcramp.cli.commands.content import asked_locale, asked_pack, folder_of
from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.exchange.formats import data_maker
from nightcramp.pack import load_words
from nightcramp.pack.model import Urgency
from nightcramp.system.output import complain, show, show_data
from nightcramp.triage.answers import read_answers
from nightcramp.triage.assess import assess

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.assessment import Assessment
    from nightcramp.triage.values import Answers

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
    name = "standard input" if arguments.file == "-" else arguments.file
    pack = asked_pack(arguments)
    words = load_words(folder_of(arguments.pack), asked_locale(arguments))
    lines = arguments.format == "jsonl" or arguments.file.lower().endswith((".jsonl", ".ndjson"))
    give = _output(arguments.format, pack, words, one_line=lines)
    if lines:
        return _run_lines(arguments, name, pack, give)
    try:
        answers = read_answers(pack, read_table(arguments.file, name))
    except AnswerError as error:
        raise NightcrampError(f"{name}: {error}") from None
    urgency = _assess(pack, answers, give, name)
    return URGENCY_CODES[urgency] if arguments.exit_urgency else 0


def _run_lines(arguments: argparse.Namespace, name: str, pack: Pack, give: Give) -> int:
    """Every line by itself: a wrong one is named, and the others go on."""
    wrong = False
    found: set[Urgency] = set()
    for number, table in read_lines(arguments.file, name):
        place = f"{name}, line {number}"
        answers = _usable(pack, table, place)
        if answers is None:
            wrong = True
        else:
            found.add(_assess(pack, answers, give, place, number))
    if wrong:
        return SOME_LINES_WRONG
    return URGENCY_CODES[_highest(found)] if arguments.exit_urgency else 0


def _highest(found: set[Urgency]) -> Urgency:
    """The most urgent; where none is urgent, a line without a result comes first."""
    highest = max(found, default=Urgency.incomplete)
    open_end = Urgency.incomplete in found and highest < Urgency.same_day
    return Urgency.incomplete if open_end else highest


def _usable(pack: Pack, table: Any, place: str) -> Answers | None:
    """The answers of a line; None where it cannot be used, after a message."""
    if isinstance(table, NightcrampError):
        complain(str(table))
        return None
    try:
        return read_answers(pack, table)
    except AnswerError as error:
        complain(f"{place}: {error}")
        return None


def _assess(pack: Pack, answers: Answers, give: Give, place: str, line: int = 0) -> Urgency:
    found = assess(pack, answers)
    if found.dropped:
        complain(left_out(found, place))
    give(answers, found, line)
    return found.urgency


def _output(form: str, pack: Pack, words: Words, *, one_line: bool) -> Give:
    """What prints an assessment in a format."""
    if form == "text":
        from nightcramp.reports.plain import render_plain
        from nightcramp.reports.result import build_result

        after = f"\n{'-' * 72}\n\n" if one_line else ""
        return lambda _, found, __: show(render_plain(build_result(pack, words, found)) + after)
    make = data_maker(form, pack, words)
    encode = msgspec.json.Encoder().encode
    if one_line:
        return lambda *given: show_data(encode(make(*given)) + b"\n")
    return lambda *given: show_data(msgspec.json.format(encode(make(*given)), indent=2) + b"\n")
