"""The table of commands and options, and the parser made from it."""

from __future__ import annotations

import pytest

from nightcramp.cli.main import main
from nightcramp.cli.options import CLINIC, COMMANDS, WIZARD, Command, read_options
from nightcramp.errors import NightcrampError


def test_without_any_option_every_option_has_its_default() -> None:
    found = vars(read_options([]))

    assert found.pop("does") == "wizard:run"
    assert found == {
        option.name[2:].replace("-", "_"): False if option.kind == "flag" else option.default
        for option in (*WIZARD, *CLINIC)
    }


def test_what_is_given_is_read_as_its_kind() -> None:
    given = ["--kiosk", "--audit", "journal", "--blank-after=60", "--theme", "light"]

    found = read_options(given)

    assert (found.kiosk, found.audit, found.blank_after, found.theme) == (
        True,
        "journal",
        60.0,
        "light",
    )


@pytest.mark.parametrize(
    ("given", "code"), [([], None), (["--code"], ""), (["--code", "X"], "X")], ids=str
)
def test_a_code_can_be_given_or_asked_for(given: list[str], code: str | None) -> None:
    assert read_options(given).code == code


@pytest.mark.parametrize(
    "given",
    [
        ["--country", "GB", "assess", "x"],
        ["assess", "x", "--country", "GB"],
        ["--country", "US", "assess", "x", "--country", "GB"],
    ],
    ids=" ".join,
)
def test_for_whom_can_stand_before_a_command_and_after_it(given: list[str]) -> None:
    assert read_options(given).country == "GB"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (["--them=light"], "unrecognized arguments"),
        (["--theme", "pink"], "invalid choice: 'pink'"),
        (["--lang"], "--lang: expected one argument"),
        (["--blank-after", "soon"], "invalid float value: 'soon'"),
        (["export"], "the following arguments are required: WHAT"),
        (["check", "--schema", "--vignettes"], "not allowed with argument"),
    ],
)
def test_what_there_is_not_is_refused(given: list[str], problem: str) -> None:
    with pytest.raises(NightcrampError, match=problem):
        read_options(given)


def _pages(commands: tuple[Command, ...], before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    pages = []
    for command in commands:
        here = (*before, command.name)
        pages += [here, *_pages(command.commands, here)]
    return pages


@pytest.mark.parametrize("command", [(), *_pages(COMMANDS)], ids=" ".join)
def test_help_is_plain_text_everywhere(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert main([*command, "--help"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith(" ".join(("usage: nightcramp", *command)))
    assert shown.replace("\n", "").isprintable()
