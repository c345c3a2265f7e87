"""A pack of which only the first two files have been read."""

from __future__ import annotations

import shutil
from pathlib import Path
from weakref import ref

import pytest

from nightcramp.pack import load_pack
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from tests.pseudo import CODE, write_pseudo_pack

SPANISH = Locale(language="es")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that was signed in both languages; each test puts back what it changes."""
    content = Path(str(content_folder()))
    folder = Path(shutil.copytree(content, tmp_path_factory.mktemp("signed") / "content"))
    for hashed in (load_pack(folder).hash, load_pack(folder, SPANISH).translation_hash):
        pack = (folder / "pack.toml").read_text("utf-8")
        signature = f'reviewed_hash = "{hashed}"'
        (folder / "pack.toml").write_text(pack.replace('reviewed_hash = ""', signature, 1), "utf-8")
    return folder


def test_a_sign_off_is_known_without_reading_the_rest(signed: Path) -> None:
    for locale in (Locale(), SPANISH):
        late = LazyPack(signed, locale)

        assert late.reviewed
        assert "whole" not in vars(late)
        assert late.whole.reviewed


@pytest.mark.parametrize(
    ("file", "still_signed"),
    [
        ("causes/strain.toml", [False, False]),
        ("questions/habits.toml", [False, False]),
        ("pictures/where.toml", [False, False]),
        ("es/words.toml", [True, False]),
        ("es/pictures/where.toml", [True, False]),
        ("vignettes/f01.toml", [True, True]),
    ],
)
def test_a_changed_byte_undoes_the_sign_off(
    signed: Path, file: str, still_signed: list[bool]
) -> None:
    whole = (signed / file).read_bytes()
    (signed / file).write_bytes(whole + b"\n")
    try:
        packs = [LazyPack(signed, locale) for locale in (Locale(), SPANISH)]
        assert [pack.reviewed for pack in packs] == still_signed
        assert [pack.whole.reviewed for pack in packs] == still_signed
    finally:
        (signed / file).write_bytes(whole)


def test_a_pack_without_a_sign_off_is_not_reviewed() -> None:
    assert not LazyPack(content_folder()).reviewed


def test_two_languages_are_read_once_and_no_more_are_kept(tmp_path: Path) -> None:
    english = LazyPack(write_pseudo_pack(tmp_path))
    spanish = english.speaking("es")

    assert spanish.speaking("es") is spanish
    assert spanish.speaking("en") is english
    assert english.speaking("es") is spanish

    invented = ref(spanish.speaking(CODE))
    assert spanish.speaking("en") is not english
    assert invented() is None
