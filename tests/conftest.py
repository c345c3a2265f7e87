"""What every test starts from: a fixed terminal, a fixed locale, the real content."""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from nightcramp.pack.document import Document
    from nightcramp.pack.locale import Locale
    from nightcramp.pack.model import Pack
    from nightcramp.pack.words import Words

# Read when Textual is imported, so before that, and inherited by every program a test starts.
_ENVIRONMENT = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    "TEXTUAL_ANIMATIONS": "none",
    "XDG_CONFIG_HOME": "/nowhere",  # no settings of whoever runs the tests
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

# `make test-all` asks for many examples. In CI they are the same each time, and half as many: a
# change waits there for half an hour at most. Elsewhere they are new at every run. A slow machine
# is no fault.
_CI = bool(os.environ.get("CI"))
for _name, _examples in (("few", 20), ("many", 75 if _CI else 150)):
    settings.register_profile(_name, max_examples=_examples, deadline=None, derandomize=_CI)
settings.load_profile("few")


def pytest_collection_finish() -> None:
    """Keep the collected tests out of every garbage collection: it takes a tenth of a run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _content_is_read_once() -> Iterator[None]:
    """Commands read the content that comes with the program again and again: from memory here."""
    from nightcramp.pack import load

    shipped, read = str(load.content_folder()), load.read_pack
    known: dict[Locale, tuple[Pack, list[Document]]] = {}

    def read_pack(folder: Traversable, locale: Locale = load.ANYWHERE) -> Any:
        if str(folder) != shipped:
            return read(folder, locale)
        if locale not in known:
            known[locale] = read(folder, locale)
        pack, documents = known[locale]
        return pack, list(documents)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "read_pack", read_pack)
        yield


@pytest.fixture(scope="session", autouse=True)
def _tests_stay_as_they_are() -> Iterator[None]:
    """A command that is run in this process does not seal it, nor all that is started from it."""
    from nightcramp.system import hardening

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hardening, "keep_private", lambda: None)
        yield


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack that comes with the program."""
    from tests.content import PACK

    return PACK


@pytest.fixture(scope="session")
def words() -> Words:
    """The program's own words."""
    from tests.content import WORDS

    return WORDS
