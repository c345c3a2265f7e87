"""What was found as a FHIR RiskAssessment, and a draft ServiceRequest for being seen.

Points are no probabilities: how well something matches is a `qualitativeRisk`, in words and in
codes of our own, and never a number.
"""

from __future__ import annotations

from collections.abc import Iterable

from nightcramp.exchange.fhir.terms import HL7, Json, codings, concept, extension, own, version_of
from nightcramp.pack.model import Pack, Urgency, contact_of
from nightcramp.reports.answered import answer_lines
from nightcramp.reports.codes import codes_of
from nightcramp.reports.result import time_limit
from nightcramp.reports.signers import review_line
from nightcramp.reports.topics import cause_title, match_in_words, reason
from nightcramp.triage.assessment import Assessment, FlagFound

PRIORITY = {
    Urgency.routine: "routine",
    Urgency.same_day: "urgent",
    Urgency.emergency: "stat",
}
"""Urgency -> FHIR priority. Self-care makes no request."""

NO_PROBABILITY = {"extension": [extension(f"{HL7}/data-absent-reason", valueCode="not-applicable")]}
"""A range without a number. Some validators read invariant ras-2 as broken where none is there."""

NOBODY = {
    "extension": [extension(f"{HL7}/data-absent-reason", valueCode="masked")],
    "type": "Patient",
}
"""The subject that FHIR requires: the clinic knows who it is, and we do not."""


def risk_assessment(pack: Pack, found: Assessment, response: str) -> Json:
    """What was found: preliminary, or "registered" where there is no result yet.

    Args:
        pack: the clinical content.
        found: the assessment.
        response: reference to the answers.
    """
    headline = pack.headline(found.urgency.name, found.contact)
    soon: Json = {
        "outcome": concept(pack.words.result.heading),
        "probabilityRange": NO_PROBABILITY,
        "qualitativeRisk": concept(headline.title, [own("urgency", found.urgency.name)]),
        "rationale": headline.lead,
    }
    explained = [] if found.urgent else _explanations(pack, found)
    findings = [] if found.incomplete else [*_flags(pack, found), *explained]
    to_do = {"mitigation": f"{headline.title}: {time_limit(pack, found)}. {headline.lead}"}
    return {
        "resourceType": "RiskAssessment",
        "language": pack.language,
        "status": "registered" if found.incomplete else "preliminary",
        "method": concept(f"{pack.about.id} {version_of(pack)}", [own("content", pack.hash)]),
        "subject": NOBODY,
        "basis": [{"reference": response}],
        "prediction": [soon, *findings],
        **({} if found.incomplete else to_do),
        "note": [{"text": note} for note in _notes(pack, found)],
    }


def service_request(pack: Pack, found: Assessment, supporting: Iterable[str]) -> Json:
    """A draft that a clinician may make into a request.

    Args:
        pack: the clinical content.
        found: an assessment of at least `routine`.
        supporting: references to the answers and to what was found.
    """
    headline = pack.headline(found.urgency.name, found.contact)
    reasons = [
        concept(_behind(pack, f), codings(codes_of(pack, *f.flag.suspects))) for f in found.flags
    ]
    reasons += [concept(m.mimic.title, codings(codes_of(pack, m.mimic.id))) for m in found.mimics]
    steps = dict.fromkeys(step for f in found.flags for step in f.flag.do)
    return {
        "resourceType": "ServiceRequest",
        "language": pack.language,
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITY[found.urgency],
        "code": concept(headline.title),
        "subject": NOBODY,
        "reasonCode": reasons,
        "supportingInfo": [{"reference": one} for one in supporting],
        "note": [{"text": time_limit(pack, found)}],
        "patientInstruction": " ".join([headline.lead, *steps]),
    }


def _flags(pack: Pack, found: Assessment) -> list[Json]:
    """Each red flag: what it can mean, and its urgency."""
    return [
        {
            "outcome": concept(f.flag.means, codings(codes_of(pack, *f.flag.suspects))),
            "probabilityRange": NO_PROBABILITY,
            "qualitativeRisk": concept(
                pack.headline(f.flag.urgency, contact_of(f.flag)).title,
                [own("urgency", f.flag.urgency)],
            ),
            "rationale": _behind(pack, f),
        }
        for f in found.flags
    ]


def _behind(pack: Pack, found: FlagFound) -> str:
    """The answers that a flag rests on."""
    return "; ".join(answer_lines(pack, found.items))


def _explanations(pack: Pack, found: Assessment) -> list[Json]:
    """Each mimic and each cause: how well it matches, and why."""
    words = pack.words
    named = [(m.mimic.id, m.mimic.title, "fits", m.met) for m in found.mimics]
    named += [
        (
            c.cause.id,
            cause_title(words, c),
            c.band,
            tuple(reason(pack, e) for e in c.evidence),
        )
        for c in found.causes
    ]
    return [
        {
            "outcome": concept(title, codings(codes_of(pack, name))),
            "probabilityRange": NO_PROBABILITY,
            "qualitativeRisk": concept(match_in_words(words.result, match), [own("match", match)]),
            "rationale": " ".join(because),
        }
        for name, title, match, because in named
    ]


def _notes(pack: Pack, found: Assessment) -> list[str]:
    """That it is no diagnosis, what is missing, and what the pack is for."""
    words = pack.words
    notes = [words.result.not_a_diagnosis]
    if found.incomplete:
        missing = " ".join(pack.question(name).text for name in found.missing)
        notes = [f"{words.result.missing}: {missing}", words.result.no_result]
    return [*notes, review_line(pack, words), pack.about.intended_use]
