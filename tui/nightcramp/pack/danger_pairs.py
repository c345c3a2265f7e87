"""Pairs of facts that need a certain urgency together, or must not cause alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from nightcramp.pack.condition import Condition
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import content_folder, read_file
from nightcramp.pack.record import Record
from nightcramp.pack.vignettes import UrgencyName

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder

FILE = "danger_pairs.toml"


class DangerPair(Record, frozen=True, kw_only=True):
    """A few facts and the urgency expected of them together.

    Attributes:
        facts: what they can mean, for clinicians.
        source: the guideline, named from memory; look it up.
        verdict: whether the pack follows the urgency asked for (`kept`), a lower one
            (`softened`), or none (`refused`).
        why: the reason, unless kept.
        least, most: the lowest and highest urgency allowed.
        contact: id of the contact expected, if urgent.
        answers: question id -> value; everything else is answered as by a well person.
        when: of whom `least` is true, whatever else they answer; of all, where it is left out.
    """

    id: str
    facts: str
    source: str = ""
    verdict: Literal["kept", "softened", "refused"]
    why: str = ""
    least: UrgencyName | None = None
    most: UrgencyName | None = None
    contact: str = ""
    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    when: Condition | None = None


class DangerPairs(Record, frozen=True, kw_only=True):
    """`danger_pairs.toml`.

    Attributes:
        well: the answers of a well person, for questions that a pair does not name; a list
            that is not named here either is answered with "none".
    """

    well: dict[str, Any]
    pair: tuple[DangerPair, ...]


def load_danger_pairs(folder: AnyFolder | None = None) -> DangerPairs | None:
    """The table of a pack; None where it has none.

    Raises:
        PackError: the file cannot be read.
    """
    folder = PackFolder.of(folder if folder is not None else content_folder())
    if not folder.has(FILE):
        return None
    return read_file(folder, FILE, DangerPairs)
