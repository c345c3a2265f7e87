"""Sets the process up before Textual is imported, because Textual reads the environment."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from types import ModuleType

from nightcramp.errors import TerminalError
from nightcramp.system import terminal

_PR_SET_DUMPABLE = 4
_LOCK_ALL = 1 | 2 | 4  # MCL_CURRENT, MCL_FUTURE, MCL_ONFAULT: pages as they are used
_ARGUMENTS_FROM, _ARGUMENTS_TO = 45, 46  # in /proc/PID/stat, behind the program's name
_UNUSED = (
    "textual.command",  # the command palette, which is off, and 16 modules of widgets with it
    "platformdirs",  # the folder for screenshots, which are refused
)
"""Modules that Textual imports and the wizard never uses."""


def prepare() -> None:
    """Set the process up for the wizard.

    Raises:
        TerminalError: standard error is not a terminal. If standard input or output is not,
            or the cursor cannot move, there is line mode: see `can_show_screens`.
    """
    if not terminal.can_draw():
        raise TerminalError("no_terminal")
    _prepare_screens()


def prepare_browser() -> None:
    """Set the process up for the wizard where textual-serve shows it in a browser."""
    # The browser's terminal is one and the same, wherever textual-serve was started.
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    size = {name: os.environ[name] for name in ("COLUMNS", "ROWS") if name in os.environ}
    _prepare_screens()
    os.environ.update(size)


def _prepare_screens() -> None:
    keep_private()
    _set_environment()
    _skip_unused_imports()


def prepare_lines() -> None:
    """Set the process up for line mode, which needs no terminal.

    Raises:
        TerminalError: standard input or output is closed.
    """
    if sys.stdin is None:
        raise TerminalError("no_input")
    if sys.stdout is None:
        raise TerminalError("no_output")
    keep_private()


def keep_private() -> None:
    """Keep this process's memory and files its own.

    Refuses core dumps, and reads of its memory by others of the same user; keeps it out of
    the swap space where the system allows any amount of that.
    """
    import ctypes
    import resource

    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(AttributeError, OSError):  # not on Linux
        system = ctypes.CDLL(None)
        system.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        # Under a limit, memory would run out in the middle of an interview.
        if resource.getrlimit(resource.RLIMIT_MEMLOCK)[0] == resource.RLIM_INFINITY:
            system.mlockall(_LOCK_ALL)


def hide_argument(value: str) -> None:
    """Overwrite an argument where every user can read it: in `/proc/PID/cmdline`."""
    import ctypes

    with contextlib.suppress(OSError, IndexError, ValueError):  # not on Linux
        told = Path("/proc/self/stat").read_text(errors="replace").rpartition(")")[2].split()
        start, end = int(told[_ARGUMENTS_FROM]), int(told[_ARGUMENTS_TO])
        secret = os.fsencode(value)
        at = ctypes.string_at(start, end - start).find(secret) if start else -1
        if at >= 0:
            ctypes.memset(start + at, ord("x"), len(secret))


def _set_environment() -> None:
    for name in list(os.environ):
        # Textual's variables can write screens and keys to files, press keys and import code.
        # The size that a shell exports is wrong after the first resize.
        if name.startswith("TEXTUAL") or name in ("COLUMNS", "LINES"):
            del os.environ[name]
    if not os.environ.get("NO_COLOR"):
        os.environ.pop("NO_COLOR", None)
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    # An arrow key is an Escape and two letters, which may arrive apart over a slow line.
    os.environ.setdefault("ESCDELAY", "400")


def _skip_unused_imports() -> None:
    """Put empty modules in place of unused ones: saves 7 MB a person, and a tenth of the start."""
    sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio works without it
    for module in _UNUSED:
        sys.modules[module] = empty = ModuleType(module)
        vars(empty)["__getattr__"] = _empty_class


def _empty_class(name: str) -> type:
    """What `from module import name` finds in an empty module."""
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})
