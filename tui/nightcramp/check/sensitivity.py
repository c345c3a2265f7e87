"""Sensitivity of results to single points: each moved up and down by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from nightcramp.pack import Pack
from nightcramp.pack.model import Evidence
from nightcramp.pack.vignettes import load_vignettes
from nightcramp.triage import Answers, Assessment, assess, read_answers

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


_STEPS = (-1, 1)


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
    held = _held(pack, patients)
    every = [evidence for cause in pack.causes for evidence in cause.evidence]
    after: dict[tuple[str, int], dict[str, Assessment]] = {}
    for some in _apart(held, [evidence.id for evidence in every]):
        for step in _STEPS:
            moved = _moved(pack, some, step)
            for name in some:
                mine = ((who, answers) for who, answers in patients if name in held[who])
                after[name, step] = {who: assess(moved, answers) for who, answers in mine}
    for evidence in every:
        for step in _STEPS:
            others = after[evidence.id, step]
            yield Moved(
                evidence.id,
                evidence.points + step,
                tuple(who for who in others if before[who].leading != others[who].leading),
                tuple(who for who in others if before[who].urgency != others[who].urgency),
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


def _held(pack: Pack, patients: Sequence[tuple[str, Answers]]) -> dict[str, set[str]]:
    """The evidence that holds for each patient, whatever it weighs."""
    weighing = _changed(pack, lambda _: 1)
    return {
        who: {one.evidence.id for cause in assess(weighing, a).causes for one in cause.evidence}
        for who, a in patients
    }


def _apart(held: dict[str, set[str]], names: list[str]) -> list[list[str]]:
    """Evidence in groups of which no patient has two: those can be moved at once."""
    beside = {name: set[str]().union(*(h for h in held.values() if name in h)) for name in names}
    groups: list[list[str]] = []
    for name in names:
        fitting = (group for group in groups if beside[name].isdisjoint(group))
        group = next(fitting, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return groups


def _moved(pack: Pack, names: list[str], step: int) -> Pack:
    return _changed(pack, lambda e: e.points + step if e.id in names else e.points)


def _changed(pack: Pack, points: Callable[[Evidence], int]) -> Pack:
    """The pack with other points."""
    replace = msgspec.structs.replace
    causes = (
        replace(c, evidence=tuple(replace(e, points=points(e)) for e in c.evidence))
        for c in pack.causes
    )
    return replace(pack, causes=tuple(causes))
