"""What surrounds an interview on a clinic's machine: audit, kept session, idle clock.

The wizard and line mode report what happens. The answers are held only while a session
lasts, to write the kept session and the audit.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from nightcramp.clinic import kept_session
from nightcramp.clinic.audit import Ending, describe, record
from nightcramp.clinic.idle import IdleClock, Limits, Phase
from nightcramp.clinic.kept_session import Moment
from nightcramp.errors import KeepError
from nightcramp.pack import Pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.triage import Answers, Interview, assess

_BROKEN_OFF = ("hangup", "signal", "error", "crash")
"""Endings after which the person may want to go on."""


class Seat:
    """One seat at a clinic, used by one person after another.

    Args:
        pack: the clinical content.
        limits: time limits of a session; None outside a kiosk.
        audit: path of the audit file, or "journal"; empty for none.
        audit_key: the key of that file's chain; empty for none.
        resume: whether answers are kept in a private file in case the line drops.
        clock: a monotonic clock, in seconds.

    Raises:
        KeepError: no answers can be kept.
    """

    def __init__(
        self,
        pack: Pack | LazyPack,
        *,
        limits: Limits | None = None,
        audit: str = "",
        audit_key: bytes = b"",
        resume: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._front = pack
        self.is_kiosk = limits is not None
        self._idle = IdleClock(limits or Limits())
        self._clock = clock
        self._audit, self._audit_key = audit, audit_key
        self._kept = kept_session.session_file() if resume else None
        self._held = kept_session.hold(self._kept) if self._kept is not None else -1
        self._answers: Answers = {}
        self.problem: KeepError | None = None
        self._told = False
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

        Where they cannot be kept, the session goes on, and `problem` says why.
        """
        self._answers = answers
        if self._kept is not None:
            try:
                kept_session.keep(self._kept, self.pack, answers, Moment.now())
            except KeepError as problem:
                self.problem = problem
            else:
                self.problem = None

    def take_problem(self) -> KeepError | None:
        """Why answers are not kept any more, to be told once."""
        told, self._told = self._told, self.problem is not None
        return None if told else self.problem

    def take_up(self) -> Answers | None:
        """The answers kept from a session whose line dropped, if any.

        Raises:
            SessionError: they cannot be trusted.
        """
        if self._kept is None:
            return None
        return kept_session.take_up(self._kept, self.pack, Moment.now())

    def decline(self) -> None:
        """Forget the answers that were kept: nobody wants them."""
        if self._kept is not None:
            self._forget(self._kept)

    def end(self, ending: Ending) -> None:
        """End the last session here, once: see `_end`.

        Raises:
            NightcrampError: the session cannot be recorded.
        """
        try:
            self._end(ending)
        finally:
            held, self._held = self._held, -1
            if held >= 0:
                os.close(held)

    def _end(self, ending: Ending) -> None:
        """Delete the kept session unless something broke it off, and record that it took place."""
        if not self._open.acquire(blocking=False):
            return
        if self._kept is not None and ending not in _BROKEN_OFF:
            self._forget(self._kept)
        answers, self._answers = self._answers, {}
        if self._audit:
            finished = bool(answers) and Interview.begin(self.pack, answers).finished
            found = assess(self.pack, answers) if finished else None
            seconds = round(self._clock() - self._began)
            entry = describe(self.pack, found, self._session, seconds, ending)
            record(self._audit, entry, self._audit_key)

    def _forget(self, kept: Path) -> None:
        try:
            kept_session.forget(kept)
        except KeepError as problem:
            self.problem = problem
        else:
            self.problem = None

    def next_person(self, ending: Ending) -> None:
        """End the session and begin the next person's.

        Raises:
            NightcrampError: the session cannot be recorded.
        """
        try:
            self._end(ending)
        finally:
            self._begin()

    def _begin(self) -> None:
        self._session = os.urandom(8).hex()
        self._began = self._clock()
        # Acquired when the session ends: a signal may come while the person is ending it.
        self._open = threading.Lock()
        self._idle = self._idle.forget(self._began)
