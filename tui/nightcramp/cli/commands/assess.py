"""`nightcramp assess`: the results of answers in files, as text or as data."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from nightcramp.cli.commands.content import asked_content
from nightcramp.cli.commands.judging import Judge, Judged, judged
from nightcramp.cli.commands.people import Trouble, people_in
from nightcramp.errors import NightcrampError
from nightcramp.exchange.output import TABLES, Output, Wanted
from nightcramp.pack import Urgency
from nightcramp.system import hardening
from nightcramp.system.output import complain, private_file, show, show_data, unwritable
from nightcramp.system.progress import Progress

SOME_WRONG = 1
_MOST_JOBS = 1_000
"""All of them are started at once."""
URGENCY_CODES = {
    Urgency.self_care: 10,
    Urgency.routine: 11,
    Urgency.same_day: 12,
    Urgency.emergency: 13,
    Urgency.incomplete: 14,
}
"""What `--exit-urgency` ends with; none of them is ever an error."""


def run(arguments: argparse.Namespace) -> int:
    """Print the results; 1 where a row, or one of several files, could not be used.

    Raises:
        NightcrampError: the one file there is, or all of them, cannot be used.
    """
    hardening.keep_private()
    _insist(arguments)
    pack = asked_content(arguments)
    files = arguments.files
    form = "jsonl" if files == ["-"] and arguments.format == "jsonl" else None
    people = people_in(files, arguments.source or form, pack)
    first = next(people, None)
    wanted = Wanted(
        arguments.format,
        arguments.fields,
        many=arguments.format == "jsonl" or len(files) > 1 or first is None or not first.alone,
        whole_ids=first is not None and isinstance(first.row.id, int),
    )
    output = Output(pack, wanted)
    everyone = chain([] if first is None else [first], people)
    if arguments.jobs > 1:
        from nightcramp.cli.commands.pool import judged_by_several

        parts = judged_by_several(everyone, arguments.jobs, pack, wanted)
    else:
        parts = judged(everyone, Judge(pack, wanted))
    failed: NightcrampError | None = None
    with _reporting(arguments.report) as report, Progress("rows") as progress:
        try:
            seen, wrong = _print(parts, output, wanted, files, report, progress)
        except NightcrampError as error:
            failed = error  # the report is kept in any case
    if failed is not None:
        raise failed
    if wrong:
        return SOME_WRONG
    return URGENCY_CODES[_highest(seen)] if arguments.exit_urgency else 0


def _insist(arguments: argparse.Namespace) -> None:
    """What was asked for must fit together.

    Raises:
        NightcrampError: it does not.
    """
    form = arguments.format
    if arguments.fields is not None and form not in TABLES:
        raise NightcrampError(f"--fields is for --format {' and '.join(TABLES)}, not for {form}.")
    if not 1 <= arguments.jobs <= _MOST_JOBS:
        raise NightcrampError(f"--jobs takes a whole number from 1 to {_MOST_JOBS:,}.")
    is_terminal = arguments.output is None and sys.stdout is not None and sys.stdout.isatty()
    if form == "parquet" and is_terminal:
        raise NightcrampError("name a file to write to: --format parquet -o results.parquet")


def _print(
    parts: Iterator[Judged],
    output: Output,
    wanted: Wanted,
    files: list[str],
    report: Callable[[Trouble], None],
    progress: Progress,
) -> tuple[set[Urgency], bool]:
    """Print part after part, and say what is wrong.

    Returns:
        The urgencies that were found, and whether something could not be used.

    Raises:
        NightcrampError: the one file there is, or each of several, cannot be used.
    """
    seen: set[Urgency] = set()
    whole_files = 0
    wrong = False
    with _printing(output, wanted) as put:
        for part in parts:
            for remark in part.remarks:
                if isinstance(remark, Trouble):
                    report(remark)
                    wrong = True
                    whole_files += remark.person.alone
                    if remark.person.alone and len(files) == 1:
                        raise NightcrampError(str(remark))
                progress.hide()
                complain(str(remark))
            put(part.printed)
            seen |= part.found
            progress.add(part.people)
        if whole_files == len(files):
            raise NightcrampError("none of the files can be used.")
    return seen, wrong


@contextlib.contextmanager
def _printing(output: Output, wanted: Wanted) -> Iterator[Callable[[bytes], None]]:
    """What takes each part, with what comes before and after all of them."""
    if wanted.form == "parquet":
        from nightcramp.exchange.parquet import ParquetFile

        with ParquetFile(output.schema(), show_data) as file:
            yield lambda printed: file.add(printed) if printed else None
    elif wanted.form == "text":
        yield lambda printed: show(printed.decode())
    else:
        head = output.head()

        def put(printed: bytes) -> None:
            nonlocal head
            if printed:
                show_data(head + printed)
                head = b""

        yield put
        show_data(head)


@contextlib.contextmanager
def _reporting(name: str | None) -> Iterator[Callable[[Trouble], None]]:
    """What writes down what could not be used: JSON Lines in a private file, where one is named."""
    if name is None:
        yield lambda _: None
        return
    with private_file(name) as out:

        def write(trouble: Trouble) -> None:
            entry = {
                "file": trouble.person.file,
                "row": trouble.person.row.number or None,
                "column": trouble.column or None,
                "problem": trouble.problem,
            }
            with unwritable(name):
                out.write(msgspec.json.encode(entry).decode() + "\n")

        yield write


def _highest(found: set[Urgency]) -> Urgency:
    """The most urgent; where none is urgent, a row without a result comes first."""
    highest = max(found, default=Urgency.incomplete)
    open_end = Urgency.incomplete in found and highest < Urgency.same_day
    return Urgency.incomplete if open_end else highest
