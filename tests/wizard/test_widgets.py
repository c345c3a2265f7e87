from __future__ import annotations

import pytest

from nightcramp.reports.blocks import Block
from nightcramp.wizard.keys import HIDDEN, KEYS, keys_of
from nightcramp.wizard.widgets.page_rows import (
    bar,
    header_rows,
    key_bar_rows,
    progress_bar,
    prose_rows,
    without_gaps,
)
from nightcramp.wizard.widgets.rows import Span, row_width, text_of
from tests.content import WORDS

PLACES = sorted({place for key in KEYS for place in key.where})


def test_the_header_takes_the_longest_aside_there_is_room_for() -> None:
    asides = ("question 3 of about 20", "3/20")
    assert text_of(header_rows("Your days", asides, "-", 40, 2)[0]).endswith(
        "question 3 of about 20 "
    )
    assert text_of(header_rows("Your days", asides, "-", 20, 2)[0]).endswith("3/20 ")
    assert text_of(header_rows("Your days", asides, "-", 12, 2)[0]) == " Your days"


def test_the_rule_goes_where_there_is_one_row() -> None:
    assert len(header_rows("Your days", (), "-", 40, 1)) == 1


def test_the_bar_is_full_only_when_all_lies_behind() -> None:
    assert progress_bar(1, 20) == ".........."
    assert progress_bar(20, 20) == "#########."
    assert bar(10) == "##########"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("width", "height"), [(120, 2), (76, 2), (40, 2), (40, 1)])
def test_the_key_bar_fits_and_always_says_how_to_go_on_and_how_to_leave(
    place: str, width: int, height: int
) -> None:
    keys = keys_of(place)  # type: ignore[arg-type]
    rows = key_bar_rows(keys, WORDS.keys, width, height)
    assert all(row_width(row) <= width for row in rows)
    shown = " ".join(text_of(row) for row in rows)
    assert len(rows) == height
    for key in keys:
        if key.rank == 0:
            assert WORDS.keys[key.id].shown in shown


def test_every_key_has_words_and_every_word_its_key() -> None:
    assert {key.id for key in KEYS} == set(WORDS.keys)


@pytest.mark.parametrize("place", PLACES)
def test_no_key_does_two_things_in_one_place(place: str) -> None:
    pressed = [name for key in keys_of(place) for name in key.keys]  # type: ignore[arg-type]
    assert len(pressed) == len(set(pressed))


def test_nothing_is_bound_to_pieces_of_broken_arrow_keys() -> None:
    pieces = {"left_square_bracket", "[", *"ABCDFHO", *"~"}
    assert not pieces & {name for key in KEYS for name in key.keys}


@pytest.mark.parametrize("place", [p for p in PLACES if p not in ("confirm", "paused")])
def test_leaving_is_possible_everywhere(place: str) -> None:
    for pressed in ("ctrl+c", "ctrl+q"):
        does = [key.does for key in keys_of(place) if pressed in key.keys]  # type: ignore[arg-type]
        assert does == ["leave"]


@pytest.mark.parametrize("place", ["single", "several", "number", "started", "results"])
def test_a_lone_escape_does_nothing_to_answers(place: str) -> None:
    assert not any("escape" in key.keys for key in keys_of(place))  # type: ignore[arg-type]


def test_hidden_keys_are_told_in_help_only() -> None:
    rows = key_bar_rows(keys_of("single"), WORDS.keys, 500, 1)
    hidden = [key for key in keys_of("single") if key.rank == HIDDEN]
    assert hidden
    assert "redraw" not in text_of(rows[0])


def test_a_banner_is_marked_by_characters_and_fills_the_width() -> None:
    (row,) = prose_rows([Block("banner", "CALL 911", "at once")], 40)
    assert text_of(row).startswith(" !!  CALL 911  !!")
    assert text_of(row).rstrip().endswith("at once")
    assert row_width(row) == 40
    assert [span.style for span in row] == ["urgent"]


def test_a_banner_does_not_say_twice_how_soon() -> None:
    (row,) = prose_rows([Block("banner", "CALL 911 NOW", "now")], 40)
    assert text_of(row).rstrip() == " !!  CALL 911 NOW  !!"


def test_a_banner_too_long_for_the_row_takes_two() -> None:
    rows = prose_rows([Block("banner", "SEE A CLINICIAN SOON", "within 4 weeks")], 30)
    assert [text_of(row).strip() for row in rows] == [
        "!!  SEE A CLINICIAN SOON",
        "!!  within 4 weeks",
    ]


def test_blank_rows_go_where_room_is_short_those_before_headings_last() -> None:
    gap, heading, text = Block("gap"), Block("heading", "H"), Block("text", "t")
    parts = [gap, text, gap, heading, gap, text]
    assert without_gaps(parts, 1) == [text, gap, heading, gap, text]
    assert without_gaps(parts, 2) == [text, gap, heading, text]
    assert without_gaps(parts, 9) == [text, heading, text]


def test_what_speaks_for_and_against_is_told_by_characters() -> None:
    rows = prose_rows([Block("for", "You sit."), Block("against", "You run.", "low")], 40)
    assert [text_of(row) for row in rows] == ["+  You sit.", "-  You run. (low)"]


def test_the_marks_for_focus_need_no_color() -> None:
    assert Span("> 1", "focus").text.startswith(">")
