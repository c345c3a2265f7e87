"""LHC-Forms in a headless Chromium: what it makes of our questionnaires and answers."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.others import find, npm_package

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
PACKAGE = "lforms@40.1.3"
PATIENCE = 180.0
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Filled(NamedTuple):
    """A filled form.

    Attributes:
        response: the QuestionnaireResponse that it gives; None where it failed.
        shown: link ids of the items that are enabled.
    """

    response: Any
    shown: frozenset[str]


class Made(NamedTuple):
    """What came of all cases, and the text of the first questionnaire as drawn."""

    filled: list[Filled]
    page: str


def fill_in(questionnaires: list[Any], cases: list[tuple[int, Any]]) -> Made:
    """Every case in one page: the number of its questionnaire, and its response."""
    chromium = find("chromium")
    folder = npm_package(PACKAGE) / "dist" / "lforms"
    given = {
        "questionnaires": questionnaires,
        "cases": [{"questionnaire": number, "response": response} for number, response in cases],
    }
    with (
        _serving(_Server(folder, json.dumps(given).encode())) as server,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
    ):
        address = f"http://127.0.0.1:{server.server_port}/page.html"
        command = [chromium, *_FLAGS, f"--user-data-dir={scratch}/profile", address]
        with subprocess.Popen(
            [*command, "--remote-debugging-port=0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_CONFIG_HOME": scratch},
        ) as browser:
            try:
                made = server.wait()
            finally:
                browser.terminate()
    filled = [
        Filled(one.get("response"), frozenset(one.get("shown", ()))) for one in made["filled"]
    ]
    return Made(filled, made["page"])


class _Server(ThreadingHTTPServer):
    """Serves the package and the page on loopback, and waits for what the page posts."""

    def __init__(self, folder: Path, given: bytes) -> None:
        self.given = given
        self.made: Any = None
        self.posted = threading.Event()
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))

    def wait(self) -> Any:
        assert self.posted.wait(PATIENCE), "the page posted nothing"
        assert "error" not in self.made, self.made["error"]
        return self.made


@contextlib.contextmanager
def _serving(server: _Server) -> Iterator[_Server]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Our page beside the package's files."""

    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        ours = HERE / self.path.lstrip("/")
        if self.path == "/given.json":
            self._send(self.server.given, "application/json")
        elif ours.parent == HERE and ours.suffix in (".html", ".js") and ours.is_file():
            kind = "text/html" if ours.suffix == ".html" else "text/javascript"
            self._send(ours.read_bytes(), kind)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.made = json.loads(body)
        self._send(b"", "text/plain")
        self.server.posted.set()

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
