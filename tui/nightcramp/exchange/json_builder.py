"""From an assessment to its JSON record."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar, cast

import msgspec

from nightcramp.exchange.json_format import (
    FORMAT,
    AnswerRecord,
    AssessmentRecord,
    CauseRecord,
    ClassRecord,
    Coded,
    EvidenceRecord,
    FlagRecord,
    Graded,
    MeasureRecord,
    MedicineRecord,
    MimicRecord,
    NoteRecord,
    PackRecord,
    Said,
    UrgencyRecord,
)
from nightcramp.reports.answered import answer_lines
from nightcramp.reports.result import time_limit
from nightcramp.reports.topics import cause_title, reason
from nightcramp.triage.answers import every_choice
from nightcramp.triage.assess import weighed

if TYPE_CHECKING:
    from nightcramp.pack.model import Advice, LabTest, Pack, Urgency, UrgencyName
    from nightcramp.pack.words import Words
    from nightcramp.triage.assessment import (
        Assessment,
        CauseFound,
        FlagFound,
        MedicineFound,
        MimicFound,
        NoteFound,
    )
    from nightcramp.triage.values import Answers, Value

T = TypeVar("T")


class JsonBuilder:
    """Makes records. What is the same for every person is made, and encoded, once."""

    def __init__(self, pack: Pack, words: Words) -> None:
        about = pack.about
        self._pack, self._words = pack, words
        self._questions = {question.id: question for question in pack.questions}
        self._urgencies: dict[tuple[Urgency, int, str], UrgencyRecord] = {}
        self._note = _encoded(words.result.not_a_diagnosis)
        self._no_result = _encoded(words.result.no_result)
        self._not_sure = words.question.not_sure
        self._used = _encoded(
            PackRecord(
                about.id,
                about.version,
                pack.hash,
                pack.translation_hash,
                pack.language,
                pack.country,
                pack.reviewed,
            )
        )
        self._labels = {
            question.id: {option.id: option.label for option in every_choice(pack, question)}
            for question in pack.questions
        }
        self._answers: dict[tuple[str, Value], AnswerRecord] = {
            (question.id, value): _encoded(self._answer(question.id, value))
            for question in pack.questions
            for option in self._labels[question.id]
            for value in (option, (option,))
        }
        self._asked = {q.id: _encoded(Said(q.id, q.text)) for q in pack.questions}
        advice = [*pack.advice, *(line for cause in pack.causes for line in cause.advice)]
        advice += [line for mimic in pack.mimics for line in mimic.advice]
        self._advice = {
            a.id: _encoded(Graded(a.id, a.kind, a.text, a.certainty, a.sources)) for a in advice
        }
        self._measures = {m.id: (m.title, m.unit, m.instrument) for m in pack.measures}
        self._codes: defaultdict[str, tuple[Coded, ...]] = defaultdict(tuple)
        for code in pack.codes:
            for name in code.ids or (code.item,):
                self._codes[name] += (Coded(code.system, code.code, code.checked),)
        self._classes = {
            c.id: ClassRecord(c.id, c.name, c.note, self._codes[c.id])
            for c in pack.medicine_classes
        }

    def build(self, answers: Answers, found: Assessment, line: int = 0) -> AssessmentRecord:
        """The record of one assessment.

        Args:
            answers: what was assessed, in the pack's order, as they are read and asked.
            found: what came of it.
            line: where it stood in the input, from 1; 0 where there was only one.
        """
        urgent, known = found.urgent, not found.incomplete
        return AssessmentRecord(
            format=FORMAT,
            line=line,
            pack=self._used,
            urgency=self._urgency(found),
            contact=found.contact,
            leading=found.leading,
            scored=found.scored,
            flags=tuple([self._flag(flag) for flag in found.flags if known]),
            notes=tuple([self._note_of(note) for note in found.notes if known]),
            mimics=tuple([self._mimic(mimic, urgent=urgent) for mimic in found.mimics if known]),
            causes=tuple([self._cause(cause, urgent=urgent) for cause in found.causes if known]),
            advice=self._lines(found.advice) if known and not urgent else (),
            medicines=tuple([self._medicine(medicine) for medicine in found.medicines]),
            measures=tuple([self._measure(name, *span) for name, span in found.measures.items()]),
            answers=self._answered(weighed(answers, found)),
            missing=tuple([self._asked[name] for name in found.missing]),
            dropped=tuple([self._asked[name] for name in found.dropped]),
            not_asked=tuple([self._asked[name] for name in found.not_asked]),
            unsure=tuple([self._asked[name] for name in found.unsure]),
            note=self._note if known else self._no_result,
        )

    def _medicine(self, found: MedicineFound) -> MedicineRecord:
        classes = tuple([self._classes[c.id] for c in found.classes])
        return MedicineRecord(found.medicine.id, found.medicine.name, classes)

    def _measure(self, name: str, least: float, most: float) -> MeasureRecord:
        return MeasureRecord(name, *self._measures[name], least, most, self._codes[name])

    def _urgency(self, found: Assessment) -> UrgencyRecord:
        key = (found.urgency, found.within_days, found.contact)
        if key not in self._urgencies:
            name: UrgencyName = found.urgency.name  # type: ignore[assignment]
            headline = self._pack.headline(name, found.contact)
            limit = time_limit(self._pack, found)
            one = UrgencyRecord(name, headline.title, headline.lead, limit, found.within_days)
            self._urgencies[key] = _encoded(one)
        return self._urgencies[key]

    def _flag(self, found: FlagFound) -> FlagRecord:
        flag = found.flag
        return FlagRecord(
            flag.id,
            flag.urgency,
            answer_lines(self._pack, self._words, found.items),
            flag.means,
            flag.do,
            flag.suspects,
            tuple([code for name in flag.suspects for code in self._codes[name]]),
            flag.sources,
            found.answers,
        )

    def _note_of(self, found: NoteFound) -> NoteRecord:
        note = found.note
        told = answer_lines(self._pack, self._words, found.items)
        return NoteRecord(note.id, told, note.text, note.contact, note.within_days, note.sources)

    def _mimic(self, found: MimicFound, *, urgent: bool) -> MimicRecord:
        mimic = found.mimic
        return MimicRecord(
            mimic.id,
            mimic.title,
            mimic.summary,
            mimic.say,
            found.met,
            () if urgent else self._lines(found.advice),
            () if urgent else _tests(found.tests),
            self._codes[mimic.id],
            mimic.sources,
            found.answers,
        )

    def _cause(self, found: CauseFound, *, urgent: bool) -> CauseRecord:
        cause = found.cause
        evidence = [
            EvidenceRecord(
                one.evidence.id,
                one.evidence.points,
                reason(self._pack, self._words, one),
                one.evidence.certainty,
                one.evidence.sources,
                one.answers,
            )
            for one in found.evidence
        ]
        return CauseRecord(
            cause.id,
            cause.group,
            cause_title(self._words, found),
            cause.summary,
            found.band,
            found.points,
            tuple(evidence),
            () if urgent else self._lines(found.advice),
            () if urgent else _tests(found.tests),
            self._codes[cause.id],
        )

    def _lines(self, advice: tuple[Advice, ...]) -> tuple[Graded, ...]:
        return tuple([self._advice[line.id] for line in advice])

    def _answered(self, answers: Answers) -> tuple[AnswerRecord, ...]:
        """Each answer; encoded already, where it is one of those that can be listed."""
        known = self._answers.get
        return tuple([known(one) or self._answer(*one) for one in answers.items()])

    def _answer(self, question_id: str, value: Value) -> AnswerRecord:
        question = self._questions[question_id]
        if isinstance(value, int):
            texts: tuple[str, ...] = (f"{value} {question.unit}".strip(),)
        elif question.kind == "number":
            texts = (self._not_sure,)
        else:
            chosen = value if isinstance(value, tuple) else (value,)
            texts = tuple([self._labels[question.id][one] for one in chosen])
        return AnswerRecord(question.id, question.text, value, texts)


def _encoded(value: T) -> T:
    """A part of a record as the JSON it becomes: records are written, and not looked into."""
    return cast("T", msgspec.Raw(msgspec.json.encode(value)))


def _tests(tests: tuple[LabTest, ...]) -> tuple[Said, ...]:
    return tuple([Said(test.id, test.text) for test in tests])
