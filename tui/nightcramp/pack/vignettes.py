"""Patients with the result expected of them: tests that travel with the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from nightcramp.pack.load import content_folder, read_file
from nightcramp.pack.model import Record

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

UrgencyName = Literal["self_care", "routine", "same_day", "emergency"]


class Expected(Record, frozen=True, kw_only=True):
    """The result expected.

    Attributes:
        urgency: the right one.
        at_least, at_most: the least that is safe and the most that is reasonable.
        first: ids any of which may lead; `urgent` stands for any urgent red flag.
        names: ids of flags' suspects, mimics or causes that must be named.
        advise: ids or topics of advice that must be given.
        never_advise: ids or topics of advice that must not be.
        within_days: the longest time limit allowed for a `routine` result.
    """

    urgency: UrgencyName
    at_least: UrgencyName
    at_most: UrgencyName
    first: tuple[str, ...]
    names: tuple[str, ...] = ()
    advise: tuple[str, ...] = ()
    never_advise: tuple[str, ...] = ()
    within_days: int = 0


class Vignette(Record, frozen=True, kw_only=True):
    """One patient.

    Attributes:
        story: what the person tells, as a clinician would note it.
        why: why this result is expected.
        answers: question id -> value, for each question asked.
    """

    id: str
    title: str
    story: str
    why: str
    answers: dict[str, Any]
    expected: Expected


def load_vignettes(folder: Traversable | None = None) -> tuple[Vignette, ...]:
    """Every vignette of a pack, by file name.

    Raises:
        PackError: a vignette cannot be read.
    """
    folder = folder if folder is not None else content_folder()
    names = sorted(entry.name for entry in (folder / "vignettes").iterdir())
    return tuple(
        read_file(folder, f"vignettes/{name}", Vignette) for name in names if name.endswith(".toml")
    )
