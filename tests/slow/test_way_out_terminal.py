"""The ways out on a real terminal: what is written to it, and what is left behind."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from nightcramp.pack import load_pack
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import render_text
from nightcramp.reports.plain import render_headline
from nightcramp.reports.result import build_result
from nightcramp.text import to_ascii
from nightcramp.triage import assess, read_answers
from nightcramp.triage.resume_code import code_of
from tests.content import VIGNETTES
from tests.hostile import hostile_pack, written
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment
from tests.slow.test_hostile_output import _not_meant
from tests.slow.test_sealed import WIZARD, _command, _forbidden
from tests.typing_answers import CTRL_C

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage import Answers

LEFT = "\x1b[D"
LET_GO = 0.9
"""Seconds until a key that was pressed cannot be one that is held down."""
_COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_PRINTED = re.compile(rb"\x1b\[5i([^\x1b]*)\x1b\[4i")


def _answers(pack: Pack, patient: str = "V02") -> Answers:
    given = next(v.answers for v in VIGNETTES if v.id == patient)
    return read_answers(pack, given)


def _page(pack: Pack) -> str:
    return render_text(leaflet(pack, assess(pack, _answers(pack))))


def _at_result(pack: Pack, *options: str, patient: str = "V02") -> list[str]:
    return [*NIGHTCRAMP, "--code", code_of(pack, _answers(pack, patient)), *options]


def _end(terminal: RealTerminal, words: Words, key: str = "y") -> int:
    terminal.press(CTRL_C)
    terminal.wait_for(words.leave.text)
    terminal.press(key)
    return terminal.wait_for_end()


def _press_and_read(terminal: RealTerminal, key: str) -> None:
    """Press a key that changes something, and read what comes of it."""
    terminal.read_until_quiet(LET_GO)
    before = len(terminal.output)
    terminal.press(key)
    terminal.wait_until(lambda: len(terminal.output) > before, f"answer to {key!r}")
    terminal.read_until_quiet(0.05)


def _choose(terminal: RealTerminal, label: str) -> None:
    """Press the digit of a menu's item."""
    terminal.wait_for(label)
    row = next(row for row in terminal.text.split("\n") if label in row)
    terminal.press_calmly(row.replace("▌", " ").split()[0])


def test_a_copy_is_one_sequence_and_the_rest_is_as_ever(pack: Pack, words: Words) -> None:
    with RealTerminal(_at_result(pack)) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press("p")
        _choose(terminal, words.out.leaflet)
        _choose(terminal, words.out.copy)
        terminal.wait_for(words.out.copied)
        assert _end(terminal, words) == 0

        (copied,) = _COPIED.findall(terminal.output)
        assert base64.b64decode(copied).decode() == _page(pack)
        assert _not_meant(_COPIED.sub(b"", terminal.output)) == set()
        terminal.assert_restored()


def test_the_terminal_s_printer_is_turned_off_again_after_the_page(
    pack: Pack, words: Words
) -> None:
    with RealTerminal(_at_result(pack, "--terminal-printing")) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press("p")
        _choose(terminal, words.out.leaflet)
        _choose(terminal, words.out.print_terminal)
        terminal.wait_for(words.out.sent)
        assert _end(terminal, words) == 0

        (page,) = _PRINTED.findall(terminal.output)
        # The line itself may put a carriage return before each newline once more.
        lines = page.decode("ascii").replace("\r", "").split("\n")
        assert lines == to_ascii(_page(pack) + "\f").split("\n")
        assert _not_meant(_PRINTED.sub(b"", terminal.output)) == set()


def test_the_leaflet_stays_in_the_window_only_where_the_person_says_so(
    pack: Pack, words: Words
) -> None:
    with RealTerminal(_at_result(pack), lines=140) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press(CTRL_C)
        terminal.wait_for(words.out.leave_printing)
        terminal.press("p")

        assert terminal.wait_for_end() == 0
        assert not terminal.on_alternate_screen
        terminal.assert_restored()
        shown = terminal.text.rstrip() + "\n"
        found = assess(pack, _answers(pack))
        again = render_headline(build_result(pack, found))
        assert shown.lstrip("\n") == f"{_page(pack)}\n{again}\n"


def test_a_kiosk_never_leaves_a_page_in_the_window(pack: Pack, words: Words) -> None:
    with RealTerminal(_at_result(pack, "--kiosk", "--country", "US")) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        assert not terminal.shows(words.out.leave_printing)
        terminal.press("p")
        terminal.read_until_quiet(0.2)
        terminal.press("y")
        assert terminal.wait_for_end() == 0
        assert terminal.text.strip() == ""


def test_a_kiosk_saves_in_the_one_folder_under_a_name_that_says_nothing(
    tmp_path: Path, pack: Pack, words: Words
) -> None:
    command = _at_result(pack, "--kiosk", "--country", "US", "--save-dir", str(tmp_path))
    with RealTerminal(command, columns=200) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press("p")
        _choose(terminal, words.out.handover)
        _choose(terminal, words.out.save)
        terminal.wait_for(words.out.saved.partition("{")[0])
        assert _end(terminal, words) == 0

    (path,) = tmp_path.iterdir()
    assert re.fullmatch(r"nightcramp-[0-9a-f]{8}\.html", path.name)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("patient", "result"), [("F01", "CALL"), ("V20", "MAKE AN APPOINTMENT")])
def test_nothing_in_content_drives_the_terminal_on_any_page(
    tmp_path: Path, patient: str, result: str
) -> None:
    hostile = load_pack(hostile_pack(tmp_path))
    folder = str(next(p for p in tmp_path.iterdir() if (p / "pack.toml").exists()))
    command = _at_result(hostile, "--pack", folder, "--terminal-printing", patient=patient)

    with RealTerminal(command, columns=132, lines=60) as terminal:
        terminal.wait_for(result)
        for page in "123456":
            for way in "134" if page in "1236" else "1":
                opening = ("p", page, way) if page in "1236" else ("p", page)
                for key in (*opening, *(LEFT for _ in opening)):
                    _press_and_read(terminal, key)
        _press_and_read(terminal, CTRL_C)
        terminal.press("p")
        assert terminal.wait_for_end() == 0

        rest = _PRINTED.sub(b"", _COPIED.sub(b"", terminal.output))
        assert len(_COPIED.findall(terminal.output)) == 4
        assert len(_PRINTED.findall(terminal.output)) == 4
        assert _not_meant(rest) <= {"\r", "\n"}


@pytest.mark.parametrize("arguments", [["--as", form] for form in ("text", "markdown", "html")])
@pytest.mark.parametrize("what", ["leaflet", "handover", "diary"])
def test_no_page_printed_by_command_holds_a_control_sequence(
    tmp_path: Path, what: str, arguments: list[str]
) -> None:
    pack = hostile_pack(tmp_path)
    (tmp_path / "answers.toml").write_text('danger_now = ["breath"]\nfeel = ["knot"]')
    command = [*NIGHTCRAMP, "page", what, str(tmp_path / "answers.toml"), *arguments]

    with RealTerminal([*command, "--pack", str(pack)], columns=200, lines=60) as terminal:
        assert terminal.wait_for_end() == 0
        assert len(terminal.output) > 400
        assert set(written(bytes(terminal.output))) <= {"\r", "\n"}


def test_a_wrong_code_ends_with_a_sentence() -> None:
    with RealTerminal([*NIGHTCRAMP, "--code", "10DJM-71Y16"]) as terminal:
        assert terminal.wait_for_end() == 2
        assert terminal.shows("nightcramp: That code is not right")
        terminal.assert_restored()


def test_without_a_code_it_is_asked_for(pack: Pack, words: Words) -> None:
    with RealTerminal([*NIGHTCRAMP, "--code"]) as terminal:
        terminal.wait_for(words.code.text)
        terminal.press(code_of(pack, _answers(pack)) + "\r")
        terminal.wait_for(pack.about.urgency["self_care"].title)


def test_pages_are_shown_without_opening_writing_or_starting_anything(
    tmp_path: Path, pack: Pack, words: Words
) -> None:
    report = tmp_path / "report"
    environment = clean_environment(PYTHONDONTWRITEBYTECODE="1", PATH="/nowhere")
    command = [*_command(report, WIZARD), "--code", code_of(pack, _answers(pack))]

    with RealTerminal(command, environment=environment) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        for keys in ("p", "1", "1", LEFT, "3", LEFT, LEFT, "2", "1", LEFT, LEFT, "4", LEFT, "5"):
            _press_and_read(terminal, keys)
        terminal.wait_for(words.out.code_text)
        assert _end(terminal, words) == 0

    assert report.stat().st_size > 100
    assert {what for what in _forbidden(report) if "/nowhere" not in what} == set()


def test_a_page_saved_is_the_only_thing_written(tmp_path: Path, pack: Pack, words: Words) -> None:
    report, folder = tmp_path / "report", tmp_path / "mine"
    folder.mkdir()
    environment = clean_environment(PYTHONDONTWRITEBYTECODE="1")
    command = [*_command(report, WIZARD), "--code", code_of(pack, _answers(pack))]

    with RealTerminal(command, environment=environment, folder=folder) as terminal:
        terminal.wait_for(pack.about.urgency["self_care"].title)
        terminal.press("p")
        _choose(terminal, words.out.leaflet)
        _choose(terminal, words.out.save)
        terminal.wait_for(words.out.save_where)
        terminal.press("\r")
        terminal.wait_for(words.out.saved.partition("{")[0])
        assert _end(terminal, words) == 0

    done = {what for what in _forbidden(report) if str(folder) in what}
    assert {what.partition("(")[0] for what in done} == {"open", "os.link", "os.remove"}
    assert _forbidden(report) == done
