"""Pictures drawn: which characters, which marks, and the same shapes as SVG."""

from __future__ import annotations

from itertools import chain
from xml.etree import ElementTree as ET

import pytest

from nightcramp.pack.pictures import Outline, Picture
from nightcramp.reports.drawing import draw, picture_svg
from tests.content import PACK

BLOCKS = set(" ▀▄▌▐█░▒▓")
ASCII = set(" #.':")
PICTURES = pytest.mark.parametrize("picture", PACK.pictures, ids=lambda picture: picture.id)
FILLED_BY_OPTIONS = pytest.mark.parametrize(
    "picture", [p for p in PACK.pictures if p.question], ids=lambda picture: picture.id
)


def read_svg(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  our own


def picture_of(*outlines: Outline, size: tuple[int, int] = (4, 4)) -> Picture:
    return Picture(id="one", text="A shape.", size=size, outline=outlines)


def outline(
    points: str, tone: str = "dark", *options: str, label: tuple[float, float] | None = None
) -> Outline:
    return Outline(points=points, tone=tone, round=False, options=options, label=label)  # type: ignore[arg-type]


def text(picture: Picture, *chosen: str, width: int = 80, ascii_only: bool = False) -> list[str]:
    rows = draw(picture, chosen, {}, width, 40, ascii_only=ascii_only)
    return ["".join(run.text for run in row) for row in rows]


def marks(picture: Picture, *chosen: str, digits: dict[str, str] | None = None) -> list[list[str]]:
    """The mark of every cell that is drawn."""
    rows = draw(picture, chosen, digits or {}, 80, 40)
    return [[run.mark for run in row for _ in run.text] for row in rows]


@pytest.mark.parametrize(
    ("points", "drawn"),
    [
        ("0,0 4,0 4,4 0,4", ["████", "████"]),
        ("0,0 4,0 4,1 0,1", ["▀▀▀▀", ""]),
        ("0,3 4,3 4,4 0,4", ["", "▄▄▄▄"]),
        ("0,0 0.5,0 0.5,4 0,4", ["▌", "▌"]),
        ("1.5,0 2,0 2,4 1.5,4", [" ▐", " ▐"]),
        ("0,1 4,1 4,3 0,3", ["▄▄▄▄", "▀▀▀▀"]),
        ("0,0 4,0 0,4", ["██▀▀", "▀▀"]),
    ],
)
def test_a_shape_is_drawn_in_the_closest_blocks(points: str, drawn: list[str]) -> None:
    assert text(picture_of(outline(points))) == drawn


def test_a_tone_is_a_shade() -> None:
    square = "0,0 4,0 4,4 0,4"

    assert text(picture_of(outline(square, "middle"))) == ["▒▒▒▒"] * 2
    assert text(picture_of(outline(square, "light"))) == ["░░░░"] * 2


def test_an_outline_covers_those_before_it_and_a_clear_one_takes_them_away() -> None:
    below = outline("0,0 4,0 4,4 0,4", "middle")
    dark, clear = (outline("0,0 2,0 2,4 0,4", tone) for tone in ("dark", "clear"))

    assert text(picture_of(below, dark)) == ["██▒▒"] * 2
    assert text(picture_of(dark, below)) == ["▒▒▒▒"] * 2
    assert text(picture_of(below, clear)) == ["  ▒▒"] * 2


def test_a_round_outline_has_no_corners() -> None:
    points = "0,0 12,0 12,12 0,12"
    round_one = picture_of(Outline(points=points, tone="dark"), size=(12, 12))
    straight = picture_of(outline(points), size=(12, 12))

    assert text(straight)[0] == "████████████"
    assert text(round_one)[0].startswith("  ▄█")
    assert text(round_one)[3] == "████████████"


def test_a_part_at_rest_has_an_edge_and_is_filled_whole() -> None:
    part = picture_of(outline("0,0 6,0 6,6 0,6", "part", "calf"), size=(6, 6))

    assert text(part) == ["▀▀▀▀▀▀", "▌░░░░▐", "▄▄▄▄▄▄"]
    assert text(part, "calf") == ["██████"] * 3
    assert set(chain(*marks(part))) == {"resting"}
    assert set(chain(*marks(part, "calf"))) == {"filled"}


def test_two_filled_parts_stay_apart() -> None:
    parts = (
        outline("0,0 6,0 6,4 0,4", "part", "shin"),
        outline("6,0 12,0 12,4 6,4", "part", "calf"),
    )

    assert text(picture_of(*parts, size=(12, 4)), "shin", "calf") == ["██████▐█████"] * 2


def test_any_of_its_options_fills_an_outline() -> None:
    part = picture_of(outline("0,0 4,0 4,4 0,4", "light", "one", "both"))

    assert [text(part, chosen)[0] for chosen in ("one", "both", "other")] == [
        "████",
        "████",
        "░░░░",
    ]


def test_an_accent_looks_as_if_filled() -> None:
    assert marks(picture_of(outline("0,0 4,0 4,4 0,4", "accent"))) == [["filled"] * 4] * 2


def test_the_digit_of_an_option_stands_on_its_part() -> None:
    part = picture_of(outline("0,0 6,0 6,6 0,6", "part", "calf", label=(2.5, 2.5)), size=(6, 6))
    digits = {"calf": "3"}

    rows = draw(part, (), digits, 80, 40)

    assert "".join(run.text for run in rows[1]) == "▌░3░░▐"
    assert marks(part, digits=digits)[1][2] == "digit"
    assert marks(part, "calf", digits=digits)[1][2] == "filled_digit"


@PICTURES
def test_a_picture_is_drawn_in_characters_that_every_font_has(picture: Picture) -> None:
    options = [option for outline in picture.outline for option in outline.options]

    for chosen in ([], options):
        assert set(chain(*text(picture, *chosen))) <= BLOCKS
        assert set(chain(*text(picture, *chosen, ascii_only=True))) <= ASCII


@pytest.mark.parametrize("width", [2, 7, 19, 33, 200])
@PICTURES
def test_a_picture_keeps_to_the_room_there_is(picture: Picture, width: int) -> None:
    rows = text(picture, width=width)

    assert len(rows) == picture.cells(width, 40)[1] <= 40
    assert max(map(len, rows)) <= min(width, picture.size[0])


@FILLED_BY_OPTIONS
@pytest.mark.parametrize("ascii_only", [False, True])
def test_what_is_chosen_can_be_told_without_colors(picture: Picture, ascii_only: bool) -> None:  # noqa: FBT001
    question = PACK.question(picture.question)
    shown = {name for outline in picture.outline for name in outline.options}
    drawn = [
        text(picture, *chosen, ascii_only=ascii_only)
        for chosen in [(), *((option.id,) for option in question.options if option.id in shown)]
    ]

    assert all(one not in drawn[:number] for number, one in enumerate(drawn))


@PICTURES
def test_the_svg_is_whole_says_what_it_shows_and_needs_no_style(picture: Picture) -> None:
    svg = read_svg(picture_svg(picture, width=340))

    assert svg.attrib["aria-label"] == picture.text
    assert svg.attrib["viewBox"] == f"0 0 {picture.size[0]} {picture.size[1]}"
    assert svg.attrib["width"] == "340"
    assert len(svg) == len(picture.outline)
    assert not [one for one in svg.iter() if "style" in one.attrib or "class" in one.attrib]


def test_a_chosen_part_is_filled_and_numbered_in_svg() -> None:
    part = picture_of(outline("0,0 4,0 4,4 0,4", "part", "calf", label=(2, 2)))

    at_rest = read_svg(picture_svg(part))
    chosen = read_svg(picture_svg(part, ["calf"], {"calf": "3"}))

    assert at_rest[0].attrib["fill"] != chosen[0].attrib["fill"]
    assert [one.text for one in chosen if one.text] == ["3"]
    assert chosen[0].attrib["d"] == "M0,0L4,0L4,4L0,4Z"


def test_words_with_quotes_are_safe_in_svg() -> None:
    picture = Picture(id="one", text='"<b>" & \'', size=(4, 4), outline=(outline("0,0 4,0 4,4"),))

    assert read_svg(picture_svg(picture)).attrib["aria-label"] == picture.text
