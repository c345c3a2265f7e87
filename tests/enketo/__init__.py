"""Enketo's form engine in a headless Chromium: what it makes of our form and of answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tests.headless import made_by_page
from tests.others import bundled, once_a_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = Path(__file__).parent
PACKAGES = ("enketo-core@8.1.0", "enketo-transformer@4.0.0")
_OPTIONS = ("--format=esm", "--external:libxslt", "--loader:.css=empty", "--loader:.png=empty")


class Filled(NamedTuple):
    """A filled form.

    Attributes:
        shown: names of the fields that are relevant and have a control.
        values: name of a field -> its value; counts are worked out anew.
        wrong: names of the fields whose constraint does not hold.
        missing: names of the fields that need an answer, and have none.
    """

    shown: list[str]
    values: dict[str, str]
    wrong: list[str]
    missing: list[str]


class Made(NamedTuple):
    """What came of all cases, and what was written on the console."""

    filled: list[Filled]
    complaints: list[str]


def fill_in(forms: list[str], cases: Iterable[tuple[int, Mapping[str, str]]]) -> Made:
    """Every case in one page: the number of its XForm, and its values.

    The cases of a form follow those of the form before it.
    """
    given = {
        "forms": forms,
        "cases": [{"form": number, "values": dict(values)} for number, values in cases],
    }
    files = {
        "/page.html": (HERE / "page.html").read_bytes(),
        "/fill.js": bundled(HERE / "fill.js", *PACKAGES, options=_OPTIONS),
        "/given.json": json.dumps(given).encode(),
    }
    made = once_a_run(
        PACKAGES[0], given, lambda: made_by_page(files, asked={"/xslt": _transformed})
    )
    return Made([Filled(**one) for one in made["filled"]], made["complaints"])


def _transformed(posted: bytes) -> bytes:
    """A document by a stylesheet: with libxslt, as Enketo's own server has it."""
    sheet, document = (etree.XML(text.encode()) for text in json.loads(posted))
    return bytes(etree.tostring(etree.XSLT(sheet)(document)))
