"""Which public codes belong to a person's answers and to what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.triage.facts import derive_facts

if TYPE_CHECKING:
    from nightcramp.pack.model import Code, Pack
    from nightcramp.triage.answers import Answers
    from nightcramp.triage.assess import Assessment

_CRAMP = ("night_cramps", "cramp")


def codes_behind(pack: Pack, answers: Answers, found: Assessment) -> tuple[Code, ...]:
    """The codes of the pack that say something of this person, in the pack's order."""
    items = set(found.measures)
    items |= {cause.cause.id for cause in found.clear_causes}
    items |= {mimic.mimic.id for mimic in found.mimics}
    items |= {suspect for flag in found.flags for suspect in flag.flag.suspects}
    items |= {c.id for medicine in found.medicines for c in medicine.classes}
    items |= set(answers)
    if answers.get("feel") and derive_facts(pack, answers).holds(pack.about.cramp_when):
        items |= set(_CRAMP)
    return tuple(code for code in pack.codes if code.item in items)
