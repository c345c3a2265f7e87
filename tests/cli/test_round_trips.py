"""Every way in, and every way out and back in: the same people give the same assessments."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from pyarrow import feather, ipc, parquet

from nightcramp.cli.main import main
from nightcramp.exchange.columns import Notices
from nightcramp.exchange.fhir.answers import FhirReader
from nightcramp.exchange.tables import csv_rows
from nightcramp.triage import assess, read_answers
from nightcramp.triage.applicable import still_valid
from tests.content import PACK, VIGNETTES, sample
from tests.fhir_checks import bundle_of, resources
from tests.strategies import any_answers, whole_interviews
from tests.submissions import as_csv, as_odata, as_xml, submission

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nightcramp.triage import Answers, Interview

PEOPLE = {one.id: read_answers(PACK, one.answers) for one in sample(VIGNETTES)}
QUESTIONS = [question.id for question in PACK.questions]
WAITING = {question.id for question in PACK.questions if question.waits}
LISTS = {q.id for q in PACK.questions if q.kind not in ("number", "single")}


def records(files: list[Path], *options: str) -> dict[str, Any]:
    """Id -> record, of the people in files; without the place they stood at."""
    out = files[0].with_name("records.jsonl")
    command = ["assess", *map(str, files), "--format", "jsonl", "-o", str(out)]
    assert main([*command, *options]) == 0
    found = [json.loads(line) for line in out.read_bytes().splitlines()]
    assert len(found) == len(PEOPLE)
    return {one.pop("id"): {k: v for k, v in one.items() if k != "line"} for one in found}


@pytest.fixture(scope="module")
def lines() -> bytes:
    """Everyone, as JSON Lines."""
    return b"".join(
        json.dumps({"id": name, **answers}).encode() + b"\n" for name, answers in PEOPLE.items()
    )


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, lines: bytes) -> dict[str, Any]:
    """Everyone's record."""
    file = tmp_path_factory.mktemp("expected") / "people.jsonl"
    file.write_bytes(lines)
    return records([file])


def table(mark: str) -> bytes:
    """Everyone as CSV, lists joined by a mark; a column a question."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *QUESTIONS])
    for name, answers in PEOPLE.items():
        cells = [answers.get(question, "") for question in QUESTIONS]
        writer.writerow([name, *(mark.join(c) if isinstance(c, tuple) else c for c in cells)])
    return out.getvalue().encode()


@pytest.mark.parametrize("mark", [";", "|", " ", "; "])
def test_csv_gives_the_same(mark: str, tmp_path: Path, expected: dict[str, Any]) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(table(mark))
    assert records([file]) == expected


@pytest.mark.parametrize(("ending", "mark"), [("tsv", "\t"), ("csv", ";")])
def test_tabs_and_semicolons_part_cells_too(
    ending: str, mark: str, tmp_path: Path, expected: dict[str, Any]
) -> None:
    file = tmp_path / f"people.{ending}"
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows(csv.reader(io.StringIO(table("|").decode())))
    file.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode())
    assert records([file]) == expected


def arrow_table(*, lists: bool) -> pa.Table:
    """Everyone as a table: numbers as an ETL tool leaves them, lists as such or as texts."""
    columns: dict[str, list[Any]] = {"id": list(PEOPLE)}
    for question in PACK.questions:
        values: list[Any] = [answers.get(question.id) for answers in PEOPLE.values()]
        if question.id in LISTS and not lists:
            values = [None if one is None else ";".join(one) for one in values]
        elif question.kind == "number" and "unsure" not in values:
            values = [None if one is None else float(one) for one in values]
        elif question.kind == "number":
            values = [None if one is None else str(one) for one in values]
        columns[question.id] = values
    return pa.table(columns)


def _write_stream(data: pa.Table, file: Path) -> None:
    with ipc.new_stream(str(file), data.schema) as writer:
        writer.write_table(data)


@pytest.mark.parametrize("lists", [True, False], ids=["lists", "texts"])
@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("people.parquet", lambda data, file: parquet.write_table(data, file, row_group_size=7)),
        ("people.feather", lambda data, file: feather.write_feather(data, str(file))),
        ("people.arrow", _write_stream),
    ],
    ids=["parquet", "feather", "stream"],
)
def test_parquet_and_arrow_give_the_same(
    name: str,
    write: Callable[[pa.Table, Path], None],
    lists: bool,  # noqa: FBT001  pytest gives it by name
    tmp_path: Path,
    expected: dict[str, Any],
) -> None:
    file = tmp_path / name
    write(arrow_table(lists=lists), file)
    assert records([file]) == expected


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_answers_written_as_a_table_are_read_back(
    form: str, tmp_path: Path, lines: bytes, expected: dict[str, Any]
) -> None:
    given = tmp_path / "people.jsonl"
    given.write_bytes(lines)
    file = tmp_path / f"people.{form}"
    command = ["assess", str(given), "--format", form, "--fields", "id,answers"]
    assert main([*command, "-o", str(file)]) == 0
    assert without_dropped(records([file])) == without_dropped(expected)


def without_dropped(found: dict[str, Any]) -> dict[str, Any]:
    """Records without the names of answers that were not weighed, and are not passed on."""
    return {name: {**one, "dropped": []} for name, one in found.items()}


def test_fhir_of_many_is_read_back(tmp_path: Path, lines: bytes, expected: dict[str, Any]) -> None:
    given = tmp_path / "people.jsonl"
    given.write_bytes(lines)
    file = tmp_path / "people.ndjson"
    assert main(["assess", str(given), "--format", "fhir", "-o", str(file)]) == 0

    kinds = [json.loads(line)["resourceType"] for line in file.read_bytes().splitlines()]
    assert kinds == ["Questionnaire", *["Bundle"] * len(PEOPLE)]
    assert without_dropped(records([file])) == without_dropped(expected)


def test_the_bundle_of_each_is_read_back(tmp_path: Path, expected: dict[str, Any]) -> None:
    files = []
    for name, answers in PEOPLE.items():
        bundle = bundle_of(PACK, answers)
        resources(bundle)["QuestionnaireResponse"]["identifier"] = {"value": name}
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps(bundle), encoding="utf-8")
    assert without_dropped(records(files)) == without_dropped(expected)


def test_one_bundle_of_all_responses_is_read(tmp_path: Path, expected: dict[str, Any]) -> None:
    responses = {
        name: resources(bundle_of(PACK, answers))["QuestionnaireResponse"]
        for name, answers in PEOPLE.items()
    }
    entries = [{"resource": {**one, "id": name}} for name, one in responses.items()]
    file = tmp_path / "all.json"
    bundle = {"resourceType": "Bundle", "type": "searchset", "entry": entries}
    file.write_text(json.dumps(bundle), encoding="utf-8")
    assert without_dropped(records([file])) == without_dropped(expected)


@pytest.fixture(scope="module")
def on_phones(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everyone's record without what the form for phones does not ask."""
    file = tmp_path_factory.mktemp("phones") / "people.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for name, answers in PEOPLE.items():
            asked = {k: v for k, v in answers.items() if k not in WAITING}
            out.write(json.dumps({"id": f"uuid:{name}", **asked}) + "\n")
    return records([file])


def test_submissions_of_collect_give_the_same(tmp_path: Path, on_phones: dict[str, Any]) -> None:
    files = []
    for name, answers in PEOPLE.items():
        files.append(tmp_path / f"{name}.xml")
        files[-1].write_bytes(as_xml(submission(answers, name)))
    assert records(files) == on_phones


def test_the_csv_of_central_gives_the_same(
    tmp_path: Path, on_phones: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "central.csv"
    file.write_bytes(as_csv(submission(answers, name) for name, answers in PEOPLE.items()))
    assert records([file]) == on_phones
    assert "which is no question" not in capsys.readouterr().err


def test_the_odata_of_central_gives_the_same(
    tmp_path: Path, on_phones: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "central.json"
    trees = [submission(answers, name) for name, answers in PEOPLE.items()]
    file.write_text(json.dumps(as_odata(trees)), encoding="utf-8")
    assert records([file]) == on_phones
    assert "which is no question" not in capsys.readouterr().err


def _never(sentence: str) -> None:
    pytest.fail(sentence)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(whole_interviews(PACK))
def test_any_interview_comes_back_from_fhir(interview: Interview) -> None:
    bundle = bundle_of(PACK, interview.answers)
    [row] = FhirReader(PACK, Notices(_never)).rows(bundle)
    assert read_answers(PACK, row.answers) == interview.answers


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(any_answers(PACK))
def test_any_answers_come_back_from_csv(answers: Answers) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", *QUESTIONS])
    cells = [answers.get(question, "") for question in QUESTIONS]
    writer.writerow(["x", *(";".join(c) if isinstance(c, (tuple, list)) else c for c in cells)])
    [row] = csv_rows(io.BytesIO(out.getvalue().encode()), PACK, Notices(_never))
    read = read_answers(PACK, answers)
    assert read_answers(PACK, row.answers) == read
    assert assess(PACK, read) == assess(PACK, read_answers(PACK, row.answers))
    assert row.id == "x"
    assert still_valid(PACK, read).keys() <= row.answers.keys()
