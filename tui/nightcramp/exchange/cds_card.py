"""An assessment as a CDS Hooks card: what a record system shows beside a chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nightcramp.exchange.fhir.terms import canonical, id_of, version_of
from nightcramp.pack import Pack, Urgency
from nightcramp.reports.page_markdown import escape_markdown
from nightcramp.reports.result import Result, build_result
from nightcramp.triage import Assessment

LONGEST_SUMMARY = 139
"""The format wants fewer than 140 characters."""

INDICATORS = {
    Urgency.incomplete: "warning",
    Urgency.self_care: "info",
    Urgency.routine: "info",
    Urgency.same_day: "warning",
    Urgency.emergency: "critical",
}


def cds_cards(pack: Pack, found: Assessment) -> dict[str, Any]:
    """What a service answers: one card, which suggests nothing to be done by a click."""
    result = build_result(pack, found)
    card = {
        "uuid": id_of(pack, found.answers, "card"),
        "summary": _clipped(f"{result.title}: {result.limit}"),
        "indicator": INDICATORS[found.urgency],
        "detail": _markdown(result),
        "source": {"label": f"{pack.about.id} {version_of(pack)}", "url": canonical(pack)},
    }
    return {"cards": [card]}


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[: LONGEST_SUMMARY - 3]}..."


def _markdown(result: Result) -> str:
    """Why this soon, what it may be, and that it is no diagnosis."""
    parts = [escape_markdown(result.lead)]
    for reason in result.reasons:
        title = f"**{escape_markdown(reason.title)}**"
        parts += [title, _listed(line.text for line in reason.lines)]
    ranked = [f"{topic.title}: {topic.match}" for topic in result.topics if topic.match]
    if ranked:
        parts.append(_listed(ranked))
    return "\n\n".join([*parts, escape_markdown(result.note)])


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escape_markdown(line)}" for line in lines)
