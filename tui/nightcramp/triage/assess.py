"""From answers to an assessment: the rules engine.

Pure functions. The same pack and answers always give the same assessment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from nightcramp.pack.model import (
    UNSURE,
    Advice,
    Cause,
    Evidence,
    LabTest,
    Medicine,
    MedicineClass,
    Mimic,
    Pack,
    RedFlag,
    Urgency,
)
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.facts import Facts, derive_facts
from nightcramp.triage.trace import questions_behind

if TYPE_CHECKING:
    from nightcramp.pack.condition import Condition
    from nightcramp.triage.answers import Answers

Band = Literal["strong", "moderate", "slight"]
NO_CLEAR_CAUSE = "no_clear_cause"


class FlagFound(msgspec.Struct, frozen=True):
    """A red flag that holds, and the questions whose answers raised it."""

    flag: RedFlag
    answers: tuple[str, ...]


class EvidenceFound(msgspec.Struct, frozen=True):
    """A piece of evidence that holds, and the questions whose answers made it."""

    evidence: Evidence
    answers: tuple[str, ...]


class CauseFound(msgspec.Struct, frozen=True):
    """A cause with some evidence for it.

    Attributes:
        points: sum of its evidence, at most its cap. A rank, not a probability.
        evidence: what speaks for it, strongest first, then what speaks against it.
        advice, tests: its own, as far as nothing forbids them.
    """

    cause: Cause
    points: int
    band: Band
    evidence: tuple[EvidenceFound, ...]
    advice: tuple[Advice, ...]
    tests: tuple[LabTest, ...]


class MimicFound(msgspec.Struct, frozen=True):
    """A mimic whose criteria are met.

    Attributes:
        met: the sentences of the criteria that are met.
        answers: the questions whose answers met them.
    """

    mimic: Mimic
    met: tuple[str, ...]
    answers: tuple[str, ...]
    advice: tuple[Advice, ...]
    tests: tuple[LabTest, ...]


class MedicineFound(msgspec.Struct, frozen=True):
    """A medicine that is taken, and its classes, whose notes say what they can do here."""

    medicine: Medicine
    classes: tuple[MedicineClass, ...]


class Assessment(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, most urgent and best supported first.

    Attributes:
        within_days: for `routine`, days until the person should be seen; otherwise 0.
        flags: red flags that hold, most urgent first.
        causes: causes with points above 0, best supported first.
        mimics: mimics that fit.
        scored: whether causes were looked at; they are not in children.
        medicines: what is taken, with its classes.
        leading: id of what explains it best: a red flag where the urgency is
            `same_day` or above, a mimic, a cause, or `no_clear_cause`.
        advice: what helps whatever the cause, in the pack's order.
        measures: measure id -> least and most it comes to.
        not_asked: questions that apply and have no answer.
        unsure: questions answered "not sure".
    """

    pack_version: str
    urgency: Urgency
    within_days: int
    flags: tuple[FlagFound, ...]
    causes: tuple[CauseFound, ...]
    mimics: tuple[MimicFound, ...]
    scored: bool
    medicines: tuple[MedicineFound, ...]
    leading: str
    advice: tuple[Advice, ...]
    measures: dict[str, tuple[float, float]]
    not_asked: tuple[str, ...]
    unsure: tuple[str, ...]

    @property
    def urgent(self) -> bool:
        """Whether it must be seen today or now; nothing else is shown then."""
        return self.urgency >= Urgency.same_day

    @property
    def clear_causes(self) -> tuple[CauseFound, ...]:
        """The causes with at least a moderate match."""
        return tuple(found for found in self.causes if found.band != "slight")


def assess(pack: Pack, answers: Answers) -> Assessment:
    """Weigh the answers against the pack.

    Args:
        pack: the clinical content, already checked.
        answers: question id -> value; a question that was not asked has no entry.

    Returns:
        What was found. The order in which the answers came in does not matter.
    """
    facts = derive_facts(pack, answers)
    flags = find_flags(pack, facts, answers)
    facts = facts.with_chosen("red_flags", _flag_ids(flags))
    fitting = [mimic for mimic in pack.mimics if _fits(mimic, facts)]
    facts = facts.with_chosen("mimics", frozenset(mimic.id for mimic in fitting))
    scored = _score_causes(pack, facts, answers)
    facts = facts.with_chosen(
        "causes",
        frozenset(cause.id for cause, points, _ in scored if points >= pack.about.moderate),
    )
    causes = tuple(
        CauseFound(
            cause=cause,
            points=points,
            band=_band(pack, points),
            evidence=evidence,
            advice=_allowed(cause.advice, facts),
            tests=_wanted(cause.tests, facts),
        )
        for cause, points, evidence in scored
    )
    mimics = tuple(_mimic_found(pack, mimic, facts, answers) for mimic in fitting)
    urgency = _urgency(flags, fitting)
    return Assessment(
        pack_version=pack.about.version,
        urgency=urgency,
        within_days=_within_days(pack, flags, fitting) if urgency is Urgency.routine else 0,
        flags=flags,
        causes=causes,
        mimics=mimics,
        scored=facts.holds(pack.about.causes_when),
        medicines=_medicines(pack, answers),
        leading=_leading(pack, urgency, flags, mimics, causes, facts),
        advice=_allowed(pack.advice, facts),
        measures={m.id: facts.numbers[m.id] for m in pack.measures if m.id in facts.numbers},
        not_asked=tuple(
            q.id for q in pack.questions if q.id not in answers and applies(pack, q.id, facts)
        ),
        unsure=tuple(q.id for q in pack.questions if _is_unsure(answers.get(q.id))),
    )


def find_flags(pack: Pack, facts: Facts, answers: Answers) -> tuple[FlagFound, ...]:
    """The red flags that hold, most urgent first, then in the pack's order."""
    found = [
        FlagFound(flag, questions_behind(pack, flag.when, answers))
        for flag in pack.red_flags
        if facts.holds(flag.when)
    ]
    return tuple(sorted(found, key=lambda item: -Urgency[item.flag.urgency]))


def applies(pack: Pack, question_id: str, facts: Facts) -> bool:
    """Whether the question is for this person: its own condition and its section's."""
    question = pack.question(question_id)
    section = next(s for s in pack.about.sections if s.id == question.section)
    return all(when is None or facts.holds(when) for when in (section.when, question.when))


def _flag_ids(flags: tuple[FlagFound, ...]) -> frozenset[str]:
    urgent = any(found.flag.urgency != "routine" for found in flags)
    return frozenset(found.flag.id for found in flags) | (frozenset({"any"} if urgent else ()))


def _fits(mimic: Mimic, facts: Facts) -> bool:
    met = sum(facts.holds(criterion.when) for criterion in mimic.criteria)
    return met >= (mimic.needed or len(mimic.criteria))


def _mimic_found(pack: Pack, mimic: Mimic, facts: Facts, answers: Answers) -> MimicFound:
    met = [criterion for criterion in mimic.criteria if facts.holds(criterion.when)]
    behind = {q for criterion in met for q in questions_behind(pack, criterion.when, answers)}
    return MimicFound(
        mimic=mimic,
        met=tuple(criterion.because for criterion in met),
        answers=tuple(q.id for q in pack.questions if q.id in behind),
        advice=_allowed(mimic.advice, facts),
        tests=_wanted(mimic.tests, facts),
    )


def _score_causes(
    pack: Pack, facts: Facts, answers: Answers
) -> list[tuple[Cause, int, tuple[EvidenceFound, ...]]]:
    if not facts.holds(pack.about.causes_when):
        return []
    scored = []
    for cause in pack.causes:
        found = [e for e in cause.evidence if facts.holds(e.when)]
        points = min(cause.cap, sum(e.points for e in found))
        if points > 0:
            found.sort(key=lambda e: -e.points)
            evidence = tuple(
                EvidenceFound(e, questions_behind(pack, e.when, answers)) for e in found
            )
            scored.append((cause, points, evidence))
    return sorted(scored, key=lambda item: -item[1])


def _band(pack: Pack, points: int) -> Band:
    if points >= pack.about.strong:
        return "strong"
    return "moderate" if points >= pack.about.moderate else "slight"


def _urgency(flags: tuple[FlagFound, ...], mimics: list[Mimic]) -> Urgency:
    found = [Urgency[f.flag.urgency] for f in flags] + [Urgency[m.urgency] for m in mimics]
    return max(found, default=Urgency.self_care)


def _within_days(pack: Pack, flags: tuple[FlagFound, ...], mimics: list[Mimic]) -> int:
    limits = [found.flag.within_days for found in flags] + [mimic.within_days for mimic in mimics]
    return min(limit or pack.about.routine_days for limit in limits)


def _leading(
    pack: Pack,
    urgency: Urgency,
    flags: tuple[FlagFound, ...],
    mimics: tuple[MimicFound, ...],
    causes: tuple[CauseFound, ...],
    facts: Facts,
) -> str:
    if flags and urgency >= Urgency.same_day and flags[0].flag.urgency == urgency.name:
        return flags[0].flag.id
    clear = bool(causes) and causes[0].band != "slight"
    if mimics and not (clear and facts.holds(pack.about.cramp_when)):
        return mimics[0].mimic.id
    return causes[0].cause.id if clear else NO_CLEAR_CAUSE


def _medicines(pack: Pack, answers: Answers) -> tuple[MedicineFound, ...]:
    classes = {c.id: c for c in pack.medicine_classes}
    return tuple(
        MedicineFound(medicine, tuple(classes[name] for name in medicine.classes))
        for medicine in picked_medicines(pack, answers)
    )


def _allowed(lines: tuple[Advice, ...], facts: Facts) -> tuple[Advice, ...]:
    return tuple(
        line
        for line in lines
        if (line.when is None or facts.holds(line.when))
        and (line.unless is None or not facts.holds(line.unless))
    )


def _wanted(tests: tuple[LabTest, ...], facts: Facts) -> tuple[LabTest, ...]:
    return tuple(test for test in tests if _wants(test.when, facts))


def _wants(when: Condition | None, facts: Facts) -> bool:
    return when is None or facts.holds(when)


def _is_unsure(value: object) -> bool:
    return value == UNSURE or (isinstance(value, tuple) and UNSURE in value)
