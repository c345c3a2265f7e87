"""Assessments as a table: each field says what the record says."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from nightcramp.cli.main import main
from nightcramp.errors import NightcrampError
from nightcramp.exchange.fields import ANSWERS, USUAL, chosen, fields_of
from nightcramp.exchange.parquet import _GROUP, ParquetFile, schema_of
from tests.content import PACK, VIGNETTES, sample

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs" / "data.md"
EVERY = ",".join(name for name in fields_of(PACK) if name not in {q.id for q in PACK.questions})


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("fields") / "people.jsonl"
    people: list[Any] = [{"id": one.id, **one.answers} for one in sample(VIGNETTES)]
    people += [{"age": 40}, {"id": "x", "leg_danger": ["unsure"], "alcohol_often": "unsure"}]
    file.write_text("".join(json.dumps(one) + "\n" for one in people), encoding="utf-8")
    return file


def made(given: Path, form: str, *options: str) -> bytes:
    out = given.with_name(f"out.{form}")
    assert main(["assess", str(given), "--format", form, *options, "-o", str(out)]) == 0
    return out.read_bytes()


def expected(given: Path) -> Iterator[dict[str, Any]]:
    """What the fields hold, worked out from the records."""
    ids = {"flags", "notes", "mimics", "causes", "advice", "missing", "dropped", "unsure"}
    for line in made(given, "jsonl").splitlines():
        record = json.loads(line)
        measures = {one["id"]: one for one in record["measures"]}
        yield {
            "id": record.get("id"),
            "row": record["line"],
            "urgency": record["urgency"]["id"],
            "within_days": record["urgency"]["within_days"],
            "contact": record["contact"],
            "leading": record["leading"],
            "complete": not record["missing"],
            "points": [one["points"] for one in record["causes"]],
            "bands": [one["match"] for one in record["causes"]],
            **{name: [one["id"] for one in record[name]] for name in ids},
            **{
                f"{measure.id}_{end}": measures.get(measure.id, {}).get(end)
                for measure in PACK.measures
                if measure.instrument
                for end in ("least", "most")
            },
        }


def test_parquet_holds_what_the_records_say(given: Path) -> None:
    table = parquet.read_table(io.BytesIO(made(given, "parquet", "--fields", EVERY)))

    assert table.to_pylist() == [
        {name: one[name] for name in EVERY.split(",")} for one in expected(given)
    ]
    assert table.schema.field("flags").type == pa.list_(pa.string())
    assert table.schema.field("points").type == pa.list_(pa.int64())


def test_csv_holds_what_the_records_say(given: Path) -> None:
    rows = csv.DictReader(io.StringIO(made(given, "csv", "--fields", EVERY).decode()))

    def cell(value: Any) -> str:
        if isinstance(value, list):
            return ";".join(map(str, value))
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    for row, one in zip(rows, expected(given), strict=True):
        assert row == {name: cell(one[name]) for name in EVERY.split(",")}


def test_the_usual_fields_are_those_that_the_page_names(given: Path) -> None:
    heading = made(given, "csv").decode().splitlines()[0]
    page = DOCS.read_text(encoding="utf-8")
    part = page.partition("### Fields\n")[2].partition("\n#")[0]
    table = re.findall(r"^\| (.+?) \| (.*) \|$", part, re.MULTILINE)
    named = {name for cell, _ in table for name in re.findall(r"`([a-z_]+)`", cell)}

    assert heading == ",".join(USUAL)
    measures = {f"{m.id}_{end}" for m in PACK.measures if m.instrument for end in ("least", "most")}
    assert named == {*EVERY.split(","), ANSWERS} - measures | {"audit_c_least", "audit_c_most"}


def test_answers_are_a_field_each(given: Path) -> None:
    rows = csv.DictReader(
        io.StringIO(made(given, "csv", "--fields", "age,leg_danger,alcohol_often").decode())
    )

    assert [*rows][-2:] == [
        {"age": "40", "leg_danger": "", "alcohol_often": ""},
        {"age": "", "leg_danger": "unsure", "alcohol_often": "unsure"},
    ]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("urgncy", "there is no field 'urgncy'. Did you mean 'urgency'?"),
        ("id, id", "the field 'id' is named twice."),
        ("answers,age", "the field 'age' is named twice."),
        ("", "there is no field ''."),
    ],
)
def test_fields_that_there_are_not_are_refused(asked: str, says: str) -> None:
    with pytest.raises(NightcrampError) as raised:
        chosen(PACK, asked)
    assert str(raised.value) == says


def test_no_question_hides_behind_a_field() -> None:
    fields = fields_of(PACK)
    assert [
        q.id for q in PACK.questions if fields[q.id].kind in ("number", "truth", "wholes")
    ] == []
    assert len(fields) == len(EVERY.split(",")) + len(PACK.questions)


@pytest.mark.parametrize(
    ("ids", "kind", "kept"),
    [
        ('["007", "a"]', pa.string(), ["007", "a"]),
        ("[7, 8]", pa.int64(), [7, 8]),
        ("[null, 8]", pa.string(), [None, "8"]),
    ],
)
def test_ids_are_kept_as_texts_or_as_whole_numbers(
    ids: str, kind: Any, kept: Any, tmp_path: Path
) -> None:
    file = tmp_path / "people.jsonl"
    lines = [json.dumps({"id": one, "age": 40}) for one in json.loads(ids)]
    file.write_text("\n".join(lines), encoding="utf-8")

    column = parquet.read_table(io.BytesIO(made(file, "parquet")))["id"]

    assert (column.type, column.to_pylist()) == (kind, kept)


def test_ids_that_stop_being_numbers_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text('{"id": 1}\n{"id": "x"}\n', encoding="utf-8")
    out = tmp_path / "out.parquet"

    assert main(["assess", str(file), "--format", "parquet", "-o", str(out)]) == 2
    said = capsys.readouterr()
    assert "the column 'id' begins with whole numbers" in said.err
    assert said.out == ""
    assert not out.exists()


def test_a_file_that_is_broken_off_has_no_end(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "people.jsonl"
    file.write_text('{"id": 1}\n{"id": "x"}\n', encoding="utf-8")

    assert main(["assess", str(file), "--format", "parquet"]) == 2

    with pytest.raises(pa.ArrowInvalid):
        parquet.ParquetFile(io.BytesIO(capsysbinary.readouterr().out))


def test_row_groups_are_written_when_they_are_full() -> None:
    schema = schema_of({"row": fields_of(PACK)["row"]}, whole_ids=False)
    written: list[bytes] = []
    batch = pa.record_batch([pa.array(range(_GROUP // 4))], schema=schema)
    sizes = []
    with ParquetFile(schema, written.append) as file:
        for _ in range(9):
            file.add(bytes(batch.serialize()))
            sizes.append(sum(map(len, written)))

    read = parquet.ParquetFile(io.BytesIO(b"".join(written)))
    assert [read.metadata.row_group(n).num_rows for n in range(read.num_row_groups)] == [
        _GROUP,
        _GROUP,
        _GROUP // 4,
    ]
    assert sizes[2] < 100 < sizes[3]
