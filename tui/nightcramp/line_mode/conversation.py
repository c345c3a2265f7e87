"""Line mode: the interview as a conversation in plain lines.

For screen readers, terminals that cannot move their cursor, and pipes. `LineMode.talk` does
no input or output: it is a generator that yields a text and is sent the line typed in reply.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, TypeAlias

from msgspec.structs import replace

from nightcramp.answering.begin import begin_choice
from nightcramp.answering.choice import Choice
from nightcramp.answering.typed_line import read_line
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.exchange.papers import Papers
from nightcramp.line_mode import echo, texts
from nightcramp.line_mode.commands import command_in, is_one_of
from nightcramp.line_mode.greeting import Greeted, ask_for_code, greet
from nightcramp.line_mode.way_out import WayOut
from nightcramp.pack import Pack, Question
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import Words
from nightcramp.reports.explanations import explain_question
from nightcramp.reports.plain import render_blocks
from nightcramp.triage import Answers, Interview, Value

Talk: TypeAlias = "Generator[str, str, Ending]"
Ending = Literal["on", "first", "leave", "clear", "new_person"]
"""It goes on, goes back to the first screen, ends, ends and clears the screen, or is followed
by another conversation."""

Elsewhere: TypeAlias = "Generator[str, str, Ending | None]"

_ANYWHERE = ("answers", "language", "leave")


class LineMode:
    """A conversation with one person.

    Args:
        front: the pack, read whole when it is needed.
        seat: what surrounds the interview.
        begin: answers to go on with.
        permissions: what may leave the program.
        in_parts: whether somebody reads along, part after part; a pipe gets all at once.
        asks_for_code: whether a code is asked for at once.
    """

    def __init__(
        self,
        front: LazyPack,
        seat: Seat,
        begin: Answers | None = None,
        permissions: Permissions = Permissions(),  # noqa: B008  it is frozen
        *,
        in_parts: bool = False,
        asks_for_code: bool = False,
    ) -> None:
        self._begin = begin
        self._asks_for_code = asks_for_code
        self._front = front
        self._seat = seat
        self._permissions = permissions
        self._in_parts = in_parts
        self._interview: Interview | None = None
        self._taken = ""
        self._shown: Interview | None = None
        self._left: dict[str, Choice] = {}

    @property
    def words(self) -> Words:
        """The program's own words, in the present language."""
        return self._front.words

    @property
    def finished(self) -> bool:
        """Whether there is a result."""
        return self._interview is not None and self._interview.finished

    @property
    def ended(self) -> str:
        """The error for input that ends before the questions do."""
        question = (self._interview or Interview.begin(self._pack)).question
        return self.words.line.ended.format(question=question.text if question else "")

    @property
    def _pack(self) -> Pack:
        return self._front.whole

    def talk(self) -> Talk:
        """The conversation. Yields each text, and is sent the line typed in reply."""
        ending: Ending = "first"
        while ending in ("on", "first"):
            if ending == "first":
                ending = yield from self._greet()
            else:
                ending = yield from (self._show_result() if self.finished else self._ask())
        words = self.words.line
        if (
            ending == "leave"
            and self.finished
            and (yield from self._agrees(words.clear, words.clear_go))
        ):
            return "clear"
        return ending

    def _greet(self) -> Talk:
        """The first screen: begin, go on with the answers of a code, or with those given here."""
        asks, self._asks_for_code = self._asks_for_code, False
        answers = (yield from ask_for_code(self._front)) if asks else None
        greeted = Greeted(self._front, answers) if answers else (yield from greet(self._front))
        self._front = greeted.front
        if greeted.leaves:
            if self._interview and self._interview.answers:
                return (yield from self._elsewhere("leave")) or "first"
            return "leave"
        if greeted.answers is not None:
            self._go_on_with(greeted.answers)
        elif self._interview is not None:
            self._interview = replace(self._interview, pack=self._pack)
        else:
            self._go_on_with(self._begin or {})
            if not self._begin:
                yield from self._offer_kept()
        return "on"

    def _go_on_with(self, answers: Answers) -> None:
        self._interview = Interview.begin(self._pack, answers)
        self._shown = None
        if answers:
            self._seat.answered(self._now.answers)

    def _offer_kept(self) -> Generator[str, str, None]:
        """Offer the answers of a session whose line dropped."""
        kept = self._seat.take_up()
        if kept and (yield from self._agrees(self.words.resume.text, self.words.resume.go)):
            self._go_on_with(kept)
        elif kept:
            self._seat.decline()

    def _ask(self) -> Talk:
        """Ask the present question until it is answered, or a command leads elsewhere."""
        question = self._now.question
        assert question is not None  # noqa: S101  for the type checker; `finished` says so
        choice = begin_choice(
            self._now, question, self.words.question, self._left.pop(question.id, None)
        )
        new = begin_choice(self._now, question, self.words.question)
        listed = False
        text = self._opening(question, choice)
        if choice.is_begun(new):
            text += texts.reply_text(choice, self.words)
        while choice.decided is None:
            if choice.is_begun(new):
                self._left[question.id] = replace(choice, typed="", message="")
            typed = (yield f"{text}{texts.prompt_text(choice, self.words.line)}").strip()
            command = command_in(typed, self.words.line)
            if command == "why":
                why = render_blocks(explain_question(self._pack, question))
                text = f"{why}{texts.question_text(self._now, question, choice)}"
            elif command == "help_me":
                text = texts.help_text(self.words.line)
            elif command == "back":
                before, self._interview = self._now, self._now.back()
                return "first" if self._interview is before else "on"
            elif command in _ANYWHERE:
                if (ending := (yield from self._elsewhere(command))) is not None:
                    return ending
                text = ""
            elif question.kind == "pick" and is_one_of(typed, self.words.line.whole_list):
                choice, listed = replace(choice, typed="", message=""), True
                text = texts.list_text(choice, self.words.line)
            else:
                choice = read_line(choice, typed, self.words.line.also, listed=listed)
                listed = listed and not choice.typed
                text = texts.reply_text(choice, self.words)
        self._left.pop(question.id, None)
        self._take(choice.decided)
        return "on"

    def _opening(self, question: Question, choice: Choice) -> str:
        """What is said before a question, and the question."""
        text = f"{self._echo()}{texts.question_text(self._now, question, choice)}"
        problem = self._seat.take_problem()
        return f"{texts.sentence(problem.sentence(self.words))}{text}" if problem else text

    def _take(self, value: Value) -> None:
        question = self._now.question
        self._interview = self._now.answer(value)
        self._seat.answered(self._now.answers)
        self._taken = question.id if question else ""

    @property
    def _now(self) -> Interview:
        assert self._interview is not None  # noqa: S101  set before the first question
        return self._interview

    def _review(self) -> Talk:
        """Show all answers, and go to the question whose number is typed."""
        typed = yield f"{texts.review_text(self._now)}{self.words.line.prompt} "
        items = self._now.answered
        if typed.strip().isdecimal() and 1 <= int(typed) <= len(items):
            self._interview = self._now.jump(items[int(typed) - 1].id)
        return "on"

    def _next_language(self) -> Ending:
        """Switch to the next language. The answers stay."""
        languages = list(self._front.about.languages)
        following = languages.index(self._front.language) + 1
        self._front = self._front.speaking(languages[following % len(languages)])
        self._interview = replace(self._now, pack=self._pack)
        return "on"

    def _echo(self) -> str:
        """What was answered last, and what it does to the advice given before. Said once."""
        taken, self._taken = self._taken, ""
        if taken not in self._now.answers:
            return ""
        shown = replace(self._shown, pack=self._pack) if self._shown else None
        if shown and not self.finished and echo.withdraws(shown, self._now):
            self._shown = None
        return echo.echo_text(self._now, taken, shown)

    def _show_result(self) -> Talk:
        words = self.words.line
        said = self._echo()
        self._shown = self._now
        text, *unread = self._parts_of_result(said)
        named = False  # what can be typed while there is more to read
        while True:
            typed = (yield f"{text}{texts.result_prompt(words, unread, named=named)}").strip()
            command = command_in(typed, words)
            text, named = "", not typed or bool(command)
            if unread and not typed:
                text = unread.pop(0)
            elif command == "why":
                grounds = texts.grounds_text(self._now)
                text, *more = texts.screenfuls(grounds) if self._in_parts else [grounds]
                unread = [*more, *unread]
            elif command == "ways":
                yield from self._take_along()
            elif command == "help_me":
                text = texts.help_text(words)
            elif (ending := (yield from self._from_result(command))) is not None:
                return ending
            elif command not in _ANYWHERE and command != "new_person":
                text = texts.sentence(words.no_command)

    def _from_result(self, command: str) -> Elsewhere:
        """Where a command leads from a result; None for nowhere."""
        if command == "back":
            self._interview = self._now.take_back()
            return "on"
        if command == "wait" and self._now.while_you_wait:
            self._interview = self._now.wait()
            return "on"
        if command == "new_person":
            agrees = yield from self._agrees(self.words.new_person.text, self.words.new_person.go)
            return "new_person" if agrees else None
        return (yield from self._elsewhere(command))

    def _elsewhere(self, command: str) -> Elsewhere:
        """Where a command leads that works at every prompt; None for nowhere."""
        if command == "answers":
            return (yield from self._review())
        if command == "language":
            return self._next_language()
        if command == "leave":
            agrees = yield from self._agrees(self.words.leave.text, self.words.leave.go)
            return "leave" if agrees else None
        return None

    def _parts_of_result(self, said: str) -> list[str]:
        if self._in_parts:
            return texts.result_parts(self._now, said)
        return [f"{said}{texts.result_text(self._now)}"]

    def _take_along(self) -> Generator[str, str, None]:
        papers = Papers(self._pack, self._now.answers)
        language = self._front.language
        way = WayOut(papers, self.words, self._permissions, language, in_parts=self._in_parts)
        yield from way.take_along()

    def _agrees(self, text: str, go: str) -> Generator[str, str, bool]:
        typed = yield f"{texts.sentence(text)}{texts.sentence(go)}{self.words.line.prompt} "
        return is_one_of(typed.strip(), self.words.line.yes)
