"""A program on a real pseudo-terminal, and what a person would see of it."""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

import pyte

import nightcramp
from tests.program import Program, wait_until

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

NIGHTCRAMP = (sys.executable, "-m", "nightcramp")
_EVERY_KEY_IS_MEANT = """
import sys
from nightcramp.wizard.pace import Pace
Pace.takes = lambda *_, **__: True
from nightcramp.cli.main import main
sys.exit(main())
"""
UNHURRIED = (sys.executable, "-c", _EVERY_KEY_IS_MEANT)
"""The program without its sense of haste: tests of other things type faster than people do."""

_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[(?:[<>=][\d;]*[a-zA-Z]|\?[\d;]*\$p)")
_UNFINISHED = re.compile(rb"\x1b(?:\[[\d;?<>=$]*)?$")
_ALTERNATE, _CURSOR, _KEPT_ON = 1049, 25, frozenset({7, 25})


def clean_environment(**changes: str) -> dict[str, str]:
    """An environment with nothing in it that the program could trip over or gain from."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    source = str(Path(nightcramp.__file__).parents[1])
    fixed = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PYTHONPATH": source}
    return {**kept, **fixed, **changes}


@final
class RealTerminal(Program):
    """Starts a program on a terminal of its own; a `with` block ends both."""

    def __init__(
        self,
        command: Sequence[str] = NIGHTCRAMP,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        columns: int = 80,
        lines: int = 24,
        controlling: bool = True,
    ) -> None:
        self.output = bytearray()
        self.main = pyte.Screen(columns, lines)
        self.alternate = pyte.Screen(columns, lines)
        self._streams = {
            False: pyte.ByteStream(self.main),
            True: pyte.ByteStream(self.alternate),
        }
        self._on_alternate = False
        self._rows: dict[bool, dict[int, str]] = {False: {}, True: {}}
        self._fed = 0
        self.descriptor, program_side = os.openpty()
        self.name = os.ttyname(program_side)
        fcntl.ioctl(program_side, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.settings_before = termios.tcgetattr(program_side)
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=program_side,
            stdout=program_side,
            stderr=program_side,
            env=dict(environment if environment is not None else clean_environment()),
            cwd=folder,
            start_new_session=True,
            preexec_fn=_take_as_controlling if controlling else None,  # noqa: PLW1509  no threads here
        )
        os.close(program_side)

    def __enter__(self) -> RealTerminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        self.hang_up()

    @property
    def on_alternate_screen(self) -> bool:
        """Whether the program has the screen to itself."""
        return self.modes.get(_ALTERNATE, False)

    @property
    def text(self) -> str:
        """What stands on the screen that is shown, row by row."""
        screen = self.alternate if self._on_alternate else self.main
        rows = self._rows[self._on_alternate]
        # Rows are put together again only where something was drawn: this is asked for often.
        for y in screen.dirty:
            line = screen.buffer[y]
            rows[y] = "".join([line[x].data for x in range(screen.columns)]).rstrip()
        screen.dirty.clear()
        return "\n".join([rows[y] for y in range(screen.lines)])

    @property
    def modes(self) -> dict[int, bool]:
        """Terminal modes the program has touched -> whether they are on."""
        modes: dict[int, bool] = {}
        for match in _MODE.finditer(self.output):
            modes.update({int(n): match[2] == b"h" for n in match[1].split(b";") if n})
        return modes

    @property
    def settings(self) -> list[Any]:
        """The terminal's settings now, as `termios` has them."""
        return termios.tcgetattr(self.descriptor)

    @property
    def chosen(self) -> list[str]:
        """The numbers of what is chosen on the screen."""
        return re.findall(r"^[ ▌]*(\d+) +[■●] ", self.text, re.MULTILINE)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.descriptor, keys.encode())

    def read(self, seconds: float) -> bytes:
        """What the program writes next, drawn; empty when it writes nothing for so long."""
        chunk = self.receive(seconds)
        self.draw(chunk)
        return chunk

    def receive(self, seconds: float) -> bytes:
        """What the program writes next, not drawn yet."""
        if not select.select([self.descriptor], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self.descriptor, 65536)
        except OSError:  # Linux says so when the other side is closed
            return b""

    def draw(self, chunk: bytes) -> None:
        """Show what has come, but for a sequence of which the end has not."""
        self.output += chunk
        unfinished = _UNFINISHED.search(self.output, self._fed)
        end = unfinished.start() if unfinished else len(self.output)
        for part in re.split(rb"(\x1b\[\?1049[hl])", bytes(self.output[self._fed : end])):
            if part in (b"\x1b[?1049h", b"\x1b[?1049l"):
                self._on_alternate = part.endswith(b"h")
                self.alternate.reset()
            else:
                self._streams[self._on_alternate].feed(_UNKNOWN_TO_PYTE.sub(b"", part))
        self._fed = end

    def fill_up(self) -> None:
        """Have the screen painted, reading nothing, until the terminal takes no more of it."""
        self.wait_until_full(lambda: self.resize(self.main.columns + 1, self.main.lines))

    def wait_until_full(self, press_on: Callable[[], None] = lambda: None) -> None:
        """Read nothing until the terminal takes no more of what the program writes."""
        program_side = os.open(self.name, os.O_WRONLY | os.O_NOCTTY)
        room = select.poll()
        room.register(program_side, select.POLLOUT)

        def is_full() -> bool:
            press_on()
            return not room.poll(0)

        wait_until(is_full, "terminal that takes no more")
        os.close(program_side)

    def resize(self, columns: int, lines: int) -> None:
        """Change the window's size, as dragging its corner does."""
        self.main.resize(lines, columns)
        self.alternate.resize(lines, columns)
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self.descriptor, termios.TIOCSWINSZ, size)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the window."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def assert_restored(self) -> None:
        """The terminal is as the program found it."""
        left_on = {mode for mode, on in self.modes.items() if on} - _KEPT_ON
        assert not left_on, f"terminal modes left on: {sorted(left_on)}"
        assert self.modes.get(_CURSOR, True), "the cursor is left hidden"
        pushed, popped = (len(re.findall(p, self.output)) for p in (rb"\x1b\[>\d+u", rb"\x1b\[<u"))
        assert popped >= pushed, "the keyboard protocol is left on"
        assert self.settings == self.settings_before, "the terminal is left raw"


def looks(cell: pyte.screens.Char) -> object:
    """What is seen of a cell: a blank shows neither that it is bold, nor the color of text."""
    if cell.data == " " and not (cell.reverse or cell.underscore):
        return (" ", cell.bg)
    return cell


def _take_as_controlling() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
