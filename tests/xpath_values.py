"""A form's expressions, worked out by libxml2."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from nightcramp.exchange.xpath import XPathWriter, least_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers

_FIELD = re.compile(r"\$\{(\w+)\}")
_FUNCTIONS = {
    (None, "selected"): lambda _, value, option: option in value.split(),
    (None, "count-selected"): lambda _, value: len(value.split()),
    (None, "if"): lambda _, test, yes, no: yes if test else no,
}


def holds(expression: str, fields: Mapping[str, str], own: str = "") -> bool:
    """Whether an expression is true; `own` is the value of the field it belongs to."""
    return bool(_result(f"boolean({expression})", fields, own))


def text_of(expression: str, fields: Mapping[str, str]) -> str:
    """What an expression comes to."""
    return str(_result(f"string({expression})", fields, ""))


def field_values(pack: Pack, answers: Answers) -> dict[str, str]:
    """Field -> value, as a form keeps these answers and works measures out."""
    values: dict[str, str] = {}
    for question in pack.questions:
        value = answers.get(question.id, "")
        if question.kind == "number":
            values[f"{question.id}_unsure"] = "unsure" if value == "unsure" else ""
            value = "" if value == "unsure" else value
        values[question.id] = " ".join(value) if isinstance(value, tuple) else str(value)
    for field, least in _measures(pack):
        values[field] = text_of(least, values)
    return values


@cache
def _measures(pack: Pack) -> list[tuple[str, str]]:
    """The field of each measure, and how a form works it out."""
    writer = XPathWriter(pack, pack.questions)
    return [(least_field(measure.id), writer.least(measure)) for measure in pack.measures]


def _result(expression: str, fields: Mapping[str, str], own: str) -> Any:
    named = {**dict.fromkeys(_FIELD.findall(expression), ""), **fields}
    written = re.sub(r"\((\.)([,)])", r"($own\2", _FIELD.sub(r"$\1", expression))
    return etree.XPath(written, extensions=_FUNCTIONS)(etree.Element("form"), **named, own=own)
