"""The launcher of a clinic account: what it lets through, what it limits, what it cleans."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nightcramp
from tests.content import PACK, WORDS
from tests.real_terminal import RealTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

LAUNCHER = Path(nightcramp.__file__).parent / "clinic_files" / "nightcramp-kiosk"
LANGUAGES = [*PACK.about.languages]


def let_through(wish: str, folder: Path) -> str:
    """The wish as the program gets it; here a program that prints it."""
    program, launcher = folder / "program", folder / "launcher"
    program.write_text('#!/bin/sh\nprintf %s "${LC_NIGHTCRAMP-}"\n')
    program.chmod(0o755)
    text = LAUNCHER.read_text(encoding="utf-8")
    launcher.write_text(text.replace("python=/opt/nightcramp/bin/python", f"python={program}"))
    ended = subprocess.run(
        ["/bin/sh", str(launcher)],
        env={"LC_NIGHTCRAMP": wish, "LC_ALL": "es_ES.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout


@pytest.mark.parametrize(
    "wish", ["plain", *LANGUAGES, *(f"plain {language}" for language in LANGUAGES)]
)
def test_plain_and_every_language_of_the_pack_get_through(wish: str, tmp_path: Path) -> None:
    assert let_through(wish, tmp_path) == wish


@pytest.mark.parametrize(
    "wish", ["", "EN", "e", "eng", "plain  en", "en plain", "plain en x", "é", "plain;id", "$(id)"]
)
def test_anything_else_is_dropped(wish: str, tmp_path: Path) -> None:
    assert let_through(wish, tmp_path) == ""


NOBODY = 64_321
"""An account's number that nobody else has: root itself is under no limit of processes."""
GREEDY = {
    "memory": (
        "ulimit -d 250000 ulimit -v 1000000",
        "held = [bytearray(1 << 20) for _ in range(2000)]",
        "MemoryError",
    ),
    "mapped memory": (
        "ulimit -v 1000000",
        "import mmap; held = mmap.mmap(-1, 2 << 30)",
        "Cannot allocate memory",
    ),
    "processor": ("ulimit -t 1", "while True: pass", ""),
    "open files": ("ulimit -n 128", "held = [open('/dev/null') for _ in range(500)]", "Too many"),
    "core": ("ulimit -c 0", "import resource, sys; sys.exit(str(resource.getrlimit(4)))", "(0, 0)"),
}
"""What a session takes too much of -> the launcher's limits on it, how, what it is told."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any account can read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _greedy(
    folder: Path, limits: str, code: str, account: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Start the launcher with a program that takes more than its limits allow."""
    text = LAUNCHER.read_text(encoding="utf-8")
    for name, value in re.findall(r"ulimit (-\w) (\d+)", limits):
        text, count = re.subn(rf"ulimit {name} \d+", f"ulimit {name} {value}", text)
        assert count == 1
    program, launcher = folder / "program", folder / "launcher"
    program.write_text(f"#!/bin/sh\n{code}\n")
    program.chmod(0o755)
    launcher.write_text(text.replace("python=/opt/nightcramp/bin/python", f"python={program}"))
    launcher.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(launcher)],
        env={},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        start_new_session=True,
        user=account,
    )


@pytest.mark.parametrize("what", GREEDY)
def test_a_session_that_tries_to_take_more_does_not_get_it(tmp_path: Path, what: str) -> None:
    limits, code, says = GREEDY[what]

    ended = _greedy(tmp_path, limits, f'exec {sys.executable} -c "{code}"')

    assert ended.returncode != 0
    assert says in ended.stderr


def test_a_session_that_forks_and_forks_is_stopped(open_folder: Path) -> None:
    account = NOBODY if os.geteuid() == 0 else None
    forks = 'for each in $(seq 100); do { read _ <"$0.pipe"; } 2>&- >&- & done'
    os.mkfifo(open_folder / "program.pipe")
    (open_folder / "program.pipe").chmod(0o666)

    ended = _greedy(open_folder, "ulimit -p 20 ulimit -u 20", forks, account)
    os.close(os.open(open_folder / "program.pipe", os.O_RDWR))  # those that wait for it end now

    assert ended.returncode != 0
    assert "fork" in ended.stderr


def kiosk(folder: Path) -> RealTerminal:
    """A wizard that the launcher started, on a terminal of its own."""
    launcher = folder / "launcher"
    text = LAUNCHER.read_text(encoding="utf-8")
    text = text.replace("python=/opt/nightcramp/bin/python", f"python={sys.executable}")
    launcher.write_text(text.replace("'--kiosk'", "'--kiosk --country GB'"), encoding="utf-8")
    return RealTerminal(("/bin/sh", str(launcher)))


def wizard_of(terminal: RealTerminal) -> int:
    """The process of such a wizard."""
    (child,) = (
        Path(f"/proc/{terminal.process.pid}/task/{terminal.process.pid}/children")
        .read_text("utf-8")
        .split()
    )
    return int(child)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGXCPU, signal.SIGSEGV])
def test_the_screen_of_a_killed_wizard_is_cleared(tmp_path: Path, number: signal.Signals) -> None:
    with kiosk(tmp_path) as terminal:
        terminal.wait_for(WORDS.welcome.begin)

        os.kill(wizard_of(terminal), number)

        assert terminal.wait_for_end() == 128 + number
        assert not terminal.text.strip()
        terminal.assert_restored()
