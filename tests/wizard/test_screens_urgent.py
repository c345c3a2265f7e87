"""An urgent result: alone on the screen, its banner always in sight; and the lists before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.reports.result import STEPS, build_result
from nightcramp.triage.assess import assess
from nightcramp.wizard.marks import ASCII, WGL4
from nightcramp.wizard.screens.result_rows import urgent_parts, urgent_rows
from nightcramp.wizard.screens.results_screen import UrgentPage
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.rows import row_width, text_of
from nightcramp.wizard.widgets.window import screenful, screenfuls
from tests.calm import calm
from tests.content import PACK, VIGNETTES, WORDS
from tests.pilot import SIZES, Person, at_danger, at_welcome, small_pack, to_result

if TYPE_CHECKING:
    from nightcramp.reports.result import Result
    from nightcramp.wizard.marks import Marks

BACK, SWOLLEN, BREATH = ("3", "enter"), ("2", "enter"), ("1", "enter")
CALL = "CALL 911 NOW"
FIGURES_911 = ("█▀▀▀█     ▄█      ▄█", "▀▀▀▀█      █       █", "▄▄▄▄█     ▄█▄     ▄█▄")
AT_EVERY_SIZE = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())


def place_of(person: Person) -> str:
    """Which keys work now."""
    assert isinstance(person.app.screen, WizardScreen)
    return person.app.screen.place


def page_of(person: Person) -> UrgentPage:
    assert isinstance(person.app.screen, WizardScreen)
    assert isinstance(person.app.screen.body, UrgentPage)
    return person.app.screen.body


async def screenfuls_of(person: Person) -> list[list[str]]:
    """Every screenful of the page, each as its rows between top and key bar."""
    found: list[list[str]] = []
    while not found or page_of(person).screenful < page_of(person).last:
        if found:
            await person.press("space")
        found.append([text_of(row).rstrip() for row in page_of(person).rows])
    return found


async def read_on(person: Person) -> str:
    """All that the page says below its banner, as one line."""
    read = [row for page in await screenfuls_of(person) for row in page]
    return " ".join(" ".join(read).replace(WORDS.results.more, " ").split())


# The page


def test_an_urgent_result_is_written_from_what_to_do_to_what_it_is_not() -> None:
    answers = {"danger": ("breath",), "age": 45}
    found = build_result(small_pack(), assess(small_pack(), answers))  # type: ignore[arg-type]
    parts = [part for part in urgent_parts(found, "Questions?", "Pack 1.") if part.kind != "gap"]
    headings = [part.text for part in parts if part.kind == "heading"]
    assert headings == [*(reason.title for reason in found.reasons), "Questions?"]
    steps = next(reason for reason in found.reasons if reason.id == STEPS)
    assert [(part.rank, part.text) for part in parts if part.rank] == [
        *enumerate((line.text for line in steps.lines), 1)
    ]
    assert parts[0].text == found.lead
    assert parts[-1].text == f"{found.note} Pack 1."


@pytest.mark.parametrize("marks", [WGL4, ASCII], ids=["WGL4", "ASCII"])
@pytest.mark.parametrize("room", [(120, 37), (80, 21), (40, 13), (40, 11)], ids=str)
def test_every_urgent_page_is_read_whole_under_its_banner(
    room: tuple[int, int], marks: Marks
) -> None:
    """Of every patient: each screenful with the banner, and every sentence in its order."""
    width, height = room
    urgent = [one for vignette in VIGNETTES if not (one := _result(vignette.answers)).topics]
    assert len(urgent) > 50
    for shown in urgent:
        banner, below = urgent_rows(shown, urgent_parts(shown), width, height, marks)
        assert all(row_width(row) <= width for row in (*banner, *below))
        at_top = "".join(text_of(row) for row in banner)
        assert " ".join(shown.title.split()) in " ".join(at_top.split())
        left = height - len(banner)
        assert left >= 8
        starts = screenfuls(len(below), left)
        read = {
            start + y: row
            for number, start in enumerate(starts)
            for y, row in enumerate(screenful(below, number, left, ""))
            if row != (("", "key"),)
        }
        assert [read[y] for y in range(len(below))] == below
        said = [shown.lead]
        for reason in shown.reasons:
            said += [reason.title, *(line.in_full for line in reason.lines)]
        assert _words(" ".join(map(text_of, below))) == _words(" ".join([*said, shown.note]))


def test_most_urgent_pages_stand_whole_on_80x24() -> None:
    """The air around the banner goes where that is enough."""
    offer, foot = WORDS.results.while_you_wait, "Pack 1.0, not reviewed by a clinician."
    whole, all_of_them = 0, [_result(vignette.answers) for vignette in VIGNETTES]
    urgent = [shown for shown in all_of_them if not shown.topics]
    for shown in urgent:
        banner, below = urgent_rows(shown, urgent_parts(shown, offer, foot), 80, 21)
        whole += len(banner) + len(below) <= 21
    assert whole >= 0.7 * len(urgent)


def _result(answers: dict[str, object]) -> Result:
    return build_result(PACK, assess(PACK, calm(PACK, **answers)))


def _words(text: str) -> list[str]:
    """The words in their order, without marks and the numbers of steps."""
    return [word for word in text.split() if any(map(str.isalpha, word))]


async def test_an_emergency_stops_the_questions_at_once() -> None:
    async with at_welcome() as person:
        await person.press("enter")
        shown = await person.press(*BREATH)
        for text in (
            f"!!  {CALL}  !!",
            "•  New trouble breathing",
            "•  That can be a blood clot in the lungs.",
            "1  Sit or lie down.",
            "2  Do not drive yourself.",
            "This is not a diagnosis.",
        ):
            assert text in shown
        assert WORDS.result.behind not in shown
        assert WORDS.result.heading not in shown


@AT_EVERY_SIZE
async def test_the_banner_spans_the_whole_width_and_begins_at_the_top(
    size: tuple[int, int],
) -> None:
    async with at_welcome(size=size) as person:
        await to_result(person, danger=BREATH)
        assert not person.app.screen.query_one("Header").display
        banner = [
            y
            for y, row in enumerate(page_of(person).rows)
            if [span.style for span in row] == ["urgent"]
        ]
        assert banner == list(range(len(banner)))
        rows = page_of(person).rows[: len(banner)]
        assert all(row_width(row) == person.app.size.width for row in rows)
        assert page_of(person).region.offset == (0, 0)


async def test_an_emergency_is_in_reverse_video_and_in_characters_without_color(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_welcome() as person:
        shown = await to_result(person, danger=BREATH)
        assert CALL in person.reversed_text()
        assert f"!!  {CALL}  !!" in shown


@pytest.mark.parametrize(
    ("size", "large"),
    [((80, 24), True), ((120, 40), True), ((60, 24), True), ((80, 20), False), ((40, 24), False)],
)
async def test_the_number_is_written_large_where_there_is_room(
    size: tuple[int, int], *, large: bool
) -> None:
    async with at_welcome(size=size) as person:
        shown = await to_result(person, danger=BREATH)
        assert all(row in shown for row in FIGURES_911) == large
        assert not large or CALL in person.reversed_text()


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"], SIZES["shortest"]])
@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_banner_stays_while_one_reads_on(size: tuple[int, int], language: str) -> None:
    async with at_danger("leg_danger", size=size, language=language) as person:
        await person.press(*"123456", "enter")
        pages = await screenfuls_of(person)
        assert len(pages) > 1
        height = next(
            y for y, row in enumerate(page_of(person).rows) if not row or row[0].style != "urgent"
        )
        assert height in (1, 3, 5)
        assert {tuple(page[:height]) for page in pages} == {tuple(pages[0][:height])}
        assert person.app.words.results.more in " ".join(pages[0])
        assert all(any("!!  " in row for row in page) for page in pages)


async def test_an_urgent_result_is_read_to_its_end_on_the_shortest_terminal() -> None:
    async with at_welcome(size=SIZES["shortest"]) as person:
        shown = await to_result(person, danger=BREATH)
        assert CALL in shown
        assert WORDS.results.more in shown
        assert "these answers." in await person.press("space", "space", "space")
        assert CALL in person.screen


@pytest.mark.parametrize("keys", ["space up", "pagedown pageup", "down k", "end home", "tab up"])
async def test_it_is_read_back_as_well(keys: str) -> None:
    async with at_welcome(size=SIZES["shortest"]) as person:
        first = await to_result(person, danger=BREATH)
        on, back = keys.split()
        assert await person.press(on) != first
        assert await person.press(back) == first


async def test_reading_on_is_offered_only_where_there_is_more_to_read() -> None:
    more = WORDS.results.more
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        assert "Space more" not in shown
        assert await person.press("space", "down") == shown
        for size, goes_on in (((100, 16), True), ((80, 24), False), ((100, 16), True)):
            shown = await person.resize(*size)
            assert (more in shown) == goes_on
            assert ("Space more" in shown) == goes_on
        assert more not in await person.resize(100, 40)
        assert more in await person.resize(*SIZES["short"])


# Back from it


@pytest.mark.parametrize("key", ["b", "left"])
async def test_pressed_by_mistake_leads_back_to_the_answer(key: str) -> None:
    async with at_welcome() as person:
        await to_result(person, danger=BREATH)
        await person.press("backspace")
        assert place_of(person) == "urgent"
        assert "1  ■  New trouble breathing" in await person.press(key)
        await person.press("8", "8", "enter")
        assert person.asked == "age"


async def test_a_same_day_result_comes_after_the_questions_that_still_matter() -> None:
    async with at_welcome() as person:
        shown = await to_result(person, danger=SWOLLEN)
        assert "!!  SEE A CLINICIAN TODAY  !!" in shown
        assert person.app.interview.answers.keys() == {"danger", "age"}
        await person.press("b")
        assert person.asked == "danger"


async def test_enter_typed_ahead_does_nothing_on_an_urgent_result() -> None:
    async with at_welcome() as person:
        shown = await to_result(person, danger=BREATH)
        assert await person.press("enter", "enter") == shown


@pytest.mark.parametrize("danger", [BREATH, SWOLLEN, BACK])
async def test_every_flag_shows_the_answer_behind_it(danger: tuple[str, ...]) -> None:
    async with at_welcome() as person:
        await to_result(person, danger=danger)
        why = [WORDS.result.reasons] if danger is BACK else []
        digits = [person.row_digit(title, person.screen) for title in why]
        shown = await person.press(*digits, "question_mark")
        assert "+  Do you have any of these today?" in shown
        assert "A paper that was read" in shown


# While you wait


OFFERED = PACK.about.while_you_wait
WAITING = {
    "conditions": (*"diab", "enter", "enter"),
    "medicines": (*"furo", "enter", "enter"),
    "began": ("2",),
}
"""Keys for what is asked while help comes; the others are answered with none."""


async def _answer(person: Person) -> None:
    """Answer what is asked while help comes, signs that are not on the screen at first too."""
    asked = person.asked
    while asked and person.asked == asked:
        await person.press(*WAITING.get(asked, ("8", "enter")))


async def _emergency(person: Person) -> str:
    """New chest pain or tightness, told by keys."""
    return await person.press("1", "enter")


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"]])
async def test_while_help_comes_a_few_questions_can_be_answered(size: tuple[int, int]) -> None:
    async with at_danger("danger_now", size=size) as person:
        assert CALL in await _emergency(person)
        assert place_of(person) == "urgent_asking"
        asked = []
        await person.press("enter")
        while person.asked and person.asked not in asked:
            asked.append(person.asked)
            await _answer(person)
        assert asked[:2] == ["conditions", "medicines"]
        assert len(asked) <= 6
        assert set(asked) <= set(OFFERED[0])
        assert place_of(person) == "urgent_asking"  # the signs not asked before
        assert CALL in person.screen
        read = await read_on(person)
        told = read[read.index(" Tell them ") : read.index(" What it can mean ")]
        for fact in ("Age: 40", "New chest pain or tightness", "Diabetes", "You take furosemide"):
            assert f"• {fact}" in told
        for names in OFFERED[1:]:
            before = len(asked)
            assert place_of(person) == "urgent_asking"
            await person.press("enter")
            while person.asked and person.asked not in asked:
                asked.append(person.asked)
                await _answer(person)
            assert 0 < len(asked) - before <= 6
            assert set(asked[before:]) <= set(names)
        assert place_of(person) == "urgent"
        assert "press Enter for a few questions" not in await read_on(person)


async def test_the_offer_to_answer_while_waiting_is_read_and_is_a_key() -> None:
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        assert "Enter while you wait" in shown.split("\n")[-2]
        assert "while you wait, press Enter for a few questions" in await read_on(person)


async def test_back_from_the_first_question_while_waiting_is_the_result() -> None:
    async with at_danger("danger_now") as person:
        shown = await _emergency(person)
        await person.press("enter")
        assert person.asked == "conditions"
        assert await person.press("left") == shown
        await person.press("enter", "8", "enter", "left")
        assert person.asked == "conditions"
        assert CALL in await person.press("left")
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
        read = await read_on(person)
        for fact in ("One leg or foot suddenly cold, pale or blue", "One leg newly swollen"):
            assert f"• {fact}" in read


# The lists before it


async def test_not_sure_has_the_signs_asked_again_in_other_words() -> None:
    async with at_danger("leg_danger") as person:
        shown = await person.press("9", "enter")
        assert person.asked == "leg_danger_again"
        assert "Here they are again, in other words. Which are true?" in shown
        assert "4  □  Look at both legs." in shown
        await person.press("8", "enter")
        assert person.asked == "danger_now"


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"]])
async def test_every_sign_of_a_danger_list_is_chosen_by_keys(size: tuple[int, int]) -> None:
    async with at_danger("leg_danger", size=size) as person:
        question = person.app.interview.question
        assert question is not None
        for digit, option in enumerate(question.options, 1):
            assert f"▌ {digit} ■ {option.label}" in _on_one_line(
                await person.press("down", "space")
            )
            assert f"▌ {digit} □ {option.label}" in _on_one_line(await person.press("space"))
            assert f"▌ {digit} ■ {option.label}" in _on_one_line(await person.press(str(digit)))
            await person.press("space")


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"], SIZES["shortest"]])
async def test_what_none_takes_back_is_told_whole_at_every_size(size: tuple[int, int]) -> None:
    async with at_danger("leg_danger", size=size) as person:
        await person.press(*["down"] * 9)  # what is not read yet is asked about first
        shown = _on_one_line(await person.press("4", "8"))
        assert "Press 8 again to untick 1 answer, or Enter to keep it." in shown
        assert "▌ 8 □ None of these" in shown
        assert "▌ 8 ■ None of these" in _on_one_line(await person.press("8"))


def _on_one_line(shown: str) -> str:
    """What is shown, wherever its lines break; an edge stands before each of them."""
    first, *others = shown.split("▌")
    return " ".join(" ".join([first, "▌", *others]).split())
