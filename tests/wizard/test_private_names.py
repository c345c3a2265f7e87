"""Private names of Textual: four modules use some, each for a reason; nothing else does."""

from __future__ import annotations

import ast
from pathlib import Path

import textual

import nightcramp.wizard

WIZARD = Path(nightcramp.wizard.__file__).parent
TEXTUAL = Path(textual.__file__).parent
BASES = (
    *("app.py", "screen.py", "widget.py", "dom.py", "message_pump.py"),
    *("driver.py", "drivers/linux_driver.py", "_xterm_parser.py", "_parser.py"),
)
"""Modules of the classes that the wizard derives from."""

USED = {
    "browser_driver.py": {
        # A driver knows its app by this alone, and hands it an error by that.
        "_app",
        "_handle_exception",
    },
    "driver.py": {
        # A driver knows its app, and asks the terminal for its size, by these alone.
        "_app",
        "_get_terminal_size",
        "_handle_exception",
        "_query_in_band_window_resize",
        "_run_input_thread",
    },
    "guard.py": {
        # A traceback would show answers; no public hook keeps it back.
        "_close_messages_no_wait",
        "_exception",
        "_exception_event",
        "_fatal_error",
        "_handle_exception",
        "_return_code",
    },
    "reader.py": {
        # Textual's reader of what a terminal sends has no public form.
        "textual._ansi_sequences",
        "textual._keyboard_protocol",
        "textual._parser",
        "textual._time",
        "textual._xterm_parser",
        "_awaiting",
        "_sequence_to_key_events",
        "_timeout_time",
    },
}


def test_private_names_of_textual_are_used_where_it_says_why_and_nowhere_else() -> None:
    """Names of our own that Textual has too are counted: they would overwrite its own."""
    theirs = set[str]().union(*(_names(TEXTUAL / name) for name in BASES))

    used = {path.name: _names(path) & theirs | _modules(path) for path in WIZARD.rglob("*.py")}

    assert {name: names for name, names in used.items() if names} == USED


def _names(path: Path) -> set[str]:
    """The private attributes and methods that a module defines or uses."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ClassDef):
            found |= {member.name for member in node.body if hasattr(member, "name")}
    return {name for name in found if name.startswith("_") and not name.startswith("__")}


def _modules(path: Path) -> set[str]:
    """The private modules of Textual that a module imports."""
    imported = {
        node.module or ""
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    return {name for name in imported if name.startswith("textual._")}
