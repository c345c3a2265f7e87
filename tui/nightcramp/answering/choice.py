"""The state of answering one question: what is highlighted, chosen and typed.

Immutable: each key press makes a new `Choice`. Once it is `decided`, that is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from nightcramp.answering.search import goes_on, look_up
from nightcramp.pack.model import NONE, OTHER, UNSURE, Option, Question, QuestionKind
from nightcramp.pack.words import QuestionWords
from nightcramp.text import clean
from nightcramp.triage.interview import Interview
from nightcramp.triage.values import Picked, Value, called_in, label_as_called

FIELD = "#field"
"""Used in place of an option id, for the field in which a number is typed."""

LAST_DIGIT_IN_ORDER = 7
DIGITS = {NONE: 8, UNSURE: 9}
"""Options with a fixed digit; the others are numbered from 1."""

TAKES_BACK = "takes_back"
"""Message before an exclusive option clears what is chosen; the same key again does it."""

_DIGIT_OF_OTHER = 7
"""Fixed digit of "another" in a searchable list that has it; it is always visible."""

Message: TypeAlias = str
"""Name of a sentence under `[question]` in `words.toml`; empty for none."""


class Choice(Struct, frozen=True, kw_only=True, dict=True):
    """The state of one question.

    Attributes:
        options: what can be chosen; for a number, only "not sure".
        chosen: ids of the options chosen so far.
        called: id of an option chosen -> the other name by which it was found.
        focus: id of the highlighted option; None until the person moves.
        typed: digits of a number, or letters to search for.
        kept: whether `typed` is an earlier answer, which the next digit replaces.
        minimum, maximum: the range of a number.
        message: response to the last key, if any.
        decided: the answer, once there is one.
    """

    kind: QuestionKind
    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    called: Mapping[str, str] = {}
    focus: str | None = None
    typed: str = ""
    kept: bool = False
    minimum: int = 0
    maximum: int = 0
    message: Message = ""
    decided: Value | None = None

    @classmethod
    def begin(
        cls,
        kind: QuestionKind,
        options: tuple[Option, ...],
        earlier: Value | None = None,
        limits: tuple[int, int] = (0, 0),
    ) -> Choice:
        """A choice with nothing highlighted, and with an earlier answer chosen."""
        is_number = isinstance(earlier, int)
        ids = earlier if isinstance(earlier, tuple) else (earlier,)
        return cls(
            kind=kind,
            options=options,
            chosen=tuple(str(i) for i in ids) if earlier is not None and not is_number else (),
            called=called_in(earlier),
            typed=str(earlier) if is_number else "",
            kept=is_number,
            focus=FIELD if kind == "number" else None,
            minimum=limits[0],
            maximum=limits[1],
        )

    @cached_property
    def apart(self) -> tuple[Option, ...]:
        """The options shown apart from the list: "Another", "None of these", "Not sure"."""
        return tuple(option for option in self.options if self._is_apart(option))

    @cached_property
    def digits(self) -> Mapping[str, int]:
        """Id -> digit of the options with a fixed digit."""
        has_other = self.kind == "pick" and any(option.id == OTHER for option in self.options)
        return {OTHER: _DIGIT_OF_OTHER, **DIGITS} if has_other else DIGITS

    @property
    def last_in_order(self) -> int:
        """The highest digit of the options that are numbered from 1."""
        return min(LAST_DIGIT_IN_ORDER, *(digit - 1 for digit in self.digits.values()))

    @cached_property
    def listed(self) -> tuple[Option, ...]:
        """The visible options of the list, in order.

        In a searchable list: what is chosen, then what the typed letters find.
        """
        plain = self._plain
        if self.kind != "pick":
            return plain
        found = look_up(plain, self.typed).options
        rest = (option for option in found if option.id not in self.chosen)
        return (*self._chosen_plain, *rest)

    @cached_property
    def _chosen_plain(self) -> tuple[Option, ...]:
        return tuple([option for option in self._plain if option.id in self.chosen])

    def label(self, option: Option) -> str:
        """The label of an option, with the other name by which it is found, or was."""
        name = self._found_by.get(option.id, "") or self.called.get(option.id, "")
        if name in option.groups:
            return f"{option.label} - {name}"
        return label_as_called(option.label, name)

    @cached_property
    def _found_by(self) -> Mapping[str, str]:
        return look_up(self._plain, self.typed).names if self.kind == "pick" else {}

    @cached_property
    def _plain(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not self._is_apart(option))

    def _is_apart(self, option: Option) -> bool:
        return _is_alone(option) or option.id in self.digits

    @property
    def order(self) -> tuple[str, ...]:
        """Ids in the order in which the highlight moves."""
        field = (FIELD,) if self.kind == "number" else ()
        return (*field, *(option.id for option in (*self.listed, *self.apart)))

    @cached_property
    def numbered(self) -> tuple[tuple[Option, int | None], ...]:
        """The visible options, each with the digit that chooses it."""
        seen = (*self.listed, *self.apart)
        own = self.digits
        counted = [option.id for option in seen if option.id not in own]
        digits = {name: i for i, name in enumerate(counted[: self.last_in_order], 1)}
        digits |= own
        return tuple((option, digits.get(option.id)) for option in seen)

    @property
    def can_erase(self) -> bool:
        """Whether there is typed text to erase; an earlier answer is not erased."""
        return bool(self.typed) and not self.kept

    def move(self, step: int) -> Choice:
        """Highlight another option, stopping at both ends."""
        order = self.order
        if not order:
            return self
        if self.focus in order:
            place = order.index(self.focus) + step
        elif step > 0:
            place = step - 1 + (len(self._chosen_plain) if self.typed else 0)
        else:
            place = len(order) + step
        focus = order[max(0, min(place, len(order) - 1))]
        return replace(self, focus=focus, message="")

    def press_digit(self, digit: int) -> Choice:
        """Choose an option by its digit; a single choice is decided at once.

        In a search, a digit with which a name goes on is part of it ("vitamin b" and 1), and
        so is one behind a space: a dose.
        """
        if self.kind == "pick" and self.typed:
            is_dose = self.typed.endswith(" ")
            if is_dose or goes_on(self._plain, f"{self.typed}{digit}"):
                return self.type(str(digit))
        option = next((option for option, own in self.numbered if own == digit), None)
        if option is None:
            return replace(self, message="no_such_digit")
        if self.kind == "single":
            chosen = (option.id,)
            return replace(self, focus=option.id, chosen=chosen, decided=option.id, message="")
        same = option.id == self.focus  # then it answers what was asked of that option
        return replace(self, focus=option.id, message=self.message if same else "").toggle()

    def toggle(self) -> Choice:
        """Choose the highlighted option, or clear it."""
        if self.focus is None or self.focus == FIELD:
            return replace(self, message="how_to_choose")
        option = next(o for o in self.options if o.id == self.focus)
        if self.kind in ("single", "number"):
            return replace(self, chosen=(option.id,), typed="", message="")
        if option.id in self.chosen:
            chosen = tuple(i for i in self.chosen if i != option.id)
        elif option.exclusive:
            if self.chosen and self.message != TAKES_BACK and not self._only_apart:
                return replace(self, message=TAKES_BACK)
            chosen = (option.id,)
        else:
            alone = {o.id for o in self.apart if o.exclusive}
            chosen = (*(i for i in self.chosen if i not in alone), option.id)
        return replace(self, chosen=chosen, called=self._called(option), typed="", message="")

    def _called(self, option: Option) -> Mapping[str, str]:
        """The names of what is chosen, with that of an option that was just found."""
        name = self._found_by.get(option.id, "")
        if not name or name in option.groups:
            return self.called
        return {**self.called, option.id: name}

    @property
    def _only_apart(self) -> bool:
        """Whether nothing is chosen but "None of these" or "Not sure"."""
        return set(self.chosen) <= {option.id for option in self.apart if option.exclusive}

    def enter(self) -> Choice:
        """Go on, if there is something to go on with."""
        if self.kind == "number":
            return self._enter_number()
        if self.kind == "single":
            answer = self.focus or next(iter(self.chosen), None)
            if answer is None:
                return replace(self, message="how_to_choose")
            return replace(self, chosen=(answer,), decided=answer)
        if self.kind == "pick" and (self.typed or self.focus) and self.focus not in self.chosen:
            return self._take()
        if not self.chosen:
            return replace(self, message="nothing_chosen")
        return self.decide()

    def decide(self) -> Choice:
        """Make what is chosen the answer, in the order offered."""
        offered = [option.id for option in self.options]
        decided = Picked([i for i in offered if i in self.chosen], self.called)
        return replace(self, decided=decided if decided.called else tuple(decided))

    def type(self, text: str) -> Choice:
        """Add letters to search for, or digits of a number, typed or pasted."""
        text = "".join(clean(text).split("\n")[:1])
        if self.kind == "number":
            digits = "".join(char for char in text if char in "0123456789")
            if not digits:
                return replace(self, message="type_a_number")
            typed = (digits if self.kept else self.typed + digits)[:_MOST_DIGITS]
            return replace(self, typed=typed, kept=False, focus=FIELD, chosen=(), message="")
        return self._look_for((self.typed + text)[:_MOST_LETTERS])

    def erase(self) -> Choice:
        """Erase the last character typed."""
        if self.kind == "pick":
            return self._look_for(self.typed[:-1])
        return replace(self, typed=self.typed[:-1], kept=False, focus=FIELD, message="")

    def be_unsure(self) -> Choice:
        """Answer "Not sure" to a number, where digits are typed."""
        return replace(self, chosen=(UNSURE,), typed="", focus=UNSURE, message="", decided=UNSURE)

    def _look_for(self, typed: str) -> Choice:
        looking = replace(self, typed=typed, focus=None, message="")
        found = look_up(self._plain, typed)
        if not typed:
            return looking
        if all(option.id in self.chosen for option in found.options):
            return replace(looking, message="nothing_found")
        if found.meant is not None and found.meant.id not in self.chosen:
            return replace(looking, focus=found.meant.id)
        return replace(looking, message="is_it_one" if found.is_guess else "")

    def _take(self) -> Choice:
        """Choose what is highlighted: Enter never skips it, and adds nothing else."""
        if self.focus is None:
            found = any(option.id not in self.chosen for option in self.listed)
            return replace(self, message="is_it_one" if found else "nothing_found")
        taken = self.toggle()
        if self.focus in (option.id for option in self.options if _is_alone(option)):
            return taken.decide()
        return replace(taken, focus=None)

    def _enter_number(self) -> Choice:
        if self.focus == UNSURE or (not self.typed and UNSURE in self.chosen):
            return self.be_unsure()
        if not self.typed:
            return replace(self, message="type_a_number")
        number = int(self.typed)
        if not self.minimum <= number <= self.maximum:
            return replace(self, kept=True, message="out_of_range")
        return replace(self, decided=number)


def begin_choice(interview: Interview, question: Question, words: QuestionWords) -> Choice:
    """The choice for the current question, with an earlier answer chosen."""
    options = interview.choices
    if question.kind == "number" and not options:
        options = (Option(id=UNSURE, label=words.not_sure),)
    return Choice.begin(
        question.kind,
        options,
        _earlier(interview, question),
        (question.minimum, question.maximum),
    )


def _earlier(interview: Interview, question: Question) -> Value | None:
    """The earlier answer; for a list asked again, the signs chosen in the first one."""
    given = interview.answers.get(question.id)
    first = interview.answers.get(question.clarifies)
    if given is None and isinstance(first, tuple):
        return tuple(name for name in first if name != UNSURE) or None
    return given


_MOST_DIGITS = 6
_MOST_LETTERS = 30


def _is_alone(option: Option) -> bool:
    """Whether choosing it clears the others."""
    return option.exclusive or option.id in DIGITS
