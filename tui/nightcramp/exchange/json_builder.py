"""From an assessment to its JSON record."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeVar

import msgspec

from nightcramp.exchange import json_format as form
from nightcramp.pack.model import Advice, LabTest, Pack
from nightcramp.reports.answered import answer_lines
from nightcramp.reports.result import time_limit
from nightcramp.reports.topics import cause_title, reason
from nightcramp.triage import Value
from nightcramp.triage.answers import every_choice
from nightcramp.triage.assessment import (
    Assessment,
    CauseFound,
    FlagFound,
    MedicineFound,
    MimicFound,
    NoteFound,
)
from nightcramp.triage.rules import rules_of

R = TypeVar("R", bound=msgspec.Struct)


class JsonBuilder:
    """Makes records. What is the same for every person is made once; nothing of anyone is kept."""

    def __init__(self, pack: Pack) -> None:
        about = pack.about
        self._pack = pack
        self._questions = {question.id: question for question in pack.questions}
        self._labels = {
            question.id: {option.id: option.label for option in every_choice(pack, question)}
            for question in pack.questions
        }
        self._used = _made(form.PackRecord, pack, id=about.id, version=about.version)
        self._alone = {
            (name, value): self._answer_record(name, value)
            for name, options in rules_of(pack).kept.items()
            if not self._questions[name].offers_medicines
            for value in options.values()
        }
        self._asked = {q.id: _made(form.Said, q) for q in pack.questions}
        self._advice = {line.id: _made(form.Graded, line) for line in pack.all_advice}
        self._measures = {measure.id: measure for measure in pack.measures}
        self._codes: defaultdict[str, tuple[form.Coded, ...]] = defaultdict(tuple)
        for code in pack.codes:
            for name in code.ids or (code.item,):
                self._codes[name] += (_made(form.Coded, code),)
        self._classes = {
            c.id: _made(form.ClassRecord, c, codes=self._codes[c.id]) for c in pack.medicine_classes
        }

    def build(
        self, found: Assessment, line: int = 0, name: str | int | None = None
    ) -> form.AssessmentRecord:
        """The record of one assessment.

        Args:
            found: what came of the answers.
            line: where it stood in the input, from 1; 0 where there was only one.
            name: the id that it had there.
        """
        urgent, known, result = found.urgent, not found.incomplete, self._pack.words.result
        return _made(
            form.AssessmentRecord,
            found,
            format=form.FORMAT,
            line=line,
            id=name,
            pack=self._used,
            urgency=self._urgency(found),
            flags=tuple([self._flag(flag) for flag in found.flags if known]),
            notes=tuple([self._note_of(note) for note in found.notes if known]),
            mimics=tuple([self._mimic(mimic, urgent=urgent) for mimic in found.mimics if known]),
            causes=tuple([self._cause(cause, urgent=urgent) for cause in found.causes if known]),
            advice=self._lines(found.advice) if known and not urgent else (),
            medicines=tuple([self._medicine(medicine) for medicine in found.medicines]),
            measures=tuple([self._measure(name, *span) for name, span in found.measures.items()]),
            answers=tuple([self._answer(*one) for one in found.answers.items()]),
            missing=tuple([self._asked[name] for name in found.missing]),
            dropped=tuple([self._asked[name] for name in found.dropped]),
            not_asked=tuple([self._asked[name] for name in found.not_asked]),
            unsure=tuple([self._asked[name] for name in found.unsure]),
            note=result.not_a_diagnosis if known else result.no_result,
        )

    def _medicine(self, found: MedicineFound) -> form.MedicineRecord:
        classes = tuple([self._classes[c.id] for c in found.classes])
        return _made(form.MedicineRecord, found.medicine, classes=classes)

    def _measure(self, name: str, least: float, most: float) -> form.MeasureRecord:
        codes = self._codes[name]
        return _made(form.MeasureRecord, self._measures[name], least=least, most=most, codes=codes)

    def _urgency(self, found: Assessment) -> form.UrgencyRecord:
        return _made(
            form.UrgencyRecord,
            self._pack.headline(found.urgency.name, found.contact),
            id=found.urgency.name,
            limit=time_limit(self._pack, found),
            within_days=found.within_days,
        )

    def _flag(self, found: FlagFound) -> form.FlagRecord:
        flag = found.flag
        return _made(
            form.FlagRecord,
            flag,
            told=answer_lines(self._pack, found.items),
            codes=tuple([code for name in flag.suspects for code in self._codes[name]]),
            answers=found.answers,
        )

    def _note_of(self, found: NoteFound) -> form.NoteRecord:
        told = answer_lines(self._pack, found.items)
        return _made(form.NoteRecord, found.note, told=told)

    def _mimic(self, found: MimicFound, *, urgent: bool) -> form.MimicRecord:
        return _made(
            form.MimicRecord,
            found.mimic,
            met=found.met,
            advice=() if urgent else self._lines(found.advice),
            tests=() if urgent else _tests(found.tests),
            codes=self._codes[found.mimic.id],
            answers=found.answers,
        )

    def _cause(self, found: CauseFound, *, urgent: bool) -> form.CauseRecord:
        evidence = [
            _made(
                form.EvidenceRecord,
                one.evidence,
                because=reason(self._pack, one),
                answers=one.answers,
            )
            for one in found.evidence
        ]
        return _made(
            form.CauseRecord,
            found.cause,
            title=cause_title(self._pack.words, found),
            match=found.band,
            points=found.points,
            evidence=tuple(evidence),
            advice=() if urgent else self._lines(found.advice),
            tests=() if urgent else _tests(found.tests),
            codes=self._codes[found.cause.id],
        )

    def _lines(self, advice: tuple[Advice, ...]) -> tuple[form.Graded, ...]:
        return tuple([self._advice[line.id] for line in advice])

    def _answer(self, question_id: str, value: Value) -> form.AnswerRecord:
        """A record of an answer; that of a number or of several options is never kept."""
        alone = self._alone.get((question_id, value))
        return self._answer_record(question_id, value) if alone is None else alone

    def _answer_record(self, question_id: str, value: Value) -> form.AnswerRecord:
        question = self._questions[question_id]
        if isinstance(value, int):
            texts: tuple[str, ...] = (f"{value} {question.unit}".strip(),)
        elif question.kind == "number":
            texts = (self._pack.words.question.not_sure,)
        else:
            chosen = value if isinstance(value, tuple) else (value,)
            texts = tuple([self._labels[question.id][one] for one in chosen])
        return form.AnswerRecord(question.id, question.text, value, texts)


def _made(kind: type[R], source: object, **more: Any) -> R:
    """A record; what is not given stands under the same name in its source."""
    for name in kind.__struct_fields__:
        if name not in more:
            more[name] = getattr(source, name)
    return kind(**more)


def _tests(tests: tuple[LabTest, ...]) -> tuple[form.Said, ...]:
    return tuple([_made(form.Said, test) for test in tests])
