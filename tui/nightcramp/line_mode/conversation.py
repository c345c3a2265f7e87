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
from nightcramp.answering.search import fold
from nightcramp.answering.typed_line import read_line
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.exchange.papers import Papers
from nightcramp.line_mode import texts
from nightcramp.line_mode.way_out import WayOut
from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.words import Words
from nightcramp.reports.explanations import explain_question
from nightcramp.reports.introduction import introduction
from nightcramp.reports.plain import render_blocks
from nightcramp.triage import Answers, Interview, Value

Talk: TypeAlias = "Generator[str, str, Ending]"
Ending = Literal["on", "leave", "clear", "new_person"]
"""The conversation goes on, ends, ends and clears the screen, or is followed by another."""

Elsewhere: TypeAlias = "Generator[str, str, Ending | None]"

_ANYWHERE = ("answers", "language", "leave")
_COMMANDS = (
    "back", "why", "help_me", "answers", "language", "leave", "new_person", "wait", "ways",
)  # fmt: skip
"""Keys of `[line]` in `words.toml`: the words that can be typed for each, separated by commas."""


class LineMode:
    """A conversation with one person.

    Args:
        front: the pack, read whole when it is needed.
        seat: what surrounds the interview.
        begin: answers to go on with.
        permissions: what may leave the program.
        in_parts: whether somebody reads along, part after part; a pipe gets all at once.
    """

    def __init__(
        self,
        front: LazyPack,
        seat: Seat,
        begin: Answers | None = None,
        permissions: Permissions = Permissions(),  # noqa: B008  it is frozen
        *,
        in_parts: bool = False,
    ) -> None:
        self._begin = begin
        self._front = front
        self._seat = seat
        self._permissions = permissions
        self._in_parts = in_parts
        self._interview: Interview | None = None
        self._taken = ""
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
        if (yield from self._greet()) == "leave":
            return "leave"
        self._interview = Interview.begin(self._pack, self._begin)
        if self._begin:
            self._seat.answered(self._now.answers)
        kept = self._seat.take_up()
        if kept and (yield from self._agrees(self.words.resume.text, self.words.resume.go)):
            self._interview = Interview.begin(self._pack, kept)
            self._seat.answered(self._now.answers)
        elif kept:
            self._seat.decline()
        ending: Ending = "on"
        while ending == "on":
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
        text = self._introduction()
        while True:
            typed = (yield f"{text}\n{self.words.line.prompt}").strip()
            languages = list(self._front.about.languages)
            command = self._command(typed)
            if typed.isdecimal() and 1 <= int(typed) <= len(languages):
                self._front = self._front.speaking(languages[int(typed) - 1])
                text = self._introduction()
            elif command == "help_me":
                text = texts.help_text(self.words.line)
            else:
                return "leave" if command == "leave" else "on"

    def _introduction(self) -> str:
        words = self.words
        return render_blocks(introduction(self._front, words.welcome, words.line.how_to))

    def _ask(self) -> Talk:
        """Ask the present question until it is answered, or a command leads elsewhere."""
        question = self._now.question
        assert question is not None  # noqa: S101  for the type checker; `finished` says so
        choice = begin_choice(
            self._now, question, self.words.question, self._left.pop(question.id, None)
        )
        new = begin_choice(self._now, question, self.words.question)
        taken, self._taken = self._taken, ""
        text = texts.question_text(self._now, question, choice, self.words, taken)
        if (problem := self._seat.take_problem()) is not None:
            text = f"{texts.sentence(problem.sentence(self.words))}{text}"
        if choice.is_begun(new):
            text += texts.reply_text(choice, self.words)
        while choice.decided is None:
            if choice.is_begun(new):
                self._left[question.id] = replace(choice, typed="", message="")
            typed = (yield f"{text}{texts.prompt_text(choice, self.words.line)}").strip()
            command = self._command(typed)
            if command == "why":
                why = render_blocks(explain_question(self._pack, question, self.words.why))
                text = f"{why}{texts.question_text(self._now, question, choice, self.words, '')}"
            elif command == "help_me":
                text = texts.help_text(self.words.line)
            elif command == "back":
                self._interview = self._now.back()
                return "on"
            elif command in _ANYWHERE:
                if (ending := (yield from self._elsewhere(command))) is not None:
                    return ending
                text = ""
            else:
                choice = read_line(choice, typed, self.words.line.also)
                text = texts.reply_text(choice, self.words)
        self._left.pop(question.id, None)
        self._take(choice.decided)
        return "on"

    def _take(self, value: Value) -> None:
        question = self._now.question
        self._interview = self._now.answer(value)
        self._seat.answered(self._now.answers)
        self._taken = question.id if question else ""

    def _command(self, typed: str) -> str:
        """The command that was typed; empty if the line is not one."""
        words = self.words.line
        return next((c for c in _COMMANDS if _is_one_of(typed, getattr(words, c))), "")

    @property
    def _now(self) -> Interview:
        assert self._interview is not None  # noqa: S101  set before the first question
        return self._interview

    def _review(self) -> Talk:
        """Show all answers, and go to the question whose number is typed."""
        typed = yield f"{texts.review_text(self._now, self.words)}{self.words.line.prompt} "
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

    def _show_result(self) -> Talk:
        self._taken = ""
        words = self.words.line
        text, *unread = self._parts_of_result()
        while True:
            prompt = words.prompt_more if unread else words.prompt_result
            typed = (yield f"{text}{prompt} ").strip()
            command = self._command(typed)
            text = ""
            if unread and not typed:
                text = unread.pop(0)
            elif command == "why":
                grounds = texts.grounds_text(self._now, self.words)
                text, *more = texts.screenfuls(grounds) if self._in_parts else [grounds]
                unread = [*more, *unread]
            elif command == "ways":
                yield from self._take_along()
            elif command == "help_me":
                text = texts.help_text(self.words.line)
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
            agrees = yield from self._agrees(self.words.again.text, self.words.again.go)
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

    def _parts_of_result(self) -> list[str]:
        if self._in_parts:
            return texts.result_parts(self._now, self.words)
        return [texts.result_text(self._now, self.words)]

    def _take_along(self) -> Generator[str, str, None]:
        papers = Papers(self._pack, self.words, self._now.answers)
        way = WayOut(papers, self.words, self._permissions, in_parts=self._in_parts)
        yield from way.take_along()

    def _agrees(self, text: str, go: str) -> Generator[str, str, bool]:
        typed = yield f"{texts.sentence(text)}{texts.sentence(go)}{self.words.line.prompt} "
        return _is_one_of(typed.strip(), self.words.line.yes)


def _is_one_of(typed: str, names: str) -> bool:
    """Whether a line is one of the names, separated by commas; case and accents do not matter."""
    return (fold(typed) or typed) in [fold(name) or name.strip() for name in names.split(",")]
