"""The columns of a table, and the fields of a form: which question each one answers.

A column is named like its question. Those of ODK name the form's groups before it, too
(`section_red_flags-age_page-age`, or with `/`), and have what ODK adds beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from nightcramp.errors import nearest
from nightcramp.exchange.rows import ID, Row, UnreadableError, id_of, wrong_row
from nightcramp.exchange.xpath import least_field, page_group, unsure_field
from nightcramp.pack.model import UNSURE, Pack, Question
from nightcramp.text import shortened

_PATH = re.compile(r"[-/]")
_BETWEEN = re.compile(r"[;|\s]+")
_WHOLE = re.compile(r"([+-]?[0-9]{1,15})(?:\.0*)?")

_SHORT = 100
"""Characters of a cell whose value is kept for the next row that has the same."""

_ODK_IDS = ("KEY", "instanceID", "__id")
"""What ODK names a submission by, where the form has no `id`."""

_ODK = frozenset(
    {
        *("start", "end", "today", "deviceid", "phonenumber", "simserial", "subscriberid"),
        *("username", "email", "audit", "SubmissionDate", "SubmitterID", "SubmitterName"),
        *("AttachmentsPresent", "AttachmentsExpected", "Status", "ReviewState", "DeviceID"),
        *("Edits", "FormVersion", "instanceName", "__version__", "_id", "_uuid", "_tags"),
        *("_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
        "_index",
    }
)
"""Columns that ODK and its kin add of their own."""

_ODK_GROUPS = frozenset({"meta", "__system", "formhub"})


class Notices:
    """Passes on each sentence once a file."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: set[str] = set()

    def once(self, sentence: str) -> None:
        """Pass on a sentence, if it is new."""
        if sentence not in self._said:
            self._said.add(sentence)
            self._say(sentence)

    def left_out(self, what: str, name: str, known: Iterable[str]) -> None:
        """Name what is no question, and what was probably meant."""
        shown = shortened(name, 120)
        self.once(f"left out the {what} '{shown}', which is no question.{nearest(name, known)}")


class Columns:
    """What each column of a table means.

    Attributes:
        used: the names of the columns that are read.
    """

    def __init__(self, pack: Pack, names: Sequence[str], notices: Notices) -> None:
        self._questions = {question.id: question for question in pack.questions}
        self._unsure = {unsure_field(q.id): q.id for q in pack.questions if q.kind == "number"}
        self._of_the_form = {
            *("what_this_is", "no_diagnosis"),
            *(f"flag_{flag.id}" for flag in pack.red_flags),
            *(least_field(measure.id) for measure in pack.measures),
        }
        self._groups = {
            *(f"section_{section.id}" for section in pack.about.sections),
            *(page_group(name) for name in self._unsure.values()),
        }
        self._places: dict[str, int] = {}
        for place, name in enumerate(names):
            meant = self._meant(name)
            if meant in self._places:
                first = names[self._places[meant]]
                raise UnreadableError(
                    f"has two columns for '{meant}': '{shortened(first, 120)}' and "
                    f"'{shortened(name, 120)}'."
                )
            if meant:
                self._places[meant] = place
            elif meant is None:
                notices.left_out("column", name, self._questions)
        self.used = [names[place] for place in self._places.values()]
        ids = [self._places.pop(name) for name in (ID, *_ODK_IDS) if name in self._places]
        self._id = ids[0] if ids else None
        self._doubts = {
            self._unsure[name]: self._places.pop(name)
            for name in [*self._places]
            if name in self._unsure
        }
        if not self._places:
            raise UnreadableError("has no column that is named like a question.")
        self._value = lru_cache(maxsize=8192)(self._value_of_text)

    def row(self, number: int, unit: str, cells: Sequence[Any]) -> Row:
        """The answers in a row; a cell that is empty or null was not asked."""
        answers: dict[str, Any] = {}
        for name, place in self._places.items():
            cell = cells[place]
            if cell is None or cell == "":
                continue
            if not isinstance(cell, str):
                value = _plain(cell)
            elif len(cell) <= _SHORT:
                value = self._value(name, cell)
            else:
                value = self._value_of_text(name, cell)
            if value is not None:
                answers[name] = value
        try:
            for name, place in self._doubts.items():
                if cells[place]:
                    self._doubt(answers, name, cells[place])
            return Row(number, unit, answers, self._id_in(cells))
        except UnreadableError as error:
            return wrong_row(number, unit, error)

    def _id_in(self, cells: Sequence[Any]) -> str | int | None:
        cell = "" if self._id is None else _plain(cells[self._id])
        return None if cell == "" else id_of(cell)

    def _doubt(self, answers: dict[str, Any], name: str, cell: Any) -> None:
        """Not sure of a number, which is a field of its own."""
        if cell is not True and cell not in (UNSURE, [UNSURE]):
            raise UnreadableError(f"takes '{UNSURE}' or nothing.", column=unsure_field(name))
        if name in answers:
            raise UnreadableError("has a number, and is not sure.", column=name)
        answers[name] = UNSURE

    def _meant(self, name: str) -> str | None:
        """The question, id or doubt behind a name; empty for what is known to be none."""
        *groups, last = _PATH.split(name.strip())
        if last in _ODK_IDS or (last == ID and not groups):
            return last
        if self._groups.issuperset(groups):
            if last in self._questions or last in self._unsure:
                return last
            return "" if last in _ODK or last in self._of_the_form else None
        is_option = groups[-1] in self._questions and self._groups.issuperset(groups[:-1])
        # An option as a column of its own stands beside its question's.
        return "" if is_option or groups[0] in _ODK_GROUPS else None

    def _value_of_text(self, name: str, cell: str) -> Any:
        return value_of(self._questions[name], cell)


def value_of(question: Question, cell: str) -> Any:
    """The value that a text stands for; None where it is blank.

    `71.0` is 71; the items of a list stand between `;`, `|` or blanks.
    """
    text = cell.strip()
    if question.kind == "number":
        whole = _WHOLE.fullmatch(text)
        return int(whole[1]) if whole else text or None
    if question.kind == "single":
        return text or None
    items = [item for item in _BETWEEN.split(text) if item]
    return items[0] if len(items) == 1 else items or text or None


def _plain(cell: Any) -> Any:
    """A value of a typed table as JSON would have it."""
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124  not a number: missing
        return None
    if isinstance(cell, Decimal):
        return int(cell) if cell.is_finite() and cell == int(cell) else str(cell)
    return cell
