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
    behind = {q.id for q in pack.questions if q.id in every or q.clarifies in every}
    keys_of_medicines, offering = _medicines(pack)
    return frozenset(behind if keys_of_medicines.isdisjoint(every) else behind | offering)


@lru_cache(maxsize=4)
def _medicines(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Keys that stand for medicines, and ids of the questions about them."""
    keys = {START_MATTERS, *(one.id for one in pack.medicine_classes)}
    return frozenset(keys), frozenset(q.id for q in pack.questions if q.offers_medicines)
