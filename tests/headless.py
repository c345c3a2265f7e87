"""A page of our own in a headless Chromium, beside what others wrote: what comes of it."""

from __future__ import annotations

import json
import mimetypes
import os
import subprocess
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.others import find

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 800.0
"""Seconds: all patients are put through a page, on slow machines, too."""
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def made_by_page(
    files: Mapping[str, bytes],
    beside: Path | None = None,
    asked: Mapping[str, Callable[[bytes], bytes]] | None = None,
) -> Any:
    """What a page posts to `/made`, as JSON.

    Args:
        files: path -> content; the page is `/page.html`.
        beside: a folder whose files are served where `files` has none.
        asked: path -> what answers whatever is posted there.
    """
    with _Server(files, beside, asked or {}) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            _browse(f"http://127.0.0.1:{server.server_port}/page.html", server.posted)
        finally:
            server.shutdown()
    assert server.made is not None, "the page posted nothing"
    assert "error" not in server.made, server.made["error"]
    return server.made


def _browse(address: str, done: threading.Event) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        profile = f"--user-data-dir={scratch}/profile"
        with subprocess.Popen(
            [find("chromium"), *FLAGS, profile, "--remote-debugging-port=0", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_CONFIG_HOME": scratch},
        ) as browser:
            try:
                done.wait(PATIENCE)
            finally:
                browser.terminate()


class _Server(ThreadingHTTPServer):
    """Serves on loopback, and keeps what the page posts."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        beside: Path | None,
        asked: Mapping[str, Callable[[bytes], bytes]],
    ) -> None:
        self.files = files
        self.beside = beside
        self.asked = asked
        self.made: Any = None
        self.posted = threading.Event()
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(beside)))


class _Handler(SimpleHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path in self.server.files:
            self._send(self.server.files[self.path])
        elif self.server.beside is None:
            self.send_error(404)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/made":
            self.server.made = json.loads(body)
            self._send(b"")
            self.server.posted.set()
        else:
            self._send(self.server.asked[self.path](body))

    def _send(self, body: bytes) -> None:
        kind = mimetypes.guess_type(self.path)[0] or "text/plain"
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
