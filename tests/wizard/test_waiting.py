"""What waits for the app: bounded, in order, and Ctrl+C never behind it."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from types import SimpleNamespace

import pytest
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.message import Message

from nightcramp.wizard import waiting
from nightcramp.wizard.reader import Reader, as_they_came
from nightcramp.wizard.waiting import Delivery, Queue

MINUTE = 60
CHUNKS = 60  # of 4 kB in a second: faster than a line brings them
AT_MOST = 256
FLOODS = {
    "arrow": "\x1b[B",
    "F3": "\x1b[13~",
    "letter": "a",
    "letters": "ab",
    "digits": "12",
    "Enter": "\r",
    "Escape": "\x1b",
    "focus": "\x1b[I\x1b[O",
    "paste": "\x1b[200~12\x1b[201~",
    "control": "\x01\x02",
    "keypad": "\x1bOA\x1bOB",
}


def _key(name: str) -> events.Key:
    return events.Key(name, name if len(name) == 1 else None)


def _names(queue: Queue) -> list[str]:
    names = list[str]()
    while (message := queue.take()) is not None:
        names.append(message.key if isinstance(message, events.Key) else type(message).__name__)
    return names


def _read(reader: Reader, queue: Queue, text: str) -> None:
    for message in as_they_came(reader.feed(text)):
        queue.add(message)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_a_minute_of_any_key_waits_in_bounds_and_ctrl_c_is_first(flood: str) -> None:
    reader, queue = Reader(), Queue()
    chunk = (flood * 4096)[: 4096 - 4096 % len(flood)]
    for _ in range(MINUTE):  # the same again: a second of it is as good as a chunk
        _read(reader, queue, chunk)
        assert len(queue) <= AT_MOST
        queue.take()
    _read(reader, queue, "\x03")
    assert _names(queue) == ["ctrl+c"]


@pytest.mark.parametrize("flood", ["\x1b[B", "a", "\r", "\x1b[13~", "1"], ids=ascii)
def test_behind_one_key_that_floods_there_is_room_for_the_others(flood: str) -> None:
    reader, queue = Reader(), Queue()
    for _ in range(10):
        _read(reader, queue, flood * 500)
    for typed in "40\t":
        _read(reader, queue, typed)
    assert _names(queue)[-3:] == ["4", "0", "tab"]


def test_what_a_person_types_ahead_is_all_there_in_its_order() -> None:
    reader, queue = Reader(), Queue()
    _read(reader, queue, "40\r" + "\x1b[B" * 30 + " \r" + "2" * 30)
    assert _names(queue) == ["4", "0", "enter", *["down"] * 30, "space", "enter", *["2"] * 30]


def test_a_run_of_a_key_counts_only_what_still_waits() -> None:
    queue = Queue()
    for _ in range(100):
        queue.add(_key("down"))
        assert _names(queue) == ["down"]


def test_of_sizes_the_last_one_waits_and_is_never_dropped() -> None:
    queue = Queue()
    for name in range(AT_MOST):
        queue.add(_key(f"f{name}"))
    for width in range(1, 10_000):
        queue.add(events.Resize(Size(width, 24), Size(width, 24)))
    assert len(queue) == AT_MOST + 1

    queue.add(_key("ctrl+c"))

    size = queue.take()
    assert isinstance(size, events.Resize)
    assert size.size.width == 9_999
    assert _names(queue) == ["ctrl+c"]


def test_ctrl_c_may_be_pressed_again_and_what_follows_it_waits() -> None:
    queue = Queue()
    for name in ("1", "ctrl+c", "2", "ctrl+c", "n"):
        queue.add(_key(name))
    assert _names(queue) == ["ctrl+c", "n"]


def test_a_flood_costs_no_more_to_read_than_what_waits_of_it() -> None:
    """Only so is Ctrl+C soon read behind the megabytes that a line of ssh holds."""
    for flood in ("\x1b[B", "ab", "\x1b[13~", "1\r"):
        assert len(list(Reader().feed(flood * 2000))) == AT_MOST
        assert [m.key for m in Reader().feed(flood * 2000 + "\x03") if isinstance(m, events.Key)][
            -1
        ] == "ctrl+c"


def test_a_flood_is_not_shortened_within_a_paste() -> None:
    reader = Reader()
    list(reader.feed("\x1b[200~"))
    (paste,) = reader.feed("1" * 5000 + "\x1b[201~")
    assert isinstance(paste, events.Paste)
    assert paste.text == "1" * 5000


class _Slow(App[None]):
    """Takes its time for each key."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = list[str]()
        self.goes_on = asyncio.Event()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.taken.append(event.key)
            await self.goes_on.wait()
        else:
            await super().on_event(event)


async def test_the_app_has_one_key_at_a_time_and_ctrl_c_next() -> None:
    app = _Slow()
    async with app.run_test() as pilot:
        delivery = Delivery(app)
        sent: list[Message] = [*map(_key, "123456789")]
        thread = threading.Thread(target=lambda: deque(map(delivery.add, sent)))
        thread.start()
        thread.join()
        while not app.taken:
            await pilot.pause()
        delivery.add(_key("ctrl+c"))
        app.goes_on.set()
        while len(app.taken) < 2:
            await pilot.pause()
        await pilot.pause()
        assert app.taken == ["1", "ctrl+c"]

        delivery.add(_key("n"))
        while len(app.taken) < 3:
            await pilot.pause()
        assert app.taken[-1] == "n"


async def test_a_flood_is_taken_slowly_and_what_a_person_types_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that five who flood leave the processors to the others."""
    rests = list[float]()
    sleep = asyncio.sleep

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        await sleep(0)

    app = _Slow()
    async with app.run_test() as pilot:
        app.goes_on.set()
        delivery = Delivery(app)
        monkeypatch.setattr(waiting, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": rest}))
        for count, floods in ((20, False), (100, True)):
            app.taken.clear()
            app.goes_on.clear()
            for key in "a" * count:
                delivery.add(_key(key))
            assert delivery.floods is floods
            app.goes_on.set()
            while len(app.taken) < min(count, 32):
                await pilot.pause()
            await pilot.pause()
            assert bool(rests) is floods
        assert len(rests) >= 30
        assert not delivery.floods
