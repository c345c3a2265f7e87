"""The base of every screen: a header, one body, and the key bar."""

from __future__ import annotations

from typing import ClassVar
from weakref import ref

from textual import events, getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip

from nightcramp.pack.words import Words
from nightcramp.wizard.interview_app import InterviewApp
from nightcramp.wizard.keys import TYPED, Key, Place, keys_of, weight_of
from nightcramp.wizard.pace import Weight
from nightcramp.wizard.widgets.frame import Header, KeyBar, Notice, TooSmall
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.page_rows import NARROW, ROOMY, SHORT, is_too_small
from nightcramp.wizard.widgets.prose import Pager


def bindings_for(*places: Place) -> list[BindingType]:
    """Textual's bindings for a screen, made from the key table.

    They have priority, so that the app acts on each key before it takes the next: keys
    typed ahead of a slow line do what they would have done one by one.

    Args:
        places: every place that the screen can be; `WizardScreen.check_action` leaves those
            that work where it is.
    """
    keys = dict.fromkeys(key for place in places for key in keys_of(place))
    return [
        Binding(pressed, key.action.format(key=pressed), key.id, show=False, priority=True)
        for key in keys
        for pressed in key.keys
        if pressed != TYPED
    ]


class WizardScreen(Screen[ScreenResultType], inherit_bindings=False, inherit_css=False):
    """A screen of the wizard; its result is given to `close`.

    A subclass has `PLACES` and the `BINDINGS` for them.

    Args:
        body: the widget between header and key bar.
        title: for the header.
    """

    AUTO_FOCUS = ""
    PLACES: ClassVar[tuple[Place, ...]]
    """Every place that the screen can be."""
    WORKS_SMALL: ClassVar[tuple[str, ...]] = ("leave",)
    """Actions of keys that work even where there is no room to say what they do."""

    app = getters.app(InterviewApp)
    body: Lines
    small = ""
    """The sentence for a terminal that is too small; the usual one if empty."""

    def __init__(self, body: Lines, title: str = "") -> None:
        super().__init__()
        self.title = title
        self.header = Header()
        self.body = body
        self.body.add_class("body")
        self.key_bar = KeyBar(lambda: self.keys)

    @property
    def words(self) -> Words:
        """The program's own words, in the current language."""
        return self.app.words

    @property
    def place(self) -> Place:
        """Which keys work now."""
        return self.PLACES[0]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that do something now; the key bar shows them."""
        reads_on = isinstance(self.body, Pager) and self.body.last > 0
        return tuple(key for key in keys_of(self.place) if reads_on or key.does != "scroll")

    @property
    def shown(self) -> object:
        """What is shown: a key that was pressed before it came is not meant for it."""
        return ref(self)

    @property
    def is_careful(self) -> bool:
        """Whether it asks about danger signs."""
        return False

    def weight_of(self, key: str) -> Weight:
        """How much a key does here."""
        return weight_of(self.place, key, types=self.types(key))

    @property
    def is_too_small(self) -> bool:
        """Whether the terminal has no room for this screen."""
        return is_too_small(*self.app.size)

    def show(self) -> None:
        """Fill header and body from the current state; here, the header alone."""
        self.header.show(self.title or "")

    def compose(self) -> ComposeResult:
        """Header, body, key bar; and what stands in for them."""
        yield from (self.header, self.body, self.key_bar, TooSmall(self.small))

    def on_mount(self) -> None:
        """Fill the screen for the terminal's size."""
        self._take_size(self.app.size)
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out for the new size."""
        self._take_size(event.size)
        # The body has its new size by then, and which keys work can depend on that.
        self.call_after_refresh(self.key_bar.follow)

    def on_screen_resume(self) -> None:
        """Take the cursor back from the screen that covered this one."""
        self.take_notice_away()
        self.body.lead()

    def on_unmount(self) -> None:
        """Forget what was drawn, as its widgets do."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw what no widget covers: blanks without a style, which takes the fewest bytes."""
        del y
        return Strip.blank(self.size.width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key may do that now; the bindings are those of every place."""
        del parameters
        if self.is_too_small and action not in self.WORKS_SMALL:
            return False
        return any(key.does == action for key in self.keys)

    def types(self, key: str) -> bool:
        """Whether a key that types a character does nothing else here; with Alt, none types."""
        if self.is_too_small and "type" not in self.WORKS_SMALL:
            return False
        pressed = {name for one in keys_of(self.place) for name in one.keys}
        return TYPED in pressed and key not in pressed and not key.startswith("alt+")

    async def action_type(self, character: str) -> None:
        """Take a typed character; most screens have no use for it."""

    async def paste(self, text: str) -> None:
        """Take pasted text; most screens have no use for it."""

    def tell(self, message: str) -> None:
        """Say why a key did nothing; most screens have no room for it.

        Args:
            message: name of the sentence, as a choice has it.
        """

    def action_scroll(self, key: str) -> None:
        """Read on, or back, where there is something to read."""
        if isinstance(self.body, Pager):
            self.body.scroll_by(key)

    async def close(self, result: ScreenResultType | None = None) -> None:
        """Give a result and go back to the screen below, which is painted once."""
        with self.app.batch_update():
            await self.dismiss(result)

    async def action_close(self) -> None:
        """Back to the screen below."""
        await self.close()

    def tell_it_will_be_hidden(self) -> None:
        """Show a notice instead of the keys; the next key removes it and does nothing else."""
        if self.is_too_small:
            return
        if not self.query(Notice):
            self.mount(Notice())
        self.add_class("-notice")

    def take_notice_away(self) -> bool:
        """Hide the notice; whether there was one."""
        if not self.has_class("-notice"):
            return False
        self.remove_class("-notice")
        self.body.lead()
        return True

    def _take_size(self, size: Size) -> None:
        self.set_class(is_too_small(*size), "-small")
        self.set_class(size.height < SHORT, "-short")
        self.set_class(size.height >= ROOMY, "-roomy")
        self.set_class(size.width < NARROW, "-narrow")
