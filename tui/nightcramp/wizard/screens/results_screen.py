"""The results screen: what to do and how soon, then what may be behind it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import Result
from nightcramp.reports.signers import pack_line, short_lines
from nightcramp.reports.topics import Topic
from nightcramp.wizard.keys import Key, Place
from nightcramp.wizard.screens.result_rows import (
    result_rows,
    topic_rows,
    topics_of,
    urgent_column,
    urgent_parts,
    urgent_rows,
)
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.prose import Pager
from nightcramp.wizard.widgets.rows import COLUMN, TWO_PANES, Row, Span, beside, centered
from nightcramp.wizard.widgets.window import screenful, screenfuls

_GAP = 3
"""Cells between the topics and what the highlighted one says."""


class ResultPanel(Pager):
    """A result that is not urgent: headline and topics; with room, the highlighted one beside."""

    focus_at = var(0)
    """Position of the highlighted topic."""
    opened = var(False)  # noqa: FBT003  a default
    """Whether the topic is read, on the whole screen."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result

    def watch_focus_at(self) -> None:
        """Redraw with the new topic, from its beginning."""
        self.screenful = 0
        self.redraw()

    def watch_opened(self) -> None:
        """Redraw with the topic, or without it."""
        self.screenful = 0
        self.redraw()

    @property
    def topics(self) -> Sequence[Topic]:
        """What can be read about."""
        return topics_of(self._result, self.words)

    @property
    def topic(self) -> Topic:
        """The highlighted topic."""
        return self.topics[self.focus_at]

    @property
    def has_two_panes(self) -> bool:
        """Whether there is room for the highlighted topic beside the others."""
        return self.size.width >= TWO_PANES

    @property
    def reads(self) -> bool:
        """Whether a topic has the whole screen."""
        return self.opened and not self.has_two_panes

    def move(self, key: str) -> None:
        """Highlight the topic that an arrow leads to."""
        steps = {"up": -1, "down": 1, "home": -len(self.topics), "end": len(self.topics)}
        self.focus_at = max(0, min(self.focus_at + steps[key], len(self.topics) - 1))

    def open(self, place: int) -> None:
        """Read a topic, by its position, if there is one."""
        if place < len(self.topics):
            self.focus_at, self.opened = place, not self.has_two_panes

    def read_on(self) -> None:
        """Read on, and from the end of a topic on to the next one."""
        if self.screenful < self.last:
            self.screenful += 1
        elif self.focus_at + 1 < len(self.topics):
            self.focus_at += 1
        else:
            self.opened = False

    @property
    def last(self) -> int:
        """Number of the last screenful of the topic."""
        width, height = self.size
        if not (self.opened or self.has_two_panes):
            return 0
        return len(screenfuls(len(self._topic(self._pane(width), height)), height)) - 1

    def _pane(self, width: int) -> int:
        """Cells of what a topic says."""
        return width - self._column(width) - _GAP if self.has_two_panes else min(width, COLUMN)

    def _column(self, width: int) -> int:
        """Cells of the topics."""
        return width // 2 if self.has_two_panes else min(width, COLUMN)

    def _topic(self, width: int, height: int) -> list[Row]:
        return topic_rows(self.topic, width, height, self.marks)

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        column = self._column(width)
        read: list[Row] = []
        if self.opened or self.has_two_panes:
            rows = self._topic(self._pane(width), height)
            read = screenful(rows, self.screenful, height, self.words.results.more)
        if self.reads:
            return centered(read, column, width)
        rows = result_rows(self._result, self.focus_at, self.words, column, height, self.marks)
        if self.has_two_panes:
            return beside(rows, read, column + _GAP)
        return centered(rows, column, width)


class UrgentPage(Pager):
    """An urgent result: a banner that stays, and below it what to do and what to say."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result
        self.asking = ""

    def _laid_out(self, width: int, height: int) -> tuple[list[Row], list[Row]]:
        foot = pack_line(self.app.pack)
        parts = urgent_parts(self._result, self.asking, foot)
        return urgent_rows(self._result, parts, width, height, self.marks)

    @property
    def last(self) -> int:
        """Number of the last screenful."""
        banner, below = self._laid_out(*self.size)
        return len(screenfuls(len(below), self.size.height - len(banner))) - 1

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        banner, below = self._laid_out(width, height)
        room = height - len(banner)
        shown = screenful(below, self.screenful, room, self.words.results.more)
        return [*banner, *centered(shown, urgent_column(width), width)]


class ResultsScreen(WizardScreen[None]):
    """Shows a result; an urgent one stands alone."""

    PLACES = ("results", "topic", "urgent", "urgent_asking")
    BINDINGS = bindings_for(*PLACES)

    def __init__(self, result: Result) -> None:
        super().__init__(ResultPanel(result) if result.topics else UrgentPage(result))
        self.set_class(not result.topics, "-alone")

    @property
    def place(self) -> Place:
        """Which keys work now."""
        if isinstance(self.body, ResultPanel):
            return "topic" if self.body.reads else "results"
        return "urgent_asking" if self.app.interview.while_you_wait else "urgent"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now."""
        if not isinstance(self.body, ResultPanel) or self.body.reads:
            return super().keys
        idle = {"open"} if self.body.has_two_panes else set()
        idle |= set() if self.body.last else {"read_on"}
        return tuple(key for key in super().keys if key.does not in idle)

    def show(self) -> None:
        """Fill header and body."""
        lines = short_lines(self.app.pack)
        asides = [(Span(text, "dim"),) for text in lines]
        self.header.show(self.words.result.heading, *asides, done=1)
        if isinstance(self.body, UrgentPage):
            asks = self.place == "urgent_asking"
            self.body.asking = self.words.results.while_you_wait if asks else ""
            self.body.redraw()

    @property
    def topic(self) -> str:
        """Id of the topic that is read; that of an urgent result is why it is."""
        return self.body.topic.id if isinstance(self.body, ResultPanel) else REASONS

    def action_topic(self, key: str) -> None:
        """Highlight another topic."""
        if isinstance(self.body, ResultPanel):
            self.body.move(key)
            self.key_bar.follow()

    def action_number(self, digit: str) -> None:
        """Read the topic with that number."""
        if isinstance(self.body, ResultPanel):
            self.body.open(int(digit) - 1)
            self.key_bar.follow()

    def action_open(self) -> None:
        """Read the highlighted topic."""
        if isinstance(self.body, ResultPanel):
            self.body.open(self.body.focus_at)
            self.key_bar.follow()

    def action_read_on(self) -> None:
        """Read on, to the next topic at the end of one."""
        if isinstance(self.body, ResultPanel):
            self.body.read_on()
            self.key_bar.follow()

    def action_shut(self) -> None:
        """Back to the topics."""
        if isinstance(self.body, ResultPanel):
            self.body.opened = False
            self.key_bar.follow()
