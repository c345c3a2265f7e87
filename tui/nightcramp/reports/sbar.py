"""The first ten lines of a handover: situation, background, assessment, recommendation."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from nightcramp.pack.model import Question
from nightcramp.reports.answered import denials
from nightcramp.reports.blocks import Block
from nightcramp.reports.case import Case, is_sign_list, number_or_range
from nightcramp.reports.page import WIDTH
from nightcramp.reports.result import Result, headline_limit
from nightcramp.reports.topics import cause_title, match_in_words
from nightcramp.triage.safety import RED_FLAGS


def sbar(case: Case, result: Result) -> Iterator[Block]:
    """Two or three lines a letter, cut where they are too long for a row."""
    words = case.words.handover
    for letter, line in (
        (words.s, ": ".join(filter(None, (result.title, headline_limit(result))))),
        ("", _signs(case)),
        ("", _brief(case, "situation") or words.symptoms_not_asked),
        (words.b, "; ".join(_person(case)) or words.not_asked),
        ("", "; ".join(case.medicines()) or case.no_medicines()),
        ("", _brief(case, "background") or words.history_not_asked),
        (words.a, f"{words.causes}: {_causes(case)}"),
        ("", f"{words.other}: {_others(case)}"),
        (words.r, f"{words.seen}: {result.limit}"),
        ("", _to_do(case, result)),
    ):
        yield Block("fact", textwrap.shorten(line, WIDTH - 3, placeholder=" ..."), term=letter)


def _signs(case: Case) -> str:
    """The answers behind red flags, or what must be answered first."""
    if not case.found.incomplete:
        return case.behind(case.found.flags) or case.words.handover.no_flag
    missing = (case.pack.question(name).text for name in case.found.missing)
    return f"{case.words.result.missing}: {' '.join(missing)}"


def _causes(case: Case) -> str:
    if case.found.incomplete:
        return "-"
    words = case.words.result
    causes = (
        f"{cause_title(case.words, c)}: {match_in_words(words, c.band)}" for c in case.found.causes
    )
    return "; ".join(causes) or words.no_clear_cause


def _others(case: Case) -> str:
    """Mimics, and what red flags make suspect."""
    if case.found.incomplete:
        return "-"
    suspects = dict.fromkeys(s for f in case.found.flags for s in f.flag.suspects)
    named = [*(m.mimic.title for m in case.found.mimics), *map(case.pack.suspect, suspects)]
    return "; ".join(named) or "-"


def _to_do(case: Case, result: Result) -> str:
    """The steps of an urgent result; otherwise what may be checked."""
    if case.found.incomplete:
        return result.lead
    words = case.words.handover
    if case.found.urgent:
        steps = [line.text for r in result.reasons if r.id == "steps" for line in r.lines]
        return f"{words.told}: {' '.join(steps)}"
    return f"{words.tests}: {' '.join(case.tests()) or case.words.result.doctor_nothing}"


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
