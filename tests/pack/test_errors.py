"""A mistake in the content is one sentence: file, line, what is wrong, what is near."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from nightcramp.cli.main import main
from tests.content import sample
from tests.edited_packs import (
    LOADED,
    assert_pack_or_sentence,
    edited_bytes,
    edited_lines,
    lean_copy,
    plant,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to break."""
    return lean_copy(tmp_path / "content")


def _check(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Let the command use a broken pack; the one sentence it says."""
    answers = folder.with_name("answers.toml")
    answers.write_text("age = 60")
    assert main(["assess", "--pack", str(folder), str(answers)]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("nightcramp: ")
    assert said.err.count("\n") == 1
    return said.err.removeprefix("nightcramp: ").rstrip("\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("causes/sedentary.toml", "summary =", "sumary =", "Did you mean 'summary'?"),
        ("causes/sedentary.toml", "points = 1", 'points = "one"', "int"),
        ("causes/sedentary.toml", "points = 1", "points = 1.5", "int"),
        ("causes/sedentary.toml", '"low"', '"lowish"', "lowish"),
        ("causes/sedentary.toml", "sitting_hours =", "sitting_hour =", "'sitting_hours'?"),
        ("causes/sedentary.toml", '"slouch"', '"slouching"', "Did you mean 'slouch'?"),
        ("causes/sedentary.toml", '"delacour-2020"', '"delacour-2021"', "'delacour-2020'?"),
        ("causes/sedentary.toml", "at_least = 8", "at_lest = 8", "at_least"),
        ("causes/sedentary.toml", "at_least = 8", 'at_least = "8"', "a number"),
        ("causes/sedentary.toml", "{ at_least = 8 }", "8", "a range"),
        ("causes/sedentary.toml", "{ at_least = 8 }", '"8"', "a range"),
        ("causes/sedentary.toml", '"slouch"', "[]", "an answer"),
        ("causes/sedentary.toml", '"any"', '"anny"', "'any'?"),
        ("mimics/claudication.toml", 'id = "stops"', 'id = "walking"', "used twice"),
        (
            "sources.toml",
            '{ id = "judge',
            '{ id = "seed", title = "" }, { id = "judge',
            "used twice",
        ),
        ("measures.toml", '"alcohol_amount"', '"alcohol_amounts"', "'alcohol_amount'?"),
        ("red_flags.toml", "danger_now =", "danger_know =", "Did you mean 'danger_now'?"),
        ("red_flags.toml", '"emergency"', '"emergencies"', "emergencies"),
        ("questions/habits.toml", 'kind = "single"', 'kind = "singel"', "singel"),
        ("pack.toml", '"weeks"', '"week"', "no question. Did you mean 'weeks'?"),
        ("pack.toml", '"began"', '"begun"', "no question. Did you mean 'began'?"),
        ("pack.toml", '"refuse"', '"refused"', "Did you mean 'refuse'?"),
        ("pack.toml", '"situation"', '"situations"', "situations"),
        ("codes.toml", '"dvt"', '"dvd"', "nothing that has a code. Did you mean 'dvt'?"),
        ("codes.toml", '"pregnant/no"', '"pregnant/not"', "'pregnant/no'?"),
        ("codes.toml", '"audit_c_panel"', '"audit_d_panel"', "'audit_c_panel'?"),
        ("pack.toml", "moderate = 2", 'moderate = "two"', "int"),
        ("words.toml", "helps =", "help =", "unknown key 'help'"),
        ("red_flags.toml", "{emergency_number}", "{emergency_nummer}", "'emergency_number'?"),
        ("contacts.toml", "{MATERNITY_UNIT}", "{Maternity_Unit}", "nothing fills in"),
        ("contacts.toml", "{clinic}", "{count}", "nothing fills in '{count}'"),
        ("words.toml", "{emergency_number}", "{emergency}", "nothing fills in"),
        ("words.toml", "{maximum}", "{maximal}", "nothing fills in '{maximal}'"),
        ("words.toml", "{maximum}", "{}", "nothing fills in '{}'"),
        ("words.toml", "{maximum}", "maximum}", "nothing fills in '}'"),
        ("pack.toml", "go to {emergency_department}", "go to {hospital}", "'{hospital}'"),
    ],
)
def test_a_fault_names_its_file_its_line_and_what_was_meant(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, says: str
) -> None:
    line = plant(folder, file, old, new)

    sentence = _check(folder, capsys)

    assert sentence.startswith(f"{file}, line {line}: ")
    assert says in sentence


@pytest.mark.parametrize("breaks", ["renamed", "not first", "not there"])
def test_the_safety_questions_come_first_whatever_else_is_asked(
    folder: Path, capsys: pytest.CaptureFixture[str], breaks: str
) -> None:
    about = folder / "pack.toml"
    first, *others = re.findall(r"\[\[sections\]\]\n(?:.+\n)+\n", about.read_text("utf-8"))
    text = about.read_text("utf-8").replace(first, "")
    if breaks == "renamed":
        (folder / "questions" / "red_flags.toml").rename(folder / "questions" / "danger.toml")
        text = text.replace(others[0], first.replace("red_flags", "danger") + others[0])
    elif breaks == "not first":
        text = text.replace(others[0], others[0] + first)
    about.write_text(text, "utf-8")

    sentence = _check(folder, capsys)

    assert sentence.startswith("pack.toml, line ")
    assert "the first section must be 'red_flags'" in sentence


def test_bad_toml_names_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = plant(folder, "advice.toml", " = ", " == ")

    assert _check(folder, capsys).startswith(f"advice.toml, line {line}: is not valid TOML")


def test_a_line_that_no_person_wrote_is_not_parsed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "words.toml").open("a", encoding="utf-8") as file:
        file.write("x = 0x" + "f" * 200_000)
    number = (folder / "words.toml").read_text("utf-8").count("\n") + 1

    said = _check(folder, capsys)

    assert said == f"words.toml, line {number}: has a line of more than 200,000 characters."


def test_a_missing_key_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plant(folder, "causes/shoes.toml", "title = ", "cap = 6 # ")

    sentence = _check(folder, capsys)

    assert sentence.startswith("causes/shoes.toml")
    assert "missing" in sentence
    assert "'title'" in sentence


@pytest.mark.parametrize("file", sample(LOADED))
def test_a_missing_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (folder / file).unlink()

    assert _check(folder, capsys).startswith(f"{file}: is missing")


@pytest.mark.parametrize("file", sample(LOADED))
def test_a_folder_instead_of_a_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()

    assert _check(folder, capsys).startswith(f"{file}: ")


def test_a_cause_of_which_there_is_no_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(folder, "pack.toml", '"sedentary"', '"sedentery"')

    assert _check(folder, capsys).startswith("causes/sedentery.toml: is missing")


@pytest.mark.parametrize("file", sample(LOADED))
def test_text_that_is_not_utf_8_names_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    raw = (folder / file).read_bytes()
    (folder / file).write_bytes(raw + b"\n# caf\xe9\n")

    line = raw.count(b"\n") + 2

    assert _check(folder, capsys) == f"{file}, line {line}: is not UTF-8 text; save it as UTF-8."


def test_what_a_broken_file_says_cannot_drive_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plant(folder, "causes/shoes.toml", "title = ", '"\\u001b]0;owned\\u0007" = 1\ntitle = ')

    sentence = _check(folder, capsys)

    assert "owned" in sentence
    assert sentence.isprintable()


def test_deep_nesting_is_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "advice.toml"
    file.write_text("deep = " + "[" * 100_000 + "]" * 100_000, encoding="utf-8")

    assert _check(folder, capsys).startswith("advice.toml")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all random edits; each puts back what it changed."""
    return lean_copy(tmp_path_factory.mktemp("random") / "content")


# `tests/slow/test_errors.py` has many more of them.
seldom = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])


@seldom
@given(edited=edited_bytes())
def test_any_bytes_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    assert_pack_or_sentence(scratch, *edited)


@seldom
@given(edited=edited_lines())
def test_any_lines_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    assert_pack_or_sentence(scratch, *edited)
