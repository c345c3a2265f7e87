"""Facts that set a least urgency together, or must not alarm: what a pack is held to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from nightcramp.pack.load import content_folder, read_file
from nightcramp.pack.record import Record
from nightcramp.pack.vignettes import UrgencyName  # noqa: TC001  msgspec reads the annotations

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class DangerPair(Record, frozen=True, kw_only=True):
    """A few facts, what they deserve together, and the verdict on that.

    Attributes:
        facts: what they can mean, for clinicians.
        source: the guideline to look up; named from memory.
        verdict: whether the urgency asked for is the pack's (`kept`), a lower one
            (`softened`), or none (`refused`).
        why: the reason, where it was not kept.
        least, most: the urgency that the pack must reach, or must not pass.
        contact: id of whom the result sends to, where it is urgent.
        answers: question id -> value; all else is answered as by a well person.
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


class DangerPairs(Record, frozen=True, kw_only=True):
    """`danger_pairs.toml`.

    Attributes:
        well: what a well person answers, where a pair says nothing of it; every list that is
            not named is answered with "none".
    """

    well: dict[str, Any]
    pair: tuple[DangerPair, ...]


def load_danger_pairs(folder: Traversable | None = None) -> DangerPairs | None:
    """The table of a pack; None where it has none.

    Raises:
        PackError: the file cannot be read.
    """
    folder = folder if folder is not None else content_folder()
    if not (folder / "danger_pairs.toml").is_file():
        return None
    return read_file(folder, "danger_pairs.toml", DangerPairs)
