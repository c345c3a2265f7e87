"""Output that goes nowhere: a sentence, and never a fault of the program's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.real_terminal import NIGHTCRAMP, clean_environment

ANSWERS = '{"leg_danger": ["none"]}\n'


def _ran(*command: str, typed: str, **streams: Path) -> subprocess.CompletedProcess[str]:
    """A command whose standard output or error is a device."""
    opened = {name: path.open("w") for name, path in streams.items()}
    try:
        given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **opened}
        return subprocess.run(
            command,
            input=typed,
            text=True,
            check=False,
            timeout=60,
            env=clean_environment(),
            **given,
        )
    finally:
        for file in opened.values():
            file.close()


@pytest.mark.parametrize(
    ("command", "typed"),
    [
        (("assess", "-"), ANSWERS),
        (("assess", "-", "--format", "json"), ANSWERS),
        (("assess", "-", "--format", "jsonl"), ANSWERS * 200),
        (("page", "handover", "-"), ANSWERS),
        (("export", "xlsform"), ""),
        (("--plain",), "\n40\n"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_a_full_device_is_a_sentence(command: tuple[str, ...], typed: str) -> None:
    ended = _ran(*NIGHTCRAMP, *command, typed=typed, stdout=Path("/dev/full"))
    assert (ended.returncode, ended.stderr) == (
        2,
        "nightcramp: standard output takes no more: no space left on device.\n",
    )


def test_a_complaint_that_nobody_can_take_changes_nothing() -> None:
    ended = _ran(*NIGHTCRAMP, "assess", "/nowhere", typed="", stderr=Path("/dev/full"))
    assert ended.returncode == 2


def test_who_reads_no_further_ends_it_quietly() -> None:
    command = "import subprocess, sys; p = subprocess.Popen(sys.argv[1:], stdout=-1); "
    command += "p.stdout.close(); sys.exit(p.wait())"
    ended = _ran(sys.executable, "-c", command, *NIGHTCRAMP, "export", "schema", typed="")
    assert (ended.returncode, ended.stderr) == (141, "")
