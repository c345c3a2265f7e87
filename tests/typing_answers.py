"""Which keys give an answer, and a calm person to give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.pack.model import NONE
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
