"""A result that is not urgent: the list of topics, each topic read whole, at every size."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.reports.result import Result, build_result
from nightcramp.triage.assess import assess
from nightcramp.triage.interview import Interview
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.marks import ASCII, WGL4
from nightcramp.wizard.screens.result_rows import result_rows, topic_rows, topics_of
from nightcramp.wizard.screens.results_screen import ResultPanel
from nightcramp.wizard.screens.wizard_screen import WizardScreen
from nightcramp.wizard.widgets.picture import picture_rows
from nightcramp.wizard.widgets.rows import row_width, text_of
from nightcramp.wizard.widgets.window import screenful, screenfuls
from tests.calm import calm
from tests.content import PACK, VIGNETTES, WORDS
from tests.make_screenshots import OFFICE, TABLETS, answered_until
from tests.pilot import SIZES, Person, at_welcome, small_pack, to_result
from tests.typing_answers import calm_answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from nightcramp.reports.topics import Topic
    from nightcramp.triage.assessment import Assessment
    from nightcramp.wizard.marks import Marks

ANSWERS = {"danger": ("none",), "age": 45, "sitting": "much", "feel": ("knot", "urge")}
BACK = ("3", "enter")
GIVEN: dict[str, Any] = {"medicines": ("furosemide",), "feel": ("knot",), "started": ("none",)}
"""What `to_result` answers."""
CUES = WORDS.results
ROOMS = {"wide": (114, 36), "design": (74, 19), "short": (38, 11), "shortest": (38, 10)}
"""Cells for what stands between header and key bar."""
AT_EVERY_SIZE = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())


def result(**changes: object) -> Result:
    answers = {**ANSWERS, **changes}
    return build_result(small_pack(), assess(small_pack(), answers))  # type: ignore[arg-type]


def lines(here: int = 0, width: int = 72, height: int = 19, **changes: object) -> list[str]:
    rows = result_rows(result(**changes), here, WORDS, width, height)
    return [text_of(row).rstrip() for row in rows]


def words_of(text: str) -> list[str]:
    """The words in their order, wherever lines break; what is only drawn is no word."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


def said_by(topic: Topic) -> list[str]:
    """The words of a topic, its title first."""
    return words_of(" ".join((topic.title, topic.match, *(line.in_full for line in topic.lines))))


def place_of(person: Person) -> str:
    """Which keys work now."""
    assert isinstance(person.app.screen, WizardScreen)
    return person.app.screen.place


def panel_of(person: Person) -> ResultPanel:
    assert isinstance(person.app.screen, WizardScreen)
    assert isinstance(person.app.screen.body, ResultPanel)
    return person.app.screen.body


def body_of(person: Person) -> str:
    """What stands between header and key bar."""
    return "\n".join(text_of(row).strip() for row in panel_of(person).rows)


def named_keys(person: Person) -> set[str]:
    """The keys whose names stand in the key bar."""
    assert isinstance(person.app.screen, WizardScreen)
    bar = " ".join(text_of(row) for row in person.app.screen.key_bar.rows)
    return {word for word in bar.split() if word in ("Enter", "Space", "Esc", "▲▼", "◄", "p", "?")}


@asynccontextmanager
async def at_result(patient: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Person]:
    """The result of a patient of the pack."""
    app = NightcrampApp(PACK, WORDS)
    async with app.run_test(size=size) as pilot:
        app.interview = answered_until(PACK, patient, "")
        await app.show_next()
        yield Person(app, pilot)


@lru_cache
def patients() -> dict[str, tuple[Assessment, Result]]:
    """Every patient of the pack, with what is found and shown."""
    found = {one.id: assess(PACK, calm(PACK, **one.answers)) for one in VIGNETTES}
    return {name: (one, build_result(PACK, one)) for name, one in found.items()}


# The list of topics


def test_what_to_do_and_how_soon_comes_first() -> None:
    shown = lines()
    assert shown[1].startswith("LOOK AFTER IT AT HOME")
    assert shown[1].endswith("within 6 weeks, if it goes on")
    assert "Nothing you told us needs to be seen urgently." in shown
    assert " ".join(shown[:10]).count("This is not a diagnosis.") == 1


def test_how_soon_is_a_place_on_a_line_and_in_words() -> None:
    at_home, sooner = lines()[3], lines(danger=("back",))[3]
    assert at_home.startswith(f"● {CUES.at_home} ─")
    assert at_home.endswith(f"○ {CUES.now}")
    assert f"○ {CUES.at_home} " in sooner
    assert f"● {CUES.appointment} " in sooner


def test_a_line_that_does_not_fit_is_left_out_whole() -> None:
    assert not any(CUES.today in line and CUES.now in line for line in lines(width=38))


def test_causes_are_ranked_with_a_bar_and_a_word() -> None:
    shown = lines()
    at = shown.index("What may be behind it")
    assert shown[at + 1].startswith("▌ 1  Sitting still")
    assert shown[at + 1].rstrip(" ▐").endswith("█████░░░░░  moderate match")


def test_each_topic_has_its_number_and_the_highlighted_one_an_edge() -> None:
    titles = [topic.title for topic in topics_of(result(**GIVEN), WORDS)]
    for here, title in enumerate(titles):
        shown = lines(here, **GIVEN)
        rows = [next(row for row in shown if f"{n}  {t}" in row) for n, t in enumerate(titles, 1)]
        assert [row.startswith("▌") for row in rows] == [t == title for t in titles]


def test_what_decides_how_soon_comes_behind_the_explanations() -> None:
    titles = [topic.title for topic in topics_of(result(danger=("back",)), WORDS)]
    assert titles[:2] == ["Sitting still", WORDS.result.reasons]


def test_nothing_is_called_soon_where_nothing_is() -> None:
    seen = set()
    for found, shown in patients().values():
        titles = {topic.title for topic in topics_of(shown, WORDS)} if shown.topics else set()
        of_reasons = titles & {WORDS.result.reasons, WORDS.result.reasons_calm}
        seen |= {(found.urgency.name, title) for title in of_reasons}
    assert seen == {
        ("self_care", WORDS.result.reasons_calm),
        ("routine", WORDS.result.reasons),
    }


def test_a_topic_says_what_speaks_for_and_against_it() -> None:
    rows = topic_rows(topics_of(result(), WORDS)[0], 72, 40)
    shown = [text_of(row).rstrip() for row in rows]
    assert shown[1:3] == ["Sitting still", "moderate match"]
    assert "+  8 hours or more. You sit for 8 hours or more." in shown
    assert any(row.startswith("-  ") and "You feel a need to move." in row for row in shown)
    assert "What helps" in shown
    assert "What a clinician may check" in shown


def test_a_routine_result_says_why_this_soon() -> None:
    reasons = topics_of(result(danger=("back",)), WORDS)[1]
    shown = [text_of(row) for row in topic_rows(reasons, 72, 40)]
    assert "•  Pain in the back" in shown
    assert "That can be a nerve under pressure." in shown


def test_the_lead_and_that_it_is_no_diagnosis_are_told_at_every_size() -> None:
    """On the list where there is room, and with the reasons in any case."""
    reasons = next(t for t in topics_of(result(), WORDS) if t.title == WORDS.result.reasons_calm)
    assert [line.text for line in reasons.lines] == [result().lead, result().note]


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
@pytest.mark.parametrize("danger", ["none", "back"])
def test_the_list_fits_and_names_what_to_do_at_every_size(
    room: tuple[int, int], danger: str
) -> None:
    width, height = room
    for here in range(len(topics_of(result(danger=(danger,)), WORDS))):
        rows = result_rows(result(danger=(danger,)), here, WORDS, width, height)
        assert len(rows) <= height
        assert all(row_width(row) <= width for row in rows)
        shown = words_of(" ".join(map(text_of, rows)))
        title = words_of(f"{result(danger=(danger,)).title} {result(danger=(danger,)).limit}")
        assert shown[: len(title)] == title


@pytest.mark.parametrize("marks", [WGL4, ASCII], ids=["WGL4", "ASCII"])
@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
def test_everything_can_be_read_at_every_size(room: tuple[int, int], marks: Marks) -> None:
    """Every topic of every patient, screenful after screenful, word for word."""
    width, height = min(room[0], 72), room[1]
    found = [topic for _, shown in patients().values() for topic in topics_of(shown, WORDS)]
    topics = {(topic.title, topic.lines): topic for topic in found}
    assert len(topics) > 100
    for topic in topics.values():
        rows = topic_rows(topic, width, height, marks)
        assert all(row_width(row) <= width for row in rows)
        starts = screenfuls(len(rows), height)
        read = []
        for number, start in enumerate(starts):
            shown = screenful(rows, number, height, CUES.more)
            assert len(shown) <= height
            more = number + 1 < len(starts)
            assert (text_of(shown[-1]) == CUES.more) == more
            read += [(start + y, row) for y, row in enumerate(shown[: -1 if more else None])]
        assert [dict(read)[y] for y in range(len(rows))] == rows
        said = [said_by(topic), *(words_of(picture.text) for picture in topic.pictures)]
        read_words = Counter(words_of(" ".join(map(text_of, rows))))
        assert not Counter(said[0]) - read_words
        assert not read_words - Counter(word for words in said for word in words)


# Keys


@AT_EVERY_SIZE
async def test_every_topic_is_reached_with_the_arrows(size: tuple[int, int]) -> None:
    async with at_welcome(size=size) as person:
        await to_result(person, danger=BACK)
        titles = [topic.title for topic in topics_of(result(danger=("back",), **GIVEN), WORDS)]
        for title in titles:
            assert person.row("▌ ").partition("▌")[2].strip(" 0123456789").startswith(title)
            await person.press("down")
        assert titles[-1] in person.row("▌ ")
        assert titles[0] in (await person.press("home")).split("▌ ")[1]


@pytest.mark.parametrize("size", [SIZES["design"], SIZES["short"], SIZES["shortest"]])
async def test_a_topic_is_opened_by_enter_or_by_its_digit_on_the_whole_screen(
    size: tuple[int, int],
) -> None:
    async with at_welcome(size=size) as person:
        topics = topics_of(result(**GIVEN), WORDS)
        listed = await to_result(person)
        by_enter = []
        for number, topic in enumerate(topics):
            await person.press("home", *["down"] * number)
            by_enter.append(await person.press("enter"))
            assert place_of(person) == "topic"
            read = words_of(body_of(person).replace(CUES.more, ""))
            assert read == said_by(topic)[: len(read)] != []
            await person.press("escape")
        await person.press("home")
        assert person.screen == listed
        for digit, shown in enumerate(by_enter, 1):
            assert await person.press(str(digit)) == shown
            await person.press("left")
            assert place_of(person) == "results"
            assert f"▌ {digit}  " in person.screen


async def test_from_a_topic_a_digit_goes_to_another_and_one_too_high_nowhere() -> None:
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press("2")
        assert "Medicines" in shown
        assert "Some medicines go with cramps." in shown
        assert await person.press("9") == shown
        assert "Sitting still" in await person.press("1")
        await person.press("escape")
        assert await person.press("9") == person.screen
        assert place_of(person) == "results"


@pytest.mark.parametrize(
    "keys", [("space", "pagedown"), ("enter", "enter")], ids=["Space", "Enter"]
)
async def test_reading_on_shows_every_topic_whole_and_ends_at_the_list(
    keys: tuple[str, str],
) -> None:
    async with at_welcome(size=SIZES["short"]) as person:
        listed = await to_result(person)
        width, height = panel_of(person).size
        pages = []
        for topic in topics_of(result(**GIVEN), WORDS):
            rows = topic_rows(topic, width, height)
            for number in range(len(screenfuls(len(rows), height))):
                page = screenful(rows, number, height, CUES.more)
                pages.append("\n".join(text_of(row).strip() for row in page))
        await person.press("enter")
        read = []
        while place_of(person) == "topic":
            read.append(body_of(person).rstrip())
            await person.press(keys[len(read) % 2])
        assert read == [page.rstrip() for page in pages]
        assert await person.press("home") == listed


@pytest.mark.parametrize(
    ("patient", "size", "most"),
    [(OFFICE, (80, 24), 16), (TABLETS, (80, 24), 22), (OFFICE, (40, 15), 27)],
)
async def test_a_whole_result_is_read_in_few_presses(
    patient: str, size: tuple[int, int], most: int
) -> None:
    """Enter opens the first topic, and Space reads through all of them, back to the list."""
    async with at_result(patient, size) as person:
        titles = {topic.title for topic in panel_of(person).topics}
        await person.press("enter")
        presses = 1
        while place_of(person) == "topic":
            titles.discard(panel_of(person).topic.title)
            await person.press("space")
            presses += 1
        assert titles == set()
        assert presses <= most


async def test_in_a_topic_page_up_and_the_arrows_read_back_and_on() -> None:
    async with at_welcome(size=SIZES["short"]) as person:
        await to_result(person)
        first = await person.press("1")
        assert CUES.more in first
        second = await person.press("space")
        assert second != first
        for back, on in (("pageup", "space"), ("up", "down"), ("home", "down"), ("k", "j")):
            assert await person.press(back) == first, back
            assert await person.press(on) == second, on
        assert "Sitting still" in await person.press("pageup", "pageup")


@pytest.mark.parametrize("before", [(), ("enter",)], ids=["list", "topic"])
@AT_EVERY_SIZE
async def test_every_key_named_does_something(
    size: tuple[int, int], before: tuple[str, ...]
) -> None:
    pressed = {"Enter": "enter", "Space": "space", "Esc": "escape", "▲▼": "down", "◄": "left"}
    async with at_welcome(size=size) as person:
        await to_result(person)
        shown = await person.press(*before)
        named = named_keys(person)
        assert ("Space" if place_of(person) == "topic" else "▲▼") in named
        for name in named & set(pressed):
            assert await person.press(pressed[name]) != shown, name
            while person.asked:  # back to the result
                await person.press("enter")
            await person.press("escape", "home", *before)
            assert person.screen == shown


@pytest.mark.parametrize("key", ["p", "question_mark", "f1", "f4", "ctrl+c"])
async def test_what_is_opened_over_a_topic_closes_to_it(key: str) -> None:
    async with at_welcome() as person:
        await to_result(person)
        shown = await person.press("2")
        assert await person.press(key, *["escape"] * (key != "f4")) == shown


# Two panes


async def test_from_110_columns_the_highlighted_topic_stands_beside_the_list() -> None:
    async with at_welcome(size=(110, 30)) as person:
        await to_result(person)
        for topic in topics_of(result(**GIVEN), WORDS):
            left, right = zip(
                *(_halves(row) for row in person.screen.split("\n")[2:-3]), strict=True
            )
            assert topic.title in next(row for row in left if "▌" in row)
            assert words_of(" ".join(right)) == said_by(topic)
            assert WORDS.result.behind in " ".join(left)
            await person.press("down")
        assert "▌" in person.screen
        assert place_of(person) == "results"


def _halves(row: str) -> tuple[str, str]:
    """What stands left and right of the gap between the panes of 110 columns."""
    return row[:56], row[56:]


@pytest.mark.parametrize(("columns", "panes"), [(109, 1), (110, 2), (111, 2), (200, 2)])
async def test_two_panes_begin_at_110_columns(columns: int, panes: int) -> None:
    async with at_welcome(size=(columns, 30)) as person:
        shown = await to_result(person)
        assert ("Muscles that stay still can tighten at night." in shown) == (panes == 2)
        assert ("Enter" in named_keys(person)) == (panes == 1)
        await person.press("enter")
        assert place_of(person) == ("topic" if panes == 1 else "results")


async def test_a_digit_highlights_its_topic_where_there_are_two_panes() -> None:
    async with at_welcome(size=SIZES["wide"]) as person:
        await to_result(person)
        shown = await person.press("2")
        assert "▌ 2  Medicines" in shown
        assert "Some medicines go with cramps." in shown


async def test_a_topic_longer_than_its_pane_is_read_on_and_back() -> None:
    async with at_welcome(size=(110, 16)) as person:
        first = await to_result(person)
        assert CUES.more in first
        assert "Space" in named_keys(person)
        second = await person.press("space")
        assert second != first
        assert "▌ 1  Sitting still" in second
        assert await person.press("pageup") == first
        read = words_of(" ".join(_halves(row)[1] for row in (first + second).split("\n")))
        assert set(said_by(topics_of(result(**GIVEN), WORDS)[0])) - {"match"} <= set(read)


async def test_a_topic_opened_stays_with_a_window_that_grows_and_shrinks() -> None:
    async with at_welcome() as person:
        await to_result(person)
        opened_first = await person.press("2")
        wide = await person.resize(*SIZES["wide"])
        assert "▌ 2  Medicines" in wide
        assert place_of(person) == "results"
        assert {"▲▼", "◄"} <= named_keys(person)
        assert await person.resize(80, 24) == opened_first


# Pictures


def _with_pictures() -> list[Topic]:
    return [topic for topic in patients()[OFFICE][1].topics if topic.pictures]


def _drawn(topic: Topic, width: int, height: int) -> list[str]:
    return [text_of(row).rstrip() for row in topic_rows(topic, width, height)]


def test_pictures_stand_with_what_helps_against_a_cramp_and_before_one() -> None:
    shown = {topic.title: {one.id for one in topic.pictures} for topic in _with_pictures()}
    assert shown.keys() == {WORDS.result.during, WORDS.result.prevent}
    assert all(shown.values())


def test_a_picture_is_beside_its_topic_where_there_is_room_and_else_below_it() -> None:
    topic = _with_pictures()[1]
    beside, below = _drawn(topic, 72, 19), _drawn(topic, 38, 11)
    first = topic.lines[0].text.split()[0]
    assert any(first in row and row.endswith("▒▒▒") for row in beside)
    last_text = max(y for y, row in enumerate(below) if words_of(row))
    assert not any(_is_drawn(row) for row in below[:last_text])
    assert any(_is_drawn(row) for row in below[last_text:])


def _is_drawn(row: str) -> bool:
    return any(char in "▀▄█▐▌▒░▓" for char in row)


@pytest.mark.parametrize(
    ("room", "drawn"),
    [((72, 19), 4), ((72, 40), 4), ((53, 27), 4), ((72, 12), 4), ((38, 11), 2), ((38, 10), 1)],
)
def test_no_picture_is_cut_and_none_hides_what_is_said(room: tuple[int, int], drawn: int) -> None:
    width, height = room
    seen = 0
    for topic in _with_pictures():
        rows = topic_rows(topic, width, height)
        pages = [
            "\n".join(text_of(row).rstrip() for row in screenful(rows, number, height, ""))
            for number in range(len(screenfuls(len(rows), height)))
        ]
        for picture in topic.pictures:
            sizes = (picture_rows(picture, (), {}, width, most) for most in range(1, height))
            shapes = {tuple(text_of(row).strip() for row in rows) for rows in sizes if rows}
            seen += any(_holds(page, shape) for page in pages for shape in shapes)
        assert not Counter(said_by(topic)) - Counter(words_of(" ".join(map(text_of, rows))))
    assert seen == drawn


def test_at_40_by_15_the_first_sentence_stands_above_the_topics() -> None:
    now = Interview.begin(PACK)
    while now.question is not None:
        now = now.answer(calm_answer(now))
    found = build_result(PACK, assess(PACK, now.answers))
    for height, is_there in ((11, True), (8, False)):
        shown = [text_of(row).strip() for row in result_rows(found, 0, WORDS, 38, height)]
        assert (found.lead in " ".join(shown)) == is_there
        assert any("more below" in line for line in shown)


@pytest.mark.parametrize("height", range(14, 40))
def test_a_picture_goes_on_below_a_text_where_ten_rows_are_left(height: int) -> None:
    for topic in _with_pictures():
        rows = topic_rows(topic, 72, height)
        starts = screenfuls(len(rows), height)
        for number in range(len(starts) - 1):
            shown = [text_of(row).strip() for row in screenful(rows, number, height, "")[:-1]]
            blank = next((n for n, line in enumerate(reversed(shown)) if line), len(shown))
            assert blank <= 11, f"{topic.id}, screenful {number}"


def _holds(page: str, shape: tuple[str, ...]) -> bool:
    """Whether the rows of a picture stand one below the other."""
    rows = page.split("\n")
    return any(
        all(part in row for part, row in zip(shape, rows[y:], strict=False))
        for y in range(len(rows) - len(shape) + 1)
    )


def test_what_is_forbidden_is_not_drawn_either() -> None:
    """A picture stands where a line that it shows is read, and nowhere else."""
    missing = set()
    for name, (found, shown) in patients().items():
        steps = {line.id: line.text for line in found.advice}
        for topic in shown.topics:
            read = {line.text for line in topic.lines}
            for picture in topic.pictures:
                assert read & {steps.get(step) for step in picture.advice}, (name, picture.id)
        drawn = {picture.id for topic in shown.topics for picture in topic.pictures}
        missing |= (
            {one.id for one in PACK.pictures if one.advice} - drawn if shown.topics else set()
        )
    assert {picture.id for topic in _with_pictures() for picture in topic.pictures} & missing


# The rest of the screen


async def test_the_pack_says_that_nobody_has_reviewed_it() -> None:
    async with at_welcome() as person:
        shown = await to_result(person)
        assert "Pack 0.1, not reviewed by a clinician" in shown.split("\n")[0]


async def test_answers_are_changed_from_the_result() -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("r", "home", "enter")
        assert person.asked == "danger"
        assert "MAKE AN APPOINTMENT" in await person.press("3", "enter")


async def test_back_from_a_result_is_the_last_question() -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("left")
        assert person.asked == "started"
        assert "Your result" in await person.press("enter")


async def test_the_arrow_that_closes_a_topic_does_not_leave_the_result() -> None:
    async with at_welcome() as person:
        listed = await to_result(person)
        assert await person.press("enter", "left") == listed
        assert person.asked is None


async def test_a_topic_shows_the_answers_the_rules_and_the_sources_behind_it() -> None:
    async with at_welcome() as person:
        await to_result(person)
        for before in ((), ("enter",)):
            shown = await person.press(*before, "question_mark")
            assert "You sit for 8 hours or more." in shown
            assert "+  How many hours a day do you sit? 8 hours or more" in shown
            assert "A paper that was read" in shown
            await person.press("escape")
        assert place_of(person) == "topic"


async def test_advice_shows_its_sources_and_what_has_none_says_so() -> None:
    async with at_welcome(size=SIZES["short"]) as person:
        await to_result(person)
        topics = topics_of(result(**GIVEN), WORDS)
        calm_at = [topic.title for topic in topics].index(WORDS.result.reasons_calm) + 1
        assert "No rule of its own" in await person.press(str(calm_at), "question_mark")
        await person.press("escape", "escape", "end")
        shown = await person.press("question_mark")
        assert "One leg swells" in shown
        assert "A paper that was read" in shown
