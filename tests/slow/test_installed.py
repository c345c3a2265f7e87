"""The installed program: wheel, sdist and editable install, each run from another folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import nightcramp
from nightcramp.clinic.machine_check.machine import Machine
from nightcramp.clinic.machine_check.program import check_files
from tests.real_terminal import RealTerminal, clean_environment

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

ROOT = Path(__file__).parents[2]
_FOCUS_ASKED = b"\x1b[?1004h"
"""Among the first that Textual says to a terminal."""
_SUPPORTED = ("3.10", "3.11", "3.12", "3.13", "3.14")


def _version_of(python: str) -> str:
    """`3.12` where it is a CPython that runs; empty otherwise."""
    ask = "import sys; print(sys.implementation.name, *sys.version_info[:2])"
    try:
        ran = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    name, major, minor = ran.stdout.split()
    return f"{major}.{minor}" if name == "cpython" else ""


def _find_pythons() -> dict[str, str]:
    """Version -> an interpreter: the one that runs this, and what the machine has besides."""
    folder = Path.home() / ".pyenv" / "versions"
    found = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable}
    for version in _SUPPORTED:
        on_path = shutil.which(f"python{version}")
        candidates = [*([on_path] if on_path else []), *folder.glob(f"{version}.*/bin/python3")]
        for python in map(str, candidates):
            if version not in found and _version_of(python) == version:
                found[version] = python
    return found


PYTHONS = _find_pythons()
HERE = next(iter(PYTHONS))


@dataclass(frozen=True)
class Built:
    """What a release would consist of."""

    wheel: Path
    sdist: Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, and the wheel built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)], folder)
    return Built(next(folder.glob("*.whl")), next(folder.glob("*.tar.gz")))


@pytest.fixture(
    scope="session",
    params=[*(f"wheel-{version}" for version in PYTHONS), f"sdist-{HERE}", f"editable-{HERE}"],
)
def command(
    request: pytest.FixtureRequest, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The command `nightcramp` as installed in a fresh environment."""
    kind, version = request.param.split("-")
    what = {
        "wheel": [str(built.wheel)],
        "sdist": [str(built.sdist)],
        "editable": ["--editable", str(ROOT)],
    }[kind]
    folder = tmp_path_factory.mktemp(request.param)
    _run([PYTHONS[version], "-m", "venv", "--without-pip", "environment"], folder)
    python = str(folder / "environment/bin/python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python]
    # Compiling is for those who start it more than once.
    _run([*pip, "install", "--quiet", "--no-compile", *what], folder)
    return str(folder / "environment/bin/nightcramp")


def _run(command: list[str], folder: Path, **environment: str) -> str:
    ran = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


def _run_installed(command: list[str], folder: Path) -> str:
    """Run without any help from the checkout."""
    return _run(command, folder, PYTHONPATH="", LANG="C.UTF-8")


def test_it_knows_its_version(command: str, tmp_path: Path) -> None:
    said = _run_installed([command, "--version"], tmp_path)

    assert said == f"nightcramp {nightcramp.__version__}\n"


def test_it_brings_this_content(command: str, tmp_path: Path, pack: Pack) -> None:
    said = _run_installed([command, "check"], tmp_path)

    assert f"hash {pack.hash}: no errors" in said


def test_each_file_is_as_it_was_installed(command: str) -> None:
    home = Path(command).parents[1]

    assert list(check_files(Machine(), str(home))) == []


def test_it_assesses(command: str, tmp_path: Path, pack: Pack) -> None:
    (tmp_path / "answers.toml").write_text('danger_now = ["breath"]\n', encoding="utf-8")

    said = _run_installed([command, "assess", "answers.toml"], tmp_path)

    assert said.startswith(pack.headline("emergency", "ambulance").title)


def test_it_opens(command: str, tmp_path: Path, words: Words) -> None:
    environment = clean_environment(PYTHONPATH="")

    with RealTerminal([command], environment=environment, folder=tmp_path) as terminal:
        terminal.wait_for(words.welcome.begin)
        terminal.wait_until(lambda: _FOCUS_ASKED in terminal.output, "Textual")
        begin = words.welcome.begin.encode()
        assert terminal.output.index(begin) < terminal.output.index(_FOCUS_ASKED)


def _sources(*folders: str) -> set[str]:
    """What a release is made of, as it stands in the checkout."""
    return {
        str(file.relative_to(ROOT))
        for folder in folders
        for file in (ROOT / folder).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_holds_the_program_its_content_and_nothing_else(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}

    content = {f"nightcramp/{name}" for name in _sources("content")}
    program = {name.removeprefix("tui/") for name in _sources("tui")}
    assert {
        "nightcramp/wizard/app.tcss",
        "nightcramp/content/pack.toml",
        "nightcramp/py.typed",
    } <= names
    for_shells = {name for name in names if ".data/data/share/" in name}
    assert {name.rpartition("/")[2] for name in for_shells} == {
        *("nightcramp.1", "nightcramp", "_nightcramp", "nightcramp.fish")
    }
    assert names - for_shells == content | program


def test_the_wheel_names_its_licence_and_only_four_dependencies(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = wheel.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        head = wheel.read(metadata).decode().split("\n\n")[0]

    needed = re.findall(r"^Requires-Dist: ([\w-]+)(?!.*extra ==)", head, re.MULTILINE)
    assert sorted(needed) == ["msgspec", "segno", "textual", "tomli"]
    assert "License-Expression: MIT" in head
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_is_complete(built: Built) -> None:
    with tarfile.open(built.sdist) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    wanted = {
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "Makefile",
        "pyproject.toml",
        ".ci/run",
    }
    assert (wanted | _sources("tui", "content", "tests")) - names == set()
