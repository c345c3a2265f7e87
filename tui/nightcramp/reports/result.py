"""What a result says, in order, before any screen, page or printer gives it a shape.

Every front end shows these topics and lines, so that a person reads the same sentences
in the same order on a full screen, in line mode and on paper.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from nightcramp.pack.model import SELF_CARE_DAYS, Pack, RedFlag, Urgency
from nightcramp.pack.words import Words
from nightcramp.reports.answered import answer_lines, background
from nightcramp.reports.blocks import Block, Kind
from nightcramp.reports.topics import Topic, topics_of
from nightcramp.triage.assessment import Assessment, NoteFound
from nightcramp.triage.read_back import AnswerItem

STEPS = "steps"
"""Id of the reason that says what to do now."""

NOTES = "notes"
"""Id of the topic on what needs a check whatever the cramp is."""

_MOST_MEANINGS = 3
"""What it can mean, at most: nobody reads more than that."""


class Result(msgspec.Struct, frozen=True):
    """A result, top to bottom.

    Attributes:
        title: what to do, in capitals.
        limit: how soon ("within 2 weeks").
        lead: the sentence under it.
        reasons: what decides how soon: the person's own answers, what that can mean, and
            what to do until then; what to do comes first where it is urgent. Where nothing can
            be said yet, the questions to answer first.
        topics: what to read about, the explanations first; none where it is urgent, or where
            nothing can be said yet.
        note: that this is no diagnosis; below the lead, or last where it is urgent.
    """

    urgency: Urgency
    title: str
    limit: str
    lead: str
    reasons: tuple[Topic, ...]
    topics: tuple[Topic, ...]
    note: str

    @property
    def alarms(self) -> bool:
        """Whether it must not be missed: seen today or now, or nothing can be said yet."""
        return self.urgency not in (Urgency.self_care, Urgency.routine)


def build_result(pack: Pack, found: Assessment) -> Result:
    """The result of an assessment, in the pack's words.

    An urgent result stands alone: it has steps and no topics. So does what is not complete:
    it has the questions that need an answer first.
    """
    words = pack.words.result
    headline = pack.headline(found.urgency.name, found.contact)
    topics: tuple[Topic, ...] = ()
    note = words.not_a_diagnosis
    if found.incomplete:
        missing = tuple(Block("step", pack.question(name).text) for name in found.missing)
        reasons = [Topic("missing", words.missing, missing)]
        note = words.no_result
    elif found.urgent:
        reasons = _urgent_reasons(pack, found)
    else:
        reasons = _calm_reasons(pack, found)
        topics = topics_of(pack, found)
    return Result(
        found.urgency,
        headline.title,
        time_limit(pack, found),
        headline.lead,
        tuple(reason for reason in reasons if reason.lines),
        topics,
        note,
    )


def _urgent_reasons(pack: Pack, found: Assessment) -> list[Topic]:
    """What to do first. Only the most urgent flags speak, and only notes for every page.

    Every sign is read back: one that another flag is about never falls off the page.
    """
    words = pack.words
    flags = _not_covered(
        item.flag for item in found.flags if item.flag.urgency == found.urgency.name
    )
    told = [item for flag in found.flags for item in flag.items]
    told += background(pack, found.answers)
    notes = [item for item in found.notes if item.note.always]
    return [
        _steps(words, flags),
        Topic("told", words.result.tell_them, _lines_of(pack, told)),
        _meanings(words, [flag.means for flag in flags]),
        Topic(NOTES, words.result.notes, _urgent_notes(pack, notes)),
    ]


def _urgent_notes(pack: Pack, notes: Iterable[NoteFound]) -> tuple[Block, ...]:
    """What to know beside an urgent result, which says itself whom to see and how soon."""
    return _blocks(
        "step",
        (f"{'. '.join(answer_lines(pack, one.items))}. {one.note.text}" for one in notes),
    )


def _calm_reasons(pack: Pack, found: Assessment) -> list[Topic]:
    """Why this soon, by flags and then by mimics."""
    words = pack.words
    flags = _not_covered(item.flag for item in found.flags)
    told = [item for flag in found.flags for item in flag.items]
    told += [item for mimic in found.mimics for item in mimic.items]
    return [
        Topic("told", words.result.told, _lines_of(pack, told)),
        _meanings(words, [flag.means for flag in flags]),
        _steps(words, flags),
        Topic(NOTES, words.result.notes, note_lines(pack, found.notes)),
    ]


def _not_covered(flags: Iterable[RedFlag]) -> list[RedFlag]:
    """The flags that say something others do not say better, most telling first."""
    given = list(flags)
    covered = {name for flag in given for name in flag.covers}
    return [flag for flag in given if flag.id not in covered]


def _steps(words: Words, flags: list[RedFlag]) -> Topic:
    steps = (step for flag in flags for step in flag.do)
    return Topic(STEPS, words.result.do_until, _blocks("step", steps))


def _meanings(words: Words, sentences: list[str]) -> Topic:
    return Topic("means", words.result.means, _blocks("text", sentences)[:_MOST_MEANINGS])


def _lines_of(pack: Pack, items: Iterable[AnswerItem]) -> tuple[Block, ...]:
    """The answers that a result rests on, in the order asked."""
    return _blocks("step", answer_lines(pack, sorted(items)))


def _blocks(kind: Kind, texts: Iterable[str]) -> tuple[Block, ...]:
    """A block a text, each text once."""
    return tuple(Block(kind, text) for text in dict.fromkeys(texts))


def note_lines(pack: Pack, notes: Iterable[NoteFound]) -> tuple[Block, ...]:
    """What needs a check whatever the cramp is: by whom, and how soon."""
    words = pack.words.result
    contacts = {contact.id: contact.name for contact in pack.contacts}
    lines = []
    for found in notes:
        note = found.note
        limit = pack.about.time_limits[str(note.within_days)] if note.within_days else ""
        sentence = words.note if limit else words.note_next
        text = sentence.format(
            told=". ".join(answer_lines(pack, found.items)),
            text=note.text,
            contact=contacts[note.contact],
            limit=limit,
        )
        lines.append(Block("step", text))
    return tuple(lines)


def time_limit(pack: Pack, found: Assessment) -> str:
    """How soon, in the pack's words ("within 2 weeks"), or that it is not known."""
    if found.incomplete:
        return pack.about.urgency["incomplete"].limit
    days = {
        Urgency.emergency: 0,
        Urgency.same_day: 1,
        Urgency.routine: found.within_days,
        Urgency.self_care: SELF_CARE_DAYS,
    }[found.urgency]
    return pack.about.time_limits[str(days)]


def headline_limit(result: Result) -> str:
    """How soon, as a headline; nothing where the title says it already."""
    limit = result.limit
    known = limit.casefold() in result.title.casefold()
    return "" if known else f"{limit[:1].upper()}{limit[1:]}"
