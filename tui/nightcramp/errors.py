"""Everything that can go wrong and be said in a sentence.

    NightcrampError
    ├── PackError        the clinical content cannot be used
    ├── AnswerError      an answer that the question does not accept
    ├── SessionError     a kept session that is not to be trusted
    └── TerminalError    the terminal cannot show the wizard

`cli.main` catches `NightcrampError`, prints it on one line and exits with 2.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from nightcramp.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable


class NightcrampError(Exception):
    """A problem a person can read about and mend."""


class PackError(NightcrampError):
    """The clinical content cannot be used.

    Attributes:
        file: the content file, relative to the pack's folder.
        line: line in that file, counted from 1; 0 when it concerns the whole file.
        problem: what is wrong and what to do, without the place.
        rule: stable name of the kind of problem.
    """

    def __init__(self, file: str, line: int, problem: str, rule: str = "wrong-type") -> None:
        self.file = file = clean(file)
        self.line = line
        self.problem = problem
        self.rule = rule
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}")


class AnswerError(NightcrampError):
    """An answer that its question does not accept.

    Attributes:
        question: id of the question, or the unknown name that was given for one.
    """

    def __init__(self, question: str, problem: str) -> None:
        self.question = question
        super().__init__(f"{question}: {problem}")


class SessionError(NightcrampError):
    """A kept session that is not to be trusted; it was moved aside."""


class TerminalError(NightcrampError):
    """There is no terminal here that can show the wizard."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A clause that names what was probably meant: " Did you mean x?", or nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
