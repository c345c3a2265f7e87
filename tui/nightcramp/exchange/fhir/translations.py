"""The same questionnaire in other languages, beside each of its texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nightcramp.exchange.fhir.terms import HL7, Json, extension

_TEXTS = frozenset({"title", "purpose", "text", "display", "valueString"})
"""Keys whose values people read."""


def with_translations(made: Json, others: Iterable[Json]) -> Json:
    """A questionnaire that has every text in other languages, too.

    Args:
        made: in the language that it is read in where a program knows of no translations.
        others: the same questionnaire in other languages.
    """
    for other in others:
        made = _beside(made, other, other["language"])
    return made


def _beside(mine: Any, other: Any, language: str) -> Any:
    if isinstance(mine, list):
        return [_beside(a, b, language) for a, b in zip(mine, other, strict=True)]
    if not isinstance(mine, dict):
        return mine
    made: Json = {}
    for key, value in mine.items():
        if key.startswith("_"):
            continue  # added with its text
        made[key] = _beside(value, other[key], language)
        said = mine.get(f"_{key}", {}).get("extension", [])
        if key in _TEXTS and other[key] != value:
            said = [*said, _translation(language, other[key])]
        if said:
            made[f"_{key}"] = {"extension": said}
    return made


def _translation(language: str, text: str) -> Json:
    parts = [extension("lang", valueCode=language), extension("content", valueString=text)]
    return extension(f"{HL7}/translation", extension=parts)
