"""The idle watch: on a shared machine, people walk away."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from textual.timer import Timer

from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.keys import URGENT
from nightcramp.wizard.screens.reading_screen import PausedScreen
from nightcramp.wizard.screens.wizard_screen import WizardScreen

_MARGIN = 0.01
"""Seconds past what is due, so that it is due by any clock."""


class IdleWatch:
    """Hides the answers while nobody presses a key, and discards them in the end.

    Args:
        app: the wizard.
        discard: forgets the answers, for the next person.
    """

    def __init__(self, app: InterviewApp, discard: Callable[[], Awaitable[None]]) -> None:
        self._wizard = app
        self._discard = discard
        self._due: Timer | None = None

    async def wakes_up(self, screen: WizardScreen[object]) -> bool:
        """Whether a key ended a pause, or took a notice away: it does nothing else then."""
        seat = self._wizard.seat
        first = not seat.has_begun
        seat.touch()
        if seat.is_kiosk and first:
            self.look_later()
        if isinstance(screen, PausedScreen):
            await screen.close()
            return True
        return screen.take_notice_away()

    def look_later(self) -> None:
        """Look again when something is due next, and not before."""
        if self._due is not None:
            self._due.stop()
        wait = self._wizard.seat.next_change
        # In the app's task, not in the timer's: the app may be handling a key.
        look = partial(self._wizard.call_later, self.look)
        self._due = None if wait is None else self._wizard.set_timer(wait + _MARGIN, look)

    async def look(self) -> None:
        """Announce that it will be blank, blank it, warn, discard the answers or end, as is due."""
        app, words = self._wizard, self._wizard.words.kiosk
        screens = [screen for screen in app.screen_stack if isinstance(screen, WizardScreen)]
        is_calm = not any(screen.place in URGENT for screen in screens)
        phase = app.seat.phase
        if phase == "over" and not app.seat.has_begun:
            app.seat.end("idle")
            app.exit()
        elif phase == "over":
            await self._discard()
        elif phase == "warning":
            await self.pause(words.warning)
        elif phase == "blank" and is_calm:
            await self.pause(words.blank)
        elif phase == "notice" and is_calm:
            screens[-1].tell_it_will_be_hidden()
        self.look_later()

    async def pause(self, text: str) -> None:
        """Show one sentence until a key is pressed."""
        app = self._wizard
        paused = PausedScreen(app.words.welcome.title, text)
        if isinstance(app.screen, PausedScreen):
            await app.switch_screen(paused)
        else:
            await app.open(paused)
