"""Patients played through the interview as it is truly asked, and what they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from nightcramp.errors import AnswerError
from nightcramp.pack.model import NONE, UNSURE, Pack, Question
from nightcramp.triage import Answers, Assessment, Interview, Value, assess
from nightcramp.triage.answers import choices

Shown = tuple[str, ...]
"""What can be shown: its kind, the cause or mimic that it belongs to, if any, and its id."""


def played(pack: Pack, answers: Answers) -> Iterator[Interview]:
    """The interview at each end: with nothing left to ask, and after questions while waiting.

    Args:
        pack: the clinical content.
        answers: what is answered when it is asked; to anything else, as little as possible.
    """
    interview = Interview.begin(pack)
    while True:
        while (question := interview.question) is not None:
            interview = _answered(pack, interview, question, answers)
        yield interview
        if not interview.while_you_wait:
            return
        interview = interview.wait()


def _answered(pack: Pack, interview: Interview, question: Question, answers: Answers) -> Interview:
    if question.id in answers:
        try:
            return interview.answer(answers[question.id])
        except AnswerError:
            pass  # a medicine that this person does not take
    return interview.answer(_little(pack, question, interview.answers))


def _little(pack: Pack, question: Question, answers: Answers) -> Value:
    if question.kind == "number":
        return UNSURE
    options = [option.id for option in choices(pack, question, answers)]
    name = next((one for one in (NONE, "no", "never") if one in options), options[0])
    return name if question.kind == "single" else (name,)


def shown_by(found: Assessment) -> set[Shown]:
    """What a result shows, to the person or on the clinician's page.

    Advice stands on calm results alone, and of an urgent one only the most urgent flags speak;
    before the safety questions are answered nothing is shown.
    """
    if found.incomplete:
        return set()
    shown: set[Shown] = {
        ("flag", one.flag.id)
        for one in found.flags
        if not found.urgent or one.flag.urgency == found.urgency.name
    }
    shown |= {("note", one.note.id) for one in found.notes if not found.urgent or one.note.always}
    for cause in found.causes:
        name = cause.cause.id
        shown.add(("cause", name))
        shown |= {("evidence", name, one.evidence.id) for one in cause.evidence}
        shown |= {("test", name, test.id) for test in cause.tests}
    for mimic in found.mimics:
        name, met = mimic.mimic.id, set(mimic.met)
        shown.add(("mimic", name))
        shown |= {("criterion", name, one.id) for one in mimic.mimic.criteria if one.because in met}
        shown |= {("test", name, test.id) for test in mimic.tests}
    if not found.urgent:
        shown.add(("explanation", found.leading))
        shown |= {("advice", "", line.id) for line in found.advice}
        shown |= {("advice", one.cause.id, a.id) for one in found.causes for a in one.advice}
        shown |= {("advice", one.mimic.id, a.id) for one in found.mimics for a in one.advice}
    return shown


def all_shown(pack: Pack, answers: Answers) -> set[Shown]:
    """What a person who gives these answers is shown, at any end of the interview."""
    return set().union(*(shown_by(assess(pack, one.answers)) for one in played(pack, answers)))
