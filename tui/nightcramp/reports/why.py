"""Why: the reason behind a question, and what a result rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nightcramp.reports.answered import answer_text
from nightcramp.reports.part import Part
from nightcramp.reports.result import MEDICINES

if TYPE_CHECKING:
    from nightcramp.pack import Pack, Question
    from nightcramp.pack.words import WhyWords, Words
    from nightcramp.triage.answers import Answers
    from nightcramp.triage.assess import Assessment

REASONS = "reasons"
"""Id of the topic that says why this soon."""


def why_parts(pack: Pack, question: Question, words: WhyWords) -> tuple[Part, ...]:
    """The question again, the reason, and the titles of its sources."""
    sources = _sources(pack, question.sources, words)
    parts = [
        Part("gap"),
        Part("heading", question.text),
        *([Part("text", question.hint)] if question.hint else []),
        Part("gap"),
        Part("text", question.why),
    ]
    if sources:
        parts += [Part("gap"), Part("heading", words.sources), *sources]
    return tuple(parts)


def ground_parts(
    pack: Pack, answers: Answers, found: Assessment, topic: str, words: Words
) -> tuple[Part, ...]:
    """What a topic of the result rests on: the answers, the rules, and their sources."""
    grounds = _grounds(found, topic)
    if not grounds:
        return (Part("gap"), Part("text", words.why.no_grounds))
    parts: list[Part] = []
    for ground in grounds:
        parts += [Part("gap"), Part("heading", ground.sentence)]
        for name in ground.answers:
            question = pack.question(name)
            given = answer_text(pack, question, answers, words.question.not_sure)
            parts.append(Part("for", f"{question.text} {given}"))
        parts += _sources(pack, ground.sources, words.why)
    return tuple(parts)


class _Ground(NamedTuple):
    sentence: str
    sources: tuple[str, ...]
    answers: tuple[str, ...] = ()


def _grounds(found: Assessment, topic: str) -> list[_Ground]:
    """The rules behind a topic; behind any other than a cause or a mimic, flags or advice."""
    for cause in found.causes:
        if cause.cause.id == topic:
            said = [
                _Ground(rule.evidence.because, rule.evidence.sources, rule.answers)
                for rule in cause.evidence
            ]
            said += [_Ground(advice.text, advice.sources) for advice in cause.advice]
            return said + [_Ground(test.text, test.sources) for test in cause.tests]
    for mimic in found.mimics:
        if mimic.mimic.id == topic:
            said = [_Ground(mimic.mimic.summary, mimic.mimic.sources, mimic.answers)]
            said += [_Ground(advice.text, advice.sources) for advice in mimic.advice]
            return said + [_Ground(test.text, test.sources) for test in mimic.tests]
    if topic == MEDICINES:
        classes = {c.id: c for medicine in found.medicines for c in medicine.classes}
        return [_Ground(c.note, c.sources) for c in classes.values()]
    general = [_Ground(a.text, a.sources) for a in found.advice if a.kind == topic]
    if general or topic != REASONS:
        return general
    flags = [_Ground(f.flag.means, f.flag.sources, f.answers) for f in found.flags]
    return flags + [_Ground(m.mimic.summary, m.mimic.sources, m.answers) for m in found.mimics]


def _sources(pack: Pack, names: tuple[str, ...], words: WhyWords) -> list[Part]:
    titles = {source.id: source for source in pack.sources}
    sources = [titles[name] for name in names if name in titles]
    return [Part("item", s.title, "" if s.checked else words.unchecked) for s in sources]
