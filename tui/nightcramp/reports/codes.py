"""Public codes of what a pack names: those of `codes.toml` and no others."""

from __future__ import annotations

from functools import lru_cache

from nightcramp.pack.model import Code, Pack
from nightcramp.triage.assessment import Assessment
from nightcramp.triage.derive import derive_facts


def codes_of(pack: Pack, *ids: str) -> tuple[Code, ...]:
    """The codes of ids of the pack, or of options (`question/option`), in the pack's order."""
    if len(ids) == 1:
        return _by_id(pack).get(ids[0], ())
    wanted = {*ids}
    return tuple(code for code in pack.codes if not wanted.isdisjoint(code.ids or (code.item,)))


@lru_cache(maxsize=4)
def _by_id(pack: Pack) -> dict[str, tuple[Code, ...]]:
    found: dict[str, tuple[Code, ...]] = {}
    for code in pack.codes:
        for name in dict.fromkeys(code.ids or (code.item,)):
            found[name] = (*found.get(name, ()), code)
    return found


def subject_codes(pack: Pack) -> tuple[Code, ...]:
    """The codes of the cramps that the pack is about."""
    return tuple(code for code in pack.codes if code.subject)


def codes_behind(pack: Pack, found: Assessment) -> tuple[Code, ...]:
    """The codes that apply to a person, in the pack's order."""
    ids = {*found.answers, *found.measures}
    ids = ids.union(*({c.cause.id, c.cause.group} for c in found.clear_causes))
    ids |= {mimic.mimic.id for mimic in found.mimics}
    ids |= {suspect for flag in found.flags for suspect in flag.flag.suspects}
    ids |= {c.id for medicine in found.medicines for c in medicine.classes}
    applying = {*codes_of(pack, *ids)}
    cramp = pack.about.cramp_when
    answered = not cramp.keys().isdisjoint(found.answers)
    if answered and derive_facts(pack, found.answers).holds(cramp):
        applying |= {*subject_codes(pack)}
    return tuple(code for code in pack.codes if code in applying)
