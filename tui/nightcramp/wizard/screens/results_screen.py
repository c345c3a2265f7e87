"""The results screen: what to do and how soon, then what may be behind it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.reactive import var

from nightcramp.pack import Pack
from nightcramp.pack.words import Words
from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import Result
from nightcramp.reports.topics import Topic
from nightcramp.wizard.keys import Key, Place
from nightcramp.wizard.screens.result_rows import (
    is_roomy,
    lay_out,
    place_of,
    result_rows,
    topics_of,
    urgent_parts,
)
from nightcramp.wizard.screens.wizard_screen import WizardScreen, bindings_for
from nightcramp.wizard.widgets.prose import Pager, Prose
from nightcramp.wizard.widgets.rows import Row


def pack_asides(pack: Pack, words: Words) -> tuple[str, ...]:
    """Which pack the result comes from, and that nobody has reviewed it."""
    version = words.results.pack.format(version=pack.about.version)
    if pack.reviewed:
        return (version,)
    notes = (words.results.not_reviewed, words.results.not_reviewed_short)
    return tuple(f"{version}, {note}" for note in notes)


class ResultPanel(Pager):
    """A result that is not urgent: headline, topics, and the topic that is read."""

    chosen = var("")
    """Id of the topic chosen; before, the first one is read."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result

    def watch_chosen(self) -> None:
        """Redraw with the new topic."""
        self.redraw()

    @property
    def _topics(self) -> Sequence[Topic]:
        return topics_of(self._result, self.words, roomy=is_roomy(self.size.height))

    @property
    def topic(self) -> str:
        """Id of the topic that is read."""
        topics = self._topics
        return topics[place_of(self.chosen, topics)].id

    def choose(self, key: str) -> None:
        """Read the topic that an arrow or a digit leads to."""
        topics = self._topics
        here = place_of(self.chosen, topics)
        steps = {"up": here - 1, "down": here + 1, "home": 0, "end": len(topics)}
        there = steps[key] if key in steps else int(key) - 1
        if key in steps or there < len(topics):
            self.screenful = 0
            self.chosen = topics[max(0, min(there, len(topics) - 1))].id

    @property
    def last(self) -> int:
        """Number of the last screenful of the topic."""
        return lay_out(self._result, self.chosen, self.words, *self.size).last_screenful

    def build(self, width: int, height: int) -> list[Row]:
        """Return the rows to show."""
        read = (self.chosen, self.screenful)
        return result_rows(self._result, *read, self.words, width, height)


class ResultsScreen(WizardScreen[None]):
    """Shows a result; an urgent one stands alone."""

    PLACES = ("results", "urgent", "urgent_asking")
    BINDINGS = bindings_for(*PLACES)

    def __init__(self, result: Result) -> None:
        super().__init__(ResultPanel(result) if result.topics else Prose())
        self._result = result

    @property
    def place(self) -> Place:
        """Which keys work now."""
        if self._result.topics:
            return "results"
        return "urgent_asking" if self.app.interview.while_you_wait else "urgent"

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now: none to read on, where all is on the screen."""
        whole = isinstance(self.body, Prose) and not self.body.last
        return tuple(key for key in super().keys if not (whole and key.does == "scroll"))

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.result.heading, *pack_asides(self.app.pack, self.words))
        if isinstance(self.body, Prose):
            asking = self.words.results.while_you_wait if self.place == "urgent_asking" else ""
            self.body.show(urgent_parts(self._result, asking))

    @property
    def topic(self) -> str:
        """Id of the topic that is read; that of an urgent result is why it is."""
        return self.body.topic if isinstance(self.body, ResultPanel) else REASONS

    def action_topic(self, key: str) -> None:
        """Read about another topic."""
        if isinstance(self.body, ResultPanel):
            self.body.choose(key)
