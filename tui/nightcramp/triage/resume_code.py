"""An interview as a short code, to be continued another day or at another desk.

The code uses 32 letters and digits that are not mistaken for one another (Crockford's):

    version (2)  content (3)  answers (as many as they need)  check (3)

The answers are one number in a mixed radix: question by question, in the pack's order, the
choice is a digit with as many values as there are choices. The first question is the lowest
digit, so that few answers make a short code.

The check characters make the whole code, as a number with the base 32, leave the remainder 1
when it is divided by a prime. One wrong character, or two neighbors swapped, adds e * 32^i or
e * 31 * 32^i, where e is smaller than 32. Neither is a multiple of a larger prime, so both are
always detected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from nightcramp.errors import AnswerError, CodeError
from nightcramp.pack.model import UNSURE, Option, Pack, Question
from nightcramp.triage.answers import choices, read_answers
from nightcramp.triage.derive import derive_facts
from nightcramp.triage.rules import rules_of
from nightcramp.triage.values import Answers, Value

Digit = Callable[[int, int], int]
"""Takes how many values a digit can have and which it has; returns which it has."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-.,_\u2010-\u2015]+")
_GROUP = 5
_VERSION, _HEAD, _CHECK = 2, 5, 3
_LONGEST = 2000
_NO_VERSION = (31, 31)
_PRIME = 32_749
"""The largest that leaves room for every remainder in three characters."""


def code_of(pack: Pack, answers: Answers) -> str:
    """The code of some answers, in groups of five.

    Args:
        pack: the content that asked the questions.
        answers: already checked; they need not be complete.
    """
    digits: list[tuple[int, int]] = []

    def write(size: int, value: int) -> int:
        digits.append((size, value))
        return value

    _transcribe(pack, answers, write)
    number = 0
    for size, value in reversed(digits):
        number = number * size + value
    symbols = [*_head(pack), *_in_symbols(number)]
    check = (1 - _number([*symbols, *[0] * _CHECK])) % _PRIME
    symbols += [check >> 10, check >> 5 & 31, check & 31]
    text = "".join(ALPHABET[symbol] for symbol in symbols)
    return "-".join(text[i : i + _GROUP] for i in range(0, len(text), _GROUP))


def answers_of(pack: Pack, code: str) -> dict[str, Value]:
    """The answers that a code holds.

    Args:
        pack: the content to continue with.
        code: as typed, in either case, with any spaces and hyphens.

    Raises:
        CodeError: it is mistyped, or another version of the content made it.
    """
    symbols = _symbols(code)
    if len(symbols) < _HEAD + _CHECK or _number(symbols) % _PRIME != 1:
        raise CodeError("slip")
    head = symbols[:_HEAD]
    if head != _head(pack):
        raise CodeError("version", made_by=_version_text(head), here=pack.about.version)
    number = _number(symbols[_HEAD:-_CHECK])

    def read(size: int, _value: int) -> int:
        nonlocal number
        number, value = divmod(number, size)
        return value

    answers = _transcribe(pack, {}, read)
    if _symbols(code_of(pack, answers)) != symbols:
        raise CodeError("slip")
    try:
        return read_answers(pack, answers)
    except AnswerError:
        raise CodeError("slip") from None


def _transcribe(pack: Pack, given: Answers, digit: Digit) -> dict[str, Value]:
    """Go through the questions, with one or more digits for each, to write or to read them.

    The first digit tells whether every question has digits, or only those that apply given
    the answers before. Only a file can hold answers to questions that do not apply.
    """
    loose = digit(2, int(not _all_apply(pack, given)))
    answers: dict[str, Value] = {}
    for question in pack.questions:
        if loose or question.id in _applying(pack, answers):
            value = _transcribe_one(pack, question, given.get(question.id), answers, digit)
            if value is not None:
                answers[question.id] = value
    return answers


def _all_apply(pack: Pack, given: Answers) -> bool:
    before: dict[str, Value] = {}
    for question in pack.questions:
        if question.id in given:
            if question.id not in _applying(pack, before):
                return False
            before[question.id] = given[question.id]
    return True


def _applying(pack: Pack, answers: Answers) -> tuple[str, ...]:
    return rules_of(pack).applying.held(derive_facts(pack, answers))


def _transcribe_one(
    pack: Pack, question: Question, value: Value | None, before: Answers, digit: Digit
) -> Value | None:
    if question.kind == "number":
        return _transcribe_number(question, value, digit)
    offered = choices(pack, question, before)
    names = [option.id for option in offered]
    given = () if value is None else value if isinstance(value, tuple) else (value,)
    chosen = sorted(names.index(str(name)) for name in given)
    return _transcribe_chosen(question, offered, chosen, digit)


def _transcribe_number(question: Question, value: Value | None, digit: Digit) -> Value | None:
    """One digit: no answer, not sure, or the number."""
    offset = 2 - question.minimum
    place = value + offset if isinstance(value, int) else int(value == UNSURE)
    place = digit(question.maximum + offset + 1, place)
    return (None, UNSURE)[place] if place < 2 else place - offset


def _transcribe_chosen(
    question: Question, offered: Sequence[Option], chosen: Sequence[int], digit: Digit
) -> Value | None:
    """The first option chosen, or none; then each further one by its distance from the last."""
    last = digit(len(offered) + 1, chosen[0] + 1 if chosen else 0) - 1
    if last < 0:
        return None
    if question.kind == "single":
        return offered[last].id
    found = [last]
    while last + 1 < len(offered) and not offered[last].exclusive:
        more = len(chosen) > len(found)
        if not digit(2, int(more)):
            break
        last += 1 + digit(len(offered) - last - 1, chosen[len(found)] - last - 1 if more else 0)
        found.append(last)
    return tuple(offered[place].id for place in found)


def _head(pack: Pack) -> list[int]:
    """The pack's version, and three characters of its hash."""
    content = int(pack.hash[:4], 16) >> 1
    return [*_version(pack.about.version), content >> 10, content >> 5 & 31, content & 31]


def _version(version: str) -> tuple[int, int]:
    parts = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", version)
    numbers = (int(parts[1]), int(parts[2])) if parts else _NO_VERSION
    return numbers if max(numbers) < len(ALPHABET) else _NO_VERSION


def _version_text(head: Sequence[int]) -> str:
    major, minor = head[:_VERSION]
    return "?" if (major, minor) == _NO_VERSION else f"{major}.{minor}"


def _symbols(code: str) -> list[int]:
    typed = _BETWEEN.sub("", code[:_LONGEST]).upper().translate(_READ_AS)
    for character in typed:
        if character not in ALPHABET:
            raise CodeError("character", character=character)
    return [ALPHABET.index(character) for character in typed]


def _in_symbols(number: int) -> list[int]:
    symbols: list[int] = []
    while number:
        number, symbol = divmod(number, len(ALPHABET))
        symbols.insert(0, symbol)
    return symbols


def _number(symbols: Iterable[int]) -> int:
    """The number whose digits these are."""
    number = 0
    for symbol in symbols:
        number = number * len(ALPHABET) + symbol
    return number
