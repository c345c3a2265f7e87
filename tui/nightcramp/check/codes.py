"""Codes of public terminologies: whether they have their form and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nightcramp.check.finding import Finding, Places, finding_at
from nightcramp.pack.model import Code, Pack

_FORMS = {
    "ICD-10": r"[A-Z]\d\d(\.\d)?",
    "ICD-10-CM": r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?",
    "ATC": r"[A-Z]\d\d([A-Z]([A-Z](\d\d)?)?)?",
    "LOINC": r"\d{1,7}-\d",
    "SNOMED": r"[1-9]\d{5,17}",
}


def check_codes(pack: Pack, places: Places) -> Iterator[Finding]:
    """Codes that are damaged."""
    document = places.documents["codes.toml"]
    for index, code in enumerate(pack.codes):
        if not is_whole(code):
            problem = f"'{code.code}' is no {code.system} code; it may have lost or swapped digits."
            yield finding_at(document, ("code", index, "code"), "damaged-code", problem)


def is_whole(code: Code) -> bool:
    """Whether a code has the form of its system, and the right check digit if it has one.

    LOINC ends in a Luhn (mod 10) digit, SNOMED CT in a Verhoeff digit.
    """
    if not re.fullmatch(_FORMS[code.system], code.code):
        return False
    if code.system == "LOINC":
        return _luhn(code.code.replace("-", "")) == 0
    return code.system != "SNOMED" or _verhoeff(code.code) == 0


def _luhn(digits: str) -> int:
    """The Luhn sum of a number with its check digit, modulo 10: 0 if it is right."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10


def _verhoeff(digits: str) -> int:
    """The Verhoeff checksum of a number with its check digit: 0 if it is right.

    Source: Verhoeff J. Error detecting decimal codes. Mathematical Centre Tract 29,
    Amsterdam, 1969.
    """
    state = 0
    for place, digit in enumerate(reversed(digits)):
        moved = int(digit)
        for _ in range(place % 8):
            moved = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[moved]
        state = _turned(state, moved)
    return state


def _turned(first: int, second: int) -> int:
    """The product of two elements of the symmetry group of a pentagon (D5)."""
    turned = (first + second) % 5 if first < 5 else (first - second) % 5
    return turned if (first < 5) == (second < 5) else turned + 5
