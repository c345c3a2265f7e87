"""A slow line: a real sshd behind a proxy on loopback that delays, and counts."""

from __future__ import annotations

import queue
import socket
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from nightcramp.triage.interview import Interview
from tests.real_sshd import HOST, Sshd, make_launcher, make_python
from tests.real_terminal import RealTerminal
from tests.typing_answers import ENTER, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack

_LARGEST = 16384


class SlowLine:
    """Listens on a port of loopback, and hands on to another, late.

    Args:
        port: where it hands on to.
        round_trip: seconds, half of them each way.
        bits_a_second: each way.
    """

    def __init__(self, port: int, round_trip: float, bits_a_second: float) -> None:
        self._to = port
        self._late = round_trip / 2
        self._bits = bits_a_second
        self.carried = 0
        self._closed = threading.Event()
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections, and hand nothing on any more."""
        self._closed.set()
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            there = socket.create_connection((HOST, self._to))
            self._pump(here, there)
            self._pump(there, here)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        target.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        on_the_way: queue.Queue[tuple[float, bytes]] = queue.Queue()
        threading.Thread(target=self._take, args=(source, on_the_way), daemon=True).start()
        threading.Thread(target=self._deliver, args=(target, on_the_way), daemon=True).start()

    def _take(self, source: socket.socket, on_the_way: queue.Queue[tuple[float, bytes]]) -> None:
        free = 0.0
        piece = b"?"
        while piece:
            try:
                piece = source.recv(_LARGEST)
            except OSError:
                piece = b""
            free = max(free, time.monotonic()) + len(piece) * 8 / self._bits
            on_the_way.put((free + self._late, piece))

    def _deliver(self, target: socket.socket, on_the_way: queue.Queue[tuple[float, bytes]]) -> None:
        piece = b"?"
        while piece:
            due, piece = on_the_way.get()
            if self._closed.wait(max(0.0, due - time.monotonic())):
                break
            self.carried += len(piece)
            try:
                target.sendall(piece)
            except OSError:
                return
        target.close()


@dataclass(frozen=True)
class OverSsh:
    """One interview over a line.

    Attributes:
        login: milliseconds until a command that only says a word has said it.
        first_text: milliseconds until the first text.
        question: milliseconds from a key to the whole next question, median.
        whole: bytes on the wire, both ways, after the first text.
    """

    line: str
    login: float
    first_text: float
    question: float
    whole: int


LINES = {
    "loopback": (0.0, 1e9),
    "100 ms": (0.1, 1e9),
    "300 ms": (0.3, 1e9),
    "300 ms, 256 kbit/s": (0.3, 256e3),
}


def over_ssh(pack: Pack) -> Iterator[OverSsh]:
    """An interview over each kind of line, with compression and without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        launcher = make_launcher(make_python(folder / "python"), folder / "nightcramp-kiosk")
        with (
            Sshd(folder / "clinic", str(launcher)) as clinic,
            Sshd(folder / "floor", "/bin/echo ready") as floor,
        ):
            for line, (round_trip, bits) in LINES.items():
                for compression in ("no", "yes"):
                    slow = SlowLine(clinic.port, round_trip, bits)
                    bare = SlowLine(floor.port, round_trip, bits)
                    with _terminal(floor, bare, compression) as terminal:
                        terminal.wait_for("ready")
                        login = _since_start(terminal)
                    with _terminal(clinic, slow, compression) as terminal:
                        measured = _interview(terminal, slow, pack)
                    slow.close()
                    bare.close()
                    label = f"{line}, compressed" if compression == "yes" else line
                    yield OverSsh(label, login, *measured)


def _terminal(server: Sshd, line: SlowLine, compression: str) -> RealTerminal:
    """As `server.terminal`, by way of the line."""
    alias = f"HostKeyAlias=[{HOST}]:{server.port}"
    command = server.ssh("-tt", "-o", f"Compression={compression}", "-o", alias)
    at = command.index("-p") + 1
    return RealTerminal([*command[:at], str(line.port), *command[at + 1 :]])


def _interview(terminal: RealTerminal, line: SlowLine, pack: Pack) -> tuple[float, float, int]:
    """First text, a question, and the bytes of it all."""
    terminal.wait_for(pack.words.welcome.begin)
    first_text = _since_start(terminal)
    before = line.carried
    waits = []
    now = Interview.begin(pack)
    began = time.perf_counter()
    terminal.press(ENTER)
    while (question := now.question) is not None:
        terminal.wait_for(question.text)
        waits.append((time.perf_counter() - began) * 1000)
        value = calm_answer(now)
        keys = keys_for(now, value)
        now = now.answer(value)
        terminal.press_calmly(keys[:-1])
        terminal.read_until_quiet(1.0)
        began = time.perf_counter()
        terminal.press(keys[-1])
    terminal.read_until_quiet(1.0)
    return first_text, median(waits[1:]), line.carried - before


def _since_start(terminal: RealTerminal) -> float:
    return (time.perf_counter() - terminal.started) * 1000
