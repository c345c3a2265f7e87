"""The first screen in lines: what this is, in which language, and a code from another day."""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import NamedTuple

from nightcramp.errors import CodeError
from nightcramp.line_mode import texts
from nightcramp.line_mode.commands import command_in, is_one_of
from nightcramp.pack.lazy import LazyPack
from nightcramp.reports.introduction import introduction
from nightcramp.reports.plain import render_blocks
from nightcramp.text import plain_digits
from nightcramp.triage import Answers
from nightcramp.triage.resume_code import answers_of

_LIKE_A_CODE = re.compile(r"(?=\D*\d)(?:[\s\-]*\w){8,}[\s\-]*")
"""So long, and with a digit: a mistyped code, and not a word that means nothing here."""


class Greeted(NamedTuple):
    """How the first screen ended.

    Attributes:
        front: the pack, in the language chosen.
        answers: those of a code; None for none.
        leaves: whether the person leaves.
    """

    front: LazyPack
    answers: Answers | None = None
    leaves: bool = False


def greet(front: LazyPack) -> Generator[str, str, Greeted]:
    """Greet, until Enter, a code, or leaving. A line that means nothing here is refused."""
    text = _introduction(front)
    while True:
        words = front.words
        languages = list(front.about.languages)
        typed = (yield f"{text}\n{words.line.prompt} ").strip()
        if not typed:
            return Greeted(front)
        number = plain_digits(typed)
        command = command_in(typed, words.line)
        if len(number) < 3 and number.isdecimal() and 1 <= int(number) <= len(languages):
            front = front.speaking(languages[int(number) - 1])
            text = _introduction(front)
        elif command == "language":
            following = languages.index(front.language) + 1
            front = front.speaking(languages[following % len(languages)])
            text = _introduction(front)
        elif command == "help_me":
            text = f"{texts.help_text(words.line)}{texts.sentence(words.welcome.begin)}"
        elif command == "leave":
            return Greeted(front, leaves=True)
        elif is_one_of(typed, words.line.code):
            answers = yield from ask_for_code(front)
            if answers is not None:
                return Greeted(front, answers)
            text = _introduction(front)
        else:
            answers, problem = _read_code(front, typed)
            if answers is not None:
                return Greeted(front, answers)
            refused = words.line.no_beginning
            text = texts.sentence(problem if _LIKE_A_CODE.fullmatch(typed) else refused)


def ask_for_code(front: LazyPack) -> Generator[str, str, Answers | None]:
    """Ask for a code until one is right; None for an empty line."""
    words = front.words
    text = texts.sentence(words.code.text) + texts.sentence(words.line.code_back)
    while typed := (yield f"\n{text}{words.line.prompt_code} ").strip():
        answers, problem = _read_code(front, typed)
        if answers is not None:
            return answers
        text = texts.sentence(problem) + texts.sentence(words.line.code_back)
    return None


def _read_code(front: LazyPack, typed: str) -> tuple[Answers | None, str]:
    """The answers of a code, or a sentence that says why there are none."""
    try:
        return answers_of(front.whole, typed), ""
    except CodeError as error:
        return None, error.sentence(front.words)


def _introduction(front: LazyPack) -> str:
    words = front.words
    return render_blocks(introduction(front, words, words.line.how_to))
