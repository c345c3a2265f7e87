"""A kept session: whole, private and trusted, or not used at all."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from nightcramp.clinic.kept_session import KEPT_FOR, forget, keep, session_file, take_up
from nightcramp.errors import SessionError

if TYPE_CHECKING:
    from nightcramp.pack import Pack

ANSWERS: dict[str, Any] = {"leg_danger": ("none",), "age": 71, "pregnant": "no"}
NOW = 1_800_000_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "nightcramp" / "session.json"


def _edit(path: Path, **changes: Any) -> None:
    table = json.loads(path.read_text())
    path.write_text(json.dumps({**table, **changes}))


def test_what_was_kept_is_taken_up_whole(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert take_up(path, pack, NOW + 60) == ANSWERS


def test_nothing_kept_is_nothing_to_take_up(path: Path, pack: Pack) -> None:
    assert take_up(path, pack, NOW) is None


def test_it_is_for_the_owner_s_eyes(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_a_kill_left_half_written_is_deleted(
    path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr("os.fsync", Mock(side_effect=KeyboardInterrupt))
        killed.setattr(Path, "unlink", Mock())
        with pytest.raises(KeyboardInterrupt):
            keep(path, pack, ANSWERS, NOW)
    assert list(path.parent.iterdir()) != []

    forget(path)

    assert list(path.parent.iterdir()) == []


def test_nothing_else_is_left_beside_it(path: Path, pack: Pack) -> None:
    for _ in range(3):
        keep(path, pack, ANSWERS, NOW)
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


@pytest.mark.parametrize("age", [KEPT_FOR + 1, -1])
def test_an_old_one_or_one_from_the_future_is_thrown_away(path: Path, pack: Pack, age: int) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert take_up(path, pack, NOW + age) is None
    assert not path.exists()


def test_forgetting_deletes_it(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    forget(path)
    forget(path)
    assert not path.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answers": {"age": 17}}, "altered"),
        ({"saved": int(NOW) + 5}, "altered"),
        ({"check": "0" * 64}, "altered"),
        ({"more": 1}, "damaged"),
        ({"answers": []}, "damaged"),
    ],
)
def test_an_altered_one_is_refused_and_moved_aside(
    path: Path, pack: Pack, changes: dict[str, Any], sentence: str
) -> None:
    keep(path, pack, ANSWERS, NOW)
    _edit(path, **changes)
    with pytest.raises(SessionError, match=sentence):
        take_up(path, pack, NOW)
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json.refused"]


def test_every_truncation_is_refused(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        path.chmod(0o600)
        with pytest.raises(SessionError):
            take_up(path, pack, NOW)


def test_one_of_another_pack_is_refused(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    _edit(path, pack="f" * 64)
    _sign_again(path)
    with pytest.raises(SessionError, match="other_pack"):
        take_up(path, pack, NOW)


def test_answers_that_do_not_fit_are_refused(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    _edit(path, answers={"age": "old"})
    _sign_again(path)
    with pytest.raises(SessionError, match="no_fit"):
        take_up(path, pack, NOW)


def test_a_link_is_refused(path: Path, pack: Pack, tmp_path: Path) -> None:
    keep(path, pack, ANSWERS, NOW)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SessionError, match="not_opened"):
        take_up(path, pack, NOW)


def test_one_that_others_can_write_is_refused(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    path.chmod(0o666)
    with pytest.raises(SessionError, match="not_private"):
        take_up(path, pack, NOW)


def test_one_of_another_user_is_refused(
    path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, pack, ANSWERS, NOW)
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    with pytest.raises(SessionError, match="not_yours"):
        take_up(path, pack, NOW)


def test_a_pipe_in_its_place_neither_hangs_nor_counts(path: Path, pack: Pack) -> None:
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    with pytest.raises(SessionError, match="no_file"):
        take_up(path, pack, NOW)


def test_it_lies_in_the_state_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert session_file() == tmp_path / "nightcramp" / "session.json"
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    assert session_file().is_relative_to(session_file().home())


def _sign_again(path: Path) -> None:
    """What someone with the program at hand could do to the file."""
    import msgspec

    from nightcramp.clinic.kept_session import Kept, _check

    kept = msgspec.json.decode(path.read_bytes(), type=Kept)
    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(kept, check=_check(kept))))
