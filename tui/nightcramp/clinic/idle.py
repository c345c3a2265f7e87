"""Kiosk: what a shared clinic account adds, as a function of the time. Pure.

Seconds come from a clock that never goes back (`time.monotonic`).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

MOST_EXTENSIONS = 10
"""How often a session is extended: as often as WCAG 2.2, 2.2.1, asks for at the least."""

Phase = Literal["open", "hiding", "blank", "warning", "over"]


class Limits(Struct, frozen=True):
    """How long, in seconds.

    Attributes:
        blank_after: without a key, until the screen is blank.
        notice: how long before that the person is told; half of it at most. The default is
            what WCAG 2.2, 2.2.1, asks for at the least.
        discard_after: without a key, until the session is thrown away.
        session: from the first key, until the session is thrown away whatever is typed. A
            key in the minute before adds as much again, MOST_EXTENSIONS times.
        warning: how long before either of those the person is warned.
    """

    blank_after: float = 90
    notice: float = 20
    discard_after: float = 600
    session: float = 3600
    warning: float = 60

    @property
    def told_after(self) -> float:
        """Without a key, until the person is told that the screen will be blank."""
        return max(self.blank_after - self.notice, self.blank_after / 2)


class Watch(Struct, frozen=True):
    """When a session began, and when a key last came; both None before the first key.

    Attributes:
        extended: how often the person has asked for more time.
    """

    limits: Limits
    began: float | None = None
    touched: float | None = None
    extended: int = 0

    def touch(self, now: float) -> Watch:
        """A key came; in the last minute of a session it asks for more time."""
        if self.began is None:
            return Watch(self.limits, now, now)
        is_last_minute = self._session_ends - now <= self.limits.warning
        asks = is_last_minute and self.extended < MOST_EXTENSIONS
        return replace(self, touched=now, extended=self.extended + asks)

    def forget(self) -> Watch:
        """A new person: nothing has begun."""
        return Watch(self.limits)

    def phase(self, now: float) -> Phase:
        """What is due now."""
        if self.began is None or self.touched is None:
            return "open"
        left = min(self.touched + self.limits.discard_after, self._session_ends) - now
        if left <= 0:
            return "over"
        if left <= self.limits.warning:
            return "warning"
        idle = now - self.touched
        if idle >= self.limits.blank_after:
            return "blank"
        return "hiding" if idle >= self.limits.told_after else "open"

    def next_change(self, now: float) -> float | None:
        """Seconds until the phase can next change by itself; None where it cannot.

        There is nothing to do in between: an idle session wakes only then.
        """
        if self.began is None or self.touched is None:
            return None
        ends = (self.touched + self.limits.discard_after, self._session_ends)
        moments = [self.touched + self.limits.told_after, self.touched + self.limits.blank_after]
        moments += [moment for end in ends for moment in (end - self.limits.warning, end)]
        return min((moment - now for moment in moments if moment > now), default=None)

    @property
    def _session_ends(self) -> float:
        began = self.began if self.began is not None else 0.0
        return began + self.limits.session * (1 + self.extended)
