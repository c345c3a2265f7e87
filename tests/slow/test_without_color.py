"""Every screen as bare characters: no color, no bold, no reverse video.

What is highlighted, chosen, typed, wrong or urgent has a mark of its own.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.keys import KEYS
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.themes import looks
from nightcramp.wizard.widgets.lines import Lines
from nightcramp.wizard.widgets.rows import text_of
from tests.make_screenshots import OFFICE, TABLETS, answered_until
from tests.pilot import SIZES, Person
from tests.pseudo import front_in
from tests.wgl4 import WGL4_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from nightcramp.wizard.widgets.rows import Row

CAPITALS = r"[A-ZÁÉÍÓÚÑ ]{8,}"
MARKS = {
    "focus": r"▌ +\S",
    "cursor": r".*_$",
    "chosen": r".*([■●]( +\S.*)?|[█▀▄▌▐]\d?)$",  # on a picture, it is filled
    "warning": rf"\* \S|.*● \w|{CAPITALS}",
    "calm": rf".*● \w|{CAPITALS}",
    "urgent": r"[ █▀▄]*(!!  \S|$)",
    "bar": r".*[═█]$",
}
"""How a row reads, up to the end of a span whose style tells something."""

MARKLESS = {"strong", "accent", "key", "dim", "rule", "picture", "paper", "ink"}
"""Headings, names of keys, what is said in passing, and what is drawn; words stand beside it."""

IN_ASCII = {
    "▌": ">", "■": r"\[x\]", "□": r"\[ \]", "●": r"\(\*\)", "○": r"\( \)", "═": "=", "•": "-",
    "[■●]": r"(?:\[x\]|\(\*\))", "[█▀▄▌▐]": "[#'.]", "[═█]": "[=#]", "[ █▀▄]": " ",
}  # fmt: skip
"""Patterns as they are where only ASCII can be shown; those of several characters first."""


class Scene(NamedTuple):
    """A screen in a state.

    Attributes:
        name: begins with the place whose keys work.
        patient: the vignette whose answers were given; none for the first screen.
        until: the question to stop at; empty for the result.
        keys: pressed then.
        says: patterns; for each there is a row that begins so.
        then: what happens after the keys.
        sizes: of the terminals on which it is looked at.
    """

    name: str
    patient: str = ""
    until: str = ""
    keys: Sequence[str] = ()
    says: tuple[str, ...] = ()
    then: Callable[[NightcrampApp], Awaitable[None]] | None = None
    sizes: tuple[tuple[int, int], ...] = (SIZES["design"], SIZES["shortest"], SIZES["wide"])

    @property
    def place(self) -> str:
        """Where keys work now."""
        return self.name.split()[0].strip(",")


async def _tell(app: NightcrampApp) -> None:
    assert isinstance(app.screen, WizardScreen)
    app.screen.tell_it_will_be_hidden()


async def _warn(app: NightcrampApp) -> None:
    await app.idle.pause(app.words.kiosk.warning)


async def _offer(app: NightcrampApp) -> None:
    await app.confirm(app.words.resume, partial(app.go_on_with, {}))


CHILD = "F35"
"""With something for today, and nothing to answer while waiting."""

WRONG = r"\* \w+ \w+"
SAVE = ("p", "1", "2")

SCENES = (
    Scene("welcome"),
    Scene("typing a code", keys=("c", *"ABCD"), says=(r"> ABCD_",)),
    Scene("typing a wrong code", keys=("c", *"ABCD", "enter"), says=(r"> ABCD_", WRONG)),
    Scene("confirm kept answers", then=_offer),
    Scene("single", OFFICE, "sitting", (), (r"1 +○ ",)),
    Scene("single highlighted", OFFICE, "sitting", ("down", "down"), (r"▌ 2 +○ ",)),
    Scene("single chosen", OFFICE, "sitting", ("down", "space"), (r"▌ 1 +● ",)),
    Scene("single left", OFFICE, "sitting", ("down", "space", "down"), (r"1 +● ", "▌ 2 ")),
    Scene("single wrong", OFFICE, "sitting", ("enter",), (WRONG,)),
    Scene("single too small", OFFICE, "sitting", sizes=((30, 8),)),
    Scene("several", OFFICE, "leg_danger", ("1", "down"), (r"▌ 2 +□ ",)),
    Scene("several chosen", OFFICE, "leg_danger", ("3",), (r"▌ 3 +■ ",)),
    Scene("several wrong", OFFICE, "leg_danger", ("enter",), (WRONG,)),
    Scene("several taken back", OFFICE, "leg_danger", "38", (r"▌ 8 +□ ", WRONG)),
    Scene("number", OFFICE, "age", ("4", "7"), (r"▌ .*: 47_",)),
    Scene("number left", OFFICE, "age", ("4", "7", "down"), (r"\w.*: 47", r"▌ n +○ ")),
    Scene("number wrong", OFFICE, "age", ("9", "9", "9", "enter"), (r"▌ .*: 999_", WRONG)),
    Scene("pick", TABLETS, "medicines", (), (r"\w+: _",)),
    Scene("pick found", TABLETS, "medicines", "chlorthal", (r"\w+: chlorthal_", r"▌ +□ ")),
    Scene("pick chosen", TABLETS, "medicines", (*"chlorthal", "enter"), (r"1 +■ ",)),
    Scene("pick wrong", TABLETS, "medicines", "xyzxyz", (WRONG,)),
    Scene("started", TABLETS, "medicines_started", ("1",), (r"▌ 1 +■ ",)),
    Scene("why", OFFICE, "sitting", ("question_mark",)),
    Scene("why of a result", OFFICE, "", ("question_mark",)),
    Scene("why a page is shown", OFFICE, "", ("p", "1", "1")),
    Scene("help", OFFICE, "sitting", ("f1",)),
    Scene("review", OFFICE, "medicines", ("f2",), (r"▌ \S+",)),
    Scene("confirm leaving", OFFICE, "sitting", ("ctrl+c",)),
    Scene("confirm a new start", OFFICE, "", ("n",)),
    Scene("results of self-care", OFFICE, "", (), (CAPITALS, r"▌ 1  \w+")),
    Scene("results, another topic", OFFICE, "", ("down",), (CAPITALS, r"▌ 2  \w+")),
    Scene("results of a routine", TABLETS, "", (), (CAPITALS, r"▌ 1  \w+")),
    Scene("topic", OFFICE, "", ("enter",), (r"\w+",)),
    Scene("topic with pictures", OFFICE, "", ("4",), (r"\w+",)),
    Scene("several with a picture", OFFICE, "where", ("1", "down"), (r"1 +■ ", r"▌ 2 +□ ")),
    Scene("urgent, a child", CHILD, "", (), (rf"!!  {CAPITALS}",)),
    Scene("urgent_asking, same day", "F17", "", (), (rf"!!  {CAPITALS}",)),
    Scene("urgent_asking, an emergency", "F01", "", (), (r"!!  .*911",)),
    Scene("pick while waiting", "F01", "", ("enter",), (r"\w+: _",)),
    Scene("menu", OFFICE, "", ("p", "down", "down"), (r"▌ 3  \w+",)),
    Scene("typing a name", OFFICE, "", (*SAVE, *"a.txt"), (r"> a\.txt_",)),
    Scene("typing a wrong name", OFFICE, "", (*SAVE, *"/no/a", "enter"), (r"> /no/a_", WRONG)),
    Scene("qr", OFFICE, "", ("p", "4")),
    Scene("single about to be hidden", OFFICE, "sitting", (), (r"\* \S+",), _tell),
    Scene("qr about to be hidden", OFFICE, "", ("p", "4"), (r"\* \S+",), _tell),
    Scene("paused", OFFICE, "sitting", then=lambda app: app.idle.pause(app.words.kiosk.blank)),
    Scene("paused, ending", OFFICE, "sitting", then=_warn),
)


@pytest.mark.parametrize(
    ("language", "only_ascii"), [("en", False), ("es", False), ("en", True), ("es", True)]
)
async def test_without_any_color_every_screen_still_tells(
    language: str, *, only_ascii: bool
) -> None:
    """And shows no character that the fonts of terminals may lack."""
    front = front_in(language, ascii_only=only_ascii)
    fonts = frozenset(map(chr, range(32, 127))) if only_ascii else WGL4_CHARACTERS
    app = NightcrampApp(front, front.words)
    async with app.run_test() as pilot:
        person = Person(app, pilot)
        for scene in SCENES:
            await go_to(person, scene)
            assert isinstance(app.screen, WizardScreen)
            assert app.screen.place == scene.place
            says = [_drawn(pattern, only_ascii=only_ascii) for pattern in scene.says]
            for size in scene.sizes:
                if app.size != size:
                    await person.resize(*size)
                rows = person.screen.split("\n")
                assert {char for row in rows for char in row} <= fonts, f"{scene.name}, {size}"
                untold = [p for p in says if not any(re.match(f" *{p}", row) for row in rows)]
                assert untold == [], f"{scene.name}, {size}: {rows}"
                shown = [widget._shown for widget in app.screen.query(Lines) if widget.region]
                unmarked_rows = [r for part in shown for r in unmarked(part, only_ascii=only_ascii)]
                assert unmarked_rows == [], f"{scene.name}, {size}"


def _drawn(pattern: str, *, only_ascii: bool) -> str:
    """The pattern with what is drawn there."""
    if only_ascii:
        for drawn in sorted(IN_ASCII, key=len, reverse=True):
            pattern = pattern.replace(drawn, IN_ASCII[drawn])
    return pattern


async def go_to(person: Person, scene: Scene) -> None:
    """From the first screen to the scene, in a window of 80x24."""
    app = person.app
    await app.next_person("new_person")
    if app.size != SIZES["design"]:
        await person.resize(*SIZES["design"])
    if scene.patient:
        app.interview = answered_until(app.pack, scene.patient, scene.until)
        await app.show_next()
    await person.press(*scene.keys)
    if scene.then is not None:
        await scene.then(app)
        await person.pilot.pause()


def unmarked(rows: Iterable[Row], *, only_ascii: bool = False) -> list[str]:
    """The rows that tell something by a style alone; a row may go on with that of the one above."""
    marks = {style: _drawn(mark, only_ascii=only_ascii) for style, mark in MARKS.items()}
    found, above = [], set[str]()
    for row in rows:
        for place, span in enumerate(row):
            tells = span.text and span.style in marks and span.style not in above
            read = text_of(row[: place + 1])
            if tells and not re.match(f" *(?:{marks[span.style]})", read):
                found.append(text_of(row))
        above = {span.style for span in row}
    return found


def test_every_place_has_a_scene() -> None:
    assert {scene.place for scene in SCENES} == {place for key in KEYS for place in key.where}


def test_every_style_has_a_mark_or_tells_nothing() -> None:
    assert {*MARKS, *MARKLESS} == set(looks("dark", "none"))
