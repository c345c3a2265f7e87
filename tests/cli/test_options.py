"""Commands and options: what is read, what is refused, and the help pages."""

from __future__ import annotations

import re

import pytest

from nightcramp.cli.commands.content import asked_folder
from nightcramp.cli.grammar import grammar
from nightcramp.cli.main import main
from nightcramp.cli.options import read_options
from nightcramp.errors import NightcrampError
from tests.make_shell_files import FOLDER, SHELLS


def test_without_any_option_every_option_has_its_default() -> None:
    assert vars(read_options([])) == {
        "does": "wizard:run",
        **dict.fromkeys(("country", "lang", "pack", "signers", "code", "save_dir", "debug_log")),
        **dict.fromkeys(("blank_after", "discard_after", "session")),
        **dict.fromkeys(("plain", "ascii", "terminal_printing", "require_signed"), False),
        **dict.fromkeys(("kiosk", "printing", "resume"), False),
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
        (["--them=light"], "there is no option '--them'. Did you mean '--theme'?"),
        (["assess", "--formt", "json", "x"], "there is no option '--formt'. .* '--format'?"),
        (["--theme", "lihgt"], "invalid choice: 'lihgt' .* Did you mean 'light'?"),
        (["chekc"], "Did you mean 'check'?"),
        (["export", "questionaire"], "Did you mean 'questionnaire'?"),
        (["--kiosk", "check"], "--kiosk is for the wizard"),
        (["--audit", "journal", "assess", "x"], "--audit is for the wizard"),
        (["--resume", "page", "diary"], "--resume is for the wizard"),
        (["--country", "GB", "check"], "--country is for the wizard"),
        (["--lang"], "--lang: expected one argument"),
        (["--blank-after", "soon"], "invalid float value: 'soon'"),
        (["export"], "the following arguments are required: WHAT"),
        (["check", "--schema", "--vignettes"], "not allowed with argument"),
        (["sign", "content", "--lang", "en"], "required: --key, --name, --role"),
    ],
)
def test_what_there_is_not_is_refused(given: list[str], problem: str) -> None:
    with pytest.raises(NightcrampError, match=problem.replace("?", r"\?")):
        read_options(given)


COMMANDS = (
    *("", "assess", "export", "export schema", "export questionnaire", "export xlsform"),
    *("export sql", "population"),
    *("page", "check", "diff", "sign", "book", "prove", "translate", "audit", "clinic-check"),
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
    assert "as above" not in shown
    for before in ([], ["--lang", "es"], ["--plain", "--country=GB"]):
        assert main([*before, "help", *command.split()]) == 0
        assert capsys.readouterr().out == shown


@pytest.mark.parametrize("given", [["--pack", "A", "check"], ["check", "--pack", "A"]], ids=str)
def test_a_pack_before_the_check_is_the_one_that_is_checked(given: list[str]) -> None:
    asked = read_options(given)
    assert (asked.pack, asked.folder) == ("A", None)
    assert asked_folder(asked) == "A"
    with pytest.raises(NightcrampError, match="one content folder at a time: B or --pack A"):
        asked_folder(read_options([*given, "B"]))


def test_every_command_says_what_it_does_and_what_it_takes_of_the_wizard() -> None:
    _, commands = grammar()
    assert {*COMMANDS, "help"} == {"", *commands}
    shared = set(vars(read_options([]))) - {"does"}
    for name, command in commands.items():
        options = {word[2:].replace("-", "_") for word in command.format_usage().split("--")}
        named = {re.split(r"[^a-z_]", f"{one}", maxsplit=1)[0] for one in options}
        taken = command.get_default("takes")
        assert named & shared <= set(taken), name


@pytest.mark.parametrize("file", ["nightcramp.1", *(f"nightcramp.{shell}" for shell in SHELLS)])
def test_the_manual_and_the_completions_have_every_option(file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8").replace("\\", "")
    parser, commands = grammar()
    for one in (parser, *commands.values()):
        for option in re.findall(r"--([a-z-]+)", one.format_usage()):
            assert option in text, (one.prog, option)
    assert all(f"nightcramp {name}" in text or name.split()[-1] in text for name in commands)
