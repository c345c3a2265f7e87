"""A question on its page: in the middle, or beside its picture and why it is asked."""

from __future__ import annotations

from itertools import product

import pytest
from textual.pilot import Pilot

from nightcramp.answering.choice import Choice
from nightcramp.pack import load_pack
from nightcramp.pack.locale import Locale
from nightcramp.reports.blocks import Block
from nightcramp.wizard.marks import ASCII, WGL4, Marks
from nightcramp.wizard.widgets.choices import Choices, Page, page_rows
from nightcramp.wizard.widgets.rows import COLUMN, Row, row_width, text_of
from tests.content import PACK, WORDS, pack_of
from tests.make_screenshots import OFFICE, opened
from tests.make_screenshots import Picture as Shot
from tests.pilot import SIZES, Person

QUESTION_WORDS = WORDS.question
IN_ASCII = load_pack(locale=Locale(ascii=True)).words.question
WHERE = PACK.question("where")
PAGE = Page(PACK.picture_for("where"), (Block("heading", "Why we ask"), Block("text", WHERE.why)))
NOWHERE = Choice.begin("several", WHERE.options)


def page(
    choice: Choice, width: int, height: int, page: Page = PAGE, marks: Marks = WGL4
) -> list[Row]:
    return page_rows(WHERE, choice, QUESTION_WORDS, width, height, marks=marks, page=page)


def has_picture(rows: list[Row]) -> bool:
    return any(span.style == "picture" for row in rows for span in row)


def labels_in(rows: list[Row]) -> list[str]:
    return [
        option.label
        for option in WHERE.options
        if any(option.label in text_of(row) for row in rows)
    ]


def test_a_question_stands_in_a_column_in_the_middle() -> None:
    rows = page(NOWHERE.move(1), 98, 20, Page())
    margin = " " * ((98 - COLUMN) // 2)
    assert f"{margin}Where is it?" in [text_of(row) for row in rows]
    assert f"{margin}▌ 1  □  Calf".ljust(len(margin) + COLUMN) in [text_of(row) for row in rows]


def test_the_picture_stands_beside_the_options_on_a_usual_terminal() -> None:
    rows = page(NOWHERE, 74, 19)
    assert has_picture(rows)
    assert labels_in(rows) == [option.label for option in WHERE.options]
    assert all(row_width(row) <= 74 for row in rows)
    options = [text_of(row).split("  ")[0] for row in rows]
    assert not any(char in "▀▄█░" for text in options for char in text)


def test_what_is_chosen_is_filled_on_the_picture() -> None:
    def filled(choice: Choice) -> int:
        spans = [span for row in page(choice, 74, 19) for span in row if span.style == "chosen"]
        return sum(span.text.count("█") for span in spans)

    assert filled(NOWHERE) == 0
    assert 0 < filled(NOWHERE.press_digit(1)) < filled(NOWHERE.press_digit(1).press_digit(2))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("marks", [WGL4, ASCII])
def test_no_picture_stands_where_it_would_cut_an_option(language: str, marks: Marks) -> None:
    where = pack_of(language=language).question("where")
    began = Choice.begin("several", where.options)
    labels = [option.label for option in where.options]
    drawn = set()
    for width, height, focus in product((38, 54, 60, 66, 74, 90, 103), range(8, 36), (0, 2, 9)):
        choice = began.move(focus) if focus else began
        rows = page_rows(where, choice, QUESTION_WORDS, width, height, marks=marks, page=PAGE)
        assert all(row_width(row) <= width for row in rows)
        if has_picture(rows):
            drawn.add((width, height))
            wide = min(x for row in rows for x in _where_it_is_drawn(row))
            text = " ".join(text_of(row)[:wide] for row in rows)
            seen = " ".join(text.replace(marks.edge, " ").split())
            assert [label for label in labels if label not in seen] == []
            assert "more below" not in seen
    assert (74, 19) in drawn
    assert not {(38, 35), (74, 9)} & drawn


def _where_it_is_drawn(row: Row) -> list[int]:
    pictures = [n for n, span in enumerate(row) if span.style == "picture"]
    return [row_width(row[:n]) for n in pictures[:1]]


def test_from_110_columns_on_picture_and_reason_stand_at_the_right() -> None:
    columns, side = 110, 3
    rows = page(NOWHERE.move(1), columns - 2 * side, 35)
    options = (columns - 2 * side) * 3 // 5
    (highlighted,) = [row for row in rows if any(span.style == "focus" for span in row)]
    assert len(highlighted[0].text) == options
    assert has_picture(rows)
    right = [text_of(row)[options:] for row in rows]
    assert WHERE.why in " ".join(" ".join(right).split())
    assert not any(text_of(row)[options : options + 3].strip() for row in rows)
    narrower = [text_of(row) for row in page(NOWHERE, columns - 1 - 2 * side, 35)]
    assert not any("Why we ask" in text for text in narrower)


def test_the_reason_stands_at_the_right_without_a_picture_too() -> None:
    rows = page(NOWHERE, 114, 20, PAGE._replace(picture=None))
    assert any("Why we ask" in text_of(row) for row in rows)
    assert labels_in(rows) == [option.label for option in WHERE.options]


def test_where_both_do_not_fit_the_picture_stays_and_the_reason_is_not_cut() -> None:
    for height in range(8, 40):
        rows = page(NOWHERE, 114, height)
        shown = " ".join(" ".join(text_of(row)[68:] for row in rows).split())
        assert "Why we ask" not in shown or WHERE.why in shown
        assert len(rows) == height


def test_a_picture_in_ascii_holds_nothing_else() -> None:
    choice = NOWHERE.press_digit(1)
    rows = page_rows(WHERE, choice, IN_ASCII, 74, 19, marks=ASCII, page=PAGE)
    assert has_picture(rows)
    assert "".join(map(text_of, rows)).isascii()


@pytest.mark.parametrize("language", ["en", "es"])
async def test_picture_and_reason_are_there_in_the_wizard(language: str) -> None:
    shot = Shot("where", OFFICE, "where", ("1",), SIZES["wide"], language=language)
    async with opened(shot) as app:
        why = app.pack.question("where").why.split()
        body = app.screen.query_one(Choices)
        assert has_picture(list(body.rows))
        assert why[-1] in "".join(map(text_of, body.rows))
        person = Person(app, Pilot(app))
        for size, drawn in ((SIZES["design"], True), (SIZES["short"], False)):
            await person.resize(*size)
            assert has_picture(list(body.rows)) == drawn
            assert app.words.why.title not in person.screen
