"""The program on pipes, as textual-serve starts it, and what a page would show of it."""

from __future__ import annotations

import fcntl
import json
import os
import select
import struct
import subprocess
import termios
from typing import TYPE_CHECKING, Any, final

import pyte

from nightcramp.system.browser import Packets
from tests.program import Program, wait_until
from tests.real_terminal import NIGHTCRAMP, clean_environment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

VARIABLES = {
    "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
    "TEXTUAL_FPS": "60",
    "TEXTUAL_COLOR_SYSTEM": "truecolor",
    "TERM_PROGRAM": "textual",
    "TERM_PROGRAM_VERSION": "1.1.3",
    "COLUMNS": "80",
    "ROWS": "24",
}
"""What textual-serve sets for the program."""
KIOSK = (*NIGHTCRAMP, "--kiosk", "--country", "GB")
_FIRST_LINE = b"__GANGLION__\n"


@final
class Served(Program):
    """Starts a program on pipes; a `with` block ends it.

    Attributes:
        output: what was drawn.
        told: the messages about the session.
    """

    def __init__(self, command: Sequence[str] = KIOSK, **variables: str) -> None:
        self.output = bytearray()
        self.told: list[Any] = []
        self._begun = b""
        self._packets = Packets()
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(**{**VARIABLES, **variables}),
        )
        assert self.process.stdin
        assert self.process.stdout
        self._to, self._from = self.process.stdin.fileno(), self.process.stdout.fileno()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert pipe
            pipe.close()

    @property
    def text(self) -> str:
        """What the page shows, row by row."""
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        """Type."""
        self._send(b"D", keys.encode())

    def tell(self, kind: str, **more: Any) -> None:
        """Send a message about the page."""
        self._send(b"M", json.dumps({"type": kind, **more}).encode())

    def _send(self, kind: bytes, content: bytes) -> None:
        os.write(self._to, kind + len(content).to_bytes(4, "big") + content)

    def resize(self, columns: int, lines: int) -> None:
        """Give the page another size."""
        self._screen.resize(lines, columns)
        self.tell("resize", width=columns, height=lines)

    def wait_until_gone(self, text: str) -> None:
        """Read until the page shows a text no more."""
        self.wait_until(lambda: not self.shows(text), f"end of {text}")

    def wait_until_stuck(self) -> None:
        """Have it draw more than the pipe takes, which nobody reads."""
        size = fcntl.fcntl(self._from, fcntl.F_SETPIPE_SZ, 4096)
        self.tell("resize", width=300, height=200)
        wait_until(lambda: _unread(self._from) >= size, "pipe that takes no more")

    def close_input(self) -> None:
        """End its input, as where textual-serve is gone."""
        assert self.process.stdin
        self.process.stdin.close()

    def close_output(self) -> None:
        """Take nothing of what it writes any more, before its input ends."""
        assert self.process.stdout
        self.process.stdout.close()

    @property
    def complaint(self) -> str:
        """What it wrote on standard error, once it has ended."""
        assert self.process.stderr
        return self.process.stderr.read().decode()

    def read(self, seconds: float) -> bytes:
        """What the program writes next, drawn; empty when it writes nothing for so long."""
        if not select.select([self._from], [], [], seconds)[0]:
            return b""
        chunk = received = os.read(self._from, 65536)
        if len(self._begun) < len(_FIRST_LINE):
            left = len(_FIRST_LINE) - len(self._begun)
            self._begun, chunk = self._begun + chunk[:left], chunk[left:]
            assert _FIRST_LINE.startswith(self._begun)
        for kind, content in self._packets.feed(chunk):
            if kind == "M":
                self.told.append(json.loads(content))
            else:
                self.output += content
                self._stream.feed(content)
        return received


def _unread(pipe: int) -> int:
    """How many bytes wait in a pipe."""
    return int(struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4))[0])
