"""What surrounds an interview on a clinic's machine: a record, a kept session, a clock.

The app tells it what happens. It holds the answers only for as long as a session lasts,
and only to keep them, or to say how the session ended.
"""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from nightcramp.clinic.idle import Limits, Watch
from nightcramp.pack.late import LatePack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nightcramp.clinic.audit import Ending
    from nightcramp.clinic.idle import Phase
    from nightcramp.pack import Pack
    from nightcramp.triage import Answers


class Clinic:
    """One seat at a clinic, person after person.

    Args:
        pack: the clinical content.
        limits: how long a session may stand; None outside a kiosk.
        audit: where sessions are recorded; empty for nowhere.
        resume: whether answers outlive a dropped line, in a private file.
        clock: seconds that never go back.
    """

    def __init__(
        self,
        pack: Pack | LatePack,
        *,
        limits: Limits | None = None,
        audit: str = "",
        resume: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._front = pack
        self.is_kiosk = limits is not None
        self.watch = Watch(limits or Limits())
        self._clock = clock
        self._audit = audit
        self._kept = _session_file() if resume else None
        self._answers: Answers = {}
        self._begin()

    @property
    def pack(self) -> Pack:
        """The pack, whole."""
        return self._front.whole if isinstance(self._front, LatePack) else self._front

    def touch(self) -> None:
        """A key came."""
        self.watch = self.watch.touch(self._clock())

    @property
    def phase(self) -> Phase:
        """What is due now."""
        return self.watch.phase(self._clock())

    @property
    def next_change(self) -> float | None:
        """Seconds until something is due next; None where nothing is."""
        return self.watch.next_change(self._clock())

    def answered(self, answers: Answers) -> None:
        """The answers changed. They are kept before anyone sees that they were taken.

        Raises:
            NightcrampError: they cannot be kept.
        """
        self._answers = answers
        if self._kept is not None:
            from nightcramp.clinic import kept_session

            kept_session.keep(self._kept, self.pack, answers, time.time())

    def take_up(self) -> Answers | None:
        """The answers that a dropped line left. They are offered once, and gone from the file.

        Raises:
            SessionError: they are not to be trusted.
        """
        if self._kept is None:
            return None
        from nightcramp.clinic import kept_session

        answers = kept_session.take_up(self._kept, self.pack, time.time())
        kept_session.forget(self._kept)
        return answers

    def end(self, ending: Ending) -> None:
        """The session is over, and recorded once. What was kept goes, unless the line dropped.

        Raises:
            NightcrampError: the audit file cannot be written.
        """
        if not self._open.acquire(blocking=False):
            return
        if self._kept is not None and ending not in ("hangup", "signal", "crash"):
            from nightcramp.clinic import kept_session

            kept_session.forget(self._kept)
        answers, self._answers = self._answers, {}
        if self._audit:
            from nightcramp.clinic.audit import describe, record
            from nightcramp.triage import Interview, assess

            finished = bool(answers) and Interview.begin(self.pack, answers).finished
            found = assess(self.pack, answers) if finished else None
            seconds = round(self._clock() - self._began)
            record(self._audit, describe(self.pack, found, self._session, seconds, ending))

    def next_person(self, ending: Ending) -> None:
        """End the session and begin another.

        Raises:
            NightcrampError: the audit file cannot be written.
        """
        self.end(ending)
        self._begin()

    def _begin(self) -> None:
        self._session = os.urandom(8).hex()
        self._began = self._clock()
        # Held once the session has ended: a signal and the person may end it together.
        self._open = threading.Lock()
        self.watch = self.watch.forget()


def _session_file() -> Path:
    from nightcramp.clinic import kept_session

    return kept_session.session_file()
