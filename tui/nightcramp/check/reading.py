"""How hard a sentence is to read.

English: the Flesch-Kincaid grade (Kincaid 1975), 0.39 x words a sentence + 11.8 x
syllables a word - 15.59. Spanish: the perspicuity of Szigriszt-Pazos (1993), 206.835
- 62.3 x syllables a word - words a sentence; 55 to 65 is normal, more is easier.
Syllables are counted by a rule of thumb.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?;:]+[.!?;:]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")
_SILENT_U = re.compile(r"([qg])u(?=[eiéí])")
_SPANISH_VOWELS = re.compile(r"[iuüy]?[aeoáéó][iuüy]?(?![aeoáéóíúiuü])|[iuü]?[aeoáéó]|[íú]|[iuü]+")
_FEWEST_WORDS = 6
_REMEMBERED = 8192  # an editor checks a pack over and over
_NEGATIVES = re.compile(
    r"\b(?:not|no|never|none|nothing|cannot|\w+n't|without|unless)\b", re.IGNORECASE
)
_SECOND_QUESTION = re.compile(
    r",? (?:and|or) (?:do|does|did|are|is|was|have|has|had|can|could|will|would) (?:you|it|they)\b"
)


HARDEST = 8.0
"""Highest grade of an English sentence."""

HARDEST_IN_EMERGENCY = 6.0
LEAST_PERSPICUITY = 40.0
"""Of a single Spanish sentence; that of whole texts is higher."""


def hard_sentences(
    text: str, language: str, known: tuple[str, ...], hardest: float = HARDEST
) -> Iterator[tuple[str, str]]:
    """The sentences of a text that are too hard, and by how much.

    Args:
        text: what is said.
        language: its code; one without a formula has no hard sentences.
        known: words that people meet anyway and that count two syllables ("magnesium").
        hardest: highest grade, for English.
    """
    for sentence in sentences(text):
        if language == "en" and (level := grade(sentence, known)) > hardest:
            yield sentence, f"Reading grade {level:.0f}, above {hardest:.0f}"
        elif language == "es" and (ease := perspicuity(sentence, known)) < LEAST_PERSPICUITY:
            yield sentence, f"Perspicuity {ease:.0f}, below {LEAST_PERSPICUITY:.0f}"


def sentences(text: str) -> Iterator[str]:
    """The sentences and halves of sentences of a text."""
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


@lru_cache(maxsize=_REMEMBERED)
def grade(sentence: str, known: tuple[str, ...] = ()) -> float:
    """Reading grade of one sentence; 0 for one too short to tell.

    Args:
        sentence: in English.
        known: words that people meet anyway and that count two syllables ("magnesium").
    """
    words = _WORD.findall(sentence)
    if len(words) < _FEWEST_WORDS:
        return 0.0
    syllables = sum(min(2, s) if w.lower() in known else s for w in words for s in [count(w)])
    return 0.39 * len(words) + 11.8 * syllables / len(words) - 15.59


@lru_cache(maxsize=_REMEMBERED)
def perspicuity(sentence: str, known: tuple[str, ...] = ()) -> float:
    """How easy a Spanish sentence is; 100 for one too short to tell.

    Source: Szigriszt-Pazos, Sistemas predictivos de legibilidad, 1993; bands by
    Barrio-Cantalejo (INFLESZ), 2008.
    """
    words = _WORD.findall(sentence)
    if len(words) < _FEWEST_WORDS:
        return 100.0
    syllables = sum(
        min(2, s) if w.lower() in known else s for w in words for s in [count_spanish(w)]
    )
    return 206.835 - 62.3 * syllables / len(words) - len(words)


def count_spanish(word: str) -> int:
    """Syllables of a Spanish word, about: two strong vowels, or a stressed weak one, part."""
    return max(1, len(_SPANISH_VOWELS.findall(_SILENT_U.sub(r"\1", word.lower()))))


def count(word: str) -> int:
    """Syllables of an English word, about."""
    word = word.lower()
    vowels = len(_VOWELS.findall(word))
    return max(1, vowels - bool(_SILENT.search(word)))


@lru_cache(maxsize=_REMEMBERED)
def has_double_negative(sentence: str) -> bool:
    """Whether two negatives meet in one clause."""
    return any(
        len(_NEGATIVES.findall(part)) > 1 for part in re.split(r"[,;:.]| and | or ", sentence)
    )


def asks_twice(text: str) -> bool:
    """Whether a question asks two things at once."""
    return text.count("?") > 1 or bool(_SECOND_QUESTION.search(text))
