"""The app: it opens the screens, and does what keys do on all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec.structs import replace
from textual import events

from nightcramp.clinic.permissions import Permissions
from nightcramp.pack.lazy import LazyPack
from nightcramp.system.output import show
from nightcramp.text import to_ascii
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.triage.resume_code import answers_of
from nightcramp.wizard.idle_watch import IdleWatch
from nightcramp.wizard.overlays import OverlayApp
from nightcramp.wizard.screens.welcome_screen import WelcomeScreen
from nightcramp.wizard.screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from nightcramp.clinic.audit import Ending
    from nightcramp.clinic.seat import Clinic
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.values import Answers
    from nightcramp.wizard.first_screen import FirstScreen
    from nightcramp.wizard.screens.confirm_screen import Decision

_CLEAR_SCROLLBACK = "\x1b[3J"


def run_wizard(  # noqa: PLR0913  everything around an interview
    pack: Pack | LazyPack,
    words: Words,
    *,
    theme: str = "dark",
    clinic: Clinic | None = None,
    permissions: Permissions = Permissions(),  # noqa: B008  it is frozen
    begin: str | None = None,
    first_screen: FirstScreen | None = None,
) -> int:
    """Run the wizard until the person leaves.

    Args:
        pack: the clinical content; a late one is read behind the first screen.
        words: the program's own words.
        theme: `dark` or `light`, as the terminal's background is, or `high-contrast`.
        clinic: the machine's idle clock, audit and kept session; none of them by default.
        permissions: what may leave the program.
        begin: a code to resume from; an empty one asks for it.
        first_screen: what the terminal shows already.

    Returns:
        The exit code.

    Raises:
        Exception: whatever broke the program, once the terminal is restored; the command
            line says so without showing any answer.
    """
    app = NightcrampApp(pack, words, theme=theme, clinic=clinic)
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
        first_screen: what the terminal showed before; the driver takes it over.
        idle: hides the answers while nobody presses a key.
    """

    TITLE = "nightcramp"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        pack: Pack | LazyPack,
        words: Words,
        *,
        theme: str = "dark",
        clinic: Clinic | None = None,
    ) -> None:
        super().__init__(pack, words, theme=theme, clinic=clinic)
        self._began_with = pack
        self.begins_with: str | None = None
        self.first_screen: FirstScreen | None = None
        self.idle = IdleWatch(self, partial(self._next_person, "idle"))

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        return WelcomeScreen()

    async def on_mount(self) -> None:
        """Hold the first paint until the first screen is laid out."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.call_after_refresh(self.call_later, self._read_on)
        await self.laid_out(self.screen)

    async def _read_on(self) -> None:
        """Behind the first screen: read the rest of the pack, and what was kept."""
        kept = self.clinic.take_up() if self.pack else None
        _ = self.interview.question  # its rules are made ready before a key asks for them
        if self.begins_with:
            await self.go_on_with(answers_of(self.pack, self.begins_with))
        elif self.begins_with is not None:
            await self.action_type_code()
        elif kept:
            await self.offer_kept_answers(kept)

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Act on what is typed, one key after the other.

        Keys typed ahead of a slow line wait in the app's queue: a key is done with when the
        screen that it opens is mounted. Textual runs bindings with priority from here; typed
        characters and pastes it would post to the screen, where keys overtake them.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None
        if not isinstance(screen, WizardScreen):
            await super().on_event(event)
        elif isinstance(event, events.Key) and await self.idle.wakes_up(screen):
            return
        elif isinstance(event, events.Paste):
            await screen.paste(self._readable(event.text))
        elif isinstance(event, events.Key) and event.is_printable and screen.types(event.key):
            await screen.action_type(self._readable(event.character or ""))
        else:
            await super().on_event(event)

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

    async def _show(self, screen: Screen[Any]) -> None:
        """Show a screen above the first one, which stays where it is."""
        if len(self.screen_stack) == 1:
            await self.open(screen)
            return
        with self.batch_update():
            await self.switch_screen(screen)
            await self.laid_out(screen)

    async def _to_first_screen(self) -> None:
        with self.batch_update():
            while len(self.screen_stack) > 1:
                await self.pop_screen()

    async def show_next(self) -> None:
        """Show the question that comes next, or the result."""
        # Screens are imported when they are opened: until then the first one waits.
        from nightcramp.wizard.screens.question_screen import QuestionScreen

        if self.interview.finished:
            from nightcramp.reports.result import build_result
            from nightcramp.wizard.screens.results_screen import ResultsScreen

            found = assess(self.pack, self.interview.answers)
            await self._show(ResultsScreen(build_result(self.pack, self.words, found)))
        elif isinstance(self.screen, QuestionScreen):
            self.screen.show()
        else:
            await self._show(QuestionScreen())

    # The interview

    async def offer_kept_answers(self, answers: Answers) -> None:
        """Offer, once, to go on where a dropped line ended."""
        from nightcramp.wizard.screens.confirm_screen import ConfirmScreen

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await self.go_on_with(answers)

        await self.open(ConfirmScreen(self.words.resume), decided)

    async def action_again(self) -> None:
        """Start again, if that is what the person wants."""
        from nightcramp.wizard.screens.confirm_screen import ConfirmScreen

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await self.start_again()

        words = self.words.new_person if self.clinic.is_kiosk else self.words.again
        await self.open(ConfirmScreen(words), decided)

    async def start_again(self) -> None:
        """Forget all answers; to the first screen."""
        await self._next_person("new_person")

    async def _next_person(self, ending: Ending) -> None:
        self.clinic.next_person(ending)
        if self.clinic.is_kiosk and isinstance(self._began_with, LazyPack):
            await self.speak(self._began_with.language)
        self.interview = Interview.begin(self.pack)
        await self._to_first_screen()
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
        from nightcramp.wizard.screens.question_screen import QuestionScreen

        if not isinstance(self.front, LazyPack) or language == self.front.language:
            return
        begun, before = len(self.screen_stack) > 1, self.screen
        half = before.body.choice if isinstance(before, QuestionScreen) else None
        self.front = self.front.speaking(language)
        self.words = self.front.words
        self.__dict__.pop("pack", None)
        if self._begun is not None:
            self.interview = replace(self.interview, pack=self.pack)
        await self._to_first_screen()
        if isinstance(self.screen, WelcomeScreen):
            self.screen.change_language()
        if begun:
            await self.show_next()
        if half is not None and isinstance(self.screen, QuestionScreen):
            self.screen.take_over(half)
