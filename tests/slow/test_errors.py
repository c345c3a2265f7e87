"""Random edits of the content files: a pack, or one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from tests.edited_packs import assert_pack_or_sentence, edited_bytes, edited_lines, lean_copy

if TYPE_CHECKING:
    from pathlib import Path

often = settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all edits; each puts back what it changed."""
    return lean_copy(tmp_path_factory.mktemp("random") / "content")


@often
@given(edited=edited_bytes())
def test_any_bytes_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    assert_pack_or_sentence(scratch, *edited)


@often
@given(edited=edited_lines())
def test_any_lines_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    assert_pack_or_sentence(scratch, *edited)
