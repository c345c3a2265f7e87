"""The key table: which key does what, and where.

The bindings of the screens are made from it (`bindings_for`); the key bar and the help page
show it. What a key is called and does, in words, stands under `[keys]` in `words.toml`.

Nothing is bound to `[`, `A`-`D`, `F` or `H`: over a slow line an arrow key can arrive in
pieces, as Escape and then those letters.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from nightcramp.wizard.pace import Weight

Place: TypeAlias = Literal[
    "welcome", "single", "several", "number", "pick", "started",
    "why", "help", "review", "confirm", "results", "topic", "urgent", "urgent_asking", "paused",
    "menu", "typing", "qr",
]  # fmt: skip
"""Where keys work: a screen, or a kind of question on the question screen."""

TYPED = "typed"
"""Stands for every key that types a character and does nothing else there."""

_DIGITS = tuple("0123456789")
_QUESTIONS: tuple[Place, ...] = ("single", "several", "number", "pick", "started")
_LISTS: tuple[Place, ...] = ("several", "started")
_TICKED: tuple[Place, ...] = (*_LISTS, "pick")
_WITHOUT_TEXT: tuple[Place, ...] = ("single", "several", "number", "started", "review", "menu")
_LISTED: tuple[Place, ...] = (*_WITHOUT_TEXT, "pick")
_READING: tuple[Place, ...] = ("why", "help")
_OVERLAYS: tuple[Place, ...] = ("why", "help", "review")
URGENT: tuple[Place, ...] = ("urgent", "urgent_asking")
"""An urgent result: alone, or with questions that can be answered while one waits."""
_LETTERS: tuple[Place, ...] = (
    *_WITHOUT_TEXT, *_READING, "welcome", "results", "topic", *URGENT, "qr",
)  # fmt: skip
"""Where letters act, since no text is typed there."""
STEPS = {"up": -1, "down": 1, "home": -999, "end": 999, "pageup": -5, "pagedown": 5}
"""How far the keys that move go in a list."""
_MOVES = tuple(STEPS)
_EVERYWHERE: tuple[Place, ...] = (
    "welcome", *_QUESTIONS, *_OVERLAYS, "results", "topic", *URGENT, "menu", "typing", "qr",
)  # fmt: skip


class Key(NamedTuple):
    """One thing that keys do.

    Attributes:
        id: names its words under `[keys]`.
        keys: what is pressed, as Textual names it.
        action: Textual's action, of the screen or of the app; `{key}` stands for what is pressed.
        where: where it works.
        rank: the key bar leaves out the highest first. 0 always stays; from SPARE on it
            makes room for a blank row; HIDDEN never shows.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    where: tuple[Place, ...]
    rank: int = 5

    @property
    def does(self) -> str:
        """Name of the action: the method is `action_<name>`."""
        return self.action.partition("(")[0].removeprefix("app.")


SPARE, HIDDEN = 6, 9

KEYS: tuple[Key, ...] = (
    Key("begin", ("enter",), "app.begin", ("welcome",), 0),
    Key("mistake", ("b", "left"), "app.mistake", URGENT, 0),
    Key("wait", ("enter",), "app.wait", ("urgent_asking",), 1),  # the page itself says so, too
    Key("next", ("enter",), "enter", ("single", "number"), 0),
    Key("choose", ("space",), "choose", _LISTS, HIDDEN),
    Key("choose", ("space",), "choose", ("pick",), 7),
    Key("mark", ("space",), "choose", ("single", "number"), HIDDEN),
    Key("done", ("enter",), "enter", _LISTS, 0),
    Key("add", ("enter",), "enter", ("pick",), 0),
    Key("answer", _DIGITS[1:], "digit('{key}')", ("single",), 7),
    Key("tick", _DIGITS[1:], "digit('{key}')", _LISTS, 2),
    Key("tick", _DIGITS[1:], "digit('{key}')", ("pick",), HIDDEN),
    Key("digits", _DIGITS, "type('{key}')", ("number",), 7),
    Key("not_sure", ("n",), "not_sure", ("number",), 2),
    Key("search", (TYPED,), "type", ("pick",), 7),
    Key("jump", ("enter",), "jump", ("review",), 0),
    Key("take", ("enter",), "take", ("menu",), 0),
    Key("pick", _DIGITS[1:], "digit('{key}')", ("menu",), 1),
    Key("take_text", ("enter",), "take_text", ("typing",), 0),
    Key("text", (TYPED,), "type", ("typing",), 2),
    Key("erase", ("backspace",), "erase", ("typing", "number", "pick"), HIDDEN),
    Key("clear", ("escape",), "clear", ("pick",), HIDDEN),
    Key("back", ("backspace",), "tell_back", ("single", *_LISTS), HIDDEN),
    Key("move", _MOVES, "move('{key}')", _LISTED, 8),
    Key("move", ("tab",), "move('down')", _LISTED, HIDDEN),
    Key("move", ("shift+tab",), "move('up')", _LISTED, HIDDEN),
    Key("move", ("j",), "move('down')", _WITHOUT_TEXT, HIDDEN),
    Key("move", ("k",), "move('up')", _WITHOUT_TEXT, HIDDEN),
    Key("topic", ("up", "down", "home", "end"), "topic('{key}')", ("results",), 1),
    Key("topic", ("j", "tab"), "topic('down')", ("results",), HIDDEN),
    Key("topic", ("k", "shift+tab"), "topic('up')", ("results",), HIDDEN),
    Key("open", ("enter",), "open", ("results",), 0),
    Key("topic", _DIGITS[1:], "number('{key}')", ("results", "topic"), HIDDEN),
    Key("read_on", ("space", "pagedown", "enter"), "read_on", ("topic",), 0),
    Key("read_on", ("space", "pagedown"), "read_on", ("results",), 3),
    Key("scroll", ("pageup",), "scroll('{key}')", ("results",), HIDDEN),
    Key("scroll", ("pageup", "up", "down", "home", "end"), "scroll('{key}')", ("topic",), HIDDEN),
    Key("shut", ("escape", "left"), "shut", ("topic",), 1),
    Key("scroll", ("space", *_MOVES), "scroll('{key}')", URGENT, 6),
    Key("scroll", ("space", *_MOVES), "scroll('{key}')", _READING, 2),
    Key("scroll", ("space", "pagedown", "pageup"), "scroll('{key}')", ("welcome",), HIDDEN),
    Key("scroll", ("j", "tab"), "scroll('down')", (*_READING, "topic", *URGENT), HIDDEN),
    Key("scroll", ("k", "shift+tab"), "scroll('up')", (*_READING, "topic", *URGENT), HIDDEN),
    Key("stay", ("enter", "escape", "n", "left"), "stay", ("confirm",), 0),
    Key("go", (TYPED,), "type", ("confirm",), 0),
    Key("close", ("escape", "enter", "left"), "close", (*_READING, "qr"), 0),
    Key("close", ("escape", "left"), "close", ("review", "menu"), 0),
    Key("close", ("escape",), "close", ("typing",), 1),
    Key("print_and_go", ("p",), "print_and_go", ("confirm",), HIDDEN),
    Key("ways", ("p",), "app.ways_out", ("results", "topic", *URGENT), 2),
    Key("type_code", ("c",), "app.type_code", ("welcome",), 6),
    Key("back", ("left",), "app.previous", _QUESTIONS, 1),
    Key("back", ("left",), "app.previous", ("results",), 7),
    Key("why", ("question_mark",), "app.why", _QUESTIONS, 3),
    Key("grounds", ("question_mark",), "app.grounds", ("results", "topic", *URGENT), 5),
    Key("review", ("f2",), "app.review", _QUESTIONS, 6),
    Key("review_result", ("r", "f2"), "app.review", ("results", *URGENT), 4),
    Key("again", ("n",), "app.again", ("results", "topic", *URGENT), 6),
    Key("wake", ("enter",), "close", ("paused",), 0),
    Key("pick_language", _DIGITS[1:], "app.pick_language('{key}')", ("welcome",), HIDDEN),
    Key("language", ("f3",), "app.language", ("welcome", *_QUESTIONS, "results", *URGENT), 7),
    Key("theme", ("f4",), "app.theme", ("welcome", *_QUESTIONS, "results", "topic", *URGENT), 8),
    Key("help", ("f1",), "app.help", tuple(place for place in _EVERYWHERE if place != "help"), 5),
    Key("leave", ("ctrl+c", "ctrl+q"), "app.leave", _EVERYWHERE, 0),
    Key("repaint", ("ctrl+l",), "app.repaint", _EVERYWHERE, HIDDEN),
    Key("leave", ("q",), "app.leave", _LETTERS, HIDDEN),
)

_LIGHT = frozenset((
    "move", "topic", "number", "tell_back", "open", "read_on", "shut", "scroll", "previous",
    "mistake", "close", "erase", "leave", "repaint", "why", "grounds", "help", "review",
    "language", "theme", "ways_out",
))  # fmt: skip
"""Actions that answer nothing and lose nothing, however often they are repeated."""


def weight_of(place: Place, pressed: str, *, types: bool) -> Weight:
    """How much a key does there.

    Args:
        place: where it is pressed.
        pressed: the key, as Textual names it.
        types: whether it types a character and does nothing else.
    """
    key = next((key for key in keys_of(place) if pressed in key.keys), None)
    if key is None:
        return "text" if types else "light"
    if key.does in _LIGHT:
        return "light"
    if key.does == "type":
        return "text"
    return "once" if place in _TICKED else "act"


def keys_of(place: Place) -> tuple[Key, ...]:
    """The keys that work there, in the order of the key bar."""
    return tuple(key for key in KEYS if place in key.where)
