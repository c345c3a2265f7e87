"""A pack of which only the first two files have been read."""

from __future__ import annotations

from pathlib import Path
from weakref import ref

import msgspec
import pytest

from nightcramp.pack.folder import PackFolder
from nightcramp.pack.lazy import LazyPack
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.pack.model import About
from nightcramp.pack.sign_off import Signed, Signer
from tests.pseudo import CODE, write_pseudo_pack

SIGNER = Signer("José Núñez", "nurse", "2026-11-01", "English")


def _reviewer(folder: PackFolder, about: About, language: str) -> Signed:
    assert folder.has("pack.toml")
    assert about.id == "nightcramp"
    return Signed((msgspec.structs.replace(SIGNER, language=language),))


def test_a_pack_whose_signatures_nobody_checks_is_not_reviewed() -> None:
    late = LazyPack(content_folder())

    assert late.signed == Signed()
    assert "whole" not in vars(late)
    assert not late.whole.reviewed


@pytest.mark.parametrize("language", ["en", "es"])
def test_who_signed_is_known_on_the_first_screen_and_in_the_next_language(language: str) -> None:
    late = LazyPack(content_folder(), Locale(language="en"), _reviewer).speaking(language)

    assert [one.language for one in late.signed.by] == [language]
    assert late.whole.signed == late.signed
    assert late.whole.reviewed


def test_on_a_terminal_without_accents_a_name_has_none() -> None:
    late = LazyPack(content_folder(), Locale(ascii=True), _reviewer)

    assert late.signed.by[0].name == "Jose Nuniez"


def test_two_languages_are_read_once_and_no_more_are_kept(tmp_path: Path) -> None:
    english = LazyPack(write_pseudo_pack(tmp_path))
    spanish = english.speaking("es")

    assert spanish.speaking("es") is spanish
    assert spanish.speaking("en") is english
    assert english.speaking("es") is spanish

    invented = ref(spanish.speaking(CODE))
    assert spanish.speaking("en") is not english
    assert invented() is None
