"""`nightcramp assess` for programs: data, many lines, and how it ends."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.cli.commands.people import people_in
from nightcramp.cli.main import main
from tests.calm import calm
from tests.content import PACK
from tests.fhir_checks import without_translations
from tests.real_terminal import clean_environment

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

CALM = json.dumps(calm(PACK)).encode()
NUMB = json.dumps(calm(PACK, signs=["numb"])).encode()
TOO_FEW = b'{"age": 40}'
EMERGENCY = b'{"danger_now": ["breath"]}'


class Ended:
    """What a run printed, and its exit code."""

    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.text = out.decode()
        self.complaints = err.decode().splitlines()

    @property
    def data(self) -> Any:
        """The one thing printed."""
        return json.loads(self.text)

    @property
    def lines(self) -> list[Any]:
        """What was printed, one a line."""
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs `nightcramp assess -` on some input."""
    monkeypatch.setenv("LANG", "C.UTF-8")

    def start(given: bytes, *arguments: str, file: str = "-") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = main(["assess", file, *arguments])
        return Ended(code, *capsysbinary.readouterr())

    return start


def test_json_is_one_record(run: Any, pack: Pack) -> None:
    ended = run(EMERGENCY, "--format", "json")

    assert ended.code == 0
    assert ended.data["urgency"]["id"] == "emergency"
    assert ended.data["pack"]["hash"] == pack.hash


def test_json_lines_are_a_record_each_in_order(run: Any) -> None:
    ended = run(CALM + b"\n" + EMERGENCY + b"\r\n\n" + CALM, "--format", "jsonl")

    assert ended.code == 0
    assert [(r["line"], r["urgency"]["id"]) for r in ended.lines] == [
        (1, "self_care"),
        (2, "emergency"),
        (4, "self_care"),
    ]


@pytest.mark.parametrize(("form", "key"), [("fhir", "resourceType"), ("cds-card", "cards")])
def test_other_formats_are_one_object_or_one_a_line(
    run: Any, tmp_path: Path, form: str, key: str
) -> None:
    file = tmp_path / "answers.ndjson"
    file.write_bytes(CALM + b"\n" + EMERGENCY)

    assert key in run(CALM, "--format", form).data
    many = run(b"", "--format", form, file=str(file)).lines
    assert [key in one for one in many[-2:]] == [True, True]


def test_a_record_is_the_same_alone_and_among_many(run: Any) -> None:
    alone = run(EMERGENCY, "--format", "json").data
    [among] = run(EMERGENCY, "--format", "jsonl").lines

    assert {**alone, "line": 1} == among


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{", "is not valid JSON"),
        (b"[]", "answers: must be a table of question = answer."),
        (b"\xff{}", "is not UTF-8 text."),
        (b'{"age": 40, "age": 41}', "age: is answered twice."),
        (b'{"age":40,"\\u0061ge":41}', "age: is answered twice."),
        (b'{"age": 400}', "age: takes a whole number from 0 to 120, or 'unsure'; 400 is outside."),
        (b'{"age": NaN}', "age: takes a whole number"),
        (b'{"agee": 40}', "agee: is no question. Did you mean 'age'?"),
        (b'{"a\\u001b[2J": 1}', "a[2J: is no question."),
        (b"[" * 100_000, "is not valid JSON"),
        (b" " * 3_000_000 + b"{}", "is too long."),
        (CALM + CALM, "is not valid JSON"),
    ],
    ids=range(12),
)
def test_a_wrong_line_is_named_and_the_others_go_on(run: Any, line: bytes, says: str) -> None:
    ended = run(CALM + b"\n" + line + b"\n" + EMERGENCY + b"\n", "--format", "jsonl")

    assert ended.code == 1
    assert [record["line"] for record in ended.lines] == [1, 3]
    [complaint] = ended.complaints
    assert complaint.startswith(f"nightcramp: standard input, line 2: {says}")


def test_a_file_named_jsonl_holds_many(run: Any, tmp_path: Path) -> None:
    file = tmp_path / "answers.JSONL"
    file.write_bytes(b"\xef\xbb\xbf" + CALM + b"\n" + EMERGENCY)

    ended = run(b"", "--format", "json", file=str(file))

    assert [record["line"] for record in ended.lines] == [1, 2]


def test_text_for_many_is_one_result_after_the_other(run: Any, tmp_path: Path, pack: Pack) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_bytes(CALM + b"\n" + EMERGENCY)

    ended = run(b"", file=str(file))

    calm, emergency, nothing = ended.text.split("-" * 72)
    assert calm.startswith(pack.about.urgency["self_care"].title)
    assert emergency.strip().startswith(pack.headline("emergency", "ambulance").title)
    assert nothing.strip() == ""


def test_no_lines_at_all_are_no_error(run: Any) -> None:
    ended = run(b"", "--format", "jsonl", "--exit-urgency")

    assert (ended.code, ended.text) == (14, "")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (CALM, 10),
        (NUMB, 11),
        (b'{"leg_danger": ["swollen"]}', 12),
        (EMERGENCY, 13),
        (TOO_FEW, 14),
        (b"{}", 14),
    ],
    ids=["self_care", "routine", "same_day", "emergency", "incomplete", "nothing"],
)
def test_the_exit_code_tells_the_urgency_where_asked(run: Any, answers: bytes, code: int) -> None:
    assert run(answers, "--exit-urgency").code == code
    assert run(answers).code == 0


def test_of_many_the_highest_urgency_is_told(run: Any) -> None:
    many = CALM + b"\n" + EMERGENCY + b"\n" + CALM

    assert run(many, "--format", "jsonl", "--exit-urgency").code == 13


@pytest.mark.parametrize(
    ("other", "code"), [(CALM, 14), (NUMB, 14), (b'{"leg_danger": ["swollen"]}', 12)]
)
def test_a_line_of_which_nothing_can_be_said_is_told_before_what_is_not_urgent(
    run: Any, other: bytes, code: int
) -> None:
    many = other + b"\n" + TOO_FEW + b"\n" + other

    assert run(many, "--format", "jsonl", "--exit-urgency").code == code


def test_answers_left_out_are_named_once_a_file_and_once_a_line(run: Any) -> None:
    answers = b'{"danger_now": ["none"], "age": 70, "weeks": 30, "pregnant": "pregnant"}'
    says = "left out what would not be asked with the other answers: pregnant, weeks."

    assert run(answers).complaints == [f"nightcramp: standard input: {says}"]
    many = run(CALM + b"\n" + answers + b"\n" + answers, "--format", "jsonl")
    assert many.code == 0
    assert many.complaints == [
        f"nightcramp: standard input, line 2: {says}",
        f"nightcramp: standard input, line 3: {says}",
    ]


def test_a_wrong_line_is_told_rather_than_the_urgency(run: Any) -> None:
    assert run(EMERGENCY + b"\n{", "--format", "jsonl", "--exit-urgency").code == 1


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_closed_output_is_said_once(form: str) -> None:
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m nightcramp assess - --format {form} >&-"],
        input=CALM + b"\n" + (CALM if form == "jsonl" else b""),
        capture_output=True,
        check=False,
        env=clean_environment(),
    )

    assert ended.returncode == 2
    assert ended.stderr.count(b"nightcramp: ") == 1
    assert b"nowhere to print to" in ended.stderr


def test_data_is_utf_8_whatever_the_locale(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    said = run(CALM, "--format", "json", "--lang", "es").text

    assert "é" in said
    assert "�" not in said


def test_the_questionnaire_is_exported_as_the_bundle_holds_it(run: Any, capsysbinary: Any) -> None:
    [entry, *_] = run(CALM, "--format", "fhir").data["entry"]

    assert main(["export", "questionnaire"]) == 0

    alone = without_translations(json.loads(capsysbinary.readouterr().out))
    assert {**alone, "id": entry["resource"]["id"]} == entry["resource"]


def test_many_lines_take_no_more_memory_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        """As many lines as are asked for, made when they are read."""

        left = 100_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            if not self.left:
                return 0
            self.left -= 1
            buffer[: len(TOO_FEW) + 1] = TOO_FEW + b"\n"
            return len(TOO_FEW) + 1

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    tracemalloc.start()
    try:
        count = sum(1 for _ in people_in(["-"], "jsonl", PACK))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 100_000
    assert peak < 3_000_000
