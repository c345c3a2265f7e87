"""What anyone is told, as formulas over their answers: `triage.assess`, for all people at once."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nightcramp.pack.model import Pack, Urgency
from nightcramp.triage.assess import INCOMPLETE
from nightcramp.triage.formulas.answers import Answering, Table
from nightcramp.triage.formulas.explained import (
    FoundBy,
    Key,
    advised,
    leading,
    scored,
    tested,
    with_groups,
)
from nightcramp.triage.formulas.facts import FormulaFacts
from nightcramp.triage.formulas.formula import Formula, Formulas
from nightcramp.triage.formulas.how_soon import HowSoon
from nightcramp.triage.rules import rules_of


class Person(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What an assessment holds, each item with the formula by which it does.

    Attributes:
        table: the answers given.
        counted: the answers that count.
        applies: question id -> whether it applies.
        missing: question id -> whether it is a safety question without an answer.
        facts: all that is known, results included.
        known: urgency -> whether what is known gives it, whatever is missing.
        told: urgency -> whether it is told; `incomplete` where safety questions are missing.
        within: days -> whether a `routine` result is to be seen within that many or fewer.
        contacts: contact id -> whether it is the one told.
        flags, notes, mimics: id -> whether it is found.
        criteria: (mimic id, criterion id) -> whether it is met and the mimic fits.
        points: cause id -> for 1, 2, 3, ... whether it has so many points, or more.
        held: (cause id, evidence id) -> whether it holds.
        evidence: the same -> whether it holds and the cause is found.
        leads: id of a mimic or cause, "no_clear_cause" or "incomplete" -> whether it is the best
            explanation. An urgent red flag leads in all other cases.
        advice, tests: (id of the cause or mimic, or empty; id) -> whether it is given.
    """

    table: Table
    counted: Table
    applies: dict[str, Formula]
    missing: dict[str, Formula]
    facts: FormulaFacts
    known: dict[Urgency, Formula]
    told: dict[Urgency, Formula]
    within: dict[int, Formula]
    contacts: dict[str, Formula]
    flags: dict[str, Formula]
    notes: dict[str, Formula]
    mimics: dict[str, Formula]
    criteria: dict[tuple[str, str], Formula]
    points: dict[str, list[Formula]]
    held: dict[tuple[str, str], Formula]
    evidence: dict[tuple[str, str], Formula]
    leads: dict[str, Formula]
    advice: dict[tuple[str, str], Formula]
    tests: dict[tuple[str, str], Formula]

    def told_at_least(self, urgency: Urgency) -> Formula:
        """Whether this urgency or a higher one is told."""
        return self.facts.make.some(when for told, when in self.told.items() if told >= urgency)


def person_of(answering: Answering, table: Table, found_by: FoundBy | None = None) -> Person:
    """What a person is told who gives these answers.

    Args:
        answering: the pack's answers.
        table: what is answered.
        found_by: decides in place of the points which causes are found.
    """
    pack, make = answering.pack, answering.make
    counted = answering.counting(table)
    facts = answering.facts(counted)
    applies = {name: facts.all_hold(w) for name, w in rules_of(pack).asked_when.items()}
    flags = {flag.id: facts.holds(flag.when) for flag in pack.red_flags}
    facts = facts.adding("red_flags", {**flags, "any": _any_urgent(make, pack, flags)})
    notes = {note.id: facts.holds(note.when) for note in pack.notes}
    facts = facts.adding("notes", notes)
    criteria = {
        (mimic.id, one.id): facts.holds(one.when) for mimic in pack.mimics for one in mimic.criteria
    }
    mimics = _fitting(make, pack, criteria)
    facts = facts.adding("mimics", mimics)
    causes = scored(pack, facts, found_by)
    facts = facts.adding("causes", with_groups(make, pack, causes.found))
    soon = HowSoon(make, pack, flags, mimics)
    missing = soon.missing(facts, counted, applies)
    told = soon.told(make.some(missing.values()))
    left = make.no(make.either(told[Urgency.incomplete], soon.flag_leads(told)))
    return Person(
        table=table,
        counted=counted,
        applies=applies,
        missing=missing,
        facts=facts,
        known=soon.known,
        told=told,
        within=soon.within(told),
        contacts=soon.contacts(told),
        flags=flags,
        notes=notes,
        mimics=mimics,
        criteria={key: make.both(when, mimics[key[0]]) for key, when in criteria.items()},
        points=causes.points,
        held=causes.held,
        evidence=causes.evidence,
        leads={
            INCOMPLETE: told[Urgency.incomplete],
            **leading(pack, facts, left, mimics, causes),
        },
        advice=advised(pack, facts, mimics, causes.found),
        tests=tested(pack, facts, mimics, causes.found),
    )


def _any_urgent(make: Formulas, pack: Pack, flags: Mapping[str, Formula]) -> Formula:
    return make.some(flags[flag.id] for flag in pack.red_flags if flag.urgency != "routine")


def _fitting(make: Formulas, pack: Pack, criteria: Mapping[Key, Formula]) -> dict[str, Formula]:
    """Mimic id -> whether enough of its criteria are met."""
    return {
        one.mimic.id: make.at_least(
            one.needed, [(1, criteria[one.mimic.id, c.id]) for c in one.mimic.criteria]
        )
        for one in rules_of(pack).mimics
    }
