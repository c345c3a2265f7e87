"""The command without a command: the interview, on a full screen or as plain lines."""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

from nightcramp.cli.commands.content import lazy_pack
from nightcramp.clinic import kept_session
from nightcramp.clinic.audit import prepare
from nightcramp.clinic.idle import Limits
from nightcramp.clinic.permissions import Permissions
from nightcramp.clinic.seat import Seat
from nightcramp.errors import (
    BrokenError,
    KeepError,
    NightcrampError,
    TerminalError,
    WordedError,
    error_id,
)
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.locale import asks_for_lines
from nightcramp.pack.words import Words
from nightcramp.system import browser, hardening, private_files, terminal
from nightcramp.system.output import complain, unwritable

_A_DAY = 24 * 60 * 60
"""Seconds: the longest that a kiosk can keep a person's answers."""


def run(arguments: argparse.Namespace) -> int:
    """Open the wizard, on a full screen or as plain lines; its exit code."""
    if arguments.code:
        hardening.hide_argument(arguments.code)
    if browser.is_served():
        return _run_in_browser(arguments)
    limits = _kiosk_limits(arguments)
    if arguments.debug_log:
        with unwritable(arguments.debug_log):
            private_files.create(Path(arguments.debug_log))
    asked = arguments.plain or asks_for_lines(os.environ)
    as_lines = asked or not terminal.can_show_screens()
    try:
        (hardening.prepare_lines if as_lines else hardening.prepare)()
    except TerminalError as error:
        raise NightcrampError(error.sentence(lazy_pack(arguments).words)) from None
    return (_run_lines if as_lines else _run_screens)(arguments, limits)


def _run_screens(arguments: argparse.Namespace, limits: Limits | None) -> int:
    from nightcramp.wizard.first_screen import draw_first_screen

    first = None
    try:
        with _without_collecting():
            front = lazy_pack(arguments)
            seat = _seat(arguments, front, limits)
            permissions = _permissions(arguments)
            restored = terminal.restore_on_end(seat.end)
            if arguments.code is None and not arguments.resume:  # they show something else first
                first = draw_first_screen(front, restored, arguments.theme)
            hold_interview = _wizard(arguments, front, seat, permissions)
        with _recorded(arguments, seat, front.words):
            return hold_interview(first_screen=first)
    finally:
        if first is not None:
            first.close()


def _run_in_browser(arguments: argparse.Namespace) -> int:
    with browser.problems_shown(), _without_collecting():
        limits = _kiosk_limits(arguments)
        _refuse_for_browser(arguments)
        hardening.prepare_browser()
        front = lazy_pack(arguments)
        seat = _seat(arguments, front, limits)
        hold_interview = _wizard(arguments, front, seat, _permissions(arguments))

    def end(ending: Literal["hangup", "signal"]) -> None:
        browser.leave_at_once()
        seat.end(ending)

    terminal.end_on_signal(end)
    with _recorded(arguments, seat, front.words):
        return hold_interview(in_browser=True)


def _wizard(
    arguments: argparse.Namespace, front: LazyPack, seat: Seat, permissions: Permissions
) -> partial[int]:
    """The wizard, loaded and ready to run; the terminal or the browser adds what is its own."""
    from nightcramp.wizard.app import run_wizard

    return partial(
        run_wizard,
        front,
        front.words,
        theme=arguments.theme,
        seat=seat,
        permissions=permissions,
        begin=arguments.code,
    )


def _refuse_for_browser(arguments: argparse.Namespace) -> None:
    """Refuse what a page that anyone can open must not do.

    Raises:
        NightcrampError: there is no kiosk, or an option makes no sense in a browser.
    """
    if not arguments.kiosk:
        raise NightcrampError(
            "in a browser it needs --kiosk, such as --kiosk --country GB: without it whoever opens "
            "the page could save files on this machine, and nothing would hide answers in time."
        )
    for refused in ("plain", "terminal_printing"):
        if getattr(arguments, refused):
            option = refused.replace("_", "-")
            raise NightcrampError(f"--{option} needs a terminal, and a browser is none.")


def _run_lines(arguments: argparse.Namespace, limits: Limits | None) -> int:
    from nightcramp.line_mode.stdio import hold_conversations
    from nightcramp.triage.resume_code import answers_of

    front = lazy_pack(arguments)
    seat = _seat(arguments, front, limits)
    permissions = _permissions(arguments)
    terminal.end_on_signal(seat.end, clear=seat.is_kiosk)
    with _recorded(arguments, seat, front.words):
        begin = answers_of(front.whole, arguments.code) if arguments.code else None
        try:
            asks = arguments.code == ""
            return hold_conversations(front, seat, begin, permissions, asks_for_code=asks)
        finally:
            if seat.is_kiosk:  # the next person sees nothing of this one
                terminal.clear_screen()


def _seat(arguments: argparse.Namespace, pack: LazyPack, limits: Limits | None) -> Seat:
    """The seat. First what an earlier session left past its hour is deleted.

    Raises:
        NightcrampError: sessions cannot be recorded, or answers not be kept.
    """
    with contextlib.suppress(KeepError):
        kept_session.clean_up(kept_session.session_file(), kept_session.Moment.now())
    key = prepare(arguments.audit, arguments.audit_key)
    try:
        return Seat(
            pack,
            limits=limits,
            audit=arguments.audit,
            audit_key=key,
            resume=arguments.resume,
        )
    except KeepError as error:
        raise NightcrampError(error.sentence(pack.words)) from None


@contextlib.contextmanager
def _recorded(arguments: argparse.Namespace, seat: Seat, words: Words) -> Iterator[None]:
    """Record how the session ended, and say what went wrong in the person's words."""
    try:
        yield
    except WordedError as error:
        seat.end("error")
        raise NightcrampError(error.sentence(words)) from None
    except NightcrampError:
        seat.end("error")
        raise
    except BrokenPipeError:
        seat.end("hangup")
        raise
    except Exception as error:  # noqa: BLE001  a traceback could show a patient's answers
        if arguments.debug_log:
            _log_crash(arguments.debug_log, error)
        seat.end("crash")
        raise BrokenError(words.errors.crashed.format(id=error_id(error))) from None
    seat.end("left")
    if seat.problem is not None:
        complain(seat.problem.sentence(words))


def _permissions(arguments: argparse.Namespace) -> Permissions:
    """What may leave the program; in a kiosk, only what was named.

    Raises:
        NightcrampError: the folder named is no folder.
    """
    folder = Path(arguments.save_dir).absolute() if arguments.save_dir else None
    if folder is not None and not folder.is_dir():
        raise NightcrampError(f"{folder}: there is no such folder.")
    if arguments.printing and not arguments.kiosk:
        raise NightcrampError("--printing needs --kiosk; elsewhere printers can be used anyway.")
    return Permissions(
        save=folder is not None or not arguments.kiosk,
        folder=folder,
        printers=arguments.printing or not arguments.kiosk,
        terminal_printer=arguments.terminal_printing,
        terminal=not arguments.kiosk,
    )


def _kiosk_limits(arguments: argparse.Namespace) -> Limits | None:
    """The kiosk's limits; None outside a kiosk.

    Raises:
        NightcrampError: options that do not go together.
    """
    names = ("blank_after", "discard_after", "session")
    given = {name: vars(arguments)[name] for name in names if vars(arguments)[name] is not None}
    if not arguments.kiosk:
        if given:
            raise NightcrampError(
                "--blank-after, --discard-after and --session-limit need --kiosk."
            )
        return None
    if arguments.country is None:
        raise NightcrampError(
            "--kiosk needs --country, such as --country GB, so that the telephone numbers it "
            "shows are those of the clinic's country."
        )
    for refused in ("resume", "debug_log"):
        if getattr(arguments, refused):
            option = refused.replace("_", "-")
            raise NightcrampError(f"--{option} is refused with --kiosk, which keeps nothing.")
    limits = Limits(**given)
    if not 0 < limits.blank_after < limits.discard_after <= limits.session <= _A_DAY:
        raise NightcrampError(
            "--blank-after must be above 0 and below --discard-after, --discard-after at most "
            "--session-limit, and that at most a day (86400)."
        )
    return limits


def _log_crash(path: str, error: BaseException) -> None:
    """Where it was, for those who mend it: files, lines and functions; no message, no values."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__name__}\n"]
    lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in frames]
    with contextlib.suppress(OSError), private_files.appending(Path(path)) as log:
        private_files.write(log, "".join(lines).encode(errors="replace"))


@contextlib.contextmanager
def _without_collecting() -> Any:
    """Move start-up objects out of the garbage collector's reach."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
