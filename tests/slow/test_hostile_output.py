"""What is written to a terminal holds no escape sequence that is not meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.hostile import NASTY, begin, hostile_pack, play, unclean, written
from tests.real_terminal import NIGHTCRAMP, UNHURRIED, RealTerminal
from tests.typing_answers import CTRL_C

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

CHECKING = 240.0
"""Seconds until it is given up to wait for a check, which weighs hundreds of patients."""

F1, F2, LEFT = "\x1bOP", "\x1bOQ", "\x1b[D"
_LOOK = r"(?:[01347]|[34]9|[39][0-7]|4[0-7]|10[0-7]|[34]8;5;\d{1,3})"
MEANT = {
    "move the cursor": r"\x1b\[\d+;\d+H",
    "the end of a row": r"[\r\n]",
    "colors of 16 or 256, bold, reverse and none": rf"\x1b\[(?:{_LOOK}(?:;{_LOOK})*)?m",
    "erase to the end of the row": r"\x1b\[0?K",
    "cells that are erased": r"\x1b\[\d+X",
    "the alternate screen": r"\x1b\[\?1049[hl]",
    "the cursor shown or hidden": r"\x1b\[\?25[hl]",
    "reports of focus": r"\x1b\[\?1004[hl]",
    "pastes marked as such": r"\x1b\[\?2004[hl]",
    "line wrap": r"\x1b\[\?7[hl]",
    "the keyboard protocol of kitty": r"\x1b\[>25u|\x1b\[<u",
    "a question: are frames shown whole?": r"\x1b\[\?2026\$p",
    "a frame that is shown whole": r"\x1b\[\?2026[hl]",
    "sizes by the terminal: off": r"\x1b\[\?2048l",
}
"""Every control sequence the wizard may write; there is no other."""

_MEANT = re.compile("|".join(MEANT.values()))


def _not_meant(stream: bytes) -> set[str]:
    return {sequence for sequence in written(stream) if not _MEANT.fullmatch(sequence)}


def _look_everywhere(terminal: RealTerminal, pack: Pack) -> None:
    """A whole interview with everything opened on the way, and the result read to its end."""
    opened = iter(["?", F1, F2])

    def open_one() -> None:
        key = next(opened, None)
        if key is not None:
            before = len(terminal.output)
            terminal.press(key)
            terminal.wait_until(lambda: len(terminal.output) > before + 100, "page")
            terminal.press(LEFT)

    play(terminal, pack, at_question=open_one)
    terminal.wait_for(pack.about.urgency["self_care"].title)
    for keys in ("2", "3", "4", " ", "?", LEFT, "r", LEFT, "\x0c"):
        terminal.press(keys)
        terminal.read_until_quiet(0.1)
    terminal.press(CTRL_C)
    terminal.wait_for(pack.words.leave.text)
    terminal.press("y")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("content", ["its own", "hostile"])
def test_a_whole_session_writes_only_what_is_meant(
    tmp_path: Path, pack: Pack, content: str
) -> None:
    command = [*UNHURRIED]
    if content == "hostile":
        command += ["--pack", str(hostile_pack(tmp_path))]

    with RealTerminal(command, columns=100, lines=60) as terminal:
        _look_everywhere(terminal, pack)

        assert _not_meant(bytes(terminal.output)) == set()
        terminal.assert_restored()


def test_a_frame_shown_whole_is_only_marked_as_such(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(words.welcome.begin)
        terminal.press("\x1b[?2026;2$y")
        begin(terminal, words)
        terminal.wait_for(pack.questions[0].text)
        terminal.read_until_quiet(0.1)

        assert "\x1b[?2026h" in set(written(bytes(terminal.output)))
        assert _not_meant(bytes(terminal.output)) == set()


def test_markup_in_content_is_shown_as_it_is_written(tmp_path: Path, words: Words) -> None:
    command = [*UNHURRIED, "--pack", str(hostile_pack(tmp_path))]
    with RealTerminal(command, columns=200, lines=60) as terminal:
        terminal.wait_for(words.welcome.begin)
        terminal.press("\r")
        terminal.read_until_quiet(0.5)
        terminal.press(F1)
        terminal.wait_for("[red]red[/red] [/] [@click=app.quit]x[/] [link=http://x]l[/link] \\[")


COMMANDS = (
    ["--help"],
    ["--version"],
    ["assess", "--help"],
    ["check", "--help"],
    ["check", "PACK"],
    ["check", "PACK", "--format", "json"],
    ["check", "PACK", "--format", "sarif"],
    ["check", "PACK", "--vignettes"],
    ["check", "--schema"],
    ["assess", "FILE", "--pack", "PACK"],
    ["assess", "FILE", "--country", "\x1b[2J\x9b2J"],
    ["--country", "\x1b[2J\u202e"],
    ["\x1b]0;owned\x07"],
    ["--\x1b[5i\ue000"],
    ["--pack", "\x1b[2J\udc9b"],
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=[" ".join(c).__repr__() for c in COMMANDS])
def test_no_other_command_writes_any_control_sequence(tmp_path: Path, arguments: list[str]) -> None:
    pack = hostile_pack(tmp_path)
    (tmp_path / "answers.toml").write_text('danger_now = ["breath"]')
    stand_in = {"PACK": str(pack), "FILE": str(tmp_path / "answers.toml")}
    command = [*NIGHTCRAMP, *(stand_in.get(argument, argument) for argument in arguments)]

    with RealTerminal(command, columns=1000, lines=200) as terminal:
        assert terminal.wait_for_end(CHECKING) in (0, 1, 2)

        assert len(terminal.output) > 10
        assert set(written(bytes(terminal.output))) <= {"\r", "\n"}


NAMES = (
    "a\x1b]0;owned\x07\x9b2J\u202e.toml",
    "b\udc9b2J.toml",
)


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_the_name_of_a_file_in_a_pack_is_only_text(tmp_path: Path, name: str, form: str) -> None:
    pack = hostile_pack(tmp_path)
    (pack / "vignettes" / name).write_text("id = ")
    command = [*NIGHTCRAMP, "check", str(pack), "--format", form]

    with RealTerminal(command, columns=1000, lines=200) as terminal:
        assert terminal.wait_for_end(CHECKING) == 1

        assert set(written(bytes(terminal.output))) <= {"\r", "\n"}
        assert terminal.shows("is not valid TOML")


def test_the_name_of_an_audit_file_is_only_text(tmp_path: Path) -> None:
    name = tmp_path / "a\x1b]0;owned\x07\x9b2J\u202eb"
    name.write_text("")

    with RealTerminal([*NIGHTCRAMP, "audit", "verify", str(name)], columns=1000) as terminal:
        terminal.wait_for_end()

        assert set(written(bytes(terminal.output))) <= {"\r", "\n"}


def test_the_strict_reading_finds_what_is_nasty() -> None:
    driving = [text for text in NASTY if unclean(text)]
    assert len(driving) == 7
    for text in driving:
        try:
            found = {s for s in written(text.encode()) if not _MEANT.fullmatch(s)}
        except AssertionError:
            continue
        assert found, ascii(text)
