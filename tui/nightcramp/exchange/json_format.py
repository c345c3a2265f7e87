"""The JSON format of an assessment, which `docs/schema/assessment.schema.json` describes.

Ids and sentences both, and behind each finding the questions whose answers made it.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import Final, Literal

import msgspec

from nightcramp.pack.model import AdviceKind, Certainty, UrgencyName
from nightcramp.triage.assessment import Band

FORMAT: Final = "nightcramp/assessment/1"


class Said(msgspec.Struct, frozen=True, gc=False):
    """An id of the content, and what it says."""

    id: str
    text: str


class Coded(msgspec.Struct, frozen=True, gc=False):
    """A code of a public terminology; `checked` where it was looked up in a published guide."""

    system: Literal["ICD-10", "ICD-10-CM", "SNOMED", "LOINC", "ATC"]
    code: str
    checked: bool


class Graded(msgspec.Struct, frozen=True, gc=False):
    """One thing to do, with how certain it is and where it comes from."""

    id: str
    kind: AdviceKind
    text: str
    certainty: Certainty
    sources: tuple[str, ...]


class EvidenceRecord(msgspec.Struct, frozen=True, gc=False):
    """What speaks for (points above 0) or against a cause, and the answers behind it."""

    id: str
    points: int
    because: str
    certainty: Certainty
    sources: tuple[str, ...]
    answers: tuple[str, ...]


class FlagRecord(msgspec.Struct, frozen=True, gc=False):
    """A red flag that holds: what was told, what it can mean, what to do until then."""

    id: str
    urgency: Literal["routine", "same_day", "emergency"]
    told: tuple[str, ...]
    means: str
    do: tuple[str, ...]
    suspects: tuple[str, ...]
    codes: tuple[Coded, ...]
    sources: tuple[str, ...]
    answers: tuple[str, ...]


class NoteRecord(msgspec.Struct, frozen=True, gc=False):
    """What needs a check whatever the cramp is: by whom, and within how many days."""

    id: str
    told: tuple[str, ...]
    text: str
    contact: str
    within_days: int
    sources: tuple[str, ...]


class MimicRecord(msgspec.Struct, frozen=True, gc=False):
    """What it may be instead of a cramp, and the criteria that are met."""

    id: str
    title: str
    summary: str
    say: str
    met: tuple[str, ...]
    advice: tuple[Graded, ...]
    tests: tuple[Said, ...]
    codes: tuple[Coded, ...]
    sources: tuple[str, ...]
    answers: tuple[str, ...]


class CauseRecord(msgspec.Struct, frozen=True, gc=False):
    """A cause with evidence for it. Points rank causes; they are no probability.

    `group` is the kind of cause that it is one of ("medical_condition"); empty for most.
    """

    id: str
    group: str
    title: str
    summary: str
    match: Band
    points: int
    evidence: tuple[EvidenceRecord, ...]
    advice: tuple[Graded, ...]
    tests: tuple[Said, ...]
    codes: tuple[Coded, ...]


class ClassRecord(msgspec.Struct, frozen=True, gc=False):
    """A class of medicines, and what it can do with cramps."""

    id: str
    name: str
    note: str
    codes: tuple[Coded, ...]


class MedicineRecord(msgspec.Struct, frozen=True, gc=False):
    """A medicine that is taken."""

    id: str
    name: str
    classes: tuple[ClassRecord, ...]


class MeasureRecord(msgspec.Struct, frozen=True, gc=False):
    """A number by a published instrument; `least` and `most` differ where an answer is unsure."""

    id: str
    title: str
    unit: str
    instrument: str
    least: float
    most: float
    codes: tuple[Coded, ...]


class AnswerRecord(msgspec.Struct, frozen=True, gc=False):
    """A question, its answer as given, and the answer in words."""

    id: str
    text: str
    value: str | int | tuple[str, ...]
    said: tuple[str, ...]


class PackRecord(msgspec.Struct, frozen=True, gc=False):
    """The content used; two records with the same hashes were judged by the same rules."""

    id: str
    version: str
    hash: str
    translation_hash: str
    language: str
    country: str
    reviewed: bool


class UrgencyRecord(msgspec.Struct, frozen=True, gc=False):
    """How soon to be seen; `within_days` is 0 where it is not an appointment.

    `incomplete` is no urgency: questions about danger signs have no answer, and until they do
    nothing can be said.
    """

    id: UrgencyName
    title: str
    lead: str
    limit: str
    within_days: int


class AssessmentRecord(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What nightcramp says about one set of answers. Not a diagnosis.

    Lists are ordered: most urgent and best supported first. Advice and tests are left out
    where the urgency is `same_day` or `emergency`: what to do then stands in the flags.
    `leading` is the id of a flag, mimic or cause, `no_clear_cause` or `incomplete`. `contact` is
    the id of whom to go to, beside how soon; empty where it is not urgent. `line` is the line or
    row of the input, counted from 1, where there were many; `id` is that of the input, where it
    had one.

    `missing` are questions without an answer that could make it more urgent. Where they leave
    nothing to be said, the urgency is `incomplete`, and flags, notes, mimics, causes and
    advice are empty. `dropped` are questions that would not have been asked: their answers were not
    weighed, and do not stand under `answers`.
    """

    format: Literal["nightcramp/assessment/1"]
    line: int = 0
    id: str | int | None = None
    pack: PackRecord
    urgency: UrgencyRecord
    contact: str
    leading: str
    scored: bool
    flags: tuple[FlagRecord, ...]
    notes: tuple[NoteRecord, ...]
    mimics: tuple[MimicRecord, ...]
    causes: tuple[CauseRecord, ...]
    advice: tuple[Graded, ...]
    medicines: tuple[MedicineRecord, ...]
    measures: tuple[MeasureRecord, ...]
    answers: tuple[AnswerRecord, ...]
    missing: tuple[Said, ...]
    dropped: tuple[Said, ...]
    not_asked: tuple[Said, ...]
    unsure: tuple[Said, ...]
    note: str


def json_schema() -> bytes:
    """The JSON Schema of a record."""
    schema = msgspec.json.schema(AssessmentRecord)
    for one in schema["$defs"].values():
        one["description"] = cleandoc(one["description"])  # a docstring is indented
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nightcramp assessment",
        **schema,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
