"""ajv, which reads JSON Schema in JavaScript: what it says against documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from tests.others import bundled, in_node

_SCRIPT = Path(__file__).with_name("validate.cjs")


def by_ajv(schemas: list[Any], documents: list[tuple[Any, int]]) -> list[list[str]]:
    """What ajv says against each document, by the schema of that number."""
    script = bundled(_SCRIPT, options=["--platform=node"])
    return cast("list[list[str]]", in_node(script, {"schemas": schemas, "documents": documents}))
