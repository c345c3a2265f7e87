from __future__ import annotations

import pytest

from nightcramp.reports.explanations import REASONS
from nightcramp.reports.result import Result, build_result
from nightcramp.triage.assess import assess
from nightcramp.wizard.screens.result_rows import lay_out, result_rows, topics_of
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.rows import row_width, text_of
from tests.content import PACK, WORDS
from tests.pilot import SIZES, Person, at_danger, at_welcome, small_pack, to_result

ANSWERS = {"danger": ("none",), "age": 45, "sitting": "much", "feel": ("knot", "urge")}
BACK = ("3", "enter")
SWOLLEN = ("2", "enter")
BREATH = ("1", "enter")


def result(**changes: object) -> Result:
    answers = {**ANSWERS, **changes}
    return build_result(small_pack(), WORDS, assess(small_pack(), answers))  # type: ignore[arg-type]


def lines(read: str = "", width: int = 74, height: int = 20, **changes: object) -> list[str]:
    rows = result_rows(result(**changes), read, 0, WORDS, width, height)
    return [text_of(row).rstrip() for row in rows]


def test_what_to_do_and_how_soon_comes_first() -> None:
    shown = lines()
    assert shown[1].startswith("LOOK AFTER IT AT HOME")
    assert shown[1].endswith("within 6 weeks, if it goes on")
    assert shown[2].startswith("Nothing you told us needs to be seen urgently. This is not")


def test_causes_are_ranked_with_a_bar_and_a_word() -> None:
    shown = lines()
    assert shown[5] == "What may be behind it"
    assert shown[6].startswith("> 1  Sitting still")
    assert "#####.....  moderate match" in shown[6]


def test_the_panel_says_why_for_and_against() -> None:
    shown = lines(height=40)
    assert "+  8 hours or more. You sit for 8 hours or more." in shown
    assert any("You feel a need to move." in line and line.startswith("-  ") for line in shown)
    assert "What helps" in shown
    assert "What a clinician may check" in shown


def test_a_routine_result_says_why_this_soon() -> None:
    shown = lines(danger=("back",))
    assert shown[1].startswith("MAKE AN APPOINTMENT")
    assert "> 1  Why this soon" in shown
    assert "*  Pain in the back" in shown
    assert "That can be a nerve under pressure." in shown


def test_where_room_is_short_the_lead_is_told_with_the_reasons() -> None:
    topics = topics_of(result(), WORDS, roomy=False)
    assert topics[0].id == REASONS
    assert topics[0].lines[0].text == "Nothing you told us needs to be seen urgently."


@pytest.mark.parametrize(("width", "height"), [(114, 36), (74, 20), (38, 11), (38, 10), (38, 40)])
@pytest.mark.parametrize("danger", ["none", "back"])
def test_everything_can_be_read_at_every_size(width: int, height: int, danger: str) -> None:
    found = result(danger=(danger,))
    for topic in topics_of(found, WORDS, roomy=height >= 16):
        done = lay_out(found, topic.id, WORDS, width, height)
        assert done.room >= 4
        read = []
        for screenful in range(done.last_screenful + 1):
            rows = result_rows(found, topic.id, screenful, WORDS, width, height)
            assert len(rows) <= height
            assert all(row_width(row) <= width for row in rows)
            shown = [text_of(row).strip() for row in rows]
            assert (WORDS.results.more in shown) == (screenful < done.last_screenful)
            read += shown[len(done.above) :]
        assert {text_of(row).strip() for row in done.panel} <= {*read, ""}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
async def test_every_topic_is_reached_with_the_arrows(size: tuple[int, int]) -> None:
    async with at_welcome(size=size) as person:
        await to_result(person, danger=BACK)
        titles = [
            topic.title
            for topic in topics_of(
                result(
                    danger=("back",), medicines=("furosemide",), feel=("knot",), started=("none",)
                ),
                WORDS,
                roomy=True,
            )
        ]
        for title in titles:
            assert any("> " in row and title in row for row in person.screen.split("\n")), title
            await person.press("down")


async def test_a_digit_goes_to_its_topic_and_the_panel_follows() -> None:
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press("2")
        assert "> 2  Medicines" in shown
        assert "Some medicines go with cramps." in shown
        assert await person.press("9") == shown


async def test_space_reads_on_and_page_up_back() -> None:
    async with at_welcome() as person:
        first = await to_result(person)
        assert "v more: press Space" in first
        assert await person.press("space") != first
        assert await person.press("pageup") == first


async def test_the_pack_says_that_nobody_has_reviewed_it() -> None:
    async with at_welcome() as person:
        shown = await to_result(person)
        assert "Pack 0.1, not reviewed by a clinician" in shown.split("\n")[0]


async def test_an_emergency_stops_the_questions_at_once() -> None:
    async with at_welcome() as person:
        await person.press("enter")
        shown = await person.press(*BREATH)
        for text in (
            "!!  CALL 911 NOW  !!",
            "-  New trouble breathing",
            "-  That can be a blood clot in the lungs.",
            "-  Sit or lie down.",
            "This is not a diagnosis.",
        ):
            assert text in shown
        assert "behind it" not in shown


async def test_an_emergency_is_in_reverse_video_and_in_characters() -> None:
    async with at_welcome() as person:
        await to_result(person, danger=BREATH)
        assert "CALL 911 NOW" in person.reversed_text()


@pytest.mark.parametrize("key", ["b", "left"])
async def test_pressed_by_mistake_leads_back_to_the_answer(key: str) -> None:
    async with at_welcome() as person:
        await to_result(person, danger=BREATH)
        await person.press("backspace")
        assert place_of(person) == "urgent"
        assert "1  [x]  New trouble breathing" in await person.press(key)
        await person.press("8", "8", "enter")
        assert person.asked == "age"


async def test_a_same_day_result_comes_after_the_questions_that_still_matter() -> None:
    async with at_welcome() as person:
        shown = await to_result(person, danger=SWOLLEN)
        assert "!!  SEE A CLINICIAN TODAY  !!" in shown
        assert person.app.interview.answers.keys() == {"danger", "age"}
        await person.press("b")
        assert person.asked == "danger"


async def test_an_urgent_result_is_read_to_its_end_on_the_shortest_terminal() -> None:
    async with at_welcome(size=SIZES["shortest"]) as person:
        shown = await to_result(person, danger=BREATH)
        assert "CALL 911 NOW" in shown
        assert "v more: press Space" in shown
        assert "these answers." in await person.press("space", "space", "space")


OFFERED = PACK.about.while_you_wait
WAITING = {
    "conditions": (*"diab", "enter", "enter"),
    "medicines": (*"furo", "enter", "enter"),
    "began": ("2", "enter"),
}
"""Keys for what is asked while help comes; the others are answered with none."""


async def _emergency(person: Person) -> str:
    """New chest pain or tightness, told by keys."""
    return await person.press("1", "enter")


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"]])
async def test_while_help_comes_a_few_questions_can_be_answered(size: tuple[int, int]) -> None:
    async with at_danger("danger_now", size=size) as person:
        assert "CALL 911 NOW" in await _emergency(person)
        assert place_of(person) == "urgent_asking"
        asked = []
        await person.press("enter")
        while person.asked and person.asked not in asked:
            asked.append(person.asked)
            await person.press(*WAITING.get(person.asked, ("8", "enter")))
        assert asked[:2] == ["conditions", "medicines"]
        assert len(asked) <= 6
        assert set(asked) <= set(OFFERED[0])
        assert place_of(person) == "urgent_asking"  # the signs not asked before
        assert "CALL 911 NOW" in person.screen
        read = await _read_on(person)
        told = read[read.index(" Tell them ") : read.index(" What it can mean ")]
        for fact in ("Age: 40", "New chest pain or tightness", "Diabetes", "You take furosemide"):
            assert f"- {fact}" in told
        await person.press("enter")
        while person.asked and person.asked not in asked:
            asked.append(person.asked)
            await person.press("8", "enter")
        assert set(asked) <= {name for group in OFFERED for name in group}
        assert place_of(person) == "urgent"
        assert "press Enter for a few questions" not in await _read_on(person)


async def _read_on(person: Person) -> str:
    """All of an urgent result, as one line."""
    read, shown = "", ""
    while shown != person.screen:
        shown = person.screen
        read += " ".join(shown.split("\n")[1:-2])
        await person.press("space")
    return " ".join(read.replace(WORDS.results.more, " ").split())


async def test_the_offer_to_answer_while_waiting_is_read_and_is_a_key() -> None:
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        assert "Enter while you wait" in shown.split("\n")[-2]
        assert "while you wait, press Enter for a few questions" in await _read_on(person)


async def test_reading_on_is_offered_only_where_there_is_more_to_read() -> None:
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        assert "Space more" not in shown
        assert await person.press("space") == shown
        for size, more in (
            ((100, 16), True),
            ((80, 24), False),
            ((100, 16), True),
            ((100, 40), False),
        ):
            shown = await person.resize(*size)
            assert (WORDS.results.more in shown) == more
            assert ("Space more" in shown) == more
        assert WORDS.results.more in await person.resize(*SIZES["short"])


async def test_back_from_the_first_question_while_waiting_is_the_result() -> None:
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        await person.press("enter")
        assert person.asked == "conditions"
        assert await person.press("left") == shown
        await person.press("enter", "8", "enter", "left")
        assert person.asked == "conditions"
        assert "CALL 911 NOW" in await person.press("left")
        assert person.app.interview.answers["conditions"] == ("none",)


async def test_a_mistake_is_undone_though_questions_were_answered_while_waiting() -> None:
    async with at_danger("danger_now") as person:
        await _emergency(person)
        await person.press("enter", "8", "enter", "left", "left", "b")
        assert person.asked == "danger_now"
        await person.press("8", "8", "enter")
        assert person.asked == "sudden_danger"


async def test_every_sign_told_is_told_on_though_not_sure_stands_beside_them() -> None:
    async with at_danger("leg_danger") as person:
        await person.press("1", "4", "9", "enter")
        assert person.app.interview.answers["leg_danger"] == ("cold", "swollen", "unsure")
        assert place_of(person) == "urgent_asking"
        read = await _read_on(person)
        for fact in ("One leg or foot suddenly cold, pale or blue", "One leg newly swollen"):
            assert f"- {fact}" in read


async def test_not_sure_has_the_signs_asked_again_in_other_words() -> None:
    async with at_danger("leg_danger") as person:
        shown = await person.press("9", "enter")
        assert person.asked == "leg_danger_again"
        assert "Here they are again, in other words. Which are true?" in shown
        assert "4  [ ]  Look at both legs." in shown
        await person.press("8", "enter")
        assert person.asked == "danger_now"


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"]])
async def test_every_sign_of_a_danger_list_is_chosen_by_keys(size: tuple[int, int]) -> None:
    async with at_danger("leg_danger", size=size) as person:
        question = person.app.interview.question
        assert question is not None
        for digit, option in enumerate(question.options, 1):
            shown = " ".join((await person.press("down", "space")).split())
            assert f"> {digit} [x] {option.label}" in shown
            assert f"> {digit} [ ] {option.label}" in " ".join(
                (await person.press("space")).split()
            )
            shown = " ".join((await person.press(str(digit))).split())
            assert f"> {digit} [x] {option.label}" in shown
            await person.press("space")


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"], SIZES["shortest"]])
async def test_what_none_takes_back_is_told_whole_at_every_size(size: tuple[int, int]) -> None:
    async with at_danger("leg_danger", size=size) as person:
        shown = " ".join((await person.press("4", "8")).split())
        assert "* This takes back 1 answer. Press 8 again, or Enter to keep it." in shown
        assert "> 8 [ ] None of these" in shown
        assert "> 8 [x] None of these" in " ".join((await person.press("8")).split())


def place_of(person: Person) -> str:
    """Which keys work now."""
    assert isinstance(person.app.screen, WizardScreen)
    return person.app.screen.place


async def test_answers_are_changed_from_the_result() -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("r", "home", "enter")
        assert person.asked == "danger"
        assert "MAKE AN APPOINTMENT" in await person.press("3", "enter")


async def test_enter_typed_ahead_does_nothing_on_a_result() -> None:
    async with at_welcome() as person:
        shown = await to_result(person)
        assert await person.press("enter", "enter") == shown


async def test_back_from_a_result_is_the_last_question() -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("left")
        assert person.asked == "started"
        assert "Your result" in await person.press("enter")


async def test_a_topic_shows_the_answers_the_rules_and_the_sources_behind_it() -> None:
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press("question_mark")
        assert "You sit for 8 hours or more." in shown
        assert "+  How many hours a day do you sit? 8 hours or more" in shown
        assert "-  A paper that was read" in shown
        assert "What may be behind it" in await person.press("escape")


@pytest.mark.parametrize("danger", [BREATH, SWOLLEN, BACK])
async def test_every_flag_shows_the_answer_behind_it(danger: tuple[str, ...]) -> None:
    async with at_welcome() as person:
        await to_result(person, danger=danger)
        shown = await person.press("question_mark")
        assert "+  Do you have any of these today?" in shown
        assert "-  A paper that was read" in shown


async def test_advice_shows_its_sources_and_what_has_none_says_so() -> None:
    async with at_welcome(size=SIZES["short"]) as person:
        await to_result(person)
        assert "rests on no rule" in await person.press("question_mark")
        await person.press("escape", "end")
        shown = await person.press("question_mark")
        assert "One leg swells" in shown
        assert "A paper that was read" in shown
