from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nightcramp.wizard.marks import ASCII
from nightcramp.wizard.widgets.rows import (
    Span,
    beside,
    centered,
    fill,
    fit,
    item_rows,
    left_and_right,
    padded,
    paragraph,
    row_width,
    text_begins,
    text_of,
    wrap,
)

if TYPE_CHECKING:
    from nightcramp.wizard.widgets.rows import Row


@given(st.text(max_size=200), st.integers(min_value=2, max_value=40))
def test_wrapped_text_keeps_its_letters_and_its_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_a_word_longer_than_the_line_is_broken() -> None:
    assert wrap("a hydrochlorothiazide", 10) == ["a", "hydrochlor", "othiazide"]


def test_later_lines_line_up_behind_the_mark() -> None:
    rows = paragraph("one two three", 10, mark="-  ")
    assert [text_of(row) for row in rows] == ["-  one two", "   three"]


def test_a_row_is_cut_at_the_width_even_within_a_wide_character() -> None:
    row = fit((Span("ab", "strong"), Span("日本")), 5)
    assert text_of(row) == "ab日 "
    assert row_width(row) == 5


def test_exactly_as_many_rows_as_there_is_room_for() -> None:
    assert len(fill([(Span("a"),)], 4, 3)) == 3
    assert len(fill([(Span("a"),)] * 9, 4, 3)) == 3


def test_left_and_right_are_as_far_apart_as_can_be() -> None:
    assert text_of(left_and_right([Span("ab")], [Span("yz")], 8)) == "ab    yz"


@given(st.text(max_size=30), st.integers(min_value=0, max_value=40))
def test_padded_text_is_as_wide_as_asked_or_as_it_is(text: str, width: int) -> None:
    assert row_width((Span(padded(text, width)),)) == max(width, row_width((Span(text),)))


def test_the_item_that_is_highlighted_is_one_block_of_the_whole_width() -> None:
    item: list[Row] = [(Span(" 1", "key"), Span("  日本", "chosen")), (Span("     two"),)]
    assert item_rows(item, 12, focused=True) == [
        (Span("▌ 1  日本   ", "focus"),),
        (Span("▌     two   ", "focus"),),
    ]
    assert text_of(item_rows(item, 12, ASCII, focused=True)[0]) == "> 1  日本   "


def test_an_item_that_is_not_highlighted_keeps_its_styles_and_stands_at_the_same_place() -> None:
    item: list[Row] = [(Span("1", "key"), Span("  one", "chosen"))]
    assert item_rows(item, 12, focused=False) == [(Span(" "), *item[0])]


def test_a_column_stands_in_the_middle() -> None:
    rows: list[Row] = [(Span("ab"),), (), (Span("c"),)]
    assert [text_of(row) for row in centered(rows, 4, 10)] == ["   ab", "", "   c"]
    assert centered(rows, 10, 10) == rows


def test_two_blocks_stand_side_by_side_however_many_rows_each_has() -> None:
    left: list[Row] = [(Span("a"),), (Span("日"),)]
    right: list[Row] = [(Span("x"),), (Span("y"),), (Span("z"),)]
    assert [text_of(row) for row in beside(left, right, 4)] == ["a   x", "日  y", "    z"]
    assert [text_of(row) for row in beside(right, left[:1], 4)] == ["x   a", "y", "z"]


def test_a_text_begins_at_its_first_character() -> None:
    assert text_begins([(), (Span("   ", "urgent"),), (Span("  "), Span(" !! CALL"))]) == (3, 2)
    assert text_begins([(), ()]) == (0, 0)
