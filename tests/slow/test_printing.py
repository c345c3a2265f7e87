"""Every page printed by a real browser: on its sides of A4 and of Letter, whole and readable."""

from __future__ import annotations

import os
import re
import subprocess
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from nightcramp.reports.diary import diary
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import Page, render_text
from nightcramp.reports.page_html import render_html
from nightcramp.triage import assess, read_answers
from tests.calm import calm
from tests.content import VIGNETTES, pack_of
from tests.others import find

if TYPE_CHECKING:
    from pathlib import Path


LANGUAGES = ("en", "es")
MOST_SIGNS = {
    "pregnant": "gave_birth",
    "when_felt": ["bed", "evening", "walking", "dialysis"],
    "diet": ["poor", "little_water", "smoke", "cola"],
    "alcohol_often": "most_days",
}
"""The answers of somebody who has most signs to watch for."""
POINTS = {"A4": (595, 842), "Letter": (612, 792)}
_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)
_MARGIN = 26
"""Points that no word comes nearer to the edge; no printer leaves out so much."""


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The browser's own files: made once, which takes longer than a page does."""
    return tmp_path_factory.mktemp("profile")


def print_to_pdf(folder: Path, profile: Path, page: Page, language: str, sheet: str) -> Path:
    """What the browser makes of the page on that paper, asked for by a rule of its own."""
    source = render_html(page, language).replace("</style>", f"@page {{ size: {sheet}; }}</style>")
    (folder / "page.html").write_text(source, encoding="utf-8")
    subprocess.run(
        [
            find("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={folder / 'page.pdf'}", f"file://{folder / 'page.html'}",
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "XDG_CONFIG_HOME": str(profile)},
    )  # fmt: skip
    return folder / "page.pdf"


def ask(program: str, *arguments: str | Path) -> str:
    return subprocess.run(
        [find(program), *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout


def how_many_sides(pdf: Path) -> int:
    match = re.search(r"^Pages: +(\d+)$", ask("pdfinfo", pdf), re.MULTILINE)
    assert match
    return int(match[1])


def text_of_side(pdf: Path, side: int) -> str:
    """What is printed on a side, without blanks."""
    number = str(side)
    return "".join(ask("pdftotext", "-f", number, "-l", number, "-layout", pdf, "-").split())


def assert_fonts_are_embedded(pdf: Path) -> None:
    fonts = ask("pdffonts", pdf).splitlines()[2:]
    assert fonts
    for font in fonts:
        embedded, _subset, _unicode = re.findall(r"\b(yes|no)\b", font)
        assert embedded == "yes"


def assert_nothing_overflows(pdf: Path, sheet: str) -> None:
    width, height = POINTS[sheet]
    words = _WORD.findall(ask("pdftotext", "-bbox", pdf, "-"))
    assert words
    for left, top, right, bottom, word in words:
        assert float(left) >= _MARGIN, word
        assert float(right) <= width - _MARGIN, word
        assert float(top) >= _MARGIN, word
        assert float(bottom) <= height - _MARGIN, word


@lru_cache
def longest(language: str) -> str:
    """The vignette whose leaflet says most."""
    return max(VIGNETTES, key=lambda v: len(render_text(leaflet_of(v.id, language)))).id


@lru_cache
def pictured(language: str) -> str:
    """The vignette whose leaflet says most beside two rows of pictures."""
    pages = {v.id: leaflet_of(v.id, language) for v in VIGNETTES}
    drawn = [name for name, page in pages.items() if len(_pictures_of(page)) == 2]
    return max(drawn, key=lambda name: len(render_text(pages[name])))


def _pictures_of(page: Page) -> list[str]:
    return [block.text for block in page.blocks if block.kind == "picture"]


def leaflet_of(patient: str, language: str) -> Page:
    return _page("leaflet", patient, language)


def _page(what: str, patient: str, language: str) -> Page:
    pack = pack_of(language=language)
    if what == "diary":
        return diary(pack.words)
    given = next((v.answers for v in VIGNETTES if v.id == patient), {})
    answers = read_answers(pack, given) if given else calm(pack, **MOST_SIGNS)
    found = assess(pack, answers)
    if what == "leaflet":
        return leaflet(pack, found)
    return handover(pack, found)


@pytest.mark.parametrize("sheet", POINTS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("patient", ["V20", "longest", "pictured", "most signs"])
def test_a_leaflet_is_printed_on_the_two_sides_of_one_sheet(
    tmp_path: Path, profile: Path, patient: str, language: str, sheet: str
) -> None:
    chosen = {"longest": longest, "pictured": pictured}.get(patient, lambda _: patient)
    page = leaflet_of(chosen(language), language)
    assert (patient == "pictured") <= bool(_pictures_of(page))
    pdf = print_to_pdf(tmp_path, profile, page, language, sheet)

    assert how_many_sides(pdf) == 2
    assert_fonts_are_embedded(pdf)
    assert_nothing_overflows(pdf, sheet)
    back = next(i for i, block in enumerate(page.blocks) if block.kind == "sheet")
    for side, blocks in enumerate((page.blocks[:back], page.blocks[back:]), 1):
        printed = text_of_side(pdf, side)
        for block in blocks:
            if block.kind != "picture":
                assert "".join(block.text.split()) in printed or len(block.text) > 80


@pytest.mark.parametrize("sheet", POINTS)
def test_a_diary_is_printed_on_one_sheet(tmp_path: Path, profile: Path, sheet: str) -> None:
    pdf = print_to_pdf(tmp_path, profile, _page("diary", "", "es"), "es", sheet)

    assert how_many_sides(pdf) == 1
    assert_nothing_overflows(pdf, sheet)


def test_a_handover_is_printed_within_the_margins(tmp_path: Path, profile: Path) -> None:
    pdf = print_to_pdf(tmp_path, profile, _page("handover", "V11", "es"), "es", "Letter")

    assert how_many_sides(pdf) <= 5
    assert_nothing_overflows(pdf, "Letter")
