"""Public codes of what a pack names: those of `codes.toml` and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nightcramp.pack.model import Code, Pack

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
