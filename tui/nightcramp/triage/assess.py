"""From answers to an assessment: the rules engine.

Pure functions. The same pack and answers always give the same assessment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec

from nightcramp.pack.medicines import Medicine, MedicineClass  # noqa: TC001
from nightcramp.pack.model import (
    UNSURE,
    Advice,
    Cause,
    Criterion,
    Evidence,
    LabTest,
    Mimic,
    Note,
    Pack,
    RedFlag,
    Urgency,
)
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.complete import all_valid, safety_questions, still_valid
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.read_back import AnswerItem, items_behind
from nightcramp.triage.rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.triage.answers import Answers
    from nightcramp.triage.facts import Facts
    from nightcramp.triage.rules import CauseRules, MimicRules, Rules

Owner = TypeVar("Owner")
T = TypeVar("T")

Band = Literal["strong", "moderate", "slight"]
NO_CLEAR_CAUSE = "no_clear_cause"
INCOMPLETE = "incomplete"

_URGENCIES = {urgency.name: urgency for urgency in Urgency}


class FlagFound(msgspec.Struct, frozen=True, gc=False):
    """A red flag that holds.

    Attributes:
        told: what the person told that raised it.
    """

    flag: RedFlag
    told: tuple[AnswerItem, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """The questions whose answers raised it."""
        return tuple(dict.fromkeys(one.question for one in self.told))


class NoteFound(msgspec.Struct, frozen=True, gc=False):
    """A note that holds, and what the person told that it is about."""

    note: Note
    told: tuple[AnswerItem, ...]


class EvidenceFound(msgspec.Struct, frozen=True, gc=False):
    """A piece of evidence that holds, and the questions whose answers made it."""

    evidence: Evidence
    answers: tuple[str, ...]


class CauseFound(msgspec.Struct, frozen=True, gc=False):
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


class MimicFound(msgspec.Struct, frozen=True, gc=False):
    """A mimic whose criteria are met.

    Attributes:
        met: the sentences of the criteria that are met.
        told: what the person told that met them.
        answers: the questions whose answers met them.
    """

    mimic: Mimic
    met: tuple[str, ...]
    told: tuple[AnswerItem, ...]
    answers: tuple[str, ...]
    advice: tuple[Advice, ...]
    tests: tuple[LabTest, ...]


class MedicineFound(msgspec.Struct, frozen=True, gc=False):
    """A medicine that is taken, and its classes, whose notes say what they can do here."""

    medicine: Medicine
    classes: tuple[MedicineClass, ...]


class Assessment(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What was found, most urgent and best supported first.

    Attributes:
        urgency: how soon to be seen; `incomplete` where `missing` leaves nothing to be said.
        within_days: for `routine`, days until the person should be seen; otherwise 0.
        contact: id of whom to go to; empty where it is not urgent.
        flags: red flags that hold, most urgent first.
        notes: what needs a check whatever the cramp is.
        causes: causes with points above 0, best supported first.
        mimics: mimics that fit.
        scored: whether causes were looked at; they are not in children.
        medicines: what is taken, with its classes.
        leading: id of what explains it best: a red flag where the urgency is
            `same_day` or above, a mimic, a cause, or `no_clear_cause`; or `incomplete`.
        advice: what helps whatever the cause, in the pack's order.
        measures: published measure id -> least and most it comes to.
        answers: those that were weighed.
        missing: safety questions that apply and have no answer: those that could make it more
            urgent. Where the urgency is below `same_day`, nothing is said until they have one.
        dropped: questions with an answer that would not have been asked; it is not weighed.
        not_asked: questions that apply and have no answer.
        unsure: questions answered "not sure".
    """

    pack_version: str
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
        """Whether it must be seen today or now; nothing else is shown then."""
        return self.urgency >= Urgency.same_day

    @property
    def incomplete(self) -> bool:
        """Whether nothing can be said yet: no urgency and no explanation."""
        return self.urgency is Urgency.incomplete

    @property
    def clear_causes(self) -> tuple[CauseFound, ...]:
        """The causes with at least a moderate match."""
        return tuple(found for found in self.causes if found.band != "slight")


def assess(pack: Pack, answers: Answers) -> Assessment:
    """Weigh the answers against the pack.

    Tuples are made of lists, here and wherever it happens once a person: made of anything
    else they take a size that Python keeps up to 2,000 of, and memory would seem to grow.

    Args:
        pack: the clinical content, already checked.
        answers: question id -> value; a question that was not asked has no entry.

    Returns:
        What was found. The order in which the answers came in does not matter, and answers to
        questions that would not be asked count for nothing.
    """
    rules = rules_of(pack)
    picked = picked_medicines(pack, answers)
    facts = derive_facts(pack, answers, picked)
    applying = rules.applying.held(facts)
    open_ = [name for name in applying if name not in answers]
    if not all_valid(pack, answers, len(applying) - len(open_)):
        kept = still_valid(pack, answers)
        if len(kept) < len(answers):
            dropped = [n for n in rules.questions if n in answers and n not in kept]
            return msgspec.structs.replace(assess(pack, kept), dropped=tuple(dropped))
    not_asked = tuple([name for name in open_ if name not in rules.waiting])
    flags = find_flags(pack, facts, answers)
    facts.add("red_flags", _flag_ids(flags))
    notes = rules.notes.held(facts)
    facts.add("notes", [note.id for note in notes])
    met = _by_owner(rules.criteria.held(facts))
    fitting = [one for one in rules.mimics if len(met.get(one, ())) >= one.needed]
    facts.add("mimics", [one.mimic.id for one in fitting])
    weighed = all(rules.causes_when.truths(facts))
    scored = _score_causes(rules, facts) if weighed else []
    clear = [one.cause.id for one, points, _ in scored if points >= pack.about.moderate]
    facts.add("causes", clear)
    causes = tuple(
        [
            CauseFound(
                cause=one.cause,
                points=points,
                band=_band(pack, points),
                evidence=tuple([EvidenceFound(e, rules.behind(e.when, answers)) for e in evidence]),
                advice=one.advice.held(facts),
                tests=one.tests.held(facts),
            )
            for one, points, evidence in scored
        ]
    )
    mimics = tuple([_mimic_found(pack, one, met.get(one, []), facts, answers) for one in fitting])
    urgency = _urgency(flags, fitting)
    wanted = safety_questions(pack, facts, urgency) if not_asked else None
    missing = tuple([name for name in not_asked if name in wanted]) if wanted else ()
    if missing and urgency < Urgency.same_day:
        urgency = Urgency.incomplete
    return Assessment(
        pack_version=pack.about.version,
        urgency=urgency,
        within_days=_within_days(pack, flags, fitting) if urgency is Urgency.routine else 0,
        contact=_contact(rules, urgency, flags, fitting),
        flags=flags,
        notes=tuple(
            [NoteFound(note, items_behind(pack, note.when, facts, answers)) for note in notes]
        ),
        causes=causes,
        mimics=mimics,
        scored=weighed,
        medicines=_medicines(rules, picked) if picked else (),
        leading=_leading(rules, urgency, flags, mimics, causes, facts),
        advice=rules.advice.held(facts),
        measures={
            m.id: facts.numbers[m.id]
            for m in rules.measures
            if m.published and m.id in facts.numbers
        },
        answers=answers,
        missing=missing,
        not_asked=not_asked,
        unsure=_unsure(rules, facts, answers),
    )


def weighed(answers: Answers, found: Assessment) -> Answers:
    """The answers that an assessment rests on."""
    if not found.dropped:
        return answers
    return {name: value for name, value in answers.items() if name not in found.dropped}


def find_flags(pack: Pack, facts: Facts, answers: Answers) -> tuple[FlagFound, ...]:
    """The red flags that hold, most urgent first.

    Of one urgency, the flag that accounts for most of what was told comes first, so that
    one more sign never gives a vaguer page; then they stand in the pack's order.
    """
    held = rules_of(pack).flags.held(facts)
    found = [FlagFound(flag, items_behind(pack, flag.when, facts, answers)) for flag in held]
    return tuple(sorted(found, key=lambda one: (-_URGENCIES[one.flag.urgency], -len(one.told))))


def _flag_ids(flags: tuple[FlagFound, ...]) -> list[str]:
    ids = [found.flag.id for found in flags]
    if flags and flags[0].flag.urgency != "routine":
        ids.append("any")
    return ids


def _by_owner(pairs: Iterable[tuple[Owner, T]]) -> dict[Owner, list[T]]:
    """What holds, by the cause or mimic it belongs to."""
    found: dict[Owner, list[T]] = {}
    for owner, item in pairs:
        found.setdefault(owner, []).append(item)
    return found


def _mimic_found(
    pack: Pack, one: MimicRules, met: list[Criterion], facts: Facts, answers: Answers
) -> MimicFound:
    rules = rules_of(pack)
    told = {item for c in met for item in items_behind(pack, c.when, facts, answers)}
    behind = {name for criterion in met for name in rules.behind(criterion.when, answers)}
    return MimicFound(
        mimic=one.mimic,
        met=tuple([criterion.because for criterion in met]),
        told=tuple(sorted(told)),
        answers=tuple([name for name in rules.questions if name in behind]),
        advice=one.advice.held(facts),
        tests=one.tests.held(facts),
    )


def _score_causes(rules: Rules, facts: Facts) -> list[tuple[CauseRules, int, list[Evidence]]]:
    """The causes with points above 0, best supported first."""
    scored = []
    for one, evidence in _by_owner(rules.evidence.held(facts)).items():
        points = min(one.cause.cap, sum([e.points for e in evidence]))
        if points > 0:
            scored.append((one, points, evidence))
    return sorted(scored, key=lambda item: -item[1])


def _band(pack: Pack, points: int) -> Band:
    if points >= pack.about.strong:
        return "strong"
    return "moderate" if points >= pack.about.moderate else "slight"


def _urgency(flags: tuple[FlagFound, ...], mimics: list[MimicRules]) -> Urgency:
    urgency = _URGENCIES[flags[0].flag.urgency] if flags else Urgency.self_care
    return max(urgency, *[one.urgency for one in mimics]) if mimics else urgency


def _within_days(pack: Pack, flags: tuple[FlagFound, ...], mimics: list[MimicRules]) -> int:
    limits = [found.flag.within_days for found in flags]
    limits += [one.mimic.within_days for one in mimics]
    return min(limit or pack.about.routine_days for limit in limits)


def _contact(
    rules: Rules, urgency: Urgency, flags: tuple[FlagFound, ...], mimics: list[MimicRules]
) -> str:
    """Whom to go to: of those that rules of this urgency name, the first in the pack."""
    if urgency < Urgency.same_day:
        return ""
    named = [rules.contact[f.flag.id] for f in flags if f.flag.urgency == urgency.name]
    named += [one.contact for one in mimics if one.urgency is urgency]
    return min(named, key=rules.contact_rank.__getitem__)


def _leading(
    rules: Rules,
    urgency: Urgency,
    flags: tuple[FlagFound, ...],
    mimics: tuple[MimicFound, ...],
    causes: tuple[CauseFound, ...],
    facts: Facts,
) -> str:
    if urgency is Urgency.incomplete:
        return INCOMPLETE
    if flags and urgency >= Urgency.same_day and flags[0].flag.urgency == urgency.name:
        return flags[0].flag.id
    clear = bool(causes) and causes[0].band != "slight"
    if mimics and not (clear and all(rules.cramp_when.truths(facts))):
        return mimics[0].mimic.id
    return causes[0].cause.id if clear else NO_CLEAR_CAUSE


def _medicines(rules: Rules, picked: tuple[Medicine, ...]) -> tuple[MedicineFound, ...]:
    return tuple(
        [
            MedicineFound(medicine, tuple([rules.classes[name] for name in medicine.classes]))
            for medicine in picked
        ]
    )


def _unsure(rules: Rules, facts: Facts, answers: Answers) -> tuple[str, ...]:
    words = facts.words
    if words.isdisjoint(rules.unsure):
        return ()
    said = [name for word, name in rules.unsure.items() if word in words]
    return tuple([name for name in said if _is_unsure(answers.get(name))])


def _is_unsure(value: object) -> bool:
    return value == UNSURE or (isinstance(value, tuple) and UNSURE in value)
