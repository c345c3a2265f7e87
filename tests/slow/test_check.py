"""A whole pack checked after hundreds of random edits, and with every point moved by one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from nightcramp.check.finding import Finding
from nightcramp.check.sensitivity import move_points
from tests.edited_packs import CONTENT, check_random_edits, lean_copy

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack


# In CI half of the edits: a change waits there for half an hour at most.
_SHARE = 2 if os.environ.get("CI") else 1
_SEARCHES = ("contradictions", "patients", "pairs", "variants")
"""Parts of the check that take most of the time."""
_OF_ENGLISH = ("rules", "sources", "words", "silence", "review", "codes", "pictures", "population")
"""Parts that find the same whatever a translation says."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("language", "edits"), [("en", 320 // _SHARE), ("es", 100 // _SHARE)])
def test_hundreds_of_random_edits_give_findings_and_never_a_traceback(
    tmp_path: Path, language: str, edits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = lean_copy(tmp_path / "pack", language)
    searched = edits // 20
    found = [*check_random_edits(folder, language, 20261122, searched)]
    for part in (*_SEARCHES, *(_OF_ENGLISH if language == "es" else ())):
        monkeypatch.setattr(f"nightcramp.check.run.check_{part}", lambda *_: ())
    found += check_random_edits(folder, language, 1, edits - searched)
    assert len(found) > edits // 10
    assert all(isinstance(finding, Finding) for finding in found)


def test_no_point_moved_by_one_changes_any_urgency(pack: Pack) -> None:
    moves = list(move_points(pack, CONTENT))
    assert [move for move in moves if move.new_urgency] == []
    assert len(moves) == 2 * sum(len(cause.evidence) for cause in pack.causes)
