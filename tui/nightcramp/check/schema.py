"""JSON Schema of the content files, generated from the types, for editors."""

from __future__ import annotations

from typing import Any

import msgspec

from nightcramp.pack.condition import Condition
from nightcramp.pack.files import FILES
from nightcramp.pack.population import Population

_CONDITION = {
    "description": "A table in which every key must hold.",
    "type": "object",
    "properties": {
        "any": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        "all": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        "not": {"type": "object"},
    },
    "additionalProperties": {
        "anyOf": [
            {"type": "string"},
            {"type": "array", "items": {"type": "string"}, "minItems": 1},
            {
                "type": "object",
                "properties": {
                    bound: {"type": "number"} for bound in ("at_least", "at_most", "under", "over")
                },
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    "minProperties": 1,
}


def content_schema() -> str:
    """One JSON Schema; `$defs` holds a definition for each kind of file.

    An editor is pointed at `#/$defs/<kind>`; `docs/content.md` says how.
    """
    kinds = [*FILES.values(), Population]
    _, definitions = msgspec.json.schema_components(
        kinds, schema_hook=_hook, ref_template="#/$defs/{name}"
    )
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "nightcramp content",
        "oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds],
        "$defs": definitions,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _hook(kind: type) -> dict[str, Any]:
    if kind is Condition:
        return _CONDITION
    raise NotImplementedError(kind)
