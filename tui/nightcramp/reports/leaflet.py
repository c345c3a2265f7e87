"""The leaflet: what the person takes home, on the two sides of one sheet of paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from nightcramp.pack.model import Pack
from nightcramp.pack.words import Words
from nightcramp.reports.blocks import Block
from nightcramp.reports.drawing import picture_svg
from nightcramp.reports.page import Page, fit, height_of
from nightcramp.reports.result import Result, build_result, headline_limit, note_lines
from nightcramp.reports.signers import pack_line
from nightcramp.reports.topics import MEDICINES, Topic
from nightcramp.triage.assessment import Assessment, NoteFound

_CAUSES = 3
_REASONS = 3
_PICTURE = 150
"""Pixels that a picture is wide."""
_LONGEST_BACK = 55
"""Lines of the back, as printed on Letter paper; a longer one stands closer together."""
_SURE_STEPS = 4
"""Lines of what helps that a full page still has."""


def leaflet(pack: Pack, assessment: Assessment) -> Page:
    """What to do and by when, what may be behind it and why, what helps, when to come back.

    It is the result with less in it: nothing about what was not asked. When to come back is on
    the other side, one sign a line. Where the rest does not fit on a side, it leaves out, in this
    order: what each medicine can do, further steps, notes for the next visit and the third
    explanation, what to talk about, what to do during a cramp, what the person answered and the
    second explanation, further meanings, what helps and the first explanation. How soon, what it
    can mean and when to come back always stay.
    """
    words = pack.words
    result = build_result(pack, assessment)
    back = _come_back(result)
    blocks = [
        Block("banner", result.title, headline_limit(result), rank=int(result.alarms)),
        Block("text", result.lead),
        *_reasons(result, note_lines(pack, _for_later(assessment))),
        *_explanations(result, words),
        *_what_helps(result, words),
        *_others(result),
        *([Block("text", words.leaflet.turn_over)] if back else []),
        Block("foot", f"{result.note} {pack_line(pack)}"),
    ]
    drawn = {
        picture.id: picture_svg(picture, width=_PICTURE)
        for topic in result.topics
        for picture in topic.pictures
    }
    whole = Page(words.leaflet.title, tuple(blocks), pictures=drawn)
    front = fit(whole, words.leaflet.left_out)
    tight = front.tight or height_of(whole.title, back) > _LONGEST_BACK
    return replace(front, blocks=(*front.blocks, *back), tight=tight)


def _for_later(assessment: Assessment) -> list[NoteFound]:
    """The notes that wait until the next visit; the handover has them too."""
    return [found for found in assessment.notes if not found.note.within_days]


def _reasons(result: Result, later: tuple[Block, ...]) -> Iterator[Block]:
    """Why this soon, and what to do. An urgent page leaves none of it out."""
    for_later = {line.text for line in later} if result.topics else set()
    for reason in result.reasons:
        answers = 3 if reason.id == "told" and result.topics else 0
        further = 2 if reason.id == "means" and result.topics else 0
        yield Block("heading", reason.title, spare=answers)
        for place, line in enumerate(reason.lines):
            spare = answers or (further if place else 0)
            yield Block("item", line.text, spare=5 if line.text in for_later else spare)


def _explanations(result: Result, words: Words) -> Iterator[Block]:
    """The likeliest, each in a sentence, with the person's answers that speak for it."""
    shown = _likeliest(result)
    if shown:
        yield Block("heading", words.result.behind, spare=1)
    for place, topic in enumerate(shown):
        first = next(line.text for line in topic.lines if line.kind == "text")
        title = f"{topic.title} ({topic.match})" if topic.match else topic.title
        yield Block("text", f"{title}: {first}", spare=2 * place + 1)
        reasons = [line for line in topic.lines if line.kind == "for"]
        for line in reasons[:_REASONS]:
            yield Block("for", line.text, spare=2 * place + 1 + (line is not reasons[0]))


def _likeliest(result: Result) -> list[Topic]:
    ranked = [topic for topic in result.topics if topic.ranked or topic.id == "no_clear_cause"]
    return ranked[:_CAUSES]


def _what_helps(result: Result, words: Words) -> Iterator[Block]:
    general = [topic for topic in result.topics if topic.id == "prevent"]
    steps = _unique(line for t in (*_likeliest(result), *general) for line in t.lines)
    if steps:
        yield Block("heading", words.result.helps, spare=1)
        yield from (picture for topic in general for picture in _pictures(topic, 5))
    for place, line in enumerate(steps):
        yield Block("item", line.text, spare=1 if place < _SURE_STEPS else 6)


def _others(result: Result) -> Iterator[Block]:
    """During a cramp, what to talk about, and each medicine."""
    for name, spare in (("during", 3), ("talk", 4), (MEDICINES, 7)):
        for topic in result.topics:
            if topic.id == name:
                yield Block("heading", topic.title, spare=spare)
                yield from _pictures(topic, 5)
                steps = (line for line in topic.lines if line.kind == "step")
                yield from (Block("item", line.text, spare=spare) for line in steps)


def _pictures(topic: Topic, spare: int) -> Iterator[Block]:
    """The pictures of a topic, in a row."""
    if topic.pictures:
        yield Block("picture", " ".join(one.id for one in topic.pictures), spare=spare)


def _come_back(result: Result) -> list[Block]:
    """The back: each sign to come back for, under what to do then."""
    signs = [topic for topic in result.topics if topic.id == "safety_net"]
    return [
        block
        for topic in signs
        for block in (
            Block("sheet", topic.title),
            *(Block("item", b.text) if b.kind == "step" else b for b in topic.lines),
        )
    ]


def _unique(lines: Iterable[Block]) -> list[Block]:
    """What to do, each thing once."""
    return list({line.text: line for line in lines if line.kind == "step"}.values())
