"""The choice list: a question and its options, drawn row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nightcramp.answering.choice import FIELD, Choice
from nightcramp.pack.model import Question
from nightcramp.pack.words import QuestionWords
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Row, Span, item_rows, paragraph, wrap
from nightcramp.wizard.widgets.window import window


class _Spacing(NamedTuple):
    """Blank rows: before the question, after it, before the options that stand apart."""

    top: int
    after: int
    apart: int
    hint: bool = True


_SPACINGS = (
    _Spacing(1, 2, 1),
    _Spacing(1, 1, 1),
    _Spacing(0, 1, 1),
    _Spacing(0, 1, 0),
    _Spacing(0, 0, 0),
    _Spacing(0, 0, 0, hint=False),
)
_LEAST_LIST = 4  # rows: two marks and two options


def choice_rows(
    question: Question, choice: Choice, words: QuestionWords, width: int, height: int
) -> list[Row]:
    """Question, hint, options and message, as airy as the height allows."""
    field = _field(question, choice, words)
    message = _message(choice, words, width)[: max(1, height // 3)]
    listed, apart = _blocks(choice, width)
    wanted = sum(map(len, (*listed, *apart)))
    least = max([_LEAST_LIST, *map(len, (*listed, *apart))])
    if choice.kind == "pick":
        below = sum(map(len, apart))
        wanted = min(wanted, below + 2 * _LEAST_LIST)
        least = below + _LEAST_LIST - 1
    for spacing in _SPACINGS:
        head = [*[BLANK] * spacing.top, *paragraph(question.text, width, "strong")]
        head += paragraph(question.hint, width) if spacing.hint else []
        head += [BLANK] * spacing.after
        head += [field, *[BLANK] * spacing.apart] if field else []
        room = height - len(head) - len(message)
        if room >= wanted + (spacing.apart if listed and apart else 0):
            break
        if not spacing.top + spacing.after and room >= min(least, wanted):
            break
    if not choice.message and room < wanted:
        message, room = [], room + len(message)
    options = _options(choice, listed, apart, words, room, spacing.apart)
    rows = [*head, *options]
    rows += [BLANK] * (height - len(message) - len(rows))
    return [*rows[: height - len(message)], *message]


def _options(
    choice: Choice,
    listed: list[list[Row]],
    apart: list[list[Row]],
    words: QuestionWords,
    room: int,
    gap: int,
) -> list[Row]:
    """The list with the options that stand apart below it, or all in one where it is tight."""
    order = [name for name in choice.order if name != FIELD]
    focus = order.index(choice.focus) if choice.focus in order else None
    below = [row for block in apart for row in block]
    blank = [BLANK] * (gap if listed and apart else 0)
    left = room - len(below) - len(blank)
    in_list = focus if focus is not None and focus < len(listed) else None
    least = max(_LEAST_LIST - 1, 0 if in_list is None else len(listed[in_list]))
    if sum(map(len, listed)) <= left or (choice.kind == "pick" and left >= least):
        return [*window(listed, in_list, left, words), *blank, *below]
    return window([*listed, *apart], focus, room, words)


def _blocks(choice: Choice, width: int) -> tuple[list[list[Row]], list[list[Row]]]:
    """The rows of each option: those in the list, and those that stand apart."""
    marks = ("( )", "(*)") if choice.kind in ("single", "number") else ("[ ]", "[x]")
    blocks = []
    for option, digit in choice.numbered:
        sign = "n" if choice.kind == "number" else str(digit or " ")
        label = choice.label(option)
        mark = marks[option.id in choice.chosen]
        blocks.append(_block(sign, mark, label, width, focused=option.id == choice.focus))
    listed = len(choice.listed)
    return blocks[:listed], blocks[listed:]


def _block(sign: str, mark: str, label: str, width: int, *, focused: bool) -> list[Row]:
    gap = "  " if width >= 50 else " "
    before = f"{'>' if focused else ' '} {sign}{gap}{mark}{gap}"
    lines = wrap(label, min(width, 72) - len(before))
    rows = item_rows(before, lines, focused=focused)
    if " " not in mark and not focused:
        rows[0] = (Span(f"  {sign}{gap}"), Span(mark, "chosen"), Span(f"{gap}{lines[0]}"))
    return rows


def _field(question: Question, choice: Choice, words: QuestionWords) -> Row:
    """What is typed, with the cursor behind it."""
    if choice.kind == "number":
        after = (Span(f" {question.unit}"),) if question.unit else ()
        name = words.number
    elif choice.kind == "pick":
        after, name = (), words.search
    else:
        return BLANK
    mark = ">" if choice.focus == FIELD else " "
    cursor = Span("_", "cursor" if choice.focus in (FIELD, None) else "")
    return (Span(f"{mark} {name} "), Span(choice.typed, "strong"), cursor, *after)


def _message(choice: Choice, words: QuestionWords, width: int) -> list[Row]:
    """The message, whole: half a sentence can say the opposite. A blank row for none."""
    if not choice.message:
        return [BLANK]
    sentence: str = getattr(words, choice.message)
    return paragraph(sentence.format(**choice.details), width, "warning", "* ")


class Choices(Lines):
    """Shows a question and the choice being made; it decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self.choice = Choice(kind="single", options=())

    def show(self, choice: Choice, question: Question | None = None) -> None:
        """Show the choice as it stands now, and a new question if there is one."""
        self._question = question or self._question
        self.choice = choice
        self.redraw()

    def build(self, width: int, height: int) -> Sequence[Row]:
        """Return the rows to show."""
        if self._question is None:
            return ()
        return choice_rows(self._question, self.choice, self.words.question, width, height)
