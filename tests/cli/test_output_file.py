"""`-o FILE`: whole or not at all, for one's own eyes, and never in place of a device."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from nightcramp.cli.main import main
from nightcramp.system.output import private_file
from nightcramp.system.private_files import is_unfinished

ANSWERS = '{"age": 40, "leg_danger": ["swollen"]}'


@pytest.fixture
def answers(tmp_path: Path) -> str:
    path = tmp_path / "answers.json"
    path.write_text(ANSWERS, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    "command",
    [
        ("assess", "FILE"),
        ("assess", "FILE", "--format", "json"),
        ("page", "handover", "FILE", "--as", "html"),
        ("export", "schema"),
        ("export", "questionnaire"),
        ("export", "xlsform"),
        ("export", "sql", "--fields", "contact"),
        ("population", "3"),
        ("export", "sql", "--table", "--dialect", "spark"),
    ],
    ids=" ".join,
)
def test_what_would_be_printed_is_in_the_file(
    command: tuple[str, ...],
    answers: str,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    asked = [answers if word == "FILE" else word for word in command]
    assert main(asked) == 0
    printed = capsysbinary.readouterr().out
    file = tmp_path / "out"
    file.write_text("older")

    assert main([*asked, "-o", str(file)]) == 0

    assert capsysbinary.readouterr().out == b""
    assert file.read_bytes() == printed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_command_that_fails_leaves_what_was_there(answers: str, tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("older")
    Path(answers).write_text('{"age": 700}', encoding="utf-8")

    assert main(["assess", answers, "-o", str(file)]) == 2

    assert file.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.json", "out"]


def test_what_a_kill_leaves_is_known_as_such(tmp_path: Path) -> None:
    with private_file(str(tmp_path / "out")) as out:
        out.write("half of it")
        (left,) = tmp_path.iterdir()
        assert is_unfinished(left.name)
        assert stat.S_IMODE(left.stat().st_mode) == 0o600


def test_a_device_is_written_to_and_not_replaced(answers: str) -> None:
    assert main(["assess", answers, "-o", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("nowhere/out", "cannot be written: no such file or directory."),
        ("", "cannot be written: is a directory."),
        ("answers.json/out", "cannot be written: not a directory."),
    ],
    ids=range(3),
)
def test_what_cannot_be_written_is_named(
    name: str, problem: str, answers: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["assess", answers, "-o", str(tmp_path / name)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert problem in said.err
