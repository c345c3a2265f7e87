"""`--resume`: the whole program killed at random moments, and what is found of its session."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from nightcramp.clinic.kept_session import Moment, take_up
from nightcramp.reports.result import build_result
from nightcramp.triage import Interview, assess
from tests.clinic.cuts import cut_times
from tests.clinic.test_cuts import FEW
from tests.real_terminal import UNHURRIED, RealTerminal, clean_environment
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack
    from nightcramp.triage import Answers

KILLS, CUTS = 200, 1000
_AT_ONCE = 4
_LONGEST = 0.06  # seconds after a key; to keep an answer and show the next question takes 0.01

Stage = tuple[str, str, "Answers"]
"""What is on the screen, the keys that answer it, and the answers given before."""


def test_killed_200_times_the_session_found_is_one_that_was_shown(
    tmp_path: Path, pack: Pack
) -> None:
    """An answer is kept before it is painted: what is found may be the one just given ahead."""
    stages = _whole_interview(pack)
    with ThreadPoolExecutor(_AT_ONCE) as people:
        ends = list(people.map(partial(_play_and_kill, tmp_path, pack, stages), range(KILLS)))
    for shown, found in ends:
        assert found in (shown, shown + 1)
    assert len(set(ends)) > len(stages) / 2, "killed at the same few moments"


KEEPER = """
import sys
from pathlib import Path
from nightcramp.pack import load_pack
from nightcramp.clinic.kept_session import Moment, keep
pack, path = load_pack(), Path(sys.argv[1])
for age in range(10**9):
    keep(path, pack, {"age": age % 121}, Moment(1_800_000_000.0, "", 0.0))
    sys.stdout.write(f"{age % 121}\\n")
    sys.stdout.flush()
"""


def test_killed_at_random_it_is_always_one_that_was_written(tmp_path: Path, pack: Pack) -> None:
    path = tmp_path / "state" / "session.json"
    for stop_after in range(1, 9):
        keeper = subprocess.Popen(
            [sys.executable, "-c", KEEPER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert keeper.stdout is not None
        said = [int(keeper.stdout.readline()) for _ in range(stop_after * 3)]
        keeper.send_signal(signal.SIGKILL)
        said += [int(line) for line in keeper.stdout.read().split("\n")[:-1]]
        keeper.wait()
        keeper.stdout.close()
        found = take_up(path, pack, Moment(1_800_000_000.0, "", 0.0))
        assert found is not None
        assert found["age"] in (said[-1], (said[-1] + 1) % 121)


def test_cut_off_1000_times_it_is_never_less_than_what_was_kept(tmp_path: Path, pack: Pack) -> None:
    assert "kill" in cut_times(CUTS, FEW, tmp_path, pack)


def _whole_interview(pack: Pack) -> list[Stage]:
    interview = Interview.begin(pack)
    stages: list[Stage] = [(pack.words.welcome.begin, ENTER, {})]
    while (question := interview.question) is not None:
        value = calm_answer(interview)
        stages.append((question.text, keys_for(interview, value), interview.answers))
        interview = interview.answer(value)
    result = build_result(pack, assess(pack, interview.answers))
    return [*stages, (result.title, "", interview.answers)]


def _play_and_kill(folder: Path, pack: Pack, stages: list[Stage], number: int) -> tuple[int, int]:
    """How many answers the screen had last shown as taken, and how many were found."""
    state = folder / str(number)
    with RealTerminal(
        (*UNHURRIED, "--resume"),
        environment=clean_environment(XDG_STATE_HOME=str(state)),
        controlling=False,
    ) as terminal:
        chance = random.Random(number)  # noqa: S311  a moment, no secret
        for at in range(chance.randrange(len(stages) - 1) + 1):
            terminal.wait_for(stages[at][0])
            terminal.press(stages[at][1])
        at += 1
        end = time.monotonic() + chance.uniform(0.0, _LONGEST)
        while (left := end - time.monotonic()) > 0:
            terminal.read(left)
        terminal.process.kill()
        terminal.process.wait()
        terminal.read_until_quiet(0.0)
        shown = at if terminal.shows(stages[at][0]) else at - 1
    path = state / "nightcramp" / "session.json"
    found = take_up(path, pack, Moment.now()) if path.exists() else None
    kept = [answers for _, _, answers in stages]
    return len(kept[shown]), len(found or {}) if (found or {}) in kept else -1
