"""Whatever comes from a terminal: nothing crashes, nothing hangs, nothing is answered by it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.triage.interview import Interview
from tests.hostile import REPORTS, begin
from tests.program import wait_until
from tests.real_terminal import NIGHTCRAMP, UNHURRIED, RealTerminal
from tests.typing_answers import CTRL_C, ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.pack import Pack, Question
    from nightcramp.pack.words import Words

SOON = 2.0
CLOSE = "\x1b[D"
F2, F3 = "\x1bOQ", "\x1bOR"
HOME = "\x1b[H"
PASTE = "\x1b[200~{}\x1b[201~"
SPANISH = Locale(language="es")
NOISE = random.Random(4).randbytes(10_000)  # noqa: S311  only noise


def _say(terminal: RealTerminal, noise: bytes) -> None:
    """Send noise, and read what is made of it meanwhile: nobody waits for the other."""
    for at in range(0, len(noise), 1000):
        os.write(terminal.descriptor, noise[at : at + 1000])
        terminal.receive(0.0)


def _resize(terminal: RealTerminal, columns: int, lines: int) -> None:
    """Change the size, as fast as can be: without drawing what stands there then."""
    size = struct.pack("HHHH", lines, columns, 0, 0)
    fcntl.ioctl(terminal.descriptor, termios.TIOCSWINSZ, size)


def _to_first(kind: str, pack: Pack) -> tuple[Question, list[str]]:
    """The first question of a kind that a calm person meets, and the keys up to it."""
    interview, pressed = Interview.begin(pack), []
    while (question := interview.question) is not None and question.kind != kind:
        value = calm_answer(interview)
        pressed.append(keys_for(interview, value))
        interview = interview.answer(value)
    assert question
    return question, pressed


def _first(kind: str, terminal: RealTerminal, pack: Pack) -> Question:
    """Go to the first question of a kind; that question."""
    begin(terminal, pack.words)
    interview = Interview.begin(pack)
    question, pressed = _to_first(kind, pack)
    for keys in pressed:
        assert interview.question
        terminal.wait_for(interview.question.text)
        terminal.press(keys)
        interview = interview.answer(calm_answer(interview))
    terminal.wait_for(question.text)
    return question


def _first_list(terminal: RealTerminal, pack: Pack) -> str:
    return _first("several", terminal, pack).text


def _assert_nothing_answered(terminal: RealTerminal, pack: Pack) -> None:
    """Enter finds nothing chosen, and there is nothing more to review than came before."""
    question, before = _to_first("several", pack)
    terminal.press(ENTER)
    told = (pack.words.question.nothing_chosen, pack.words.question.space_chooses)
    terminal.wait_until(lambda: any(map(terminal.shows, told)), "sentence that nothing is chosen")
    assert terminal.shows(question.text)
    assert terminal.chosen == []
    terminal.press(F2)
    terminal.wait_for(pack.words.review.title, *(q.text for q in pack.questions[: len(before)]))
    assert "40" in terminal.text.split()
    assert not terminal.shows(question.text)
    terminal.press(CLOSE)
    terminal.wait_for(question.text)


def _leave(terminal: RealTerminal, words: Words) -> None:
    terminal.press(CTRL_C)
    terminal.wait_for(words.leave.text)
    terminal.press("y")
    assert terminal.wait_for_end(SOON) == 0
    terminal.assert_restored()


def test_what_a_terminal_reports_answers_nothing(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)

        for report in REPORTS:
            terminal.press(report)
        _assert_nothing_answered(terminal, pack)

        for report in REPORTS:
            for byte in report:
                terminal.press(byte)
        _assert_nothing_answered(terminal, pack)
        _leave(terminal, words)


def test_what_a_terminal_reports_is_typed_into_no_number(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        asked = _first("number", terminal, pack).text

        for report in REPORTS:
            terminal.press(report)
        for report in REPORTS:
            for byte in report:
                terminal.press(byte)

        terminal.press(ENTER)
        terminal.wait_for(words.question.type_a_number, asked)
        terminal.press(F2)
        terminal.wait_for(words.review.empty)
        terminal.press(CLOSE)
        terminal.wait_for(asked)
        _leave(terminal, words)


def test_a_report_answers_no_question_that_one_digit_would(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        single = _first("single", terminal, pack).text

        for report in REPORTS:
            terminal.press(report)
        terminal.press("?")
        terminal.wait_for(words.why.title, single)
        terminal.press(CLOSE)

        terminal.wait_until(lambda: not terminal.shows(words.why.title), "question")
        assert terminal.shows(single)
        assert terminal.chosen == []


BROKEN = ("\x1b[5~", "\x1b[1;5B", "\x1b[<0;12;3M", "\x1b[?62;1;2c", "\x1b[24;80R", "\x1b[27;5;49~")


def test_a_sequence_whose_escape_comes_alone_answers_nothing(pack: Pack) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)

        for sequence in BROKEN:
            for at in (1, 2, len(sequence) - 1):
                terminal.press(sequence[:at])
                terminal.read_until_quiet(0.45)
                terminal.press(sequence[at:])

        _assert_nothing_answered(terminal, pack)


def _every_key() -> Iterable[bytes]:
    """Every key of a keyboard but those that type a digit or a letter, as terminals send them."""
    yield from (bytes([code]) for code in (*range(0x20), 0x7F) if code not in (0x03, 0x11))
    for modifiers in ("", *(f";{n}" for n in (1, 2, 3, 5, 9))):
        one = f"1{modifiers}" if modifiers else ""
        yield from (f"\x1b[{one}{final}".encode() for final in "ABCDEFHPQS")
        yield from (f"\x1b[{number}{modifiers}~".encode() for number in range(1, 35))
        yield from (
            f"\x1b[{code}{modifiers}u".encode()
            for code in range(57344, 57455)
            if code not in DIGITS
        )
    for modifier in (2, 3, 5, 9):
        for code in range(32, 127):
            if chr(code) not in "cCqQyY" and not chr(code).isdigit():
                yield f"\x1b[{code};{modifier}u".encode()
                yield f"\x1b[27;{modifier};{code}~".encode()
    yield from (f"\x1bO{final}".encode() for final in "ABCDEFHPQRSMjklmnoXIabcd")
    yield from (f"\x1b[[{final}".encode() for final in "ABCDE")
    yield from (f"\x1b[{number}{end}".encode() for number in range(1, 35) for end in "^@$")
    yield from (
        f"\x1b{chr(code)}".encode() for code in range(32, 127) if chr(code) not in "[O]P_^X"
    )


DIGITS = range(57399, 57409)


def test_every_key_of_the_keyboard_leaves_a_program_that_answers(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)

        _say(terminal, b"".join(_every_key()) + CLOSE.encode() * 3)

        _leave(terminal, words)


def test_a_paste_on_a_list_answers_nothing(pack: Pack, words: Words) -> None:
    text = f"1\r8\r9\x1b[B\n {NOISE.decode('latin-1')}".replace("\x03", "")
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)

        _say(terminal, PASTE.format(text).encode())

        _assert_nothing_answered(terminal, pack)
        _leave(terminal, words)


def test_a_paste_that_never_ends_does_not_take_the_keyboard_away(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        asked = _first_list(terminal, pack)
        terminal.press("\x1b[200~1\r8")
        terminal.read_until_quiet(0.8)

        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        terminal.press("n")

        terminal.wait_for(asked)
        _assert_nothing_answered(terminal, pack)


@pytest.mark.parametrize("seed", range(2))
def test_noise_typed_out_leaves_a_program_that_answers(
    pack: Pack, words: Words, seed: int, tmp_path: Path
) -> None:
    noise = random.Random(seed).randbytes(10_000)  # noqa: S311  only noise
    spanish = load_pack(locale=SPANISH).words.leave.text
    with RealTerminal(UNHURRIED, folder=tmp_path) as terminal:
        _first_list(terminal, pack)

        # Without those by which a person leaves, on purpose.
        _say(terminal, noise.translate(None, b"\x03\x11qys"))
        terminal.read_until_quiet(0.8)

        # F3 is among the noise: it may be in either language now.
        terminal.press(CTRL_C)
        leave = (words.leave.text, spanish)
        terminal.wait_until(lambda: any(map(terminal.shows, leave)), "question before leaving")
        terminal.press("s" if terminal.shows(spanish) else "y")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("raw", [b"\xe9a", b"\x9b5~", b"\xe2\x82", b"\xff\xfe", b"\x1b[9999999u"])
def test_bytes_that_are_no_text_end_nothing(pack: Pack, raw: bytes) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)

        _say(terminal, raw)

        _assert_nothing_answered(terminal, pack)


def test_a_storm_of_sizes_loses_nothing(pack: Pack, words: Words) -> None:
    weather = random.Random(1)  # noqa: S311  no secrets
    with RealTerminal(UNHURRIED) as terminal:
        asked = _first_list(terminal, pack)
        terminal.press("3")
        terminal.wait_until(lambda: terminal.chosen == ["3"], "choice")

        storm = time.monotonic() + 1.0
        while time.monotonic() < storm:
            _resize(terminal, weather.randint(1, 200), weather.randint(1, 60))
            terminal.receive(0.0)
        terminal.resize(80, 24)
        terminal.press("\x0c")

        terminal.wait_for(asked, words.keys["help"].label)
        terminal.wait_until(lambda: terminal.chosen == ["3"], "choice")
        assert b"Exception" not in terminal.output
        _leave(terminal, words)


def test_a_window_that_claims_to_be_huge_costs_no_memory(pack: Pack, words: Words) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        asked = _first_list(terminal, pack)

        _resize(terminal, 65535, 65535)
        while terminal.receive(0.5):
            pass
        terminal.resize(80, 24)
        terminal.press("\x0c3")

        terminal.wait_for(asked)
        terminal.wait_until(lambda: terminal.chosen == ["3"], "choice")
        assert _kilobytes_at_most(terminal.process.pid) < 250_000
        _leave(terminal, words)


FLOODS = {
    "arrow": "\x1b[B",
    "letters": "ab",
    "Enter": "\r",
    "Tab": "\t",
    "Escape": "\x1b",
    "F5": "\x1b[15~",
    "focus": "\x1b[I\x1b[O",
    "paste": "\x1b[200~12\x1b[201~",
    "color": "\x1b]11;rgb:88/88/88\x1b\\",
    "F3": "\x1bOR",
    "help and back": "?\x1b[D",
    "review and back": "\x1bOQ\x1b[D",
}
FLOOD_SECONDS = 2.0
FLOOD_KILOBYTES = 64_000
HEEDED = 1.0


def _flood(terminal: RealTerminal, sent: bytes) -> None:
    """Send as fast as it is taken."""
    os.set_blocking(terminal.descriptor, False)
    end = time.monotonic() + FLOOD_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(BlockingIOError):
            os.write(terminal.descriptor, sent)
        terminal.draw(terminal.receive(0.002))
    os.set_blocking(terminal.descriptor, True)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_flood_costs_no_memory_and_no_answer_and_ctrl_c_is_heeded(
    pack: Pack, words: Words, flood: str
) -> None:
    leave = (words.leave.text, load_pack(locale=SPANISH).words.leave.text)
    with RealTerminal(UNHURRIED) as terminal:
        asked = _first_list(terminal, pack)
        _hear_both_languages(terminal, asked)

        _flood(terminal, flood.encode() * (900 // len(flood)))
        terminal.press(CTRL_C)
        terminal.wait_until(lambda: any(map(terminal.shows, leave)), "question", HEEDED)

        assert _kilobytes_at_most(terminal.process.pid) < FLOOD_KILOBYTES
        was_spanish = not terminal.shows(words.leave.text)
        terminal.press("n")
        terminal.wait_until(lambda: not any(map(terminal.shows, leave)), "end of it")
        terminal.press("\x1b")  # closes what the last key of the flood may have opened
        terminal.read_until_quiet(0.6)
        terminal.press(F3 if was_spanish else "")
        terminal.wait_for(asked)
        terminal.press(HOME)  # arrows went as far as "None of these", which Enter would take
        _assert_nothing_answered(terminal, pack)


def _hear_both_languages(terminal: RealTerminal, asked: str) -> None:
    """Have the pack read in both: that takes memory, too."""
    terminal.press(F3)
    terminal.wait_until(lambda: not terminal.shows(asked), "other language")
    terminal.press(F3)
    terminal.wait_for(asked)


def _kilobytes_at_most(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def _seconds_of_processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def test_waiting_for_a_key_costs_no_processor(pack: Pack) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)
        _say(terminal, b"\x1b[200~1")  # what is begun is waited for as well
        terminal.read_until_quiet(0.5)
        before = _seconds_of_processor(terminal.process.pid)

        assert terminal.read_until_quiet(1.0) == 0

        assert _seconds_of_processor(terminal.process.pid) - before < 0.1


ENDINGS = [signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM]


def test_a_typed_signal_does_not_drop_what_gives_the_terminal_back(pack: Pack) -> None:
    for _ in range(3):
        with RealTerminal(UNHURRIED) as terminal:
            _first_list(terminal, pack)
            terminal.signal(signal.SIGTERM)
            while terminal.process.poll() is None:
                terminal.press("\x1c")
                terminal.read(0.001)
            assert terminal.wait_for_end(SOON) == -signal.SIGTERM
            terminal.assert_restored()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_signal_ends_it_soon_in_the_middle_of_noise(pack: Pack, ending: signal.Signals) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)
        os.write(terminal.descriptor, NOISE[:3000].translate(None, b"\x03\x11qys"))

        terminal.signal(ending)

        assert terminal.wait_for_end(SOON) == -ending
        terminal.assert_restored()


def test_closing_the_window_ends_it_soon_in_the_middle_of_noise(pack: Pack) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        _first_list(terminal, pack)
        os.write(terminal.descriptor, NOISE[:3000].translate(None, b"\x03\x11qys"))

        terminal.hang_up()

        assert terminal.wait_for_end_unread(SOON) == -signal.SIGHUP


def _child_of(pid: int) -> int | None:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return None
    return int(children[0]) if children else None


def _is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _below(*pids: int) -> int:
    """The process started by the last of those."""
    found: list[int] = []

    def look() -> bool:
        child = _child_of(pids[-1])
        found.extend([child] if child else [])
        return bool(found)

    wait_until(look, "child", SOON)
    return found[0]


def test_the_death_of_the_shell_ends_it_soon(words: Words) -> None:
    shell = ["/bin/sh", "-c", f"{' '.join(NIGHTCRAMP)}; :"]
    with RealTerminal(shell) as terminal:
        terminal.wait_for(words.welcome.begin)
        wizard = _below(terminal.process.pid)

        terminal.process.kill()

        wait_until(lambda: _is_gone(wizard), "end", SOON)


SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if not job:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv("/bin/sh", ["/bin/sh", "-c", sys.argv[1] + "; :"])
os.waitpid(job, 0)
os.tcsetpgrp(0, os.getpgrp())
while True:
    signal.pause()
"""
"""A shell with job control: it takes the terminal back when its job is dead."""


def test_the_death_of_what_started_it_ends_it_soon(words: Words) -> None:
    shell = [sys.executable, "-c", SHELL, " ".join(NIGHTCRAMP)]
    with RealTerminal(shell) as terminal:
        terminal.wait_for(words.welcome.begin)
        job = _below(terminal.process.pid)
        wizard = _below(job)

        os.kill(job, signal.SIGKILL)

        wait_until(lambda: _is_gone(wizard), "end", SOON)
        terminal.read_until_quiet(0.2)
        assert not terminal.on_alternate_screen
