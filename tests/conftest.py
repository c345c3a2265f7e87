"""What every test starts from: a fixed terminal, a fixed locale, the real content."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words

# Read when Textual is imported, so before that, and inherited by every program a test starts.
_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "TEXTUAL_ANIMATIONS": "none",
}
for _name in list(os.environ):
    if _name.startswith(("TEXTUAL", "LC_")) or _name in {
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "LINES",
        "ESCDELAY",
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONUNBUFFERED",
    }:
        del os.environ[_name]
os.environ.update(_ENVIRONMENT)

# In the background of a script these are ignored, and a program would inherit that: Ctrl+C would
# not end it. A signal that has a handler is reset when another program is started.
for _signal in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(_signal) is signal.SIG_IGN:
        signal.signal(_signal, lambda *_: None)

# The same examples each time in CI; new ones at every turn elsewhere. A slow machine is no fault.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack that comes with the program."""
    from nightcramp.pack import load_pack

    return load_pack()


@pytest.fixture(scope="session")
def words() -> Words:
    """The program's own words."""
    from nightcramp.pack import load_words

    return load_words()
