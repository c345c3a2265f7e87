"""What others wrote and we check against: packages of npm, and programs of the machine."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

CACHE = Path(__file__).parents[1] / ".cache" / "npm"
_MADE = CACHE.with_name("made")
_LOCKED = Path(__file__).parent / "npm"
_QUIETLY = (
    *("--ignore-scripts", "--no-audit", "--no-fund", "--silent"),
    *("--omit=optional", "--omit=peer"),
)
_A_DAY = 24 * 60 * 60
_ESBUILD = "0.28.2"


def find(program: str) -> str:
    """Where a program is. A test that needs it fails without it, and is never skipped."""
    return shutil.which(program) or pytest.fail(
        f"{program} is missing; tests/slow/install_parts installs it"
    )


def npm_package(spec: str) -> Path:
    """The files of a package, such as `lforms@40.1.3`: unpacked once, no install script run."""
    folder = CACHE / spec.replace("/", "+")
    with _one_at_a_time():
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
                _npm(scratch, "pack", "--silent", "--pack-destination", scratch, spec)
                [archive] = Path(scratch).glob("*.tgz")
                _unpack(archive, Path(scratch) / "package")
                (Path(scratch) / "package").rename(folder)
    return folder


def npm_imports() -> Path:
    """The packages that the lock file names, installed once, no install script run."""
    lock = (_LOCKED / "package-lock.json").read_bytes()
    folder = CACHE / f"imports-{hashlib.sha256(lock).hexdigest()[:12]}"
    with _one_at_a_time():
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
                made = shutil.copytree(_LOCKED, Path(scratch) / "imports")
                _npm(made, "ci", *_QUIETLY)
                made.rename(folder)
    return folder / "node_modules"


def bundled(script: Path, *specs: str, options: Sequence[str] = ()) -> bytes:
    """A script with all that it imports, in one.

    Args:
        script: imports packages of `npm_imports`, and those in `specs`.
        specs: packages that are imported in part, so that most of what they depend on is not there.
        options: more for esbuild.
    """
    packages = {spec.rpartition("@")[0]: npm_package(spec) for spec in specs}
    aliases = [f"--alias:{name}={folder}" for name, folder in packages.items()]
    kind = "x64" if os.uname().machine == "x86_64" else "arm64"
    program = npm_package(f"@esbuild/linux-{kind}@{_ESBUILD}") / "bin" / "esbuild"
    made = subprocess.run(
        [str(program), "--bundle", "--log-level=error", *aliases, *options, str(script)],
        env={**os.environ, "NODE_PATH": str(npm_imports())},
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr.decode()[-2000:]
    return made.stdout


def in_node(script: bytes, given: Any) -> Any:
    """What a script prints as JSON, which is given JSON on standard input."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "script.cjs"
        file.write_bytes(script)
        ended = subprocess.run(
            [find("node"), str(file)],
            input=json.dumps(given).encode(),
            capture_output=True,
            check=False,
        )
    assert ended.returncode == 0, ended.stderr.decode()[-2000:]
    return json.loads(ended.stdout)


def once_a_run(program: str, given: Any, make: Callable[[], Any]) -> Any:
    """What a program makes of something, as JSON.

    xdist gives the tests of a module to several processes: the first one has it made, and the
    others wait for that.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return make()
    key = hashlib.sha256(json.dumps([program, given]).encode()).hexdigest()
    made = _MADE / f"{run}-{key}.json"
    with _one_at_a_time(made.with_suffix(".lock")):
        for old in _MADE.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another run may delete it, too
                if time.time() - old.stat().st_mtime > _A_DAY:
                    old.unlink()
        if not made.exists():
            made.write_text(json.dumps(make()), encoding="utf-8")
        return json.loads(made.read_text(encoding="utf-8"))


@contextlib.contextmanager
def _one_at_a_time(lock: Path = CACHE / ".lock") -> Iterator[None]:
    """Several processes test at once, and want the same."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _npm(folder: str | Path, *arguments: str) -> None:
    ended = subprocess.run([find("npm"), *arguments], capture_output=True, check=False, cwd=folder)
    if ended.returncode:
        said = ended.stderr.decode(errors="replace")[-300:]
        pytest.fail(f"npm {arguments[0]} failed for {arguments[-1]}: {said}")


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
                target.chmod(member.mode & 0o755)
