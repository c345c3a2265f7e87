"""Why we ask: the reason behind the present question, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nightcramp.screens.page import Page
from nightcramp.widgets.prose import Part, Prose, scroll_step

if TYPE_CHECKING:
    from nightcramp.keys import Place
    from nightcramp.pack import Pack, Question
    from nightcramp.pack.words import WhyWords


def why_parts(pack: Pack, question: Question, words: WhyWords) -> tuple[Part, ...]:
    """The question again, the reason, and the titles of its sources."""
    titles = {source.id: source for source in pack.sources}
    sources = [titles[name] for name in question.sources if name in titles]
    parts = [
        Part("gap"),
        Part("heading", question.text),
        *([Part("text", question.hint)] if question.hint else []),
        Part("gap"),
        Part("text", question.why),
    ]
    if sources:
        parts += [Part("gap"), Part("heading", words.sources)]
        parts += [Part("item", s.title, "" if s.checked else words.unchecked) for s in sources]
    return tuple(parts)


class WhyScreen(Page):
    """Opened over the question screen."""

    body: Prose

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return "why"

    def make_body(self) -> Prose:
        """The widget between header and key bar."""
        return Prose(self.words.results.more)

    def show(self) -> None:
        """Fill header and body."""
        self.header.show(self.words.why.title)
        self.body.show(why_parts(self.wizard.pack, self._question, self.words.why))

    def do_scroll(self, key: str) -> None:
        """Read on, or back."""
        self.body.scroll_by(scroll_step(key))
