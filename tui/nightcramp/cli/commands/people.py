"""The people whose answers stand in files: which file is in which form, and what is wrong in it."""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from nightcramp.errors import AnswerError, NightcrampError
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.forms import form_of, reader_of
from nightcramp.exchange.rows import Row, UnreadableError
from nightcramp.pack import Pack
from nightcramp.regular_files import open_regular
from nightcramp.system.output import complain
from nightcramp.text import shortened
from nightcramp.triage import Answers, Assessment, assess, read_answers


class Person(msgspec.Struct, frozen=True):
    """A row of a file.

    Attributes:
        alone: whether the file holds no other; so it is with what is wrong with all of it.
    """

    file: str
    row: Row
    alone: bool

    @property
    def place(self) -> str:
        """What it is called in an error."""
        number = self.row.number
        return f"{called(self.file)}, {self.row.unit} {number}" if number else called(self.file)


class Trouble(msgspec.Struct, frozen=True):
    """What keeps a person, or a file, from being used."""

    person: Person
    column: str
    problem: str

    def __str__(self) -> str:
        """The sentence for standard error."""
        column = f"{self.column}: " if self.column else ""
        return f"{self.person.place}: {column}{self.problem}"


def called(file: str) -> str:
    """What a file is called in an error; "-" is standard input."""
    return "standard input" if file == "-" else file


def people_in(files: Sequence[str], form: str | None, pack: Pack) -> Iterator[Person]:
    """The people in files, in order; read one by one where the form allows it.

    Args:
        files: their names; "-" is standard input.
        form: one of `FORMS`; each file's own, by its ending, when None.
        pack: the clinical content.

    Raises:
        NightcrampError: what reads a form is not installed.
    """
    for file in files:
        notices = Notices(partial(_complain_of, file))
        read = reader_of(form or form_of(file))
        try:
            with _open(file) as stream:
                for row in read(stream, pack, notices):
                    yield Person(file, row, alone=not row.number)
        except UnreadableError as error:
            problem = shortened(str(error))
            row = Row(error.line, problem=problem, column=shortened(error.column, 120))
            yield Person(file, row, alone=True)
        except OSError as error:
            yield Person(file, Row(problem=_unreadable(error)), alone=True)


def answers_of(pack: Pack, person: Person) -> Answers | Trouble:
    """The answers of a person, checked; or what is wrong with them."""
    row = person.row
    if row.problem:
        return Trouble(person, row.column, row.problem)
    try:
        return read_answers(pack, row.answers)
    except AnswerError as error:
        return Trouble(person, error.question, error.problem)


def left_out(person: Person, found: Assessment) -> str:
    """A sentence that names the answers that were not weighed; empty where all were."""
    if not found.dropped:
        return ""
    names = ", ".join(found.dropped)
    return f"{person.place}: left out what would not be asked with the other answers: {names}."


def one_person(file: str, pack: Pack) -> Assessment:
    """The assessment of the one person in a file.

    Raises:
        NightcrampError: it cannot be used, or holds more people or none.
    """
    people = [*_at_most_two(people_in([file], None, pack))]
    if len(people) != 1:
        count = "more than one person" if people else "nobody"
        raise NightcrampError(f"{called(file)}: holds {count}; a page is about one.")
    answers = answers_of(pack, people[0])
    if isinstance(answers, Trouble):
        raise NightcrampError(str(answers))
    found = assess(pack, answers)
    if sentence := left_out(people[0], found):
        complain(sentence)
    return found


def _at_most_two(people: Iterator[Person]) -> Iterator[Person]:
    for person, _ in zip(people, range(2), strict=False):
        yield person


def _complain_of(file: str, sentence: str) -> None:
    complain(f"{called(file)}: {sentence}")


def _open(file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file or standard input, to read bytes from.

    Raises:
        OSError: it cannot be opened.
        UnreadableError: it is closed, or no file can have its name.
    """
    if file == "-":
        if sys.stdin is None:
            raise UnreadableError("is closed; give the answers as a file.")
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return open_regular(Path(file))
    except ValueError:
        raise UnreadableError("cannot be read: it is no name of a file.") from None


def _unreadable(error: OSError) -> str:
    reason = str(error.strerror or "it is no file").lower()
    if error.errno == errno.EINVAL:
        reason += "; what another program writes is read from -"
    return f"cannot be read: {reason}."
