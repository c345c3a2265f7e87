"""The state of answering one question: what is highlighted, chosen and typed.

Immutable: each key press makes a new `Choice`. Once it is `decided`, that is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec.structs import replace

from nightcramp.answering.listed import FIELD, Listed, stands_alone
from nightcramp.pack.model import OTHER, UNSURE, Option, QuestionKind
from nightcramp.text import clean
from nightcramp.triage.values import Picked, Value, called_in

TAKES_BACK = ("takes_back_one", "takes_back")
"""Messages before an exclusive option clears one answer, or more; the same key again does it."""

ONCE_MORE = "once_more"
"""Message after "None of these" or "Not sure" alone; the same digit again goes on with it."""

LEFT_OUT = "left_out"
"""Message before Enter goes on without the highlighted option; Enter again does."""

_OUT_OF_RANGE = "out_of_range"
_TAKES_NUMBER = "takes_back_number"
"""Message before "Not sure" clears a number; the same key again does it."""

Message: TypeAlias = str
"""Name of a sentence under `[question]` in `words.toml`; empty for none."""


class Choice(Listed, frozen=True, kw_only=True, dict=True):
    """The state of one question: what is seen of it, and what a key makes of that.

    Attributes:
        minimum, maximum: the range of a number.
        message: response to the last key, if any.
        decided: the answer, once there is one.
    """

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
        chosen = tuple(str(i) for i in ids) if earlier is not None and not is_number else ()
        return cls(
            kind=kind,
            options=options,
            chosen=chosen,
            on_top=chosen,
            called=called_in(earlier),
            typed=str(earlier) if is_number else "",
            kept=is_number,
            focus=FIELD if kind == "number" else None,
            minimum=limits[0],
            maximum=limits[1],
        )

    @property
    def details(self) -> Mapping[str, int]:
        """What the sentence of a message can name."""
        own = {option.id: digit or 0 for option, digit in self.numbered}
        return {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "count": len(self.chosen),
            "digit": own.get(self.focus or "", 0),
            "other": self.digits.get(OTHER, 0),
        }

    def is_begun(self, other: Choice) -> bool:
        """Whether something was chosen or typed since the other choice."""
        return (set(self.chosen), self.typed) != (set(other.chosen), other.typed)

    def move(self, step: int) -> Choice:
        """Highlight another option, stopping at both ends."""
        order = self.order
        if not order:
            return self
        if self.focus in order:
            place = order.index(self.focus) + step
        elif step > 0:
            place = step - 1 + (len(self._above) if self.typed else 0)
        else:
            place = len(order) + step
        focus = order[max(0, min(place, len(order) - 1))]
        return replace(self, focus=focus, looked=True, message="")

    def press_digit(self, digit: int) -> Choice:
        """Choose an option by its digit; a single choice is decided at once.

        In a search every digit is text: part of a name ("b12"), or a dose.
        """
        if self.searches:
            return self.type(str(digit))
        option = next((option for option, own in self.numbered if own == digit), None)
        if option is None:
            return replace(self, message="no_such_digit")
        if self.kind == "single":
            chosen = (option.id,)
            return replace(self, focus=option.id, chosen=chosen, decided=option.id, message="")
        same = option.id == self.focus  # then it answers what was asked of that option
        pressed = replace(self, focus=option.id, message=self.message if same else "")
        if not stands_alone(option) or self.chosen != (option.id,):
            return pressed.toggle()
        if pressed.message == ONCE_MORE:
            return pressed.decide()
        return replace(pressed, looked=False, message=ONCE_MORE)

    def toggle(self) -> Choice:
        """Choose the highlighted option, or clear it.

        An option that stands alone asks before it clears others; the others clear it.
        """
        if self.focus is None or self.focus == FIELD:
            return replace(self, message="how_to_choose")
        option = next(o for o in self.options if o.id == self.focus)
        if self.kind == "number":
            return self._asked_of_number() or replace(self, chosen=(UNSURE,), typed="", message="")
        if self.kind == "single":
            return replace(self, chosen=(option.id,), message="")
        if self.searches and stands_alone(option):
            return replace(self.clear_search(), focus=option.id, message=self.message).toggle()
        message = ""
        if option.id in self.chosen:
            chosen = tuple(i for i in self.chosen if i != option.id)
            message = "cleared"
        elif option.exclusive:
            if self.chosen and self.message not in TAKES_BACK and not self._only_apart:
                return replace(self, looked=False, message=TAKES_BACK[len(self.chosen) > 1])
            chosen = (option.id,)
        else:
            alone = {o.id for o in self.apart if o.exclusive}
            chosen = (*(i for i in self.chosen if i not in alone), option.id)
        if stands_alone(option) and chosen == (option.id,):
            message = ONCE_MORE
        return replace(
            self,
            chosen=chosen,
            called=self._called(option),
            looked=False,
            kept=self.searches,
            message=message,
        )

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
            return self._enter_single()
        return self._take() if self.searches else self._enter_list()

    def _enter_single(self) -> Choice:
        answer = self.focus or next(iter(self.chosen), None)
        if answer is None:
            return replace(self, message="how_to_choose")
        return replace(self, chosen=(answer,), decided=answer)

    def _enter_list(self) -> Choice:
        if self.looked and self.focus not in self.chosen and self.message != LEFT_OUT:
            return self._heed()
        if not self.chosen:
            return replace(self, message="nothing_chosen")
        return self.decide()

    def _heed(self) -> Choice:
        """Ask about the highlighted option: it may be meant, or only have been looked at."""
        option = next(o for o in self.options if o.id == self.focus)
        if stands_alone(option):
            taken = self.toggle()
            return taken.decide() if taken.chosen == (option.id,) else taken
        return replace(self, message=LEFT_OUT if self.chosen else "space_chooses")

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
        anew = self.kept and not text[:1].isdecimal()
        return self._look_for((text if anew else self.typed + text)[:_MOST_LETTERS])

    def erase(self) -> Choice:
        """Erase the last character typed; an earlier answer stays until a digit replaces it."""
        if self.kind == "number" and self.kept and self.message != _OUT_OF_RANGE:
            return replace(self, message="replaces")
        if not self.typed:
            return self
        if self.kind == "pick":
            return self._look_for(self.typed[:-1])
        return replace(self, typed=self.typed[:-1], kept=False, focus=FIELD, message="")

    def clear_search(self) -> Choice:
        """Erase all letters of a search; what is chosen stays."""
        return self._look_for("") if self.searches else self

    def be_unsure(self) -> Choice:
        """Answer "Not sure" to a number, where digits are typed; it asks before it clears one."""
        unsure = replace(self, chosen=(UNSURE,), typed="", focus=UNSURE, message="")
        return self._asked_of_number() or replace(unsure, decided=UNSURE)

    def _asked_of_number(self) -> Choice | None:
        """The question before a number is cleared; None where there is none, or it was asked."""
        if not self.typed or self.message == _TAKES_NUMBER:
            return None
        return replace(self, message=_TAKES_NUMBER)

    def _look_for(self, typed: str) -> Choice:
        looking = replace(
            self, typed=typed, kept=False, on_top=self.chosen, focus=None, looked=False, message=""
        )
        if not typed:
            return looking
        found = looking.found
        if not found.options:
            return replace(
                looking, message="not_listed" if OTHER in self.digits else "nothing_found"
            )
        if all(option.id in self.chosen for option in found.options):
            return replace(looking, message="already_chosen")
        if found.meant is not None and found.meant.id not in self.chosen:
            return replace(looking, focus=found.meant.id)
        return replace(looking, message="is_it_one" if found.is_guess else "")

    def _take(self) -> Choice:
        """Choose what is highlighted in a search, and end the search; it adds nothing else."""
        if self.focus is None:
            found = any(option.id not in self.chosen for option in self.listed)
            return replace(self, message="is_it_one" if found else self.message)
        taken = self if self.focus in self.chosen else self.toggle()
        if taken.message in TAKES_BACK:
            return taken
        if self.focus in (option.id for option in self.options if stands_alone(option)):
            return taken.decide()
        return replace(taken.clear_search(), message="added")

    def _enter_number(self) -> Choice:
        if self.focus == UNSURE or (not self.typed and UNSURE in self.chosen):
            return self.be_unsure()
        if not self.typed:
            return replace(self, message="type_a_number")
        number = int(self.typed)
        if not self.minimum <= number <= self.maximum:
            return replace(self, kept=True, message=_OUT_OF_RANGE)
        return replace(self, decided=number)


_MOST_DIGITS = 6
_MOST_LETTERS = 80
