"""What a pack states: in plain words, from sources that hold, with codes that are whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nightcramp.check.finding import Finding, Level, Places
from nightcramp.check.reading import (
    HARDEST,
    HARDEST_IN_EMERGENCY,
    asks_twice,
    hard_sentences,
    has_double_negative,
    sentences,
)
from nightcramp.pack.translate import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack.document import Document
    from nightcramp.pack.model import Code, Pack


def check_sources(pack: Pack, places: Places) -> Iterator[Finding]:
    """Statements without a source, and sources that are unused, secondary or retracted."""
    known = {source.id: source for source in pack.sources}
    used: set[str] = set()
    for document in places.documents.values():
        for path, value in document.walk():
            if not path or path[-1] != "sources" or not isinstance(value, list):
                continue
            used |= set(value)
            if not value:
                yield _at(document, path, "no-source", "This states something without a source.")
            for index, name in enumerate(value):
                if name in known and known[name].retracted:
                    problem = f"'{name}' is retracted; take the statement out, or find another."
                    yield _at(document, (*path, index), "retracted-source", problem)
            sure = _parent(document, path).get("certainty") in ("high", "moderate")
            if value and sure and all(n in known and known[n].secondary for n in value):
                problem = "Only secondary sources; cite the study, or lower the certainty."
                yield _at(document, path, "secondary-source", problem, "warning")
    for source in pack.sources:
        if source.id not in used and not source.retracted:
            problem = f"Nothing cites '{source.id}'; cite it, or take it out."
            yield places.finding("source", source.id, "", "unused-source", problem, "warning")


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
            limit = HARDEST_IN_EMERGENCY if _is_urgent(document, path) else HARDEST
            for sentence, problem in hard_sentences(value, pack.language, known, limit):
                yield _at(document, path, "hard-to-read", f'{problem}: "{sentence}"')
            for sentence in sentences(value):
                if has_double_negative(sentence):
                    problem = f'Two negatives; say it the other way round: "{sentence}"'
                    yield _at(document, path, "double-negative", problem)
            if key == "text" and asks_twice(value):
                yield _at(document, path, "two-questions", f'Asks two things at once: "{value}"')


def check_review(pack: Pack, places: Places, today: str) -> Iterator[Finding]:
    """A pack past the day on which it was to be reviewed again; days as "2027-11-01"."""
    document = places.documents["pack.toml"]
    if pack.about.review_by < today:
        problem = f"The pack was to be reviewed by {pack.about.review_by}."
        yield _at(document, ("review_by",), "review-overdue", problem, "warning")
    if pack.about.reviewed_hash and not pack.reviewed:
        problem = f"The pack changed after its sign-off; its hash is now {pack.hash}."
        yield _at(document, ("reviewed_hash",), "changed-since-review", problem, "warning")


def check_codes(pack: Pack, places: Places) -> Iterator[Finding]:
    """Codes that are damaged, by their form and their check digits."""
    document = places.documents["codes.toml"]
    for index, code in enumerate(pack.codes):
        if not is_whole(code):
            problem = f"'{code.code}' is no {code.system} code; it may have lost or swapped digits."
            yield _at(document, ("code", index, "code"), "damaged-code", problem)


_FORMS = {
    "ICD-10": r"[A-Z]\d\d(\.\d)?",
    "ICD-10-CM": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "ATC": r"[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?",
    "LOINC": r"\d{1,7}-\d",
    "SNOMED": r"[1-9]\d{5,17}",
}


def is_whole(code: Code) -> bool:
    """Whether a code has its system's form and check digit.

    LOINC ends in a mod 10 (Luhn) digit, SNOMED CT in a Verhoeff digit.
    """
    if not re.fullmatch(_FORMS[code.system], code.code):
        return False
    if code.system == "LOINC":
        return _luhn(code.code.replace("-", "")) == 0
    return code.system != "SNOMED" or _verhoeff(code.code) == 0


def _luhn(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10


def _verhoeff(digits: str) -> int:
    """The Verhoeff check of a number with its digit: 0 where it is right."""
    state = 0
    for place, digit in enumerate(reversed(digits)):
        moved = int(digit)
        for _ in range(place % 8):
            moved = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[moved]
        state = _turned(state, moved)
    return state


def _turned(first: int, second: int) -> int:
    """The product of two elements of the symmetry group of a pentagon."""
    turned = (first + second) % 5 if first < 5 else (first - second) % 5
    return turned if (first < 5) == (second < 5) else turned + 5


def _is_urgent(document: Document, path: tuple[str | int, ...]) -> bool:
    return path[-2:-1] == ("do",) and _parent(document, path[:-1]).get("urgency") == "emergency"


def _parent(document: Document, path: tuple[str | int, ...]) -> dict[str, Any]:
    value: Any = document.data
    for step in path[:-1]:
        value = value[step]
    return value if isinstance(value, dict) else {}


def _at(
    document: Document,
    path: tuple[str | int, ...],
    rule: str,
    problem: str,
    level: Level = "error",
) -> Finding:
    return Finding(document.name, document.line(path), rule, level, problem)
