"""The question screen: one for all questions, updated in place."""

from __future__ import annotations

from msgspec.structs import replace

from nightcramp.answering.choice import Choice, begin_choice
from nightcramp.pack.words import QuestionWords
from nightcramp.triage.interview import Progress
from nightcramp.wizard.keys import STEPS, Place
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.choices import Choices
from nightcramp.wizard.widgets.page_rows import progress_bar


def progress_asides(progress: Progress, words: QuestionWords) -> tuple[str, ...]:
    """How far along the interview is, at length and in brief."""
    drawn = progress_bar(progress.number, progress.about)
    return tuple(
        form.format(number=progress.number, about=progress.about)
        for form in (
            f"{words.progress}   {drawn}",
            f"{words.progress_short}  {drawn}",
            words.progress_short,
            words.progress_shortest,
        )
    )


class QuestionScreen(WizardScreen[None]):
    """Shows the interview's present question and takes its answer."""

    PLACES = ("single", "several", "number", "pick", "started")
    BINDINGS = bindings_for(*PLACES)
    body: Choices

    def __init__(self) -> None:
        super().__init__(Choices())

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return self.body.choice.kind

    def show(self) -> None:
        """Show the present question, as it was left or new."""
        interview = self.app.interview
        question = interview.question
        if question is None:
            return
        words = self.words.question
        progress = interview.progress
        self.header.show(progress.section, *progress_asides(progress, words))
        self.body.show(begin_choice(interview, question, words), question)
        self.key_bar.follow()

    def take_over(self, half: Choice) -> None:
        """Go on with a choice begun in another language."""
        self.body.show(replace(half, options=self.body.choice.options))

    async def action_enter(self) -> None:
        """Go on, if there is an answer."""
        await self._take(self.body.choice.enter())

    async def action_digit(self, key: str) -> None:
        """Choose by number."""
        await self._take(self.body.choice.press_digit(int(key)))

    async def action_choose(self) -> None:
        """Choose the highlighted option, or take it back; in a search, type a space."""
        choice = self.body.choice
        searching = choice.kind == "pick" and choice.can_erase
        await self._take(choice.type(" ") if searching else choice.toggle())

    async def action_move(self, key: str) -> None:
        """Highlight another option."""
        await self._take(self.body.choice.move(STEPS[key]))

    async def action_type(self, character: str) -> None:
        """Take a letter of a search, or a digit of a number."""
        await self._take(self.body.choice.type(character))

    async def action_not_sure(self) -> None:
        """Answer "Not sure"."""
        await self._take(self.body.choice.be_unsure())

    async def action_back(self, key: str) -> None:
        """To the question before; Backspace first takes back what was typed."""
        if key == "backspace" and self.body.choice.can_erase:
            await self._take(self.body.choice.erase())
        else:
            await self.app.action_previous()

    async def paste(self, text: str) -> None:
        """Take pasted text as typed, where text can be typed."""
        if self.place in ("pick", "number") and not self.is_too_small:
            await self._take(self.body.choice.type(text))

    async def _take(self, choice: Choice) -> None:
        if choice.decided is None:
            self.body.show(choice)
        else:
            await self.app.answer(choice.decided)
