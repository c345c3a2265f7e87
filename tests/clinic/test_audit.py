"""The audit file: nothing a person answered, and no line that can be removed unseen."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import pytest

from nightcramp.clinic.audit import AuditEntry, AuditLine, describe, record, verify
from nightcramp.errors import NightcrampError
from nightcramp.triage import assess, read_answers

if TYPE_CHECKING:
    from pathlib import Path

    from nightcramp.pack import Pack

SESSION = AuditEntry(
    session="ab12",
    pack="1.0",
    pack_hash="0" * 64,
    urgency="routine",
    rules=("restless_legs",),
    seconds=180,
    ended="finished",
)


def _write(path: Path, count: int) -> None:
    for number in range(count):
        record(str(path), msgspec.structs.replace(SESSION, session=str(number)))


def test_each_session_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    _write(path, 3)
    lines = [msgspec.json.decode(row, type=AuditLine) for row in path.read_bytes().splitlines()]
    assert [line.session for line in lines] == ["0", "1", "2"]
    assert verify(str(path)) == 3


def test_it_is_for_the_owner_s_eyes(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    _write(path, 1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_names_rules_and_never_answers(tmp_path: Path, pack: Pack) -> None:
    answers = read_answers(pack, {"leg_danger": ["swollen"], "age": 73, "pregnant": "no"})
    path = tmp_path / "audit"
    record(str(path), describe(pack, assess(pack, answers), "ab12", 60, "left"))
    written = path.read_text()
    assert "clot_in_leg" in written
    assert "same_day" in written
    assert "73" not in msgspec.json.decode(written)["session"]
    assert not {"swollen", '"age"', ":73"} & set(written.replace(",", " ").split())
    assert "swollen" not in written


def test_questions_not_finished_have_no_urgency(pack: Pack) -> None:
    assert describe(pack, None, "ab12", 5, "idle").urgency == ""


@pytest.mark.parametrize("removed", [0, 1, 3])
def test_a_removed_line_shows(tmp_path: Path, removed: int) -> None:
    path = tmp_path / "audit"
    _write(path, 5)
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(rows[:removed] + rows[removed + 1 :]))
    with pytest.raises(NightcrampError, match=f"line {removed + 1}: a line before it is missing"):
        verify(str(path))


@pytest.mark.parametrize("altered", [0, 2, 4])
def test_an_altered_line_shows(tmp_path: Path, altered: int) -> None:
    path = tmp_path / "audit"
    _write(path, 5)
    rows = path.read_bytes().splitlines(keepends=True)
    rows[altered] = rows[altered].replace(b"routine", b"same_day")
    path.write_bytes(b"".join(rows))
    with pytest.raises(NightcrampError, match=f"line {altered + 1}: this line was altered"):
        verify(str(path))


def test_a_line_torn_on_purpose_shows(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    _write(path, 4)
    rows = path.read_bytes().splitlines(keepends=True)
    rows[1] = rows[1][:20] + b"\n"
    path.write_bytes(b"".join(rows))
    with pytest.raises(NightcrampError, match="line 3: a line before it is missing or altered"):
        verify(str(path))


@pytest.mark.parametrize("left", [1, 25, 200])
def test_after_a_power_cut_mid_line_the_chain_goes_on(tmp_path: Path, left: int) -> None:
    path = tmp_path / "audit"
    _write(path, 2)
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[1][:left])
    _write(path, 2)
    assert verify(str(path)) == 4


def test_an_empty_or_torn_first_line_is_a_beginning(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    path.write_bytes(b'{"session": "x')
    _write(path, 1)
    assert verify(str(path)) == 1


def test_fifty_writers_at_once_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    # A lock belongs to an open file, not to a process: threads contend for it as processes do.
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(_write, [path] * 50, [4] * 50))
    assert verify(str(path)) == 200


def test_long_lines_before_the_last_are_skipped_over(tmp_path: Path) -> None:
    path = tmp_path / "audit"
    long = msgspec.structs.replace(SESSION, rules=("r" * 70_000,))
    for session in (SESSION, long, SESSION):
        record(str(path), session)
    assert verify(str(path)) == 3


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "audit").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NightcrampError, match="cannot be written"):
        record(str(tmp_path / "audit"), SESSION)
    assert not (tmp_path / "elsewhere").exists()


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NightcrampError, match="No such file"):
        verify(str(tmp_path / "audit"))
