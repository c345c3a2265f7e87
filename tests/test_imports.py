"""What may import what: clinical content and rules know no screens, and nothing knows a network."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
import tomli

import nightcramp
from tests.content import sample

ROOT = Path(__file__).parents[1]
SOURCE = Path(nightcramp.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
SCREENS = {"textual", "rich"}
NETWORK = {
    "aiohttp",
    "asyncio.streams",
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
}
SHARED = {
    "nightcramp.errors",
    "nightcramp.regular_files",
    "nightcramp.text",
    "nightcramp.__version__",
    "nightcramp.__doc__",
}
"""What every room may import: the errors, and functions on text and files."""
ROOMS = sorted(path.parent for path in SOURCE.glob("*/__init__.py"))
WITHOUT_SCREENS = [room for room in ROOMS if room.name not in ("cli", "wizard")]


def _may_import(room: Path) -> set[str]:
    """What the docstring of a room names after "May import:"."""
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    _, found, named = said.partition("May import:")
    assert found, f"{room.name} does not say what it may import"
    return {f"nightcramp.{name}" for name in re.findall(r"`([a-z_.]+)`", named)}


def _imported_by(module: Path) -> set[str]:
    """Every module a file imports, at the top or later, for types or to run."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.name} imports relatively"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _modules_after(statement: str) -> set[str]:
    """Modules in memory after a statement in a fresh interpreter; not what stands in for one."""
    tell = "print(json.dumps([n for n, m in sys.modules.items() if getattr(m, '__spec__', None)]))"
    ended = subprocess.run(
        [sys.executable, "-c", f"import json, sys\n{statement}\n{tell}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=SOURCE.parent,
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


def _loaded_after(statement: str) -> set[str]:
    """The top-level packages among them."""
    return {name.split(".")[0] for name in _modules_after(statement)}


@pytest.mark.parametrize("room", WITHOUT_SCREENS, ids=lambda room: room.name)
def test_only_the_wizard_loads_a_screen_library(room: Path) -> None:
    modules = [
        ".".join(module.relative_to(SOURCE.parent).with_suffix("").parts)
        for module in room.rglob("*.py")
        if module.name != "__init__.py"
    ]

    loaded = _loaded_after(f"import {', '.join(modules)}")

    assert "nightcramp" in loaded
    assert not loaded & SCREENS


@pytest.mark.parametrize(
    "arguments",
    sample(
        [
            *(["--help"], ["--version"], ["check"], ["assess", "-"], ["assess", "--help"]),
            *(["assess", "-", "--format", form] for form in ("json", "fhir", "cds-card")),
            *(["export", what] for what in ("schema", "questionnaire")),
        ],
        3,
    ),
    ids=" ".join,
)
def test_commands_without_screens_load_no_screen_library(arguments: list[str]) -> None:
    statement = (
        "import io\n"
        "from nightcramp.cli.main import main\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}'))\n"
        f"assert main({arguments!r}) == 0"
    )

    loaded = _loaded_after(statement)

    assert "nightcramp" in loaded
    assert not loaded & SCREENS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_imports_what_its_docstring_says(room: Path) -> None:
    allowed = {f"nightcramp.{room.name}", *SHARED, *_may_import(room)}
    forbidden = {"nightcramp"} | (SCREENS if room.name != "wizard" else set())

    wrong = {
        f"{module.relative_to(SOURCE)} imports {name}"
        for module in room.rglob("*.py")
        for name in _imported_by(module)
        if _within(name, forbidden) and not _within(name, allowed)
    }

    assert wrong == set()


def test_a_room_may_import_nothing_it_does_not() -> None:
    """A docstring that allows too much would hold nothing."""
    idle = {
        f"{room.name} never imports {name}"
        for room in ROOMS
        for name in _may_import(room)
        if not any(
            _within(imported, {name})
            for module in room.rglob("*.py")
            for imported in _imported_by(module)
        )
    }

    assert idle == set()


def test_no_two_rooms_import_each_other() -> None:
    """Nor do more than two, in a circle: rooms can be put in an order."""
    allowed = {room.name: {n.split(".")[1] for n in _may_import(room)} for room in ROOMS}

    assert list(TopologicalSorter(allowed).static_order())


def test_no_two_modules_import_each_other() -> None:
    """Not even for types, and in no longer circle."""
    names = {_name(module): module for module in MODULES}
    arrows = {
        name: {known for imported in _imported_by(module) if (known := _module(imported, names))}
        for name, module in names.items()
        if module.name != "__init__.py"
    }

    assert list(TopologicalSorter(arrows).static_order())


def _name(module: Path) -> str:
    return ".".join(module.relative_to(SOURCE.parent).with_suffix("").parts)


def _module(imported: str, names: dict[str, Path]) -> str:
    """The module that an import is from: the name itself, or what it is in. None of a package."""
    return next((one for one in (imported, imported.rpartition(".")[0]) if one in names), "")


def test_nothing_imports_a_network() -> None:
    wrong = {
        f"{module.relative_to(SOURCE)} imports {name}"
        for module in MODULES
        for name in _imported_by(module)
        if _within(name, NETWORK)
    }

    assert wrong == set()


def test_whatever_is_imported_is_declared() -> None:
    project = tomli.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    declared = [*project["dependencies"], *(one for n in extras if n != "dev" for one in extras[n])]
    known = {re.split(r"[^a-z0-9]", name)[0] for name in declared}
    known |= {"nightcramp", "rich", *sys.stdlib_module_names}  # rich is part of what Textual shows
    found = {name.split(".")[0] for module in MODULES for name in _imported_by(module)}

    assert found - known == set()


def test_programs_are_started_and_accounts_looked_up_where_the_architecture_says() -> None:
    asks = {"subprocess", "syslog", "pwd", "grp"}
    found = {
        module.relative_to(SOURCE).parent.as_posix()
        for module in MODULES
        if _imported_by(module) & asks
    }

    assert found == {"system", "clinic", "clinic/machine_check"}


def test_what_the_wizard_never_uses_is_not_loaded_for_it() -> None:
    prepared = "from nightcramp.system import hardening as h; h._skip_unused_imports()"

    loaded = _modules_after(f"{prepared}; import nightcramp.wizard.app, asyncio")

    assert "textual.app" in loaded
    assert not loaded & {"ssl", "_ssl", "platformdirs", "tempfile", "textual.command"}
    assert {name for name in loaded if name.startswith("textual.widgets._")} == {
        "textual.widgets._static",
        "textual.widgets._toast",
        "textual.widgets._tooltip",
    }
