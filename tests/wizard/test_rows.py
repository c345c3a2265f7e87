from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nightcramp.wizard.widgets.rows import (
    Span,
    changed_cells,
    fill,
    fit,
    left_and_right,
    paragraph,
    row_width,
    text_of,
    wrap,
)


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


def test_only_the_cells_that_differ_count_as_changed() -> None:
    old = (Span("1  [ ]  Calf"),)
    new = (Span("1  [x]  Calf"),)
    assert changed_cells(old, new) == (4, 5)


def test_another_style_is_a_change() -> None:
    assert changed_cells((Span("ab"), Span("cd")), (Span("ab"), Span("cd", "focus"))) == (2, 4)


def test_the_same_row_cut_into_other_spans_is_no_change() -> None:
    assert changed_cells((Span("ab"), Span("cd")), (Span("abcd"),)) is None


def test_a_shorter_row_changes_up_to_the_end_of_the_longer_one() -> None:
    assert changed_cells((Span("abcdef"),), (Span("abc"),)) == (3, 6)


def test_a_wide_character_counts_as_two_cells() -> None:
    assert changed_cells((Span("日x"),), (Span("日y"),)) == (2, 3)
