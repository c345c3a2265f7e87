"""The formats of an assessment as data, and what makes each; imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from nightcramp.pack import Pack
from nightcramp.pack.words import Words
from nightcramp.triage import Answers, Assessment

DATA_FORMATS = ("json", "fhir", "cds-card")


def as_json(data: Any) -> bytes:
    """Data as JSON that a person can read, too."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def data_maker(form: str, pack: Pack, words: Words) -> Callable[[Answers, Assessment, int], Any]:
    """What makes data of answers, their assessment, and the line of the input they stood in.

    Args:
        form: `json`, `jsonl`, `fhir` or `cds-card`.
        pack: the clinical content.
        words: the program's own.
    """
    if form == "fhir":
        from nightcramp.exchange.fhir.bundle import bundler

        return bundler(pack, words)
    if form == "cds-card":
        from nightcramp.exchange.cds_card import cds_card

        return lambda answers, found, _: cds_card(pack, words, answers, found)
    from nightcramp.exchange.json_builder import JsonBuilder

    return JsonBuilder(pack, words).build
