"""Sensitivity of results to single points: each moved up and down by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from nightcramp.pack import Pack
from nightcramp.pack.vignettes import load_vignettes
from nightcramp.triage import assess, read_answers

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


class Moved(msgspec.Struct, frozen=True):
    """One evidence's points moved by one.

    Attributes:
        new_first: ids of the patients whose leading cause changes.
        new_urgency: ids of the patients whose urgency changes; there must be none, because
            points rank causes and red flags decide the urgency.
    """

    evidence: str
    points: int
    new_first: tuple[str, ...]
    new_urgency: tuple[str, ...]


def move_points(pack: Pack, folder: AnyFolder) -> Iterator[Moved]:
    """Assess every patient again with the points of each piece of evidence moved by one.

    Raises:
        PackError: a vignette cannot be read.
        AnswerError: a vignette's answers are not accepted.
    """
    patients = [(v.id, read_answers(pack, v.answers)) for v in load_vignettes(folder)]
    before = {name: assess(pack, answers) for name, answers in patients}
    for evidence, points, moved in _variants(pack):
        after = {name: assess(moved, answers) for name, answers in patients}
        yield Moved(
            evidence,
            points,
            tuple(n for n in before if before[n].leading != after[n].leading),
            tuple(n for n in before if before[n].urgency != after[n].urgency),
        )


def summary(moves: list[Moved], patients: int) -> str:
    """The moves in words, for print."""
    changed = [move for move in moves if move.new_first]
    urgency = sum(len(move.new_urgency) for move in moves)
    firsts = sum(len(move.new_first) for move in moves)
    lines = [
        f"{len(moves)} points values moved by one, {patients} patients each:",
        f"  leading cause changed {firsts} times, by {len(changed)} of the moves",
        f"  urgency changed {urgency} times",
    ]
    lines += [
        f"  {move.evidence} at {move.points}: {', '.join(move.new_first)}"
        for move in sorted(changed, key=lambda move: -len(move.new_first))[:10]
    ]
    return "\n".join(lines)


def _variants(pack: Pack) -> Iterator[tuple[str, int, Pack]]:
    for place, cause in enumerate(pack.causes):
        for index, evidence in enumerate(cause.evidence):
            for points in (evidence.points - 1, evidence.points + 1):
                one = msgspec.structs.replace(evidence, points=points)
                lines = (*cause.evidence[:index], one, *cause.evidence[index + 1 :])
                changed = msgspec.structs.replace(cause, evidence=lines)
                causes = (*pack.causes[:place], changed, *pack.causes[place + 1 :])
                yield evidence.id, points, msgspec.structs.replace(pack, causes=causes)
