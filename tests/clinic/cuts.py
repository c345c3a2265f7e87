"""Kept sessions cut off at random, and what is found of them.

A cut plays a few wizards of one user, one after the other and at the same time, on a machine
on which one call to the system fails, or is the last before a kill, and whose clock is set.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import itertools
import json
import os
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.clinic.kept_session import Moment, clean_up, forget, hold, keep, take_up
from nightcramp.errors import KeepError, SessionError
from tests.content import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nightcramp.pack import Pack

FAILURES = ("ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EMFILE", "ESTALE")
_STEPS = 9
_CALLS = 12
"""More than keeping an answer takes."""
_START = 1_800_000_000.0
_DAYS = 864_000.0

Kept = tuple[tuple[str, Any], ...] | None


class Killed(BaseException):
    """What kill -9 looks like from within: nothing is done after it."""


def _nothing(*_: object) -> None:
    """What most calls have done when they are cut off."""


class Machine:
    """The calls to the system, of which one goes wrong.

    Attributes:
        seen: how often each kind of fault has struck.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seen: dict[str, int] = {}
        self._left, self._fault, self._chance = -1, "", random.Random(0)  # noqa: S311  a moment, no secret
        for place, name in (
            *((os, name) for name in ("open", "read", "link", "pwrite", "ftruncate")),
            *((Path, name) for name in ("replace", "unlink", "mkdir", "lstat", "iterdir")),
            (fcntl, "flock"),
        ):
            patch.setattr(place, name, self._faulty(getattr(place, name)))
        write = os.write
        patch.setattr(os, "write", self._faulty(write, lambda *given: self._part(write, *given)))
        patch.setattr(os, "fsync", self._faulty(lambda _: None))

    @contextlib.contextmanager
    def going_wrong(self, chance: random.Random) -> Any:
        """One of the next calls goes wrong; after a kill, all that follow."""
        self._chance = chance
        self._left = chance.randrange(_CALLS)
        self._fault = chance.choice((*FAILURES, *["short write"] * 4, *["kill"] * 6))
        try:
            yield
        finally:
            self._left = -1

    def _faulty(self, call: Any, part: Callable[..., Any] = _nothing) -> Any:
        def faulty(*given: Any, **named: Any) -> Any:
            waits = self._left == 0 and self._fault == "short write" and part is _nothing
            if self._left < 0 or waits:
                return call(*given, **named)
            if self._left > 0:
                self._left -= 1
                return call(*given, **named)
            if self._fault == "kill":
                if self._chance.random() < 0.5:
                    part(*given)
                self.seen["kill"] = self.seen.get("kill", 0) + 1
                raise Killed
            fault, self._left = self._fault, -1
            self.seen[fault] = self.seen.get(fault, 0) + 1
            if fault == "short write":
                short = part(*given)
                if self._chance.random() < 0.5:
                    self._left, self._fault = 0, "ENOSPC"
                return short
            number = getattr(errno, fault)
            raise OSError(number, os.strerror(number))

        return faulty

    def _part(self, write: Any, file: int, data: bytes) -> int:
        return int(write(file, data[: self._chance.randrange(1, len(data) + 1)]))


def cut_times(count: int, first: int, folder: Path, pack: Pack) -> set[str]:
    """Cut so often, from this seed on; the kinds of faults that struck."""
    with pytest.MonkeyPatch.context() as patch:
        machine = Machine(patch)
        for seed in itertools.count(first):
            _cut(seed, folder, pack, machine)
            if sum(machine.seen.values()) >= count:
                return set(machine.seen)
    raise AssertionError


def _cut(seed: int, folder: Path, pack: Pack, machine: Machine) -> None:
    """Play one cut; whatever is found was kept, and nothing less than before it."""
    chance = random.Random(seed)  # noqa: S311
    user = _User(folder / str(seed), pack, machine, chance)
    for _ in range(_STEPS):
        user.sit_down()
        does = chance.choice(user.deeds)
        if chance.random() < 0.6:
            with contextlib.suppress(Killed), machine.going_wrong(chance):
                user.at_risk(does)
        else:
            does()
    user.end()
    user.start()
    left = {file.name for file in user.path.parent.iterdir()}
    assert left <= {"lock", "session.json", "session.json.refused"}, left
    user.end()


class _User:
    """A user with a wizard, sometimes two, and what can be kept of the answers."""

    def __init__(self, home: Path, pack: Pack, machine: Machine, chance: random.Random) -> None:
        self.path = home / "state" / "nightcramp" / "session.json"
        self._home, self._pack, self._chance = home, pack, chance
        self._machine = machine
        self._wall, self._up = _START, 1000.0
        self._held: list[int] = []
        self._may_be: set[Kept] = {None}
        self._given: dict[str, Any] = {}
        self.deeds = (
            *[self.answer] * 8,
            *(self.start, self.start, self.start_second, self.set_clock, self.set_clock),
            *(self.lose_home, self.forget, self.clean_up),
        )
        home.mkdir()

    @property
    def _now(self) -> Moment:
        return Moment(self._wall, "one", self._up)

    def sit_down(self) -> None:
        """Start a wizard if none is open, most of the time."""
        if not self._held and self._chance.random() < 0.8:
            self.start()

    def at_risk(self, does: Callable[[], None]) -> None:
        """Do something on a machine that fails."""
        try:
            does()
        except Killed:
            self.end()
            raise

    def end(self) -> None:
        """The wizard ends, by itself or by a kill: the system gives its locks back."""
        for held in self._held:
            os.close(held)
        self._held.clear()

    def answer(self) -> None:
        """Answer a question, in a wizard that keeps answers."""
        if not self._held:
            return
        self._up += self._chance.uniform(0, 60)
        before = dict(self._given)
        self._given = {**before, "age": self._chance.randrange(18, 100)}
        new = _as_kept(self._given)
        was, self._may_be = self._may_be, {*self._may_be, new}
        try:
            keep(self.path, self._pack, self._given, self._now)
        except KeepError as problem:
            _is_a_sentence(problem)
            self._may_be = {*was, new}
        else:
            self._may_be = {new}

    def start(self) -> None:
        """Start a wizard that goes on with what was kept; the one before has ended."""
        self.end()
        clean_up(self.path, self._now)
        try:
            self._held.append(hold(self.path))
            found = take_up(self.path, self._pack, self._now)
        except (KeepError, SessionError) as problem:
            _is_a_sentence(problem)
            if problem.filled.get("aside"):
                aside = json.loads(Path(problem.filled["aside"]).read_text())
                assert _as_kept(aside["answers"]) in self._may_be
                self._may_be = {None}
            self.end()
            return
        assert _as_kept(found) in self._may_be, (found, self._may_be)
        self._may_be = {_as_kept(found)}
        self._given = dict(found or {})

    def start_second(self) -> None:
        """Start a second wizard, which neither takes nor keeps."""
        if not self._held or not self.path.with_name("lock").exists():
            return
        clean_up(self.path, self._now)
        with pytest.raises(KeepError) as raised:
            os.close(hold(self.path))
        _is_a_sentence(raised.value)

    def clean_up(self) -> None:
        """Start one that keeps nothing."""
        clean_up(self.path, self._now)

    def set_clock(self) -> None:
        """Set the clock, either way."""
        self._wall += self._chance.uniform(-_DAYS, _DAYS)

    def lose_home(self) -> None:
        """The home folder is gone, as when it is on another machine."""
        if self._chance.random() < 0.2 and self._machine._left < 0:
            shutil.rmtree(self._home, ignore_errors=True)  # and the lock with it
            self.end()
            self._may_be = {None}

    def forget(self) -> None:
        """Leave, or want nothing of what was kept."""
        if not self._held:
            return
        self._may_be = {*self._may_be, None}
        try:
            forget(self.path)
        except KeepError as problem:
            _is_a_sentence(problem)
        else:
            self._may_be = {None}
            self._given = {}


def _as_kept(answers: Any) -> Kept:
    return tuple(sorted(answers.items())) if answers else None


def _is_a_sentence(problem: KeepError | SessionError) -> None:
    sentence = problem.sentence(WORDS)
    assert sentence.endswith(".") or "kill -HUP" in sentence, sentence
    assert "{" not in sentence
