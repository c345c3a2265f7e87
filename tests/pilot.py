"""The wizard without a terminal, a person who presses keys, and a pack small enough to read."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from textual import events

from nightcramp.pack import load_pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.pace import Pace
from nightcramp.wizard.reader import KeyOfMany

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from rich.style import Style
    from textual.pilot import Pilot

    from nightcramp.clinic.seat import Seat
    from nightcramp.pack import Pack

SMALL = Path(__file__).parent / "packs" / "small"
_REPEAT = 1 / 30
"""Seconds after which a key that is held down comes again."""
_CHARACTERS = {"question_mark": "?", "space": " ", "left_square_bracket": "["}
SIZES = {"design": (80, 24), "short": (40, 15), "shortest": (40, 12), "wide": (120, 40)}


@lru_cache
def small_pack() -> Pack:
    """One question of each kind, with the program's own words, in the United States."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "pack"
        shutil.copytree(SMALL, copy)
        (copy / "words.toml").write_bytes((content_folder() / "words.toml").read_bytes())
        return load_pack(copy, Locale("US"))


class Person:
    """Presses keys and reads the screen. Time passes with each key, and never by itself."""

    def __init__(self, app: NightcrampApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._now = 0.0
        app.pace = Pace(lambda: self._now)

    async def press(self, *keys: str, after: float = 1.0) -> str:
        """Press keys one after another, and read what is shown then.

        Args:
            keys: what is pressed.
            after: seconds before each of them.
        """
        await self.type_ahead(*keys, after=after)
        await self.pilot.pause()
        return self.screen

    async def type_ahead(self, *keys: str, after: float = 1.0) -> None:
        """Press keys without waiting for the screen to be painted.

        Pilot's own `press` waits for an idle processor, 40 ms a key.
        """
        for key in keys:
            self._now += after
            self.app.post_message(events.Key(key, _CHARACTERS.get(key)))
            await self.pilot._wait_for_screen()

    async def hold(self, key: str, seconds: float, first: float = 0.5) -> str:
        """Hold a key down, and read what is shown then.

        Args:
            key: what is held down.
            seconds: for how long.
            first: after how many seconds it begins to repeat, as the keyboard is set.
        """
        await self.press(key)
        repeats = int((seconds - first) / _REPEAT) + 1 if seconds >= first else 0
        await self.press(*[key][:repeats], after=first)
        return await self.press(*[key] * (repeats - 1), after=_REPEAT)

    async def press_at_once(self, *keys: str) -> str:
        """Have keys come in one piece, as text pasted into the window does."""
        self._now += 1.0
        for key in keys:
            self.app.post_message(KeyOfMany(key, _CHARACTERS.get(key)))
            await self.pilot._wait_for_screen()
        await self.pilot.pause()
        return self.screen

    async def resize(self, width: int, height: int) -> str:
        """Change the terminal's size, and read what is shown then."""
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()
        return self.screen

    @property
    def screen(self) -> str:
        """All that can be read."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def asked(self) -> str | None:
        """Id of the question asked."""
        question = self.app.interview.question
        return question.id if question else None

    def row(self, text: str) -> str:
        """The row with this text."""
        return next(row for row in self.screen.split("\n") if text in row)

    def row_digit(self, label: str, screen: str) -> str:
        """The digit before a label of a menu."""
        row = next(row for row in screen.split("\n") if label in row)
        return row.replace("▌", " ").split()[0]

    def reversed_text(self) -> str:
        """What stands in reverse video, or on a background of its own."""
        return "\n".join(
            part.text
            for strip in self.app.screen._compositor.render_strips()
            for part in strip
            if part.style is not None and _is_lit(part.style)
        )


def _is_lit(style: Style) -> bool:
    return bool(style.reverse) or (style.bgcolor is not None and not style.bgcolor.is_default)


@asynccontextmanager
async def at_welcome(
    pack: Pack | None = None,
    size: tuple[int, int] = (80, 24),
    theme: str = "dark",
    seat: Seat | None = None,
) -> AsyncIterator[Person]:
    """The wizard, just started."""
    shown = pack or small_pack()
    app = NightcrampApp(shown, shown.words, theme=theme, seat=seat)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot._wait_for_screen()  # a question may stand before it: where to go on
        await pilot.pause()
        yield Person(app, pilot)


@asynccontextmanager
async def at_question(
    question: str, pack: Pack | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Person]:
    """The wizard at a question of the small pack, those before it answered."""
    async with at_welcome(pack, size) as person:
        await person.press("enter")
        for name, keys in TO_RESULT.items():
            if name == question:
                break
            await person.press(*keys)
        assert person.asked == question
        yield person


@asynccontextmanager
async def at_danger(
    question: str, size: tuple[int, int] = (80, 24), language: str = "en"
) -> AsyncIterator[Person]:
    """The wizard with the real pack at a list of danger signs, calmly answered by keys."""
    front = LazyPack(content_folder(), Locale("US", language))
    app = NightcrampApp(front, front.words)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        person = Person(app, pilot)
        await person.press("enter", "4", "0", "enter", "3")
        while person.asked != question:
            assert person.asked
            assert person.asked.endswith(("_danger", "_now"))
            await person.press("8", "enter")
        yield person


TO_RESULT = {
    "danger": ("8", "enter"),
    "age": ("4", "5", "enter"),
    "sitting": ("2",),
    "feel": ("1", "enter"),
    "medicines": (*"furo", "enter", "enter"),
    "started": ("8", "enter"),
}
"""Keys for each question of the small pack; the result looks after itself."""


async def to_result(person: Person, **instead: tuple[str, ...]) -> str:
    """Answer all questions, some of them in another way, and read the result."""
    await person.press("enter")
    while person.asked:
        await person.press(*(instead.get(person.asked) or TO_RESULT[person.asked]))
    return person.screen
