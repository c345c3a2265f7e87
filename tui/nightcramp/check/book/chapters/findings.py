"""What one answer changes, what patients show, and what was proved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nightcramp.check.book.chapters.pairs import hangs_on
from nightcramp.check.book.html import Html, h, join, rows
from nightcramp.check.book.matrix import Matrix
from nightcramp.check.book.reader import Reader, urgency
from nightcramp.check.book.uses import owners
from nightcramp.check.patients import report
from nightcramp.check.proof.run import as_toml
from nightcramp.check.proof.verdict import Verdict
from nightcramp.check.rated_vignettes import report_outside
from nightcramp.check.sensitivity import Moved, move_points
from nightcramp.triage.assess import NO_CLEAR_CAUSE

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


def one_answer(reader: Reader, matrix: Matrix | str, moves: Sequence[Moved]) -> Html:
    """Each fact alone against a well person, and each weight moved by one."""
    return join(
        *([] if isinstance(matrix, str) else _alone(reader, matrix)),
        h("h3", "Points moved by one"),
        h("p", _moved(moves)),
        rows(
            ("Evidence", "Points", "Patients with another leading cause"), _changes(moves), "small"
        ),
    )


def _moved(moves: Sequence[Moved]) -> str:
    later = sum(len(move.new_urgency) for move in moves)
    changed = sum(bool(move.new_first) for move in moves)
    return (
        f"Each of {len(moves)} changes is one weight moved up or down by one, with every patient "
        f"of the pack assessed again. {changed} of them change which cause leads for somebody. "
        f"The urgency changes {later} times."
    )


def _changes(moves: Sequence[Moved]) -> list[tuple[str, ...]]:
    found = sorted((m for m in moves if m.new_first), key=lambda move: -len(move.new_first))
    return [
        (move.evidence, str(move.points), f"{len(move.new_first)}: {', '.join(move.new_first)}")
        for move in found
    ]


def _alone(reader: Reader, matrix: Matrix) -> list[Html]:
    body = [
        (
            join(f"“{fact.label}” ", h("code", fact.id)),
            hangs_on(reader, fact, found.told) or "·",
            urgency(found.urgency.name),
            leading(reader, found.leading),
        )
        for fact, found in zip(matrix.facts, matrix.alone, strict=True)
    ]
    head = ("One answer", "Asked only with", "How soon", "What leads")
    return [
        h("h3", "One answer, and all else well"),
        h(
            "p",
            "A well person gets ",
            urgency(matrix.well.urgency.name),
            ", and ",
            leading(reader, matrix.well.leading),
            " leads.",
        ),
        rows(head, body, "small"),
    ]


def leading(reader: Reader, name: str) -> str:
    """What leads a result, by its title."""
    pack = reader.pack
    titles = {one.id: one.title for one in owners(pack)}
    titles |= {flag.id: flag.means for flag in pack.red_flags}
    return "no clear cause" if name == NO_CLEAR_CAUSE else titles.get(name, name)


def patients(reader: Reader, folder: AnyFolder) -> Html:
    """What the pack's own patients get; apart, those written by others.

    Raises:
        PackError: a patient cannot be read.
        AnswerError: a patient's answers do not fit the interview.
    """
    outside = report_outside(reader.pack, folder)
    return join(
        h("h3", "Patients of the authors"),
        h("pre", report(reader.pack, folder)),
        h("h3", "Patients written by others"),
        h("pre", outside) if outside else h("p", "None."),
    )


def moved(reader: Reader, folder: AnyFolder) -> list[Moved]:
    """Each weight moved by one.

    Raises:
        PackError: a patient cannot be read.
        AnswerError: a patient's answers are not accepted.
    """
    return list(move_points(reader.pack, folder))


def proved(verdicts: Sequence[Verdict]) -> Html:
    """Each property with its verdict, and the patients who refute it."""
    if not verdicts:
        return h("p", "Nothing was proved for this book; it was made without --prove.")
    body = [(one.says, h("b", one.result), f"{one.statements:,}", one.note) for one in verdicts]
    return join(
        h("p", "Proved: over all answers that a person can give. Searched: nothing was found, but "
          "not every answer was ruled out. Refuted: by the patients below."),
        rows(("Property", "Verdict", "Statements", "Note"), body),
        *(_refuted(one) for one in verdicts if one.refutations),
    )  # fmt: skip


def _refuted(verdict: Verdict) -> Html:
    parts = [h("h3", f"Refuted: {verdict.property}")]
    for one in verdict.refutations:
        patients = [one.patient, *([one.other] if one.other else [])]
        parts += [h("p", one.problem), *(h("pre", "\n".join(as_toml(p))) for p in patients if p)]
    return join(*parts)
