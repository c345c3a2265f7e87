"""What may import what: clinical content and rules know no screens, and nothing knows a network."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import nightcramp

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
MAY_NOT_IMPORT = {
    "check": {"screens", "widgets", "app", "cli", "terminal", "process"},
    "pack": {
        "check",
        "triage",
        "reports",
        "screens",
        "widgets",
        "app",
        "cli",
        "terminal",
        "process",
    },
    "triage": {"check", "reports", "screens", "widgets", "app", "cli", "terminal", "process"},
    "reports": {"check", "screens", "widgets", "app", "cli", "terminal", "process"},
}


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


@pytest.mark.parametrize("layer", MAY_NOT_IMPORT)
def test_content_rules_and_reports_load_no_screen_library(layer: str) -> None:
    modules = [
        ".".join(module.relative_to(SOURCE.parent).with_suffix("").parts)
        for module in MODULES
        if module.is_relative_to(SOURCE / layer) and module.name != "__init__.py"
    ]

    loaded = _loaded_after(f"import {', '.join(modules)}")

    assert "nightcramp" in loaded
    assert not loaded & SCREENS


@pytest.mark.parametrize(
    "arguments",
    [
        *(["--help"], ["--version"], ["check"], ["assess", "-"], ["assess", "--help"]),
        *(["assess", "-", "--format", form] for form in ("json", "fhir", "cds-card")),
        *(["export", what] for what in ("schema", "questionnaire")),
    ],
    ids=" ".join,
)
def test_commands_without_screens_load_no_screen_library(arguments: list[str]) -> None:
    statement = (
        "import io\n"
        "from nightcramp.cli import main\n"
        "sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}'))\n"
        f"assert main({arguments!r}) == 0"
    )

    loaded = _loaded_after(statement)

    assert "nightcramp" in loaded
    assert not loaded & SCREENS


@pytest.mark.parametrize("layer", MAY_NOT_IMPORT)
def test_arrows_point_one_way(layer: str) -> None:
    forbidden = {f"nightcramp.{name}" for name in MAY_NOT_IMPORT[layer]} | SCREENS

    wrong = {
        f"{module.relative_to(SOURCE)} imports {name}"
        for module in (SOURCE / layer).rglob("*.py")
        for name in _imported_by(module)
        if _within(name, forbidden)
    }

    assert wrong == set()


def test_only_app_screens_and_widgets_import_textual() -> None:
    wrong = {
        str(module.relative_to(SOURCE))
        for module in MODULES
        if module.parent.name not in ("screens", "widgets") and module.name != "app.py"
        if any(_within(name, SCREENS) for name in _imported_by(module))
    }

    assert wrong == set()


def test_nothing_imports_a_network() -> None:
    wrong = {
        f"{module.relative_to(SOURCE)} imports {name}"
        for module in MODULES
        for name in _imported_by(module)
        if _within(name, NETWORK)
    }

    assert wrong == set()


def test_what_the_wizard_never_uses_is_not_loaded_for_it() -> None:
    prepared = "from nightcramp import process; process._leave_out(); import nightcramp.app"

    loaded = _modules_after(f"{prepared}; import nightcramp.widgets.driver, asyncio")

    assert "textual.app" in loaded
    assert not loaded & {"ssl", "_ssl", "platformdirs", "tempfile", "textual.command"}
    assert {name for name in loaded if name.startswith("textual.widgets._")} == {
        "textual.widgets._static",
        "textual.widgets._tooltip",
    }
