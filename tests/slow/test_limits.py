"""What limits all sessions of the clinic account together: the files of the page, in effect."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.others import find
from tests.program import wait_until
from tests.real_sshd import CLINIC_FILES, Sshd

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ACCOUNT = f"nightcramp-{os.getpid()}"  # tests run in several processes
LIMITS = Path(f"/etc/security/limits.d/{ACCOUNT}.conf")
FEWER = {"nproc": 12}
"""Less than on a clinic's machine, so that a test can reach it."""


def _verify(folder: Path, unit: str) -> str:
    """What systemd says against a unit of this folder."""
    verified = subprocess.run(
        [find("systemd-analyze"), "--man=no", "verify", unit],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"},
        capture_output=True,
        text=True,
        check=False,
    )
    return verified.stdout + verified.stderr


def _slice(folder: Path, text: str) -> str:
    part = folder / "user-1234.slice.d" / "nightcramp.conf"
    part.parent.mkdir()
    part.write_text(text)
    (folder / "user-1234.slice").write_text("[Unit]\nDescription=Of an account\n")
    return _verify(folder, "user-1234.slice")


def test_systemd_takes_every_line_of_the_slice(tmp_path: Path) -> None:
    assert _slice(tmp_path, (CLINIC_FILES / "slice_nightcramp.conf").read_text()) == ""


def test_systemd_takes_every_line_of_the_service(tmp_path: Path) -> None:
    page = (ROOT / "docs/clinic.md").read_text(encoding="utf-8")
    [unit] = re.findall(r"```\n(\[Unit\]\n.+?)```", page, re.DOTALL)
    unit, count = re.subn("/opt/nightcramp-serve/bin/python", sys.executable, unit)
    assert count == 1
    (tmp_path / "nightcramp-serve.service").write_text(unit)

    assert _verify(tmp_path, "nightcramp-serve.service") == ""


@pytest.mark.parametrize("wrong", ["MemoryMaximum=5G", "TasksMax=many", "CPUQuota=much"])
def test_a_line_that_systemd_does_not_take_is_said(tmp_path: Path, wrong: str) -> None:
    said = _slice(tmp_path, f"[Slice]\n{wrong}\n")

    assert any(part in said for part in wrong.split("="))


@pytest.fixture(scope="module")
def limited() -> Iterator[Sshd]:
    """An account under the page's limits, and an sshd that asks PAM for them, as Debian's does."""
    if os.geteuid():
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("only root can make an account and limit it")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # sshd reads its keys as that account
    text = (CLINIC_FILES / "limits_nightcramp.conf").read_text()
    for name, value in FEWER.items():
        text, count = re.subn(rf"- {name} \d+", f"- {name} {value}", text)
        assert count == 1
    try:
        subprocess.run(
            [find("useradd"), "--create-home", "--shell", "/bin/sh", "--password", "*", ACCOUNT],
            check=True,
        )
        LIMITS.write_text(text.replace("\nnightcramp -", f"\n{ACCOUNT} -"))
        with Sshd(folder / "sshd", None, ACCOUNT, UsePAM="yes") as server:
            yield server
    finally:
        LIMITS.unlink(missing_ok=True)
        subprocess.run(
            [find("userdel"), "--force", "--remove", ACCOUNT], check=False, capture_output=True
        )
        shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """What a session started may outlive it, and counts for the next."""
    yield
    wait_until(lambda: not _processes(), "end of all that it started")


def _processes() -> list[str]:
    try:
        account = pwd.getpwnam(ACCOUNT).pw_uid
    except KeyError:
        return []
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):  # it ended meanwhile
            if entry.name.isdigit() and entry.stat().st_uid == account:
                found.append(entry.name)
    return found


def test_a_session_has_the_limits_before_anything_of_ours_runs(limited: Sshd) -> None:
    told = limited.run(command="cat /proc/self/limits").stdout

    for row in (
        rf"Max processes +{FEWER['nproc']} ",
        rf"Max data size +{250_000 * 1024} ",
        rf"Max address space +{1_000_000 * 1024} ",
        rf"Max cpu time +{30 * 60} ",
        r"Max core file size +0 ",
        r"Max open files +128 ",
    ):
        assert re.search(row, told), row


@pytest.mark.parametrize(
    ("greedy", "says"),
    [
        ("for n in $(seq 40); do sleep 3 & done; wait", "fork"),
        ("head -c 400M /dev/zero | tail -c 399M >/dev/null", "memory exhausted"),
    ],
    ids=["processes", "memory"],
)
def test_a_session_that_tries_to_take_more_is_refused(
    limited: Sshd, greedy: str, says: str
) -> None:
    ended = limited.run(command=greedy)

    assert says in ended.stderr


def test_without_the_limits_it_would_get_them(limited: Sshd) -> None:
    limits = LIMITS.read_text()
    LIMITS.unlink()
    try:
        ended = limited.run(command="head -c 400M /dev/zero | tail -c 399M >/dev/null")
    finally:
        LIMITS.write_text(limits)

    assert (ended.returncode, ended.stderr) == (0, "")
