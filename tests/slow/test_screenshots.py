from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.make_recording import FRAMES, LARGEST, draw_recording
from tests.make_screenshots import FOLDER, PICTURES, RECORDING, Picture, draw, read
from tests.pseudo import CODE


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_the_picture_shows_the_screen_as_it_is(picture: Picture) -> None:
    drawn = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    same = drawn == await draw(picture)
    assert same, f"{picture.name} looks different now; look at it after `make screenshots`"


@pytest.mark.parametrize(
    "picture",
    # Beside a QR code stands what it holds, which is as much as a code holds.
    [picture for picture in PICTURES if picture.name != "qr-code"],
    ids=lambda picture: picture.name,
)
async def test_nothing_is_cut_off_in_a_language_that_is_longer(picture: Picture) -> None:
    """Every sentence of the pseudo-language ends in a bracket; a list or a text says it goes on."""
    rows = await read(replace(picture, language=CODE))
    opened, closed = rows.count("["), rows.count("]")
    goes_on = re.search(r"^ *\[?[▼▲] ", rows, re.MULTILINE)
    assert opened == closed or goes_on, rows


def test_every_picture_is_of_a_screen() -> None:
    known = {picture.name for picture in PICTURES} | {RECORDING}
    assert {path.stem for path in FOLDER.glob("*.svg")} == known


async def test_the_recording_shows_an_interview_as_it_is() -> None:
    drawn = (FOLDER / f"{RECORDING}.svg").read_text(encoding="utf-8")
    same = drawn == await draw_recording()
    assert same, "the recording looks different now; look at it after `make screenshots`"
    assert len(drawn.encode()) <= LARGEST


def test_each_frame_of_the_recording_has_a_time_of_its_own() -> None:
    """One at a time is seen, none is missing, and without movement the last one stands."""
    drawn = (FOLDER / f"{RECORDING}.svg").read_text(encoding="utf-8")
    spans = re.findall(r"([\d.]+)%{visibility:visible}([\d.]+)%{visibility:hidden}", drawn)
    assert len(spans) == len(FRAMES) == drawn.count('<g class="frame"')
    assert [float(begins) for begins, _ in spans] == [0.0, *(float(ends) for _, ends in spans[:-1])]
    assert float(spans[-1][1]) == 100
    assert (
        f"prefers-reduced-motion: reduce){{.frame{{animation:none}}#frame{len(FRAMES) - 1}{{vis"
        in drawn
    )


def test_no_picture_asks_the_network_for_anything() -> None:
    for path in FOLDER.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert "href" not in text
