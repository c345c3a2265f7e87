"""A release: the same bytes from the same source, and what it is made of beside it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests.make_sbom import PINS, bill_of_materials, installed_in, licenses, read_pins

ROOT = Path(__file__).parents[2]
_NOT_COPIED = (
    ".git",
    ".venv*",
    "venv-*",
    "dist",
    "__pycache__",
    ".*_cache",
    ".hypothesis",
    ".bench",
)


def _built(source: Path, target: Path, mask: int) -> dict[str, str]:
    """The hash of each file of a release."""
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(target), str(source)],
        check=True,
        capture_output=True,
        umask=mask,
        env={**os.environ, "TZ": "Asia/Tokyo" if mask else "UTC"},
    )
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in target.iterdir()}


def test_wheel_and_sdist_are_the_same_from_another_folder_at_another_time(tmp_path: Path) -> None:
    copies = []
    for name in ("one", "another"):
        copy = tmp_path / name / "source"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        copies.append(copy)
    for file in copies[1].rglob("*"):
        os.utime(file, (0, 1_000_000_000))
        file.chmod(file.stat().st_mode & 0o700)

    first = _built(copies[0], tmp_path / "first", 0o022)
    second = _built(copies[1], tmp_path / "second", 0o077)

    assert len(first) == 2
    assert first == second


def test_a_release_lists_and_licenses_all_that_is_pinned(tmp_path: Path) -> None:
    _run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "pinned")])
    python = str(tmp_path / "pinned" / "bin" / "python")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        python,
        "install",
    ]
    _run([*pip, "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", str(PINS)])
    pins, installed = read_pins(PINS.read_text("utf-8")), installed_in(tmp_path / "pinned")

    bill, text = bill_of_materials(pins, installed), licenses(pins, installed)

    assert json.dumps(bill) == json.dumps(bill_of_materials(pins, installed))
    here = {p.name for p in pins} & installed.keys()
    for component in bill["components"]:
        assert component["licenses"] or component["name"] not in here
        assert f"\n{component['name']} " in text
    listed = {one["ref"] for one in bill["dependencies"]}
    assert all(set(one["dependsOn"]) <= listed for one in bill["dependencies"])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)
