"""Line mode: the interview as a conversation in plain lines.

For screen readers, terminals that cannot move their cursor, and pipes. `LineMode.talk` does
no input or output: it is a generator that yields a text and is sent the line typed in reply.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal, TypeAlias

from msgspec.structs import replace

from nightcramp.answering.begin import begin_choice
from nightcramp.answering.search import fold
from nightcramp.answering.typed_line import read_line
from nightcramp.clinic.seat import Seat
from nightcramp.line_mode import texts
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

_COMMANDS = ("back", "why", "help_me", "answers", "language", "leave", "new_person", "wait")
"""Keys of `[line]` in `words.toml`: the words that can be typed for each, separated by commas."""


class LineMode:
    """A conversation with one person.

    Args:
        front: the pack, read whole when it is needed.
        seat: what surrounds the interview.
        begin: answers to go on with.
    """

    def __init__(self, front: LazyPack, seat: Seat, begin: Answers | None = None) -> None:
        self._begin = begin
        self._front = front
        self._seat = seat
        self._interview: Interview | None = None
        self._taken = ""

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
        choice = begin_choice(self._now, question, self.words.question)
        taken, self._taken = self._taken, ""
        text = texts.question_text(self._now, question, choice, self.words, taken)
        while choice.decided is None:
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
            elif command == "answers":
                return (yield from self._review())
            elif command == "language":
                return self._next_language()
            elif command == "leave":
                if (yield from self._agrees(self.words.leave.text, self.words.leave.go)):
                    return "leave"
                text = ""
            else:
                choice = read_line(choice, typed, self.words.line.also)
                text = texts.reply_text(choice, self.words)
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
        text = texts.result_text(self._now, self.words)
        while True:
            command = self._command((yield f"{text}{self.words.line.prompt_result} ").strip())
            text = ""
            if command == "why":
                text = texts.grounds_text(self._now, self.words)
            elif command == "help_me":
                text = texts.help_text(self.words.line)
            elif command == "back":
                self._interview = self._now.take_back()
                return "on"
            elif command == "wait" and self._now.while_you_wait:
                self._interview = self._now.wait()
                return "on"
            elif command == "answers":
                return (yield from self._review())
            elif command == "language":
                return self._next_language()
            elif command in ("new_person", "leave"):
                words = self.words.leave if command == "leave" else self.words.again
                if (yield from self._agrees(words.text, words.go)):
                    return "leave" if command == "leave" else "new_person"
            else:
                text = texts.sentence(self.words.line.no_command)

    def _agrees(self, text: str, go: str) -> Generator[str, str, bool]:
        typed = yield f"{texts.sentence(text)}{texts.sentence(go)}{self.words.line.prompt} "
        return _is_one_of(typed.strip(), self.words.line.yes)


def _is_one_of(typed: str, names: str) -> bool:
    """Whether a line is one of the names, separated by commas; case and accents do not matter."""
    return (fold(typed) or typed) in [fold(name) or name.strip() for name in names.split(",")]
