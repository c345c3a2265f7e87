from __future__ import annotations

import msgspec
import pytest

from nightcramp.pack.sign_off import Signed, Signer
from nightcramp.reports.answered import answered
from nightcramp.reports.introduction import introduction
from nightcramp.triage.interview import Interview
from nightcramp.wizard.keys import keys_of
from tests.content import WORDS, pack_of
from tests.pilot import SIZES, at_question, at_welcome, small_pack, to_result


async def test_welcome_says_what_this_is_and_is_not() -> None:
    async with at_welcome() as person:
        for word in ("not a diagnosis", "911", "About 5 minutes", "Nothing is stored",
                     "Not yet reviewed by a clinician", "Press Enter to begin"):  # fmt: skip
            assert word in " ".join(person.screen.split())


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"]])
async def test_welcome_shows_how_to_begin_without_reading_on(size: tuple[int, int]) -> None:
    async with at_welcome(size=size) as person:
        assert "Press Enter to begin" in person.screen


async def test_welcome_can_be_read_to_its_end_on_the_shortest_terminal() -> None:
    async with at_welcome(size=SIZES["shortest"]) as person:
        assert "Press Enter to begin" in await person.press("space", "space")


def test_a_reviewed_pack_does_not_say_that_it_is_not() -> None:
    signed = Signed((Signer("Jane Doe", "nurse", "2026-11-01", "English"),))
    pack = msgspec.structs.replace(small_pack(), signed=signed)

    said = " ".join(part.text for part in introduction(pack, pack_of("GB").words, ""))

    assert WORDS.welcome.not_reviewed not in said
    assert "Reviewed by Jane Doe (nurse) on 2026-11-01, in English." in said
    assert "999" in said


async def test_why_tells_the_reason_and_where_it_comes_from() -> None:
    async with at_question("danger") as person:
        shown = await person.press("question_mark")
        assert "Leg pain with one of these can be serious." in shown
        assert "•  A paper that was read" in shown
        assert "•  A paper that was not (not yet checked)" in shown


@pytest.mark.parametrize("key", ["escape", "enter", "left"])
async def test_why_closes_to_the_question_as_it_was(key: str) -> None:
    async with at_question("danger") as person:
        before = await person.press("2", "down")
        await person.press("question_mark", key)
        assert person.screen == before


async def test_help_has_a_sentence_for_every_key_that_works_there() -> None:
    async with at_question("age", size=(120, 60)) as person:
        shown = await person.press("f1")
        words = small_pack().words.keys
        working = [words[key.id] for key in keys_of("number") if words[key.id].label]
        assert len(working) > 5
        for key in working:
            assert " ".join(key.help.split()) in " ".join(shown.split())


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
async def test_help_is_read_to_its_end_at_every_size(size: tuple[int, int]) -> None:
    async with at_question("medicines", size=size) as person:
        await person.press("f1", "end")
        assert "For tests only." in person.screen
        assert "Keys that work here" in await person.press("home")


async def test_review_shows_every_answer_in_words() -> None:
    async with at_question("started") as person:
        shown = await person.press("f2")
        for text in ("None of these", "45 years", "8 hours or more", "A hard knot", "furosemide"):
            assert text in shown
        assert "▌ Which medicines do you take?" in shown


def test_not_sure_of_a_number_is_reviewed_as_such() -> None:
    interview = Interview.begin(small_pack()).answer(("none",)).answer("unsure")
    assert answered(interview)[-1].answer == "Not sure"


async def test_review_jumps_to_an_answer_and_the_others_stay() -> None:
    async with at_question("medicines") as person:
        await person.press("f2", "up", "enter")
        assert person.asked == "sitting"
        await person.press("1")
        assert person.asked == "medicines"
        assert person.app.interview.answers["sitting"] == "little"
        assert person.app.interview.answers["feel"] == ("knot",)


async def test_from_a_result_the_answers_are_read_from_the_first() -> None:
    """Between questions one looks for the last slip, and from a result for all that was said."""
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press("r")
        first = person.app.interview.answered[0].text
        assert f"▌ {first}" in shown


async def test_review_without_answers_says_so() -> None:
    async with at_question("danger") as person:
        assert "Nothing is answered yet." in await person.press("f2", "enter", "down")


async def test_every_answer_is_reached_on_the_shortest_terminal() -> None:
    async with at_question("started", size=SIZES["shortest"]) as person:
        await person.press("f2")
        shown = person.screen
        answered = [question.text for question in person.app.interview.answered]
        assert len(answered) == 5
        for text in reversed(answered):
            assert text in shown.split("▌ ")[1]
            shown = await person.press("up")


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_leaving_is_asked_about_and_staying_is_the_default(key: str) -> None:
    async with at_question("sitting") as person:
        before = await person.press("down")
        assert "answers are not saved" in await person.press(key)
        assert await person.press("enter") == before
        assert person.app.is_running


async def test_leaving_ends_with_0() -> None:
    async with at_question("sitting") as person:
        await person.press("ctrl+c", "y")
    assert not person.app.return_code


async def test_leave_over_leave_asks_once() -> None:
    async with at_question("sitting") as person:
        await person.press("ctrl+c", "ctrl+c", "ctrl+q", "escape")
        assert "How many hours a day do you sit?" in person.screen


async def test_overlays_over_overlays_close_one_by_one() -> None:
    async with at_question("sitting") as person:
        await person.press("f2", "f1", "ctrl+c")
        assert "Leave?" in person.screen
        assert "Help" in await person.press("escape")
        assert "Your answers" in await person.press("escape")
        assert "How many hours" in await person.press("escape")


async def test_starting_again_is_asked_about_and_forgets_everything() -> None:
    async with at_welcome() as person:
        await to_result(person)
        assert "Start again?" in await person.press("n")
        assert "Your result" in await person.press("enter")
        assert "Start again?" in await person.press("n", "s")  # that is yes in Spanish alone
        assert "Press Enter to begin" in await person.press("y")
        assert not person.app.interview.answers
        await person.press("enter")
        assert person.asked == "danger"
