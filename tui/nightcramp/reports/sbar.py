"""The first page of a handover: situation, background, assessment, recommendation.

Read in less than a minute, in a clinician's words. What it has no room for stands in the annex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nightcramp.pack.model import UNSURE, Question, Urgency
from nightcramp.reports.blocks import Block
from nightcramp.reports.case import Case, clinical_name, is_sign_list, number_or_range
from nightcramp.reports.result import Result, headline_limit
from nightcramp.reports.topics import match_in_words
from nightcramp.triage.read_back import AnswerItem

_MOST = 12
"""Medicines, or conditions, on the first page."""

_MOST_HELP = 2
"""Lines of what helps on the first page."""


def sbar(case: Case, result: Result) -> Iterator[Block]:
    """The four parts, each line whole. What the rest is easily spared for has a `spare`."""
    words = case.words.handover
    yield Block("banner", _urgency(case, result), rank=int(result.alarms))
    for title, facts in (
        (words.s, _situation(case)),
        (words.b, _background(case)),
        (words.a, _assessment(case)),
        (words.r, _recommendation(case, result)),
    ):
        given = [fact for fact in facts if fact.text]
        yield from [Block("heading", title), *given] if given else []


def _urgency(case: Case, result: Result) -> str:
    """How soon, as one clinician says it to another."""
    named = str(getattr(case.words.handover, case.found.urgency.name))
    return named.format(limit=result.limit)


def _situation(case: Case) -> Iterator[Block]:
    words = case.words.handover
    person = [q for q in case.asked if q.id in case.pack.about.told_first]
    yield _fact(words.person, _stated(case, person))
    symptoms = [q for q in case.asked if _part(case, q) == "situation"]
    asked = "; ".join(_each_stated(case, symptoms, _risk_items(case)))
    yield Block("fact", asked or words.not_asked_yet, term=words.complaint)


def _background(case: Case) -> Iterator[Block]:
    words = case.words.handover
    history = [q for q in case.asked if _part(case, q) == "background" and not q.offers_medicines]
    named = _stated(case, history)
    nothing = words.none_named if history else words.not_asked_yet
    yield Block("fact", _shortened(case, named) or nothing, term=words.conditions)
    taken = _shortened(case, list(case.medicines()))
    yield Block("fact", taken or case.no_medicines(), term=words.medicines)
    risks = [f"{name}: {', '.join(case.clinical(items))}" for name, items in case.risks()]
    yield _fact(words.risks, risks)
    yield _fact(words.habits, _habits(case), spare=6)


def _assessment(case: Case) -> Iterator[Block]:
    words, found = case.words.handover, case.found
    if found.incomplete:
        missing = [clinical_name(case.pack.question(name)) for name in found.missing]
        yield _fact(words.answer_first, missing)
    else:
        urgent, calm = _flag_items(case)
        yield Block("fact", "; ".join(urgent) or words.no_flag, term=words.flags)
        yield _fact(words.seen_for, [line for line in calm if line not in urgent])
        suspects = dict.fromkeys(s for f in found.flags for s in f.flag.suspects)
        yield _fact(words.other, map(case.pack.suspect, suspects))
        named = _explanations(case)
        if named or not found.urgent:
            yield Block("fact", "; ".join(named) or "-", term=words.causes)
    yield _fact(words.negatives, _pertinent_negatives(case), ", ", spare=4)
    lists = (", ".join(case.denied(q)) for q in case.asked if is_sign_list(q))
    yield _fact(words.denied, filter(None, lists), spare=1)
    yield _fact(words.not_sure, _names(case, found.unsure), spare=2)
    left = [name for name in found.not_asked if name not in found.missing]
    yield _fact(words.not_asked, _names(case, left), ", ", spare=5)


def _recommendation(case: Case, result: Result) -> Iterator[Block]:
    words = case.words.handover
    limit = headline_limit(result)
    headline = f"{result.title} ({limit})." if limit else f"{result.title}."
    yield _fact(words.told, [headline, *_steps(result)], " ")
    if not case.found.incomplete:
        yield _fact(words.check, _notes(case), spare=2)
    if not case.found.incomplete and not case.found.urgent:
        yield _fact(words.tests, case.tests() or [words.no_tests], ", ", spare=3)


def _steps(result: Result) -> list[str]:
    """What the person is told to do; where nothing is urgent, the first of it."""
    steps = [line.text for r in result.reasons if r.id == "steps" for line in r.lines]
    topics = [topic for topic in result.topics if topic.ranked or topic.id == "prevent"]
    helps = (line.text for topic in topics for line in topic.lines if line.kind == "step")
    return steps or [*dict.fromkeys(helps)][:_MOST_HELP]


def _fact(term: str, texts: Iterable[str], between: str = "; ", spare: int = 0) -> Block:
    return Block("fact", between.join(dict.fromkeys(texts)), term=term, spare=spare)


def _part(case: Case, question: Question) -> str:
    """The part of the page that a question's section belongs to.

    What is asked while the person waits for help is about what is going on now.
    """
    if question.waits:
        return "situation"
    sections = {section.id: section.handover for section in case.pack.about.sections}
    return sections[question.section]


def _stated(case: Case, questions: Iterable[Question]) -> list[str]:
    """What was answered, thing by thing."""
    return case.clinical(item for q in questions for item in _telling(case, q))


def _each_stated(
    case: Case, questions: Iterable[Question], said: frozenset[AnswerItem]
) -> Iterator[str]:
    """What was answered, a question at a time, without what stands elsewhere."""
    for question in questions:
        items = (item for item in _telling(case, question) if item not in said)
        if texts := case.clinical(items):
            yield ", ".join(texts)


def _telling(case: Case, question: Question) -> Iterator[AnswerItem]:
    """The items of an answer, but for a bare "not sure": those have a line of their own."""
    for item in case.items(question):
        option = question.option(str(item.value))
        if item.value != UNSURE or (option and (option.clinical or option.said)):
            yield item


def _risk_items(case: Case) -> frozenset[AnswerItem]:
    return frozenset(item for _, items in case.risks() for item in items)


def _shortened(case: Case, texts: list[str]) -> str:
    """As many as a page can bear, and how many more there are."""
    more = len(texts) - _MOST
    if more <= 0:
        return "; ".join(texts)
    return "; ".join([*texts[:_MOST], case.words.handover.more.format(count=more)])


def _habits(case: Case) -> Iterator[str]:
    """The answers, and what the scores of several questions come to."""
    measures = [m for m in case.pack.measures if len(m.of) > 1 and m.id in case.found.measures]
    summed = {name for measure in measures for name in measure.of}
    for question in case.asked:
        number = question.kind == "number" and question.id in summed
        if _part(case, question) == "habits" and not number:
            yield from case.clinical(_telling(case, question))
    for measure in measures:
        total = number_or_range(*case.found.measures[measure.id])
        yield f"{measure.clinical or measure.title} {total} {measure.unit}".rstrip()


def _flag_items(case: Case) -> tuple[list[str], list[str]]:
    """The answers behind flags for today or sooner, and behind the others."""
    urgent: list[AnswerItem] = []
    calm: list[AnswerItem] = []
    for one in case.found.flags:
        is_urgent = Urgency[one.flag.urgency] >= Urgency.same_day
        (urgent if is_urgent else calm).extend(one.items)
    return case.clinical(sorted(urgent)), case.clinical(sorted(calm))


def _explanations(case: Case) -> list[str]:
    words, found = case.words.result, case.found
    fits = case.words.handover.fits
    named = [f"{m.mimic.clinical or m.mimic.title}: {fits}" for m in found.mimics]
    # Beside what is urgent, a weak explanation would only mislead.
    causes = found.clear_causes if found.urgent else found.causes
    named += [f"{case.cause(one)}: {match_in_words(words, one.band)}" for one in causes]
    if not named and found.scored and not any(one.flag.suspects for one in found.flags):
        return [words.no_clear_cause]
    return named


def _pertinent_negatives(case: Case) -> Iterator[str]:
    for question in case.asked:
        if question.pertinent:
            yield from case.denied(question)


def _names(case: Case, ids: Iterable[str]) -> list[str]:
    return [clinical_name(case.pack.question(name)) for name in ids]


def _notes(case: Case) -> Iterator[str]:
    """What needs a check whatever the cramp is, with whom to ask and how soon."""
    contacts = {contact.id: contact.name for contact in case.pack.contacts}
    for one in case.found.notes:
        limit = case.pack.about.time_limits.get(str(one.note.within_days or ""), "")
        who = " ".join(filter(None, (contacts[one.note.contact], limit)))
        yield f"{', '.join(case.clinical(one.items))} ({who})"
