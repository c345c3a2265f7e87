"""From a rule back to the questions behind it."""

from __future__ import annotations

from functools import lru_cache

from nightcramp.pack.condition import START_MATTERS
from nightcramp.pack.model import Pack


def expand(pack: Pack, keys: frozenset[str]) -> frozenset[str]:
    """Question ids behind keys that may also name measures, medicine classes or results."""
    every = set(keys)
    if "red_flags" in keys:
        every.update(*(flag.when.keys() for flag in pack.red_flags))
    if "notes" in keys:
        every.update(*(note.when.keys() for note in pack.notes))
    for measure in reversed(pack.measures):  # each looks at earlier ones only
        if measure.id in every:
            every.update(measure.of, *(criterion.when.keys() for criterion in measure.criteria))
            every |= measure.zero_when.keys() if measure.zero_when is not None else frozenset()
    asked_by = _asked_by(pack)
    return frozenset(name for key in every for name in asked_by.get(key, ()))


@lru_cache(maxsize=4)
def _asked_by(pack: Pack) -> dict[str, list[str]]:
    """Key of a condition -> ids of the questions behind it."""
    found: dict[str, list[str]] = {}
    for question in pack.questions:
        for key in filter(None, {question.id, question.clarifies}):
            found.setdefault(key, []).append(question.id)
    offering = [question.id for question in pack.questions if question.offers_medicines]
    for key in (START_MATTERS, *(one.id for one in pack.medicine_classes)):
        found[key] = [*found.get(key, ()), *offering]
    return found
