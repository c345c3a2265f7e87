"""Draws `screenshots/*.svg`: every screen as it is now, on the real content.

Run it after a change that can be seen: `make screenshots`. A test compares.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Read when Textual is imported.
os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none")
os.environ.pop("NO_COLOR", None)

from rich.console import Console
from rich.segment import Segment, Segments
from rich.terminal_theme import TerminalTheme

from nightcramp.triage.answers import read_answers
from nightcramp.triage.interview import Interview
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.pace import Pace
from tests.content import VIGNETTES
from tests.pseudo import front_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from textual.strip import Strip

    from nightcramp.pack import Pack
    from nightcramp.triage.values import Value

FOLDER = Path(__file__).parents[1] / "screenshots"
RECORDING = "interview"
"""Name of the file with one interview, which `make_recording` draws."""

_BLACK_TO_WHITE = [
    (12, 12, 12), (205, 0, 0), (19, 161, 14), (193, 156, 0),
    (0, 55, 218), (136, 23, 152), (58, 150, 221), (204, 204, 204),
]  # fmt: skip
_BRIGHT = [
    (118, 118, 118), (255, 85, 85), (22, 198, 12), (249, 241, 165),
    (59, 120, 255), (180, 0, 158), (97, 214, 214), (242, 242, 242),
]  # fmt: skip
COLORS = {
    "dark": TerminalTheme((18, 18, 18), (222, 222, 222), _BLACK_TO_WHITE, _BRIGHT),
    "light": TerminalTheme((252, 252, 250), (28, 28, 28), _BLACK_TO_WHITE, _BRIGHT),
}


@dataclass(frozen=True)
class Picture:
    """One screen.

    Attributes:
        name: of the file, without its ending.
        patient: the vignette whose answers were given; none for the first screen.
        until: the question to stop at; empty for the result.
        keys: pressed then.
    """

    name: str
    patient: str = ""
    until: str = ""
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (80, 24)
    theme: str = "dark"
    language: str = "en"


OFFICE, TABLETS = "V02", "V20"
PICTURES = (
    Picture("welcome"),
    Picture("question-single", OFFICE, "sitting", ("down", "down")),
    Picture("question-several", OFFICE, "leg_danger", ("3", "down")),
    Picture("question-number", OFFICE, "age", ("4", "7")),
    Picture("question-pick", TABLETS, "medicines", tuple("chlor")),
    Picture("question-started", TABLETS, "medicines_started", ("1",)),
    Picture("why", OFFICE, "sitting", ("question_mark",)),
    Picture("help", OFFICE, "sitting", ("f1",)),
    Picture("review", OFFICE, "medicines", ("f2",)),
    Picture("leave", OFFICE, "sitting", ("ctrl+c",)),
    Picture("result-self-care", OFFICE),
    Picture("result-routine", TABLETS, keys=("down",)),
    Picture("result-same-day", "F17"),
    Picture("result-emergency", "F01"),
    Picture("result-no-clear-cause", "H01"),
    Picture("way-out", OFFICE, keys=("p",)),
    Picture("qr-code", OFFICE, keys=("p", "4")),
    Picture("small-question", OFFICE, "sitting", ("down",), (40, 15)),
    Picture("small-result", OFFICE, size=(40, 15)),
    Picture("light-question", OFFICE, "sitting", ("down", "down"), theme="light"),
    Picture("light-result", OFFICE, theme="light"),
    Picture("light-emergency", "F01", theme="light"),
    Picture("spanish-welcome", language="es"),
    Picture("spanish-question", OFFICE, "sitting", ("down", "down"), language="es"),
    Picture("spanish-result", OFFICE, language="es"),
    Picture("spanish-emergency", "F01", language="es"),
    Picture("contrast-question", OFFICE, "sitting", ("down", "down"), theme="high-contrast"),
    Picture("where", OFFICE, "where", ("1", "down")),
    Picture("topic", OFFICE, keys=("4",)),
    Picture("wide-result", TABLETS, size=(120, 34)),
    Picture("wide-question", OFFICE, "where", ("1",), (120, 34)),
    Picture("too-small", OFFICE, "sitting", size=(38, 8)),
)


@asynccontextmanager
async def opened(picture: Picture) -> AsyncIterator[NightcrampApp]:
    """The wizard at what the picture shows."""
    front = front_in(picture.language)
    app = NightcrampApp(front, front.words, theme=picture.theme)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        if picture.patient:
            app.interview = answered_until(app.pack, picture.patient, picture.until)
            await app.show_next()
        app.pace = Pace(count(step=10).__next__)  # whoever is drawn takes their time
        await pilot.press(*picture.keys)
        await pilot.pause()
        yield app


async def draw(picture: Picture) -> str:
    """The picture as SVG; the same each time."""
    async with opened(picture) as app:
        return _svg(app, picture)


async def read(picture: Picture) -> str:
    """What can be read on the picture, row by row."""
    async with opened(picture) as app:
        return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


@lru_cache
def _patients() -> dict[str, Any]:
    """The answers of each patient of the pack, as written."""
    return {vignette.id: vignette.answers for vignette in VIGNETTES}


def answered_until(pack: Pack, patient: str, until: str) -> Interview:
    """The interview of a patient of the pack, up to a question or to its end."""
    answers: Mapping[str, Value] = read_answers(pack, _patients()[patient])
    interview = Interview.begin(pack)
    while interview.question is not None and interview.question.id != until:
        interview = interview.answer(answers[interview.question.id])
    return interview


def _svg(app: NightcrampApp, picture: Picture) -> str:
    width, height = picture.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
    )
    console.print(Segments(_pieces(app.screen._compositor.render_strips())), end="")
    theme = COLORS["light" if picture.theme == "light" else "dark"]
    svg = console.export_svg(title=app.title, theme=theme, unique_id=f"nightcramp-{picture.name}")
    # A picture asks the network for nothing, the typeface included.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono'")


def _pieces(strips: list[Strip]) -> list[Segment]:
    """The screen in pieces that begin with no blank: not every viewer keeps those."""
    pieces: list[Segment] = []
    for strip in strips:
        for text, style, _ in strip.simplify():
            plain = style is None or not style.reverse
            parts = re.findall(r"\s+|\S+(?: \S+)*", text) if plain else [text]
            pieces += [Segment(part, style) for part in parts]
        pieces.append(Segment.line())
    return pieces


def main(names: list[str]) -> None:
    """Draw the pictures named, or all of them."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        if not names or picture.name in names:
            path = FOLDER / f"{picture.name}.svg"
            path.write_text(asyncio.run(draw(picture)), encoding="utf-8")
            sys.stdout.write(f"{path}\n")
    if not names or RECORDING in names:
        from tests.make_recording import draw_recording

        (FOLDER / f"{RECORDING}.svg").write_text(asyncio.run(draw_recording()), encoding="utf-8")
    if not names:
        wanted = {f"{picture.name}.svg" for picture in PICTURES} | {f"{RECORDING}.svg"}
        for path in FOLDER.glob("*.svg"):
            if path.name not in wanted:
                path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
