"""From a rule back to the questions behind it."""

from __future__ import annotations

from nightcramp.pack.condition import START_MATTERS
from nightcramp.pack.model import Pack


def expand(pack: Pack, keys: frozenset[str]) -> frozenset[str]:
    """Question ids behind keys that may also name measures, medicine classes or results."""
    behind = {q.id for q in pack.questions if q.id in keys or q.clarifies in keys}
    for measure in pack.measures:
        if measure.id in keys:
            inner = [criterion.when.keys() for criterion in measure.criteria]
            if measure.zero_when is not None:
                inner.append(measure.zero_when.keys())
            behind |= expand(pack, frozenset(measure.of).union(*inner))
    if START_MATTERS in keys or any(c.id in keys for c in pack.medicine_classes):
        behind |= {q.id for q in pack.questions if q.offers_medicines}
    if "red_flags" in keys:
        behind |= expand(pack, frozenset().union(*(f.when.keys() for f in pack.red_flags)))
    if "notes" in keys:
        behind |= expand(pack, frozenset().union(*(note.when.keys() for note in pack.notes)))
    return frozenset(behind)
