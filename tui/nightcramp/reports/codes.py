"""Public codes of what a pack names: those of `codes.toml` and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.triage.derive import derive_facts

if TYPE_CHECKING:
    from nightcramp.pack.model import Code, Pack
    from nightcramp.triage.answers import Answers
    from nightcramp.triage.assess import Assessment

_CRAMP = ("night_cramps", "cramp")

_CODED_AS = {
    "dvt": "deep_vein_thrombosis",
    "hypokalaemia_severe": "low_potassium",
    "laba": "long_acting_beta_agonists",
    "loop_diuretic": "diuretics",
    "potassium_sparing": "diuretics",
    "pregnant": "pregnancy_status",
    "statin": "statins",
    "thiazide_like": "diuretics",
}
"""Id in the pack -> item of `codes.toml`, where the two differ."""

OPTIONS = {("pregnant", "pregnant"): "pregnant", ("pregnant", "no"): "not_pregnant"}
"""Question and option -> item of `codes.toml`."""


def codes_of(pack: Pack, *ids: str) -> tuple[Code, ...]:
    """The codes of a cause, mimic, suspect, medicine class, question or measure."""
    items = {_CODED_AS.get(one, one) for one in ids}
    return item_codes(pack, *items)


def item_codes(pack: Pack, *items: str) -> tuple[Code, ...]:
    """The codes of items, named as `codes.toml` names them."""
    return tuple(code for code in pack.codes if code.item in items)


def codes_behind(pack: Pack, answers: Answers, found: Assessment) -> tuple[Code, ...]:
    """The codes of the pack that say something of this person, in the pack's order."""
    ids = {*answers, *found.measures}
    ids |= {cause.cause.id for cause in found.clear_causes}
    ids |= {mimic.mimic.id for mimic in found.mimics}
    ids |= {suspect for flag in found.flags for suspect in flag.flag.suspects}
    ids |= {c.id for medicine in found.medicines for c in medicine.classes}
    if answers.get("feel") and derive_facts(pack, answers).holds(pack.about.cramp_when):
        ids |= set(_CRAMP)
    return codes_of(pack, *ids)
