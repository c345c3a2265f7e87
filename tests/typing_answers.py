"""Which keys give an answer, and a calm person to give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nightcramp.answering.choice import Choice
from nightcramp.answering.search import search
from nightcramp.pack.model import NONE, OTHER, UNSURE

if TYPE_CHECKING:
    from nightcramp.triage.interview import Interview
    from nightcramp.triage.values import Value

ENTER = "\r"
CTRL_C = "\x03"
DOWN = "\x1b[B"


_CALM = (NONE, "no", "both")
"""Ids of the options a calm person takes, where they are offered."""


def calm_answer(interview: Interview) -> Value:
    """What a person of 40 with nothing serious answers: none of these, no, or the first option."""
    question = interview.question
    assert question
    if question.kind == "number":
        return max(question.minimum, min(question.maximum, 40))
    offered = [option.id for option in interview.choices]
    calm = next((name for name in _CALM if name in offered), offered[0])
    return calm if question.kind == "single" else (calm,)


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


def screen_keys_for(interview: Interview, value: Value) -> str:
    """The keys that give any answer to the present question on a full screen."""
    question = interview.question
    assert question
    if question.kind == "number" and value == UNSURE:
        return "n"
    chosen = value if isinstance(value, tuple) else ()
    if question.kind != "pick" or {NONE, UNSURE} & set(chosen):
        return keys_for(interview, value)
    choice = Choice.begin(question.kind, interview.choices)
    keys = ""
    for option in chosen:
        if option == OTHER:
            keys += str(choice.digits[OTHER])
            continue
        letters, _ = _search_for(interview, option)
        choice = choice.type(letters)
        keys += letters
        while choice.focus != option:
            choice = choice.move(1)
            keys += DOWN
        choice = choice.enter()
        keys += ENTER
    return keys + ENTER


def _search_for(interview: Interview, option_id: str) -> tuple[str, int]:
    """Letters that find an option, and its place among what they find, counted from 0."""
    offered = interview.choices
    label = next(option.label for option in offered if option.id == option_id)
    letters = re.split(r"\d", label)[0][:30].strip()
    begun = Choice.begin("pick", offered)
    found = search([option for option in offered if option not in begun.apart], letters)
    return letters, [option.id for option in found].index(option_id)


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
    if question.kind != "pick" or {NONE, UNSURE} & set(chosen):
        return [" ".join(str(digits[option]) for option in chosen)]
    lines = []
    for option in chosen:
        if option == OTHER:
            lines.append(str(choice.digits[OTHER]))
        else:
            letters, place = _search_for(interview, option)
            lines += [letters, str(place + 1)]
    return [*lines, ""]
