"""Which signs to come back for, and how soon: what the rules would say if one came today."""

from __future__ import annotations

import msgspec

from nightcramp.pack.model import RED_FLAGS, UNSURE, Pack, Urgency
from nightcramp.triage.assess import assess
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.read_back import AnswerItem
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers

_SOON = 7
"""Days: a sign that could wait longer is none to come back sooner for."""


class SignToWatch(msgspec.Struct, frozen=True):
    """A danger sign that a person does not have, and what it would mean.

    Attributes:
        item: the answer that it would be.
        urgency, within_days, contact: those of the result, as in an assessment.
    """

    item: AnswerItem
    urgency: Urgency
    within_days: int
    contact: str


def signs_to_watch(pack: Pack, answers: Answers) -> tuple[SignToWatch, ...]:
    """The danger signs that would bring a person back sooner, the most urgent first.

    Each sign of each list that was answered is added to the answers in turn, and assessed. So it
    stands where the rules put it for this person, in the words in which it was asked.

    Args:
        pack: the clinical content.
        answers: those of a person who need not be seen today.
    """
    rules, facts = rules_of(pack), derive_facts(pack, answers)
    found = []
    for question in pack.questions:
        if question.section != RED_FLAGS or question.kind != "several" or question.clarifies:
            continue
        given = answers.get(question.id)
        if not isinstance(given, tuple):
            continue
        alone = {
            option.id for option in question.options if option.exclusive or option.id == UNSURE
        }
        chosen = tuple(name for name in given if name not in alone)
        for option in question.options:
            if option.id in alone or option.id in chosen or not option.watch:
                continue
            if option.watch_when is not None and not facts.holds(option.watch_when):
                continue
            then = assess(pack, {**answers, question.id: (*chosen, option.id)})
            soon = then.urgency is Urgency.routine and then.within_days <= _SOON
            if then.urgent or soon:
                item = AnswerItem.of(rules, question.id, option.id)
                found.append(SignToWatch(item, then.urgency, then.within_days, then.contact))
    ranks = {"": 0, **rules.contact_rank}
    found.sort(key=lambda one: (-one.urgency, ranks[one.contact], one.within_days))
    return tuple(found)
