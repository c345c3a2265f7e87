"""Two versions of a small pack, of which one has something changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from nightcramp.check.diff.compare import Sampled, compare
from nightcramp.pack.locale import Locale
from tests.edited_packs import CONTENT, plant

if TYPE_CHECKING:
    from nightcramp.check.diff.records import Change, ClinicalDiff, Kind

SMALL = Path(__file__).parents[2] / "packs" / "small"

_WELL = """
pair = []

[well]
age = 40
sitting = "little"
feel = ["knot"]
"""
_POPULATION = """
about = "People of a test."

[default]
sign = 0.1
again = 0
option = 0.2
unsure = 0

[[shares]]
question = "danger"
options = { breath = 0.25 }
sources = ["checked"]
"""

Fault = tuple[str, str, str]
"""File, what it says, and what it is to say."""


def versions(folder: Path, *faults: Fault) -> tuple[Path, Path]:
    """The small pack, and a copy with these faults."""
    old, new = folder / "old", folder / "new"
    shutil.copytree(SMALL, old)
    shutil.copy(CONTENT / "words.toml", old)
    (old / "danger_pairs.toml").write_text(_WELL, encoding="utf-8")
    (old / "population.toml").write_text(_POPULATION, encoding="utf-8")
    shutil.copytree(old, new)
    for fault in faults:
        plant(new, *fault)
    return old, new


def compared(folder: Path, *faults: Fault, people: int = 0) -> ClinicalDiff:
    """The small pack compared with a copy that has these faults."""
    return compare(*versions(folder, *faults), Locale(), Sampled(people, 0))


def change_of(diff: ClinicalDiff, kind: Kind) -> Change:
    """One kind of change."""
    return next(change for change in diff.changes if change.kind == kind)
