"""Not sure: it never gives a lower urgency than no does."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.check.proof.compared import is_worse_off, worse_off
from nightcramp.check.proof.everybody import Everybody, confirm
from nightcramp.check.proof.solver import Holding
from nightcramp.check.proof.verdict import Refutation, Verdict, verdict_of
from nightcramp.pack.model import NONE, UNSURE, Pack
from nightcramp.triage import assess
from nightcramp.triage.formulas.answers import Table
from nightcramp.triage.formulas.person import person_of

SAYS = '"Not sure" never gives a lower urgency, or a lesser contact, than "no" does.'
_NO = (NONE, "no")


def prove(everybody: Everybody) -> Verdict:
    """Compare everybody who says no to a question with themselves not being sure."""
    pack, make = everybody.pack, everybody.make
    questions = dict(_with_both(pack))
    one = person_of(everybody.answering, _all_saying(everybody, questions))
    unsure = dict.fromkeys(questions, UNSURE)
    other = person_of(everybody.answering, _all_saying(everybody, unsure))
    asked = [make.variable("asked", name) for name in questions]
    only_one = make.both(make.some(asked), make.at_most_one(asked))
    worse = make.both(only_one, is_worse_off(one, other))

    def shown(name: str, holding: Holding) -> Refutation:
        no = everybody.answers(holding, one.table)
        not_sure = everybody.answers(holding, other.table)
        said = worse_off(pack, assess(pack, no), assess(pack, not_sure))
        confirm(said, f"not sure about '{name}'")
        return Refutation(f"Not sure about '{name}', a person {said}.", not_sure, no)

    claims = [(name, make.both(worse, make.variable("asked", name))) for name in questions]
    return verdict_of("not-sure", SAYS, len(questions), everybody.each(claims, shown))


def _with_both(pack: Pack) -> Iterator[tuple[str, str]]:
    """Each question that offers "not sure" and "no" or "none", and which of these."""
    for question in pack.questions:
        no = next((one for one in _NO if question.option(one)), "")
        if no and question.option(UNSURE):
            yield question.id, no


def _all_saying(everybody: Everybody, answers: dict[str, str]) -> Table:
    """The same answers, but one to the question whose variable holds."""
    make, table = everybody.make, everybody.table
    choices = dict(table.choices)
    for name, answer in answers.items():
        asked = make.variable("asked", name)
        choices[name] = {
            one: make.either(asked, when) if one == answer else make.both(make.no(asked), when)
            for one, when in choices[name].items()
        }
    return Table(choices, table.reaches)
