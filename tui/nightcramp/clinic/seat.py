"""What surrounds an interview on a clinic's machine: audit, kept session, idle clock.

The wizard and line mode report what happens. The answers are held only while a session
lasts, to write the kept session and the audit.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

from nightcramp.clinic import kept_session
from nightcramp.clinic.audit import Ending, describe, record
from nightcramp.clinic.idle import IdleClock, Limits, Phase
from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.triage import Answers, Interview, assess


class Seat:
    """One seat at a clinic, used by one person after another.

    Args:
        pack: the clinical content.
        limits: time limits of a session; None outside a kiosk.
        audit: path of the audit file, or "journal"; empty for none.
        resume: whether answers are kept in a private file in case the line drops.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        pack: Pack | LazyPack,
        *,
        limits: Limits | None = None,
        audit: str = "",
        resume: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._front = pack
        self.is_kiosk = limits is not None
        self._idle = IdleClock(limits or Limits())
        self._clock = clock
        self._audit = audit
        self._kept = kept_session.session_file() if resume else None
        self._answers: Answers = {}
        self._begin()

    @property
    def pack(self) -> Pack:
        """The whole pack."""
        return self._front.whole if isinstance(self._front, LazyPack) else self._front

    def touch(self) -> None:
        """Note that a key was pressed."""
        self._idle = self._idle.touch(self._clock())

    @property
    def has_begun(self) -> bool:
        """Whether the person has pressed a key."""
        return self._idle.began is not None

    @property
    def phase(self) -> Phase:
        """The phase the session is in."""
        return self._idle.phase(self._clock())

    @property
    def next_change(self) -> float | None:
        """Seconds until the phase can next change without a key; None if it cannot."""
        return self._idle.next_change(self._clock())

    def answered(self, answers: Answers) -> None:
        """Keep changed answers. To be called before the next screen is shown.

        Raises:
            NightcrampError: they cannot be kept.
        """
        self._answers = answers
        if self._kept is not None:
            kept_session.keep(self._kept, self.pack, answers, time.time())

    def take_up(self) -> Answers | None:
        """The answers kept from a session whose line dropped, if any; their file is deleted.

        Raises:
            SessionError: they cannot be trusted.
        """
        if self._kept is None:
            return None
        answers = kept_session.take_up(self._kept, self.pack, time.time())
        kept_session.forget(self._kept)
        return answers

    def end(self, ending: Ending) -> None:
        """End the session, once: delete the kept session unless the line dropped, and audit it.

        Raises:
            NightcrampError: the audit file cannot be written.
        """
        if not self._open.acquire(blocking=False):
            return
        if self._kept is not None and ending not in ("hangup", "signal", "crash"):
            kept_session.forget(self._kept)
        answers, self._answers = self._answers, {}
        if self._audit:
            finished = bool(answers) and Interview.begin(self.pack, answers).finished
            found = assess(self.pack, answers) if finished else None
            seconds = round(self._clock() - self._began)
            record(self._audit, describe(self.pack, found, self._session, seconds, ending))

    def next_person(self, ending: Ending) -> None:
        """End the session and begin the next person's.

        Raises:
            NightcrampError: the audit file cannot be written.
        """
        self.end(ending)
        self._begin()

    def _begin(self) -> None:
        self._session = os.urandom(8).hex()
        self._began = self._clock()
        # Acquired when the session ends: a signal may come while the person is ending it.
        self._open = threading.Lock()
        self._idle = self._idle.forget()
