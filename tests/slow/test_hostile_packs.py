"""Packs and answers made to hang or to crash: each ends soon, with a sentence.

`test_hostile_files.py` has 10,000 more, made at random.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli.main import main
from tests.content import sample
from tests.edited_packs import lean_copy, plant
from tests.hostile_files import ANSWERS, COSTLY, FILES, PACKS, spoiled
from tests.processor import at_most

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 2.0
# In CI a third of them by all commands: a change waits there for half an hour at most.
_SHARE = 3 if os.environ.get("CI") else 1


def assert_a_sentence(given: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that cannot do what it is asked for; what it says."""
    with at_most(SECONDS, given):
        code = main(given)
    said = capsys.readouterr()
    assert (code, said.out) == (2, ""), said.err
    assert said.err.count("\n") == 1, "one line"
    assert said.err.rstrip("\n").isprintable()
    assert len(said.err) < 1_000
    return said.err


def test_there_are_two_hundred() -> None:
    assert len(PACKS) + len(ANSWERS) + len(FILES) >= 200


@pytest.mark.parametrize("kind", sample(list(PACKS), 8))
def test_a_hostile_pack_ends_soon_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text("age = 60\n", encoding="utf-8")
    pack = spoiled(tmp_path / "pack", PACKS[kind])

    assert_a_sentence(["assess", "--lang", "es", "--pack", str(pack), str(answers)], capsys)


EVERY_LANGUAGE = (
    ("export", "questionnaire"),
    ("export", "xlsform"),
    ("translate", "es", "--todo"),
)
"""What reads a pack with its Spanish."""

ENGLISH = (
    ("page", "diary"),
    ("page", "handover", "{answers}"),
    ("assess", "--format", "fhir", "{answers}"),
    ("translate", "fr"),
)
"""What reads a pack without it. Left out is `check`, which searches."""


def test_what_is_asked_in_english_reads_no_other_language(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text("age = 60\n", encoding="utf-8")
    pack = lean_copy(tmp_path / "pack")

    def said() -> list[tuple[int, bytes]]:
        """What each command ends with and prints."""
        given = [[part.format(answers=answers) for part in command] for command in ENGLISH]
        return [(main([*one, "--pack", str(pack)]), capfdbinary.readouterr().out) for one in given]

    sound = said()
    for file in (pack / "es").rglob("*.toml"):
        file.write_bytes(b"\xff")

    assert said() == sound


@pytest.mark.parametrize("kind", [*COSTLY, *sample([*PACKS][::_SHARE], 4)])
def test_whatever_reads_a_hostile_pack_ends_soon(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], kind: str
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text("age = 60\n", encoding="utf-8")
    pack = spoiled(tmp_path / "pack", (COSTLY | PACKS)[kind])
    for command in (*EVERY_LANGUAGE, *(() if kind.startswith("es/") else ENGLISH)):
        given = [part.format(answers=answers) for part in command]
        with at_most(SECONDS, command):
            code = main([*given, "--pack", str(pack)])
        said = capfdbinary.readouterr()
        assert code in (0, 1, 2)
        assert (code == 2) is (said.out == b""), command
        assert said.err.count(b"\n") == (code == 2)


def test_a_translation_of_1_gb_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = lean_copy(tmp_path / "pack")
    FILES["1 GB of nothing"](pack / "es" / "words.toml")

    said = assert_a_sentence(["translate", "es", "--pack", str(pack)], capsys)

    assert "es/words.toml" in said


@pytest.mark.parametrize("name", sample(list(ANSWERS), 6))
def test_a_hostile_file_of_answers_ends_soon_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file, text = tmp_path / name, ANSWERS[name]
    file.write_bytes(text.encode() if isinstance(text, str) else text)

    assert_a_sentence(["assess", str(file)], capsys)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        *((kind, "json") for kind in FILES),
        *((kind, "jsonl") for kind in FILES if kind != "1 GB of nothing"),  # by the line, any size
        *(("named pipe", form) for form in ("text", "fhir", "cds-card")),
    ],
)
def test_what_is_no_file_of_answers_is_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, form: str
) -> None:
    file = tmp_path / "answers.toml"
    file.touch()
    FILES[kind](file)

    said = assert_a_sentence(["assess", "--format", form, str(file)], capsys)

    assert "answers.toml" in said


def test_a_pipe_is_told_where_it_goes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answers.toml"
    file.touch()
    FILES["named pipe"](file)

    said = assert_a_sentence(["assess", str(file)], capsys)

    assert "is no regular file; what another program writes is read from -" in said


@pytest.mark.parametrize("name", ["x" * 5_000, "x/" * 2_000, "a\0b", "/dev/zero", "/dev/null"])
def test_what_is_no_folder_is_a_sentence(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert_a_sentence(["assess", "--pack", name, "-"], capsys)
    assert_a_sentence(["check", name], capsys)


def test_a_mark_of_the_byte_order_is_no_fault(tmp_path: Path) -> None:
    pack = lean_copy(tmp_path / "pack")
    for file in pack.rglob("*.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    answers = tmp_path / "answers.json"
    answers.write_bytes(b'\xef\xbb\xbf{"danger_now": ["breath"]}')

    assert main(["assess", "--lang", "es", "--pack", str(pack), str(answers)]) == 0
    assert main(["check", str(pack)]) == 0


def test_a_file_is_read_through_a_link(tmp_path: Path) -> None:
    pack = lean_copy(tmp_path / "pack")
    (pack / "words.toml").rename(tmp_path / "words.toml")
    (pack / "words.toml").symlink_to(tmp_path / "words.toml")
    answers = tmp_path / "answers.toml"
    answers.write_text("age = 60\n", encoding="utf-8")

    assert main(["assess", "--pack", str(pack), str(answers)]) == 0


@pytest.mark.parametrize("name", ["../outside", "../../outside", "/outside"])
def test_a_file_beside_the_pack_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    pack = lean_copy(tmp_path / "packs" / "pack")
    for folder in (pack, pack.parent, tmp_path):
        shutil.copy(pack / "causes" / "sedentary.toml", folder / "outside.toml")
    plant(pack, "pack.toml", '"sedentary"', f'"{name}"')

    said = assert_a_sentence(["assess", "--pack", str(pack), "-"], capsys)

    assert "is no name of a file in a pack" in said


@pytest.mark.parametrize("links", [(".",), (".", "."), ("..", "../..", "/")])
def test_links_to_folders_above_are_not_followed_for_ever(
    tmp_path: Path, links: tuple[str, ...]
) -> None:
    pack = lean_copy(tmp_path / "pack", "en")
    for number, target in enumerate(links):
        (pack / "vignettes" / f"link{number}").symlink_to(target)

    assert main(["check", str(pack)]) in (0, 1)
