"""Page: what every screen is made of: a header, one body, and the key bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.strip import Strip

from nightcramp.wizard.keys import key_for, keys_of
from nightcramp.wizard.widgets.header import Header
from nightcramp.wizard.widgets.key_bar import KeyBar
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import NARROW, SHORT, is_too_small
from nightcramp.wizard.widgets.rows import BLANK, paragraph

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from nightcramp.wizard.app import NightcrampApp
    from nightcramp.wizard.keys import Key, Place
    from nightcramp.wizard.widgets.rows import Rows


class TooSmall(Lines):
    """Stands in for everything else where there is no room for it."""

    LEADS = True

    def __init__(self, text: str) -> None:
        super().__init__(classes="too-small")
        self.said = text

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        del height
        return tuple(paragraph(self.said, width))


class Notice(Lines):
    """Stands in for the key bar: the longest sentence there is room for."""

    LEADS = True

    _said: tuple[str, ...] = ("",)

    def show(self, *said: str) -> None:
        """Show the longest of these that there is room for."""
        self._said = said
        self.redraw()

    def build(self, width: int, height: int) -> Rows:
        """The rows to show."""
        forms = [paragraph(text, width, "warning", "* ") for text in self._said]
        rows = next((form for form in forms if len(form) <= height), forms[-1])
        return (*[BLANK] * (height - len(rows)), *rows)


class Page(Screen[None], inherit_bindings=False, inherit_css=False):
    """A screen. A key does `do_<action>`, as the key table says."""

    AUTO_FOCUS = ""

    def __init__(self, wizard: NightcrampApp) -> None:
        """Make the widgets and fill them: keys typed ahead come before Textual shows them.

        What a subclass needs for that it keeps before it calls this.
        """
        super().__init__()
        self.wizard = wizard
        self.words = wizard.words
        self.header = Header(self.words.drawing.rule)
        self.body = self.make_body()
        self.body.add_class("body")
        self.key_bar = KeyBar(self.words.keys, lambda: self.keys)
        self.too_small = TooSmall(self.small_text)
        self._notice: Notice | None = None
        self.show()

    @property
    def place(self) -> Place:
        """Which keys work now."""
        raise NotImplementedError

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now; the key bar shows them."""
        return keys_of(self.place)

    @property
    def small_text(self) -> str:
        """What is said where the terminal is too small."""
        return self.words.too_small.text

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal has no room for this screen."""
        return is_too_small(*self.wizard.size)

    def make_body(self) -> Lines:
        """The widget between header and key bar."""
        raise NotImplementedError

    def show(self) -> None:
        """Fill header and body from what is known now."""
        raise NotImplementedError

    def speak(self) -> None:
        """Say everything again, in the language spoken now."""
        self.words = self.wizard.words
        self.key_bar.words = self.words.keys
        self.too_small.said = self.small_text
        self.show()
        self.key_bar.redraw()

    def compose(self) -> ComposeResult:
        """Header, body, key bar; and what stands in for them."""
        yield self.header
        yield self.body
        yield self.key_bar
        yield self.too_small

    def on_mount(self) -> None:
        """Make the most of the terminal's size."""
        self._take_size(self.wizard.size)

    def on_resize(self, event: events.Resize) -> None:
        """Make the most of the new size; nothing is lost."""
        self._take_size(event.size)
        self.call_after_refresh(self.key_bar.redraw)

    def on_screen_resume(self) -> None:
        """Shown again, once what stood above is gone: so is its cursor."""
        self._take_notice_away()
        self.body.lead()

    def render_line(self, y: int) -> Strip:
        """Draw what no widget covers: blanks without a style, which takes the fewest bytes."""
        del y
        return Strip.blank(self.size.width)

    def press(self, pressed: str, character: str | None) -> None:
        """Do what a key does here.

        Args:
            pressed: its name.
            character: what it types, if anything.
        """
        if self._take_notice_away():
            return
        types = character is not None and character.isprintable()
        key = key_for(self.place, pressed, types=types)
        if key is None or (self.is_too_small and not self._works_small(key.action)):
            return
        getattr(self, f"do_{key.action}")(character if key.action == "type" else pressed)

    def paste(self, text: str) -> None:
        """Take pasted text; most screens have no use for it."""

    def tell_it_will_be_hidden(self) -> None:
        """Say so in place of the keys; the next key takes that away, and does nothing else."""
        if self.is_too_small:
            return
        if self._notice is None:
            self._notice = Notice()
            self.mount(self._notice)
        self._notice.show(self.words.kiosk.hiding, self.words.kiosk.hiding_short)
        self.add_class("-notice")

    def _take_notice_away(self) -> bool:
        """Whether there was a notice. Its widget stays, unseen: it may be being painted."""
        if not self.has_class("-notice"):
            return False
        self.remove_class("-notice")
        self.body.lead()
        return True

    def _works_small(self, action: str) -> bool:
        """Whether a key works even where it cannot be read what it does."""
        return action == "leave"

    def do_leave(self, _key: str) -> None:
        """Ask whether to leave."""
        self.wizard.ask_to_leave()

    def do_language(self, _key: str) -> None:
        """Go on in the next language."""
        self.wizard.speak_next()

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
        self.set_class(is_too_small(*size), "-small")
        self.set_class(size.height < SHORT, "-short")
        self.set_class(size.width < NARROW, "-narrow")
