"""The question screen: one for all questions, updated in place."""

from __future__ import annotations

from msgspec.structs import replace

from nightcramp.answering.begin import begin_choice
from nightcramp.answering.choice import Choice
from nightcramp.pack import Pack, Question
from nightcramp.pack.model import RED_FLAGS
from nightcramp.reports.blocks import GAP, Block
from nightcramp.triage.interview import Progress
from nightcramp.wizard.keys import STEPS, Key, Place
from nightcramp.wizard.marks import Marks
from nightcramp.wizard.pace import Weight
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.choices import Choices, Page
from nightcramp.wizard.widgets.rows import Row, Span


def section_asides(pack: Pack, progress: Progress, marks: Marks) -> list[Row]:
    """The sections, with the present one marked; in brief, its title and how far along it is."""
    titles = [section.title for section in pack.about.sections]
    here = titles.index(progress.section) if progress.section in titles else 0
    whole: list[Span] = []
    for place, title in enumerate(titles):
        mark = marks.behind if place <= here else marks.ahead
        style = "accent" if place == here else "" if place < here else "dim"
        whole += [Span(mark, style), Span(f" {title}", style), Span("   ")]
    brief = [Span(marks.behind, "accent"), Span(f" {progress.section}", "accent")]
    count = pack.words.question.progress_shortest
    count = count.format(number=progress.number, about=progress.about)
    return [tuple(whole[:-1]), (*brief, Span(f"   {count}", "dim")), (Span(count, "dim"),)]


class QuestionScreen(WizardScreen[None]):
    """Shows the interview's present question and takes its answer."""

    PLACES = ("single", "several", "number", "pick", "started")
    BINDINGS = bindings_for(*PLACES)
    body: Choices

    def __init__(self) -> None:
        super().__init__(Choices())
        self._new = self.body.choice

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return self.body.choice.kind

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now: none back from the first question."""
        interview = self.app.interview
        is_first = interview.back() is interview
        return tuple(key for key in super().keys if not (is_first and key.does == "previous"))

    @property
    def shown(self) -> object:
        """What is shown: this question."""
        question = self.app.interview.question
        return super().shown, question and question.id

    @property
    def is_careful(self) -> bool:
        """Whether it asks about danger signs."""
        question = self.app.interview.question
        return question is not None and question.section == RED_FLAGS

    def weight_of(self, key: str) -> Weight:
        """How much a key does here; a digit that goes on with what it chose clears nothing."""
        weight = super().weight_of(key)
        if self.body.choice.searches and (key.isdecimal() or key == "space"):
            return "text"
        goes_on = key.isdecimal() and self.body.choice.press_digit(int(key)).decided is not None
        return "act" if weight == "once" and goes_on else weight

    def show(self) -> None:
        """Show the present question, as it was left or new."""
        interview = self.app.interview
        question = interview.question
        if question is None:
            return
        words = self.words.question
        progress = interview.progress
        sections = section_asides(self.app.pack, progress, self.body.marks)
        done = (progress.number - 1) / max(1, progress.about)
        self.header.show(self.app.title, *sections, done=done)
        self._new = begin_choice(interview, question, words)
        left = self.app.left.get(question.id)
        page = Page(self.app.pack.picture_for(question.id), self._why(question))
        self.body.show(begin_choice(interview, question, words, left), question, page)
        count = words.progress_short.format(number=progress.number, about=progress.about)
        self.key_bar.follow(count)

    def _why(self, question: Question) -> tuple[Block, ...]:
        title = Block("heading", self.words.why.title)
        return (title, GAP, Block("text", question.why))

    def tell(self, message: str) -> None:
        """Say why a key did nothing."""
        self.body.show(replace(self.body.choice, message=message))

    async def action_enter(self) -> None:
        """Go on, if there is an answer."""
        await self._take(self.body.choice.enter())

    async def action_digit(self, key: str) -> None:
        """Choose by number."""
        await self._take(self.body.choice.press_digit(int(key)))

    async def action_choose(self) -> None:
        """Choose the highlighted option, or take it back; in a search, type a space."""
        choice = self.body.choice
        is_text = choice.searches and not choice.looked
        await self._take(choice.type(" ") if is_text else choice.toggle())

    async def action_move(self, key: str) -> None:
        """Highlight another option."""
        await self._take(self.body.choice.move(STEPS[key]))

    async def action_type(self, character: str) -> None:
        """Take a letter of a search, or a digit of a number."""
        await self._take(self.body.choice.type(character))

    async def action_not_sure(self) -> None:
        """Answer "Not sure"."""
        await self._take(self.body.choice.be_unsure())

    async def action_erase(self) -> None:
        """Delete the last character typed."""
        await self._take(self.body.choice.erase())

    def action_tell_back(self) -> None:
        """Say how to go back, where Backspace has nothing to delete."""
        self.tell("back_is_left")

    async def action_clear(self) -> None:
        """Delete all letters of a search."""
        await self._take(self.body.choice.clear_search())

    async def paste(self, text: str) -> None:
        """Take pasted text as typed, where text can be typed."""
        if self.place in ("pick", "number") and not self.is_too_small:
            await self._take(self.body.choice.type(text))

    async def _take(self, choice: Choice) -> None:
        question = self.app.interview.question
        unread = self.body.unread
        if unread and (self._denies(choice) or self._leaves_signs(choice)):
            self.body.show(replace(self.body.choice, focus=unread[0], message="read_first"))
        elif choice.decided is not None:
            await self.app.answer(choice.decided)
        elif question is not None:
            self.body.show(choice)
            self.app.left.pop(question.id, None)
            if choice.is_begun(self._new):
                self.app.left[question.id] = replace(choice, message="")

    def _denies(self, choice: Choice) -> bool:
        """Whether this key says of the whole list none of these, or not sure."""
        if choice.kind != "several":
            return False
        answer = choice.decided if isinstance(choice.decided, tuple) else choice.chosen
        is_new = answer != self.body.choice.chosen or not self._new.chosen
        return bool(answer) and is_new and all(o.id not in answer for o in choice.listed)

    def _leaves_signs(self, choice: Choice) -> bool:
        """Whether this key goes on from danger signs; from an emergency, nothing keeps one."""
        if not self.is_careful or choice.kind != "several" or choice.decided is None:
            return False
        return not self._new.chosen and not self.app.interview.answer(choice.decided).finished
