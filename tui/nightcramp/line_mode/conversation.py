"""Line mode: the same interview as plain lines, one below the other.

For screen readers, for terminals that cannot move their cursor, and for pipes. Nothing is
drawn, moved or repainted. `LineMode.talk` is the conversation itself, without any input or
output: it yields what is said, and is sent the line that was typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec.structs import replace

from nightcramp.answering.choice import begin_choice
from nightcramp.answering.search import fold
from nightcramp.answering.typed_line import read_line
from nightcramp.line_mode.texts import (
    grounds_text,
    help_text,
    prompt_text,
    question_text,
    reply_text,
    result_text,
    review_text,
    sentence,
)
from nightcramp.reports.explanations import explain_question
from nightcramp.reports.introduction import introduction
from nightcramp.reports.plain import render_blocks
from nightcramp.triage.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Generator

    from nightcramp.clinic.seat import Clinic
    from nightcramp.pack import Pack
    from nightcramp.pack.late import LatePack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers, Value

Talk: TypeAlias = "Generator[str, str, Ending]"
Ending = Literal["on", "leave", "clear", "new_person"]
"""What comes next: the conversation goes on, ends (and the screen is cleared), or begins anew."""

_COMMANDS = ("back", "why", "help_me", "answers", "language", "leave", "new_person", "wait")
"""Tables of `[line]` in `words.toml`: what may be typed for each, with commas between."""


class LineMode:
    """One seat: person after person, until someone leaves.

    Args:
        front: the pack, as far as it is known before it is read whole.
        clinic: what surrounds the interview.
        begin: answers to go on with.

    Attributes:
        finished: whether the person has come to a result.
    """

    def __init__(self, front: LatePack, clinic: Clinic, begin: Answers | None = None) -> None:
        self._begin = begin
        self._front = front
        self._clinic = clinic
        self._interview: Interview | None = None
        self._taken = ""

    @property
    def words(self) -> Words:
        """The program's own words, in the language spoken now."""
        return self._front.words

    @property
    def finished(self) -> bool:
        """Whether there is a result."""
        return self._interview is not None and self._interview.finished

    @property
    def ended(self) -> str:
        """What to say where the input ends before the questions do."""
        question = (self._interview or Interview.begin(self._pack)).question
        return self.words.line.ended.format(question=question.text if question else "")

    @property
    def _pack(self) -> Pack:
        return self._front.whole

    def talk(self) -> Talk:
        """All that is said to one person; each line typed answers what was said last."""
        if (yield from self._greet()) == "leave":
            return "leave"
        self._interview = Interview.begin(self._pack, self._begin)
        if self._begin:
            self._clinic.answered(self._now.answers)
        kept = self._clinic.take_up()
        if kept and (yield from self._agrees(self.words.resume.text, self.words.resume.go)):
            self._interview = Interview.begin(self._pack, kept)
            self._clinic.answered(self._now.answers)
        ending: Ending = "on"
        while ending == "on":
            ending = yield from (self._show_result() if self.finished else self._ask())
        said = self.words.line
        if (
            ending == "leave"
            and self.finished
            and (yield from self._agrees(said.clear, said.clear_go))
        ):
            return "clear"
        return ending

    def _greet(self) -> Talk:
        words = self.words
        said = render_blocks(introduction(self._front, words.welcome, words.line.how_to))
        while True:
            typed = (yield f"{said}\n{words.line.prompt}").strip()
            languages = list(self._front.about.languages)
            if typed.isdecimal() and 1 <= int(typed) <= len(languages):
                return (yield from self._greet_in(languages[int(typed) - 1]))
            command = self._command(typed)
            if command == "leave":
                return "leave"
            if command != "help_me":
                return "on"
            said = help_text(self.words.line)

    def _greet_in(self, language: str) -> Talk:
        self._front = self._front.speaking(language)
        return (yield from self._greet())

    def _ask(self) -> Talk:
        """Ask the present question until it is answered, or something else is wanted."""
        question = self._now.question
        assert question is not None  # noqa: S101  for the type checker; `finished` says so
        choice = begin_choice(self._now, question, self.words.question)
        taken, self._taken = self._taken, ""
        said = question_text(self._now, question, choice, self.words, taken)
        while choice.decided is None:
            typed = (yield f"{said}{prompt_text(choice, self.words.line)}").strip()
            command = self._command(typed)
            if command == "why":
                why = render_blocks(explain_question(self._pack, question, self.words.why))
                said = f"{why}{question_text(self._now, question, choice, self.words, '')}"
            elif command == "help_me":
                said = help_text(self.words.line)
            elif command == "back":
                self._interview = self._now.back()
                return "on"
            elif command == "answers":
                return (yield from self._review())
            elif command == "language":
                return self._speak_next()
            elif command == "leave":
                if (yield from self._agrees(self.words.leave.text, self.words.leave.go)):
                    return "leave"
                said = ""
            else:
                choice = read_line(choice, typed, self.words.line.also)
                said = reply_text(choice, self.words)
        self._take(choice.decided)
        return "on"

    def _take(self, value: Value) -> None:
        question = self._now.question
        self._interview = self._now.answer(value)
        self._clinic.answered(self._now.answers)
        self._taken = question.id if question else ""

    def _command(self, typed: str) -> str:
        """The command that a line is; empty for a line that is none."""
        words = self.words.line
        return next((c for c in _COMMANDS if _is_one_of(typed, getattr(words, c))), "")

    @property
    def _now(self) -> Interview:
        assert self._interview is not None  # noqa: S101  there is one once someone was greeted
        return self._interview

    def _review(self) -> Talk:
        """All answers, and the way to any of them."""
        typed = yield f"{review_text(self._now, self.words)}{self.words.line.prompt} "
        items = self._now.answered
        if typed.strip().isdecimal() and 1 <= int(typed) <= len(items):
            self._interview = self._now.jump(items[int(typed) - 1].id)
        return "on"

    def _speak_next(self) -> Ending:
        """Go on in the language after this one; the answers stay."""
        languages = list(self._front.about.languages)
        following = languages.index(self._front.language) + 1
        self._front = self._front.speaking(languages[following % len(languages)])
        self._interview = replace(self._now, pack=self._pack)
        return "on"

    def _show_result(self) -> Talk:
        self._taken = ""
        said = result_text(self._now, self.words)
        while True:
            command = self._command((yield f"{said}{self.words.line.prompt_result} ").strip())
            said = ""
            if command == "why":
                said = grounds_text(self._now, self.words)
            elif command == "help_me":
                said = help_text(self.words.line)
            elif command == "back":
                self._interview = self._now.take_back()
                return "on"
            elif command == "wait" and self._now.while_you_wait:
                self._interview = self._now.wait()
                return "on"
            elif command == "answers":
                return (yield from self._review())
            elif command == "language":
                return self._speak_next()
            elif command in ("new_person", "leave"):
                words = self.words.leave if command == "leave" else self.words.again
                if (yield from self._agrees(words.text, words.go)):
                    return "leave" if command == "leave" else "new_person"
            else:
                said = sentence(self.words.line.no_command)

    def _agrees(self, text: str, go: str) -> Generator[str, str, bool]:
        typed = yield f"{sentence(text)}{sentence(go)}{self.words.line.prompt} "
        return _is_one_of(typed.strip(), self.words.line.yes)


def _is_one_of(typed: str, names: str) -> bool:
    """Whether a line is one of the names, whatever its case and accents."""
    return (fold(typed) or typed) in [fold(name) or name.strip() for name in names.split(",")]
