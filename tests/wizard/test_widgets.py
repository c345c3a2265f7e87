from __future__ import annotations

from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import pytest

from nightcramp.reports.blocks import Block
from nightcramp.wizard.keys import HIDDEN, KEYS, SPARE, keys_of
from nightcramp.wizard.marks import ASCII, WGL4, Marks
from nightcramp.wizard.widgets.figures import large_rows
from nightcramp.wizard.widgets.page_rows import (
    banner_rows,
    bar,
    header_rows,
    key_bar_rows,
    prose_rows,
    without_gaps,
)
from nightcramp.wizard.widgets.rows import Row, Span, cell_len, row_width, text_of
from tests.content import PACK, WORDS, pack_of, sample
from tests.wgl4 import WGL4_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACES = sorted({place for key in KEYS for place in key.where})


ASIDES: tuple[Row, ...] = ((Span("all of the sections"),), (Span("3/20"),))


def test_the_header_takes_the_longest_aside_there_is_room_for() -> None:
    header = partial(header_rows, "Your days", ASIDES, height=2)
    assert text_of(header(width=40)[0]) == "  Your days        all of the sections  "
    assert text_of(header(width=20)[0]).endswith("3/20  ")
    assert text_of(header(width=12)[0]) == "  Your days"


@pytest.mark.parametrize("marks", [WGL4, ASCII])
def test_the_rule_below_the_header_is_the_progress(marks: Marks) -> None:
    for done, behind in ((0, 0), (0.5, 20), (1, 40)):
        rule = header_rows("Your days", (), 40, 2, done, marks)[1]
        assert text_of(rule) == marks.progress * behind + marks.rule * (40 - behind)
        assert {span.style for span in rule if span.text} <= {"bar", "rule"}


def test_the_rule_goes_where_there_is_one_row() -> None:
    assert len(header_rows("Your days", (), 40, 1)) == 1


def test_a_bar_is_full_only_when_all_of_it_is_there() -> None:
    assert text_of(bar(0)) == "░" * 10
    assert text_of(bar(9)) == "█" * 9 + "░"
    assert text_of(bar(10)) == text_of(bar(12)) == "█" * 10
    assert text_of(bar(5, ASCII)) == "#####....."
    assert text_of(bar(5, cells=20)) == "█" * 10 + "░" * 10


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


def test_the_rule_above_the_keys_needs_three_rows() -> None:
    keys = keys_of("single")
    for marks in (WGL4, ASCII):
        rule, *others = key_bar_rows(keys, WORDS.keys, 80, 3, marks=marks)
        assert text_of(rule) == marks.rule * 80
        assert [span.style for span in rule] == ["rule"]
        assert not any(marks.rule * 3 in text_of(row) for row in others)
    blank, last = key_bar_rows(keys, WORDS.keys, 80, 2)
    assert text_of(blank) == ""
    assert "leave" in text_of(last)


@pytest.mark.parametrize(("width", "row"), [(120, 1), (80, 2)])
def test_an_aside_stands_right_of_the_keys_or_below_them(width: int, row: int) -> None:
    rows = key_bar_rows(keys_of("single"), WORDS.keys, width, 3, "14 of about 22")
    assert text_of(rows[row]).endswith("14 of about 22  ")
    assert row_width(rows[row]) == width
    assert "leave" in text_of(rows[1])


def test_an_aside_takes_no_key_away_and_none_of_the_air() -> None:
    keys = keys_of("several")
    for width, height in product(range(40, 121), (1, 2, 3)):
        without = key_bar_rows(keys, WORDS.keys, width, height)
        rows = key_bar_rows(keys, WORDS.keys, width, height, "14 of about 22")
        assert all(row_width(row) <= width for row in rows)
        assert len(rows) == len(without) == height
        for key in keys:
            if key.rank < SPARE and WORDS.keys[key.id].shown in _all(without):
                assert WORDS.keys[key.id].shown in _all(rows)


def _all(rows: Sequence[Row]) -> str:
    return "\n".join(map(text_of, rows))


def test_hidden_keys_are_told_in_help_only() -> None:
    rows = key_bar_rows(keys_of("single"), WORDS.keys, 500, 1)
    hidden = [key for key in keys_of("single") if key.rank == HIDDEN]
    assert hidden
    assert "redraw" not in text_of(rows[0])


def test_a_banner_is_marked_by_characters_and_fills_the_width() -> None:
    (row,) = prose_rows([Block("banner", "CALL 911", "at once", rank=1)], 40)
    assert text_of(row).startswith(" !!  CALL 911  !!")
    assert text_of(row).rstrip().endswith("at once")
    assert row_width(row) == 40
    assert [span.style for span in row] == ["urgent"]


def test_a_banner_does_not_say_twice_how_soon() -> None:
    (row,) = prose_rows([Block("banner", "CALL 911 NOW", "now", rank=1)], 40)
    assert text_of(row).rstrip() == " !!  CALL 911 NOW  !!"


def test_a_banner_too_long_for_the_row_takes_two() -> None:
    rows = prose_rows([Block("banner", "SEE A CLINICIAN SOON", "within 4 weeks", rank=1)], 30)
    assert [text_of(row).strip() for row in rows] == [
        "!!  SEE A CLINICIAN SOON",
        "!!  within 4 weeks",
    ]


def test_figures_give_way_to_how_soon_where_the_headline_does_not_say_it() -> None:
    assert len(banner_rows("CALL 911 NOW", "now", 80, large=True)) == 5
    assert "█" in _all(banner_rows("CALL 911 NOW", "now", 80, large=True))
    assert "at once" in _all(banner_rows("CALL 911", "at once", 80, large=True))


def test_a_long_headline_is_wrapped_and_lines_up() -> None:
    rows = banner_rows("GO TO THE EMERGENCY DEPARTMENT TODAY", "today", 30)
    assert [text_of(row).rstrip() for row in rows] == [
        " !!  GO TO THE EMERGENCY",
        "     DEPARTMENT TODAY",
    ]


CALLS = (("CALL", "NOW"), ("LLAME AHORA AL", ""))
COUNTRIES = [
    (country, language) for country in ("", *PACK.about.countries) for language in ("en", "es")
]


def headlines(country: str, language: str) -> set[tuple[str, str]]:
    """What a banner says there, and how soon."""
    pack = pack_of(country, language)
    limits = {"emergency": pack.about.time_limits["0"], "same_day": pack.about.time_limits["1"]}
    said = (
        (one.text_for(urgency), limit) for one in pack.contacts for urgency, limit in limits.items()
    )
    return {(text.title, limit) for text, limit in said if text}


@pytest.mark.parametrize(("country", "language"), sample(COUNTRIES, 5))
def test_a_banner_keeps_its_words_whole(country: str, language: str) -> None:
    said = headlines(country, language)
    assert said
    for (title, limit), width, large in product(said, (40, 80, 120), (False, True)):
        rows = banner_rows(title, limit, width, large=large)
        assert {span.style for row in rows for span in row} == {"urgent"}
        assert {row_width(row) for row in rows} == {width}
        read = " ".join(_all(rows).split())
        assert title in read
        assert limit.casefold() in read.casefold()
        assert "!!" in read


def test_the_number_to_call_is_drawn_in_large_figures_in_every_country() -> None:
    called = {country.emergency_number for country in PACK.about.countries.values()}
    assert {"911", "112", "999", "000"} <= called
    for title in (f"{verb} {number} {now}".strip() for number in called for verb, now in CALLS):
        rows = large_rows(title, 80)
        assert len(rows) == 5
        words = f"!!  {title}  !!"
        assert words in text_of(rows[2])
        figures = [text_of(row).replace(words, " " * len(words)) for row in rows]
        assert {char for row in figures for char in row} <= set(" █▀▄")
        assert sum(char != " " for row in figures for char in row) > 15


def test_each_figure_is_three_rows_of_five_cells_and_none_is_like_another() -> None:
    drawn = {}
    for digit in "0123456789":
        rows = large_rows(f"CALL {digit}", 80)
        words = f"!!  CALL {digit}  !!"
        figure = [text_of(row).replace(words, " " * len(words)).strip() for row in rows[1:4]]
        assert all(figure)
        assert max(map(len, figure)) <= 5
        drawn[digit] = tuple(text_of(row)[20:] for row in rows[1:4])
    assert len(set(drawn.values())) == 10


def test_without_a_number_or_room_no_figures_are_drawn() -> None:
    assert large_rows("SEE A CLINICIAN TODAY", 80) == []
    assert large_rows("CALL 911 NOW", 38) == []
    for width in range(20, 100):
        rows = large_rows("CALL 911 NOW", width)
        assert {row_width(row) for row in rows} <= {width}


def test_with_ascii_alone_a_banner_has_no_figures() -> None:
    parts = [Block("banner", "CALL 911 NOW", "now", rank=1)]
    assert len(prose_rows(parts, 80, WGL4, large=True)) == 5
    assert _all(prose_rows(parts, 80, ASCII, large=True)).isascii()


def test_blank_rows_go_where_room_is_short_those_before_headings_last() -> None:
    gap, heading, text = Block("gap"), Block("heading", "H"), Block("text", "t")
    parts = [gap, text, gap, heading, gap, text]
    assert without_gaps(parts, 1) == [text, gap, heading, gap, text]
    assert without_gaps(parts, 2) == [text, gap, heading, text]
    assert without_gaps(parts, 9) == [text, heading, text]


def test_what_speaks_for_and_against_is_told_by_characters() -> None:
    rows = prose_rows([Block("for", "You sit."), Block("against", "You run.", "low")], 40)
    assert [text_of(row) for row in rows] == ["+  You sit.", "-  You run. (low)"]


def test_items_have_bullets_and_steps_have_numbers() -> None:
    parts = [Block("item", "Age: 58"), Block("step", "Sit down.", rank=1)]
    assert [text_of(row) for row in prose_rows(parts, 40)] == ["•  Age: 58", "1  Sit down."]
    assert text_of(prose_rows(parts, 40, ASCII)[0]) == "-  Age: 58"


@pytest.mark.parametrize("mark", [*WGL4, *ASCII])
def test_every_mark_is_as_wide_as_it_has_characters(mark: str) -> None:
    assert cell_len(mark) == len(mark)


def test_each_mark_has_a_twin_in_ascii() -> None:
    assert "".join(ASCII).isascii()
    assert all(ASCII)
    assert set(map(len, WGL4)) == {1}
    told_apart = (
        ("empty_box", "ticked_box"), ("empty_dot", "full_dot"), ("bar", "rest"),
        ("rule", "progress"), ("behind", "ahead"),
        ("here", "elsewhere"), ("empty_box", "empty_dot"),
    )  # fmt: skip
    for marks in (WGL4, ASCII):
        named = marks._asdict()
        assert all(named[one] != named[other] for one, other in told_apart)


def test_every_mark_is_in_the_fonts_that_terminals_have() -> None:
    figures = "".join(text_of(row) for row in large_rows("0123456789", 300))
    assert len(set(figures)) > 10
    assert {*figures, *WGL4} <= WGL4_CHARACTERS
