"""The app: one interview, and the way from screen to screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App

from nightcramp.screens.page import Page
from nightcramp.screens.welcome import WelcomeScreen
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.widgets.frame import Frame

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

    from nightcramp.keys import Place
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Value

BROKEN = 70


def run_wizard(pack: Pack, words: Words, *, theme: str = "dark") -> int:
    """Run the wizard until the person leaves.

    Args:
        pack: the clinical content.
        words: the program's own words.
        theme: `dark` or `light`, as the terminal's background is.

    Returns:
        The exit code.

    Raises:
        Exception: whatever broke the program, once the terminal is restored; the command
            line says so without showing any answer.
    """
    app = NightcrampApp(pack, words, theme=theme)
    app.run(mouse=False)
    if app.broken_by is not None:
        raise app.broken_by
    return app.return_code or 0


class NightcrampApp(App[None], inherit_bindings=False):
    """The wizard.

    Attributes:
        interview: the answers so far and where the person is; the screens hold none.
        broken_by: the exception that ended the app.
    """

    TITLE = "nightcramp"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar = []

    def __init__(self, pack: Pack, words: Words, *, theme: str = "dark") -> None:
        super().__init__(ansi_color=True)
        self.theme = f"ansi-{theme}"
        self.pack = pack
        self.words = words
        self.interview = Interview.begin(pack)
        self.broken_by: Exception | None = None
        self._frame = Frame()

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        return WelcomeScreen(self)

    async def on_event(self, event: events.Event) -> None:
        """Hand a key to the screen that is shown now.

        Textual puts it in that screen's queue, and keys typed ahead of a slow line would
        still reach it once it has given way to another.
        """
        screen = self.screen_stack[-1] if self.screen_stack else None
        if isinstance(screen, Page) and isinstance(event, events.Key):
            screen.press(event.key, event.character)
        elif isinstance(screen, Page) and isinstance(event, events.Paste):
            screen.paste(event.text)
        else:
            await super().on_event(event)

    def answer(self, value: Value) -> None:
        """Answer the present question and go on."""
        self.interview = self.interview.answer(value)
        self.go_on()

    def go_on(self) -> None:
        """To the question that comes next, or to the result."""
        # Screens are imported when they are opened: until then the first one waits.
        from nightcramp.screens.question import QuestionScreen

        if self.interview.finished:
            from nightcramp.reports.result import build_result
            from nightcramp.screens.results import ResultsScreen

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

    def undo_flag(self) -> None:
        """From an urgent result to the last answer behind it."""
        flags = assess(self.pack, self.interview.answers).flags
        behind = flags[0].answers if flags else ()
        if behind:
            self.interview = self.interview.jump(behind[-1])
            self.go_on()
        else:
            self.go_back()

    def start_again(self) -> None:
        """Forget all answers; to the first screen."""
        self.interview = Interview.begin(self.pack)
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def show_why(self) -> None:
        """Say why the present question is asked."""
        from nightcramp.screens.why import WhyScreen, why_parts

        question = self.interview.question
        if question is not None:
            parts = why_parts(self.pack, question, self.words.why)
            self.push_screen(WhyScreen(self, self.words.why.title, parts))

    def show_grounds(self, topic: str) -> None:
        """Say what a topic of the result rests on."""
        from nightcramp.screens.why import WhyScreen, ground_parts

        answers = self.interview.answers
        found = assess(self.pack, answers)
        parts = ground_parts(self.pack, answers, found, topic, self.words)
        self.push_screen(WhyScreen(self, self.words.why.grounds, parts))

    def show_help(self, place: Place) -> None:
        """Show the keys that work in a place."""
        from nightcramp.screens.help import HelpScreen

        self.push_screen(HelpScreen(self, place))

    def show_review(self) -> None:
        """Show all answers."""
        from nightcramp.screens.review import ReviewScreen

        self.push_screen(ReviewScreen(self))

    def ask_to_leave(self) -> None:
        """Leave, if that is what the person wants."""
        from nightcramp.screens.confirm import ConfirmScreen

        self.push_screen(ConfirmScreen(self, self.words.leave, self.exit))

    def ask_to_start_again(self) -> None:
        """Start again, if that is what the person wants."""
        from nightcramp.screens.confirm import ConfirmScreen

        self.push_screen(ConfirmScreen(self, self.words.again, self.start_again))

    def _switch(self, screen: Screen[Any]) -> None:
        """Show a screen above the first one, which stays where it is."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def repaint(self) -> None:
        """Send the whole screen again: something else may have written over it."""
        self._frame.forget()
        self.screen.refresh()

    def on_mount(self) -> None:
        """Repaint when the program comes back from the background."""
        self.app_resume_signal.subscribe(self, lambda _: self.repaint())

    def on_resize(self) -> None:
        """A terminal that changes its size moves what it shows."""
        self._frame.forget()

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send only what differs from what is shown."""
        if isinstance(renderable, CompositorUpdate) and not self._batch_count:
            # What Textual made of the screen is nowhere else to be had.
            self._frame.want(self.screen._compositor.render_strips())  # noqa: SLF001
            renderable = self._frame
        super()._display(screen, renderable)

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
