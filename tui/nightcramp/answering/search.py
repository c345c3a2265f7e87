"""Finding options by a few letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nightcramp.pack.model import Option

_LEAST_TO_FORGIVE = 4  # with a typing error in fewer letters, anything could be meant


def search(options: Sequence[Option], typed: str) -> tuple[Option, ...]:
    """The options that match the letters, best first.

    An exact name is best, then a label that begins with the letters, then a word of the
    label, then another name of the option, then letters anywhere. Only if nothing matches, one
    typing error is forgiven.
    """
    wanted = fold(typed)
    if not wanted:
        return tuple(options)
    ranked = [(rank, option) for option in options if (rank := _rank(option, wanted)) is not None]
    if ranked or len(wanted) < _LEAST_TO_FORGIVE:
        return tuple(option for _, option in sorted(ranked, key=lambda found: found[0]))
    return tuple(
        option
        for option in options
        if any(one_slip(wanted, word) for name in _names(option) for word in fold(name).split())
    )


def is_guess(options: Sequence[Option], typed: str) -> bool:
    """Whether the result is only a guess.

    A typing error was forgiven, or several options share the everyday name that matches.
    """
    found = search(options, typed)
    wanted = fold(typed)
    if not found or _rank(found[0], wanted) is None:
        return bool(found)
    name = other_name(found[0], typed)
    return bool(name) and sum(other_name(option, typed) == name for option in found) > 1


def other_name(option: Option, typed: str) -> str:
    """The other name by which an option was found; empty if its label matches."""
    wanted = fold(typed)
    if not wanted or _fits(option.label, wanted) is not None:
        return ""
    return next((name for name in option.words if _fits(name, wanted) is not None), "")


def _rank(option: Option, wanted: str) -> tuple[int, bool, int] | None:
    """How well the letters match, lowest best; None if they do not.

    A whole name is best, whether label or other name. Among equals, fewer words are better:
    a single medicine comes before its combinations.
    """
    ranks = [
        _rank_by(name, fits, wanted, is_other=i > 0)
        for i, name in enumerate(_names(option))
        if (fits := _fits(name, wanted)) is not None
    ]
    return min(ranks, default=None)


def _rank_by(name: str, fits: int, wanted: str, *, is_other: bool) -> tuple[int, bool, int]:
    folded = fold(name)
    rank = _WHOLE if folded == wanted else _BEST[is_other][fits]
    return rank, is_other, folded.count(" ") if fits < _ANYWHERE else 0


_WHOLE, _ANYWHERE = -1, 2
_BEST = ((0, 1, 4), (2, 3, 5))  # by label or other name; by beginning, word, anywhere


def _fits(name: str, wanted: str) -> int | None:
    """0 where the name begins with the letters, 1 where a word does, 2 anywhere else."""
    folded = fold(name)
    if folded.startswith(wanted):
        return 0
    if f" {wanted}" in folded:
        return 1
    return 2 if wanted.replace(" ", "") in folded.replace(" ", "") else None


def _names(option: Option) -> tuple[str, ...]:
    return (option.label, *option.words)


@lru_cache(maxsize=16384)  # more than all names, since a scan of more would evict every entry
def fold(text: str) -> str:
    """Lower case without accents: words of letters and digits, separated by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", plain))


def one_slip(typed: str, word: str) -> bool:
    """Whether the beginning of the word was typed with exactly one typing error.

    That is one extra letter, one missing, one wrong, or two swapped.
    """
    start = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), None)
    if start is None:
        return len(typed) == len(word) + 1
    rest = typed[start + 1 :]
    swapped = typed[start : start + 2][::-1] == word[start : start + 2] and word.startswith(
        typed[start + 2 :], start + 2
    )
    return (
        swapped
        or word.startswith(rest, start + 1)  # a wrong letter
        or word.startswith(rest, start)  # one too many
        or word.startswith(typed[start:], start + 1)  # one missing
    )
