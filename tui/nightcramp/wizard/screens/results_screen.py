"""The results screen: what to do and how soon, then what may be behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import var

from nightcramp.reports.explanations import REASONS
from nightcramp.wizard.bindings import bindings_for
from nightcramp.wizard.screens.result_rows import (
    View,
    is_roomy,
    lay_out,
    place_of,
    result_rows,
    topics_of,
    urgent_parts,
)
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.prose import Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words
    from nightcramp.reports.result import Result
    from nightcramp.wizard.keys import Key, Place
    from nightcramp.wizard.widgets.rows import Rows


def pack_asides(pack: Pack, words: Words) -> tuple[str, ...]:
    """Which pack the result comes from, and that nobody has reviewed it."""
    version = words.results.pack.format(version=pack.about.version)
    if pack.reviewed:
        return (version,)
    said = words.results
    return tuple(f"{version}, {note}" for note in (said.not_reviewed, said.not_reviewed_short))


class ResultPanel(Lines):
    """A result that is not urgent: headline, topics, and the topic that is read."""

    LEADS = True
    view = var(View())
    """The topic on screen, and how far it is scrolled."""

    def __init__(self, result: Result, words: Words) -> None:
        super().__init__()
        self._result = result
        self._words = words

    def watch_view(self) -> None:
        """Redraw with the new view."""
        self.redraw()

    @property
    def topic(self) -> str:
        """Id of the topic that is read."""
        topics = topics_of(self._result, self._words, roomy=is_roomy(self.size.height))
        return topics[place_of(self.view, topics)].id

    def choose(self, key: str) -> None:
        """Read the topic that an arrow or a digit leads to."""
        topics = topics_of(self._result, self._words, roomy=is_roomy(self.size.height))
        here = place_of(self.view, topics)
        steps = {"up": here - 1, "down": here + 1, "home": 0, "end": len(topics)}
        there = steps[key] if key in steps else int(key) - 1
        if key in steps or there < len(topics):
            self.view = View(topics[max(0, min(there, len(topics) - 1))].id)

    def scroll_by(self, screenfuls_on: int) -> None:
        """Read on, or back."""
        last = lay_out(self._result, self.view, self._words, *self.size).last_screenful
        here = min(self.view.screenful, last)
        self.view = self.view._replace(screenful=max(0, min(here + screenfuls_on, last)))

    def build(self, width: int, height: int) -> Rows:
        """Return the rows to show."""
        return tuple(result_rows(self._result, self.view, self._words, width, height))


class ResultsScreen(WizardScreen[None]):
    """Shows a result; an urgent one stands alone."""

    PLACES = ("results", "urgent", "urgent_asking")
    BINDINGS = bindings_for(*PLACES)

    def __init__(self, result: Result) -> None:
        super().__init__()
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
        whole = isinstance(self.body, Prose) and not self.body.goes_on
        return tuple(key for key in super().keys if not (whole and key.does == "scroll"))

    def compose_body(self) -> ResultPanel | Prose:
        """Make the widget between header and key bar."""
        if self._result.topics:
            return ResultPanel(self._result, self.words)
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.result.heading, *pack_asides(self.app.pack, self.words))
        if isinstance(self.body, Prose):
            asking = self.words.results.while_you_wait if self.place == "urgent_asking" else ""
            self.body.show(urgent_parts(self._result, asking))

    @property
    def topic(self) -> str:
        """Id of the topic that is read."""
        return self.body.topic if isinstance(self.body, ResultPanel) else REASONS

    def action_topic(self, key: str) -> None:
        """Read about another topic."""
        if isinstance(self.body, ResultPanel):
            self.body.choose(key)

    def action_scroll(self, key: str) -> None:
        """Read on, or back."""
        if isinstance(self.body, (ResultPanel, Prose)):
            self.body.scroll_by(scroll_step(key))
