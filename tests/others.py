"""What others wrote and we check against: packages of npm, and programs of the machine."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache" / "npm"


def find(program: str) -> str:
    """Where a program is. A test that needs it fails without it, and is never skipped."""
    return shutil.which(program) or pytest.fail(
        f"{program} is missing; tests/slow/install_parts installs it"
    )


def npm_package(spec: str) -> Path:
    """The files of a package, such as `lforms@40.1.3`: unpacked once, and nothing of it run."""
    folder = CACHE / spec.replace("/", "+")
    if folder.is_dir():
        return folder
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        command = [find("npm"), "pack", "--silent", "--pack-destination", scratch, spec]
        packed = subprocess.run(command, capture_output=True, check=False, cwd=scratch)
        if packed.returncode:
            pytest.fail(f"npm cannot fetch {spec}: {packed.stderr.decode(errors='replace')[-300:]}")
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
