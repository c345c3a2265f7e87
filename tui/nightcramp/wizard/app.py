"""The app: one interview, and the way from screen to screen."""

from __future__ import annotations

import gc
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App

from nightcramp.clinic.permissions import Ways
from nightcramp.clinic.seat import Clinic
from nightcramp.errors import CodeError
from nightcramp.pack.late import LatePack
from nightcramp.system.output import show
from nightcramp.text import to_ascii
from nightcramp.triage.assess import assess
from nightcramp.triage.code import answers_of
from nightcramp.triage.interview import Interview
from nightcramp.wizard.driver import TerminalDriver
from nightcramp.wizard.keys import URGENT
from nightcramp.wizard.screens.page import Page
from nightcramp.wizard.screens.paused import PausedScreen
from nightcramp.wizard.screens.welcome import WelcomeScreen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from nightcramp.clinic.audit import Ending
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.wizard.first_screen import FirstScreen
    from nightcramp.wizard.keys import Place
    from nightcramp.wizard.screens.confirm import Instead

BROKEN = 70
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


class NightcrampApp(App[None], inherit_bindings=False, inherit_css=False):
    """The wizard.

    Attributes:
        front: the pack, as far as it is known before it is read whole.
        interview: the answers so far and where the person is; the screens hold none.
        broken_by: the exception that ended the app.
        ways: which ways out are open.
        begins_with: a code to go on with; an empty one asks for it.
        farewell: printed once the wizard has ended.
        first_screen: what stood on the terminal before.
        terminal: the driver, while there is a terminal.
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
        super().__init__(driver_class=TerminalDriver, ansi_color=True)
        self.theme = "ansi-light" if theme == "light" else "ansi-dark"
        self.look = theme
        self.front = self._began_with = pack
        self.words = words
        self.only_ascii = isinstance(pack, LatePack) and pack.locale.ascii
        self._interview: Interview | None = None
        self.clinic = clinic or Clinic(pack)
        self.broken_by: Exception | None = None
        self.ways = Ways()
        self.begins_with: str | None = None
        self.farewell = ""
        self.first_screen: FirstScreen | None = None
        self.terminal: TerminalDriver | None = None
        self._due: Timer | None = None

    @cached_property
    def pack(self) -> Pack:
        """The pack, whole."""
        if not isinstance(self.front, LatePack):
            return self.front
        gc.disable()  # nothing of it is garbage, and to look for some takes 7 ms of 45
        try:
            return self.front.whole
        finally:
            gc.enable()

    @property
    def interview(self) -> Interview:
        """The answers so far and where the person is."""
        if self._interview is None:
            self._interview = Interview.begin(self.pack)
        return self._interview

    @interview.setter
    def interview(self, interview: Interview) -> None:
        self._interview = interview

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        return WelcomeScreen(self)

    async def on_event(self, event: events.Event) -> None:
        """Hand a key to the screen that is shown now.

        Textual puts it in that screen's queue, and keys typed ahead of a slow line would
        still reach it once it has given way to another.
        """
        if isinstance(event, events.Key) and self._wake_up():
            return
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(screen, Page) and isinstance(event, events.Key):
            screen.press(event.key, self._readable(event.character))
        elif isinstance(screen, Page) and isinstance(event, events.Paste):
            screen.paste(self._readable(event.text) or "")
        else:
            await super().on_event(event)

    def _readable(self, typed: str | None) -> str | None:
        """What was typed, in characters that can be shown."""
        return to_ascii(typed) if typed and self.only_ascii else typed

    def answer(self, value: Value) -> None:
        """Answer the present question and go on."""
        self.interview = self.interview.answer(value)
        self.clinic.answered(self.interview.answers)
        self.go_on()

    def go_on(self) -> None:
        """To the question that comes next, or to the result."""
        # Screens are imported when they are opened: until then the first one waits.
        from nightcramp.wizard.screens.question import QuestionScreen

        if self.interview.finished:
            from nightcramp.reports.result import build_result
            from nightcramp.wizard.screens.results import ResultsScreen

            found = assess(self.pack, self.interview.answers)
            self._switch(ResultsScreen(self, build_result(self.pack, self.words, found)))
        elif isinstance(self.screen, QuestionScreen):
            self.screen.show()
        else:
            self._switch(QuestionScreen(self))

    def go_back(self) -> None:
        """To the question before; from the first one, nowhere."""
        if self.interview.can_go_back:
            self.interview = self.interview.back()
            self.go_on()

    def jump(self, question_id: str) -> None:
        """From the review to a question that was answered."""
        self.interview = self.interview.jump(question_id)
        self.pop_screen()
        self.go_on()

    def ask_while_waiting(self) -> None:
        """After an urgent result, on to the questions for those who will treat the person."""
        self.interview = self.interview.wait()
        self.go_on()

    def undo_flag(self) -> None:
        """From an urgent result to the last answer behind it."""
        self.interview = self.interview.take_back()
        self.go_on()

    def speak_next(self) -> None:
        """Go on in the language after this one."""
        languages = list(self.front.about.languages)
        following = languages.index(self.front.language) + 1
        self.speak(languages[following % len(languages)])

    def speak(self, language: str) -> None:
        """Go on in a language; the answers stay, those not yet given too."""
        if not isinstance(self.front, LatePack) or language == self.front.language:
            return
        begun, half = len(self.screen_stack) > 1, self.screen
        self.front = self.front.speaking(language)
        self.words = self.front.words
        self.__dict__.pop("pack", None)
        if self._interview is not None:
            self.interview = replace(self.interview, pack=self.pack)
        self._to_first_screen()
        if isinstance(self.screen, WelcomeScreen):
            self.screen.speak()
        if begun:
            self.go_on()
            self._take_over(half)

    def _take_over(self, half: Screen[Any]) -> None:
        """Keep what was chosen or typed on a screen that another language replaced."""
        from nightcramp.wizard.screens.question import QuestionScreen

        if isinstance(half, QuestionScreen) and isinstance(self.screen, QuestionScreen):
            self.screen.take_over(half.body.choice)

    def start_again(self) -> None:
        """Forget all answers; to the first screen."""
        self._next_person("new_person")

    def _next_person(self, ending: Ending) -> None:
        self.clinic.next_person(ending)
        if self.clinic.is_kiosk and isinstance(self._began_with, LatePack):
            self.speak(self._began_with.language)
        self.interview = Interview.begin(self.pack)
        self._to_first_screen()
        self.screen.call_after_refresh(self._clear_terminal)

    def _to_first_screen(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _clear_terminal(self) -> None:
        """Nothing of the last person stays: not in the scrollback, not in what was drawn."""
        if self.terminal is not None:
            self.terminal.write(_CLEAR_SCROLLBACK)
        self.repaint()

    def _wake_up(self) -> bool:
        """A key came: it ends a pause, and does nothing else then."""
        first = self.clinic.watch.began is None
        self.clinic.touch()
        if self.clinic.is_kiosk and first:
            self._watch_on()
        if isinstance(self.screen, PausedScreen):
            self.pop_screen()
            return True
        return False

    def _watch_on(self) -> None:
        """Look again when something is due next, and not before."""
        if self._due is not None:
            self._due.stop()
        wait = self.clinic.next_change
        self._due = None if wait is None else self.set_timer(wait + _A_MOMENT, self._look)

    def _look(self) -> None:
        """Tell that it will be blank, blank it, warn, or throw the session away, as is due."""
        phase = self.clinic.phase
        if phase == "over":
            self._next_person("idle")
        elif phase == "warning":
            self._pause(self.words.kiosk.warning)
        elif phase == "blank" and self.is_calm:
            self._pause(self.words.kiosk.blank)
        elif phase == "hiding" and self.is_calm and isinstance(self.screen, Page):
            self.screen.tell_it_will_be_hidden()
        self._watch_on()

    @property
    def is_calm(self) -> bool:
        """Whether what is shown may be hidden: not what to do in an emergency."""
        return not any(isinstance(s, Page) and s.place in URGENT for s in self.screen_stack)

    def _pause(self, text: str) -> None:
        if isinstance(self.screen, PausedScreen):
            self.switch_screen(PausedScreen(self, text))
        else:
            self.push_screen(PausedScreen(self, text))

    def show_why(self) -> None:
        """Say why the present question is asked."""
        from nightcramp.reports.why import why_parts
        from nightcramp.wizard.screens.why import WhyScreen

        question = self.interview.question
        if question is not None:
            parts = why_parts(self.pack, question, self.words.why)
            self.push_screen(WhyScreen(self, self.words.why.title, parts))

    def show_grounds(self, topic: str) -> None:
        """Say what a topic of the result rests on."""
        from nightcramp.reports.why import ground_parts
        from nightcramp.wizard.screens.why import WhyScreen

        answers = self.interview.answers
        found = assess(self.pack, answers)
        parts = ground_parts(self.pack, answers, found, topic, self.words)
        self.push_screen(WhyScreen(self, self.words.why.grounds, parts))

    def show_help(self, place: Place) -> None:
        """Show the keys that work in a place."""
        from nightcramp.wizard.screens.help import HelpScreen

        self.push_screen(HelpScreen(self, place))

    def show_review(self) -> None:
        """Show all answers."""
        from nightcramp.wizard.screens.review import ReviewScreen

        self.push_screen(ReviewScreen(self))

    def ask_to_leave(self) -> None:
        """Leave, if that is what the person wants."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        self.push_screen(ConfirmScreen(self, self.words.leave, self.exit, self._print_instead()))

    def _print_instead(self) -> Instead | None:
        """Offer to print the leaflet on the way out, where there is a result to print."""
        from nightcramp.wizard.screens.confirm import Instead

        if not self.ways.terminal or self._interview is None or not self._interview.finished:
            return None

        def go() -> None:
            from nightcramp.wizard.screens.way_out import WayOut

            self.farewell = WayOut(self).leaflet().render(".txt")
            self.exit()

        return Instead(self.words.out.leave_printing, go)

    def show_ways_out(self) -> None:
        """Ask what is to be taken along."""
        from nightcramp.wizard.screens.way_out import WayOut

        WayOut(self).open()

    def send(self, sequence: str) -> None:
        """Say something to the terminal that is not on the screen.

        A terminal that does not know what is meant shows it, so all is painted again.
        """
        if self.terminal is not None:
            self.terminal.send(sequence)
            self.repaint()

    def ask_for_code(self) -> None:
        """Ask for a code to go on with."""
        from nightcramp.wizard.screens.typing_screen import Asked, TypingScreen

        asked = Asked(self.words.code.title, self.words.code.text)
        self.push_screen(TypingScreen(self, asked, self._take_code))

    def _take_code(self, code: str) -> str:
        """What is wrong with a code; nothing where the interview goes on with it."""
        try:
            answers = answers_of(self.pack, code)
        except CodeError as error:
            return str(getattr(self.words.code, error.kind)).format(**error.said)
        self.pop_screen()
        self.go_on_with(answers)
        return ""

    def go_on_with(self, answers: Answers) -> None:
        """Go on with answers given before."""
        self.interview = Interview.begin(self.pack, answers)
        self.clinic.answered(self.interview.answers)
        self.go_on()

    def ask_to_start_again(self) -> None:
        """Start again, if that is what the person wants."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        said = self.words.new_person if self.clinic.is_kiosk else self.words.again
        self.push_screen(ConfirmScreen(self, said, self.start_again))

    def offer_kept_answers(self, answers: Answers) -> None:
        """Offer, once, to go on where a dropped line ended."""
        from nightcramp.wizard.screens.confirm import ConfirmScreen

        def go_on() -> None:
            self.pop_screen()
            self.go_on_with(answers)

        self.push_screen(ConfirmScreen(self, self.words.resume, go_on))

    def _switch(self, screen: Screen[Any]) -> None:
        """Show a screen above the first one, which stays where it is."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def repaint(self) -> None:
        """Send the whole screen again: something else may have written over it."""
        self.screen.refresh()

    def on_mount(self) -> None:
        """Repaint when the program comes back from the background; offer kept answers."""
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())
        self.call_after_refresh(self._read_on)

    def _read_on(self) -> None:
        """Behind the first screen: read the rest of the pack, and what was kept."""
        kept = self.clinic.take_up() if self.pack else None
        _ = self.interview.question  # its rules are made ready before a key asks for them
        if self.begins_with:
            self.go_on_with(answers_of(self.pack, self.begins_with))
        elif self.begins_with is not None:
            self.ask_for_code()
        elif kept:
            self.offer_kept_answers(kept)

    def _handle_exception(self, error: Exception) -> None:
        """End without a word; Textual would print the answers with the traceback."""
        self._return_code = BROKEN
        if self.broken_by is None:
            self.broken_by = self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        """See `_handle_exception`."""
        self._close_messages_no_wait()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Refused: a picture of the screen is a picture of the answers."""

    def deliver_screenshot(self, *_args: Any, **_options: Any) -> None:
        """Refused, as above."""

    def save_screenshot(self, *_args: Any, **_options: Any) -> str:
        """Refused, as above."""
        return ""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Refused: the browser would open on the clinic's machine."""
