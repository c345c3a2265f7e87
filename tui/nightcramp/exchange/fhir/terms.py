"""Names that FHIR resources share: addresses, codings, ids."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

import msgspec

from nightcramp.pack.model import UNSURE, Code, Option, Pack, Question
from nightcramp.reports.codes import codes_of
from nightcramp.triage import Answers
from nightcramp.triage.rules import rules_of

Json = dict[str, Any]

BASE = "https://nightcramp.invalid/fhir"
"""Prefix of our own names; a `.invalid` domain never resolves."""

HL7 = "http://hl7.org/fhir/StructureDefinition"

_SYSTEMS = {
    "ICD-10": "http://hl7.org/fhir/sid/icd-10",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "SNOMED": "http://snomed.info/sct",
    "LOINC": "http://loinc.org",
    "ATC": "http://www.whocc.no/atc",
}


def canonical(pack: Pack) -> str:
    """The address of the pack's questionnaire."""
    return f"{BASE}/Questionnaire/{pack.about.id}"


def version_of(pack: Pack) -> str:
    """The pack's version and a digest of its content: the same text has the same version."""
    version = f"{pack.about.version}-{pack.hash[:8]}"
    if pack.translation_hash:
        return f"{version}-{pack.language}-{pack.translation_hash[:8]}"
    return version


def coding(code: Code) -> Json:
    """A public code."""
    return {"system": _SYSTEMS[code.system], "code": code.code}


def codings(codes: Iterable[Code], system: str = "") -> list[Json]:
    """Public codes, of one system where it is named."""
    return [coding(code) for code in codes if system in ("", code.system)]


def concept(text: str, codes: Iterable[Json] = ()) -> Json:
    """A concept: its codings, where there are any, and its text."""
    given = list(codes)
    return {"coding": given, "text": text} if given else {"text": text}


def own(kind: str, code: str) -> Json:
    """A code of our own: an answer, how well something matches, how urgent it is."""
    return {"system": f"{BASE}/CodeSystem/{kind}", "code": code}


def answer_code(pack: Pack, question: Question, option: str) -> Json:
    """An answer as a code: a public one where there is one, otherwise its id here.

    Questions that offer the same answers share a system.
    """
    for code in codes_of(pack, f"{question.id}/{option}"):
        return coding(code)
    shared = question.clarifies or question.id
    if question.kind == "started":
        shared = rules_of(pack).pick_any[0]
    return own(f"{pack.about.id}/{shared}", option)


def answer_coding(pack: Pack, question: Question, option: Option) -> Json:
    """An answer as a code, with what the person reads."""
    return {**answer_code(pack, question, option.id), "display": option.label}


def not_sure_coding(pack: Pack, question: Question) -> Json:
    """The code of "Not sure" in place of a number."""
    return {**answer_code(pack, question, UNSURE), "display": pack.words.question.not_sure}


def extension(url: str, **value: Any) -> Json:
    """An extension and its one value."""
    return {"url": url, **value}


def fhirpath(expression: str) -> Json:
    """A formula, as the value of an extension."""
    return {"language": "text/fhirpath", "expression": expression}


def id_of(pack: Pack, answers: Answers, kind: str) -> str:
    """A UUID derived from the content and the answers."""
    given = msgspec.json.encode(sorted(answers.items())).decode()
    name = f"{kind}/{pack.hash}/{pack.translation_hash}/{pack.country}/{given}"
    return str(uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_URL, BASE), name))
