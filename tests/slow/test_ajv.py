"""The schemas that we publish, as ajv reads them: strict, and of one mind with jsonschema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from nightcramp.cli.main import main
from tests.ajv import by_ajv
from tests.check.diff.packs import versions
from tests.check.diff.test_forms import LATER, SOONER
from tests.content import PACK, VIGNETTES
from tests.exchange.test_record import record_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[2] / "docs" / "schema"
SCHEMAS = [
    json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("assessment", "diff")
]
WRONG: tuple[Any, ...] = (None, -1, "", {}, [0])


@pytest.fixture(scope="module")
def records() -> list[Any]:
    """The record of every patient, and of one who answered nothing."""
    return [record_of(PACK, given) for given in ({}, *(v.answers for v in VIGNETTES))]


@pytest.fixture(scope="module")
def difference(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Two versions of a pack, compared."""
    folder = tmp_path_factory.mktemp("packs")
    file = folder / "difference.json"
    old, new = versions(folder, LATER, SOONER)
    main(["diff", str(old), str(new), "--format", "json", "--people", "40", "-o", str(file)])
    return json.loads(file.read_text(encoding="utf-8"))


def spoilt(document: Any) -> Iterator[Any]:
    """A document without each of its keys, with one too many, and with values of other types."""
    yield {**document, "extra": 1}
    for key in document:
        yield {name: value for name, value in document.items() if name != key}
        yield from ({**document, key: value} for value in WRONG)


def test_every_document_keeps_to_its_schema(records: list[Any], difference: Any) -> None:
    documents = [*((record, 0) for record in records), (difference, 1)]

    assert by_ajv(SCHEMAS, documents) == [[] for _ in documents]


def test_what_is_spoilt_is_refused_where_python_refuses_it(
    records: list[Any], difference: Any
) -> None:
    richest = max(records, key=lambda record: len(json.dumps(record)))
    documents = [*((one, 0) for one in spoilt(richest)), *((one, 1) for one in spoilt(difference))]
    checks = [jsonschema.Draft202012Validator(schema) for schema in SCHEMAS]
    refused = [not checks[number].is_valid(document) for document, number in documents]

    assert [bool(said) for said in by_ajv(SCHEMAS, documents)] == refused
    assert sum(refused) > len(refused) / 2


def test_a_keyword_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AssertionError, match='unknown keyword: "requird"'):
        by_ajv([{**SCHEMAS[0], "requird": ["urgency"]}], [])
