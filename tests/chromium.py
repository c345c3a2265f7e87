"""A page in a headless Chromium, used as a person would, and the terminal that it shows."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import re
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any

import aiohttp
import pyte
import pytest

from tests.headless import FLAGS
from tests.others import find

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

PATIENCE = 30.0
_LET_GO = 0.9
"""Seconds until a key that was pressed cannot be one that is held down."""
_CONTROL = 2
_NAMED = {"\r": ("Enter", 13), "\x1b[D": ("ArrowLeft", 37), "\x1b[B": ("ArrowDown", 40)}


class Page:
    """An open page: what is typed into it, and what it was told to show.

    Attributes:
        asked_for: the addresses that it asked for.
        ended: whether its session has ended.
    """

    def __init__(self, line: aiohttp.ClientWebSocketResponse) -> None:
        self.asked_for: list[str] = []
        self.ended = False
        self._line = line
        self._last = ""
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._changed = asyncio.Event()
        self._terminal = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._terminal)

    @property
    def text(self) -> str:
        """What its terminal shows, as one line."""
        return " ".join(" ".join(self._terminal.display).split())

    async def type(self, keys: str) -> None:
        """Press one key after the other; the same one twice only once it was let go of."""
        while keys:
            key = next((name for name in _NAMED if keys.startswith(name)), keys[0])
            keys = keys.removeprefix(key)
            if key == self._last:
                await asyncio.sleep(_LET_GO)
            await self._press(key)
            self._last = key

    async def _press(self, key: str) -> None:
        pressed: dict[str, Any] = {"key": key, "text": key}
        if key in _NAMED:
            name, code = _NAMED[key]
            pressed = {"key": name, "code": name, "windowsVirtualKeyCode": code}
        elif key < " ":
            letter = chr(ord(key) + ord("@"))
            pressed = {"key": letter.lower(), "code": f"Key{letter}", "modifiers": _CONTROL}
            pressed["windowsVirtualKeyCode"] = ord(letter)
        await self.ask("Input.dispatchKeyEvent", type="keyDown", **pressed)
        await self.ask("Input.dispatchKeyEvent", type="keyUp", **pressed)

    async def tap(self) -> None:
        """Tap on the page: until then no key reaches it."""
        at = {"x": 300, "y": 200, "button": "left", "clickCount": 1}
        await self.ask("Input.dispatchMouseEvent", type="mousePressed", **at)
        await self.ask("Input.dispatchMouseEvent", type="mouseReleased", **at)

    async def close(self) -> None:
        """Close the tab."""
        await self.ask("Page.close")

    async def wait_for(self, text: str) -> None:
        """Wait until its terminal shows a text."""
        await self.wait_until(lambda: " ".join(text.split()) in self.text, text)

    async def wait_until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; it is looked at again with whatever the page receives."""

        async def wait() -> None:
            while not holds():
                self._changed.clear()
                await self._changed.wait()

        try:
            await asyncio.wait_for(wait(), PATIENCE)
        except asyncio.TimeoutError:
            pytest.fail(f"{what!r} did not come; there is:\n{self.text}")

    async def ask(self, method: str, **parameters: Any) -> Any:
        """Ask Chromium for something."""
        number = len(self._answers) + 1
        self._answers[number] = answer = asyncio.get_running_loop().create_future()
        await self._line.send_json({"id": number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, PATIENCE)

    async def listen(self) -> None:
        """Take in all that Chromium tells, until it ends."""
        async for message in self._line:
            told = message.json()
            if "id" in told:
                answer = self._answers[told["id"]]
                if "error" in told:
                    answer.set_exception(RuntimeError(told["error"]["message"]))
                else:
                    answer.set_result(told["result"])
            elif told["method"] == "Network.webSocketFrameReceived":
                self._take(told["params"]["response"])
            elif told["method"] == "Network.webSocketFrameSent":
                self._follow_size(json.loads(told["params"]["response"]["payloadData"]))
            elif told["method"] == "Network.webSocketClosed":
                self.ended = True
            elif told["method"] == "Network.requestWillBeSent":
                self.asked_for.append(told["params"]["request"]["url"])
            self._changed.set()

    def _follow_size(self, sent: list[Any]) -> None:
        if sent[0] == "resize":
            self._terminal.resize(sent[1]["height"], sent[1]["width"])

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["opcode"] == aiohttp.WSMsgType.BINARY:
            self._stream.feed(base64.b64decode(frame["payloadData"]))


@contextlib.asynccontextmanager
async def opened(address: str) -> AsyncIterator[Page]:
    """A page opened in a Chromium of its own."""
    async with _chromium() as port, aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/json/list") as listed:
            targets = await listed.json()
        [line] = [one["webSocketDebuggerUrl"] for one in targets if one["type"] == "page"]
        async with session.ws_connect(line, max_msg_size=0) as connected:
            page = Page(connected)
            listening = asyncio.create_task(page.listen())
            await page.ask("Network.enable")
            await page.ask("Page.navigate", url=address)
            try:
                yield page
            finally:
                listening.cancel()


@contextlib.asynccontextmanager
async def _chromium() -> AsyncIterator[int]:
    """A browser, and the port on loopback where it takes orders."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = await asyncio.create_subprocess_exec(
            *(find("chromium"), *FLAGS, "--window-size=800,1000"),
            *("--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "XDG_CONFIG_HOME": profile},
        )
        assert browser.stderr is not None
        try:
            said = await asyncio.wait_for(browser.stderr.readuntil(b"DevTools listening"), PATIENCE)
            address = await asyncio.wait_for(browser.stderr.readline(), PATIENCE)
            reading = asyncio.create_task(browser.stderr.read())
            port = re.search(rb":(\d+)/", address)
            assert port, said + address
            yield int(port[1])
            reading.cancel()
        finally:
            browser.terminate()
            await browser.wait()
