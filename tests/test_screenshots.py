from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.make_screenshots import FOLDER, PICTURES, Picture, draw

if TYPE_CHECKING:
    from nightcramp.pack import Pack


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
async def test_the_picture_shows_the_screen_as_it_is(picture: Picture, pack: Pack) -> None:
    drawn = (FOLDER / f"{picture.name}.svg").read_text(encoding="utf-8")
    same = drawn == await draw(picture, pack)
    assert same, f"{picture.name} looks different now; look at it after `make screenshots`"


def test_every_picture_is_of_a_screen() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {picture.name for picture in PICTURES}


def test_no_picture_asks_the_network_for_anything() -> None:
    for path in FOLDER.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text
        assert "href" not in text
