"""The wizard in a real terminal: it starts, it is used, and it leaves nothing behind."""

from __future__ import annotations

import json
import re
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from nightcramp.pack.model import RED_FLAGS
from nightcramp.reports.result import build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment
from tests.typing_answers import CTRL_C, DOWN, ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

SOON = 2.0
QUIET = 0.3
END = "\x1b[F"
_CHOSEN = re.compile(r"\d  [■●] ")
"""An option that is chosen."""
ENDINGS = [signal.SIGHUP, signal.SIGINT, signal.SIGTERM]
SPIN = """
import sys
from nightcramp.triage.interview import Interview
def spin(*_):
    while True:
        pass
Interview.answer = spin
from nightcramp.cli.main import main
sys.exit(main())
"""
CRASH = SPIN.replace("while True:\n        pass", "raise RuntimeError('answered: pregnant')")
PAINT = SPIN.replace("pass", "__import__('os').write(2, b'pregnant ')")
ENVIRONMENT = """
import json, os
from nightcramp.system import hardening
hardening.prepare()
print(json.dumps(dict(os.environ)), flush=True)
"""


def _run_as_module(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def _environment_after(environment: dict[str, str]) -> dict[str, str]:
    """What is left of an environment once the terminal is prepared."""
    code = _run_as_module(ENVIRONMENT)
    with RealTerminal(code, environment=environment, columns=5000) as terminal:
        assert terminal.wait_for_end() == 0
        return dict(json.loads(terminal.text.splitlines()[0]))


def _begin(terminal: RealTerminal, words: Words) -> None:
    terminal.wait_for(words.welcome.begin)
    terminal.press(ENTER)


def _show_first_question(terminal: RealTerminal, pack: Pack) -> None:
    _begin(terminal, pack.words)
    terminal.wait_for(pack.questions[0].text)


def _show_danger_list(terminal: RealTerminal, pack: Pack) -> None:
    """On to the first list of danger signs, past whom it is about."""
    _show_first_question(terminal, pack)
    for question, keys in (("pregnant", f"40{ENTER}"), ("leg_danger", "3")):
        terminal.press_calmly(keys)
        terminal.wait_for(pack.question(question).text)


def _leave(terminal: RealTerminal, words: Words) -> None:
    terminal.press(CTRL_C)
    terminal.wait_for(words.leave.text)
    terminal.press("y")


def _assert_nothing_on_main_screen(terminal: RealTerminal) -> None:
    assert "".join(terminal.main.display).strip() == ""


def test_a_whole_interview_by_keyboard_leaves_nothing_behind(
    tmp_path: Path, pack: Pack, words: Words
) -> None:
    environment = clean_environment(HOME=str(tmp_path))
    interview = Interview.begin(pack)

    with RealTerminal(environment=environment, folder=tmp_path) as terminal:
        _begin(terminal, words)
        while (question := interview.question) is not None:
            terminal.wait_for(question.text)
            value = calm_answer(interview)
            terminal.press_calmly(keys_for(interview, value))
            interview = interview.answer(value)
        result = build_result(pack, assess(pack, interview.answers))
        terminal.wait_for(result.title, result.limit)
        assert terminal.on_alternate_screen

        _leave(terminal, words)

        assert terminal.wait_for_end() == 0
        terminal.assert_restored()
        _assert_nothing_on_main_screen(terminal)
        assert list(tmp_path.iterdir()) == []


def _calmly_to(terminal: RealTerminal, pack: Pack, *, careful: bool) -> Interview:
    """On to the first question with one answer that is about danger, or behind those that are."""
    _begin(terminal, pack.words)
    interview = Interview.begin(pack)
    while (question := interview.question) is not None:
        terminal.wait_for(question.text)
        if (question.section == RED_FLAGS) == careful and question.kind == "single":
            return interview
        value = calm_answer(interview)
        terminal.press_calmly(keys_for(interview, value))
        interview = interview.answer(value)
    raise AssertionError("there is no such question")


def test_keys_typed_ahead_of_a_slow_line_are_not_lost(pack: Pack) -> None:
    with RealTerminal() as terminal:
        interview = _calmly_to(terminal, pack, careful=False)
        keys, last = "", ""
        while interview.question is not None and interview.question.kind != "pick":
            value = calm_answer(interview)
            answer = keys_for(interview, value)
            if answer[0] == last:  # nobody could tell it from a key held down
                break
            keys, last = keys + answer, answer[-1]
            interview = interview.answer(value)
        assert len(keys) > 1
        terminal.press(keys)

        assert interview.question is not None
        terminal.wait_for(interview.question.text)


def test_keys_that_come_at_once_answer_nothing_about_danger_signs(pack: Pack, words: Words) -> None:
    with RealTerminal() as terminal:
        interview = _calmly_to(terminal, pack, careful=True)
        assert interview.question is not None
        terminal.press("1\r2\r8\r8\r")

        terminal.wait_for(words.question.too_soon, interview.question.text)
        assert terminal.chosen == []


def test_a_key_held_down_answers_one_question(pack: Pack, words: Words) -> None:
    with RealTerminal() as terminal:
        interview = _calmly_to(terminal, pack, careful=False)
        after = interview.answer(interview.choices[0].id)
        assert after.question is not None
        terminal.press("1")
        terminal.wait_for(after.question.text)
        for _ in range(30):
            terminal.press("1")
            terminal.read(0.03)

        terminal.wait_for(words.question.too_soon, after.question.text)
        assert terminal.chosen == []


def test_backspace_leaves_every_answer_as_it_is(pack: Pack, words: Words) -> None:
    with RealTerminal() as terminal:
        _begin(terminal, words)
        first, second = pack.questions[:2]
        terminal.wait_for(first.text)
        terminal.press_calmly("47\r")
        terminal.wait_for(second.text)
        terminal.press("\x7f" * 5)
        terminal.read_until_quiet(QUIET)
        assert terminal.shows(second.text)
        terminal.press("\x1b[D")
        terminal.wait_for(first.text)
        terminal.press("\x7f" * 5)
        terminal.wait_for(words.question.replaces)
        assert "47_" in terminal.text


def test_a_key_has_one_answer_in_one_write_and_none_where_nothing_changed(pack: Pack) -> None:
    with RealTerminal() as terminal:
        _show_danger_list(terminal, pack)
        terminal.read_until_quiet(QUIET)
        for key in (DOWN, DOWN, END):
            terminal.press(key)
            assert 0 < len(terminal.read(SOON)) <= 240
            assert terminal.read(QUIET) == b""

        terminal.press(END)
        assert terminal.read(QUIET) == b""


def test_leaving_asks_first(pack: Pack, words: Words) -> None:
    with RealTerminal() as terminal:
        _show_first_question(terminal, pack)

        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        terminal.press(ENTER)
        terminal.wait_for(pack.questions[0].text)
        _leave(terminal, words)

        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_each_theme_starts(words: Words, theme: str) -> None:
    with RealTerminal([*NIGHTCRAMP, "--theme", theme]) as terminal:
        terminal.wait_for(words.welcome.begin)


def test_an_arrow_that_arrives_in_pieces_is_still_an_arrow(pack: Pack) -> None:
    with RealTerminal() as terminal:
        _show_danger_list(terminal, pack)
        terminal.press("\x1b[B")
        terminal.wait_until(lambda: "▌" in terminal.text, "highlight")
        terminal.read_until_quiet(0.2)
        after_one = terminal.text

        terminal.press("\x1b")
        terminal.read_until_quiet(0.2)  # longer than Textual's own patience of 0.1 s
        assert terminal.text == after_one
        terminal.press("[B")

        terminal.wait_until(lambda: terminal.text != after_one, "second move")
        assert terminal.shows(pack.question("leg_danger").text)
        assert terminal.text.count("▌") == after_one.count("▌")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("nightcramp </dev/null", "the answers ended before the questions did."),
        ("nightcramp <&-", "there is no input to read answers from."),
        ("nightcramp >&-", "there is no output to show questions on."),
        ("nightcramp 2>errors; cat errors", "the full screen needs a terminal, and the error"),
    ],
)
def test_without_a_whole_terminal_it_says_so(tmp_path: Path, command: str, said: str) -> None:
    program = f"nightcramp() {{ {' '.join(NIGHTCRAMP)}; echo $? >code; }}; {command}"

    with RealTerminal(["/bin/sh", "-c", program], folder=tmp_path) as terminal:
        terminal.wait_for_end()

        assert terminal.shows(f"nightcramp: {said}")
        assert (tmp_path / "code").read_text() == "2\n"
        assert terminal.modes == {}


@pytest.mark.parametrize("term", ["dumb", "unknown", "", " ", None])
def test_a_terminal_without_cursor_movement_gets_plain_lines(term: str | None) -> None:
    environment = clean_environment()
    del environment["TERM"]
    if term is not None:
        environment["TERM"] = term

    with RealTerminal(environment=environment) as terminal:
        terminal.wait_for("Your answer:")

        assert b"\x1b" not in terminal.output


def test_a_crash_is_told_in_the_language_of_the_person() -> None:
    spanish = clean_environment(LANG="es_ES.UTF-8")
    with RealTerminal(_run_as_module(CRASH), environment=spanish) as terminal:
        terminal.wait_for("Pulse Intro para empezar.")
        terminal.press_calmly(f"{ENTER}40{ENTER}")

        assert terminal.wait_for_end() == 70
        assert terminal.shows("nightcramp: algo falló dentro del programa (error RuntimeError-")


def test_the_environment_cannot_turn_textual_against_the_person() -> None:
    environment = clean_environment(
        TEXTUAL_LOG="keys.log",
        TEXTUAL_PRESS="enter,8",
        TEXTUAL_SCREENSHOT="1",
        TEXTUAL_DRIVER="os:system",
        TEXTUAL_DEBUG="1",
        TEXTUAL_ANIMATIONS="full",
        TEXTUAL="devtools",
        NO_COLOR="",
        COLUMNS="20",
        LINES="5",
    )

    seen = _environment_after(environment)

    assert {name: value for name, value in seen.items() if name.startswith("TEXTUAL")} == {
        "TEXTUAL_ANIMATIONS": "none"
    }
    assert not {"NO_COLOR", "COLUMNS", "LINES"} & set(seen)
    assert seen["ESCDELAY"] == "400"


def test_what_the_person_set_themselves_stays() -> None:
    environment = clean_environment(NO_COLOR="1", ESCDELAY="50")

    seen = _environment_after(environment)

    assert (seen["NO_COLOR"], seen["ESCDELAY"]) == ("1", "50")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_it_soon_with_the_terminal_restored(
    pack: Pack, ending: signal.Signals
) -> None:
    with RealTerminal() as terminal:
        _show_first_question(terminal, pack)

        terminal.signal(ending)

        assert terminal.wait_for_end(SOON) == -ending
        terminal.assert_restored()
        _assert_nothing_on_main_screen(terminal)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_it_soon_even_when_it_is_stuck(pack: Pack, ending: signal.Signals) -> None:
    with RealTerminal(_run_as_module(SPIN)) as terminal:
        _show_first_question(terminal, pack)
        terminal.press_calmly(f"40{ENTER}")
        terminal.read_until_quiet(0.2)

        terminal.signal(ending)

        assert terminal.wait_for_end(SOON) == -ending
        terminal.assert_restored()


def test_nothing_is_painted_once_the_terminal_is_restored(pack: Pack) -> None:
    with RealTerminal(_run_as_module(PAINT)) as terminal:
        _show_first_question(terminal, pack)
        terminal.press_calmly(f"40{ENTER}")
        terminal.wait_for("pregnant")

        terminal.signal(signal.SIGTERM)

        assert terminal.wait_for_end(SOON) == -signal.SIGTERM
        terminal.assert_restored()
        _assert_nothing_on_main_screen(terminal)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_inherited_ignore_is_undone(words: Words, ending: signal.Signals) -> None:
    ignoring = f"trap '' HUP INT TERM; exec {' '.join(NIGHTCRAMP)}"

    with RealTerminal(["/bin/sh", "-c", ignoring]) as terminal:
        terminal.wait_for(words.welcome.begin)

        terminal.signal(ending)

        assert terminal.wait_for_end(SOON) == -ending
        terminal.assert_restored()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_it_soon_when_nobody_reads_the_terminal(ending: signal.Signals) -> None:
    with RealTerminal(columns=300, lines=100) as terminal:
        terminal.fill_up()

        terminal.signal(ending)

        assert terminal.wait_for_end_unread(SOON) == -ending
        terminal.read_until_quiet(0.2)
        terminal.assert_restored()


@pytest.mark.parametrize("controlling", [True, False], ids=["session", "no session"])
@pytest.mark.parametrize("before", ["", "trap '' HUP; "], ids=["", "hup ignored"])
def test_closing_the_window_ends_it_soon(words: Words, before: str, *, controlling: bool) -> None:
    command = ["/bin/sh", "-c", f"{before}exec {' '.join(NIGHTCRAMP)}"]

    with RealTerminal(command, controlling=controlling) as terminal:
        terminal.wait_for(words.welcome.begin)

        terminal.hang_up()

        assert terminal.wait_for_end_unread(SOON) == -signal.SIGHUP


def test_a_crash_is_one_line_without_answers(pack: Pack) -> None:
    with RealTerminal(_run_as_module(CRASH)) as terminal:
        _show_first_question(terminal, pack)
        terminal.press_calmly(f"40{ENTER}")

        assert terminal.wait_for_end() == 70

        terminal.assert_restored()
        said = " ".join("".join(terminal.main.display).split())
        assert re.fullmatch(
            r"nightcramp: something went wrong inside the program "
            r"\(error RuntimeError-[\w.<>-]+\)\. "
            r"Nothing was saved\. Please report this error\.",
            said,
        )
        assert b"pregnant" not in terminal.output
        assert b"Traceback" not in terminal.output


def test_a_kiosk_that_nobody_touches_ends(tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    limits = ("--blank-after", "0.5", "--discard-after", "1", "--session-limit", "1")
    kiosk = (*NIGHTCRAMP, "--kiosk", "--country", "GB", *limits, "--audit", str(audit))
    with RealTerminal(kiosk) as terminal:
        assert terminal.wait_for_end(10) == 0
        terminal.assert_restored()
    assert '"ended":"idle"' in audit.read_text()
