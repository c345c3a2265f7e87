"""The time limits of a kiosk session: what is due, as a pure function of the time.

Times are seconds of a monotonic clock.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

MOST_EXTENSIONS = 10
"""How often a session can be extended: the minimum that WCAG 2.2, 2.2.1, asks for."""

Phase = Literal["open", "notice", "blank", "warning", "over"]
"""Of a session: open, notice (the screen will be hidden soon), blank (it is hidden), warning
(the answers will be discarded soon), over."""


class Limits(Struct, frozen=True):
    """Time limits, in seconds.

    Attributes:
        blank_after: without a key, until the screen is hidden.
        notice: how long before that the notice is shown; half of it at most. The default is
            the minimum that WCAG 2.2, 2.2.1, asks for.
        discard_after: without a key, until the answers are discarded.
        session: from the first key, until the answers are discarded in any case. A key
            during the warning adds as much again, at most MOST_EXTENSIONS times. Also from the
            first screen, until a session in which no key was pressed is over.
        warning: how long before the answers are discarded the warning is shown.
    """

    blank_after: float = 90
    notice: float = 20
    discard_after: float = 600
    session: float = 3600
    warning: float = 60

    @property
    def notice_after(self) -> float:
        """Without a key, until the notice is shown."""
        return max(self.blank_after - self.notice, self.blank_after / 2)


class IdleClock(Struct, frozen=True):
    """Measures a session against its limits.

    Attributes:
        limits: the limits.
        opened: when the first screen was shown; None if it may stay for ever.
        began: when the first key was pressed; None before.
        touched: when the last key was pressed; None before the first.
        extended: how often the session was extended.
    """

    limits: Limits
    opened: float | None = None
    began: float | None = None
    touched: float | None = None
    extended: int = 0

    def touch(self, now: float) -> IdleClock:
        """The clock after a key: during the warning before a session ends, it extends it."""
        if self.began is None:
            return replace(self, began=now, touched=now)
        is_ending = self._session_ends - now <= self.limits.warning
        extends = is_ending and self.extended < MOST_EXTENSIONS
        return replace(self, touched=now, extended=self.extended + extends)

    def forget(self, now: float) -> IdleClock:
        """The clock before the first key of the next person."""
        return IdleClock(self.limits, opened=now)

    def phase(self, now: float) -> Phase:
        """The phase the session is in."""
        if self.began is None or self.touched is None:
            is_over = self.opened is not None and now - self.opened >= self.limits.session
            return "over" if is_over else "open"
        left = min(self.touched + self.limits.discard_after, self._session_ends) - now
        if left <= 0:
            return "over"
        if left <= self.limits.warning:
            return "warning"
        idle = now - self.touched
        if idle >= self.limits.blank_after:
            return "blank"
        return "notice" if idle >= self.limits.notice_after else "open"

    def next_change(self, now: float) -> float | None:
        """Seconds until the phase can next change without a key; None if it cannot."""
        if self.began is None or self.touched is None:
            left = -1.0 if self.opened is None else self.opened + self.limits.session - now
            return left if left > 0 else None
        ends = (self.touched + self.limits.discard_after, self._session_ends)
        moments = [self.touched + self.limits.notice_after, self.touched + self.limits.blank_after]
        moments += [moment for end in ends for moment in (end - self.limits.warning, end)]
        return min((moment - now for moment in moments if moment > now), default=None)

    @property
    def _session_ends(self) -> float:
        began = self.began if self.began is not None else 0.0
        return began + self.limits.session * (1 + self.extended)
