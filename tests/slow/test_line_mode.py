"""Line mode as people start it: on terminals, in pipes, at a kiosk, and ended by signals."""

from __future__ import annotations

import contextlib
import select
import signal
import subprocess
import termios
from typing import TYPE_CHECKING

import pytest

from nightcramp.answering.choice import Choice
from nightcramp.line_mode import texts
from nightcramp.reports.explanations import explain_question
from nightcramp.reports.plain import render_blocks
from nightcramp.triage import Interview, read_answers
from nightcramp.triage.answers import every_choice
from nightcramp.triage.resume_code import code_of
from tests.content import VIGNETTES
from tests.line_mode.test_line_mode import KIOSK, LANGUAGES, calm_lines
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words


def _run(*arguments: str, typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*NIGHTCRAMP, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=clean_environment(**environment),
    )


@pytest.mark.parametrize("arguments", [["--plain"], []], ids=["asked for", "no terminal"])
def test_it_is_chosen_and_comes_by_itself(pack: Pack, arguments: list[str]) -> None:
    ended = _run(*arguments, typed=calm_lines(pack))
    assert ended.returncode == 0
    assert "LOOK AFTER IT AT HOME" in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize(
    "environment",
    [{"NIGHTCRAMP_ACCESSIBLE": "1"}, {"ACCESSIBLE": "1"}, {"LC_NIGHTCRAMP": "plain"},
     {"TERM": "dumb"}, {"TERM": ""}],
    ids=str,
)  # fmt: skip
def test_on_a_terminal_it_is_chosen_by_the_environment(environment: dict[str, str]) -> None:
    with RealTerminal(environment=clean_environment(**environment)) as terminal:
        terminal.wait_for("Your answer:")
        assert b"\x1b" not in terminal.output


@pytest.mark.parametrize("value", ["0", ""])
def test_switched_off_means_a_full_screen(value: str, words: Words) -> None:
    environment = clean_environment(NIGHTCRAMP_ACCESSIBLE=value, ACCESSIBLE=value)
    with RealTerminal(environment=environment) as terminal:
        terminal.wait_for(words.welcome.begin)
        assert terminal.on_alternate_screen


@pytest.mark.parametrize("typed", ["", "\n", "\n40\n3\n", "\n40"])
def test_input_that_ends_early_is_a_sentence(typed: str) -> None:
    ended = _run("--plain", typed=typed)
    assert ended.returncode == 2
    assert ended.stderr.startswith("nightcramp: the answers ended before the questions did.")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("language", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_where_the_locale_is_not_utf_8_it_is_ascii(language: str) -> None:
    ended = _run("--plain", "--lang", "es", typed="\n40\n4\n", LANG=language)
    assert "Ninguna de estas" in ended.stdout
    assert ended.stdout.isascii()


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_a_signal_ends_it_and_says_why(name: str, tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    with RealTerminal((*NIGHTCRAMP, "--plain", "--audit", str(audit))) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n40\n")
        terminal.wait_for("question 2")
        terminal.signal(signal.Signals[name])
        assert terminal.wait_for_end(2) == -signal.Signals[name]
    assert ("hangup" if name == "SIGHUP" else "signal") in audit.read_text()


def test_a_kiosk_warns_throws_the_answers_away_and_begins_anew(tmp_path: Path) -> None:
    options = (*KIOSK, "--blank-after", "1", "--discard-after", "3")
    audit = tmp_path / "audit"
    with RealTerminal((*NIGHTCRAMP, *options, "--audit", str(audit))) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n40\n")
        terminal.wait_for("In one minute your answers are thrown away")
        terminal.wait_for("Your answers were thrown away.", "Press Enter to begin.")
        assert "question 2" not in terminal.text
    assert '"ended":"idle"' in audit.read_text()


def test_a_kiosk_that_nobody_touches_ends(tmp_path: Path) -> None:
    options = (*KIOSK, "--blank-after", "0.5", "--discard-after", "1", "--session-limit", "1")
    audit = tmp_path / "audit"
    with RealTerminal((*NIGHTCRAMP, *options, "--audit", str(audit))) as terminal:
        assert terminal.wait_for_end(10) == 0
        assert "In one minute" not in terminal.text
    assert '"ended":"idle"' in audit.read_text()


@pytest.mark.parametrize("typed", ["\n40\n\x13", "\n40\n\x13?\n", "\x13", "\n40\n\x13q\ny\n"])
def test_ctrl_s_does_not_stop_the_clock(typed: str, tmp_path: Path) -> None:
    options = (*KIOSK, "--blank-after", "1", "--discard-after", "2", "--session-limit", "2")
    audit = tmp_path / "audit"
    with RealTerminal((*NIGHTCRAMP, *options, "--audit", str(audit))) as terminal:
        terminal.wait_for("Your answer:")
        before, _, after = typed.partition("\x13")
        terminal.press(before)
        if before:
            terminal.wait_for("question 2")
        terminal.press(f"\x13{after}")

        terminal.wait_for_end(10)

        assert "question 2" not in terminal.text
        terminal.assert_restored()
    assert '"ended":"idle"' in audit.read_text()


@pytest.mark.parametrize("half", ["", "1", "1\x04"])
def test_half_a_line_does_not_stop_the_clock(half: str) -> None:
    options = (*KIOSK, "--blank-after", "1", "--discard-after", "3")
    with RealTerminal((*NIGHTCRAMP, *options)) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press(f"\n40\n{half}")
        terminal.wait_for("Your answers were thrown away.")
        assert "question 1" not in terminal.text


@pytest.mark.parametrize("leave", ["q\ny\n", "\x03", "\x04"])
def test_a_kiosk_leaves_nothing_on_the_screen(leave: str) -> None:
    with RealTerminal((*NIGHTCRAMP, *KIOSK)) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n40\n")
        terminal.wait_for("question 2")
        terminal.press(leave)
        terminal.wait_for_end()
        assert "You answered" not in terminal.text


@contextlib.contextmanager
def _full_kiosk() -> Iterator[RealTerminal]:
    """A kiosk with an answer on a screen that takes no more."""
    with RealTerminal((*NIGHTCRAMP, *KIOSK)) as terminal:
        terminal.wait_for("Your answer:")
        terminal.press("\n40\n")
        terminal.wait_for("question 2")
        terminal.press("?\n" * 500)
        terminal.wait_until_full()
        yield terminal


def test_a_full_terminal_does_not_drop_the_cleared_screen_though_ctrl_c_is_held_down() -> None:
    """At each Ctrl+C a terminal drops what it had no room for yet."""
    with _full_kiosk() as terminal:
        while terminal.settings[3] & termios.ISIG and terminal.process.poll() is None:
            terminal.press("\x03")
            select.select([], [], [], 0.001)
        terminal.press("\x03" * 5)
        assert terminal.wait_for_end() == -signal.SIGINT
        assert b"\x1b[2J" in terminal.output


def test_a_kiosk_that_is_fed_leaves_nothing_on_the_screen_either() -> None:
    feed = f"(printf '\\n40\\n'; cat) | {' '.join((*NIGHTCRAMP, *KIOSK))}"
    with RealTerminal(("/bin/sh", "-c", feed)) as terminal:
        terminal.wait_for("question 2")
        terminal.press("\x03")
        terminal.wait_for_end()
        assert "You answered" not in terminal.text


def test_a_kiosk_leaves_nothing_on_a_screen_that_takes_no_more() -> None:
    with _full_kiosk() as terminal:
        terminal.signal(signal.SIGINT)
        assert terminal.wait_for_end_unread(2) == -signal.SIGINT
        terminal.wait_for_end()
        assert terminal.text.strip() == ""
        terminal.assert_restored()


def test_a_reader_that_goes_away_is_no_crash(pack: Pack, tmp_path: Path) -> None:
    program = f"{' '.join(NIGHTCRAMP)} --plain < answers.txt | head -1"
    (tmp_path / "answers.txt").write_text(calm_lines(pack))
    ended = subprocess.run(
        ["/bin/sh", "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path,
        env=clean_environment(),
    )  # fmt: skip
    assert ended.stderr == ""


def test_plain_lines_take_a_code_or_ask_for_one(pack: Pack) -> None:
    code = code_of(pack, {"age": 40})
    ended = _run("--plain", "--code", code, typed="\n")
    assert "question 2" in ended.stdout
    wrong = _run("--plain", "--lang", "es", "--code", f"{code}0", typed="\n")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("nightcramp: Ese código no ")
    assert "question 2" in _run("--plain", "--code", typed=f"{code}\n").stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_explanation_and_result_is_at_most_72_columns_wide(language: str) -> None:
    pack = LANGUAGES[language].whole
    said = []
    for question in pack.questions:
        begun = Interview.begin(pack)
        offered = tuple(every_choice(pack, question))
        choice = Choice.begin(question.kind, offered if question.kind != "number" else ())
        said += [
            texts.question_text(begun, question, choice),
            render_blocks(explain_question(pack, question)),
        ]
    for vignette in VIGNETTES:
        ended = Interview.begin(pack, read_answers(pack, vignette.answers))
        said += [texts.result_text(ended), texts.grounds_text(ended)]

    assert {line for text in said for line in text.split("\n") if len(line) > 72} == set()
