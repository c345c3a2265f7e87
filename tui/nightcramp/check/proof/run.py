"""All proofs of a pack, and how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

import msgspec

from nightcramp.check.proof import (
    bounds,
    danger_pairs,
    more_signs,
    not_sure,
    pages,
    points,
    reached,
    translations,
    without_safety,
)
from nightcramp.check.proof.everybody import Everybody
from nightcramp.check.proof.solver import check_solver
from nightcramp.check.proof.verdict import Refutation, Verdict
from nightcramp.pack.model import Pack
from nightcramp.triage import Answers

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

PROPERTIES: dict[str, Callable[[Everybody], Verdict]] = {
    "more-signs": more_signs.prove,
    "not-sure": not_sure.prove,
    "reached": reached.prove,
    "pages": pages.prove,
    "points": points.prove,
    "safety-first": without_safety.prove,
    "bounds": bounds.prove,
    "translations": translations.prove,
    "danger-pairs": danger_pairs.prove,
}
"""Name of a property -> what proves it."""


def prove(pack: Pack, folder: Traversable, processes: int = 2) -> Iterator[Verdict]:
    """The verdict on each property, in their order, as it is known.

    Args:
        pack: as read for nobody's country.
        folder: where it was read from, for its patients, pairs and translations.
        processes: how many proofs at a time.

    Raises:
        NoSolverError: z3 is not installed.
    """
    if processes < 2:
        everybody = Everybody(pack, folder)
        yield from (_verdict(name, everybody) for name in PROPERTIES)
        return
    check_solver()
    workers = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(pack, folder)
    )
    with workers:
        yield from workers.map(_verdict_here, PROPERTIES)


def _verdict(name: str, everybody: Everybody) -> Verdict:
    everybody.start()
    return PROPERTIES[name](everybody)


_here: list[Everybody] = []
"""Of a worker: who it proves about."""


def _begin(pack: Pack, folder: Traversable) -> None:
    _here[:] = [Everybody(pack, folder)]


def _verdict_here(name: str) -> Verdict:
    return _verdict(name, _here[0])


def as_text(verdict: Verdict) -> str:
    """A verdict in a line, and what refutes it below: answers as `nightcramp assess` takes them."""
    counted = f"{verdict.statements:,} statements"
    lines = [f"{verdict.result:9} {verdict.property}: {verdict.says} ({counted})"]
    if verdict.note:
        lines.append(f"          {verdict.note}")
    for refutation in verdict.refutations:
        lines += _refuting(refutation)
    return "\n".join(lines) + "\n"


def _refuting(refutation: Refutation) -> Iterator[str]:
    yield ""
    yield f"# {refutation.problem}"
    yield from as_toml(refutation.patient)
    if refutation.other:
        yield "# Compared with:"
        yield from (f"# {line}" for line in as_toml(refutation.other))


def as_toml(answers: Answers) -> Iterator[str]:
    """Answers as the lines of a file that `nightcramp assess` takes."""
    for name, value in answers.items():
        shown = list(value) if isinstance(value, tuple) else value
        yield f"{name} = {msgspec.json.encode(shown).decode()}"


def as_json(verdicts: list[Verdict]) -> str:
    """All verdicts, for other programs."""
    return msgspec.json.format(msgspec.json.encode(verdicts), indent=2).decode() + "\n"
