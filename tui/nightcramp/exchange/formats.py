"""The formats of an assessment as data, and what makes each; imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers
    from nightcramp.triage.assess import Assessment

    Maker = Callable[[Answers, Assessment, int], Any]
    """Makes data of answers, their assessment, and the line of the input they stood in."""


def _json(pack: Pack, words: Words) -> Maker:
    from nightcramp.exchange.json_builder import JsonBuilder

    return JsonBuilder(pack, words).build


def _fhir(pack: Pack, words: Words) -> Maker:
    from nightcramp.exchange.fhir.bundle import bundler

    return bundler(pack, words)


def _cds_card(pack: Pack, words: Words) -> Maker:
    from nightcramp.exchange.cds_card import cds_card

    return lambda answers, found, _: cds_card(pack, words, answers, found)


DATA_FORMATS: dict[str, Callable[[Pack, Words], Maker]] = {
    "json": _json,
    "jsonl": _json,
    "fhir": _fhir,
    "cds-card": _cds_card,
}
"""Name -> what makes a `Maker`."""
