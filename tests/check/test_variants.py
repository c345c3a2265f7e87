"""The check of variants: unused words, and sentences written in the wrong variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightcramp.check.variants import check_variants
from nightcramp.pack.load import read_pack
from tests.edited_packs import lean_copy, plant

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to change."""
    return lean_copy(tmp_path / "content")


def _found(folder: Path) -> list[tuple[str, str, int]]:
    pack, documents = read_pack(folder)
    found = check_variants(pack.about, documents, folder)
    return [(one.rule, one.file, one.line) for one in found]


@pytest.mark.parametrize("file", ["variants.toml", "es/variants.toml"])
def test_a_word_that_no_sentence_uses_is_found(folder: Path, file: str) -> None:
    line = plant(folder, file, "[variant.words]\n", '[variant.words]\nsidewalk = "pavement"\n')
    assert _found(folder) == [("unused-word", file, line + 1)]


def test_a_word_with_a_capital_is_used_only_where_it_has_it(folder: Path) -> None:
    line = plant(folder, "variants.toml", "[variant.words]\n", '[variant.words]\nSword = "X"\n')
    plant(folder, "words.toml", "Press Enter to begin.", "Press Enter, not a sword.")
    found = _found(folder)
    assert ("unused-word", "variants.toml", line + 1) in found


def test_a_sentence_in_another_variant_is_found(folder: Path) -> None:
    english = plant(folder, "questions/red_flags.toml", "of another color", "of another colour")
    found = _found(folder)
    assert ("other-variant", "questions/red_flags.toml", english) in found


def test_a_translation_in_another_variant_is_found(folder: Path) -> None:
    line = plant(folder, "es/red_flags.toml", 'text = "No maneje."', 'text = "No conduzca."')
    assert _found(folder) == [("other-variant", "es/red_flags.toml", line - 1)]


def test_a_search_word_may_be_in_any_variant(folder: Path) -> None:
    plant(folder, "es/questions/medical_context.toml", '"tumor"', '"tumor, moratones"')
    assert _found(folder) == []


def test_a_word_that_a_variant_only_shortens_is_right_everywhere(folder: Path) -> None:
    plant(folder, "es/red_flags.toml", "regaliz", "regaliz (orozuz), regaliz")
    assert _found(folder) == []


def test_a_country_that_the_pack_does_not_have_is_found(folder: Path) -> None:
    line = plant(folder, "es/variants.toml", '"ES"', '"XX"')
    assert _found(folder) == [("unknown-id", "es/variants.toml", line)]


def test_a_broken_file_of_variants_is_one_finding(folder: Path) -> None:
    line = plant(folder, "es/variants.toml", "countries =", "country =")
    assert _found(folder) == [("unknown-key", "es/variants.toml", line)]


def test_a_medicine_that_the_pack_does_not_have_is_found(folder: Path) -> None:
    line = plant(folder, "variants.toml", 'albuterol = "salbutamol"', 'albuterole = "salbutamol"')
    assert _found(folder) == [("unknown-id", "variants.toml", line)]
