"""Finding options by a few letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from nightcramp.pack.model import Option

_WORD = re.compile(r"\w+")
_LEAST_INSIDE = 3  # letters that are looked for inside a word
_LEAST_TO_FORGIVE = 4  # with a typing error in fewer letters, anything could be meant
_LABEL, _WHOLE, _WORDS, _BEGINNING, _NEXT_WORD, _INSIDE, _GROUP, _SLIP = range(8)
"""How letters fit an option, best first: its label, another name, whole words of a name, its
beginning, that of a further word, letters inside a word, a group's name, one typing error."""


class Found(NamedTuple):
    """What some letters find.

    Attributes:
        options: best first. Of those that fit alike, a medicine comes before its combinations,
            and otherwise the one that is offered first.
        names: id -> the other name by which an option was found; without those whose label fits.
        meant: the option that is surely meant: its whole name was typed, or the beginning of one
            word, and no other name begins so. A name that is not in the list must never become
            another.
        is_guess: whether the first one is no more than a guess.
    """

    options: tuple[Option, ...]
    names: dict[str, str]
    meant: Option | None = None
    is_guess: bool = False


class _Hit(NamedTuple):
    """An option that fits; sorts best first."""

    fit: int
    label_words: int
    place: int
    name: str
    words: str


class _Names(NamedTuple):
    """The names of an option, folded: each between spaces, and once more without spaces.

    Attributes:
        names: as written, its own first; empty for the label.
        own: how many are names of the option, and not of its groups.
        label_words: spaces in its label, as a measure of how many medicines it combines; none
            where something stands in brackets: "(name not known)".
        text: all of them, to look through at once.
    """

    names: tuple[str, ...]
    spaced: tuple[str, ...]
    joined: tuple[str, ...]
    own: int
    label_words: int
    text: str


class _Index(NamedTuple):
    every: tuple[_Names, ...]
    words: dict[str, list[int]]


def search(options: Sequence[Option], typed: str) -> tuple[Option, ...]:
    """The options that the letters find, best first; without letters, all of them."""
    return look_up(tuple(options), typed).options


def look_up(options: tuple[Option, ...], typed: str) -> Found:
    """What the letters find. Only if nothing fits, one typing error is forgiven."""
    wanted = fold(typed)
    if not wanted:
        return Found(options, {})
    index = _index(options)
    joined = wanted.replace(" ", "")
    hits = _hits(index, wanted) or _by_words(index, wanted.split())
    if not hits and len(wanted) >= _LEAST_TO_FORGIVE:
        hits = _forgiven(index, wanted)
    hits.sort()
    found = tuple([options[hit.place] for hit in hits])
    names = {options[hit.place].id: hit.name for hit in hits if hit.name}
    meant = _is_meant(hits, joined)
    guess = bool(hits) and not meant and _is_guess(hits[0], joined)
    return Found(found, names, found[0] if meant else None, guess)


def _hits(index: _Index, wanted: str) -> list[_Hit]:
    joined = wanted.replace(" ", "")
    return [
        hit
        for place, names in enumerate(index.every)
        if joined in names.text and (hit := _hit(place, names, wanted, joined)) is not None
    ]


def _by_words(index: _Index, words: list[str]) -> list[_Hit]:
    """What has each of the words, in any order ("carbidopa levodopa"); a guess.

    If nothing has, the first words, without what may be a dose or a maker: "ramipril 5 mg".
    """
    hits = [
        _Hit(_INSIDE, names.label_words, place, names.names[by], spaced)
        for place, names in enumerate(index.every)
        for by, spaced in enumerate(names.spaced[: names.own])
        if len(words) > 1 and all(f" {word}" in spaced for word in words)
    ]
    if hits:
        return list({hit.place: hit for hit in reversed(hits)}.values())
    for end in range(len(words) - 1, 0, -1):
        fitting = _hits(index, " ".join(words[:end]))
        hits = [hit._replace(fit=_INSIDE) for hit in fitting if hit.fit <= _WORDS]
        if hits:
            return hits
    return []


def _hit(place: int, names: _Names, wanted: str, joined: str) -> _Hit | None:
    best, by = _SLIP, 0
    for i, spaced in enumerate(names.spaced):
        if joined not in names.joined[i]:
            continue
        fit = _fit(spaced, names.joined[i], wanted, joined)
        if i >= names.own:
            fit = _GROUP if fit < _INSIDE else _SLIP
        elif fit == _WHOLE and not names.names[i]:
            fit = _LABEL
        if fit < best:
            best, by = fit, i
    if best == _SLIP:
        return None
    return _Hit(best, names.label_words, place, names.names[by], names.spaced[by])


def _fit(spaced: str, squeezed: str, wanted: str, joined: str) -> int:
    if squeezed == joined:
        return _WHOLE
    if len(joined) > _LEAST_INSIDE and f" {wanted} " in spaced:
        return _WORDS
    if squeezed.startswith(joined):
        return _BEGINNING
    if f" {wanted}" in spaced:
        return _NEXT_WORD
    return _INSIDE if len(joined) >= _LEAST_INSIDE else _SLIP


def _forgiven(index: _Index, wanted: str) -> list[_Hit]:
    first, swapped = wanted[1:], wanted[1::-1] + wanted[2:]
    near = [
        word
        for word in index.words
        if (
            one_slip(wanted, word)
            if word[0] == wanted[0]
            else word.startswith((first, swapped)) or word.startswith((first, wanted), 1)
        )
    ]
    hits: dict[int, _Hit] = {}
    for word in near:
        for place in index.words[word]:
            names = index.every[place]
            by = next(i for i, spaced in enumerate(names.spaced) if f" {word} " in spaced)
            hit = _Hit(_SLIP, names.label_words, place, names.names[by], names.spaced[by])
            hits[place] = min(hit, hits.get(place, hit))
    return list(hits.values())


def _is_meant(hits: list[_Hit], joined: str) -> bool:
    """Whether the first one is surely meant: `Found.meant`."""
    if not hits:
        return False
    first, *others = hits
    if first.fit <= _WHOLE:
        return not others or others[0].fit > first.fit
    if first.fit != _BEGINNING:
        return False
    return " " not in _rest(first.words, len(joined)) and all(
        hit.fit > _BEGINNING or hit.words.startswith(first.words) for hit in others
    )


def _rest(spaced: str, letters: int) -> str:
    """What of a name is left after its first letters."""
    place = 0
    for place, char in enumerate(spaced, 1):  # noqa: B007
        letters -= char != " "
        if not letters:
            break
    return spaced[place:].rstrip()


def _is_guess(first: _Hit, joined: str) -> bool:
    return len(joined) >= _LEAST_INSIDE and first.fit not in (_BEGINNING, _NEXT_WORD)


@lru_cache(maxsize=8)
def _index(options: tuple[Option, ...]) -> _Index:
    every = tuple([_names(option) for option in options])
    words: dict[str, list[int]] = {}
    for place, names in enumerate(every):
        own = {word for spaced in names.spaced[: names.own] for word in spaced.split()}
        for word in own:
            words.setdefault(word, []).append(place)
    return _Index(every, words)


def _names(option: Option) -> _Names:
    """The names of an option; its label also without what stands in brackets at the end."""
    short = option.label.split(" (")[0]
    own = (option.label, short, *option.words)
    names = (*own, *option.groups)
    folded = [fold(name) for name in names]
    joined = tuple([name.replace(" ", "") for name in folded])
    return _Names(
        ("", "", *names[2:]),
        tuple([f" {name} " for name in folded]),
        joined,
        len(own),
        0 if short != option.label else folded[0].count(" "),
        "\n".join(joined),
    )


def fold(text: str) -> str:
    """Lower case without accents: words of letters and digits, separated by single spaces."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_WORD.findall(plain))


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
