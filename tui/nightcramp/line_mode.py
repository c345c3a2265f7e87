"""Line mode: the same interview as plain lines, one below the other.

For screen readers, for terminals that cannot move their cursor, and for pipes. Nothing is
drawn, moved or repainted. `LineMode.talk` is the conversation itself, without any input or
output: it yields what is said, and is sent the line that was typed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from nightcramp.reports.answered import answer_text, answered
from nightcramp.reports.part import Part
from nightcramp.reports.plain import render_parts, render_plain
from nightcramp.reports.result import build_result
from nightcramp.reports.welcome import welcome_parts
from nightcramp.reports.why import ground_parts, why_parts
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.widgets.choice import begin_choice
from nightcramp.widgets.search import fold, search
from nightcramp.widgets.typed_line import found, read_line

if TYPE_CHECKING:
    from collections.abc import Generator

    from nightcramp.clinic import Clinic
    from nightcramp.pack import Pack, Question
    from nightcramp.pack.late import LatePack
    from nightcramp.pack.words import Words
    from nightcramp.triage.answers import Answers, Value
    from nightcramp.widgets.choice import Choice

Talk: TypeAlias = "Generator[str, str, Ending]"
Ending = Literal["on", "leave", "clear", "new_person"]
"""What comes next: the conversation goes on, ends (and the screen is cleared), or begins anew."""

_COMMANDS = ("back", "why", "help_me", "answers", "language", "leave", "new_person")
"""Tables of `[line]` in `words.toml`: what may be typed for each, with commas between."""

_FEW = 30
"""Names that are read out; more than that are searched."""


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
        kept = self._clinic.take_up()
        if kept and (yield from self._agrees(self.words.resume.text, self.words.resume.go)):
            self._interview = Interview.begin(self._pack, kept)
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
        said = render_parts(welcome_parts(self._front, words.welcome, words.line.how_to))
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
            said = self._help()

    def _greet_in(self, language: str) -> Talk:
        self._front = self._front.speaking(language)
        return (yield from self._greet())

    def _ask(self) -> Talk:
        """Ask the present question until it is answered, or something else is wanted."""
        question = self._now.question
        assert question is not None  # noqa: S101  for the type checker; `finished` says so
        choice = begin_choice(self._now, question, self.words.question)
        said = self._question(question, choice)
        while choice.decided is None:
            typed = (yield f"{said}{self._prompt(choice)}").strip()
            command = self._command(typed)
            if command == "why":
                why = render_parts(why_parts(self._pack, question, self.words.why))
                said = f"{why}{self._question(question, choice)}"
            elif command == "help_me":
                said = self._help()
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
                said = self._reply(choice)
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

    def _question(self, question: Question, choice: Choice) -> str:
        progress, words = self._now.progress, self.words.line
        where = words.where.format(
            section=progress.section, number=progress.number, about=progress.about
        )
        parts = [*self._echo(), Part("text", where), Part("gap"), Part("text", question.text)]
        if question.hint:
            parts.append(Part("text", question.hint))
        parts += [Part("gap"), *self._options(choice), Part("gap")]
        if question.id in self._now.answers:
            given = self._answer_to(question)
            parts += [Part("text", words.earlier.format(answer=given)), Part("gap")]
        return f"\n{render_parts(parts)}"

    def _answer_to(self, question: Question) -> str:
        return answer_text(self._pack, question, self._now.answers, self.words.question.not_sure)

    def _echo(self) -> list[Part]:
        """The answer that was just taken, said once: a number is easily mistaken for another."""
        taken, self._taken = self._taken, ""
        if taken not in self._now.answers:
            return []
        answer = self._answer_to(self._pack.question(taken))
        return [Part("text", self.words.line.taken.format(answer=answer)), Part("gap")]

    def _options(self, choice: Choice) -> list[Part]:
        """The options with their numbers; of a list to search, those that stand apart."""
        if choice.kind == "number":
            return [Part("text", option.label, term="n.") for option in choice.apart]
        numbered = [
            Part("text", option.label, term=f"{digit}.")
            for option, digit in choice.numbered
            if digit is not None and (choice.kind != "pick" or option in choice.apart)
        ]
        names = [option.label for option in choice.listed] if choice.kind == "pick" else []
        if not 0 < len(names) <= _FEW:
            return numbered
        said = self.words.line.the_list.format(names="; ".join(names))
        return [Part("text", said), Part("gap"), *numbered]

    def _prompt(self, choice: Choice) -> str:
        words = self.words.line
        said = {
            "single": words.prompt_single,
            "number": words.prompt_number,
            "pick": words.prompt_pick,
        }.get(choice.kind, words.prompt_several)
        return f"{said} "

    def _reply(self, choice: Choice) -> str:
        """What to say to a line that was no answer yet: one sentence, or what was found."""
        words = self.words.line
        if choice.message:
            sentence: str = getattr(words, choice.message, "")
            sentence = sentence or getattr(self.words.question, choice.message)
            return _lines(sentence.format(minimum=choice.minimum, maximum=choice.maximum))
        if choice.typed:
            return self._found(choice)
        labels = {option.id: option.label for option in choice.options}
        chosen = "; ".join(labels[name] for name in choice.chosen)
        return _lines(words.chosen.format(answer=chosen or "-"))

    def _found(self, choice: Choice) -> str:
        words, options = self.words.line, found(choice)
        parts = [Part("text", words.found)]
        parts += [Part("text", option.label, term=f"{n}.") for n, option in enumerate(options, 1)]
        more = len(search(choice.options, choice.typed)) - len(options)
        if more > 0:
            parts.append(Part("text", words.found_more.format(count=more)))
        return render_parts(parts)

    def _help(self) -> str:
        words = self.words.line
        parts = [Part("text", text) for text in (words.help, words.commands)]
        return f"{render_parts(parts)}\n"

    def _review(self) -> Talk:
        """All answers, and the way to any of them."""
        items = answered(self._now, self.words.question.not_sure)
        words = self.words
        parts = [
            Part("text", f"{item.question} {item.answer}", term=f"{number}.")
            for number, item in enumerate(items, 1)
        ]
        lead = words.line.review if items else words.review.empty
        said = render_parts([*parts, Part("gap"), Part("text", lead)])
        typed = yield f"\n{said}{words.line.prompt} "
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
        answers = self._now.answers
        found = assess(self._pack, answers)
        said = (
            f"\n{render_plain(build_result(self._pack, self.words, found))}\n{self._which_pack()}"
        )
        while True:
            command = self._command((yield f"{said}{self.words.line.prompt_result} ").strip())
            said = ""
            if command == "why":
                said = self._grounds(answers)
            elif command == "help_me":
                said = self._help()
            elif command == "back":
                self._interview = self._now.take_back()
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
                said = _lines(self.words.line.no_command)

    def _grounds(self, answers: Answers) -> str:
        """What each topic of the result rests on."""
        found = assess(self._pack, answers)
        result = build_result(self._pack, self.words, found)
        parts: list[Part] = []
        for topic in (*result.reasons[:1], *result.topics):
            grounds = ground_parts(self._pack, answers, found, topic.id, self.words)
            parts += [Part("gap"), Part("heading", topic.title), *grounds]
        return f"{render_parts(parts)}\n"

    def _which_pack(self) -> str:
        results, pack = self.words.results, self._pack
        said = results.pack.format(version=pack.about.version)
        return f"{said}\n\n" if pack.reviewed else f"{said}, {results.not_reviewed}.\n\n"

    def _agrees(self, text: str, go: str) -> Generator[str, str, bool]:
        typed = yield f"{_lines(text)}{_lines(go)}{self.words.line.prompt} "
        return _is_one_of(typed.strip(), self.words.line.yes)


def _is_one_of(typed: str, names: str) -> bool:
    """Whether a line is one of the names, whatever its case and accents."""
    return (fold(typed) or typed) in [fold(name) or name.strip() for name in names.split(",")]


def _lines(sentence: str) -> str:
    return render_parts([Part("text", sentence)])
