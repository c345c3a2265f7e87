"""A browser instead of a terminal: the pipes to textual-serve, which shows the program there.

The pipes carry packets: a letter, the length in four bytes, the content. "D" is what is typed,
or drawn; "M" is a message about the session, in JSON.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Literal

from nightcramp.errors import NightcrampError
from nightcramp.text import clean

_SERVED = "textual.drivers.web_driver:WebDriver"
"""What textual-serve sets TEXTUAL_DRIVER to. It is compared, and never imported."""
_FIRST_LINE = b"__GANGLION__\n"
_HEAD = 5
_LEAVE = "\x1b[?1049l"  # the alternate screen, with any answers on it


def is_served() -> bool:
    """Whether textual-serve started the program; where there is a terminal, it did not."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return os.environ.get("TEXTUAL_DRIVER") == _SERVED and not any(
        stream is None or stream.isatty() for stream in streams
    )


def start() -> None:
    """Tell textual-serve that packets follow."""
    _write(_FIRST_LINE)


def send(kind: Literal["D", "M"], content: str) -> None:
    """Send a packet.

    Raises:
        OSError: textual-serve is gone.
    """
    payload = content.encode(errors="replace")
    _write(kind.encode() + len(payload).to_bytes(4, "big") + payload)


def leave() -> None:
    """Leave the page empty, and say that the session has ended.

    Raises:
        OSError: textual-serve is gone, or takes nothing now from a pipe that does not wait.
    """
    send("D", _LEAVE)
    send("M", '{"type": "exit"}')


def leave_at_once() -> None:
    """Do that without waiting, where a signal ends the program."""
    with contextlib.suppress(OSError):
        os.set_blocking(1, False)
        leave()


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(1, data) :]


class Packets:
    """Takes packets out of what is received, in pieces of any size."""

    def __init__(self) -> None:
        self._received = b""

    def feed(self, data: bytes) -> Iterator[tuple[str, bytes]]:
        """The letter and the content of each packet that is complete."""
        self._received += data
        while len(self._received) >= _HEAD:
            end = _HEAD + int.from_bytes(self._received[1:_HEAD], "big")
            if len(self._received) < end:
                return
            packet, self._received = self._received[:end], self._received[end:]
            yield packet[:1].decode(errors="replace"), packet[_HEAD:]


@contextlib.contextmanager
def problems_shown() -> Iterator[None]:
    """Show a problem on the page too, before the wizard has begun; it would stay empty."""
    try:
        yield
    except NightcrampError as error:
        with contextlib.suppress(OSError):
            start()
            send("D", f"nightcramp: {clean(str(error))}")
        raise
