"""One key table: what is bound, what the key bar and the help page show, what the docs say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.binding import Binding

from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.keys import HIDDEN, KEYS, TYPED, keys_of
from nightcramp.wizard.screens.confirm_screen import ConfirmScreen
from nightcramp.wizard.screens.menu_screen import MenuScreen
from nightcramp.wizard.screens.qr_screen import QrScreen
from nightcramp.wizard.screens.question_screen import QuestionScreen
from nightcramp.wizard.screens.reading_screen import PausedScreen, ReadingScreen
from nightcramp.wizard.screens.results_screen import ResultsScreen
from nightcramp.wizard.screens.review_screen import ReviewScreen
from nightcramp.wizard.screens.typing_screen import TypingScreen
from nightcramp.wizard.screens.welcome_screen import WelcomeScreen
from tests.content import WORDS
from tests.real_terminal import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nightcramp.wizard.keys import Key, Place
    from nightcramp.wizard.screens.wizard_screen import WizardScreen

SCREENS: dict[Place, type[WizardScreen[Any]]] = {
    "welcome": WelcomeScreen,
    "single": QuestionScreen,
    "several": QuestionScreen,
    "number": QuestionScreen,
    "pick": QuestionScreen,
    "started": QuestionScreen,
    "why": ReadingScreen,
    "help": ReadingScreen,
    "review": ReviewScreen,
    "confirm": ConfirmScreen,
    "results": ResultsScreen,
    "topic": ResultsScreen,
    "urgent": ResultsScreen,
    "urgent_asking": ResultsScreen,
    "paused": PausedScreen,
    "menu": MenuScreen,
    "typing": TypingScreen,
    "qr": QrScreen,
}
NAMES = {
    **{name: name for name in "0123456789bcnpry"},
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    "enter": "Enter", "space": "Space", "escape": "Esc", "backspace": "Backspace", "left": "◄",
    "up": "▲", "down": "▼", "question_mark": "?", "ctrl+c": "Ctrl+C", "ctrl+l": "Ctrl+L",
    TYPED: "a-z",
}  # fmt: skip
"""What keys are called in English."""
NAMES_ON_PAPER = {
    **{name: name.title() for name in ("up", "down", "left", "home", "end", "tab", "shift+tab")},
    "pageup": "Page Up",
    "pagedown": "Page Down",
    "ctrl+q": "Ctrl+Q",
}
"""What keys are called where they have no name in English, or it is an arrow."""


def bound_at(place: Place) -> dict[str, str]:
    """Key -> action, as Textual finds it: the first binding whose action is allowed."""
    allowed = {key.does for key in keys_of(place)}
    found: dict[str, str] = {}
    for binding in SCREENS[place].BINDINGS:
        assert isinstance(binding, Binding)
        name = binding.action.partition("(")[0].removeprefix("app.")
        if name in allowed:
            found.setdefault(binding.key, binding.action)
    return found


@pytest.mark.parametrize("place", SCREENS)
def test_what_is_bound_is_what_the_table_says(place: Place) -> None:
    keys = keys_of(place)
    told = {name: key.action.format(key=name) for key in keys for name in key.keys if name != TYPED}
    typed = {name for key in keys if TYPED in key.keys for name in "0123456789jkq"}

    bound = bound_at(place)

    assert {name: action for name, action in bound.items() if name not in typed - set(told)} == told


@pytest.mark.parametrize("place", SCREENS)
def test_every_action_has_a_method(place: Place) -> None:
    for key in keys_of(place):
        owner = NightcrampApp if key.action.startswith("app.") else SCREENS[place]
        assert callable(getattr(owner, f"action_{key.does}", None)), key.id


def test_every_place_has_a_screen() -> None:
    assert set(SCREENS) == {place for key in KEYS for place in key.where}


def test_nothing_of_textual_s_own_is_bound() -> None:
    assert NightcrampApp.BINDINGS == []
    known = {name for key in KEYS for name in key.keys}
    owners: list[Any] = [NightcrampApp, *SCREENS.values()]
    for owner in owners:
        assert set(owner._merged_bindings.key_to_bindings) <= known


def misnamed(keys: Iterable[Key]) -> set[str]:
    """Keys whose name on the screen is not that of a key that is bound."""
    words = WORDS.keys
    found = set()
    for key in keys:
        names = [NAMES.get(name, "") for name in key.keys]
        if key.id == "go":
            names = [name.strip() for name in WORDS.line.yes.split(",")]
        digits = {f"{first}-9" for first in "01" if {first, "9"} <= set(key.keys)}
        told = words[key.id].shown.replace("▲▼", "▲ ▼").split()
        if not {*told} <= {*names, *digits} and key.id != "wake" and key.rank < HIDDEN:
            found.add(key.id)
    return found


def test_the_name_shown_is_that_of_a_key_that_is_bound() -> None:
    assert misnamed(KEYS) == set()


def test_the_page_that_lists_the_keys_names_those_of_the_table() -> None:
    root = Path(__file__).parents[2]
    pages = [page.read_text("utf-8") for page in (root / "README.md", *root.glob("docs/*.md"))]
    tables = [page.partition("\n## Keys\n")[2].partition("\n## ")[0] for page in pages]
    (table,) = filter(None, tables)
    told = {name for row in table.splitlines() for name in re.findall(r"`([^`]+)`", row)}
    keys = {name for key in KEYS for name in key.keys} - {TYPED, *"0123456789"}
    named = {NAMES_ON_PAPER.get(name) or NAMES.get(name) or name for name in keys}
    assert named - told == set()
    assert told - named == set("1789")


def test_a_key_bound_elsewhere_works_there_and_is_missed_where_it_was_named() -> None:
    elsewhere = [key._replace(keys=("f9",)) if key.id == "help" else key for key in KEYS]
    assert misnamed(elsewhere) == {"help"}

    ended = subprocess.run(
        [sys.executable, "-c", REBOUND],
        capture_output=True,
        text=True,
        check=True,
        env=clean_environment(PYTHONPATH=":".join(filter(None, sys.path))),
    )

    assert ended.stdout.split() == ["single", "help"]


REBOUND = """
import asyncio
from nightcramp.wizard import keys
keys.KEYS = tuple(k._replace(keys=("f9",)) if k.id == "help" else k for k in keys.KEYS)
from tests.pilot import at_question

async def main():
    async with at_question("sitting") as person:
        for key in ("f1", "f9"):
            await person.press(key)
            print(person.app.screen.place)

asyncio.run(main())
"""
