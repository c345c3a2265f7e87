"""The danger pairs of a pack, each played with an otherwise well person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from nightcramp.check.finding import Finding
from nightcramp.errors import AnswerError, PackError
from nightcramp.pack.danger_pairs import FILE, DangerPair, load_danger_pairs
from nightcramp.pack.model import NONE, Pack, Urgency
from nightcramp.triage import Assessment, Interview, assess

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


def check_pairs(pack: Pack, folder: AnyFolder) -> Iterator[Finding]:
    """A finding for each pair whose urgency is too low or too high, or whose contact differs."""
    try:
        table = load_danger_pairs(folder)
    except PackError as error:
        yield Finding(error.file, error.line, error.rule, "error", error.problem)
        return
    for pair in table.pair if table else ():
        for problem in _problems(pack, pair, table.well if table else {}):
            yield Finding(FILE, 1, "pair-fails", "error", f"'{pair.id}': {problem}")


def play_pair(pack: Pack, pair: DangerPair, well: Mapping[str, Any]) -> Assessment:
    """The assessment of a person who has these facts and is otherwise well.

    Raises:
        AnswerError: an answer is not accepted, or a fact is never asked about.
    """
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        given = pair.answers.get(question.id, well.get(question.id, [NONE]))
        interview = interview.answer(given)
    for name in pair.answers:
        if name not in interview.answers:
            raise AnswerError(name, "is not asked of this person.")
    return assess(pack, interview.answers)


def _problems(pack: Pack, pair: DangerPair, well: Mapping[str, Any]) -> Iterator[str]:
    if pair.verdict != "kept" and not pair.why:
        yield f"The verdict is '{pair.verdict}'; say why."
    if pair.verdict == "refused":
        return
    if pair.least is None and pair.most is None:
        yield "It needs 'least' or 'most'."
        return
    try:
        found = play_pair(pack, pair, well)
    except AnswerError as error:
        yield f"The interview does not take these answers: {error}"
        return
    if pair.least is not None and found.urgency < Urgency[pair.least]:
        yield f"The urgency is {found.urgency.name}; it must be at least {pair.least}."
    if pair.most is not None and found.urgency > Urgency[pair.most]:
        yield f"The urgency is {found.urgency.name}; it must be at most {pair.most}."
    if pair.contact and found.contact != pair.contact:
        yield f"It sends to '{found.contact}'; expected '{pair.contact}'."
