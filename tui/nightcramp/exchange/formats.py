"""The formats of an assessment as data, and what makes each; imported when it is asked for."""

from __future__ import annotations

from typing import Any, Protocol

import msgspec

from nightcramp.pack import Pack
from nightcramp.triage import Assessment

DATA_FORMATS = ("json", "fhir", "cds-card")


class Maker(Protocol):
    """Makes data of an assessment, the line its answers stood in, and their id."""

    def __call__(self, found: Assessment, line: int = 0, name: str | int | None = None, /) -> Any:
        """What is encoded as JSON."""


def as_json(data: Any) -> bytes:
    """Data as JSON that a person can read, too."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2) + b"\n"


def data_maker(form: str, pack: Pack, *, many: bool = False) -> Maker:
    """What makes data in a format.

    Args:
        form: `json`, `jsonl`, `fhir` or `cds-card`.
        pack: the clinical content.
        many: whether what is the same for everyone is left to come once, before them.
    """
    if form == "fhir":
        from nightcramp.exchange.fhir.bundle import bundler

        return bundler(pack, with_questions=not many)
    if form == "cds-card":
        from nightcramp.exchange.cds_card import cds_cards

        return lambda found, _=0, __=None: cds_cards(pack, found)
    from nightcramp.exchange.json_builder import JsonBuilder

    return JsonBuilder(pack).build
