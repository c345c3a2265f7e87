"""Without the safety questions there is no urgency that lets anyone wait."""

from __future__ import annotations

from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.solver import Holding
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import RED_FLAGS, Urgency
from nightcramp.triage import assess
from nightcramp.triage.formulas.answers import Table
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.person import person_of

SAYS = "Nobody is told to wait before every safety question that applies has an answer."


def prove(everybody: Everybody) -> Verdict:
    """Look for somebody who is told to wait too early.

    That is: with a question of the danger section open; with none of them answered; or where
    answers that were not asked for could still make it urgent.
    """
    pack, make, person = everybody.pack, everybody.make, everybody.person
    calm = make.either(person.told[Urgency.self_care], person.told[Urgency.routine])
    asked = [question.id for question in pack.questions if question.section == RED_FLAGS]
    answered = {name: person.counted.answered(make, name) for name in asked}
    claims = [
        (name, make.every([calm, person.applies[name], make.no(answered[name])])) for name in asked
    ]
    claims.append(("", make.both(calm, make.no(make.some(answered.values())))))
    later = "later"
    more = _who_says_more(everybody)
    grown = person_of(everybody.answering, more)
    urgent = make.both(everybody.answering.is_table(more), grown.told_at_least(Urgency.same_day))
    claims.append((later, make.both(calm, urgent)))

    def shown(name: str, holding: Holding) -> Refutation:
        patient = everybody.answers(holding)
        found = assess(pack, patient)
        confirm(found.urgency in (Urgency.self_care, Urgency.routine), "who is told to wait")
        told = f"A person is told '{found.urgency.name}'"
        if name != later:
            what = f"'{name}' has no answer" if name else "no danger question has an answer"
            return Refutation(f"{told}, and {what}.", patient)
        after = everybody.answers(holding, more)
        urgency = assess(pack, after).urgency
        confirm(urgency >= Urgency.same_day, "answers that were not asked for")
        return Refutation(f"{told}; with further answers it is '{urgency.name}'.", after, patient)

    return verdict_of("safety-first", SAYS, len(claims), everybody.each(claims, shown))


def _who_says_more(everybody: Everybody) -> Table:
    """The same answers, and any to questions that are open; not to those for who waits for help."""
    make, table, person = everybody.make, everybody.table, everybody.person
    choices: dict[str, dict[str, Formula]] = {}
    for question in everybody.pack.questions:
        name, chosen = question.id, table.choices[question.id]
        is_open = make.both(person.applies[name], make.no(person.counted.answered(make, name)))
        if question.waits:
            choices[name] = person.counted.choices[name]
            continue
        choices[name] = {
            one: make.either(
                person.counted.choices[name][one],
                make.both(is_open, make.variable("more", name, one)),
            )
            for one in chosen
        }
    return Table(choices, table.reaches)
