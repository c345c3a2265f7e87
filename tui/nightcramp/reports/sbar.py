"""The first ten lines of a handover: situation, background, assessment, recommendation."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from nightcramp.reports.answered import denials
from nightcramp.reports.blocks import Block
from nightcramp.reports.case import in_words, is_sign_list, number_or_range
from nightcramp.reports.page import WIDTH
from nightcramp.reports.result import headline_limit
from nightcramp.reports.topics import match_in_words
from nightcramp.triage.safety import RED_FLAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack.model import Question
    from nightcramp.reports.case import Case
    from nightcramp.reports.result import Result


def sbar(case: Case, result: Result) -> Iterator[Block]:
    """Two or three lines a letter, cut where they are too long for a row."""
    words = case.words.handover
    for letter, lines in (
        (words.s, _situation(case, result)),
        (words.b, _background(case)),
        (words.a, _assessment(case)),
        (words.r, _recommendation(case, result)),
    ):
        for place, line in enumerate(lines):
            text = textwrap.shorten(line, WIDTH - 3, placeholder=" ...")
            yield Block("fact", text, term="" if place else letter)


def _situation(case: Case, result: Result) -> Iterator[str]:
    words = case.words.handover
    yield ": ".join(filter(None, (result.title, headline_limit(result))))
    if case.found.incomplete:
        missing = (case.pack.question(name).text for name in case.found.missing)
        yield f"{case.words.result.missing}: {' '.join(missing)}"
    else:
        yield case.behind(case.found.flags) or words.no_flag
    yield _brief(case, "situation") or words.symptoms_not_asked


def _background(case: Case) -> Iterator[str]:
    words = case.words.handover
    yield "; ".join(_person(case)) or words.not_asked
    yield "; ".join(case.medicines()) or case.no_medicines()
    yield _brief(case, "background") or words.history_not_asked


def _assessment(case: Case) -> Iterator[str]:
    words, found = case.words.handover, case.found
    causes, others = "-", "-"
    if not found.incomplete:
        causes = "; ".join(
            f"{c.cause.title}: {match_in_words(case.words.result, c.band)}" for c in found.causes
        )
        causes = causes or case.words.result.no_clear_cause
        suspects = dict.fromkeys(s for f in found.flags for s in f.flag.suspects)
        named = [*(m.mimic.title for m in found.mimics), *map(in_words, suspects)]
        others = "; ".join(named) or "-"
    yield f"{words.causes}: {causes}"
    yield f"{words.other}: {others}"


def _recommendation(case: Case, result: Result) -> Iterator[str]:
    words = case.words.handover
    yield f"{words.seen}: {result.limit}"
    if case.found.incomplete:
        yield result.lead
    elif case.found.urgent:
        steps = [line.text for r in result.reasons if r.id == "steps" for line in r.lines]
        yield f"{words.told}: {' '.join(steps)}"
    else:
        yield f"{words.tests}: {' '.join(case.tests()) or case.words.result.doctor_nothing}"


def _person(case: Case) -> Iterator[str]:
    """Age and the like, and what the scores come to."""
    for question in case.asked:
        if question.section == RED_FLAGS and not is_sign_list(question):
            if question.kind == "number":
                yield case.answer(question)
            elif case.is_positive(question) and case.answers[question.id] not in denials(case.pack):
                yield _first(case, question)
    for measure in case.pack.measures:
        if measure.kind != "count" and measure.id in case.found.measures:
            yield f"{measure.title}: {number_or_range(*case.found.measures[measure.id])}"


def _brief(case: Case, part: str) -> str:
    """The first answer of each question for a part; medicines have a line of their own."""
    sections = {section.id for section in case.pack.about.sections if section.handover == part}
    return "; ".join(
        _first(case, question)
        for question in case.asked
        if question.section in sections
        and case.is_positive(question)
        and not question.offers_medicines
    )


def _first(case: Case, question: Question) -> str:
    """The first thing chosen, without what explains it, and how many more."""
    first, *more = case.answer(question).split("; ")
    return first.partition(":")[0].partition(" (")[0] + (f" +{len(more)}" if more else "")
