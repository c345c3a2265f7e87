from __future__ import annotations

import gc
import random
import shutil
from pathlib import Path

import pytest
from rich.style import Style
from textual.strip import Strip

from nightcramp.clinic.idle import Limits
from nightcramp.clinic.seat import Seat
from nightcramp.errors import PackError
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.triage.interview import Interview
from nightcramp.wizard import app as wizard_app
from nightcramp.wizard import overlay_app
from nightcramp.wizard.app import NightcrampApp, run_wizard
from nightcramp.wizard.guard import BROKEN
from nightcramp.wizard.screens.confirm_screen import ConfirmScreen
from tests.content import WORDS, sample
from tests.pilot import TO_RESULT, Person, at_question, at_welcome, small_pack, to_result


async def test_a_smaller_terminal_loses_nothing() -> None:
    async with at_question("age") as person:
        before = await person.press("4", "5")
        for size in ((39, 24), (80, 11), (1, 1), (3, 40), (20, 5), (80, 24)):
            shown = await person.resize(*size)
        assert shown == before


async def test_a_terminal_too_small_says_so_and_nothing_else() -> None:
    async with at_question("sitting") as person:
        await person.resize(39, 24)
        assert person.screen.strip() == "Too small: please enlarge to 40 x 12."


async def test_keys_that_cannot_be_seen_do_nothing() -> None:
    async with at_question("sitting") as person:
        await person.resize(30, 8)
        await person.press("1", "down", "enter", "left", "f1")
        await person.resize(80, 24)
        assert person.asked == "sitting"
        assert "sitting" not in person.app.interview.answers


async def test_leaving_is_possible_on_a_terminal_too_small() -> None:
    async with at_question("sitting") as person:
        await person.resize(30, 8)
        assert "Leave? y yes, Enter no" in await person.press("ctrl+c")
        assert "Too small" in await person.press("enter")
        await person.press("ctrl+c", "y")
    assert not person.app.is_running


@pytest.mark.parametrize("size", [(1, 1), (2, 30), (10, 3), (39, 11)])
async def test_the_narrowest_terminals_raise_nothing(size: tuple[int, int]) -> None:
    async with at_welcome(size=size) as person:
        await person.resize(80, 24)
        await to_result(person)
        await person.resize(*size)
        await person.resize(40, 12)
        assert "LOOK AFTER IT AT HOME" in person.screen


@pytest.mark.parametrize("size", [(40, 12), (200, 60), (80, 24)])
async def test_a_result_is_laid_out_again_for_another_size(size: tuple[int, int]) -> None:
    async with at_welcome() as person:
        await to_result(person)
        await person.press("2")
        assert "Medicines" in await person.resize(*size)


def styles_of(person: Person) -> set[tuple[str, Style]]:
    """What stands on the screen, each piece of text with its style."""
    strips = person.app.screen._compositor.render_strips()
    return {(part.text, part.style or Style()) for strip in strips for part in strip}


def colors_of(person: Person) -> set[int]:
    """The numbers of all colors that are asked for; a terminal's own are not."""
    used = {color for _, style in styles_of(person) for color in (style.color, style.bgcolor)}
    assert all(color is None or color.triplet is None for color in used)
    return {color.number for color in used if color is not None and color.number is not None}


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_both_themes_use_the_terminals_own_colors(
    theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 16 those by name, of 256 those that no terminal changes; its background in both."""
    urgent = {"danger": ("1", "enter")}
    async with at_welcome(theme=theme) as person:
        await to_result(person, **urgent)
        assert min(colors_of(person)) >= 16
        plain = [style for text, style in styles_of(person) if "Sit or lie down." in text]
        assert all(style.bgcolor is None or style.bgcolor.is_default for style in plain)
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "linux")
    async with at_welcome(theme=theme) as person:
        await to_result(person, **urgent)
        assert colors_of(person)
        assert max(colors_of(person)) < 16


RESULT = ("enter", *(key for keys in TO_RESULT.values() for key in keys))


@pytest.mark.parametrize(
    "before",
    [(), ("enter",), RESULT, (*RESULT, "enter"), ("enter", "1", "enter")],
    ids=["welcome", "question", "list of topics", "topic", "urgent"],
)
async def test_f4_shows_everything_in_the_next_theme(before: tuple[str, ...]) -> None:
    async with at_welcome() as person:
        await person.press(*before)
        text = person.screen
        seen = {"dark": styles_of(person)}
        for theme in ("light", "high-contrast"):
            assert await person.press("f4") == text
            seen[theme] = styles_of(person)
        assert len({frozenset(styles) for styles in seen.values()}) == 3
        assert colors_of(person) == set()
        await person.press("f4")
        assert styles_of(person) == seen["dark"]


async def test_the_next_person_in_a_kiosk_finds_the_colors_it_began_with() -> None:
    seat = Seat(small_pack(), limits=Limits())
    async with at_welcome(theme="light", seat=seat) as person:
        began = styles_of(person)
        await person.press("f4")
        assert styles_of(person) != began
        await to_result(person)
        await person.press("n", "y")
        assert person.app.theme_name == "light"
        assert styles_of(person) == began


async def test_without_color_no_color_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_welcome() as person:
        await to_result(person, danger=("1", "enter"))
        parts = [p for strip in person.app.screen._compositor.render_strips() for p in strip]
        colors = [part.style.color for part in parts if part.style is not None]
        assert all(color is None or color.is_default for color in colors)
        assert "CALL 911 NOW" in person.reversed_text()


def test_a_picture_of_the_answers_is_refused(tmp_path: Path) -> None:
    app = NightcrampApp(small_pack(), WORDS)
    app.action_screenshot("a.svg", str(tmp_path))
    app.deliver_screenshot("b.svg", str(tmp_path))
    app.save_screenshot("c.svg", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


async def test_there_is_no_palette_no_link_and_no_selection() -> None:
    async with at_question("sitting") as person:
        before = person.screen
        assert await person.press("ctrl+p", "ctrl+a") == before
        person.app.open_url("https://example.org")
        assert not person.app.ALLOW_SELECT


async def test_a_crash_keeps_quiet_and_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("answered: pregnant")

    monkeypatch.setattr(Interview, "answer", break_down)
    app = NightcrampApp(small_pack(), WORDS)
    with pytest.raises(RuntimeError):
        async with app.run_test() as pilot:
            await Person(app, pilot).press("enter", "8", "enter")
    assert isinstance(app.broken_by, RuntimeError)
    assert app.return_code == BROKEN
    assert not app._exit_renderables


def test_a_crash_reaches_whoever_runs_the_wizard(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(app: NightcrampApp, **_: object) -> None:
        app.broken_by = ZeroDivisionError()

    monkeypatch.setattr(NightcrampApp, "run", run)
    with pytest.raises(ZeroDivisionError):
        run_wizard(small_pack(), WORDS)


def test_the_wizard_runs_without_a_mouse_and_ends_with_0(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: dict[str, object] = {}
    monkeypatch.setattr(NightcrampApp, "run", lambda _app, **options: asked_for.update(options))
    assert run_wizard(small_pack(), WORDS, theme="light") == 0
    assert asked_for == {"mouse": False}


def test_no_screen_is_imported_before_it_is_opened() -> None:
    names = {*vars(wizard_app), *vars(overlay_app)}
    assert not {"QuestionScreen", "ResultsScreen", "ReviewScreen", "MenuScreen"} & names


async def test_keys_typed_ahead_behind_danger_signs_do_what_they_would_have_done_one_by_one() -> (
    None
):
    before = ["enter", *TO_RESULT["danger"], *TO_RESULT["age"]]
    keys = ["2", "1", "enter", "9", "enter", "p", "2", "escape", "f1", "escape", "f1"]
    async with at_welcome() as person:
        one_by_one = await person.press(*before, *keys)
    async with at_welcome() as person:
        await person.press(*before)
        assert await person.press_at_once(*keys) == one_by_one
        assert person.app.interview.finished


KEYS_OF_A_CAT = (
    *"123456789nbrsqaxy", "enter", "enter", "space", "up", "down", "left", "right", "backspace",
    "escape", "home", "end", "pageup", "pagedown", "f1", "f2", "question_mark", "ctrl+c", "ctrl+l",
    "tab", "delete", "f4", "f5",
)  # fmt: skip


@pytest.mark.parametrize("seed", sample(range(4)))
async def test_no_keys_in_any_order_at_any_size_break_it(seed: int) -> None:
    cat = random.Random(seed)  # noqa: S311  a cat is no cryptographer
    async with at_welcome(size=cat.choice([(80, 24), (40, 12), (40, 15), (120, 40)])) as person:
        for _ in range(20):
            for key in cat.choices(KEYS_OF_A_CAT, k=15):
                # It wants to stay.
                asked = isinstance(person.app.screen, ConfirmScreen)
                await person.type_ahead("n" if asked else key)
            await person.resize(cat.randint(1, 100), cat.randint(1, 40))
        assert person.app.is_running
        assert person.app.broken_by is None


async def test_what_was_drawn_is_forgotten_with_its_screen() -> None:
    async with at_question("sitting") as person:
        why = (await person.press("?")).split("\n")[0].strip()
        assert _drawn(why)
        await person.press("left")
        await person.pilot.pause()
        assert not _drawn(why)


def _drawn(text: str) -> list[Strip]:
    """The rows with a text that are kept, by whatever it is."""
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Strip) and text in one.text]


async def test_the_first_screen_waits_for_no_more_than_it_shows(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(str(content_folder()), tmp_path / "pack"))
    pack = LazyPack(folder)
    assert "whole" not in vars(pack)
    async with NightcrampApp(pack, pack.words).run_test() as pilot:
        await pilot.pause()
        assert "whole" in vars(pack)


async def test_what_is_wrong_behind_the_first_screen_is_handed_on(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(str(content_folder()), tmp_path / "pack"))
    (folder / "codes.toml").write_bytes(b"code = 3")
    pack = LazyPack(folder)
    app = NightcrampApp(pack, pack.words)
    with pytest.raises(PackError, match=r"codes\.toml, line 1"):
        async with app.run_test() as pilot:
            await pilot.pause()
    assert isinstance(app.broken_by, PackError)
