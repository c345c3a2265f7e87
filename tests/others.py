"""What others wrote and we check against: packages of npm, and programs of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

CACHE = Path(__file__).parents[1] / ".cache" / "npm"


def missing(what: str) -> NoReturn:
    """A real part is not there: in CI a failure, elsewhere a skipped test."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def find(program: str, package: str) -> str:
    """Where a program is."""
    path = shutil.which(program)
    return path or missing(f"{program} is missing: apt-get install {package}")


def npm_package(spec: str) -> Path:
    """The files of a package, such as `lforms@40.1.3`: unpacked once, and nothing of it run."""
    folder = CACHE / spec.replace("/", "+")
    if folder.is_dir():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        command = [find("npm", "npm"), "pack", "--silent", "--pack-destination", scratch, spec]
        packed = subprocess.run(command, capture_output=True, check=False, cwd=scratch)
        if packed.returncode:
            missing(f"npm cannot fetch {spec}: {packed.stderr.decode(errors='replace')[-300:]}")
        [archive] = Path(scratch).glob("*.tgz")
        _unpack(archive, Path(scratch) / "package")
        (Path(scratch) / "package").rename(folder)
    return folder


def _unpack(archive: Path, folder: Path) -> None:
    """The plain files of an archive, none outside the folder."""
    with tarfile.open(archive) as tar:
        for member in tar:
            inside = Path(member.name).relative_to("package")
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and ".." not in inside.parts:
                target = folder / inside
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())
