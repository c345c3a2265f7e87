"""Answers that are complete enough for a result, and calm but for what a test changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nightcramp.triage import assess, read_answers
from nightcramp.triage.answers import choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.pack import Pack, Question
    from nightcramp.triage import Answers, Value

_OPTIONS = ("none", "no", "never", "short", "knot", "both", "bed", "rarely")


def calm(pack: Pack, **answers: Any) -> dict[str, Value]:
    """These answers, and a calm one to each safety question that they leave open; no others."""
    given = calmed(pack, answers)
    assert not assess(pack, given).dropped
    return given


def calmed(pack: Pack, answers: Mapping[str, Any]) -> dict[str, Value]:
    """The same of any answers, some of which may not apply beside the calm ones."""
    given = read_answers(pack, answers)
    while (found := assess(pack, given)).incomplete:
        question = pack.question(found.missing[0])
        given = read_answers(pack, {**given, question.id: _calm_answer(pack, question, given)})
    return given


def _calm_answer(pack: Pack, question: Question, answers: Answers) -> Any:
    if question.kind == "number":
        return 40 if question.id == "age" else question.minimum
    offered = [option.id for option in choices(pack, question, answers)]
    name = next((one for one in _OPTIONS if one in offered), offered[0])
    return name if question.kind == "single" else [name]
