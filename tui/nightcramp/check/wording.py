"""Sentences that say nothing, are hard to read, negated twice, or two questions in one."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check import reading
from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.check.translations import as_written
from nightcramp.pack import Pack
from nightcramp.pack.document import Document
from nightcramp.pack.toml_lines import Path
from nightcramp.pack.translate import SPOKEN, is_spoken
from nightcramp.text import says_something


def check_words(pack: Pack, places: Places) -> Iterator[Finding]:
    """Sentences that are hard to read, negated twice, or two questions in one."""
    known = pack.about.languages[pack.language].known_words
    for document in places.documents.values():
        for path, value in document.walk():
            if not isinstance(value, str):
                continue
            key = next((step for step in reversed(path) if isinstance(step, str)), "")
            if key not in SPOKEN:
                continue
            limit = reading.HARDEST_IN_EMERGENCY if _is_urgent(document, path) else reading.HARDEST
            for sentence, problem in reading.hard_sentences(value, pack.language, known, limit):
                yield finding_at(document, path, "hard-to-read", f'{problem}: "{sentence}"')
            for sentence in reading.sentences(value):
                if reading.has_double_negative(sentence):
                    problem = f'Two negatives; say it the other way round: "{sentence}"'
                    yield finding_at(document, path, "double-negative", problem)
            if key == "text" and reading.asks_twice(value):
                yield finding_at(
                    document, path, "two-questions", f'Asks two things at once: "{value}"'
                )


def check_silence(places: Places) -> Iterator[Finding]:
    """Sentences without a letter or a digit. How a key is shown (an arrow) is none."""
    for document in as_written(places.documents.values()):
        for path, value in document.walk():
            if not isinstance(value, str) or says_something(value):
                continue
            if is_spoken(document, path) and path[-1] != "shown":
                problem = "This says nothing; write a sentence, or take the key out."
                yield finding_at(document, path, "no-words", problem)


def _is_urgent(document: Document, path: Path) -> bool:
    return path[-2:-1] == ("do",) and document.value(path[:-2]).get("urgency") == "emergency"
