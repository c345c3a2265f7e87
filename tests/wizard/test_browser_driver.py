"""In a browser: the program on pipes, as textual-serve starts it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.system.browser import Packets
from tests.real_terminal import NIGHTCRAMP, RealTerminal, clean_environment
from tests.served import KIOSK, VARIABLES, Served
from tests.typing_answers import CTRL_C, ENTER

if TYPE_CHECKING:
    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words

EXIT = {"type": "exit"}
NEVER = (b"\x1b[?1000", b"\x1b[?1002", b"\x1b[?1003", b"\x1b[?1006", b"\x1b[?1015", b"\x1b]")
"""What turns the mouse on, and system commands."""
LOOK = """
import atexit, ctypes, json, os, resource, sys
def look():
    private = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0
    private &= resource.getrlimit(resource.RLIMIT_CORE) == (0, 0) and os.umask(0) == 0o77
    textual = {name: value for name, value in os.environ.items() if name.startswith("TEXTUAL")}
    print(json.dumps({"private": private, "textual": textual}), file=sys.stderr)
atexit.register(look)
from nightcramp.cli.main import main
sys.exit(main())
"""
CRASH = """
import sys
from nightcramp.triage.interview import Interview
def answer(*_):
    raise RuntimeError("answered: pregnant")
Interview.answer = answer
from nightcramp.cli.main import main
sys.exit(main())
"""


def _begin(served: Served, pack: Pack) -> None:
    served.wait_for(pack.words.welcome.begin)
    served.press(ENTER)
    served.wait_for(pack.questions[0].text)


def _leave(served: Served, words: Words) -> None:
    served.press(CTRL_C)
    served.wait_for(words.leave.text)
    served.press("y")


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    """Where the audit goes."""
    return tmp_path / "audit"


def _endings(audit: Path) -> list[str]:
    return [json.loads(line)["ended"] for line in audit.read_text().splitlines()]


def test_keys_answer_and_leaving_ends_the_session(pack: Pack, words: Words, audit: Path) -> None:
    with Served((*KIOSK, "--audit", str(audit))) as served:
        _begin(served, pack)
        served.press_calmly(f"40{ENTER}")
        served.wait_for(pack.questions[1].text)

        _leave(served, words)

        assert served.wait_for_end() == 0
        assert served.told == [EXIT]
        assert served.output.endswith(b"\x1b[?1049l")
        assert not any(sequence in served.output for sequence in NEVER)
        assert served.complaint == ""
    assert _endings(audit) == ["left"]


def test_it_fills_the_page_and_what_it_becomes(pack: Pack) -> None:
    with Served(COLUMNS="70", ROWS="20") as served:
        _begin(served, pack)
        assert "─" * 70 in served.text.split()

        served.resize(60, 20)

        served.wait_until(lambda: "─" * 60 in served.text.split(), "narrower page")


@pytest.mark.parametrize(
    "size",
    [("wide", 24), (-1, 0), (10**12, 10**12), (10**30, 1), (80.5, 24), (None, None)],
    ids=str,
)
def test_a_size_that_no_page_has_is_survived(size: tuple[object, object], pack: Pack) -> None:
    with Served(COLUMNS=str(size[0]), ROWS=str(size[1])) as served:
        served.tell("resize", width=size[0], height=size[1])
        served.resize(80, 24)

        _begin(served, pack)


def test_a_flood_of_sizes_costs_no_memory_and_ctrl_c_is_heeded(pack: Pack, words: Words) -> None:
    with Served() as served:
        _begin(served, pack)
        for step in range(20_000):
            served.tell("resize", width=40 + step % 160, height=12 + step % 40)
            if step % 50 == 0:
                while served.read(0.0):
                    pass
        served.resize(80, 24)
        served.press(CTRL_C)

        served.wait_for(words.leave.text)

        status = Path(f"/proc/{served.process.pid}/status").read_text()
        assert int(status.split("VmHWM:")[1].split()[0]) < 64_000


def test_what_is_no_message_is_dropped(pack: Pack) -> None:
    with Served() as served:
        served.tell("focus")
        served.tell("deliver_chunk_request", key="x", size=1)
        served.press("\x00\x1b[999999999999;1R")

        _begin(served, pack)


def test_escape_alone_closes_what_is_open(pack: Pack, words: Words) -> None:
    with Served() as served:
        _begin(served, pack)
        served.press("?")
        served.wait_for(words.why.title)

        served.press("\x1b")

        served.wait_until_gone(words.why.title)


def test_closing_the_page_ends_it(pack: Pack, audit: Path) -> None:
    with Served((*KIOSK, "--audit", str(audit))) as served:
        _begin(served, pack)

        served.tell("quit")

        assert served.wait_for_end() == -signal.SIGHUP
    assert _endings(audit) == ["hangup"]


def test_it_ends_where_textual_serve_is_gone(pack: Pack) -> None:
    with Served() as served:
        _begin(served, pack)

        served.close_input()

        assert served.wait_for_end() == -signal.SIGHUP


def test_it_ends_where_nobody_takes_what_it_draws(pack: Pack) -> None:
    with Served() as served:
        _begin(served, pack)

        served.close_output()
        served.press("?")

        assert served.wait_for_end_unread() == -signal.SIGHUP


def test_closing_a_page_that_takes_nothing_ends_it(pack: Pack) -> None:
    with Served() as served:
        _begin(served, pack)
        served.wait_until_stuck()

        served.close_input()

        assert served.wait_for_end_unread() == -signal.SIGHUP


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_leaves_an_empty_page(ending: signal.Signals, pack: Pack) -> None:
    with Served() as served:
        _begin(served, pack)

        served.process.send_signal(ending)

        assert served.wait_for_end() == -ending
        assert served.output.endswith(b"\x1b[?1049l")
        assert served.told == [EXIT]


def test_a_crash_ends_the_session_and_says_no_answer(pack: Pack) -> None:
    options = KIOSK[len(NIGHTCRAMP) :]
    with Served((sys.executable, "-c", CRASH, *options)) as served:
        _begin(served, pack)
        served.press_calmly(f"40{ENTER}")

        assert served.wait_for_end() == 70
        assert served.told == [EXIT]
        assert len(served.complaint.splitlines()) == 1
        assert "pregnant" not in served.complaint


def test_no_variable_of_textual_gets_through_and_the_memory_is_private(words: Words) -> None:
    unkind = {
        "TEXTUAL_LOG": "keys.log",
        "TEXTUAL_PRESS": "enter,8",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL": "debug,devtools",
    }
    options = KIOSK[len(NIGHTCRAMP) :]
    with Served((sys.executable, "-c", LOOK, *options), **unkind) as served:
        served.wait_for(words.welcome.begin)
        _leave(served, words)

        assert served.wait_for_end() == 0
        seen = json.loads(served.complaint)
    assert seen == {"private": True, "textual": {"TEXTUAL_ANIMATIONS": "none"}}


def test_the_terminal_that_textual_serve_was_started_in_is_none_of_its_business(
    words: Words,
) -> None:
    """The browser has every character and every color."""
    with Served(TERM="linux") as served:
        served.wait_for(words.welcome.begin)

        assert "─" in served.text


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ((), "in a browser it needs --kiosk"),
        (("--kiosk",), "--kiosk needs --country"),
        (("--kiosk", "--country", "GB", "--plain"), "--plain needs a terminal"),
        (
            ("--kiosk", "--country", "GB", "--terminal-printing"),
            "--terminal-printing needs a terminal",
        ),
    ],
    ids=["none", "no country", "plain", "terminal printing"],
)
def test_what_it_refuses_there_stands_on_the_page_and_in_the_log(
    options: tuple[str, ...], problem: str
) -> None:
    with Served((*NIGHTCRAMP, *options)) as served:
        assert served.wait_for_end() == 2
        assert served.shows(problem)
        assert problem in served.complaint


def test_in_a_terminal_the_variable_changes_nothing(words: Words) -> None:
    with RealTerminal(environment=clean_environment(**VARIABLES)) as terminal:
        terminal.wait_for(words.welcome.begin)

        assert terminal.on_alternate_screen
        assert b"__GANGLION__" not in terminal.output


def test_with_any_other_driver_it_is_plain_lines_as_ever(words: Words) -> None:
    ended = subprocess.run(
        NIGHTCRAMP,
        input="q\n",
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(**{**VARIABLES, "TEXTUAL_DRIVER": "os:system"}),
    )

    assert words.welcome.begin in ended.stdout


@given(
    packets=st.lists(st.tuples(st.sampled_from("DM"), st.binary(max_size=300))),
    size=st.integers(1, 400),
)
def test_packets_come_whole_from_pieces_of_any_size(
    packets: list[tuple[str, bytes]], size: int
) -> None:
    sent = b"".join(k.encode() + len(c).to_bytes(4, "big") + c for k, c in packets)
    taken = Packets()

    came = [
        packet for at in range(0, len(sent), size) for packet in taken.feed(sent[at : at + size])
    ]

    assert came == packets
