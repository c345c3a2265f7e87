"""What ODK makes of our form: a submission as Collect sends it, and as Central exports it."""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from nightcramp.exchange.xlsform import sheets
from tests.content import PACK
from tests.xpath_values import field_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.triage import Answers

Tree = dict[str, Any]


@cache
def _survey() -> list[tuple[str, str]]:
    """The type and name of each row of the form."""
    head, *rows = sheets((PACK,))["survey"]
    return [(row[head.index("type")], row[head.index("name")]) for row in rows]


def submission(answers: Answers, name: str) -> Tree:
    """A filled form: groups as tables, and what was not asked as an empty text."""
    values = field_values(PACK, answers)
    tree: Tree = {"start": "2026-01-01T00:00:00.000Z", "meta": {"instanceID": f"uuid:{name}"}}
    path = [tree]
    for kind, field in _survey():
        if kind == "begin_group":
            path.append(path[-1].setdefault(field, {}))
        elif kind == "end_group":
            path.pop()
        else:
            path[-1][field] = values.get(field, "")
    return tree


def as_xml(tree: Tree) -> bytes:
    """The submission as Collect sends it."""
    inside = _xml({**tree, "orx:meta": {"orx:instanceID": tree["meta"]["instanceID"]}})
    head = '<data id="nightcramp" version="1" xmlns:orx="http://openrosa.org/xforms">'
    return f"<?xml version='1.0' ?>{head}{inside}</data>".encode()


def _xml(tree: Tree) -> str:
    parts = []
    for name, value in tree.items():
        if name != "meta":
            inside = _xml(value) if isinstance(value, dict) else escape(value)
            parts.append(f"<{name}>{inside}</{name}>")
    return "".join(parts)


def as_odata(trees: Iterable[Tree]) -> Tree:
    """Submissions as Central gives them to other programs: null for what is empty."""
    values = [
        {**_nulls(tree), "__id": tree["meta"]["instanceID"], "__system": {"status": None}}
        for tree in trees
    ]
    return {"@odata.context": "https://central.invalid/$metadata#Submissions", "value": values}


def _nulls(tree: Tree) -> Tree:
    return {
        name: _nulls(value) if isinstance(value, dict) else (value or None)
        for name, value in tree.items()
    }


def as_csv(trees: Iterable[Tree]) -> bytes:
    """Submissions as Central exports them: a column is named after its groups, too."""
    rows = [{**_flat(tree), "KEY": tree["meta"]["instanceID"]} for tree in trees]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _flat(tree: Tree, path: str = "") -> Tree:
    found: Tree = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{path}{name}-")
        else:
            found[f"{path}{name}"] = value
    return found
