"""An assessment as one row of a table: which fields there are, and what each holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from nightcramp.errors import NightcrampError, nearest
from nightcramp.exchange.rows import ID, Row
from nightcramp.pack import Pack
from nightcramp.triage import Assessment


class Given(msgspec.Struct, frozen=True):
    """One person: where their answers stood, and what was found."""

    row: Row
    found: Assessment


class Field(msgspec.Struct, frozen=True):
    """A column of the table.

    Attributes:
        kind: of its values; "texts" and "wholes" are lists.
        value: from a person to the value; None where there is none.
    """

    kind: Literal["text", "whole", "number", "truth", "texts", "wholes"]
    value: Callable[[Given], Any]


USUAL = (
    *(ID, "row", "urgency", "within_days", "contact", "leading", "complete", "flags", "notes"),
    *("mimics", "causes", "points", "bands", "missing", "dropped"),
)
"""The fields of a table where none are named."""

ANSWERS = "answers"
"""Stands for the answers to every question, each a field named like it."""


def fields_of(pack: Pack) -> dict[str, Field]:
    """Every field by its name: what was found, then measures, then answers."""
    made = dict(_FOUND)
    for measure in pack.measures:
        if measure.instrument:
            for place, end in enumerate(("least", "most")):
                made[f"{measure.id}_{end}"] = Field("number", _measured(measure.id, place))
    for question in pack.questions:
        kind: Literal["text", "texts"] = "text"
        if question.kind not in ("number", "single"):
            kind = "texts"
        made.setdefault(question.id, Field(kind, _answered(question.id)))
    return made


def chosen(pack: Pack, asked: str | None) -> dict[str, Field]:
    """The fields that are asked for, between commas, in that order.

    Raises:
        NightcrampError: there is no such field, or it is named twice.
    """
    every = fields_of(pack)
    names: list[str] = []
    for name in USUAL if asked is None else [one.strip() for one in asked.split(",")]:
        names += [q.id for q in pack.questions] if name == ANSWERS else [name]
    for place, name in enumerate(names):
        if name not in every:
            raise NightcrampError(f"there is no field '{name}'.{nearest(name, every)}")
        if name in names[:place]:
            raise NightcrampError(f"the field '{name}' is named twice.")
    return {name: every[name] for name in names}


def _measured(name: str, place: int) -> Callable[[Given], float | None]:
    def value(given: Given) -> float | None:
        span = given.found.measures.get(name)
        return None if span is None else span[place]

    return value


def _answered(name: str) -> Callable[[Given], Any]:
    def value(given: Given) -> Any:
        answer = given.found.answers.get(name)
        return str(answer) if isinstance(answer, int) else answer

    return value


def _known(of: Callable[[Assessment], Iterable[Any]]) -> Callable[[Given], list[Any]]:
    """What is said only where something can be said, as in the record."""
    return lambda given: [] if given.found.incomplete else [*of(given.found)]


_FOUND: dict[str, Field] = {
    ID: Field("text", lambda given: given.row.id),
    "row": Field("whole", lambda given: given.row.number),
    "urgency": Field("text", lambda given: given.found.urgency.name),
    "within_days": Field("whole", lambda given: given.found.within_days),
    "contact": Field("text", lambda given: given.found.contact),
    "leading": Field("text", lambda given: given.found.leading),
    "complete": Field("truth", lambda given: not given.found.missing),
    "flags": Field("texts", _known(lambda found: [one.flag.id for one in found.flags])),
    "notes": Field("texts", _known(lambda found: [one.note.id for one in found.notes])),
    "mimics": Field("texts", _known(lambda found: [one.mimic.id for one in found.mimics])),
    "causes": Field("texts", _known(lambda found: [one.cause.id for one in found.causes])),
    "points": Field("wholes", _known(lambda found: [one.points for one in found.causes])),
    "bands": Field("texts", _known(lambda found: [one.band for one in found.causes])),
    "advice": Field(
        "texts", _known(lambda found: () if found.urgent else [one.id for one in found.advice])
    ),
    "missing": Field("texts", lambda given: given.found.missing),
    "dropped": Field("texts", lambda given: given.found.dropped),
    "unsure": Field("texts", lambda given: given.found.unsure),
}
