"""What is seen of a question's options: the list, what a search finds in it, and the digits."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from nightcramp.answering.search import Found, look_up
from nightcramp.pack.model import NONE, OTHER, UNSURE, Option, QuestionKind
from nightcramp.triage.values import label_as_called

FIELD = "#field"
"""Used in place of an option id, for the field in which a number is typed."""

_LAST_DIGIT_IN_ORDER = 7
DIGITS = {NONE: 8, UNSURE: 9}
"""Options with a fixed digit; the others are numbered from 1."""

_DIGIT_OF_OTHER = 7
"""Fixed digit of "another" in a searchable list that has it; it is always visible."""


class Listed(Struct, frozen=True, kw_only=True, dict=True):
    """What is seen of the options of a question, and by which digit each is chosen.

    Attributes:
        options: what can be chosen; for a number, only "not sure".
        chosen: ids of the options chosen so far.
        called: id of an option chosen -> the other name by which it was found.
        focus: id of the highlighted option; None until the person moves.
        looked: whether the highlight was moved there, and nothing was done with it since.
        typed: digits of a number, or letters to search for.
        kept: whether the next character replaces `typed`: an earlier answer, or a search of
            which an option was chosen.
        on_top: ids of what was chosen when the search began: it stands above what is found.
            What is chosen or cleared since stays where it is, under the person's finger.
    """

    kind: QuestionKind
    options: tuple[Option, ...]
    chosen: tuple[str, ...] = ()
    called: Mapping[str, str] = {}
    focus: str | None = None
    looked: bool = False
    typed: str = ""
    kept: bool = False
    on_top: tuple[str, ...] = ()

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
        return min(_LAST_DIGIT_IN_ORDER, *(digit - 1 for digit in self.digits.values()))

    @cached_property
    def listed(self) -> tuple[Option, ...]:
        """The visible options of the list, in order.

        In a searchable list: what was chosen before, then what the typed letters find.
        """
        plain = self._plain
        if self.kind != "pick":
            return plain
        rest = (option for option in self.found.options if option.id not in self.on_top)
        return (*self._above, *rest)

    @cached_property
    def _above(self) -> tuple[Option, ...]:
        return tuple([option for option in self._plain if option.id in self.on_top])

    def label(self, option: Option) -> str:
        """The label of an option, with the other name by which it is found, or was."""
        name = self._found_by.get(option.id, "") or self.called.get(option.id, "")
        if name in option.groups:
            return f"{option.label} - {name}"
        return label_as_called(option.label, name)

    @cached_property
    def found(self) -> Found:
        """What the letters find; it is kept here alone, and goes with the answers."""
        return look_up(self._plain, self.typed)

    @property
    def _found_by(self) -> Mapping[str, str]:
        return self.found.names if self.kind == "pick" else {}

    @cached_property
    def _plain(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not self._is_apart(option))

    def _is_apart(self, option: Option) -> bool:
        return stands_alone(option) or option.id in self.digits

    @property
    def order(self) -> tuple[str, ...]:
        """Ids in the order in which the highlight moves."""
        field = (FIELD,) if self.kind == "number" else ()
        return (*field, *(option.id for option in (*self.listed, *self.apart)))

    @cached_property
    def numbered(self) -> tuple[tuple[Option, int | None], ...]:
        """The visible options, each with the digit that chooses it: none while one searches."""
        seen = (*self.listed, *self.apart)
        if self.searches:
            return tuple((option, None) for option in seen)
        own = self.digits
        counted = [option.id for option in seen if option.id not in own]
        digits = {name: i for i, name in enumerate(counted[: self.last_in_order], 1)}
        digits |= own
        return tuple((option, digits.get(option.id)) for option in seen)

    @property
    def searches(self) -> bool:
        """Whether letters stand in the search, so that digits and spaces belong to it."""
        return self.kind == "pick" and bool(self.typed)


def stands_alone(option: Option) -> bool:
    """Whether choosing it clears the others."""
    return option.exclusive or option.id in DIGITS
