"""What a patient is told, as far as two versions of a pack are compared by it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nightcramp.check.diff.records import Kind, Result
from nightcramp.pack.model import Pack
from nightcramp.triage import Answers, Assessment, assess
from nightcramp.triage.assessment import CauseFound, MimicFound

_NEVER = 10_000
"""Days: whoever looks after it at home waits longer than any limit."""


class Told(msgspec.Struct, frozen=True):
    """What one version tells a patient.

    Attributes:
        wait: (less urgent is more, days): whose is greater waits longer.
        ids: kind of change -> the ids of that kind that are told.
    """

    assessment: Assessment
    wait: tuple[int, int]
    ids: Mapping[Kind, frozenset[str]]

    def result(self, kind: Kind, other: Told) -> Result:
        """What is told, and of one kind what the other version does not tell."""
        found = self.assessment
        only = self.ids.get(kind, frozenset()) - other.ids.get(kind, frozenset())
        return Result(
            urgency=found.urgency.name,
            within_days=found.within_days,
            contact=found.contact,
            leading=found.leading,
            told=tuple(sorted(only)),
        )


def told(pack: Pack, answers: Answers) -> Told:
    """What a pack tells whoever gives these answers."""
    found = assess(pack, answers)
    days = found.within_days or (_NEVER if not found.urgent else 0)
    owners: list[tuple[str, CauseFound | MimicFound]] = [
        *((one.cause.id, one) for one in found.causes),
        *((one.mimic.id, one) for one in found.mimics),
    ]
    advice = [line.id for line in found.advice]
    advice += [f"{owner}/{line.id}" for owner, one in owners for line in one.advice]
    tests = [f"{owner}/{test.id}" for owner, one in owners for test in one.tests]
    causes = [one.cause.id for one in found.causes]
    causes += [f"{one.cause.id} ({one.band})" for one in found.causes]
    causes += [f"{c.cause.id}/{e.evidence.id}" for c in found.causes for e in c.evidence]
    ids: dict[Kind, frozenset[str]] = {
        "contact": frozenset({found.contact} if found.urgent else ()),
        "explanation": frozenset({found.leading}),
        "flags": frozenset(one.flag.id for one in found.flags),
        "notes": frozenset(one.note.id for one in found.notes),
        "mimics": frozenset(one.mimic.id for one in found.mimics),
        "causes": frozenset(causes),
        "advice": frozenset(advice),
        "tests": frozenset(tests),
        "asked": frozenset(answers) - frozenset(found.dropped),
    }
    return Told(found, (-found.urgency, days), ids)


def both_told(packs: tuple[Pack, Pack], answers: tuple[Answers, Answers]) -> tuple[Told, Told]:
    """What each version tells whoever gives it these answers."""
    return told(packs[0], answers[0]), told(packs[1], answers[1])


def in_one_file(
    packs: tuple[Pack, Pack], answers: tuple[Answers, Answers]
) -> tuple[Answers, Answers]:
    """The same file for both versions, as far as they know the questions, if one can be made."""
    first, second = answers
    if any(first[name] != second[name] for name in first.keys() & second.keys()):
        return answers
    merged = {**first, **second}
    known = [{question.id for question in pack.questions} for pack in packs]
    one, two = ({n: v for n, v in merged.items() if n in names} for names in known)
    return one, two


_CALM: frozenset[Kind] = frozenset({"mimics", "causes", "advice", "tests"})
"""What is told to those alone who need not be seen today."""
_AS_URGENT: frozenset[Kind] = _CALM | {"explanation", "asked"}
"""What often differs where the versions differ in how urgent it is; that is said by itself."""


FOUND_IN_ANY: frozenset[Kind] = frozenset({"flags", "notes"})
"""What is told whatever the urgency; an interview that goes on longer always finds more of it."""


def differences(old: Told, new: Told) -> frozenset[Kind]:
    """The kinds of change between what two versions tell the same patient."""
    was, now = old.assessment, new.assessment
    kinds = {kind for kind, ids in old.ids.items() if ids != new.ids[kind]}
    if was.urgency is not now.urgency:
        kinds.discard("contact")
    if was.incomplete or now.incomplete:
        kinds -= _AS_URGENT
    elif was.urgent or now.urgent:
        kinds -= _CALM if was.urgency is now.urgency else _AS_URGENT
    if old.wait != new.wait and not was.incomplete and not now.incomplete:
        kinds.add("later" if new.wait > old.wait else "sooner")
    return frozenset(kinds)
