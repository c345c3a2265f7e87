"""Vignettes: patients that come with the content, our own and those from outside.

Our own are tests: `[expected]` in the file is the result that they must get. Patients from
outside have `[raters]` instead: what two people accept who did not write the rules. Their
results are reported, not enforced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from nightcramp.errors import PackError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.load import content_folder, read_document, read_file
from nightcramp.pack.model import Urgency
from nightcramp.pack.record import Record

if TYPE_CHECKING:
    from nightcramp.pack.folder import AnyFolder


VIGNETTES = "vignettes"

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


class Rating(Record, frozen=True, kw_only=True):
    """What one rater accepts.

    Attributes:
        least, right, most: the least that is safe, the right one, the most that is reasonable.
        within_days: how many days the rater lets a `routine` result wait; 0 for no limit named.

    Raises:
        ValueError: they are not in that order.
    """

    least: UrgencyName
    right: UrgencyName
    most: UrgencyName
    within_days: int = 0

    def __post_init__(self) -> None:
        """Check the order."""
        if not Urgency[self.least] <= Urgency[self.right] <= Urgency[self.most]:
            order = f"'{self.least}', '{self.right}', '{self.most}'"
            raise ValueError(f"least, right and most must rise, and are {order}")


class Raters(Record, frozen=True, kw_only=True):
    """Two raters; the second did not know the first one's ratings."""

    first: Rating
    second: Rating

    @property
    def either(self) -> tuple[Urgency, Urgency]:
        """The least and the most that one or the other accepts."""
        least = min(Urgency[self.first.least], Urgency[self.second.least])
        return least, max(Urgency[self.first.most], Urgency[self.second.most])

    @property
    def both(self) -> tuple[Urgency, Urgency] | None:
        """The least and the most that both accept; None if their ranges do not overlap."""
        least = max(Urgency[self.first.least], Urgency[self.second.least])
        most = min(Urgency[self.first.most], Urgency[self.second.most])
        return (least, most) if least <= most else None


class Patient(Record, frozen=True, kw_only=True):
    """A patient with answers.

    Attributes:
        story: what the person tells, or what a clinician would note.
        why: why this result is expected, or accepted.
        answers: question id -> value, for each question asked.
    """

    id: str
    story: str
    why: str
    answers: dict[str, Any]


class Vignette(Patient, frozen=True, kw_only=True):
    """One of our own patients, with the result expected."""

    title: str
    expected: Expected


class RatedVignette(Patient, frozen=True, kw_only=True):
    """A patient from outside. The answers were given by someone who knew only the story.

    Attributes:
        origin: where the story is from ("ordinary", "published").
        source: the publication it is paraphrased from; may be empty.
        explanations, explanations_second: possible explanations by the first and the second
            rater; free text for readers, like the next two.
        must_say, must_not_say: what a good result says, and what it must not say.
        accepted: if the result is outside what the raters accept, why they are believed to be
            wrong, with the guideline. It is still counted as outside.
    """

    origin: str
    source: str = ""
    explanations: tuple[str, ...] = ()
    explanations_second: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    accepted: str = ""
    raters: Raters


def read_patients(
    folder: AnyFolder | None = None,
) -> Iterator[tuple[str, Vignette | RatedVignette]]:
    """Every patient of a pack with its file, sub-folders included.

    Raises:
        PackError: a patient cannot be read.
    """
    folder = PackFolder.of(folder if folder is not None else content_folder())
    for file in folder.found(VIGNETTES):
        document = read_document(folder, file)
        if "raters" not in document.data:
            yield file, read_file(folder, file, Vignette)
        elif "expected" not in document.data:
            yield file, read_file(folder, file, RatedVignette)
        else:
            problem = "has both [expected] and [raters]; a patient has one pass mark."
            raise PackError(file, document.line(("raters",)), problem)


def load_vignettes(folder: AnyFolder | None = None) -> tuple[Vignette, ...]:
    """Every patient of our own, by file name.

    Raises:
        PackError: a patient cannot be read.
    """
    return tuple(one for _, one in read_patients(folder) if isinstance(one, Vignette))


def load_rated(folder: AnyFolder | None = None) -> tuple[RatedVignette, ...]:
    """Every patient from outside, by file name.

    Raises:
        PackError: a patient cannot be read.
    """
    return tuple(one for _, one in read_patients(folder) if isinstance(one, RatedVignette))
