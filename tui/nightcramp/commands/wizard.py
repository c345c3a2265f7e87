"""The command without a command: the interview, on a full screen or as plain lines."""

from __future__ import annotations

import contextlib
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nightcramp.errors import NightcrampError

if TYPE_CHECKING:
    import argparse

    from nightcramp.kiosk import Limits
    from nightcramp.ways import Ways


def run(arguments: argparse.Namespace) -> int:
    """Open the wizard; its exit code."""
    from nightcramp import terminal

    limits = _kiosk_limits(arguments)
    ways = _ways_out(arguments)
    terminal.prepare()
    with _nothing_thrown_away():
        from nightcramp.commands.content import asked_locale, folder_of, insist, shows_only_ascii
        from nightcramp.pack.late import LatePack

        locale = asked_locale(arguments)._replace(ascii=arguments.ascii or shows_only_ascii())
        pack = LatePack(folder_of(arguments.pack), locale)
        insist(arguments, pack.about)
        from nightcramp.app import run_wizard
        from nightcramp.clinic import Clinic

    clinic = Clinic(pack, limits=limits, audit=arguments.audit, resume=arguments.resume)
    terminal.restore_on_end(clinic.end)
    try:
        code = run_wizard(
            pack,
            pack.words,
            theme=arguments.theme,
            clinic=clinic,
            ways=ways,
            begin=arguments.code,
        )
    except Exception as error:
        if arguments.debug_log:
            _log_crash(arguments.debug_log, error)
        clinic.end("crash")
        raise
    clinic.end("left")
    return code


def _ways_out(arguments: argparse.Namespace) -> Ways:
    """Which ways out are open; on a machine that many people use, only what was named.

    Raises:
        NightcrampError: the folder named is no folder.
    """
    from nightcramp.ways import Ways

    folder = Path(arguments.save_dir).absolute() if arguments.save_dir else None
    if folder is not None and not folder.is_dir():
        raise NightcrampError(f"{folder}: there is no such folder.")
    if arguments.printing and not arguments.kiosk:
        raise NightcrampError("--printing needs --kiosk; elsewhere printers can be used anyway.")
    return Ways(
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
    from nightcramp.kiosk import Limits

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

    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{type(error).__name__}\n"]
    lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in frames]
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    with contextlib.suppress(OSError):
        log = os.open(path, flags, 0o600)
        os.write(log, "".join(lines).encode(errors="replace"))
        os.close(log)


@contextlib.contextmanager
def _nothing_thrown_away() -> Any:
    """Keep the garbage collector from looking through what stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
