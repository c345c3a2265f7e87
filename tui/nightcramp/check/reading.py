"""How hard a sentence is to read.

English: the Flesch-Kincaid grade, a school year in the US:

    0.39 * words / sentences + 11.8 * syllables / words - 15.59

Source: Kincaid JP, Fishburne RP, Rogers RL, Chissom BS. Derivation of new readability formulas
for Navy enlisted personnel. Research Branch Report 8-75, 1975.

Spanish: the perspicuity of Szigriszt-Pazos, of which 55 to 65 is normal and more is easier:

    206.835 - 62.3 * syllables / words - words / sentences

Source: Szigriszt-Pazos F. Sistemas predictivos de legibilidad del mensaje escrito. Universidad
Complutense de Madrid, 1993; bands: Barrio-Cantalejo IM et al. An Sist Sanit Navar 2008;31:135-52.

Each sentence is graded alone. Syllables are counted by a rule of thumb.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")
_SILENT_U = re.compile(r"([qg])u(?=[eiéí])")
_SPANISH_VOWELS = re.compile(r"[iuüy]?[aeoáéó][iuüy]?(?![aeoáéóíúiuü])|[iuü]?[aeoáéó]|[íú]|[iuü]+")
_FEWEST_WORDS = 6
_CACHED = 8192  # an editor checks the same pack again and again
_NEGATIVES = re.compile(
    r"\b(?:not|no|never|none|nothing|cannot|\w+n't|without|unless)\b", re.IGNORECASE
)
_SECOND_QUESTION = re.compile(
    r",? (?:and|or) (?:do|does|did|are|is|was|have|has|had|can|could|will|would) (?:you|it|they)\b"
)


HARDEST = 7.0
"""Highest grade of an English sentence."""

HARDEST_IN_EMERGENCY = 5.0
LEAST_PERSPICUITY = 40.0
"""Lowest perspicuity of a Spanish sentence; that of whole texts is higher."""


def hard_sentences(
    text: str, language: str, known: tuple[str, ...], hardest: float = HARDEST
) -> Iterator[tuple[str, str]]:
    """The sentences of a text that are too hard, each with the problem.

    Args:
        text: one or more sentences.
        language: its code; without a formula for it, no sentence is too hard.
        known: long words that everyone knows; they count as two syllables ("magnesium").
        hardest: highest grade allowed, for English.
    """
    for sentence in sentences(text):
        if language == "en" and (level := grade(sentence, known)) > hardest:
            yield sentence, f"Reading grade {level:.0f}, above {hardest:.0f}"
        elif language == "es" and (ease := perspicuity(sentence, known)) < LEAST_PERSPICUITY:
            yield sentence, f"Perspicuity {ease:.0f}, below {LEAST_PERSPICUITY:.0f}"


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, split at full stops, question and exclamation marks alone."""
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


@lru_cache(maxsize=_CACHED)
def grade(sentence: str, known: tuple[str, ...] = ()) -> float:
    """Flesch-Kincaid grade of one English sentence; 0 if it is too short to tell.

    Args:
        sentence: in English.
        known: long words that everyone knows; they count as two syllables.
    """
    words = _WORD.findall(sentence)
    if len(words) < _FEWEST_WORDS:
        return 0.0
    syllables = _count(words, known, syllables_of)
    return 0.39 * len(words) + 11.8 * syllables / len(words) - 15.59


@lru_cache(maxsize=_CACHED)
def perspicuity(sentence: str, known: tuple[str, ...] = ()) -> float:
    """Szigriszt-Pazos perspicuity of one Spanish sentence; 100 if it is too short to tell."""
    words = _WORD.findall(sentence)
    if len(words) < _FEWEST_WORDS:
        return 100.0
    syllables = _count(words, known, spanish_syllables)
    return 206.835 - 62.3 * syllables / len(words) - len(words)


def _count(words: list[str], known: tuple[str, ...], syllables: Callable[[str], int]) -> int:
    """Syllables of all the words; at most two for each that everyone knows."""
    return sum(min(2, syllables(w)) if w.lower() in known else syllables(w) for w in words)


def spanish_syllables(word: str) -> int:
    """Approximate syllables of a Spanish word.

    Two strong vowels, or a stressed weak one beside another vowel, are two syllables.
    """
    return max(1, len(_SPANISH_VOWELS.findall(_SILENT_U.sub(r"\1", word.lower()))))


def syllables_of(word: str) -> int:
    """Approximate syllables of an English word."""
    word = word.lower()
    vowels = len(_VOWELS.findall(word))
    return max(1, vowels - bool(_SILENT.search(word)))


@lru_cache(maxsize=_CACHED)
def has_double_negative(sentence: str) -> bool:
    """Whether two negatives meet in one clause."""
    return any(
        len(_NEGATIVES.findall(part)) > 1 for part in re.split(r"[,;:.]| and | or ", sentence)
    )


def asks_twice(text: str) -> bool:
    """Whether a question asks two things at once."""
    return text.count("?") > 1 or bool(_SECOND_QUESTION.search(text))
