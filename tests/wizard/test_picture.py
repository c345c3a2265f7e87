"""The rows of a picture on the screen."""

from __future__ import annotations

from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.wizard.widgets.picture import picture_rows
from nightcramp.wizard.widgets.rows import Row, row_width, text_of
from tests.content import PACK

WHERE = PACK.pictures[1]
DIGITS = {"calf": "1", "foot": "2"}


def _as_sequences(rows: list[Row]) -> bytes:
    """Each row where it belongs, each span in one of 256 colors."""
    drawn = ""
    for y, row in enumerate(rows, 10):
        drawn += f"\x1b[{y};49H"
        drawn += "".join(f"\x1b[38;5;109m{s.text}\x1b[0m" if s.style else s.text for s in row)
    return drawn.encode()


def test_what_is_chosen_and_what_rests_have_styles_of_their_own() -> None:
    resting = picture_rows(WHERE, (), DIGITS, 40, 20)
    chosen = picture_rows(WHERE, ("calf",), DIGITS, 40, 20)

    assert {span.style for row in resting for span in row} == {"", "picture", "key"}
    assert {span.style for row in chosen for span in row} == {"", "picture", "key", "chosen"}
    assert ("1", "chosen") in [tuple(span) for row in chosen for span in row]
    assert [s.text for row in chosen for s in row if s.style == "chosen" and "███" in s.text]
    assert ("1", "key") in [tuple(span) for row in resting for span in row]


def test_digits_stand_on_the_parts_they_are_given_for() -> None:
    rows = "".join(text_of(row) for row in picture_rows(WHERE, (), DIGITS, 40, 20))

    assert sorted(char for char in rows if char.isdigit()) == ["1", "2"]


def test_a_picture_without_room_is_not_drawn_at_all() -> None:
    width, height = WHERE.cells(200, 100)

    assert len(picture_rows(WHERE, (), {}, width, height)) == height
    assert picture_rows(WHERE, (), {}, width, height * 2 // 3)
    assert picture_rows(WHERE, (), {}, width, height // 2) == []
    assert picture_rows(WHERE, (), {}, width // 2, height) == []
    assert picture_rows(WHERE, (), {}, 0, 0) == []


def test_the_first_picture_is_small_and_quiet() -> None:
    picture = LazyPack(content_folder()).picture
    assert picture
    rows = picture_rows(picture, (), {}, 80, 24)

    assert len(rows) <= 10
    assert max(map(row_width, rows)) <= 30
    assert len(_as_sequences(rows)) <= 1200


def test_no_picture_costs_more_than_a_slow_line_carries_in_a_blink() -> None:
    for picture in PACK.pictures:
        options = [option for outline in picture.outline for option in outline.options]
        for chosen in ((), options):
            assert len(_as_sequences(picture_rows(picture, chosen, {}, 80, 24))) <= 1500
