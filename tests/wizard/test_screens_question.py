from __future__ import annotations

import pytest
from textual import events

from tests.content import sample
from tests.pilot import SIZES, TO_RESULT, at_question, at_welcome


async def test_enter_on_welcome_begins() -> None:
    async with at_welcome() as person:
        assert "Do you have any of these today?" in await person.press("enter")


async def test_a_single_choice_is_answered_by_one_digit() -> None:
    async with at_question("sitting") as person:
        await person.press("2")
        assert person.app.interview.answers["sitting"] == "much"
        assert person.asked == "feel"


async def test_enter_without_an_answer_stays_and_says_how() -> None:
    async with at_question("sitting") as person:
        assert "* Press the number of your answer." in await person.press("enter", "enter", "enter")
        assert person.asked == "sitting"


async def test_nothing_is_highlighted_until_the_person_moves() -> None:
    async with at_question("sitting") as person:
        assert ">" not in person.screen
        assert "> 1  ( )  Less than 4 hours" in await person.press("down")


async def test_the_highlight_is_in_reverse_video_and_the_cursor_is_on_it() -> None:
    async with at_question("sitting") as person:
        await person.press("down", "down")
        assert person.reversed_text() == "> 2  ( )  8 hours or more"
        x, y = person.app.cursor_position
        assert person.screen.split("\n")[y][x:].startswith("> 2")


async def test_the_cursor_is_at_the_question_before_anything_is_highlighted() -> None:
    async with at_question("sitting") as person:
        x, y = person.app.cursor_position
        assert person.screen.split("\n")[y][x:].startswith("How many hours")


async def test_several_are_chosen_with_space_and_done_with_enter() -> None:
    async with at_question("danger") as person:
        await person.press("down", "space", "3", "enter")
        assert person.app.interview.answers["danger"] == ("breath", "back")


@pytest.mark.parametrize(
    "keys", [("8", "8"), ("end", "up", "space", "space")], ids=["digit", "space"]
)
async def test_none_takes_back_what_is_chosen_when_pressed_twice(keys: tuple[str, ...]) -> None:
    async with at_question("danger") as person:
        await person.press("3")
        shown = await person.press(*keys[:-1])
        assert "* That takes back what you chose. Press it once more to do so." in shown
        assert "  3  [x]  Pain in the back" in shown
        assert "> 8  [ ]  None of these" in shown
        shown = await person.press(keys[-1])
        assert "> 8  [x]  None of these" in shown
        assert "  3  [ ]  Pain in the back" in shown
        assert "takes back" not in shown
        await person.press("3", "enter")
        assert person.app.interview.answers["danger"] == ("back",)


async def test_what_none_would_take_back_stays_where_it_is_pressed_once() -> None:
    async with at_question("danger") as person:
        await person.press("3", "8", "enter")
        assert person.app.interview.answers["danger"] == ("back",)


@pytest.mark.parametrize("key", ["left", "backspace"])
async def test_going_back_shows_the_earlier_answer_chosen(key: str) -> None:
    async with at_question("feel") as person:
        assert "2  (*)  8 hours or more" in await person.press(key)
        assert person.asked == "sitting"
        assert "Do you have any" not in person.screen


async def test_enter_goes_on_with_the_earlier_answer() -> None:
    async with at_question("feel") as person:
        await person.press("left", "enter")
        assert person.asked == "feel"
        assert person.app.interview.answers["sitting"] == "much"


async def test_going_back_from_the_first_question_stays_there() -> None:
    async with at_question("danger") as person:
        assert "Do you have any" in await person.press("left", "backspace")


async def test_backspace_goes_back_past_an_earlier_number_without_erasing_it() -> None:
    async with at_question("sitting") as person:
        await person.press("backspace", "backspace")
        assert person.asked == "danger"
        assert person.app.interview.answers["age"] == 45


async def test_backspace_first_takes_back_what_was_typed() -> None:
    async with at_question("age") as person:
        assert "Type a number: 4_ years" in await person.press("4", "5", "backspace")
        assert person.asked == "age"


async def test_a_number_out_of_range_is_explained_and_kept() -> None:
    async with at_question("age") as person:
        shown = await person.press("2", "0", "0", "enter")
        assert "* Please type a number from 1 to 120." in shown
        assert "200_ years" in shown


async def test_not_sure_of_a_number_is_one_key() -> None:
    async with at_question("age") as person:
        await person.press("n")
        assert person.app.interview.answers["age"] == "unsure"


async def test_a_medicine_is_found_by_a_brand_and_picked() -> None:
    async with at_question("medicines") as person:
        assert "> 1  [ ]  Lasix (furosemide)" in await person.press(*"las")
        assert "1  [x]  Lasix (furosemide)" in await person.press("enter")
        await person.press("enter")
        assert person.app.interview.answers["medicines"] == ("furosemide",)
        assert person.asked == "started"


async def test_letters_with_a_meaning_elsewhere_are_letters_in_a_search() -> None:
    async with at_question("medicines") as person:
        assert "Search: naproxen_" in await person.press(*"naproxen")
        await person.press("enter", *"bisoprolol", "enter", *"ramipril", "enter", "enter")
        chosen = person.app.interview.answers["medicines"]
        assert set(chosen) == {"naproxen", "bisoprolol", "ramipril"}  # type: ignore[arg-type]


async def test_pasted_text_is_cleaned_and_searched_for() -> None:
    async with at_question("medicines") as person:
        person.app.post_message(events.Paste("rami\x07\u202e\x1b\nsecond line"))
        await person.pilot.pause()
        assert "Search: rami_" in person.screen
        assert "ramipril" in person.screen


async def test_a_paste_into_a_list_does_nothing() -> None:
    async with at_question("sitting") as person:
        before = person.screen
        person.app.post_message(events.Paste("2"))
        await person.pilot.pause()
        assert person.screen == before


async def test_only_the_medicines_picked_are_asked_about() -> None:
    async with at_question("started") as person:
        assert "1  [ ]  furosemide" in person.screen
        assert "ramipril" not in person.screen


async def test_the_header_says_where_one_is() -> None:
    async with at_question("sitting") as person:
        header = person.screen.split("\n")[0]
        assert header.split() == ["Your", "days", "question", "3", "of", "about", "5", "####......"]


async def test_escape_and_broken_arrow_keys_change_nothing() -> None:
    async with at_question("sitting") as person:
        await person.press("down")
        before = person.screen
        keys = ("escape", "left_square_bracket", "A", "B", "C", "D", "H", "F", "O")
        assert await person.press(*keys) == before


async def test_one_screen_serves_all_questions() -> None:
    async with at_question("danger") as person:
        screen = person.app.screen
        for keys in list(TO_RESULT.values())[:-1]:
            await person.press(*keys)
            assert person.app.screen is screen


async def test_content_is_never_markup() -> None:
    async with at_question("sitting") as person:
        assert "Count [work], travel and screens." in person.screen


@pytest.mark.parametrize("size", sample(list(SIZES.values())), ids=str)
@pytest.mark.parametrize("question", TO_RESULT)
async def test_every_kind_of_question_is_answered_at_every_size(
    question: str, size: tuple[int, int]
) -> None:
    async with at_question(question, size=size) as person:
        rows = person.screen.split("\n")
        assert all(len(row) <= size[0] for row in rows)
        assert "leave" in rows[-1]
        await person.press(*TO_RESULT[question])
        assert question in person.app.interview.answers
