"""Why a question is asked, and what a topic of a result rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from nightcramp.pack import Pack, Question
from nightcramp.pack.model import Advice, LabTest
from nightcramp.reports.answered import answer_text
from nightcramp.reports.blocks import GAP, Block
from nightcramp.reports.topics import MEDICINES, certainty
from nightcramp.triage.assessment import Assessment

REASONS = "reasons"
"""Id of the topic that says why this soon."""


def explain_question(pack: Pack, question: Question) -> tuple[Block, ...]:
    """The question again, the reason, and the titles of its sources."""
    sources = _sources(pack, question.sources)
    return (
        *(GAP, Block("heading", question.text)),
        *([Block("text", question.hint)] if question.hint else []),
        *(GAP, Block("text", question.why)),
        *([GAP, Block("heading", pack.words.why.sources), *sources] if sources else []),
    )


def explain_topic(pack: Pack, found: Assessment, topic: str) -> tuple[Block, ...]:
    """The rules behind a topic of the result, each with the answers and sources it rests on."""
    grounds, words = _grounds(found, topic), pack.words
    if not grounds:
        return (GAP, Block("text", words.why.no_grounds))
    blocks: list[Block] = []
    for ground in grounds:
        note = certainty(words.result, ground.certainty) if ground.certainty else ""
        blocks += [GAP, Block("heading", ground.sentence, note)]
        for name in ground.answers:
            question = pack.question(name)
            answer = answer_text(pack, question, found.answers)
            blocks.append(Block("for", f"{question.text} {answer}"))
        blocks += _sources(pack, ground.sources)
    return tuple(blocks)


class _Ground(NamedTuple):
    sentence: str
    sources: tuple[str, ...]
    answers: tuple[str, ...] = ()
    certainty: str = ""


def _grounds(found: Assessment, topic: str) -> list[_Ground]:
    """The rules behind a topic; behind any other than a cause or a mimic, flags or advice."""
    mimics = {
        one.mimic.id: _Ground(one.mimic.summary, one.mimic.sources, one.answers)
        for one in found.mimics
    }
    for cause in found.causes:
        if cause.cause.id == topic:
            rules = [
                _Ground(
                    rule.evidence.because,
                    rule.evidence.sources,
                    rule.answers,
                    rule.evidence.certainty,
                )
                for rule in cause.evidence
            ]
            return [*rules, *_texts(cause.advice), *_texts(cause.tests)]
    for mimic in found.mimics:
        if mimic.mimic.id == topic:
            return [mimics[topic], *_texts(mimic.advice), *_texts(mimic.tests)]
    if topic == MEDICINES:
        classes = {c.id: c for medicine in found.medicines for c in medicine.classes}
        return [_Ground(c.note, c.sources) for c in classes.values()]
    if topic == REASONS:
        flags = [_Ground(f.flag.means, f.flag.sources, f.answers) for f in found.flags]
        return [*flags, *mimics.values()]
    return _texts(line for line in found.advice if line.kind == topic)


def _texts(lines: Iterable[Advice | LabTest]) -> list[_Ground]:
    return [
        _Ground(line.text, line.sources, certainty=getattr(line, "certainty", "")) for line in lines
    ]


def _sources(pack: Pack, names: tuple[str, ...]) -> list[Block]:
    titles = {source.id: source for source in pack.sources}
    sources = [titles[name] for name in names if name in titles]
    return [Block("item", s.title, "" if s.checked else pack.words.why.unchecked) for s in sources]
