"""`nightcramp book`: all chapters of a pack, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nightcramp.check.book.chapters.about import about, contacts, sign_off
from nightcramp.check.book.chapters.findings import moved, one_answer, patients, proved
from nightcramp.check.book.chapters.pairs import pairs
from nightcramp.check.book.chapters.questions import questions
from nightcramp.check.book.chapters.references import medicines, sources, topics
from nightcramp.check.book.chapters.rules import advice, causes, flags, measures, mimics, notes
from nightcramp.check.book.html import Html
from nightcramp.check.book.matrix import Matrix, make_matrix
from nightcramp.check.book.page import Chapter, render
from nightcramp.check.book.reader import Reader
from nightcramp.check.proof.verdict import Verdict
from nightcramp.errors import AnswerError, PackError
from nightcramp.pack.danger_pairs import FILE, load_danger_pairs
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import read_document
from nightcramp.pack.model import Pack

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


def make_book(
    pack: Pack,
    folder: AnyFolder,
    other: Pack | None = None,
    verdicts: Sequence[Verdict] = (),
    changes: Html | None = None,
) -> str:
    """The review book of a pack, as HTML.

    Args:
        pack: the clinical content.
        folder: where it was read; its patients and its well person are read there, too.
        other: the same content in a second language, to stand beside the first.
        verdicts: what was proved of it.
        changes: what has changed since the last signed version; no such chapter without it.

    Raises:
        PackError: a patient, or the well person, cannot be read or played.
        AnswerError: a patient's answers do not fit the interview.
    """
    reader = Reader(pack, other)
    matrix = _matrix(pack, folder)
    moves = moved(reader, folder)
    chapters = [
        Chapter("about", "What this is, and who signed it", about(reader)),
        *(
            Chapter(
                f"questions-{section.id}", f"Questions: {section.title}", questions(reader, section)
            )
            for section in pack.about.sections
        ),
        Chapter("emergency", "Red flags: emergency", flags(reader, "emergency")),
        Chapter("same-day", "Red flags: same day", flags(reader, "same_day")),
        Chapter("routine", "Red flags: routine", flags(reader, "routine")),
        Chapter("measures", "What rules count", measures(reader)),
        Chapter("whom-to-go-to", "Whom to go to, and what is said", contacts(reader)),
        Chapter("found-causes", "Causes and their evidence", causes(reader)),
        Chapter("found-mimics", "What can be mistaken for a cramp", mimics(reader)),
        Chapter("general-advice", "Advice", advice(reader)),
        Chapter("checks", "Notes: what needs a check", notes(reader)),
        Chapter("classes", "Medicines by class", medicines(reader)),
        Chapter("matrix", "Every two facts together", pairs(reader, matrix)),
        Chapter("one-answer", "What one answer changes", one_answer(reader, matrix, moves)),
        Chapter("patients", "What patients show", patients(reader, folder)),
        Chapter("proved", "What was proved", proved(verdicts)),
        *([] if changes is None else [_changed(changes)]),
        Chapter("rests-on", "Sources, and what rests on them", sources(reader)),
        Chapter("topics", "Topics, codes and pictures", topics(reader)),
    ]
    return render(pack, chapters, sign_off(pack, other), other)


def _changed(changes: Html) -> Chapter:
    return Chapter("changes", "What has changed since the last signed version", changes)


def _matrix(pack: Pack, folder: AnyFolder) -> Matrix | str:
    """Every two facts, or the reason why they cannot be shown."""
    table = load_danger_pairs(folder)
    if table is None:
        return f"This pack has no {FILE}, which says what a well person answers."
    try:
        return make_matrix(pack, table.well)
    except OverflowError as error:
        return f"There is no matrix: {error}."
    except AnswerError as error:
        document = read_document(PackFolder.of(folder), FILE)
        line = document.line(("well", error.question)) or document.line(("well",))
        problem = f"The well person's answers do not fit: {error}"
        raise PackError(FILE, line, problem, "well-person") from error
