"""LHC-Forms in a headless Chromium: what it makes of our questionnaires and answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.headless import made_by_page
from tests.others import npm_package, once_a_run

HERE = Path(__file__).parent
PACKAGE = "lforms@40.1.3"


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
    given = {
        "questionnaires": questionnaires,
        "cases": [{"questionnaire": number, "response": response} for number, response in cases],
    }
    files = {f"/{name}": (HERE / name).read_bytes() for name in ("page.html", "fill.js")}
    files["/given.json"] = json.dumps(given).encode()
    folder = npm_package(PACKAGE) / "dist" / "lforms"
    made = once_a_run(PACKAGE, given, lambda: made_by_page(files, folder))
    filled = [
        Filled(one.get("response"), frozenset(one.get("shown", ()))) for one in made["filled"]
    ]
    return Made(filled, made["page"])
