"""Answering with a typed line: numbers, or the first letters of options."""

from __future__ import annotations

import re
from itertools import count

from msgspec.structs import replace

from nightcramp.answering.choice import TAKES_BACK, Choice
from nightcramp.answering.search import fold, search
from nightcramp.pack.model import OTHER, Option
from nightcramp.text import UNSHIFTED_DIGITS, plain_digits

FEW = 50
"""Longest list that is listed whole, with a number for every option."""

_MISTYPED = UNSHIFTED_DIGITS - {"-"}
_WHICH = "which_found"
"""Message before Enter adds none of those found; Enter again does so."""

_LEAST_LETTERS = 3  # "no" must not match "None of these", nor "No lo sé"


def read_line(choice: Choice, line: str, also: str, *, listed: bool = False) -> Choice:
    """The choice after a line was typed: decided, with a message, or with search results.

    An empty line keeps an earlier answer, if there is one.

    Args:
        choice: the choice before.
        line: the text typed.
        also: the word for "and" between answers.
        listed: whether the whole list was shown, so that its numbers are known.
    """
    line = plain_digits(line)
    if choice.kind == "pick":
        return _search_or_add(choice, line, listed=listed)
    fresh = replace(choice, message="")
    if not line:
        return fresh.enter()
    if _MISTYPED.issuperset(line):
        return replace(choice, message="digits_wanted")
    if choice.kind == "number":
        return _number(fresh, line)
    names = _names_in(fresh, line, also)
    return _by_number_or_letters(fresh, names) if names else replace(fresh, message="nothing_fits")


def numbered(choice: Choice, *, listed: bool = False) -> dict[int, Option]:
    """The options of a list to search, by number: what is found, or all that is listed.

    The digits of the options that stand apart are left out.

    Args:
        choice: its state.
        listed: whether the whole list is shown; one that is too long never is.
    """
    apart = {option.id for option in choice.apart}
    every = [option for option in choice.options if option.id not in apart]
    if choice.typed:
        return dict(enumerate(search(every, choice.typed)[: choice.last_in_order], 1))
    if not listed or len(every) > FEW:
        return {}
    taken = set(choice.digits.values())
    numbers = (number for number in count(1) if number not in taken)
    return dict(zip(numbers, every, strict=False))


def _number(choice: Choice, line: str) -> Choice:
    if line.isdecimal():
        return replace(choice, typed="", kept=False).type(line).enter()
    wanted = fold(line)
    unsure = wanted and choice.apart and fold(choice.apart[0].label).startswith(wanted)
    if unsure or wanted == "n":
        return replace(choice, typed="", kept=False).be_unsure()
    return replace(choice, message="type_a_number")


def _names_in(choice: Choice, line: str, also: str) -> list[str]:
    """The numbers or beginnings of answers in a line; empty if there are only separators."""
    if _beginning_with(choice, line):
        return [line]
    listed = re.sub(rf"(?:\s|^){re.escape(also)}(?=\s)", ",", line)
    names = re.findall(r"[^,;\s]+", listed)
    if all(name.isdecimal() for name in names):
        return names
    return [name.strip() for name in re.split("[,;]", listed) if name.strip()]


def _by_number_or_letters(choice: Choice, names: list[str]) -> Choice:
    by_digit = {digit: option for option, digit in choice.numbered if digit is not None}
    chosen: list[Option] = []
    for name in names:
        if name.isdecimal():
            option = by_digit.get(int(name))
            if option is None:
                return replace(choice, message="no_such_digit")
        else:
            fitting = _beginning_with(choice, name)
            if len(fitting) != 1:
                return replace(choice, message="ambiguous" if fitting else "nothing_fits")
            option = fitting[0]
        chosen.append(option)
    if choice.kind == "single":
        if len(chosen) > 1:
            return replace(choice, message="one_answer")
        return replace(choice, chosen=(chosen[0].id,), decided=chosen[0].id)
    if len({option.id for option in chosen}) > 1 and any(o.exclusive for o in chosen):
        return replace(choice, message="stands_alone")
    return replace(choice, chosen=tuple(option.id for option in chosen)).decide()


def _search_or_add(before: Choice, line: str, *, listed: bool) -> Choice:
    choice = replace(before, message="")
    offered = numbered(choice, listed=listed)
    if not line and choice.typed and offered and before.message != _WHICH:
        return _add(choice, offered[1]) if len(offered) == 1 else replace(choice, message=_WHICH)
    if not line:
        return choice.decide() if choice.chosen else replace(choice, message="nothing_chosen")
    if not line.isdecimal():
        return _look_for(choice, line)
    own = {choice.digits[o.id]: o.id for o in choice.apart if o.id in choice.digits}
    name = own.get(int(line))
    if name:
        pressed = replace(before, typed="", kept=False).press_digit(int(line))
        waits = name == OTHER or pressed.message in TAKES_BACK
        return pressed if waits or pressed.decided is not None else pressed.decide()
    if int(line) not in offered:
        return replace(choice, message="no_such_digit" if offered else "search_first")
    return replace(choice, typed="", kept=False, focus=offered[int(line)].id).toggle()


def _look_for(choice: Choice, line: str) -> Choice:
    first = _first_name_in(choice, line)
    looking = replace(choice, typed="").type(first)
    if not numbered(looking):
        return replace(looking, message="nothing_found")
    return replace(looking, message="" if first == line else "one_at_a_time")


def _first_name_in(choice: Choice, line: str) -> str:
    """The first of several names; the line itself where an option is called so."""
    if _beginning_with(choice, line):
        return line
    return next((name.strip() for name in re.split("[,;]", line) if name.strip()), line)


def _add(choice: Choice, option: Option) -> Choice:
    """The choice with the only option found; one chosen already stays so."""
    found = replace(choice, typed="", kept=False, focus=option.id)
    return replace(found, message="already_chosen") if option.id in found.chosen else found.toggle()


def _beginning_with(choice: Choice, letters: str) -> list[Option]:
    """The options whose label begins with the letters; an exact label alone if there is one."""
    wanted = fold(letters)
    fitting = [option for option in choice.options if fold(option.label).startswith(wanted)]
    exact = [option for option in fitting if fold(option.label) == wanted]
    return exact or (fitting if len(wanted) >= _LEAST_LETTERS else [])
