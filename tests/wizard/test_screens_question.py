from __future__ import annotations

import re

import pytest
from textual import events

from nightcramp.wizard.widgets.frame import Header
from nightcramp.wizard.widgets.rows import COLUMN
from tests.content import sample
from tests.pilot import SIZES, TO_RESULT, at_danger, at_question, at_welcome


def ticked(screen: str) -> list[str]:
    """The options that are ticked, or chosen; not the sections, which have such marks as well."""
    return [row for row in screen.split("\n")[2:] if re.search(r"[■●]", row)]


def keys_in(screen: str) -> str:
    """The rows of the key bar."""
    return "\n".join(screen.split("\n")[-2:])


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
        assert "▌" not in person.screen
        assert person.reversed_text() == ""
        assert "▌ 1  ○  Less than 4 hours" in await person.press("down")


async def test_the_highlight_is_a_block_over_the_column_and_the_cursor_is_on_it() -> None:
    async with at_question("sitting") as person:
        await person.press("down", "down")
        assert person.reversed_text() == "▌ 2  ○  8 hours or more".ljust(COLUMN)
        x, y = person.app.cursor_position
        assert person.screen.split("\n")[y][x:].startswith("▌ 2")


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
        assert "* Press 8 again to untick 1 answer, or Enter to keep it." in shown
        assert "  3  ■  Pain in the back" in shown
        assert "▌ 8  □  None of these" in shown
        shown = await person.press(keys[-1])
        assert "▌ 8  ■  None of these" in shown
        assert "  3  □  Pain in the back" in shown
        assert "untick" not in shown
        await person.press("3", "enter")
        assert person.app.interview.answers["danger"] == ("back",)


async def test_what_none_would_take_back_stays_where_it_is_pressed_once() -> None:
    async with at_question("danger") as person:
        await person.press("3", "8", "enter")
        assert person.app.interview.answers["danger"] == ("back",)


async def test_going_back_shows_the_earlier_answer_chosen() -> None:
    async with at_question("feel") as person:
        assert "2  ●  8 hours or more" in await person.press("left")
        assert person.asked == "sitting"
        assert "Do you have any" not in person.screen


async def test_enter_goes_on_with_the_earlier_answer() -> None:
    async with at_question("feel") as person:
        await person.press("left", "enter")
        assert person.asked == "feel"
        assert person.app.interview.answers["sitting"] == "much"


async def test_going_back_from_the_first_question_stays_there() -> None:
    async with at_question("danger") as person:
        assert "back" not in keys_in(person.screen)
        assert "Do you have any" in await person.press("left")


@pytest.mark.parametrize("question", TO_RESULT)
async def test_backspace_only_ever_deletes_what_was_typed(question: str) -> None:
    async with at_question(question) as person:
        shown = person.screen
        pressed = await person.press(*["backspace"] * 3)
        told = "* Backspace deletes what is typed. To go back, press the left arrow."
        assert pressed.replace(told, "").split() == shown.split()
        assert (told in pressed) == (question not in ("age", "medicines"))
        assert person.asked == question


async def test_backspace_deletes_digits_and_stops() -> None:
    async with at_question("age") as person:
        assert "Type a number: 4_ years" in await person.press("4", "5", "backspace")
        assert "Type a number: _ years" in await person.press(*["backspace"] * 5)
        assert person.asked == "age"


async def test_backspace_leaves_an_earlier_number_as_it_is() -> None:
    async with at_question("sitting") as person:
        shown = await person.press("left", "backspace", "backspace")
        assert "Type a number: 45_ years" in shown
        assert "* Type the right number. It replaces this one." in shown
        await person.press("enter")
        assert person.app.interview.answers["age"] == 45


async def test_what_was_chosen_and_not_entered_is_there_when_one_comes_back() -> None:
    async with at_question("medicines") as person:
        await person.press(*"furo", "enter", *"rami", "left")
        assert person.asked == "feel"
        shown = await person.press("enter")
        assert "■  furosemide" in shown
        assert "Search: rami_" in shown


async def test_a_number_half_typed_is_there_when_one_comes_back() -> None:
    async with at_question("age") as person:
        await person.press("7", "left")
        assert person.asked == "danger"
        assert "Type a number: 7_ years" in await person.press("enter")


async def test_what_one_began_to_change_is_asked_again_before_anything_rests_on_it() -> None:
    async with at_question("started") as person:
        await person.press(*["left"] * 5)
        assert person.asked == "danger"
        await person.press("3", "f2", "home", "down", "down", "enter")
        assert person.asked == "sitting"
        shown = await person.press("enter")
        assert person.asked == "danger"
        assert "3  ■  Pain in the back" in shown
        assert "* You began to change this. Press Enter if it is right now." in shown
        await person.press("3", "8", "enter")
        assert person.asked == "started"
        assert person.app.interview.answers["danger"] == ("none",)


async def test_nothing_that_was_left_is_there_for_the_next_person() -> None:
    async with at_question("medicines") as person:
        await person.press(*"rami")
        await person.app.next_person("new_person")
        assert person.app.left == {}


async def test_a_key_held_down_answers_one_question() -> None:
    async with at_question("sitting") as person:
        for first in (0.25, 0.5, 0.66):
            await person.hold("2", seconds=3.0, first=first)
            assert person.asked == "feel"
            assert "* That key came too fast. Wait a moment, then press it again." in person.screen
            assert not ticked(person.screen)
            await person.press("left")
        await person.press("2", "2")
        assert "2  ■" in person.screen


async def test_enter_held_down_adds_a_medicine_and_stays() -> None:
    async with at_question("medicines") as person:
        await person.press(*"furo")
        shown = await person.hold("enter", seconds=3.0)
        assert person.asked == "medicines"
        assert "* Added. Type another one, or press Enter to go on." in shown
        await person.press("enter")
        assert person.asked == "started"


async def test_a_key_held_down_clears_nothing_it_chose() -> None:
    async with at_question("danger") as person:
        assert "3  ■" in await person.hold("3", seconds=2.0)
        shown = await person.hold("8", seconds=2.0)
        assert "3  ■" in shown
        assert "* Press 8 again to untick 1 answer" in shown
        await person.press("down")
        assert "3  ■" in await person.hold("space", seconds=2.0)


async def test_none_held_down_goes_on_once() -> None:
    async with at_danger("leg_danger") as person:
        await person.hold("8", seconds=3.0)
        assert person.asked == "danger_now"
        assert not ticked(person.screen)


@pytest.mark.parametrize("key", ["3", "8", "9", "enter", "space"])
async def test_a_key_within_a_quarter_of_a_second_of_danger_signs_does_nothing(key: str) -> None:
    async with at_danger("leg_danger") as person:
        await person.press("8", "enter")
        shown = await person.press(key, after=0.2)
        assert person.asked == "danger_now"
        assert not ticked(shown)
        assert "* That key came too fast. Wait a moment, then press it again." in shown
        await person.press("8", after=0.3)
        assert "8  ■" in person.screen


async def test_the_rest_of_what_came_too_fast_does_nothing_either() -> None:
    async with at_danger("leg_danger") as person:
        await person.press("8", "enter")
        await person.press("3", after=0.2)
        await person.press("1", "enter", "8", "8", after=0.2)
        assert person.asked == "danger_now"
        assert not ticked(person.screen)


async def test_what_only_explains_danger_signs_can_be_read_at_once() -> None:
    async with at_danger("leg_danger") as person:
        await person.press("8", "enter")
        assert "Why we ask" in await person.press("question_mark", after=0.1)


@pytest.mark.parametrize("keys", [("1", "enter"), ("8", "8"), ("3", "enter", "1", "enter")])
async def test_what_is_pasted_without_a_mark_answers_no_danger_sign(keys: tuple[str, ...]) -> None:
    async with at_danger("leg_danger") as person:
        shown = await person.press_at_once(*keys)
        assert person.asked == "leg_danger"
        assert not ticked(shown)
        assert "* That key came too fast. Wait a moment, then press it again." in shown


async def test_keys_that_came_at_once_answer_up_to_the_next_danger_signs() -> None:
    async with at_welcome() as person:
        shown = await person.press_at_once("enter", "8", "enter", "4", "5", "enter")
        assert person.asked == "danger"
        assert not ticked(shown)
    async with at_question("sitting") as person:
        await person.press_at_once("2", "1", "enter")
        assert person.asked == "medicines"


async def test_an_urgent_page_is_not_passed_by_the_key_that_led_to_it() -> None:
    async with at_danger("danger_now") as person:
        await person.press("1")
        assert "CALL 911" in await person.hold("enter", seconds=3.0)
        assert not person.app.interview.waiting
        await person.press("enter")
        assert person.app.interview.waiting


@pytest.mark.parametrize("question", ["danger", "sitting", "medicines"])
async def test_tab_moves(question: str) -> None:
    async with at_question(question) as person:
        down = await person.press("down", "down")
        assert await person.press("tab") != down
        assert await person.press("shift+tab") == down


async def test_letters_move_and_leave_where_no_text_is_typed() -> None:
    async with at_question("sitting") as person:
        assert "▌ 2" in await person.press("j", "j")
        assert "▌ 1" in await person.press("k")
        assert "Leave?" in await person.press("q")
    async with at_question("medicines") as person:
        assert "Search: jkq_" in await person.press(*"jkq")


async def test_escape_clears_a_search_and_nothing_else() -> None:
    async with at_question("medicines") as person:
        before = await person.press(*"furo", "enter", "down")
        await person.press("up", *"zz", "escape")
        assert "Search: _" in person.screen
        assert "■  furosemide" in person.screen
        assert len(ticked(before)) == len(ticked(person.screen)) == 1
        assert person.asked == "medicines"


async def test_a_dose_or_a_number_in_a_name_ticks_nothing() -> None:
    async with at_question("medicines") as person:
        shown = await person.press(*"b12", "backspace", "backspace", *"5")
        assert not ticked(shown)
        assert "Search: b5_" in shown


async def test_the_same_character_twice_is_text_however_fast_it_is_typed() -> None:
    async with at_question("medicines") as person:
        await person.press("l")
        assert "Search: l11  l_" in await person.press("1", "1", "space", "space", "l", after=0.1)


async def test_what_was_left_holds_no_more_than_can_be_chosen_now() -> None:
    async with at_question("medicines") as person:
        await person.press(*"furo", "enter", *"rami", "enter", "enter")
        assert len(ticked(await person.press("1", "2"))) == 2
        await person.press("left", "2", "enter")
        assert person.asked == "started"
        assert len(ticked(person.screen)) == 1
        await person.press("enter")
        assert person.asked is None


async def test_full_width_digits_answer() -> None:
    async with at_question("sitting") as person:
        await person.press("\uff12")
        assert person.app.interview.answers["sitting"] == "much"


@pytest.mark.parametrize("question", ["danger", "age", "sitting"])
async def test_a_digit_typed_without_shift_on_a_french_keyboard_is_told_of(question: str) -> None:
    async with at_question(question) as person:
        for typed in "&\u00e9\u00e8\u00e7\u00e0":
            shown = await person.press(typed)
            assert "* Please press a digit. On some keyboards it needs Shift." in shown
            assert person.asked == question
            await person.press("down")


async def test_more_is_named_where_there_is_more() -> None:
    async with at_question("sitting", size=SIZES["wide"]) as person:
        shown = await person.press("f1")
        assert "more" not in keys_in(shown)
        assert await person.press("space") == shown
        assert "more" in keys_in(await person.resize(40, 12))


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
        assert "▌    □  Lasix (furosemide)" in await person.press(*"las")
        assert "1  ■  Lasix (furosemide)" in await person.press("enter")
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
        assert "1  □  furosemide" in person.screen
        assert "ramipril" not in person.screen


async def test_the_header_names_the_sections_and_its_rule_is_the_progress() -> None:
    async with at_question("sitting") as person:
        header, rule, *_ = person.screen.split("\n")
        assert header.split("  ")[-2:] == ["■ Safety first", " ■ Your days"]
        done = 80 * 2 // 5  # two of five
        assert rule == "═" * done + "─" * (80 - done)
        before = await person.press("left", "left")
        assert "■ Safety first   □ Your days" in before
        assert before.split("\n")[1] == "─" * 80
        rows = person.app.screen.query_one(Header).rows
        accented = [span.text for span in rows[0] if span.style == "accent"]
        assert accented == ["■", " Safety first"]


@pytest.mark.parametrize("size", SIZES.values(), ids=str)
async def test_how_many_questions_there_are_is_told_in_words_at_every_size(
    size: tuple[int, int],
) -> None:
    async with at_question("sitting", size=size) as person:
        told = "3/5" if size[0] < 60 else "3 of about 5"
        assert told in person.screen
        assert "Your days" in person.screen


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
        assert any("leave" in row for row in rows[-2:])
        await person.press(*TO_RESULT[question])
        assert question in person.app.interview.answers
