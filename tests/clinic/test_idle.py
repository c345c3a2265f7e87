"""The kiosk's clock: blank, warn, throw away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.clinic.idle import IdleClock, Limits

LIMITS = Limits(blank_after=90, discard_after=600, session=3600, warning=60)


@pytest.mark.parametrize(
    ("idle", "phase"),
    [
        (0, "open"),
        (69, "open"),
        (70, "notice"),
        (89, "notice"),
        (90, "blank"),
        (539, "blank"),
        (540, "warning"),
        (600, "over"),
    ],
)
def test_without_a_key_it_says_so_blanks_warns_and_ends(idle: float, phase: str) -> None:
    assert IdleClock(LIMITS).touch(1000).phase(1000 + idle) == phase


def test_a_screen_that_blanks_soon_is_shown_for_half_of_that_without_a_notice() -> None:
    assert Limits(blank_after=30).notice_after == 15


def test_a_key_takes_everything_back() -> None:
    watch = IdleClock(LIMITS).touch(0).touch(599)
    assert watch.phase(599) == "open"


@pytest.mark.parametrize(("now", "phase"), [(1000, "open"), (4599, "open"), (4600, "over")])
def test_a_first_screen_that_nobody_touches_is_over_in_the_end(now: float, phase: str) -> None:
    watch = IdleClock(LIMITS).forget(1000)
    assert watch.phase(now) == phase
    assert watch.next_change(now) == (4600 - now if phase == "open" else None)


@pytest.mark.parametrize(("now", "phase"), [(3539, "open"), (3540, "warning"), (3600, "over")])
def test_a_session_ends_unless_the_person_asks_for_more(now: float, phase: str) -> None:
    watch = IdleClock(LIMITS).touch(0).touch(3535)
    assert watch.phase(now) == phase


def test_a_key_in_the_last_minute_asks_for_as_much_again_ten_times() -> None:
    watch, now = IdleClock(LIMITS).touch(0), 0.0
    for _ in range(10):
        watch = watch.touch(now + 3590)
        assert watch.phase(now + 3590) == "open"
        now += 3600
    watch = watch.touch(now + 3590)
    assert watch.phase(now + 3590) == "warning"
    assert watch.phase(now + 3600) == "over"


def test_a_new_person_begins_anew() -> None:
    assert IdleClock(LIMITS).touch(0).forget(4000).touch(5000).phase(5001) == "open"


@given(st.floats(0, 5000), st.floats(0, 5000))
def test_nothing_changes_before_the_next_change(touched: float, later: float) -> None:
    watch = IdleClock(LIMITS).touch(0).touch(touched)
    wait = watch.next_change(touched)
    if wait is not None:
        just_before = touched + wait * min(0.999, later / 5001)
        assert watch.phase(just_before) == watch.phase(touched)
        assert wait > 0


@given(st.floats(0, 3600))
def test_waiting_for_one_change_after_the_other_comes_to_the_end(start: float) -> None:
    watch = IdleClock(LIMITS).touch(0)
    now = start
    for _ in range(8):
        wait = watch.next_change(now)
        if wait is None:
            break
        now += wait
    assert watch.phase(now + 0.001) == "over"
