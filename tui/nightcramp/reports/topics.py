"""What a calm result lets people read about: explanations first, then what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from nightcramp.reports.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack.model import Advice, LabTest, Pack
    from nightcramp.pack.words import ResultWords
    from nightcramp.reports.blocks import Kind
    from nightcramp.triage.assessment import Assessment, CauseFound, MimicFound

MEDICINES = "your_medicines"
"""Id of the topic on what each medicine can do."""

_BARS = {"strong": 8, "moderate": 5, "slight": 2}
"""Tenths of a bar, so that it says what its word says."""


class Topic(msgspec.Struct, frozen=True):
    """One thing to read about, and its lines.

    Attributes:
        id: a cause, a mimic, or the name of the topic.
        match: how well it matches, in words; empty where that means nothing.
        bar: the same as tenths, 0 to 10; a rank, not a probability.
        ranked: whether it is one of the explanations, listed first with its bar.
    """

    id: str
    title: str
    lines: tuple[Block, ...]
    match: str = ""
    bar: int = 0
    ranked: bool = False


def topics_of(pack: Pack, words: ResultWords, found: Assessment) -> tuple[Topic, ...]:
    """A leading mimic, causes, the other mimics, medicines, what helps anybody, and gaps."""
    mimics = [_mimic(words, one) for one in found.mimics]
    leading = [topic for topic in mimics if topic.id == found.leading]
    unclear = [] if found.clear_causes or mimics else [_no_clear_cause(words, found)]
    topics = [
        *leading,
        *unclear,
        *(_cause(words, one, pack.about.strong) for one in found.causes),
        *(topic for topic in mimics if topic not in leading),
        _medicines(words, found),
        *_general(words, found),
        _questions(pack, "unsure", words.unsure, found.unsure),
        _questions(pack, "not_asked", words.not_asked, found.not_asked, words.not_asked_text),
    ]
    return tuple(topic for topic in topics if topic.lines)


def _cause(words: ResultWords, found: CauseFound, strong: int) -> Topic:
    cause = found.cause
    lines = [Block("text", cause.summary), Block("heading", words.why)]
    for item in found.evidence:
        rule = item.evidence
        kind: Kind = "for" if rule.points > 0 else "against"
        lines.append(Block(kind, rule.because, certainty(words, rule.certainty)))
    lines += _what_to_do(words, found.advice, found.tests)
    lines += [Block("heading", words.how), Block("text", cause.how)]
    if cause.doubt:
        lines += [Block("heading", words.doubt), Block("text", cause.doubt)]
    bar = min(10, _BARS[found.band] + max(0, found.points - strong))
    match = match_in_words(words, found.band)
    return Topic(cause.id, cause.title, tuple(lines), match, bar, ranked=True)


def _mimic(words: ResultWords, found: MimicFound) -> Topic:
    mimic = found.mimic
    lines = [
        Block("text", mimic.summary),
        Block("heading", words.why),
        *(Block("for", sentence) for sentence in found.met),
        Block("text", mimic.say),
        *_what_to_do(words, found.advice, found.tests),
    ]
    return Topic(mimic.id, mimic.title, tuple(lines), words.fits, 10, ranked=True)


def _no_clear_cause(words: ResultWords, found: Assessment) -> Topic:
    texts = [words.no_clear_cause_text, words.doctor_nothing]
    if not found.scored:
        texts = [words.under_16_text]
    elif found.causes:
        texts.insert(1, words.weak_hints)
    lines = tuple(Block("text", text) for text in texts)
    return Topic("no_clear_cause", words.no_clear_cause, lines, ranked=found.scored)


def _medicines(words: ResultWords, found: Assessment) -> Topic:
    lines = tuple(
        Block("step", f"{one.medicine.name}: {' '.join(c.note for c in one.classes)}")
        for one in found.medicines
        if one.classes
    )
    return Topic(MEDICINES, words.your_medicines, lines)


def _general(words: ResultWords, found: Assessment) -> list[Topic]:
    """What helps whatever the cause. Where no cramp is spoken of, there is none to prevent."""
    by_cause = [line for cause in found.causes for line in cause.advice]
    given = {
        "during": (words.during, (*found.advice, *by_cause)),
        "prevent": (words.prevent, found.advice),
        "talk": (words.talk, (*found.advice, *by_cause)),
        "safety_net": (words.safety_net, found.advice),
    }
    topics = [
        Topic(kind, title, _steps(words, (line for line in advice if line.kind == kind)))
        for kind, (title, advice) in given.items()
    ]
    if not topics[0].lines:
        topics[1] = msgspec.structs.replace(topics[1], title=words.good_for_legs)
    return topics


def _questions(pack: Pack, topic: str, title: str, names: Iterable[str], lead: str = "") -> Topic:
    """Questions that the result does not count."""
    lines = [Block("step", pack.question(name).text) for name in names]
    if lines and lead:
        lines.insert(0, Block("text", lead))
    return Topic(topic, title, tuple(lines))


def _what_to_do(
    words: ResultWords, advice: tuple[Advice, ...], tests: tuple[LabTest, ...]
) -> list[Block]:
    """What helps, and what may be checked, each under its heading."""
    steps, checks = _steps(words, advice), [Block("test", test.text) for test in tests]
    helps = [Block("heading", words.helps), *steps] if steps else []
    return [*helps, *([Block("heading", words.doctor), *checks] if checks else [])]


def _steps(words: ResultWords, advice: Iterable[Advice]) -> tuple[Block, ...]:
    return tuple(Block("step", one.text, certainty(words, one.certainty)) for one in advice)


def match_in_words(words: ResultWords, match: str) -> str:
    """How well a cause matches (`strong`, `moderate`, `slight`), or that a mimic `fits`."""
    return str(getattr(words, match))


def certainty(words: ResultWords, grade: str) -> str:
    """How certain a statement is."""
    return str(getattr(words, f"certainty_{grade}"))
