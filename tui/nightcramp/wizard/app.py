"""The app: it opens the screens, and does what keys do on all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events

from nightcramp.clinic.permissions import Ways
from nightcramp.errors import CodeError
from nightcramp.pack.late import LatePack
from nightcramp.system.output import show
from nightcramp.text import to_ascii
from nightcramp.triage.assess import assess
from nightcramp.triage.code import answers_of
from nightcramp.triage.interview import Interview
from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.keys import URGENT
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.screens.paused import PausedScreen
from nightcramp.wizard.screens.welcome import WelcomeScreen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from nightcramp.clinic.audit import Ending
    from nightcramp.clinic.seat import Clinic
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers
    from nightcramp.wizard.first_screen import FirstScreen
    from nightcramp.wizard.screens.confirm import Decision

_CLEAR_SCROLLBACK = "\x1b[3J"
_A_MOMENT = 0.01
"""Seconds past what is due, so that it is due by any clock."""


def run_wizard(  # noqa: PLR0913  what stands around an interview
    pack: Pack | LatePack,
    words: Words,
    *,
    theme: str = "dark",
    clinic: Clinic | None = None,
    ways: Ways = Ways(),  # noqa: B008  it is frozen
    begin: str | None = None,
    first_screen: FirstScreen | None = None,
) -> int:
    """Run the wizard until the person leaves.

    Args:
        pack: the clinical content; a late one is read behind the first screen.
        words: the program's own words.
        theme: `dark` or `light`, as the terminal's background is, or `high-contrast`.
        clinic: what surrounds the interview; nothing when left out.
        ways: which ways out are open.
        begin: a code to go on with; an empty one asks for it.
        first_screen: what stands on the terminal already.

    Returns:
        The exit code.

    Raises:
        Exception: whatever broke the program, once the terminal is restored; the command
            line says so without showing any answer.
    """
    app = NightcrampApp(pack, words, theme=theme, clinic=clinic)
    app.ways, app.begins_with, app.first_screen = ways, begin, first_screen
    app.run(mouse=False)
    if app.broken_by is not None:
        raise app.broken_by
    if app.farewell:
        show(app.farewell)
    return app.return_code or 0


class NightcrampApp(InterviewApp, inherit_bindings=False, inherit_css=False):
    """The wizard.

    Attributes:
        begins_with: a code to go on with; an empty one asks for it.
        farewell: printed once the wizard has ended.
        first_screen: what stood on the terminal before; the driver takes it over.
    """

    TITLE = "nightcramp"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    def __init__(
        self,
        pack: Pack | LatePack,
        words: Words,
        *,
        theme: str = "dark",
        clinic: Clinic | None = None,
    ) -> None:
        super().__init__(pack, words, theme=theme, clinic=clinic)
        self._began_with = pack
        self.begins_with: str | None = None
        self.farewell = ""
        self.first_screen: FirstScreen | None = None
        self._due: Timer | None = None

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

        Keys typed ahead of a slow line wait in the app's queue until all that a key leads to
        is done: a new screen is mounted before the next key is taken. Keys that are bound have
        priority, and Textual acts on those at once. Typed characters and pastes it would
        put in the screen's queue, where they came too late.
        """
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(event, events.Key) and await self._wakes_up():
            return
        if not isinstance(page, Page):
            await super().on_event(event)
        elif isinstance(event, events.Paste):
            await page.paste(self._readable(event.text))
        elif isinstance(event, events.Key) and event.is_printable and page.types(event.key):
            await page.action_type(self._readable(event.character or ""))
        else:
            await super().on_event(event)

    def _readable(self, typed: str) -> str:
        """What was typed, in characters that can be shown."""
        return to_ascii(typed) if self.only_ascii else typed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may do that on the screen that is shown."""
        page = self.screen
        return page.check_action(action, parameters) if isinstance(page, Page) else True

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
        from nightcramp.wizard.screens.question import QuestionScreen

        if self.interview.finished:
            from nightcramp.reports.result import build_result
            from nightcramp.wizard.screens.results import ResultsScreen

            found = assess(self.pack, self.interview.answers)
            await self._show(ResultsScreen(build_result(self.pack, self.words, found)))
        elif isinstance(self.screen, QuestionScreen):
            self.screen.show()
        else:
            await self._show(QuestionScreen())

    # The interview

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

    async def action_review(self) -> None:
        """Show all answers, and go to the one that is chosen."""
        from nightcramp.wizard.screens.review import ReviewScreen

        await self.open(ReviewScreen(), self._jump)

    async def _jump(self, question: str | None) -> None:
        if question is not None:
            self.interview = self.interview.jump(question)
            await self.show_next()

    async def go_on_with(self, answers: Answers) -> None:
        """Go on with answers given before."""
        self.interview = Interview.begin(self.pack, answers)
        self.clinic.answered(self.interview.answers)
        await self.show_next()

    async def action_type_code(self, typed: str = "", problem: str = "") -> None:
        """Ask for a code to go on with.

        Args:
            typed: what was typed before.
            problem: what is wrong with that.
        """
        from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen

        asked = Asked(self.words.code.title, self.words.code.text)
        await self.open(TypingScreen(asked, typed, problem), self._take_code)

    async def _take_code(self, code: str | None) -> None:
        if code is None:
            return
        try:
            answers = answers_of(self.pack, code)
        except CodeError as error:
            problem = str(getattr(self.words.code, error.kind)).format(**error.said)
            await self.action_type_code(code, problem)
        else:
            await self.go_on_with(answers)

    async def offer_kept_answers(self, answers: Answers) -> None:
        """Offer, once, to go on where a dropped line ended."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        async def decided(decision: Decision | None) -> None:
            if decision == "go":
                await self.go_on_with(answers)

        await self.open(ConfirmScreen(self.words.resume), decided)

    async def action_again(self) -> None:
        """Start again, if that is what the person wants."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

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
        if self.clinic.is_kiosk and isinstance(self._began_with, LatePack):
            await self.speak(self._began_with.language)
        self.interview = Interview.begin(self.pack)
        await self._to_first_screen()
        self.screen.call_after_refresh(self._clear_terminal)

    def _clear_terminal(self) -> None:
        """Leave nothing of the last person: not in the scrollback, not in what was drawn."""
        if self.terminal is not None:
            self.terminal.write(_CLEAR_SCROLLBACK)
        self.action_repaint()

    # Overlays

    async def action_why(self) -> None:
        """Say why the present question is asked."""
        from nightcramp.reports.why import why_parts
        from nightcramp.wizard.screens.why import WhyScreen

        question = self.interview.question
        if question is not None:
            parts = why_parts(self.pack, question, self.words.why)
            await self.open(WhyScreen(self.words.why.title, parts))

    async def action_grounds(self) -> None:
        """Say what the topic that is read rests on."""
        from nightcramp.reports.why import ground_parts
        from nightcramp.wizard.screens.results import ResultsScreen
        from nightcramp.wizard.screens.why import WhyScreen

        if isinstance(self.screen, ResultsScreen):
            answers, topic = self.interview.answers, self.screen.topic
            found = assess(self.pack, answers)
            parts = ground_parts(self.pack, answers, found, topic, self.words)
            await self.open(WhyScreen(self.words.why.grounds, parts))

    async def action_help(self) -> None:
        """Show the keys that work here."""
        from nightcramp.wizard.screens.help import HelpScreen

        if isinstance(self.screen, Page):
            await self.open(HelpScreen(self.screen.place))

    async def action_ways_out(self) -> None:
        """Ask what is to be taken along."""
        from nightcramp.wizard.way_out import WayOut

        await WayOut(self).choose_paper()

    async def action_leave(self) -> None:
        """Leave, if that is what the person wants; print the leaflet first, if they say so."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        async def decided(decision: Decision | None) -> None:
            if decision == "print":
                from nightcramp.wizard.way_out import WayOut

                self.farewell = WayOut(self).leaflet().render(".txt")
            if decision is not None:
                self.exit()

        can_print = self.ways.terminal and self.has_result
        also = self.words.out.leave_printing if can_print else ""
        await self.open(ConfirmScreen(self.words.leave, also), decided)

    def action_repaint(self) -> None:
        """Send the whole screen again: something else may have written over it."""
        self.screen.refresh()

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
        from nightcramp.wizard.screens.question import QuestionScreen

        if not isinstance(self.front, LatePack) or language == self.front.language:
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
            await self.screen.say_again()
        if begun:
            await self.show_next()
        if half is not None and isinstance(self.screen, QuestionScreen):
            self.screen.take_over(half)

    # A shared machine, where people walk away

    async def _wakes_up(self) -> bool:
        """Whether a key ended a pause, or took a notice away: it does nothing else then."""
        first = self.clinic.watch.began is None
        self.clinic.touch()
        if self.clinic.is_kiosk and first:
            self._watch_on()
        page = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(page, PausedScreen):
            await self.pop_screen()
            return True
        return isinstance(page, Page) and page.take_notice_away()

    def _watch_on(self) -> None:
        """Look again when something is due next, and not before."""
        if self._due is not None:
            self._due.stop()
        wait = self.clinic.next_change
        look = self._look
        self._due = (
            None
            if wait is None
            else self.set_timer(wait + _A_MOMENT, lambda: self.call_later(look))
        )

    async def _look(self) -> None:
        """Announce that it will be blank, blank it, warn, or discard the session, as is due."""
        phase = self.clinic.phase
        if phase == "over":
            await self._next_person("idle")
        elif phase == "warning":
            await self._pause(self.words.kiosk.warning)
        elif phase == "blank" and self.is_calm:
            await self._pause(self.words.kiosk.blank)
        elif phase == "hiding" and self.is_calm and isinstance(self.screen, Page):
            self.screen.tell_it_will_be_hidden()
        self._watch_on()

    @property
    def is_calm(self) -> bool:
        """Whether what is shown may be hidden: not what to do in an emergency."""
        return not any(isinstance(s, Page) and s.place in URGENT for s in self.screen_stack)

    async def _pause(self, text: str) -> None:
        if isinstance(self.screen, PausedScreen):
            await self.switch_screen(PausedScreen(text))
        else:
            await self.open(PausedScreen(text))
