"""What was found as a FHIR RiskAssessment, and a draft ServiceRequest for being seen.

Our points are no probabilities: how well something matches is said in words and in codes of
our own, as `qualitativeRisk`, and nowhere as a number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.exchange.fhir.terms import HL7, Json, codings, concept, extension, own, version_of
from nightcramp.pack.model import Urgency, contact_of
from nightcramp.reports.answer_lines import answer_lines
from nightcramp.reports.codes import codes_of
from nightcramp.reports.result import build_result, time_limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.assess import Assessment, FlagFound

PRIORITY = {
    Urgency.routine: "routine",
    Urgency.same_day: "urgent",
    Urgency.emergency: "stat",
}
"""Urgency -> how FHIR says how soon; what can be done at home asks for no service."""

NOBODY = {
    "extension": [extension(f"{HL7}/data-absent-reason", valueCode="masked")],
    "type": "Patient",
}
"""FHIR wants a person; who it is, the clinic knows and we do not."""


def risk_assessment(pack: Pack, words: Words, found: Assessment, response: str) -> Json:
    """What was found, as preliminary as it is; "registered" where there is no result yet.

    Args:
        pack: the clinical content.
        words: the program's own.
        found: the assessment.
        response: where the answers are.
    """
    said = pack.headline(found.urgency.name, found.contact)
    soon: Json = {
        "outcome": concept(words.result.heading),
        "qualitativeRisk": concept(said.title, [own("urgency", found.urgency.name)]),
        "rationale": said.lead,
    }
    explained = [] if found.urgent else _explanations(pack, words, found)
    findings = [] if found.incomplete else [*_flags(pack, words, found), *explained]
    to_do = {"mitigation": f"{said.title}: {time_limit(pack, found)}. {said.lead}"}
    return {
        "resourceType": "RiskAssessment",
        "language": pack.language,
        "status": "registered" if found.incomplete else "preliminary",
        "method": concept(f"{pack.about.id} {version_of(pack)}", [own("content", pack.hash)]),
        "subject": NOBODY,
        "basis": [{"reference": response}],
        "prediction": [soon, *findings],
        **({} if found.incomplete else to_do),
        "note": [{"text": note} for note in _notes(pack, words, found)],
    }


def service_request(pack: Pack, words: Words, found: Assessment, supporting: Iterable[str]) -> Json:
    """A draft for a clinician to make into a request, or not.

    Args:
        pack: the clinical content.
        words: the program's own.
        found: an assessment of at least `routine`.
        supporting: where the answers and what was found are.
    """
    said = pack.headline(found.urgency.name, found.contact)
    reasons = [
        concept(_told(pack, words, f), codings(codes_of(pack, *f.flag.suspects)))
        for f in found.flags
    ]
    reasons += [concept(m.mimic.title, codings(codes_of(pack, m.mimic.id))) for m in found.mimics]
    steps = dict.fromkeys(step for f in found.flags for step in f.flag.do)
    return {
        "resourceType": "ServiceRequest",
        "language": pack.language,
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITY[found.urgency],
        "code": concept(said.title),
        "subject": NOBODY,
        "reasonCode": reasons,
        "supportingInfo": [{"reference": one} for one in supporting],
        "note": [{"text": time_limit(pack, found)}],
        "patientInstruction": " ".join([said.lead, *steps]),
    }


def _flags(pack: Pack, words: Words, found: Assessment) -> list[Json]:
    """Each red flag: what it can mean, and how soon that must be looked at."""
    return [
        {
            "outcome": concept(f.flag.means, codings(codes_of(pack, *f.flag.suspects))),
            "qualitativeRisk": concept(
                pack.headline(f.flag.urgency, contact_of(f.flag)).title,
                [own("urgency", f.flag.urgency)],
            ),
            "rationale": _told(pack, words, f),
        }
        for f in found.flags
    ]


def _told(pack: Pack, words: Words, found: FlagFound) -> str:
    return "; ".join(answer_lines(pack, words, found.told))


def _explanations(pack: Pack, words: Words, found: Assessment) -> list[Json]:
    """Each mimic and each cause: how well it matches, and why."""
    matches = {
        "fits": words.result.fits,
        "strong": words.result.strong,
        "moderate": words.result.moderate,
        "slight": words.result.slight,
    }
    named = [(m.mimic.id, m.mimic.title, "fits", m.met) for m in found.mimics]
    named += [
        (c.cause.id, c.cause.title, c.band, tuple(e.evidence.because for e in c.evidence))
        for c in found.causes
    ]
    return [
        {
            "outcome": concept(title, codings(codes_of(pack, name))),
            "qualitativeRisk": concept(matches[match], [own("match", match)]),
            "rationale": " ".join(because),
        }
        for name, title, match, because in named
    ]


def _notes(pack: Pack, words: Words, found: Assessment) -> list[str]:
    """What nobody who reads the record may overlook."""
    result = build_result(pack, words, found)
    missing = [
        " ".join([f"{reason.title}:", *(line.text for line in reason.lines)])
        for reason in result.reasons
        if found.incomplete
    ]
    unsigned = [] if pack.reviewed else [words.welcome.not_reviewed]
    return [*missing, result.note, *unsigned, pack.about.intended_use]
