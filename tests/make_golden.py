"""Writes `tests/golden/`: every page in every format and at every urgency, of the small pack.

Run it after a change that is meant: `python -m tests.make_golden`. A test compares.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nightcramp.reports.diary import diary
from nightcramp.reports.handover import handover
from nightcramp.reports.leaflet import leaflet
from nightcramp.reports.page import Page, render_text
from nightcramp.reports.page_html import render_html
from nightcramp.reports.page_markdown import render_markdown
from nightcramp.triage import assess, read_answers
from tests.pilot import small_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "golden" / "pages"
_REST = {
    "age": 45,
    "sitting": "much",
    "feel": ["knot"],
    "medicines": ["furosemide"],
    "started": ["furosemide"],
}
ANSWERS = {
    "incomplete": {"age": 45, "feel": ["urge"]},
    "emergency": {"danger": ["breath"]},
    "same_day": {"danger": ["swollen"], "age": 45},
    "routine": {"danger": ["back"], **_REST},
    "self_care": {"danger": ["none"], **_REST},
}


def golden_pages() -> Iterator[tuple[str, str]]:
    """The name of each file and what it holds."""
    # The real hash changes with every word of the program.
    pack = msgspec.structs.replace(small_pack(), hash="0" * 64)
    yield from _rendered("diary", diary(pack.words))
    for urgency, table in ANSWERS.items():
        answers = read_answers(pack, table)
        found = assess(pack, answers)
        assert found.urgency.name == urgency
        if not found.incomplete:
            yield from _rendered(f"leaflet-{urgency}", leaflet(pack, found))
        yield from _rendered(f"handover-{urgency}", handover(pack, found))


def _rendered(name: str, page: Page) -> Iterator[tuple[str, str]]:
    yield f"{name}.txt", render_text(page)
    yield f"{name}.md", render_markdown(page)
    style = "<style>...</style>"
    before, _, after = render_html(page, "en").partition("<style>")
    yield f"{name}.html", before + style + after.partition("</style>")[2]


if __name__ == "__main__":
    for old in FOLDER.glob("*"):
        old.unlink()
    for name, text in golden_pages():
        (FOLDER / name).write_text(text, encoding="utf-8")
