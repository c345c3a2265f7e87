"""Which keys give an answer, and a calm person to give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.model import NONE, UNSURE
from nightcramp.widgets.choice import Choice

if TYPE_CHECKING:
    from nightcramp.triage.answers import Value
    from nightcramp.triage.interview import Interview

ENTER = "\r"
CTRL_C = "\x03"


def calm_answer(interview: Interview) -> Value:
    """What a person of 40 with nothing serious answers: none of these, or the first option."""
    question = interview.question
    assert question
    if question.kind == "number":
        return max(question.minimum, min(question.maximum, 40))
    offered = [option.id for option in interview.choices]
    first = NONE if NONE in offered else offered[0]
    return first if question.kind == "single" else (first,)


def keys_for(interview: Interview, value: Value) -> str:
    """The keys that give an answer to the present question, by number."""
    question = interview.question
    assert question
    if isinstance(value, int):
        return f"{value}{ENTER}"
    choice = Choice.begin(question.kind, interview.choices)
    digits = {option.id: digit for option, digit in choice.numbered}
    chosen = (value,) if isinstance(value, str) else value
    pressed = "".join(str(digits[option]) for option in chosen)
    return pressed if question.kind == "single" else pressed + ENTER


def lines_for(interview: Interview, value: Value) -> list[str]:
    """The lines that give an answer to the present question in line mode."""
    question = interview.question
    assert question
    if isinstance(value, int):
        return [str(value)]
    choice = Choice.begin(question.kind, interview.choices)
    if value == UNSURE and question.kind == "number":
        return ["n"]
    digits = {option.id: digit for option, digit in choice.numbered}
    chosen = (value,) if isinstance(value, str) else value
    alone = {option.id for option in choice.apart}
    if question.kind != "pick" or alone & set(chosen):
        return [" ".join(str(digits[option]) for option in chosen)]
    labels = {option.id: option.label for option in interview.choices}
    return [line for option in chosen for line in (labels[option], "1")] + [""]
