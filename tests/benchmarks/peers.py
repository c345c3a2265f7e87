"""What people would use instead, each in an environment of its own under `.bench/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import empty
from tests.real_terminal import NIGHTCRAMP, clean_environment
from tests.typing_answers import ENTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack

CACHE = Path(__file__).parents[2] / ".bench"
_HERE = Path(__file__).parent
DOWN = "\x1b[B"
_DOWN_IN_CURSES = "\x1bOB"
"""The same where a program has switched the arrow keys, as dialog and whiptail do."""

QUESTION = "How often do your legs cramp at night?"
OPTIONS = ("Every night", "Most nights", "Once a week", "Less often", "Not sure")


_APPS = (("harlequin", "Query Editor"), ("posting", "Collection", "tree-sitter<0.26"))
"""Large Textual apps: name, what is read first, what must be installed with it to run."""


@dataclass(frozen=True)
class Subject:
    """A program to measure.

    Attributes:
        text: what a person reads first.
        key: what a person presses then; none where nothing but the start is compared.
        shows: what stands there afterwards; empty where any byte is an answer.
    """

    name: str
    command: tuple[str, ...]
    text: str
    key: str = ""
    shows: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this machine's settings; an empty home, kept over the runs."""
        home = CACHE / "home" / self.name.replace(" ", "-")
        home.mkdir(parents=True, exist_ok=True)
        return clean_environment(HOME=str(home))


def nightcramp(pack: Pack) -> Subject:
    """This program, as it is installed here."""
    installed = Path(sys.executable).with_name("nightcramp")
    command = (str(installed),) if installed.exists() else NIGHTCRAMP
    return Subject("nightcramp", command, pack.words.welcome.begin, ENTER, pack.questions[0].text)


def empty_app() -> Subject:
    """The least that Textual can do."""
    command = (sys.executable, empty.__file__)
    return Subject("empty Textual App", command, empty.TEXT, " ", empty.PRESSED)


def only_python() -> Subject:
    """The least that Python can do: it says something, and stays."""
    command = (sys.executable, "-c", "print('Hello.', flush=True); input()")
    return Subject("bare Python", command, "Hello.")


def peers() -> Iterator[Subject]:
    """All others that can be had on this machine; the others are named, and left out."""
    numbered = [part for number, text in enumerate(OPTIONS, 1) for part in (str(number), text)]
    for name in ("dialog", "whiptail"):
        if program := _system_program(name):
            command = (program, "--menu", QUESTION, "15", "60", "5", *numbered)
            yield Subject(name, command, OPTIONS[-1], _DOWN_IN_CURSES)
    for name in ("questionary", "urwid"):
        if python := _python_with(name):
            form = str(_HERE / f"form_{name}.py")
            yield Subject(name, (str(python), form, QUESTION, *OPTIONS), OPTIONS[-1], DOWN)
    for name, text, *with_it in _APPS:
        if python := _python_with(name, *with_it):
            yield Subject(name, (str(python.with_name(name)),), text)


def _system_program(name: str) -> str | None:
    if not shutil.which(name) and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-qq", "-y", name], check=False, capture_output=True)  # noqa: S607
    if not (path := shutil.which(name)):
        print(f"left out: {name} is not installed (apt-get install {name})", file=sys.stderr)
    return path


def _python_with(package: str, *with_it: str) -> Path | None:
    """A Python that has the package, and what it needs beside it; installed once."""
    python = python_of(package, *with_it)
    if python is None:
        print(f"left out: {package} cannot be installed", file=sys.stderr)
    return python


def python_of(package: str, *with_it: str) -> Path | None:
    """A Python of its own with a package from the index; None where that fails."""
    folder = CACHE / package
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True, symlinks=True)
        install = [str(python), "-m", "pip", "install", "--quiet", package, *with_it]
        if subprocess.run(install, check=False, capture_output=True).returncode:
            return None
        (folder / "installed").touch()
    return python
