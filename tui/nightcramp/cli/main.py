"""The command line: what is asked for, and how it ends.

Everything is imported where it is needed, so that help, the content check and an
assessment of a file neither wait for the screens nor need a terminal.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from nightcramp.cli.options import read_options
from nightcramp.cli.settings import settings_files
from nightcramp.errors import BrokenError, NightcrampError, error_id
from nightcramp.system.output import complain, discard, finish, written_to
from nightcramp.system.terminal import block_if_shutting_down

_INTERRUPTED = 130
_NOBODY_READS = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks for.

    Args:
        argv: the arguments; those of the process when left out.

    Returns:
        The exit code: 0, 2 for what the person can mend, 70 for what only we can.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # closed, or not a file
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        finish()
    except NightcrampError as error:
        complain(str(error))
        return error.code
    except BrokenPipeError:
        discard(sys.stdout)
        return _NOBODY_READS
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001  a traceback could show a patient's answers
        complain(
            f"something went wrong inside the program (error {error_id(error)}). "
            "Nothing was saved. Please report this error."
        )
        return BrokenError.code
    return code


def _run(given: Sequence[str]) -> int:
    try:
        arguments = read_options(given, settings_files(os.environ))
        module, function = arguments.does.split(":")
        command = getattr(import_module(f"nightcramp.cli.commands.{module}"), function)
        with written_to(getattr(arguments, "output", None)):
            return int(command(arguments))
    except SystemExit as ended:  # help was asked for
        return int(ended.code or 0)
    finally:
        block_if_shutting_down()
