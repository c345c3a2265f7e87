from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nightcramp.wizard.widgets.rows import Span, text_of
from nightcramp.wizard.widgets.window import pages, screenful, screenfuls, window
from tests.content import WORDS

if TYPE_CHECKING:
    from nightcramp.wizard.widgets.rows import Row

MORE = replace(WORDS.question, more_above="^ {count}", more_below="v {count}")


def blocks(*heights: int) -> list[list[Row]]:
    return [[(Span(f"{i}.{row}"),) for row in range(height)] for i, height in enumerate(heights)]


def shown(focus: int | None, room: int, *heights: int) -> list[str]:
    return [text_of(row).strip() for row in window(blocks(*heights), focus, room, MORE)]


def test_what_fits_is_shown_without_marks() -> None:
    assert shown(None, 3, 1, 1, 1) == ["0.0", "1.0", "2.0"]


def test_a_long_list_says_how_many_more_there_are() -> None:
    assert shown(None, 3, 1, 1, 1, 1) == ["0.0", "1.0", "v 2"]
    assert shown(2, 3, 1, 1, 1, 1) == ["^ 2", "2.0", "3.0"]


def test_the_last_page_is_filled_from_the_end() -> None:
    assert shown(4, 3, 1, 1, 1, 1, 1) == ["^ 3", "3.0", "4.0"]
    assert shown(3, 4, 1, 1, 2, 1) == ["^ 2", "2.0", "2.1", "3.0"]


def test_moving_on_within_a_page_does_not_scroll() -> None:
    assert shown(0, 4, *[1] * 9) == shown(2, 4, *[1] * 9)


@given(st.lists(st.integers(1, 3), min_size=1, max_size=30), st.integers(5, 12))
def test_every_item_is_on_exactly_one_page_and_in_sight_when_focused(
    heights: list[int], room: int
) -> None:
    found = pages(heights, room)
    assert [i for page in found for i in range(page.first, page.last)] == list(range(len(heights)))
    for item, height in enumerate(heights):
        rows = shown(item, room, *heights)
        assert len(rows) <= room
        assert {f"{item}.{row}" for row in range(height)} <= set(rows)


def test_a_long_text_is_read_to_its_end_by_screenfuls() -> None:
    rows: list[Row] = [(Span(str(i)),) for i in range(20)]
    seen = [
        text_of(row)
        for number in range(len(screenfuls(20, 6)))
        for row in screenful(rows, number, 6, "more")
    ]
    assert {str(i) for i in range(20)} <= set(seen)
    assert seen.count("more") == len(screenfuls(20, 6)) - 1


def test_a_text_that_fits_has_no_mark() -> None:
    rows: list[Row] = [(Span("a"),), (Span("b"),)]
    assert [text_of(row) for row in screenful(rows, 5, 2, "more")] == ["a", "b"]
