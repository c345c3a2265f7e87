"""What Textual sends to a terminal: only what changed, and all of it."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from nightcramp.triage.interview import Interview
from tests.benchmarks.interview import press
from tests.real_terminal import UNHURRIED, RealTerminal, looks
from tests.typing_answers import CTRL_C, DOWN, ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from nightcramp.pack import Pack

QUIET = 0.3
FIRST_WORDS = "This is not a diagnosis"
F1, F2, ESCAPE, REPAINT = "\x1bOP", "\x1bOQ", "\x1b[D", "\x0c"


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 15)])
def test_partial_paints_leave_what_a_whole_paint_shows(
    pack: Pack, columns: int, lines: int
) -> None:
    with RealTerminal((*UNHURRIED, "--theme", "dark"), columns=columns, lines=lines) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.read_until_quiet(1.0)
        press(terminal, ENTER)
        terminal.wait_for(pack.questions[0].text)
        terminal.read_until_quiet(QUIET)
        keys = ("4", "0", DOWN, ENTER, "3", DOWN, F1, ESCAPE, "?", ESCAPE, F2, ESCAPE)
        for key in (*keys, "1", "3", CTRL_C, "n"):
            press(terminal, key)
            shown = _cells(terminal)
            press(terminal, REPAINT)
            assert _cells(terminal) == shown, f"after {key!r}"


def test_after_a_change_of_size_everything_is_there(pack: Pack) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.read_until_quiet(1.0)
        press(terminal, ENTER)
        terminal.wait_for(pack.questions[0].text)
        for columns, lines in ((60, 18), (80, 24), (120, 40), (80, 24)):
            terminal.resize(columns, lines)
            terminal.read_until_quiet(1.0)
            shown = _cells(terminal)
            press(terminal, REPAINT)
            assert _cells(terminal) == shown


def _cells(terminal: RealTerminal) -> list[object]:
    """Every cell as it looks, and the cursor's place."""
    screen = terminal.alternate
    rows = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    return [*([looks(cell) for cell in row] for row in rows), (screen.cursor.x, screen.cursor.y)]


def test_what_is_written_over_the_screen_is_drawn_again() -> None:
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.read_until_quiet(1.0)
        shown = terminal.text
        terminal.draw(b"\x1b[5;5Hsomething else")
        assert terminal.text != shown
        terminal.press(REPAINT)
        terminal.wait_until(lambda: terminal.text == shown, "screen as it was")


def test_keys_and_overlays_keep_to_their_budgets(pack: Pack) -> None:
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.read_until_quiet(1.0)
        for key, question in ((ENTER, "age"), (f"40{ENTER}", "pregnant"), ("3", "leg_danger")):
            terminal.press(key)
            terminal.wait_for(pack.question(question).text)
        terminal.read_until_quiet(QUIET)
        for key in (DOWN, DOWN):
            assert press(terminal, key).bytes <= 220
        for key in (F1, ESCAPE, "?", ESCAPE, F2, ESCAPE, CTRL_C, "n"):
            assert press(terminal, key).bytes <= 8_000


def test_an_interview_keeps_to_its_budget(pack: Pack) -> None:
    now = Interview.begin(pack)
    questions = []
    with RealTerminal(UNHURRIED) as terminal:
        terminal.wait_for(FIRST_WORDS)
        terminal.read_until_quiet(1.0)
        key = ENTER
        while now.question is not None:
            questions.append(press(terminal, key))
            terminal.wait_for(now.question.text)
            value = calm_answer(now)
            keys = keys_for(now, value)
            for key in keys[:-1]:
                press(terminal, key)
            key = keys[-1]
            now = now.answer(value)
        press(terminal, key)
        assert median(key.bytes for key in questions) <= 900
        assert {key.writes for key in questions} == {1}
        assert len(terminal.output) * 25 / len(questions) <= 30_000
