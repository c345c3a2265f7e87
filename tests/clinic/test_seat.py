"""At a clinic: nobody sees the answers of the person before, and a dropped line loses none."""

from __future__ import annotations

import errno
import gc
import os
from types import FunctionType, ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from nightcramp.answering.choice import Choice
from nightcramp.clinic.chain import Row
from nightcramp.clinic.idle import Limits
from nightcramp.clinic.kept_session import session_file
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.clinic.verify import verify
from nightcramp.errors import KeepError, NightcrampError, SessionError
from nightcramp.line_mode.conversation import LineMode
from nightcramp.reports.result import Result
from nightcramp.system import private_files
from nightcramp.triage import Assessment, Interview
from nightcramp.triage.resume_code import code_of
from nightcramp.wizard.app import NightcrampApp
from nightcramp.wizard.widgets.page_rows import bars
from tests.pilot import SIZES, Person, at_welcome, small_pack, to_result
from tests.pseudo import front_in

if TYPE_CHECKING:
    from pathlib import Path

LIMITS = Limits(blank_after=90, discard_after=600, session=3600, warning=60)


class Clock:
    """A clock that goes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where a session is kept in this test."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return session_file()


def is_kept(state: Path) -> bool:
    """Whether a session is kept."""
    return state.exists()


def content_of(state: Path) -> bytes:
    """The session that is kept, byte for byte."""
    return state.read_bytes()


_PAUSES = 20


def kiosk(clock: Clock | None = None, audit: str = "") -> Seat:
    """A seat of a shared account."""
    return Seat(small_pack(), limits=LIMITS, audit=audit, clock=clock or Clock())


async def _later(person: Person, clock: Clock, seconds: float) -> str:
    """The screen after a while without a key."""
    clock.now += seconds
    await person.app.idle.look()
    await person.pilot.pause()
    return person.screen


async def test_without_a_key_the_answers_are_hidden_and_any_key_brings_them_back(
    clock: Clock,
) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        before = await person.press("enter", "8", "enter")
        blank = person.app.words.kiosk.blank.split(",")[0]
        assert blank in await _later(person, clock, 90)
        assert await person.press("1") == before


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
async def test_before_the_answers_are_hidden_the_person_is_told_and_any_key_keeps_them(
    clock: Clock, size: tuple[int, int]
) -> None:
    async with at_welcome(size=size, seat=kiosk(clock)) as person:
        before = await person.press("enter", "8", "enter", "4")
        rows = (await _later(person, clock, 70)).split("\n")
        assert any(row.lstrip().startswith("* Still there? ") for row in rows)
        keys = bars(size[1])[1]
        assert rows[:-keys] == before.split("\n")[:-keys]
        assert await person.press("5") == before
        assert await _later(person, clock, 20) == before


async def test_a_screen_that_comes_back_says_no_more_that_it_will_be_hidden(clock: Clock) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        before = await person.press("enter", "8", "enter")
        await _later(person, clock, 70)
        await _later(person, clock, 20)
        assert await person.press("1") == before
        assert "4_" in await person.press("4")


async def test_the_notice_is_in_the_language_spoken_now(clock: Clock) -> None:
    front = front_in("en")
    seat = Seat(front, limits=LIMITS, clock=clock)
    app = NightcrampApp(front, front.words, seat=seat)
    async with app.run_test() as pilot:
        person = Person(app, pilot)
        for keys, said in ((("2", "1"), "* Still there? "), (("x", "2"), "* ¿Sigue ahí? ")):
            await person.press(*keys)
            assert said in await _later(person, clock, 70)


async def test_before_the_answers_are_thrown_away_the_person_is_warned(clock: Clock) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        before = await person.press("enter", "8", "enter")
        assert "In one minute" in await _later(person, clock, 540)
        assert await person.press("x") == before


async def test_after_ten_minutes_the_answers_are_thrown_away(clock: Clock) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        welcome = person.screen
        await person.press("enter", "8", "enter")
        assert await _later(person, clock, 600) == welcome
        assert person.app.interview.answers == {}


async def test_what_to_do_in_an_emergency_is_not_hidden(clock: Clock) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        shown = await person.press("enter", "1", "enter")
        assert await _later(person, clock, 70) == shown
        assert await _later(person, clock, 30) == shown


async def test_a_kiosk_asks_for_a_new_person() -> None:
    async with at_welcome(seat=kiosk()) as person:
        await to_result(person)
        assert "New person?" in await person.press("n")


async def test_outside_a_kiosk_nothing_is_due() -> None:
    async with at_welcome() as person:
        await person.press("enter", "8", "enter")
        assert len(person.app._timers) == 0


async def test_however_many_people_came_one_clock_runs(clock: Clock) -> None:
    async with at_welcome(seat=kiosk(clock)) as person:
        running = set()
        for _ in range(4):
            await person.press("enter", "8")
            running.add(len([timer for timer in person.app._timers if timer._task]))
            await person.app.next_person("new_person")
            await person.pilot.pause()
        assert len(running) == 1


async def test_nothing_of_a_person_is_left_for_the_next() -> None:
    others = _left_of_people()
    async with at_welcome(seat=kiosk()) as person:
        await to_result(person)
        await person.press("r")
        await person.press("escape", "n", "y")
        for _ in range(_PAUSES):  # screens that were left are taken down one after the other
            left = _left_of_people()
            ways = [
                _way_to(thing, person.app)
                for thing in left
                if not any(thing is one for one in others)
            ]
            if not any(ways):
                break
            await person.pilot.pause()
        assert not any(ways), ways
        assert person.app.seat._answers == {}
        assert "question" not in person.screen
        assert "result" not in person.screen.casefold()


async def test_what_is_left_of_a_person_would_be_found() -> None:
    async with at_welcome(seat=kiosk()) as person:
        await person.press("enter", "8", "enter")
        assert _way_to(person.app.interview, person.app)


async def test_the_scrollback_is_cleared_for_the_next_person() -> None:
    async with at_welcome(seat=kiosk()) as person:
        await to_result(person)
        written: list[str] = []
        person.app.terminal = SimpleNamespace(write=written.append)  # type: ignore[assignment]
        await person.press("n", "y")
        assert "\x1b[3J" in "".join(written)


async def test_each_person_is_one_line_in_the_audit(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    seat = kiosk(audit=str(path))
    async with at_welcome(seat=seat) as person:
        await to_result(person)
        await person.press("n", "y")
        await person.press("enter", "1", "enter")
        seat.end("left")
        seat.end("signal")
    lines = _lines(path)
    assert [(line.ended, line.urgency) for line in lines] == [
        ("new_person", lines[0].urgency),
        ("left", "emergency"),
    ]
    assert lines[0].urgency
    assert verify(str(path)).last.number == 2


async def test_questions_not_finished_are_recorded_without_a_result(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    seat = kiosk(audit=str(path))
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter")
        seat.end("hangup")
    (line,) = _lines(path)
    assert (line.urgency, line.ended) == ("", "hangup")


async def test_after_a_dropped_line_the_answers_are_offered_and_taken_up(state: Path) -> None:
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter", "4", "5", "enter")
        answers = person.app.interview.answers
        seat.end("hangup")
    assert is_kept(state)
    async with at_welcome(seat=Seat(small_pack(), resume=True)) as person:
        assert "Go on where you were?" in person.screen
        await person.press("y")
        assert person.app.interview.answers == answers
        assert person.asked == "sitting"


async def test_kept_answers_that_nobody_wants_are_deleted(state: Path) -> None:
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter")
        seat.end("signal")
    async with at_welcome(seat=Seat(small_pack(), resume=True)) as person:
        shown = await person.press("enter")
        assert "Press Enter to begin." in shown
    assert not is_kept(state)


async def test_kept_answers_stay_until_the_person_has_decided(state: Path) -> None:
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter")
        seat.end("hangup")
    kept = content_of(state)
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        assert "Go on where you were?" in person.screen
        assert content_of(state) == kept
        seat.end("signal")
    assert content_of(state) == kept


@pytest.mark.parametrize("ending", ["hangup", "signal", "error", "crash"])
def test_what_breaks_a_session_off_leaves_what_was_kept(state: Path, ending: Any) -> None:
    seat = Seat(small_pack(), resume=True)
    seat.answered({"age": 40})
    seat.end(ending)
    assert is_kept(state)


async def test_an_answer_that_cannot_be_kept_is_told_once_and_the_interview_goes_on(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter")
        kept = content_of(state)
        with monkeypatch.context() as full:
            full.setattr(private_files, "save", _disk_full)
            told = await person.press("4", "5", "enter")
            assert "Your last answer could not be kept" in " ".join(told.split())
            assert content_of(state) == kept
            await person.press("x")
            assert "could not be kept" not in person.screen
            assert "could not be kept" not in await person.press("enter")
            assert person.asked != "age"
            assert seat.problem is not None
        seat.answered(person.app.interview.answers)
        assert seat.problem is None
        assert content_of(state) != kept


@pytest.mark.usefixtures("state")
def test_in_plain_lines_an_answer_that_cannot_be_kept_is_told_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    front = front_in("en")
    talk = LineMode(front, Seat(front, resume=True), None, Permissions(), in_parts=False).talk()
    next(talk)
    talk.send("")
    monkeypatch.setattr(private_files, "save", _disk_full)
    assert "Your last answer could not be kept" in " ".join(talk.send("40").split())
    assert "could not be kept" not in talk.send("?")


def _disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_in_plain_lines_kept_answers_stay_until_the_person_has_decided(state: Path) -> None:
    front = front_in("en")
    seat = Seat(front, resume=True)
    seat.answered({"age": 40})
    seat.end("hangup")
    talk = LineMode(front, Seat(front, resume=True), None, Permissions(), in_parts=False).talk()
    next(talk)
    assert front.words.resume.text in " ".join(talk.send("").split())
    assert is_kept(state)
    talk.send("n")
    assert not is_kept(state)


def test_in_plain_lines_who_types_a_code_is_not_asked_about_kept_answers(state: Path) -> None:
    front = front_in("en")
    seat = Seat(front, resume=True)
    seat.answered({"age": 40})
    seat.end("hangup")
    talk = LineMode(front, Seat(front, resume=True), None, Permissions(), in_parts=False).talk()
    next(talk)
    assert "question 2 of" in talk.send(code_of(front.whole, {"age": 60}))
    assert is_kept(state)


def test_the_lock_is_kept_from_one_person_to_the_next_and_given_back_at_the_end(
    state: Path,
) -> None:
    seat = Seat(small_pack(), resume=True)
    seat.next_person("new_person")
    with pytest.raises(KeepError, match="in_use"):
        Seat(small_pack(), resume=True)
    seat.end("left")
    Seat(small_pack(), resume=True).end("left")
    assert not is_kept(state)


def test_a_session_that_cannot_be_recorded_is_over_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = kiosk(audit=str(tmp_path / "audit"))
    monkeypatch.setattr("nightcramp.clinic.seat.record", _not_recorded)
    seat.touch()
    for _ in range(2):
        with pytest.raises(NightcrampError):
            seat.next_person("new_person")
        assert not seat.has_begun


def _not_recorded(*_: object) -> None:
    raise NightcrampError("the audit file cannot be written.")


def test_with_a_key_the_lines_are_of_that_key(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    seat = Seat(small_pack(), audit=str(path), audit_key=b"k" * 32)
    seat.end("left")
    assert verify(str(path), b"k" * 32).recorded == 1


async def test_leaving_deletes_what_was_kept(state: Path) -> None:
    seat = Seat(small_pack(), resume=True)
    async with at_welcome(seat=seat) as person:
        await person.press("enter", "8", "enter")
        assert is_kept(state)
        seat.end("left")
    assert not is_kept(state)


async def test_an_answer_is_kept_before_it_is_shown(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_welcome(seat=Seat(small_pack(), resume=True)) as person:
        await person.press("enter")
        kept: list[bool] = []

        async def look() -> None:
            kept.append(is_kept(state))

        monkeypatch.setattr(person.app, "show_next", look)
        await person.press("8", "enter")
        assert kept == [True]


def test_kept_answers_that_cannot_be_trusted_are_a_sentence(state: Path) -> None:
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    state.chmod(0o600)
    with pytest.raises(SessionError, match="damaged"):
        Seat(small_pack(), resume=True).take_up()


def _lines(path: Path) -> list[Row]:
    return [msgspec.json.decode(row, type=Row) for row in path.read_bytes().splitlines()]


def _left_of_people() -> list[object]:
    """All that holds answers of someone, or what came of them."""
    gc.collect()
    return [
        thing
        for thing in gc.get_objects()
        if (isinstance(thing, Interview) and thing.answers)
        or (isinstance(thing, Choice) and (thing.chosen or thing.typed))
        or isinstance(thing, (Result, Assessment))
    ]


def _way_to(thing: object, app: object) -> str:
    """How the app still leads to it, step by step; empty where it does not.

    Through a function only by what it closed over: its module leads to everything.
    """
    came_from: dict[int, tuple[object, object]] = {}
    waiting = [app]
    while waiting:
        here = waiting.pop()
        if here is thing:
            steps = [here]
            while steps[-1] is not app:
                steps.append(came_from[id(steps[-1])][1])
            return " > ".join(type(step).__name__ for step in reversed(steps))
        if isinstance(here, (str, bytes, int, float, type, ModuleType)):
            continue
        closed_over = here.__closure__ or () if isinstance(here, FunctionType) else None
        for step in gc.get_referents(here) if closed_over is None else closed_over:
            if id(step) not in came_from:
                came_from[id(step)] = (step, here)
                waiting.append(step)
    return ""
