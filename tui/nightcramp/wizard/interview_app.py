"""The app as its screens know it: the pack, the words, the answers so far."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from msgspec.structs import replace
from rich.color import Color
from rich.style import Style
from textual import events
from textual.driver import Driver
from textual.screen import Screen

from nightcramp.answering.choice import Choice
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import Words
from nightcramp.triage.interview import Interview
from nightcramp.triage.values import Answers, Value
from nightcramp.wizard.browser_driver import BrowserDriver
from nightcramp.wizard.driver import TerminalDriver
from nightcramp.wizard.guard import GuardedApp
from nightcramp.wizard.themes import THEMES, color_depth, looks

Result = TypeVar("Result")

_OPENING = 0.5
"""Seconds that painting is held at most while a screen opens."""


class InterviewApp(GuardedApp, inherit_bindings=False, inherit_css=False):
    """Holds one interview; the screens read it and hold no answers of their own.

    Attributes:
        front: the pack, as far as it is known before it is read whole.
        words: the program's own words, in the current language.
        only_ascii: whether the terminal shows nothing else.
        theme_name: what it looks like; one of `THEMES`.
        began_with_theme: the theme asked for, for the next person.
        text_styles: style of a span -> what it looks like.
        seat: the machine's idle clock, audit and kept session.
        permissions: what may leave the program.
        terminal: the driver, while there is a terminal.
        left: question id -> its choice, where something was chosen or typed and not entered.
    """

    def __init__(
        self,
        pack: Pack | LazyPack,
        words: Words,
        *,
        theme: str = "dark",
        seat: Seat | None = None,
        driver: type[Driver] = TerminalDriver,
    ) -> None:
        super().__init__(driver_class=driver, ansi_color=True)
        self.began_with_theme = theme
        self.wear(theme)
        self.front = pack
        self.words = words
        self.only_ascii = isinstance(pack, LazyPack) and pack.locale.ascii
        self.seat = seat or Seat(pack)
        self.permissions = Permissions()
        self.terminal: TerminalDriver | BrowserDriver | None = None
        self.left: dict[str, Choice] = {}
        self._begun: Interview | None = None

    def wear(self, theme: str) -> None:
        """Show everything in a theme."""
        self.theme_name = theme
        self.theme = "ansi-light" if theme == "light" else "ansi-dark"
        self.text_styles = {
            name: Style(
                bold=look.bold or None,
                reverse=look.reverse or None,
                color=_color(look.color),
                bgcolor=_color(look.background),
            )
            for name, look in looks(theme, color_depth(os.environ)).items()
        }
        for screen in self.screen_stack:
            for widget in screen.query("*"):
                widget.refresh()

    async def action_theme(self) -> None:
        """The theme after this one."""
        following = THEMES.index(self.theme_name) + 1
        self.wear(THEMES[following % len(THEMES)])

    @property
    def pack(self) -> Pack:
        """The whole pack."""
        return self.front.whole if isinstance(self.front, LazyPack) else self.front

    @property
    def interview(self) -> Interview:
        """The answers so far and where the person is."""
        if self._begun is None:
            self._begun = Interview.begin(self.pack)
        return self._begun

    @interview.setter
    def interview(self, interview: Interview) -> None:
        self._begun = interview

    @property
    def has_result(self) -> bool:
        """Whether all questions are answered."""
        return self._begun is not None and self._begun.finished

    async def show_next(self) -> None:
        """Show the question that comes next, or the result."""
        raise NotImplementedError

    async def open(
        self, screen: Screen[Result], then: Callable[[Result | None], Awaitable[None]] | None = None
    ) -> None:
        """Show a screen above the present one, and wait until it is mounted.

        Painting is held until then: Textual would paint it three times while it opens.

        Args:
            screen: what to show.
            then: called with the screen's result.
        """
        with self.batch_update():
            await self.push_screen(screen, then)
            await self.laid_out(screen)

    async def laid_out(self, screen: Screen[Any]) -> None:
        """Wait until a screen has nothing left to do but to be painted.

        What its widgets ask for while they are laid out, Textual would paint by itself. A
        second layout takes that up.
        """
        await self._idle(screen)
        screen.post_message(events.Resize(self.size, self.size))
        await self._idle(screen)

    async def _idle(self, screen: Screen[Any]) -> None:
        """Wait until a screen has dealt with all messages."""
        done = asyncio.Event()
        screen.call_after_refresh(done.set)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(done.wait(), _OPENING)

    async def show_above(self, screen: Screen[Any]) -> None:
        """Show a screen above the first one, which stays where it is."""
        if len(self.screen_stack) == 1:
            await self.open(screen)
            return
        with self.batch_update():
            await self.switch_screen(screen)
            await self.laid_out(screen)

    async def to_first_screen(self) -> None:
        """Close every screen above the first one."""
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()

    def send(self, sequence: str) -> None:
        """Send the terminal something that is not on the screen.

        A terminal that does not know what is meant shows it, so all is painted again.
        """
        if self.terminal is not None:
            self.terminal.send(sequence)
            self.screen.refresh()

    async def answer(self, value: Value) -> None:
        """Answer the present question and go on."""
        if self.interview.question is not None:
            self.left.pop(self.interview.question.id, None)
        self.interview = self.interview.answer(value)
        self.seat.answered(self.interview.answers)
        await self.show_next()

    def take_up_what_was_left(self) -> None:
        """Go back to an answer that the person began to change, before anything rests on it."""
        answered = (question.id for question in self.interview.answered)
        name = next((name for name in answered if name in self.left), None)
        if name is not None and self.interview.at is None:
            self.left[name] = replace(self.left[name], message="unfinished")
            self.interview = self.interview.jump(name)

    async def action_begin(self) -> None:
        """To the first question."""
        await self.show_next()

    async def action_wait(self) -> None:
        """After an urgent result, ask what helps those who will treat the person."""
        self.interview = self.interview.wait()
        await self.show_next()

    async def action_mistake(self) -> None:
        """From an urgent result to the last answer behind it."""
        self.interview = self.interview.take_back()
        await self.show_next()

    async def go_on_with(self, answers: Answers) -> None:
        """Go on with answers given before."""
        self.interview = Interview.begin(self.pack, answers)
        self.seat.answered(self.interview.answers)
        await self.show_next()

    async def action_previous(self) -> None:
        """To the question before; from the first one, nowhere."""
        if self.interview.can_go_back:
            self.interview = self.interview.back()
            await self.show_next()

    def action_repaint(self) -> None:
        """Send the whole screen again: something else may have written over it."""
        if isinstance(self.terminal, TerminalDriver):
            self.terminal.forget()
        self.screen.refresh()


def _color(number: int | None) -> Color | None:
    return None if number is None else Color.from_ansi(number)
