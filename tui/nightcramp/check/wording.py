"""Sentences of a pack that are hard to read, negated twice, or two questions in one."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check import reading
from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.pack import Pack
from nightcramp.pack.document import Document
from nightcramp.pack.toml_lines import Path
from nightcramp.pack.translate import SPOKEN


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


def _is_urgent(document: Document, path: Path) -> bool:
    return path[-2:-1] == ("do",) and document.value(path[:-2]).get("urgency") == "emergency"
