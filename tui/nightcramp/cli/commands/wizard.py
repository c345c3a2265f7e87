"""The command without a command: the interview, on a full screen or as plain lines."""

from __future__ import annotations

import contextlib
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightcramp.errors import (
    BrokenError,
    CodeError,
    NightcrampError,
    SessionError,
    TerminalError,
    error_id,
)
from nightcramp.pack.locale import asks_for_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from nightcramp.clinic.idle import Limits
    from nightcramp.clinic.permissions import Permissions
    from nightcramp.clinic.seat import Clinic
    from nightcramp.pack.lazy import LazyPack
    from nightcramp.pack.words import Words


def run(arguments: argparse.Namespace) -> int:
    """Open the wizard, on a full screen or as plain lines; its exit code."""
    from nightcramp.system import hardening, terminal

    limits = _kiosk_limits(arguments)
    asked = arguments.plain or asks_for_lines(os.environ)
    as_lines = asked or not terminal.can_show_screens()
    if as_lines and arguments.code == "":
        raise NightcrampError("plain lines ask for no code; give it as --code CODE.")
    try:
        (hardening.prepare_lines if as_lines else hardening.prepare)()
    except TerminalError as error:
        from nightcramp.cli.commands.content import lazy_pack

        raise NightcrampError(getattr(lazy_pack(arguments).words.errors, error.reason)) from None
    return (_run_lines if as_lines else _run_screens)(arguments, limits)


def _run_screens(arguments: argparse.Namespace, limits: Limits | None) -> int:
    from nightcramp.cli.commands.content import lazy_pack
    from nightcramp.system import terminal
    from nightcramp.wizard.first_screen import draw_first_screen

    first = None
    try:
        with _without_collecting():
            front = lazy_pack(arguments)
            clinic = _clinic(arguments, front, limits)
            permissions = _permissions(arguments)
            restored = terminal.restore_on_end(clinic.end)
            if arguments.code is None and not arguments.resume:  # they show something else first
                first = draw_first_screen(front, restored)
            from nightcramp.wizard.app import run_wizard

        with _recorded(arguments, clinic, front.words):
            return run_wizard(
                front,
                front.words,
                theme=arguments.theme,
                clinic=clinic,
                permissions=permissions,
                begin=arguments.code,
                first_screen=first,
            )
    finally:
        if first is not None:
            first.close()


def _run_lines(arguments: argparse.Namespace, limits: Limits | None) -> int:
    from nightcramp.cli.commands.content import lazy_pack
    from nightcramp.line_mode.stdio import hold_conversations
    from nightcramp.system import terminal
    from nightcramp.triage.resume_code import answers_of

    front = lazy_pack(arguments)
    clinic = _clinic(arguments, front, limits)
    terminal.end_on_signal(clinic.end, clear=clinic.is_kiosk)
    with _recorded(arguments, clinic, front.words):
        begin = answers_of(front.whole, arguments.code) if arguments.code else None
        try:
            return hold_conversations(front, clinic, begin)
        finally:
            if clinic.is_kiosk:  # the next person sees nothing of this one
                terminal.clear_screen()


def _clinic(arguments: argparse.Namespace, pack: LazyPack, limits: Limits | None) -> Clinic:
    from nightcramp.clinic.seat import Clinic

    return Clinic(pack, limits=limits, audit=arguments.audit, resume=arguments.resume)


@contextlib.contextmanager
def _recorded(arguments: argparse.Namespace, clinic: Clinic, words: Words) -> Iterator[None]:
    """Record how the session ended, and say what went wrong in the person's words."""
    try:
        yield
    except SessionError as error:
        clinic.end("left")
        said = words.kept.moved if error.aside else words.kept.not_used
        reason = getattr(words.kept, error.reason)
        said = said.format(path=error.path, reason=reason, aside=error.aside)
        raise NightcrampError(said) from None
    except CodeError as error:
        clinic.end("left")
        raise NightcrampError(getattr(words.code, error.kind).format(**error.values)) from None
    except NightcrampError:
        clinic.end("left")
        raise
    except BrokenPipeError:
        clinic.end("hangup")
        raise
    except Exception as error:  # noqa: BLE001  a traceback could show a patient's answers
        if arguments.debug_log:
            _log_crash(arguments.debug_log, error)
        clinic.end("crash")
        raise BrokenError(words.errors.crashed.format(id=error_id(error))) from None
    clinic.end("left")


def _permissions(arguments: argparse.Namespace) -> Permissions:
    """What may leave the program; in a kiosk, only what was named.

    Raises:
        NightcrampError: the folder named is no folder.
    """
    from nightcramp.clinic.permissions import Permissions

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
    from nightcramp.clinic.idle import Limits

    given = {
        "blank_after": arguments.blank_after,
        "discard_after": arguments.discard_after,
        "session": arguments.session_limit,
    }
    given = {name: seconds for name, seconds in given.items() if seconds is not None}
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
    if not 0 < limits.blank_after < limits.discard_after <= limits.session:
        raise NightcrampError(
            "--blank-after must be above 0 and below --discard-after, "
            "and --discard-after at most --session-limit."
        )
    return limits


def _log_crash(path: str, error: BaseException) -> None:
    """Where it was, for those who mend it: files, lines and functions; no message, no values."""
    import traceback

    from nightcramp.system import private_files

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
