"""What an assessment holds."""

from __future__ import annotations

from typing import Literal

import msgspec

from nightcramp.pack.medicines import Medicine, MedicineClass
from nightcramp.pack.model import Advice, Cause, Evidence, LabTest, Mimic, Note, RedFlag, Urgency
from nightcramp.triage.read_back import AnswerItem
from nightcramp.triage.values import Answers

Band = Literal["strong", "moderate", "slight"]


class FlagFound(msgspec.Struct, frozen=True, gc=False):
    """A red flag that holds.

    Attributes:
        items: the answers that raised it.
    """

    flag: RedFlag
    items: tuple[AnswerItem, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The questions whose answers raised it."""
        return tuple(dict.fromkeys(one.question for one in self.items))


class NoteFound(msgspec.Struct, frozen=True, gc=False):
    """A note that holds, and the answers that it is about."""

    note: Note
    items: tuple[AnswerItem, ...]


class EvidenceFound(msgspec.Struct, frozen=True, gc=False):
    """A piece of evidence that holds, and the answers it rests on."""

    evidence: Evidence
    items: tuple[AnswerItem, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The questions whose answers it rests on."""
        return tuple(dict.fromkeys(one.question for one in self.items))


class CauseFound(msgspec.Struct, frozen=True, gc=False):
    """A cause with some evidence for it.

    Attributes:
        points: sum of its evidence, at most its cap. A rank, not a probability.
        medicines: those that speak for it.
        evidence: what speaks for it, strongest first, then what speaks against it.
        advice, tests: those of the cause that apply to this person.
    """

    cause: Cause
    points: int
    band: Band
    evidence: tuple[EvidenceFound, ...]
    medicines: tuple[Medicine, ...]
    advice: tuple[Advice, ...]
    tests: tuple[LabTest, ...]


class MimicFound(msgspec.Struct, frozen=True, gc=False):
    """A mimic whose criteria are met.

    Attributes:
        met: the sentences of the criteria that are met.
        items: the answers that meet them.
        answers: the questions whose answers meet them.
    """

    mimic: Mimic
    met: tuple[str, ...]
    items: tuple[AnswerItem, ...]
    answers: tuple[str, ...]
    advice: tuple[Advice, ...]
    tests: tuple[LabTest, ...]


class MedicineFound(msgspec.Struct, frozen=True, gc=False):
    """A medicine that is taken, and its classes, whose notes say what they have to do with it."""

    medicine: Medicine
    classes: tuple[MedicineClass, ...]


class Assessment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What was found, most urgent and best supported first.

    Attributes:
        urgency: how soon to be seen; `incomplete` while `missing` allows no urgency.
        within_days: for `routine`, days until the person should be seen; otherwise 0.
        contact: id of whom to go to; empty unless urgent.
        flags: red flags that hold, most urgent first.
        notes: what needs a check whatever the cramp is.
        causes: causes with points above 0, best supported first.
        mimics: mimics that fit.
        scored: whether causes were scored; in children they are not.
        medicines: what is taken, with its classes.
        leading: id of the best explanation: a red flag where the urgency is `same_day` or
            above, a mimic, a cause, or `no_clear_cause`; or `incomplete`.
        advice: what helps whatever the cause, in the pack's order.
        measures: published measure id -> its least and greatest possible value.
        answers: the answers used.
        missing: safety questions that apply and have no answer, so that the result could
            still become more urgent. Below `same_day` there is no urgency until they do.
        dropped: questions with an answer that would not have been asked; it is not used.
        not_asked: questions that apply and have no answer.
        unsure: questions answered "not sure".
    """

    urgency: Urgency
    within_days: int
    contact: str
    flags: tuple[FlagFound, ...]
    notes: tuple[NoteFound, ...]
    causes: tuple[CauseFound, ...]
    mimics: tuple[MimicFound, ...]
    scored: bool
    medicines: tuple[MedicineFound, ...]
    leading: str
    advice: tuple[Advice, ...]
    measures: dict[str, tuple[float, float]]
    answers: Answers
    missing: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    not_asked: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def urgent(self) -> bool:
        """Whether the person must be seen today or now; nothing else is shown then."""
        return self.urgency >= Urgency.same_day

    @property
    def incomplete(self) -> bool:
        """Whether there is no urgency and no explanation yet."""
        return self.urgency is Urgency.incomplete

    @property
    def clear_causes(self) -> tuple[CauseFound, ...]:
        """The causes with at least a moderate match."""
        return tuple(found for found in self.causes if found.band != "slight")
