"""What a result says, in order, before any screen, page or printer gives it a shape.

Every front end shows these topics and lines, so that a person reads the same sentences
in the same order on a full screen, in line mode and on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from nightcramp.pack.model import Advice, LabTest, Pack, Urgency
from nightcramp.reports.told import background, told_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack.model import RedFlag
    from nightcramp.pack.words import ResultWords, Words
    from nightcramp.triage.assess import Assessment, CauseFound, MimicFound, NoteFound

NOTES = "notes"
"""Id of the topic on what needs a check whatever the cramp is."""

MEDICINES = "your_medicines"
"""Id of the topic that says what each medicine can do."""

_MOST_MEANINGS = 3
"""What it can mean, at most: more than that is read by nobody."""

_BARS = {"strong": 8, "moderate": 5, "slight": 2}
"""Tenths of a bar, so that it says what its word says."""

LineKind = Literal["heading", "text", "for", "against", "step", "test"]


class Line(msgspec.Struct, frozen=True):
    """One thing a result says.

    Attributes:
        note: how certain it is, in words; empty where that means nothing.
    """

    kind: LineKind
    text: str
    note: str = ""


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
    lines: tuple[Line, ...]
    match: str = ""
    bar: int = 0
    ranked: bool = False


class Result(msgspec.Struct, frozen=True):
    """A result, top to bottom.

    Attributes:
        title: what to do, in capitals.
        limit: how soon ("within 2 weeks").
        lead: the sentence under it.
        reasons: what decides how soon: what the person told us, what that can mean, and
            what to do until then; what to do comes first where it is urgent. Where nothing can
            be said yet, the questions to answer first.
        topics: what to read about, the explanations first; none where it is urgent, or where
            nothing can be said yet.
        note: that this is no diagnosis; said below the lead, or last where it is urgent.
    """

    urgency: Urgency
    title: str
    limit: str
    lead: str
    reasons: tuple[Topic, ...]
    topics: tuple[Topic, ...]
    note: str


def build_result(pack: Pack, words: Words, assessment: Assessment) -> Result:
    """The result of an assessment, in the pack's words.

    An urgent result stands alone: it has steps and no topics. So does what is not complete:
    it has the questions that need an answer first.
    """
    said = pack.headline(assessment.urgency.name, assessment.contact)
    if assessment.incomplete:
        missing = tuple([Line("step", pack.question(q).text) for q in assessment.missing])
        return Result(
            urgency=assessment.urgency,
            title=said.title,
            limit=said.limit,
            lead=said.lead,
            reasons=(Topic("missing", words.result.missing, missing),),
            topics=(),
            note=words.result.no_result,
        )
    return Result(
        urgency=assessment.urgency,
        title=said.title,
        limit=time_limit(pack, assessment),
        lead=said.lead,
        reasons=_reasons(pack, words, assessment),
        topics=() if assessment.urgent else _topics(pack, words.result, assessment),
        note=words.result.not_a_diagnosis,
    )


def _reasons(pack: Pack, words: Words, assessment: Assessment) -> tuple[Topic, ...]:
    """Why this soon. Where it is urgent, only the most urgent flags speak.

    What was told is told whole: a sign that another flag is about never falls off the page.
    """
    said = words.result
    flags = _speaking(assessment)
    spoken = [one for one in assessment.notes if one.note.always or not assessment.urgent]
    notes = Topic(NOTES, said.notes, note_lines(pack, words, spoken))
    steps = Topic("steps", said.do_until, _unique_lines("step", (s for f in flags for s in f.do)))
    facts = [one for found in assessment.flags for one in found.told]
    means = [flag.means for flag in flags]
    if assessment.urgent:
        told = told_texts(pack, words, sorted([*facts, *background(pack, assessment.answers)]))
        meaning = Topic("means", said.means, _meanings(means))
        telling = Topic("told", said.tell_them, _unique_lines("step", told))
        reasons = [steps, telling, meaning, notes]
    else:
        facts += [one for found in assessment.mimics for one in found.told]
        told = told_texts(pack, words, sorted(facts))
        means += [found.mimic.summary for found in assessment.mimics]
        meaning = Topic("means", said.means, _meanings(means))
        telling = Topic("told", said.told, _unique_lines("step", told))
        reasons = [telling, meaning, steps, notes]
    return tuple(reason for reason in reasons if reason.lines)


def _meanings(sentences: list[str]) -> tuple[Line, ...]:
    """The first few of what it can mean, each once."""
    return _unique_lines("text", sentences)[:_MOST_MEANINGS]


def _speaking(assessment: Assessment) -> list[RedFlag]:
    """The flags that say something others do not say better, most telling first."""
    flags = [
        found.flag
        for found in assessment.flags
        if not assessment.urgent or found.flag.urgency == assessment.urgency.name
    ]
    covered = {name for flag in flags for name in flag.covers}
    return [flag for flag in flags if flag.id not in covered]


def note_lines(pack: Pack, words: Words, notes: Iterable[NoteFound]) -> tuple[Line, ...]:
    """What needs a check whatever the cramp is: by whom, and how soon."""
    contacts = {contact.id: contact.name for contact in pack.contacts}
    lines = []
    for found in notes:
        note = found.note
        limit = pack.about.time_limits[str(note.within_days)] if note.within_days else ""
        form = words.result.note if limit else words.result.note_next
        said = form.format(
            told=words.result.and_.join(told_texts(pack, words, found.told)),
            text=note.text,
            contact=contacts[note.contact],
            limit=limit,
        )
        lines.append(Line("step", said))
    return tuple(lines)


def time_limit(pack: Pack, assessment: Assessment) -> str:
    """How soon, in the pack's words ("within 2 weeks"), or that it is not known."""
    if assessment.incomplete:
        return pack.about.urgency["incomplete"].limit
    days = {
        Urgency.emergency: 0,
        Urgency.same_day: 1,
        Urgency.routine: assessment.within_days,
        Urgency.self_care: 42,
    }[assessment.urgency]
    return pack.about.time_limits[str(days)]


def limit_said(result: Result) -> str:
    """How soon, as a headline; nothing where the title says it already."""
    limit = result.limit
    known = limit.casefold() in result.title.casefold()
    return "" if known else f"{limit[:1].upper()}{limit[1:]}"


def _topics(pack: Pack, words: ResultWords, assessment: Assessment) -> tuple[Topic, ...]:
    ranked: list[Topic] = [
        _cause_topic(words, found, pack.about.strong) for found in assessment.causes
    ]
    mimics = [_mimic_topic(words, found) for found in assessment.mimics]
    leading = [m for m in mimics if m.id == assessment.leading]
    if not assessment.clear_causes and not mimics:
        ranked.insert(0, _no_clear_cause(words, assessment))
    others = [m for m in mimics if m not in leading]
    general = _general(words, assessment)
    taken = _medicines_topic(words, assessment)
    topics = [*leading, *ranked, *others, taken, *general, *_gaps(pack, words, assessment)]
    return tuple(topic for topic in topics if topic.lines)


def _general(words: ResultWords, assessment: Assessment) -> list[Topic]:
    """What helps whatever the cause. Where no cramp is spoken of, there is none to prevent."""
    during = _advice_topic(words, "during", words.during, assessment)
    prevent = words.prevent if during.lines else words.good_for_legs
    return [
        during,
        _advice_topic(words, "prevent", prevent, assessment),
        _advice_topic(words, "talk", words.talk, assessment),
        _advice_topic(words, "safety_net", words.safety_net, assessment),
    ]


def _cause_topic(words: ResultWords, found: CauseFound, strong: int) -> Topic:
    cause = found.cause
    lines = [Line("text", cause.summary), Line("heading", words.why)]
    for item in found.evidence:
        kind: LineKind = "for" if item.evidence.points > 0 else "against"
        lines.append(Line(kind, item.evidence.because, _certainty(words, item.evidence.certainty)))
    lines += _steps(words, words.helps, found.advice)
    lines += _tests(words, found.tests)
    lines += [Line("heading", words.how), Line("text", cause.how)]
    if cause.doubt:
        lines += [Line("heading", words.doubt), Line("text", cause.doubt)]
    bar = min(10, _BARS[found.band] + max(0, found.points - strong))
    match = {"strong": words.strong, "moderate": words.moderate, "slight": words.slight}
    return Topic(cause.id, cause.title, tuple(lines), match[found.band], bar, ranked=True)


def _mimic_topic(words: ResultWords, found: MimicFound) -> Topic:
    mimic = found.mimic
    lines = [Line("text", mimic.summary), Line("heading", words.why)]
    lines += [Line("for", sentence) for sentence in found.met]
    lines.append(Line("text", mimic.say))
    lines += _steps(words, words.helps, found.advice)
    lines += _tests(words, found.tests)
    return Topic(mimic.id, mimic.title, tuple(lines), words.fits, 10, ranked=True)


def _no_clear_cause(words: ResultWords, assessment: Assessment) -> Topic:
    if not assessment.scored:
        return Topic("no_clear_cause", words.no_clear_cause, (Line("text", words.under_16_text),))
    lines = [Line("text", words.no_clear_cause_text)]
    if assessment.causes:
        lines.append(Line("text", words.weak_hints))
    lines.append(Line("text", words.doctor_nothing))
    return Topic("no_clear_cause", words.no_clear_cause, tuple(lines), ranked=True)


def _medicines_topic(words: ResultWords, assessment: Assessment) -> Topic:
    """What each medicine that is taken can do with cramps."""
    lines = [
        Line("step", f"{found.medicine.name}: {' '.join(c.note for c in found.classes)}")
        for found in assessment.medicines
    ]
    return Topic(MEDICINES, words.your_medicines, tuple(lines))


def _advice_topic(words: ResultWords, kind: str, title: str, assessment: Assessment) -> Topic:
    chosen = [line for line in assessment.advice if line.kind == kind]
    if kind in ("during", "talk"):
        chosen += [line for c in assessment.causes for line in c.advice if line.kind == kind]
    lines = [Line("step", a.text, _certainty(words, a.certainty)) for a in chosen]
    return Topic(kind, title, tuple(lines))


def _gaps(pack: Pack, words: ResultWords, assessment: Assessment) -> list[Topic]:
    not_asked = [Line("step", pack.question(q).text) for q in assessment.not_asked]
    if not_asked:
        not_asked.insert(0, Line("text", words.not_asked_text))
    unsure = [Line("step", pack.question(q).text) for q in assessment.unsure]
    return [
        Topic("unsure", words.unsure, tuple(unsure)),
        Topic("not_asked", words.not_asked, tuple(not_asked)),
    ]


def _steps(words: ResultWords, heading: str, advice: tuple[Advice, ...]) -> list[Line]:
    if not advice:
        return []
    lines = [Line("step", a.text, _certainty(words, a.certainty)) for a in advice]
    return [Line("heading", heading), *lines]


def _tests(words: ResultWords, tests: tuple[LabTest, ...]) -> list[Line]:
    if not tests:
        return []
    return [Line("heading", words.doctor), *(Line("test", test.text) for test in tests)]


def _certainty(words: ResultWords, certainty: str) -> str:
    return str(getattr(words, f"certainty_{certainty}"))


def _unique_lines(kind: LineKind, sentences: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(kind, sentence) for sentence in dict.fromkeys(sentences))
