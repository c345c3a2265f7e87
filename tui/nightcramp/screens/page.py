"""Page: what every screen is made of: a header, one body, and the key bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from nightcramp.keys import key_for
from nightcramp.widgets.header import Header
from nightcramp.widgets.key_bar import KeyBar
from nightcramp.widgets.lines import Lines
from nightcramp.widgets.rows import Rows, paragraph

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from nightcramp.app import NightcrampApp
    from nightcramp.keys import Place
    from nightcramp.pack.words import Words

SMALLEST = (40, 12)
SHORT = 15  # below this the rule and the second row of keys go
NARROW = 60  # below this the side margins go


class TooSmall(Lines):
    """Stands in for everything else where there is no room for it."""

    LEADS = True

    def __init__(self, text: str) -> None:
        super().__init__(classes="too-small")
        self._text = text

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        del height
        return tuple(paragraph(self._text, width))


class Page(Screen[None], inherit_bindings=False):
    """A screen. A key does `do_<action>`, as the key table says."""

    AUTO_FOCUS = ""

    @property
    def wizard(self) -> NightcrampApp:
        """The app, which holds the interview."""
        return cast("NightcrampApp", self.app)

    @property
    def words(self) -> Words:
        """The program's own words."""
        return self.wizard.words

    @property
    def place(self) -> Place:
        """Which keys work now."""
        raise NotImplementedError

    @property
    def small_text(self) -> str:
        """What is said where the terminal is too small."""
        return self.words.too_small.text

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal has no room for this screen."""
        return _is_too_small(self.app.size)

    def make_body(self) -> Lines:
        """The widget between header and key bar."""
        raise NotImplementedError

    def show(self) -> None:
        """Fill header and body from what is known now."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Header, body, key bar; and what stands in for them."""
        self.header = Header()
        self.body = self.make_body()
        self.key_bar = KeyBar(self.words.keys)
        self.body.add_class("body")
        yield self.header
        yield self.body
        yield self.key_bar
        yield TooSmall(self.small_text)

    def on_mount(self) -> None:
        """Show what there is to show."""
        self._take_size(self.app.size)
        self.show()
        self.key_bar.show(self.place)

    def on_resize(self, event: events.Resize) -> None:
        """Make the most of the new size; nothing is lost."""
        self._take_size(event.size)

    def on_key(self, event: events.Key) -> None:
        """Do what the key does here."""
        event.stop()
        event.prevent_default()
        key = key_for(self.place, event.key, types=event.is_printable)
        if key is None or (self.is_too_small and not self._works_small(key.action)):
            return
        pressed = event.character if key.action == "type" else event.key
        getattr(self, f"do_{key.action}")(pressed or "")
        if self.is_current:
            self.key_bar.show(self.place)

    def _works_small(self, action: str) -> bool:
        """Whether a key works even where it cannot be read what it does."""
        return action == "leave"

    def do_leave(self, _key: str) -> None:
        """Ask whether to leave."""
        self.wizard.ask_to_leave()

    def do_help(self, _key: str) -> None:
        """Show the keys that work here."""
        self.wizard.show_help(self.place)

    def do_repaint(self, _key: str) -> None:
        """Draw the screen again."""
        self.wizard.repaint()

    def do_close(self, _key: str) -> None:
        """Back to the screen below."""
        self.dismiss()

    def _take_size(self, size: Size) -> None:
        self.set_class(_is_too_small(size), "-small")
        self.set_class(size.height < SHORT, "-short")
        self.set_class(size.width < NARROW, "-narrow")


def _is_too_small(size: Size) -> bool:
    return size.width < SMALLEST[0] or size.height < SMALLEST[1]
