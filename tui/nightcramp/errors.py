"""Everything that can go wrong and be said in a sentence.

    NightcrampError
    ├── PackError        the clinical content cannot be used
    ├── AnswerError      an answer that the question does not accept
    ├── WordedError      its sentence is in `words.toml`
    │   ├── SessionError     a kept session that is not to be trusted
    │   ├── KeepError        answers that cannot be kept, or not be deleted
    │   ├── CodeError        a code that is mistyped, or that another version made
    │   ├── DeliveryError    a page cannot be saved or printed
    │   └── TerminalError    the terminal cannot show the wizard
    └── BrokenError      the program itself is at fault

`cli.main` catches `NightcrampError`, prints it on one line and exits with its code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.text import clean, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


class NightcrampError(Exception):
    """A problem a person can read about and mend.

    Attributes:
        code: what the program exits with.
    """

    code = 2


class PackError(NightcrampError):
    """The clinical content cannot be used.

    Attributes:
        file: the content file, relative to the pack's folder.
        line: line in that file, counted from 1; 0 when it concerns the whole file.
        problem: what is wrong and what to do, without the place.
        rule: stable name of the kind of problem.
    """

    def __init__(self, file: str, line: int, problem: str, rule: str = "wrong-type") -> None:
        self.file = file = shortened(clean(file), 300)
        self.line = line
        self.problem = problem = shortened(problem)
        self.rule = rule
        place = f"{file}, line {line}" if line else file
        super().__init__(f"{place}: {problem}")


class AnswerError(NightcrampError):
    """An answer that its question does not accept.

    Attributes:
        question: id of the question, or the unknown name that was given for one.
        problem: what is wrong, without the question.
    """

    def __init__(self, question: str, problem: str) -> None:
        self.question = question = shortened(question, 120)
        self.problem = problem = shortened(problem)
        super().__init__(f"{question}: {problem}")


class WordedError(NightcrampError):
    """A problem whose sentence is in `words.toml`, in the person's language.

    Attributes:
        section: the table of that file.
        kind: names the sentence in it.
        filled: what is filled into that sentence.
    """

    section: str

    def __init__(self, kind: str, **filled: str) -> None:
        self.kind = kind
        self.filled = filled
        super().__init__(kind)

    def sentence(self, words: object) -> str:
        """The sentence, in the words of `words.toml`."""
        table = getattr(words, self.section)
        return str(getattr(table, self.kind)).format(**self.filled)


class SessionError(WordedError):
    """A kept session that is not to be trusted. It was moved `aside`, if that is not empty."""

    section = "kept"

    def sentence(self, words: Any) -> str:
        """The sentence, with the reason in it."""
        moved = words.kept.moved if self.filled["aside"] else words.kept.not_used
        return str(moved).format(reason=super().sentence(words), **self.filled)


class KeepError(WordedError):
    """Answers cannot be kept in case the line drops, or not be deleted."""

    section = "kept"


class CodeError(WordedError):
    """A code that no answers can be read from: mistyped, or of another version of the content."""

    section = "code"


class DeliveryError(WordedError):
    """A page cannot be saved or printed."""

    section = "out"


class TerminalError(WordedError):
    """There is no terminal here that can show the wizard."""

    section = "errors"


class BrokenError(NightcrampError):
    """The program itself is at fault; the sentence names an error id and no value."""

    code = 70


_NEAR = 100
"""Characters of a name that is compared; the time grows with their square."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A clause that names what was probably meant: " Did you mean x?", or nothing."""
    from difflib import get_close_matches  # for mistakes alone

    close = get_close_matches(name[:_NEAR], [one for one in known if len(one) <= _NEAR], n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def error_id(error: BaseException) -> str:
    """What and where, for a report: no message and no values, which can be answers."""
    where, line = "nightcramp", 0
    step = error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("nightcramp"):
            where, line = module, step.tb_lineno
        step = step.tb_next
    return f"{type(error).__name__}-{where}-{line}"
