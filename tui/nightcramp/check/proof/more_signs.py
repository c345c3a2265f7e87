"""Choosing one more safety sign never lowers the urgency or removes its contact."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.proof.compared import is_worse_off, worse_off
from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.solver import Holding
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import RED_FLAGS, UNSURE, Pack
from nightcramp.triage import assess
from nightcramp.triage.formulas.answers import Table
from nightcramp.triage.formulas.formula import Formula
from nightcramp.triage.formulas.person import person_of

SAYS = "Choosing one more danger sign never lowers the urgency or removes its contact."


def prove(everybody: Everybody) -> Verdict:
    """Compare everybody with themselves and one more sign of one list: one question for all."""
    signs = list(_signs(everybody.pack))
    make, one = everybody.make, everybody.person
    more = person_of(everybody.answering, _with_one_more(everybody, signs))
    added = [make.variable("sign", *key) for key in signs]
    only_one = make.both(make.some(added), make.at_most_one(added))
    worse = make.every([only_one, is_worse_off(one, more)])

    def shown(_: str, holding: Holding) -> Refutation:
        sign = next(key for key in signs if ("sign", *key) in holding)
        before = everybody.answers(holding)
        after = everybody.answers(holding, more.table)
        said = worse_off(everybody.pack, *(assess(everybody.pack, x) for x in (before, after)))
        confirm(said, f"one more sign, '{sign[1]}' of '{sign[0]}'")
        problem = f"With '{sign[1]}' of '{sign[0]}' as well, a person {said}."
        return Refutation(problem, after, before)

    claims = [
        ("/".join(key), make.every([worse, make.variable("sign", *key), _is_open(everybody, key)]))
        for key in signs
    ]
    return verdict_of("more-signs", SAYS, len(signs), everybody.each(claims, shown))


def _signs(pack: Pack) -> Iterator[tuple[str, str]]:
    """Each sign of a list of danger signs: question, option."""
    for question in pack.questions:
        if question.section == RED_FLAGS and question.kind == "several":
            for option in question.options:
                if not option.exclusive:
                    yield question.id, option.id


def _is_open(everybody: Everybody, sign: tuple[str, str]) -> Formula:
    """Whether the list of a sign has an answer that is not "not sure", and not this sign."""
    make, (name, option) = everybody.make, sign
    chosen = everybody.table.choices[name]
    others = make.some(when for one, when in chosen.items() if one not in (UNSURE, option))
    return make.both(others, make.no(chosen[option]))


def _with_one_more(everybody: Everybody, signs: list[tuple[str, str]]) -> Table:
    """The same answers with the sign of the variable that holds; a "none" gives way to it."""
    make, table = everybody.make, everybody.table
    choices = dict(table.choices)
    for name in dict.fromkeys(name for name, _ in signs):
        question = everybody.pack.question(name)
        added = {one: make.variable("sign", name, one) for at, one in signs if at == name}
        alone = make.no(make.some(added.values()))
        choices[name] = {
            option.id: make.both(choices[name][option.id], alone)
            if option.exclusive
            else make.either(choices[name][option.id], added[option.id])
            for option in question.options
        }
    return Table(choices, table.reaches)
