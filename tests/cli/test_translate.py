"""`nightcramp translate`: files to fill in, which never lose what a translator wrote."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
import tomli

from nightcramp.check.run import check_pack
from nightcramp.cli.main import main
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.pack.translate import hash_of
from tests.edited_packs import TODAY, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path

RUB = "Do not rub the leg."
RUB_NAME = "flag/clot_in_leg/do/0"
RUB_EMPTY = f'["{RUB_NAME}"]\ntext = ""'
RUB_DONE = f'["{RUB_NAME}"]\ntext = "Não esfregue a perna."'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the pack in which Portuguese can be chosen."""
    folder = lean_copy(tmp_path / "pack")
    plant(folder, "pack.toml", "[countries.US]", '[languages.pt]\nname = "Pt"\n\n[countries.US]')
    return folder


def _translate(folder: Path, language: str = "pt") -> int:
    return main(["translate", language, "--pack", str(folder)])


def _filled_in(folder: Path) -> Path:
    """Portuguese files with one sentence filled in; the file that holds it."""
    _translate(folder)
    plant(folder, "pt/red_flags.toml", RUB_EMPTY, RUB_DONE)
    return folder / "pt" / "red_flags.toml"


def _above(file: Path, name: str) -> list[str]:
    """The comments above a table."""
    before = file.read_text("utf-8").partition(f'["{name}"]')[0]
    return before.rpartition("\n\n")[2].splitlines()


def _written(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*"))
            if p.is_file()}  # fmt: skip


def test_a_new_language_gets_every_file_with_every_sentence_empty(folder: Path) -> None:
    assert _translate(folder) == 1

    spanish = {n for n in _written(folder / "es") if n != "variants.toml"}
    assert set(_written(folder / "pt")) == spanish
    for name in spanish:
        there = tomli.loads((folder / "es" / name).read_text("utf-8"))
        here = tomli.loads((folder / "pt" / name).read_text("utf-8"))
        assert {key: (table["of"], "") for key, table in there.items()} == {
            key: (table["of"], table["text"]) for key, table in here.items()
        }


def test_what_is_missing_is_marked_with_its_danger_and_the_original(folder: Path) -> None:
    _translate(folder)
    assert _above(folder / "pt" / "red_flags.toml", RUB_NAME) == [
        "#: missing: a red flag, or what to do in an emergency",
        f"#: {RUB}",
    ]


def test_a_file_is_written_whole_or_not_at_all(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = _filled_in(folder)
    before = _written(folder)
    plant(folder, "red_flags.toml", RUB, f"{RUB} Not at all.")
    monkeypatch.setattr(os, "fsync", Mock(side_effect=OSError(errno.EIO, "Input/output error")))

    assert _translate(folder) == 2

    assert capsys.readouterr().err.endswith(f"{file}: Input/output error.\n")
    assert _written(folder / "pt") == {
        name.removeprefix("pt/"): raw for name, raw in before.items() if name.startswith("pt/")
    }


def test_what_is_filled_in_stays_and_loses_its_mark(folder: Path) -> None:
    file = _filled_in(folder)
    assert _translate(folder) == 1
    assert RUB_DONE in file.read_text("utf-8")
    assert _above(file, RUB_NAME) == []
    before = _written(folder)
    _translate(folder)
    assert _written(folder) == before


def test_a_complete_translation_keeps_every_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def tables() -> dict[str, object]:
        return {n: tomli.loads(raw.decode()) for n, raw in _written(folder / "es").items()}

    before = tables()
    assert _translate(folder, "es") == 0
    assert tables() == before
    assert re.fullmatch(r"\S+: all [\d,]+ sentences are translated\.\n", capsys.readouterr().out)


def test_a_stale_sentence_keeps_its_text_until_the_translator_renews_it(folder: Path) -> None:
    file = _filled_in(folder)
    most = "most such legs turn out to have something else."
    plant(folder, "red_flags.toml", f'{most}"\ndo = ["{RUB}"', f'{most}"\ndo = ["Do not rub it."')

    _translate(folder)

    new = hash_of("Do not rub it.")
    assert _above(file, RUB_NAME) == [
        f'#: stale: the original now says what follows; if the text does, put of = "{new}"',
        "#: Do not rub it.",
    ]
    stale = f'{RUB_DONE}\nof = "{hash_of(RUB)}"'
    plant(folder, "pt/red_flags.toml", stale, f'{RUB_DONE}\nof = "{new}"')
    _translate(folder)
    assert _above(file, RUB_NAME) == []


def test_an_empty_table_follows_the_original(folder: Path) -> None:
    _translate(folder)
    plant(folder, "contacts.toml", "CALL YOUR DIALYSIS UNIT TODAY", "CALL THE UNIT TODAY")
    _translate(folder)
    said = (folder / "pt" / "contacts.toml").read_text("utf-8")
    assert f'text = ""\nof = "{hash_of("CALL THE UNIT TODAY")}"' in said
    assert "CALL YOUR DIALYSIS" not in said


def test_a_table_that_translates_nothing_is_kept_and_marked(folder: Path) -> None:
    file = _filled_in(folder)
    plant(folder, "pt/red_flags.toml", f'["{RUB_NAME}"]', '["flag/gone/do/0"]')
    _translate(folder)
    assert _above(file, "flag/gone/do/0") == ["#: translates nothing: take it out"]
    assert "Não esfregue a perna." in file.read_text("utf-8")
    assert RUB_EMPTY in file.read_text("utf-8")


def test_comments_of_a_translator_stay_where_they_are(folder: Path) -> None:
    file = _filled_in(folder)
    plant(folder, "pt/red_flags.toml", RUB_DONE, f"# Ask Rita.\n{RUB_DONE} # or: massaje")
    file.write_text("# By Rui.\n\n" + file.read_text("utf-8"), "utf-8")
    _translate(folder)
    said = file.read_text("utf-8")
    assert said.startswith("# By Rui.\n\n")
    assert f"# Ask Rita.\n{RUB_DONE} # or: massaje\n" in said


def test_an_empty_sentence_is_no_translation(folder: Path) -> None:
    _translate(folder)
    plant(folder, "pt/red_flags.toml", RUB_EMPTY, f'["{RUB_NAME}"]\ntext = " "')
    portuguese, english = load_pack(folder, Locale(language="pt")), load_pack(folder)
    assert [flag.do for flag in portuguese.red_flags] == [flag.do for flag in english.red_flags]
    assert portuguese.medicines == english.medicines
    found = {f.file for f in check_pack(folder, TODAY) if f.rule == "missing-translation"}
    assert "red_flags.toml" in found
    assert "medicines.toml" in found


def test_the_command_says_what_is_left_in_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _filled_in(folder)
    first = capsys.readouterr().out
    _translate(folder)
    second = capsys.readouterr().out
    counts = [
        re.fullmatch(
            r"\S+pt: ([\d,]+) of [\d,]+ sentences left \(([\d,]+) missing, 0 stale\),"
            r" [\d,]+ of them about danger; begin with pt/\S+\.toml\.\n",
            said,
        )
        for said in (first, second)
    ]
    left = [int(count[1].replace(",", "")) for count in counts if count]
    assert left[0] - left[1] == 1


def test_a_language_that_nobody_can_choose_yet_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _translate(folder, "qu") == 1
    assert "under [languages.qu] in pack.toml." in capsys.readouterr().out


def test_what_is_left_is_printed_without_writing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["translate", "pt", "--todo", "--pack", str(folder)]) == 1
    assert RUB in capsys.readouterr().out
    assert not (folder / "pt").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["pt"], "name the pack to write into"),
        (["en", "--pack", "{}"], "is the language that the pack is written in"),
        (["../pt", "--pack", "{}"], "is no code of a language"),
        (["pt-BR", "--pack", "{}"], "is no code of a language"),
    ],
)
def test_what_cannot_be_written_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    before = _written(folder)
    assert main(["translate", *(one.format(folder) for one in arguments)]) == 2
    assert says in capsys.readouterr().err
    assert _written(folder) == before


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (f'{RUB_EMPTY[:-1]}Não "esfregue".', "is not valid TOML"),
        (f'["{RUB_NAME}"]\ntxt = ""', "unknown key 'txt'. Did you mean 'text'?"),
        (f'"a" = {{ text = "b", of = "c" }}\n{RUB_EMPTY}', "unknown key 'a'"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], new: str, says: str
) -> None:
    _translate(folder)
    line = plant(folder, "pt/red_flags.toml", RUB_EMPTY, new)
    before = (folder / "pt" / "red_flags.toml").read_bytes()
    capsys.readouterr()
    assert _translate(folder) == 2
    said = capsys.readouterr().err
    assert says in said
    assert re.search(rf"pt/red_flags\.toml, line ({line}|{line + 1}):", said)
    assert (folder / "pt" / "red_flags.toml").read_bytes() == before


@pytest.mark.parametrize(
    "said",
    [
        '"note/tonic_water/text" = { text = "Sim.", of = "00000000" }',
        '["note/tonic_water/text"]\ntext = """Sim.\n#: Não."""\nof = "00000000"',
        '["note/tonic_water/text"]\ntext = """Sim.\n[não]"""\nof = "00000000"',
    ],
)
def test_a_file_in_another_form_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    (folder / "pt").mkdir()
    file = folder / "pt" / "notes.toml"
    file.write_text(f"{said}\n", "utf-8")
    before = file.read_bytes()
    assert _translate(folder) == 2
    assert "pt/notes.toml: must hold a table of two lines" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_a_file_saved_by_an_editor_of_windows_is_read(folder: Path) -> None:
    file = _filled_in(folder)
    text = file.read_text("utf-8").replace("\n", "\r\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert _translate(folder) == 1
    assert RUB_DONE in file.read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "pt").write_text("", "utf-8")
    assert _translate(folder) == 2
    assert re.search(r"pack/pt\S*: ", capsys.readouterr().err)
