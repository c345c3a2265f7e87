"""The choice list: a question and its options, drawn row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nightcramp.answering.choice import Choice
from nightcramp.answering.listed import FIELD
from nightcramp.pack.model import Question
from nightcramp.pack.pictures import Picture
from nightcramp.pack.words import QuestionWords
from nightcramp.reports.blocks import Block
from nightcramp.wizard.marks import WGL4, Marks
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import prose_rows
from nightcramp.wizard.widgets.picture import picture_rows
from nightcramp.wizard.widgets.rows import (
    BLANK,
    COLUMN,
    TWO_PANES,
    Row,
    Span,
    beside,
    cell_len,
    centered,
    item_rows,
    paragraph,
    row_width,
    text_of,
    wrap,
)
from nightcramp.wizard.widgets.window import more_below, window


class _Spacing(NamedTuple):
    """Blank rows: before the question, after it, between options, before those that stand apart."""

    top: int
    after: int
    between: int
    apart: int
    hint: bool = True


_SPACINGS = (
    _Spacing(1, 2, 1, 1),
    _Spacing(1, 2, 0, 1),
    _Spacing(1, 1, 0, 1),
    _Spacing(0, 1, 0, 1),
    _Spacing(0, 1, 0, 0),
    _Spacing(0, 0, 0, 0),
    _Spacing(0, 0, 0, 0, hint=False),
)
_LEAST_LIST = 4  # rows: two marks and two options
_LEAST_COLUMN = 36  # cells of the options beside a picture
_GAP = 3  # cells between two columns
_WIDE = 50  # below this, an option keeps to fewer cells


class Page(NamedTuple):
    """What a question is drawn with, beside its choice.

    Attributes:
        picture: filled as options are chosen; None where the question has none.
        why: why it is asked, under its title: shown where there is room for two columns.
    """

    picture: Picture | None = None
    why: Sequence[Block] = ()


def page_rows(  # noqa: PLR0913  what there is, and in what room
    question: Question,
    choice: Choice,
    words: QuestionWords,
    width: int,
    height: int,
    *,
    marks: Marks = WGL4,
    page: Page = Page(),  # noqa: B008  it is frozen
) -> list[Row]:
    """The question in the middle, or at the left of its picture and of why it is asked."""
    column = min(width, COLUMN)
    if width >= TWO_PANES:
        column = width * 3 // 5
        pane = _pane(page, choice, width - column - _GAP, height, marks)
        rows = choice_rows(question, choice, words, column, height, marks)
        return beside(rows, pane, column + _GAP)
    drawn = _drawn(page.picture, choice, column - _LEAST_COLUMN - _GAP, height - 1, marks)
    if drawn:
        narrow = column - max(map(row_width, drawn)) - _GAP
        rows = choice_rows(question, choice, words, narrow, height, marks)
        blocks = choice_rows(question, choice, words, narrow, 10 * height, marks)
        if len([row for row in blocks if row]) <= height:
            return centered(beside(rows, [BLANK, *drawn], narrow + _GAP), column, width)
    rows = choice_rows(question, choice, words, column, height, marks)
    return centered(rows, column, width)


def _pane(page: Page, choice: Choice, width: int, height: int, marks: Marks) -> list[Row]:
    """The picture, and why the question is asked, as far as there is room."""
    drawn = _drawn(page.picture, choice, width, height // 2 + 4, marks)
    why = prose_rows(page.why, width, marks)
    shown = [BLANK, *drawn, *([BLANK] if drawn else []), *why]
    return shown if len(shown) <= height else [BLANK, *(drawn or why)][:height]


def _drawn(
    picture: Picture | None, choice: Choice, width: int, height: int, marks: Marks
) -> list[Row]:
    if picture is None:
        return []
    digits = {option.id: str(digit) for option, digit in choice.numbered if digit}
    ascii_only = marks is not WGL4
    return picture_rows(picture, choice.chosen, digits, width, height, ascii_only=ascii_only)


def choice_rows(
    question: Question,
    choice: Choice,
    words: QuestionWords,
    width: int,
    height: int,
    marks: Marks = WGL4,
) -> list[Row]:
    """Question, hint, options and message, as airy as the height allows."""
    field = _field(question, choice, words, width, marks)
    message = _message(choice, words, width)[: max(1, height // 3)]
    listed, apart = _blocks(choice, width, marks)
    wanted = sum(map(len, (*listed, *apart)))
    least = max([_LEAST_LIST, *map(len, (*listed, *apart))])
    if choice.kind == "pick":
        below = sum(map(len, apart))
        wanted = min(wanted, below + 2 * _LEAST_LIST)
        # Without a message, its row is free.
        least = below + (-len(message) if _is_untouched(choice) else _LEAST_LIST - 1)
    for spacing in _SPACINGS:
        between = spacing.between if choice.kind != "pick" else 0
        head = [*[BLANK] * spacing.top, *paragraph(question.text, width, "strong")]
        head += paragraph(question.hint, width, "dim") if spacing.hint else []
        head += [BLANK] * spacing.after
        head += [field, *[BLANK] * spacing.apart] if field else []
        room = height - len(head) - len(message)
        air = between * (len(listed) - 1) + (spacing.apart if listed and apart else 0)
        if room >= wanted + air:
            break
        if not spacing.top + spacing.after and room >= min(least, wanted):
            break
    if between and room >= wanted + air:
        listed = [[*block, *[BLANK] * between] for block in listed[:-1]] + listed[-1:]
    if not choice.message and room < wanted:
        message, room = [], room + len(message)
    options = _options(choice, listed, apart, words, room, spacing.apart)
    rows = [*head, *options]
    rows += [BLANK] * (height - len(message) - len(rows))
    return [*rows[: height - len(message)], *message]


def _is_untouched(choice: Choice) -> bool:
    """Whether nobody has looked for anything in a search yet: the hint says how."""
    return (
        choice.kind == "pick"
        and choice.focus is None
        and not (choice.typed or choice.chosen or choice.message)
    )


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
    if _is_untouched(choice) and 0 <= left < _LEAST_LIST - 1:
        return [*more_below(len(listed), words)[:left], *blank, *below]
    least = max(_LEAST_LIST - 1, 0 if in_list is None else len(listed[in_list]))
    if sum(map(len, listed)) <= left or (choice.kind == "pick" and left >= least):
        return [*window(listed, in_list, left, words), *blank, *below]
    return window([*listed, *apart], focus, room, words)


def _blocks(choice: Choice, width: int, marks: Marks) -> tuple[list[list[Row]], list[list[Row]]]:
    """The rows of each option: those in the list, and those that stand apart."""
    is_single = choice.kind in ("single", "number")
    signs = (marks.empty_dot, marks.full_dot) if is_single else (marks.empty_box, marks.ticked_box)
    blocks = []
    for option, digit in choice.numbered:
        key = "n" if choice.kind == "number" else str(digit or " ")
        chosen = option.id in choice.chosen
        row = _option(key, signs[chosen], choice.label(option), width, chosen=chosen)
        blocks.append(item_rows(row, width, marks, focused=option.id == choice.focus))
    listed = len(choice.listed)
    return blocks[:listed], blocks[listed:]


def _option(key: str, sign: str, label: str, width: int, *, chosen: bool) -> list[Row]:
    gap = "  " if width >= _WIDE else " "
    indent = " " * (2 + cell_len(gap) * 2 + cell_len(sign))
    first, *others = wrap(label, min(width, COLUMN) - len(indent) - 1)
    style = "chosen" if chosen else ""
    before = (Span(" "), Span(key, "key"), Span(gap), Span(sign, style), Span(gap))
    return [(*before, Span(first, style)), *((Span(indent), Span(o, style)) for o in others)]


def _field(
    question: Question, choice: Choice, words: QuestionWords, width: int, marks: Marks
) -> Row:
    """What is typed, with the cursor behind it; the end of it where there is no room for all."""
    if choice.kind == "number":
        after = (Span(f" {question.unit}", "dim"),) if question.unit else ()
        name = words.number
    elif choice.kind == "pick":
        after, name = (), words.search
    else:
        return BLANK
    mark = marks.edge if choice.focus == FIELD else " "
    cursor = Span("_", "cursor" if choice.focus in (FIELD, None) else "")
    before = Span(f"{mark} {name} ")
    room = width - row_width((before, cursor, *after))
    return (before, Span(choice.typed[-room:], "strong"), cursor, *after)


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
        self._page = Page()
        self._seen: set[int] = set()
        self.choice = Choice(kind="single", options=())

    def show(
        self, choice: Choice, question: Question | None = None, page: Page | None = None
    ) -> None:
        """Show the choice as it stands now, and a new question if there is one."""
        if question is not None and question is not self._question:
            self._seen = set()
        self._question = question or self._question
        self._page = page or self._page
        self.choice = choice
        self.redraw()

    @property
    def unread(self) -> tuple[str, ...]:
        """Ids of the options in the list that were not on the screen yet, if each has a digit."""
        listed = {option.id for option in self.choice.listed}
        numbered = ((option.id, digit) for option, digit in self.choice.numbered if digit)
        return tuple(i for i, digit in numbered if i in listed and digit not in self._seen)

    def build(self, width: int, height: int) -> Sequence[Row]:
        """Return the rows to show."""
        if self._question is None:
            return ()
        words = self.words.question
        rows = page_rows(
            self._question, self.choice, words, width, height, marks=self.marks, page=self._page
        )
        signs = "|".join(map(re.escape, (self.marks.empty_box, self.marks.ticked_box)))
        found = re.findall(rf"^\W*(\d) +(?:{signs}) ", "\n".join(map(text_of, rows)), re.MULTILINE)
        self._seen.update(map(int, found))
        return rows
