"""The review book of the pack itself, opened and printed by a real browser."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.check.book.book import make_book
from nightcramp.pack import load_pack
from tests.chromium import opened
from tests.edited_packs import CONTENT
from tests.others import find
from tests.processor import at_most

if TYPE_CHECKING:
    from pathlib import Path

    from tests.chromium import Page

MOST_BYTES = 6_000_000
MOST_SECONDS = 60.0
"""Processor time; it takes about 20."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the pack itself, as a file."""
    file = tmp_path_factory.mktemp("book") / "book.html"
    with at_most(MOST_SECONDS):
        file.write_text(make_book(load_pack(CONTENT), CONTENT), encoding="utf-8")
    return file


async def run(page: Page, script: str) -> Any:
    """What a script in the page gives."""
    result = await page.ask("Runtime.evaluate", expression=script, returnByValue=True)
    assert "exceptionDetails" not in result, result["exceptionDetails"]
    return result["result"].get("value")


async def loaded(page: Page) -> None:
    """Wait until the page's own script has run."""
    ready = "document.readyState === 'complete' && location.protocol === 'file:'"
    for _ in range(300):
        if await run(page, ready):
            return
        await asyncio.sleep(0.1)
    pytest.fail("the page did not load")


def test_it_can_be_mailed(book: Path) -> None:
    assert book.stat().st_size < MOST_BYTES


async def test_the_grid_is_drawn_and_tells_what_is_behind_a_cell(book: Path) -> None:
    async with opened(f"file://{book}") as page:
        await loaded(page)
        painted = """(() => {
            const canvas = document.getElementById("pair-canvas");
            const pen = canvas.getContext("2d");
            const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
            const colors = new Set();
            for (let i = 0; i < data.length; i += 4) colors.add(data.slice(i, i + 3).join());
            return ["157,42,47", "168,88,8", "51,103,138"].every((one) => colors.has(one));
        })()"""
        assert await run(page, painted)
        found = await run(
            page,
            """(() => {
            for (const [id, label] of [["pair-first", "Newly swollen, more than the other leg"],
                                       ["pair-second", "Fainted, or nearly"]]) {
                const box = document.getElementById(id);
                box.value = [...box.options].find((one) => one.text === label).value;
                box.dispatchEvent(new Event("change"));
            }
            return document.getElementById("pair-behind").textContent;
        })()""",
        )
        assert "Together: E emergency: now" in found
        assert "clot_in_lungs" in found


async def test_arrow_keys_move_through_the_grid(book: Path) -> None:
    async with opened(f"file://{book}") as page:
        await loaded(page)
        behind = """(() => {
            const press = (key) => document.getElementById("pair-grid")
                .dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
            press("ArrowDown");
            press("ArrowRight");
            return ["pair-first", "pair-second"].map((id) => document.getElementById(id).value);
        })()"""
        assert await run(page, behind) == ["1", "1"]


async def test_an_objection_names_its_rule_and_is_saved_without_a_network(book: Path) -> None:
    async with opened(f"file://{book}") as page:
        await loaded(page)
        saved = await run(
            page,
            """(() => {
            let blob;
            URL.createObjectURL = (one) => { blob = one; return "#"; };
            const asText = Blob;
            let said;
            window.Blob = class extends asText {
                constructor(parts, kind) { super(parts, kind); said = parts.join(""); }
            };
            document.querySelector("#red-flag-clot_in_lungs button").click();
            document.querySelector("#emergency .sign [name=name]").value = "Dr. Ada";
            document.getElementById("save").click();
            return said;
        })()""",
        )
        written = json.loads(saved)
        assert written["hash"] == load_pack(CONTENT).hash
        assert written["chapters"] == [
            {
                "chapter": "emergency",
                "name": "Dr. Ada",
                "role": "",
                "date": "",
                "verdict": "object",
                "rules": "red-flag-clot_in_lungs",
                "remark": "",
            }
        ]
        assert [
            one for one in page.asked_for if not one.startswith(("file:", "blob:", "data:"))
        ] == []


def test_in_print_every_side_carries_the_hash_and_the_pairs_are_listed(
    book: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "book.pdf"
    subprocess.run(
        [
            *(find("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer"),
            *(f"--print-to-pdf={pdf}", f"file://{book}"),
        ],
        check=True,
        capture_output=True,
        timeout=200,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path)},
    )
    text = subprocess.run(
        [find("pdftotext"), "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8"
    ).stdout
    sides = text.split("\f")[:-1]

    foot = f"pack {load_pack(CONTENT).hash[:16]}"
    assert [number for number, side in enumerate(sides, 1) if foot not in side] == []
    assert re.search(r"Higher than the sum of its parts\s", text)
    assert "Sign or object: Red flags: emergency" in text
    assert "Save what I wrote" not in text
