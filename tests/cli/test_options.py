"""Commands and options: what is read, what is refused, and the help pages."""

from __future__ import annotations

import pytest

from nightcramp.cli.main import main
from nightcramp.cli.options import read_options
from nightcramp.errors import NightcrampError


def test_without_any_option_every_option_has_its_default() -> None:
    assert vars(read_options([])) == {
        "does": "wizard:run",
        **dict.fromkeys(("country", "lang", "pack", "code", "save_dir", "debug_log")),
        **dict.fromkeys(("blank_after", "discard_after", "session")),
        **dict.fromkeys(
            ("plain", "ascii", "terminal_printing", "kiosk", "printing", "resume"), False
        ),
        "theme": "dark",
        "audit": "",
        "audit_key": "",
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


COMMANDS = (
    *("", "assess", "export", "export schema", "export questionnaire", "export xlsform"),
    *("page", "check", "translate", "audit", "clinic-check"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_plain_text_everywhere(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert main([*command.split(), "--help"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: nightcramp {command}".strip())
    assert shown.replace("\n", "").isprintable()
