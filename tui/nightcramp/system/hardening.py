"""The process, set up before Textual is imported, which reads the environment."""

from __future__ import annotations

import contextlib
import os
import sys
from types import ModuleType

from nightcramp.errors import TerminalError
from nightcramp.system import terminal

_PR_SET_DUMPABLE = 4
_LEFT_OUT = (
    "textual.command",  # the command palette, which is off, and with it 16 modules of widgets
    "platformdirs",  # where pictures of the screen go: they are refused
)
"""Modules that Textual imports and the wizard never uses."""


def prepare() -> None:
    """Insist on a terminal that can show the wizard, and set the process up for it.

    Raises:
        TerminalError: error output is no terminal. Without a terminal for input or output,
            or one that moves its cursor, there is line mode: see `wants_lines`.
    """
    if not terminal.can_draw():
        raise TerminalError("no_terminal")
    os.umask(0o077)
    _keep_memory_private()
    _set_environment()
    _leave_out()


def prepare_lines() -> None:
    """Set the process up for line mode, which needs no terminal.

    Raises:
        TerminalError: there is no input, or no output.
    """
    if sys.stdin is None:
        raise TerminalError("no_input")
    if sys.stdout is None:
        raise TerminalError("no_output")
    os.umask(0o077)
    _keep_memory_private()


def _keep_memory_private() -> None:
    """No core dump, and no other process of the same user looks into this one."""
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(AttributeError, OSError):  # Linux has it; others have no need
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _set_environment() -> None:
    for name in list(os.environ):
        # Textual's own variables write screens and keys to files, press keys and import
        # code. Sizes exported by a shell go stale with the first resize.
        if name.startswith("TEXTUAL") or name in ("COLUMNS", "LINES"):
            del os.environ[name]
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    # An arrow key is an Escape and two letters; over a slow line they come apart.
    os.environ.setdefault("ESCDELAY", "400")


def _leave_out() -> None:
    """Spare every session what comes with Textual and is never used: time and memory."""
    sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio does without it, then
    for module in _LEFT_OUT:
        sys.modules[module] = empty = ModuleType(module)
        vars(empty)["__getattr__"] = _empty_class


def _empty_class(name: str) -> type:
    """What is imported by name from a module that is left out."""
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})
