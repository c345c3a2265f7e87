"""The pictures of a pack: read, found, and done without."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import msgspec
import pytest

from nightcramp.errors import PackError
from nightcramp.pack import load_pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.pack.pictures import Outline
from tests.content import PACK
from tests.edited_packs import CONTENT, lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lean_copy(tmp_path / "pack")


@pytest.mark.parametrize(
    "points",
    ["", "0,0 4,0", "0,0 4,0 4", "0,0 4,0 4,4,4", "0,0 4,0 4,x", "0,0 nan,0 4,4", "0,0 1,1 1e9,0"],
)
def test_points_that_make_no_shape_are_refused_by_file_and_line(folder: Path, points: str) -> None:
    line = plant(folder, "pictures/week.toml", "15,0 19,0 19,4 15,4", points)

    with pytest.raises(PackError) as caught:
        load_pack(folder)

    assert caught.value.file == "pictures/week.toml"
    assert abs(caught.value.line - line) <= 1
    assert "points must be three pairs" in caught.value.problem


def test_points_are_read_as_pairs_of_numbers() -> None:
    assert Outline(points=" 0,0  4.5,0\n4,-1 ").corners == ((0, 0), (4.5, 0), (4, -1))


def test_a_question_has_its_picture() -> None:
    shown = {q.id: p.id for q in PACK.questions if (p := PACK.picture_for(q.id))}

    assert shown == {"where": "where", "side": "side", "how_often": "week"}


def test_no_question_is_not_a_question_with_a_picture() -> None:
    assert PACK.picture_for("") is None


def test_advice_has_pictures_and_only_where_it_is_given() -> None:
    one = PACK.pictures_of({"loose-covers"})
    both = PACK.pictures_of({"loosen-covers", "pull-toes-up"})

    assert [picture.id for picture in one] == ["loose_covers"]
    assert [picture.id for picture in both] == ["toes_up", "loose_covers", "feet_over_edge"]
    assert PACK.pictures_of(()) == ()


@pytest.mark.parametrize(("language", "begins"), [("en", "Night"), ("es", "Es de noche")])
def test_the_first_screen_has_a_picture_before_the_pack_is_read(language: str, begins: str) -> None:
    front = LazyPack(content_folder(), Locale(language=language))

    assert front.picture
    assert front.picture.text.startswith(begins)
    assert "whole" not in vars(front)


def test_a_pack_without_pictures_works(folder: Path) -> None:
    pack = folder / "pack.toml"
    written = pack.read_text("utf-8")
    pack.write_text(
        re.sub(r"^(pictures|first_picture) = .*\n", "", written, flags=re.MULTILINE), "utf-8"
    )
    shutil.rmtree(folder / "pictures")

    front = LazyPack(folder)

    assert front.picture is None
    assert front.whole.pictures == ()
    assert front.whole.picture_for("where") is None


def test_a_picture_taken_off_the_list_is_not_there(folder: Path) -> None:
    plant(folder, "pack.toml", '"where", ', "")
    (folder / "pictures/where.toml").unlink()

    pack = load_pack(folder)

    assert pack.picture_for("where") is None
    assert pack.picture_for("side")


def test_a_picture_that_is_listed_and_missing_is_named(folder: Path) -> None:
    (folder / "pictures/where.toml").unlink()

    with pytest.raises(PackError, match=r"pictures/where\.toml"):
        load_pack(folder)


def test_every_file_of_a_picture_is_shown() -> None:
    files = {path.stem for path in (CONTENT / "pictures").glob("*.toml")}

    assert files == set(PACK.about.pictures)
    assert [picture.id for picture in PACK.pictures] == list(PACK.about.pictures)


def test_a_picture_that_is_made_smaller_keeps_its_shape() -> None:
    picture = msgspec.structs.replace(PACK.pictures[0], size=(30, 20))

    assert picture.cells(80, 24) == (30, 10)
    assert picture.cells(15, 24) == (15, 5)
    assert picture.cells(80, 5) == (15, 5)
