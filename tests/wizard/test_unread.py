"""Signs of danger are denied by nobody who had no chance to read them."""

from __future__ import annotations

import pytest

from nightcramp.wizard.screens.question_screen import QuestionScreen
from nightcramp.wizard.widgets.choices import Choices
from tests.pilot import Person, at_danger

SHORT = (40, 15)


def body_of(person: Person) -> Choices:
    assert isinstance(person.app.screen, QuestionScreen)
    return person.app.screen.body


@pytest.mark.parametrize("key", ["8", "9"])
async def test_a_list_that_is_cut_is_shown_whole_before_it_can_be_denied(key: str) -> None:
    async with at_danger("leg_danger", size=SHORT) as person:
        options = [option.label for option in person.app.interview.choices]
        read = person.screen
        for _ in range(9):
            if person.asked != "leg_danger":
                break
            read += await person.press(key)
        words = " ".join(read.split())
        assert person.asked != "leg_danger"
        assert [label for label in options if " ".join(label.split()[:3]) not in words] == []


async def test_what_is_not_read_yet_comes_first_and_it_says_so() -> None:
    async with at_danger("leg_danger", size=SHORT) as person:
        shown = await person.press("8")
        assert "Read these as well." in shown
        assert body_of(person).choice.chosen == ()
        assert person.asked == "leg_danger"


async def test_page_down_over_signs_denies_none_of_them() -> None:
    async with at_danger("leg_danger", size=SHORT) as person:
        await person.press("down", "down", "down", "pagedown", "end")
        await person.press("enter")
        unread = body_of(person).unread
        assert person.asked == "leg_danger" or not unread


async def test_a_list_that_is_seen_whole_is_denied_as_ever() -> None:
    async with at_danger("leg_danger") as person:
        assert body_of(person).unread == ()
        await person.press("8", "enter")
        assert person.asked != "leg_danger"


async def test_after_an_emergency_nothing_more_has_to_be_read() -> None:
    async with at_danger("leg_danger", size=SHORT) as person:
        await person.press("1", "enter")
        assert person.asked != "leg_danger"


async def test_whoever_ticks_a_sign_for_today_reads_the_others_first() -> None:
    async with at_danger("leg_danger", size=SHORT) as person:
        assert "Read these as well." in await person.press("4", "enter")
        assert person.asked == "leg_danger"
        for _ in range(9):
            if person.asked == "leg_danger":
                await person.press("enter")
        assert body_of(person).choice.chosen == () or person.asked != "leg_danger"
        assert person.app.interview.answers["leg_danger"] == ("swollen",)
