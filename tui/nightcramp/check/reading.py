"""How hard a sentence is to read.

Flesch-Kincaid grade (Kincaid 1975): 0.39 x words a sentence + 11.8 x syllables a word
- 15.59. Syllables are counted by a rule of thumb for English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_SENTENCE = re.compile(r"[^.!?;:]+[.!?;:]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$")
_FEWEST_WORDS = 6
_NEGATIVES = re.compile(
    r"\b(?:not|no|never|none|nothing|cannot|\w+n't|without|unless)\b", re.IGNORECASE
)
_SECOND_QUESTION = re.compile(
    r",? (?:and|or) (?:do|does|did|are|is|was|have|has|had|can|could|will|would) (?:you|it|they)\b"
)


def sentences(text: str) -> Iterator[str]:
    """The sentences and halves of sentences of a text."""
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match[0].strip()


def grade(sentence: str, known: Collection[str] = ()) -> float:
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


def count(word: str) -> int:
    """Syllables of an English word, about."""
    word = word.lower()
    vowels = len(_VOWELS.findall(word))
    return max(1, vowels - bool(_SILENT.search(word)))


def has_double_negative(sentence: str) -> bool:
    """Whether two negatives meet in one clause."""
    return any(
        len(_NEGATIVES.findall(part)) > 1 for part in re.split(r"[,;:.]| and | or ", sentence)
    )


def asks_twice(text: str) -> bool:
    """Whether a question asks two things at once."""
    return text.count("?") > 1 or bool(_SECOND_QUESTION.search(text))
