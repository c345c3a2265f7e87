"""The words that can be typed instead of an answer."""

from __future__ import annotations

from nightcramp.answering.search import fold
from nightcramp.pack.words import LineWords

_COMMANDS = (
    "back", "why", "help_me", "answers", "language", "leave", "new_person", "wait", "ways",
)  # fmt: skip
"""Keys of `[line]` in `words.toml`: the words that can be typed for each, separated by commas."""


def command_in(typed: str, words: LineWords) -> str:
    """The command that was typed; empty if the line is not one."""
    return next((c for c in _COMMANDS if is_one_of(typed, getattr(words, c))), "")


def is_one_of(typed: str, names: str) -> bool:
    """Whether a line is one of the names, separated by commas; case and accents do not matter."""
    return (fold(typed) or typed) in [fold(name) or name.strip() for name in names.split(",")]
