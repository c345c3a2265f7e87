"""The Makefile's own setup: which Python it takes, and how it ends where something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of a checkout as a setup needs."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def make(
    checkout: Path, *variables: str, target: str = "run", **environment: str
) -> tuple[int, list[str]]:
    """Exit code and complaints of a target, without what make says itself."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ended = subprocess.run(
        ["make", target, *variables],  # noqa: S607  whichever there is
        cwd=checkout,
        env={**inherited, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, [
        line for line in ended.stderr.splitlines() if not line.startswith("make")
    ]


def fake_python(folder: Path, name: str, script: str) -> str:
    """A Python of which a few things are different."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / name
    python.write_text(f'#!/bin/sh\n{script}\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    return str(python)


def test_without_a_network_it_is_one_sentence_each_time(checkout: Path) -> None:
    for _ in range(2):
        code, complaints = make(checkout, f"PYTHON={sys.executable}", PIP_NO_INDEX="1")

        assert code != 0
        [complaint] = complaints
        assert "is there a network?" in complaint
        assert "pip.log" in complaint
    assert "No matching distribution" in (checkout / ".venv/pip.log").read_text("utf-8")


def test_an_index_that_cannot_be_reached_is_one_sentence(checkout: Path) -> None:
    nobody = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}

    code, complaints = make(checkout, f"PYTHON={sys.executable}", **nobody)

    assert code != 0
    assert [line for line in complaints if "is there a network?" not in line] == []


def test_a_setup_that_was_cut_off_does_not_block_the_next(checkout: Path) -> None:
    without_pip = [sys.executable, "-m", "venv", "--without-pip", str(checkout / ".venv")]
    subprocess.run(without_pip, check=True)

    _, complaints = make(checkout, PIP_NO_INDEX="1")

    assert ["is there a network?" in line for line in complaints] == [True]
    assert (checkout / ".venv/bin/pip3").exists()


def test_a_python_without_ensurepip_is_one_sentence_and_leaves_nothing(checkout: Path) -> None:
    lacking = 'case "$*" in *ensurepip*) exit 1;; esac'
    python = fake_python(checkout / "bin", "python3", lacking)

    code, complaints = make(checkout, f"PYTHON={python}")

    assert code != 0
    [complaint] = complaints
    assert complaint.startswith(f"{python} lacks its modules venv and ensurepip")
    assert "apt install python3-venv" in complaint
    assert not (checkout / ".venv").exists()


def test_no_python_at_all_is_one_sentence(checkout: Path) -> None:
    code, complaints = make(checkout, "PYTHON=/no/such/python")

    assert code != 0
    [complaint] = complaints
    assert "needs Python 3.10 or newer" in complaint


@pytest.mark.parametrize("name", ["python3.14", "python3.15"])
def test_the_newest_python_is_taken(checkout: Path, name: str) -> None:
    fake_python(checkout / "bin", name, 'case "$*" in *"-m venv"*) exit 1;; esac')

    _, complaints = make(checkout, PATH=f"{checkout / 'bin'}:{os.environ['PATH']}")

    assert complaints == [f"'{name} -m venv' failed; see above."]


@pytest.mark.parametrize(
    ("fails", "code", "asked"),
    [
        ("", 0, ["uv==", "uv pip"]),
        ("uv", 0, ["uv==", "uv pip", "[dev]"]),
        ("pip", 0, ["uv==", "[dev]"]),
        ("dev", 2, ["uv==", "uv pip", "[dev]"]),
    ],
)
def test_pip_installs_the_tools_where_uv_cannot(
    checkout: Path, fails: str, code: int, asked: list[str]
) -> None:
    log = checkout / "log"
    how = {"": "none", "uv": "*'-m uv'*", "pip": "*uv==*", "dev": "*dev*"}[fails]
    script = f'echo "$*" >>{log}; case "$*" in {how}) exit 1;; esac; exit 0'
    fake_python(checkout / ".venv/bin", "python", script)
    (checkout / ".venv/.installed").write_text(f"{checkout}\n", "utf-8")

    ended, complaints = make(checkout, target=".venv/.tools")

    parts = zip(log.read_text("utf-8").splitlines(), asked, strict=True)
    assert all(part in line for line, part in parts)
    assert ended == code
    assert len(complaints) == (code != 0)
