"""Two people compared: whether the one must be seen later than the other, or by somebody else."""

from __future__ import annotations

from nightcramp.pack.model import Pack, Urgency
from nightcramp.triage import Assessment
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.how_soon import URGENT
from nightcramp.triage.formulas.person import Person
from nightcramp.triage.rules import rules_of


def is_worse_off(one: Person, other: Person) -> Formula:
    """Whether the other is told to wait longer, or sent to a contact of lower precedence.

    Whoever has more to answer first is told no urgency, and so not to wait.
    """
    make = one.facts.make
    ways = []
    for urgency in (Urgency.routine, *URGENT):
        later = make.no(other.told_at_least(urgency))
        if urgency is Urgency.routine:
            later = make.both(later, make.no(other.told[Urgency.incomplete]))
        ways.append(make.both(one.told_at_least(urgency), later))
    routine = other.told[Urgency.routine]
    ways += [
        make.every([one.within[days], routine, make.no(other.within[days])]) for days in one.within
    ]
    for urgency in URGENT:
        both = make.both(one.told[urgency], other.told[urgency])
        ways += [
            make.every([both, one.contacts[name], make.no(_up_to(other, name))])
            for name in one.contacts
        ]
    return make.some(ways)


def _up_to(person: Person, contact: str) -> Formula:
    """Whether the person is sent to this contact, or to one of higher precedence."""
    names = list(person.contacts)
    return person.facts.make.some(
        person.contacts[name] for name in names[: names.index(contact) + 1]
    )


def worse_off(pack: Pack, one: Assessment, other: Assessment) -> str:
    """In what way the other is worse off than the one, as a clause; empty if in none."""
    if other.incomplete:
        return "" if one.urgency < Urgency.same_day else "waits for further answers"
    if other.urgency < one.urgency:
        return f"is told '{other.urgency.name}' instead of '{one.urgency.name}'"
    if other.urgency > one.urgency:
        return ""
    if other.within_days > one.within_days:
        return f"is told {other.within_days} days instead of {one.within_days}"
    rank = rules_of(pack).contact_rank
    if other.contact and rank[other.contact] > rank[one.contact]:
        return f"is sent to '{other.contact}' instead of '{one.contact}'"
    return ""
