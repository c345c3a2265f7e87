"""From answers to an assessment: the rules engine.

Pure functions. The same pack and answers always give the same assessment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from nightcramp.pack.medicines import Medicine
from nightcramp.pack.model import UNSURE, Criterion, Evidence, Pack, Urgency
from nightcramp.triage.answers import picked_medicines
from nightcramp.triage.applicable import all_valid, still_valid
from nightcramp.triage.assessment import (
    Assessment,
    Band,
    CauseFound,
    EvidenceFound,
    FlagFound,
    MedicineFound,
    MimicFound,
    NoteFound,
)
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.facts import Facts
from nightcramp.triage.read_back import items_behind
from nightcramp.triage.rules import CauseRules, MimicRules, Rules, rules_of
from nightcramp.triage.safety import safety_questions
from nightcramp.triage.values import Answers

Owner = TypeVar("Owner")
T = TypeVar("T")

NO_CLEAR_CAUSE = "no_clear_cause"
INCOMPLETE = "incomplete"

_URGENCIES = {urgency.name: urgency for urgency in Urgency}


def assess(pack: Pack, answers: Answers) -> Assessment:
    """Weigh the answers against the pack.

    Args:
        pack: the clinical content, already checked.
        answers: question id -> value; a question that was not asked has no entry.

    Returns:
        What was found. The order of the answers does not matter, and answers to questions
        that would not have been asked are not used.
    """
    # Build tuples from lists: CPython caches up to 2,000 over-sized tuples otherwise.
    rules = rules_of(pack)
    picked = picked_medicines(pack, answers)
    facts = derive_facts(pack, answers, picked)
    applying = rules.applying.held(facts)
    open_ = [name for name in applying if name not in answers]
    if not all_valid(pack, answers, len(applying) - len(open_)):
        kept = still_valid(pack, answers)
        if len(kept) < len(answers):
            dropped = [n for n in rules.questions if n in answers and n not in kept]
            return replace(assess(pack, kept), dropped=tuple(dropped))
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
    facts.add("causes", [name for one, *_ in scored for name in one.names])
    causes = tuple([_cause_found(pack, one, facts, answers, picked) for one in scored])
    mimics = tuple([_mimic_found(pack, one, met.get(one, []), facts, answers) for one in fitting])
    urgency = _urgency(flags, fitting)
    wanted = safety_questions(pack, facts, urgency) if not_asked else None
    missing = tuple([name for name in not_asked if name in wanted]) if wanted else ()
    if missing and urgency < Urgency.same_day:
        urgency = Urgency.incomplete
    return Assessment(
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


def find_flags(pack: Pack, facts: Facts, answers: Answers) -> tuple[FlagFound, ...]:
    """The red flags that hold, most urgent first.

    Within one urgency, the flag that rests on the most answers comes first, so that one more
    sign never gives a vaguer page; then the pack's order counts.
    """
    held = rules_of(pack).flags.held(facts)
    found = [FlagFound(flag, items_behind(pack, flag.when, facts, answers)) for flag in held]
    return tuple(sorted(found, key=lambda one: (-_URGENCIES[one.flag.urgency], -len(one.items))))


def _flag_ids(flags: tuple[FlagFound, ...]) -> list[str]:
    ids = [found.flag.id for found in flags]
    if flags and flags[0].flag.urgency != "routine":
        ids.append("any")
    return ids


def _by_owner(pairs: Iterable[tuple[Owner, T]]) -> dict[Owner, list[T]]:
    """Items grouped by the cause or mimic they belong to."""
    found: dict[Owner, list[T]] = {}
    for owner, item in pairs:
        found.setdefault(owner, []).append(item)
    return found


def _mimic_found(
    pack: Pack, one: MimicRules, met: list[Criterion], facts: Facts, answers: Answers
) -> MimicFound:
    rules = rules_of(pack)
    items = {item for c in met for item in items_behind(pack, c.when, facts, answers)}
    behind = {name for criterion in met for name in rules.behind(criterion.when, answers)}
    return MimicFound(
        mimic=one.mimic,
        met=tuple([criterion.because for criterion in met]),
        items=tuple(sorted(items)),
        answers=tuple([name for name in rules.questions if name in behind]),
        advice=one.advice.held(facts),
        tests=one.tests.held(facts),
    )


def _cause_found(
    pack: Pack,
    scored: tuple[CauseRules, int, list[Evidence]],
    facts: Facts,
    answers: Answers,
    picked: tuple[Medicine, ...],
) -> CauseFound:
    one, points, evidence = scored
    found = [EvidenceFound(e, items_behind(pack, e.when, facts, answers)) for e in evidence]
    named = {item.value for speaks in found for item in speaks.items}
    return CauseFound(
        cause=one.cause,
        points=points,
        band=_band(pack, points),
        evidence=tuple(found),
        medicines=tuple([medicine for medicine in picked if medicine.id in named]),
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
    """Whom to go to: the first in the pack of those that rules of this urgency name."""
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
