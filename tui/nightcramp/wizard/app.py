"""The app: it opens the screens, and does what keys do on all of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from msgspec.structs import replace
from textual import events
from textual.screen import Screen

from nightcramp.clinic.audit import Ending
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.model import Urgency
from nightcramp.pack.words import Words
from nightcramp.system.output import show
from nightcramp.text import UNSHIFTED_DIGITS, plain_digits, to_ascii
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.triage.resume_code import answers_of
from nightcramp.wizard.browser_driver import BrowserDriver
from nightcramp.wizard.driver import TerminalDriver
from nightcramp.wizard.first_screen import TITLE, FirstScreen
from nightcramp.wizard.idle_watch import IdleWatch
from nightcramp.wizard.overlay_app import OverlayApp
from nightcramp.wizard.pace import Pace
from nightcramp.wizard.reader import KeyOfMany
from nightcramp.wizard.screens.welcome_screen import WelcomeScreen
from nightcramp.wizard.screens.wizard_screen import WizardScreen

_CLEAR_SCROLLBACK = "\x1b[3J"


def run_wizard(  # noqa: PLR0913  everything around an interview
    pack: Pack | LazyPack,
    words: Words,
    *,
    theme: str = "dark",
    seat: Seat | None = None,
    permissions: Permissions = Permissions(),  # noqa: B008  it is frozen
    begin: str | None = None,
    first_screen: FirstScreen | None = None,
    in_browser: bool = False,
) -> int:
    """Run the wizard until the person leaves.

    Args:
        pack: the clinical content; a late one is read behind the first screen.
        words: the program's own words.
        theme: `dark` or `light`, as the terminal's background is, or `high-contrast`.
        seat: the machine's idle clock, audit and kept session; none of them by default.
        permissions: what may leave the program.
        begin: a code to resume from; an empty one asks for it.
        first_screen: what the terminal shows already.
        in_browser: whether textual-serve shows it, and there is no terminal.

    Returns:
        The exit code.

    Raises:
        Exception: whatever broke the program, once the terminal is restored; the command
            line says so without showing any answer.
    """
    driver = BrowserDriver if in_browser else TerminalDriver
    app = NightcrampApp(pack, words, theme=theme, seat=seat, driver=driver)
    app.permissions, app.begins_with, app.first_screen = permissions, begin, first_screen
    app.run(mouse=False)
    if app.broken_by is not None:
        raise app.broken_by
    if app.farewell:
        show(app.farewell)
    return app.return_code or 0


class NightcrampApp(OverlayApp, inherit_bindings=False, inherit_css=False):
    """The wizard.

    Attributes:
        begins_with: a code to resume from; an empty one asks for it.
        clock: tells keys that are meant from those that came too fast.
        first_screen: what the terminal showed before; the driver takes it over.
        idle: hides the answers while nobody presses a key.
    """

    TITLE = TITLE
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    begins_with: str | None = None
    first_screen: FirstScreen | None = None
    clock: Callable[[], float] = staticmethod(time.monotonic)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        return WelcomeScreen()

    async def on_mount(self) -> None:
        """Hold the first paint until the first screen is laid out."""
        self._began_with = self.front.language
        self.pace = Pace(self.clock)
        self.idle = IdleWatch(self, partial(self.next_person, "idle"))
        if self.seat.is_kiosk:
            self.idle.look_later()
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.call_after_refresh(self.call_later, self._read_on)
        await self.laid_out(self.screen)

    async def _read_on(self) -> None:
        """Behind the first screen: read the rest of the pack, and what was kept."""
        kept = self.seat.take_up() if self.pack else None
        _ = self.interview.question  # its rules are made ready before a key asks for them
        if self.begins_with:
            await self.go_on_with(answers_of(self.pack, self.begins_with))
        elif self.begins_with is not None:
            await self.action_type_code()
        elif kept:
            await self.confirm(self.words.resume, partial(self.go_on_with, kept), self.seat.decline)
        self._look()

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Act on what is typed, one key after the other.

        Keys typed ahead of a slow line wait in the app's queue: a key is done with when the
        screen that it opens is mounted. Textual runs bindings with priority from here; typed
        characters and pastes it would post to the screen, where keys overtake them.
        """
        screen = self._shown_screen
        if screen is None:
            await super().on_event(event)
        elif isinstance(event, events.Key):
            await self._press(_with_plain_digit(event), screen)
        elif isinstance(event, events.Paste):
            await screen.paste(self._readable(event.text))
        else:
            await super().on_event(event)

    async def _press(self, key: events.Key, screen: WizardScreen[Any]) -> None:
        """Do what a key does, if it is meant for what is shown."""
        takes = self.pace.takes(
            key.key,
            screen.weight_of(key.key),
            careful=screen.is_careful,
            together=isinstance(key, KeyOfMany),
        )
        if await self.idle.wakes_up(screen):
            pass
        elif not takes:
            if not self.pace.repeats:
                screen.tell("too_soon")
        elif key.is_printable and screen.types(key.key):
            await screen.action_type(self._readable(key.character or ""))
        elif key.character in UNSHIFTED_DIGITS:
            screen.tell("digits_wanted")
        else:
            await super().on_event(key)
        self._look()

    @property
    def _shown_screen(self) -> WizardScreen[Any] | None:
        """The screen on top; none before the first one, and after the last."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        return screen if isinstance(screen, WizardScreen) else None

    def _look(self) -> None:
        """Note what is shown now, and name the keys that work there."""
        screen = self._shown_screen
        if screen is not None:
            self.pace.show(screen.shown)
            screen.key_bar.follow()

    def _readable(self, typed: str) -> str:
        """What was typed, in characters that can be shown."""
        return to_ascii(typed) if self.only_ascii else typed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may do that on the screen that is shown."""
        screen = self.screen
        if isinstance(screen, WizardScreen):
            return screen.check_action(action, parameters)
        return True

    # Opening and closing screens

    async def show_next(self) -> None:
        """Show the question that comes next, or the result."""
        # Screens are imported when they are opened: until then the first one waits.
        from nightcramp.wizard.screens.question_screen import QuestionScreen

        found = assess(self.pack, self.interview.answers) if self.interview.finished else None
        if found is None or found.urgency < Urgency.emergency:
            self.take_up_what_was_left()
        if found is not None and self.interview.finished:
            from nightcramp.reports.result import build_result
            from nightcramp.wizard.screens.results_screen import ResultsScreen

            await self.show_above(ResultsScreen(build_result(self.pack, found)))
        elif isinstance(self.screen, QuestionScreen):
            self.screen.show()
        else:
            await self.show_above(QuestionScreen())
        if found is None and (problem := self.seat.take_problem()) is not None:
            await self.idle.pause(problem.sentence(self.words))

    # The interview

    async def action_again(self) -> None:
        """Forget all answers and start again, if that is what the person wants."""
        words = self.words.new_person if self.seat.is_kiosk else self.words.again
        await self.confirm(words, partial(self.next_person, "new_person"))

    async def next_person(self, ending: Ending) -> None:
        """Forget all answers; to the first screen."""
        self.seat.next_person(ending)
        if self.seat.is_kiosk:
            await self.speak(self._began_with)
        self.interview = Interview.begin(self.pack)
        self.left.clear()
        self.wear(self.began_with_theme)
        await self.to_first_screen()
        self.screen.call_after_refresh(self._clear_terminal)

    def _clear_terminal(self) -> None:
        """Leave nothing of the last person: not in the scrollback, not in what was drawn."""
        if self.terminal is not None:
            self.terminal.write(_CLEAR_SCROLLBACK)
        self.action_repaint()

    # Languages

    async def action_language(self) -> None:
        """Go on in the language after this one."""
        languages = list(self.front.about.languages)
        following = languages.index(self.front.language) + 1
        await self.speak(languages[following % len(languages)])

    async def action_pick_language(self, digit: str) -> None:
        """Go on in the language with that number."""
        languages = list(self.front.about.languages)
        if int(digit) <= len(languages):
            await self.speak(languages[int(digit) - 1])

    async def speak(self, language: str) -> None:
        """Go on in a language; the answers stay, and so does what is chosen or typed."""
        if not isinstance(self.front, LazyPack) or language == self.front.language:
            return
        begun = len(self.screen_stack) > 1
        self.front = self.front.speaking(language)
        self.words = self.front.words
        if self._begun is not None:
            self.interview = replace(self.interview, pack=self.pack)
        await self.to_first_screen()
        if isinstance(self.screen, WelcomeScreen):
            self.screen.change_language()
        if begun:
            await self.show_next()


def _with_plain_digit(key: events.Key) -> events.Key:
    """The key, or the digit that it means: of another script, or as wide as a letter of that."""
    character = key.character or ""
    plain = plain_digits(character)
    return key if plain == character else type(key)(plain, plain)
