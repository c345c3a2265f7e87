"""Each format says what it said before, for one person of each urgency."""

from __future__ import annotations

import pytest

from tests.golden_data import FOLDER, every

MADE = every()


@pytest.mark.parametrize("name", MADE)
def test_it_is_what_it_was(name: str) -> None:
    before = (FOLDER / name).read_bytes()

    assert MADE[name].decode() == before.decode(), "if meant: python -m tests.golden_data"


def test_every_file_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(MADE)


def test_the_files_are_small() -> None:
    assert max(len(content) for content in MADE.values()) < 32_000
