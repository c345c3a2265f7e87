"""`nightcramp assess` of many people: files, forms, the report, processes, and how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from typing_extensions import Self

from nightcramp.cli import grammar
from nightcramp.cli.commands import judging, pool
from nightcramp.cli.main import main
from nightcramp.exchange import output
from nightcramp.exchange.forms import FORMS, form_of
from nightcramp.system.progress import Progress
from tests.content import VIGNETTES, sample
from tests.real_terminal import clean_environment

OUTSIDE = "takes a whole number from 0 to 120, or 'unsure'; 700 is outside."
SWOLLEN = {"leg_danger": ["swollen"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A few files of people."""
    (tmp_path / "one.json").write_text(json.dumps(SWOLLEN), encoding="utf-8")
    (tmp_path / "two.toml").write_text('id = "t"\nage = 40\n', encoding="utf-8")
    (tmp_path / "three.csv").write_text("id,age\na,40\nb,700\nc,41\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{\n{", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    """Runs `nightcramp assess` in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        return main(["assess", *arguments])
    finally:
        os.chdir(before)


def test_what_can_be_asked_for_is_what_there_is() -> None:
    assert grammar.FORMS == FORMS
    assert grammar.FORMATS == output.FORMATS


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.TOML", "toml"),
        ("a.b.ndjson", "jsonl"),
        ("a.tsv", "csv"),
        ("a.feather", "arrow"),
        ("a.arrows", "arrow"),
        ("a.xml", "xml"),
        ("-", "json"),
        ("a.xyz", "json"),
    ],
)
def test_the_ending_says_the_form(name: str, form: str) -> None:
    assert form_of(name) == form


def test_several_files_are_read_in_order_and_the_wrong_ones_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["one.json", "bad.json", "nowhere.csv", "three.csv", "two.toml"]

    assert run(folder, *files, "--format", "jsonl", "--report", "report.jsonl") == 1

    said = capsys.readouterr()
    records = [json.loads(line) for line in said.out.splitlines()]
    assert [(one.get("id"), one.get("line", 0)) for one in records] == [
        (None, 0),
        ("a", 2),
        ("c", 4),
        ("t", 0),
    ]
    assert said.err.splitlines() == [
        "nightcramp: bad.json, line 2: is not valid JSON at column 1.",
        "nightcramp: nowhere.csv: cannot be read: no such file or directory.",
        f"nightcramp: three.csv, row 3: age: {OUTSIDE}",
    ]
    told = (folder / "report.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in told] == [
        {
            "file": "bad.json",
            "row": 2,
            "column": None,
            "problem": "is not valid JSON at column 1.",
        },
        {
            "file": "nowhere.csv",
            "row": None,
            "column": None,
            "problem": "cannot be read: no such file or directory.",
        },
        {
            "file": "three.csv",
            "row": 3,
            "column": "age",
            "problem": OUTSIDE,
        },
    ]
    assert stat.S_IMODE((folder / "report.jsonl").stat().st_mode) == 0o600


def test_where_no_file_can_be_used_nothing_is_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out").write_text("older", encoding="utf-8")

    assert run(folder, "bad.json", "nowhere.csv", "-o", "out") == 2

    assert capsys.readouterr().err.splitlines()[-1] == "nightcramp: none of the files can be used."
    assert (folder / "out").read_text(encoding="utf-8") == "older"


def test_the_report_is_kept_where_nothing_is_done(folder: Path) -> None:
    assert run(folder, "bad.json", "--report", "report.jsonl") == 2

    told = json.loads((folder / "report.jsonl").read_text(encoding="utf-8"))
    assert (told["file"], told["row"]) == ("bad.json", 2)


def test_before_a_file_that_cannot_be_used_nothing_is_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "old.json").write_text('{"age": 700}', encoding="utf-8")

    for file in ("bad.json", "old.json", "nowhere.csv"):
        assert run(folder, file, "--format", "csv") == 2
    assert capsys.readouterr().out == ""


def test_a_table_of_nobody_has_a_heading(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "none.csv").write_text("age\n", encoding="utf-8")

    assert run(folder, "none.csv", "--format", "csv", "--fields", "id,age") == 0
    assert capsys.readouterr().out == "id,age\n"
    assert run(folder, "none.csv", "--format", "parquet", "-o", "none.parquet") == 0
    assert parquet.read_table(folder / "none.parquet").num_rows == 0


def test_a_report_without_problems_is_empty(folder: Path) -> None:
    assert run(folder, "one.json", "--report", "report.jsonl", "-o", "out") == 0

    assert (folder / "report.jsonl").read_text(encoding="utf-8") == ""


def test_a_report_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "one.json", "--report", "nowhere/r") == 2

    assert "nowhere/r: cannot be written: no such file" in capsys.readouterr().err


def test_the_form_can_be_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "three.txt").write_bytes((folder / "three.csv").read_bytes())
    assert run(folder, "three.txt", "--from", "csv", "--format", "csv", "--fields", "id") == 1
    assert capsys.readouterr().out == "id\na\nc\n"

    given = b"<data><age>40</age><meta><instanceID>x</instanceID></meta></data>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert run(folder, "-", "--from", "xml", "--format", "csv", "--fields", "id,age") == 0
    assert capsys.readouterr().out == "id,age\nx,40\n"


def test_a_person_alone_is_one_whole_object_whatever_the_form(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "two.toml", "--format", "fhir") == 0
    bundle = json.loads(capsys.readouterr().out)

    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["Questionnaire", "QuestionnaireResponse", "RiskAssessment"]
    assert bundle["entry"][1]["resource"]["identifier"] == {"value": "t"}


def test_of_many_people_the_questionnaire_comes_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "one.json", "two.toml", "--format", "fhir") == 0
    first, *others = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert first["resourceType"] == "Questionnaire"
    for bundle in others:
        resources = [entry["resource"] for entry in bundle["entry"]]
        assert "Questionnaire" not in [one["resourceType"] for one in resources]
        assert resources[0]["questionnaire"] == f"{first['url']}|{first['version']}"


def test_a_card_comes_as_what_a_service_answers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "one.json", "--format", "cds-card") == 0

    made = json.loads(capsys.readouterr().out)
    [card] = made.pop("cards")
    assert made == {}
    assert card["source"]["url"].startswith("https://")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--fields", "id"), "--fields is for --format csv and parquet, not for text."),
        (("--jobs", "0"), "--jobs takes a whole number from 1 to 1,000."),
        (("--jobs", str(10**30)), "--jobs takes a whole number from 1 to 1,000."),
        (("--format", "csv", "--fields", "x"), "there is no field 'x'."),
        (("--from", "xlsx"), "invalid choice: 'xlsx'"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    arguments: tuple[str, ...], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "one.json", *arguments) == 2
    assert says in capsys.readouterr().err


def test_parquet_is_not_printed_on_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    assert run(folder, "one.json", "--format", "parquet") == 2
    assert "name a file to write to" in capsys.readouterr().err


def test_parquet_goes_through_a_pipe(folder: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "nightcramp", "assess", "three.csv", "--format", "parquet"],
        capture_output=True,
        check=False,
        cwd=folder,
        env=clean_environment(),
    )

    assert ended.returncode == 1
    assert parquet.read_table(io.BytesIO(ended.stdout))["id"].to_pylist() == ["a", "c"]


@pytest.fixture(scope="module")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More people than are judged in one go, some of whom cannot be."""
    folder = tmp_path_factory.mktemp("everyone")
    people = [json.dumps({"id": one.id, **one.answers}) for one in sample(VIGNETTES)]
    wrong = [*people[:20], '{"age": 700}', "{", *people[20:]]
    (folder / "people.jsonl").write_text("\n".join(wrong * 4), encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", output.FORMATS)
def test_two_processes_give_the_same_bytes(
    form: str, everyone: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert len(sample(VIGNETTES)) * 4 > judging.TOGETHER * 2
    ended = []
    for jobs in ("1", "2"):
        names = ("--report", "report", "-o", "out")
        assert run(everyone, "people.jsonl", "--format", form, "--jobs", jobs, *names) == 1
        files = [(everyone / name).read_bytes() for name in ("report", "out")]
        ended.append((files, capsysbinary.readouterr()))

    assert ended[0] == ended[1]
    assert len(ended[0][0][1]) > 1000
    assert len(ended[0][0][0].splitlines()) == 8


def test_several_processes_use_the_pack_and_language_that_are_asked_for(
    everyone: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ways = []
    for jobs in ("1", "2"):
        asked = ("--lang", "es", "--country", "MX", "--format", "jsonl", "--jobs", jobs)
        assert run(everyone, "people.jsonl", *asked) == 1
        ways.append(capsysbinary.readouterr().out)

    assert ways[0] == ways[1]
    assert json.loads(ways[0].splitlines()[0])["pack"]["language"] == "es"


def test_what_goes_wrong_in_a_process_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [json.dumps({"id": one}) for one in [1, 2, "x"]]
    (folder / "ids.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert run(folder, "ids.jsonl", "--format", "parquet", "--jobs", "2", "-o", "out") == 2

    assert "--format csv takes both." in capsys.readouterr().err
    assert not (folder / "out").exists()


@pytest.mark.timeout(60)
def test_an_interrupt_ends_several_processes_without_a_word(everyone: Path) -> None:
    lines = (everyone / "people.jsonl").read_bytes().splitlines()
    good = b"\n".join(line for line in lines if line not in (b"{", b'{"age": 700}')) + b"\n"
    command = [sys.executable, "-m", "nightcramp", "assess", "-", "--format", "jsonl"]
    with subprocess.Popen(
        [*command, "--jobs", "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=clean_environment(),
    ) as process:
        assert process.stdin is not None
        for _ in range(5):  # more than a pipe and the parts that wait can hold
            process.stdin.write(good)
        process.stdin.flush()
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate()

    assert process.returncode == 130
    assert said.decode() == ""


def test_processes_are_started_deaf_to_an_interrupt() -> None:
    class Pool:
        def submit(self, *_: object) -> set[int]:
            return set(signal.pthread_sigmask(signal.SIG_BLOCK, ()))

    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    masked: Any = pool._submitted(Pool(), [])  # type: ignore[arg-type]

    assert signal.SIGINT in masked
    assert signal.SIGINT not in before
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_reading_does_not_run_ahead_of_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0

    class AtOnce:
        """Does what a pool does, in this process."""

        def __init__(self, *_: Any, **__: Any) -> None:
            self.future: Any = None

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def submit(self, _: Any, part: list[Any]) -> Any:
            class Done:
                def result(self) -> int:
                    return len(part)

            return Done()

    def people() -> Any:
        nonlocal read
        for _ in range(100_000):
            read += 1
            yield None

    monkeypatch.setattr(pool, "ProcessPoolExecutor", AtOnce)
    parts = pool.judged_by_several(people(), 2, None, None)  # type: ignore[arg-type]
    seen = 0
    for part in parts:
        seen += part  # type: ignore[operator]
        assert read - seen <= judging.TOGETHER * pool._WAITING * 2
    assert seen == 100_000


class Terminal(io.StringIO):
    """Takes what is written, and says that it is a terminal."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def _progress(monkeypatch: pytest.MonkeyPatch, error: Terminal, out: Terminal) -> str:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(sys, "stdout", out)
    with Progress("rows") as progress:
        for _ in range(4):
            progress.add(1000)
            now += 0.6
    return error.getvalue()


def test_progress_is_a_line_on_a_terminal_that_is_gone_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = _progress(monkeypatch, Terminal(), Terminal(terminal=False))

    assert shown.split("\r") == ["3,000 rows", " " * 10, "4,000 rows", " " * 10, ""]


@pytest.mark.parametrize(("error", "out"), [(False, False), (False, True), (True, True)])
def test_progress_is_nothing_anywhere_else(
    error: bool,  # noqa: FBT001  pytest gives it by name
    out: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _progress(monkeypatch, Terminal(terminal=error), Terminal(terminal=out)) == ""


def test_a_page_is_about_one_person_however_they_come(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = pa.table({"leg_danger": ["swollen"], "age": [40]})
    parquet.write_table(data, folder / "one.parquet")
    shown = []
    for file in ("one.json", "one.parquet"):
        assert main(["page", "handover", str(folder / file)]) == 0
        shown.append(capsys.readouterr().out)
    assert all("swollen" in page for page in shown)

    assert main(["page", "handover", str(folder / "three.csv")]) == 2
    assert "holds more than one person; a page is about one." in capsys.readouterr().err
    (folder / "none.csv").write_text("age\n", encoding="utf-8")
    assert main(["page", "handover", str(folder / "none.csv")]) == 2
    assert "holds nobody; a page is about one." in capsys.readouterr().err
