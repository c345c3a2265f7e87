"""A kept session: whole, private and trusted, or not used at all."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from nightcramp.clinic.kept_session import (
    KEPT_FOR,
    Moment,
    clean_up,
    forget,
    hold,
    keep,
    session_file,
    take_up,
)
from nightcramp.errors import KeepError, SessionError

if TYPE_CHECKING:
    from nightcramp.pack import Pack

ANSWERS: dict[str, Any] = {"leg_danger": ("none",), "age": 71, "pregnant": "no"}
NOW = Moment(1_800_000_000.0, "this start", 5000.0)
DOCS = Path(__file__).parents[2] / "docs"


def _later(seconds: float, *, boot: str = NOW.boot, stepped: float = 0.0) -> Moment:
    """The moment so much later, on a clock that was set by so much meanwhile."""
    return Moment(NOW.wall + seconds + stepped, boot, NOW.up + seconds)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "nightcramp" / "session.json"


def _edit(path: Path, **changes: Any) -> None:
    table = json.loads(path.read_text())
    path.write_text(json.dumps({**table, **changes}))


def test_what_was_kept_is_taken_up_whole(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert take_up(path, pack, _later(60)) == ANSWERS


def test_nothing_kept_is_nothing_to_take_up(path: Path, pack: Pack) -> None:
    assert take_up(path, pack, NOW) is None


def test_it_is_for_the_owner_s_eyes(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_nothing_else_is_left_beside_it(path: Path, pack: Pack) -> None:
    for _ in range(3):
        keep(path, pack, ANSWERS, NOW)
    assert [entry.name for entry in path.parent.iterdir()] == ["session.json"]


def test_an_old_one_is_thrown_away(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert take_up(path, pack, _later(KEPT_FOR)) == ANSWERS
    assert take_up(path, pack, _later(KEPT_FOR + 1)) is None
    assert not path.exists()


@pytest.mark.parametrize("stepped", [-(10**7), -5, 5, 10**7])
def test_a_clock_that_is_set_makes_it_neither_older_nor_younger(
    path: Path, pack: Pack, stepped: float
) -> None:
    keep(path, pack, ANSWERS, NOW)
    clean_up(path, _later(KEPT_FOR, stepped=stepped))
    assert take_up(path, pack, _later(KEPT_FOR, stepped=stepped)) == ANSWERS
    assert take_up(path, pack, _later(KEPT_FOR + 1, stepped=stepped)) is None


def test_after_another_start_the_wall_clock_counts(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    assert take_up(path, pack, _later(KEPT_FOR, boot="another")) == ANSWERS
    assert take_up(path, pack, _later(KEPT_FOR + 1, boot="another")) is None


def test_one_from_the_future_is_used_and_its_hour_begins_at_the_next_start(
    path: Path, pack: Pack
) -> None:
    keep(path, pack, ANSWERS, NOW)
    started = Moment(NOW.wall - 10**7, "another start", 10.0)
    clean_up(path, started)
    assert take_up(path, pack, started) == ANSWERS
    assert take_up(path, pack, started._replace(up=11.0 + KEPT_FOR)) is None


def test_this_moment_is_of_this_start_of_the_machine() -> None:
    first, second = Moment.now(), Moment.now()
    assert first.boot == second.boot != ""
    assert 0 < first.up <= second.up < first.up + 60


# Whoever starts next cleans up


@pytest.mark.parametrize("age", [KEPT_FOR - 10, KEPT_FOR + 10])
def test_whoever_starts_next_deletes_what_is_past_its_hour(
    path: Path, pack: Pack, age: int
) -> None:
    keep(path, pack, ANSWERS, NOW)
    aside = path.with_name("session.json.refused")
    aside.write_text("{}")
    os.utime(aside, (NOW.wall, NOW.wall))
    clean_up(path, _later(age))
    assert [file.exists() for file in (path, aside)] == [age < KEPT_FOR] * 2


def test_a_damaged_one_is_there_to_be_told_of_for_an_hour(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    path.write_text("{")
    os.utime(path, (NOW.wall, NOW.wall))
    clean_up(path, _later(KEPT_FOR))
    assert path.exists()
    clean_up(path, _later(KEPT_FOR + 1))
    assert not path.exists()


def test_an_altered_one_is_not_made_whole_again(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    _edit(path, answers={"age": 17})
    past = Moment(NOW.wall - 10**7, "another start", 10.0)
    os.utime(path, (past.wall, past.wall))
    clean_up(path, past)
    with pytest.raises(SessionError, match="altered"):
        take_up(path, pack, past)


def test_what_a_kill_left_half_written_is_deleted(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    (path.parent / ".nightcramp-0123456789abcdef.new").write_text("{")
    clean_up(path, NOW)
    assert [file.name for file in path.parent.iterdir() if file.name != "lock"] == ["session.json"]


def test_nothing_is_cleaned_up_while_a_wizard_keeps_answers_there(path: Path, pack: Pack) -> None:
    held = hold(path)
    keep(path, pack, ANSWERS, NOW)
    clean_up(path, _later(KEPT_FOR + 1))
    assert path.exists()
    os.close(held)
    clean_up(path, _later(KEPT_FOR + 1))
    assert not path.exists()


def test_cleaning_up_makes_nothing(path: Path, tmp_path: Path) -> None:
    clean_up(path, NOW)
    (tmp_path / "file").touch()
    clean_up(tmp_path / "file" / "session.json", NOW)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_the_line_for_cron_deletes_the_same(pack: Pack, tmp_path: Path) -> None:
    page = (DOCS / "clinic.md").read_text("utf-8")
    (line,) = (row for row in page.splitlines() if "session.json" in row and "find" in row)
    when, user, command = line.split(None, 5)[:5], *line.split(None, 6)[5:]
    assert (when, user) == (["*/10", "*", "*", "*", "*"], "anna")
    folder = "/home/anna/.local/state/nightcramp"
    assert folder in command
    old, young = (tmp_path / name for name in ("old", "young"))
    for place, age in ((old, 61 * 60), (young, 59 * 60)):
        keep(place / "session.json", pack, ANSWERS, NOW)
        for name in ("session.json.refused", ".nightcramp-0123456789abcdef.new", "lock"):
            (place / name).touch()
        for file in place.iterdir():
            os.utime(file, (file.stat().st_mtime - age,) * 2)
        command_here = command.replace(folder, str(place))
        subprocess.run(["/bin/sh", "-c", command_here], check=True)
    assert [file.name for file in old.iterdir()] == ["lock"]
    assert len(list(young.iterdir())) == 4


# One wizard at a time


def test_a_second_wizard_neither_takes_nor_keeps_and_says_whose_they_are(
    path: Path, pack: Pack
) -> None:
    held = hold(path)
    keep(path, pack, ANSWERS, NOW)
    with pytest.raises(KeepError, match="in_use") as raised:
        hold(path)
    assert raised.value.filled == {"path": str(path), "number": str(os.getpid())}
    os.close(held)
    os.close(hold(path))


@pytest.mark.parametrize("place", ["/dev/null", "/dev/full", "/proc/none", "name\0", "x" * 300])
def test_where_nothing_can_be_kept_it_is_a_sentence(tmp_path: Path, place: str) -> None:
    with pytest.raises(KeepError, match="no_place"):
        hold(tmp_path / place / "nightcramp" / "session.json")


@pytest.mark.parametrize("home", ["", "relative", None])
def test_without_a_home_folder_it_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", _unknown)
    monkeypatch.delenv("HOME") if home is None else monkeypatch.setenv("HOME", home)
    with contextlib.suppress(KeepError):
        assert session_file().is_absolute()
        assert home == ""  # which is the root folder
    if home is None:
        with pytest.raises(KeepError, match="no_home"):
            session_file()


def _unknown(_: int) -> None:
    raise KeyError


def test_one_that_cannot_be_deleted_is_a_sentence(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(KeepError, match="not_deleted"):
        forget(path)


def test_a_long_one_that_comes_in_parts_is_whole(
    path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path, pack, ANSWERS, NOW)
    read = os.read
    monkeypatch.setattr(os, "read", lambda file, length: read(file, min(length, 7)))
    assert take_up(path, pack, NOW) == ANSWERS


def test_forgetting_deletes_it(path: Path, pack: Pack) -> None:
    keep(path, pack, ANSWERS, NOW)
    forget(path)
    forget(path)
    assert not path.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"answers": {"age": 17}}, "altered"),
        ({"saved": int(NOW.wall) + 5}, "altered"),
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
