"""The choice list: a question and its options, drawn row by row.

`python -m nightcramp.wizard.widgets.choices` shows it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from nightcramp.answering.choice import FIELD, Choice
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import BLANK, Span, paragraph, wrap
from nightcramp.wizard.widgets.window import More, window

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from nightcramp.pack.words import QuestionWords
    from nightcramp.wizard.widgets.rows import Row, Rows


class Ask(Struct, frozen=True):
    """The question above a choice.

    Attributes:
        unit: shown after a number.
    """

    text: str
    hint: str = ""
    unit: str = ""


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
    ask: Ask, choice: Choice, words: QuestionWords, width: int, height: int
) -> list[Row]:
    """Question, hint, options and message, as airy as the height allows."""
    field = _field(ask, choice, words)
    message = _message(choice, words, width)[: max(1, height // 3)]
    listed, apart = _blocks(choice, width)
    wanted = sum(map(len, (*listed, *apart)))
    tallest = max(map(len, (*listed, *apart)), default=0)
    if choice.kind == "pick":
        wanted = min(wanted, sum(map(len, apart)) + 2 * _LEAST_LIST)
    for spacing in _SPACINGS:
        head = [*[BLANK] * spacing.top, *paragraph(ask.text, width, "strong")]
        head += paragraph(ask.hint, width) if spacing.hint else []
        head += [BLANK] * spacing.after
        head += [field, *[BLANK] * spacing.apart] if field else []
        room = height - len(head) - len(message)
        if room >= wanted + (spacing.apart if listed and apart else 0):
            break
        if not spacing.top + spacing.after and room >= min(max(_LEAST_LIST, tallest), wanted):
            break
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
    more = More(words.more_above, words.more_below)
    order = [name for name in choice.order if name != FIELD]
    focus = order.index(choice.focus) if choice.focus in order else None
    below = [row for block in apart for row in block]
    blank = [BLANK] * (gap if listed and apart else 0)
    left = room - len(below) - len(blank)
    in_list = focus if focus is not None and focus < len(listed) else None
    least = max(_LEAST_LIST - 1, 0 if in_list is None else len(listed[in_list]))
    if sum(map(len, listed)) <= left or (choice.kind == "pick" and left >= least):
        return [*window(listed, in_list, left, more), *blank, *below]
    return window([*listed, *apart], focus, room, more)


def _blocks(choice: Choice, width: int) -> tuple[list[list[Row]], list[list[Row]]]:
    """The rows of each option: those in the list, and those that stand apart."""
    left, right = ("(", ")") if choice.kind in ("single", "number") else ("[", "]")
    blocks = []
    for option, digit in choice.numbered:
        sign = "n" if choice.kind == "number" else str(digit or " ")
        mark = (
            f"{left}{'x' if left == '[' else '*'}{right}"
            if option.id in choice.chosen
            else (f"{left} {right}")
        )
        label = choice.label(option)
        blocks.append(_block(sign, mark, label, width, focused=option.id == choice.focus))
    listed = len(choice.listed)
    return blocks[:listed], blocks[listed:]


def _block(sign: str, mark: str, label: str, width: int, *, focused: bool) -> list[Row]:
    gap = "  " if width >= 50 else " "
    before = f"{sign}{gap}{mark}{gap}"
    lines = wrap(label, min(width, 72) - len(before) - 2)
    if focused:
        first: Row = (Span(f"> {before}{lines[0]}", "focus"),)
    elif " " in mark:
        first = (Span(f"  {before}{lines[0]}"),)
    else:
        first = (Span(f"  {sign}{gap}"), Span(mark, "chosen"), Span(f"{gap}{lines[0]}"))
    indent = " " * (len(before) + 2)
    return [first, *((Span(indent + line),) for line in lines[1:])]


def _field(ask: Ask, choice: Choice, words: QuestionWords) -> Row:
    """What is typed, with the cursor behind it."""
    if choice.kind == "number":
        after = (Span(f" {ask.unit}"),) if ask.unit else ()
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
    filled = sentence.format(minimum=choice.minimum, maximum=choice.maximum)
    return paragraph(filled, width, "warning", "* ")


class Choices(Lines):
    """Shows a question and the choice being made; it decides nothing."""

    LEADS = True

    def __init__(self, words: QuestionWords) -> None:
        super().__init__()
        self._words = words
        self.ask = Ask("")
        self.choice = Choice(kind="single", options=())

    def show(self, choice: Choice, ask: Ask | None = None) -> None:
        """Show the choice as it stands now, and a new question if there is one."""
        self.ask = ask or self.ask
        self.choice = choice
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return tuple(choice_rows(self.ask, self.choice, self._words, width, height))


def main() -> None:
    """Show the choice list alone, for trying it."""
    from textual.app import App

    from nightcramp.pack import load_pack, load_words
    from nightcramp.wizard.keys import key_for

    pack, words = load_pack(), load_words()
    question = next(q for q in pack.questions if q.kind == "several" and q.options)

    class Demo(App[None]):
        CSS = "Choices { margin: 1 3; height: 1fr; }"

        def compose(self) -> ComposeResult:
            yield Choices(words.question)

        def on_mount(self) -> None:
            choice = Choice.begin(question.kind, question.options)
            self.query_one(Choices).show(choice, Ask(question.text, question.hint))

        def on_key(self, event: events.Key) -> None:
            shown = self.query_one(Choices)
            key = key_for("several", event.key, types=event.is_printable)
            doing = {
                "move": lambda: shown.choice.move(-1 if event.key == "up" else 1),
                "digit": lambda: shown.choice.press_digit(int(event.key)),
                "choose": shown.choice.toggle,
            }
            if key is not None and key.does in doing:
                shown.show(doing[key.does]())

    Demo(ansi_color=True).run(mouse=False)


if __name__ == "__main__":
    main()
