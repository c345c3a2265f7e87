"""The audit file: nothing a person answered, and no line that can be changed unseen."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import pytest

from nightcramp.clinic import audit, chain, waiting
from nightcramp.clinic.audit import describe, end_of, prepare, read_key, record
from nightcramp.clinic.chain import AuditEntry, Row
from nightcramp.clinic.verify import verify
from nightcramp.errors import NightcrampError
from nightcramp.system import private_files
from nightcramp.triage import assess, read_answers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nightcramp.pack import Pack

SESSION = AuditEntry(
    session="ab12", pack="1.0", pack_hash="0" * 64, urgency="routine", seconds=180, ended="left"
)
KEY = b"k" * 32
BOTH = pytest.mark.parametrize("key", [b"", KEY], ids=["without a key", "with a key"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit"


def _write(path: Path, *sessions: object, key: bytes = b"") -> None:
    for session in sessions:
        record(str(path), msgspec.structs.replace(SESSION, session=str(session)), key)


def _sessions(path: Path) -> list[str]:
    return [msgspec.json.decode(row, type=Row).session for row in path.read_bytes().splitlines()]


def _count(path: Path, key: bytes = b"") -> int:
    return verify(str(path), key).last.number


def _is_found(path: Path, key: bytes = b"") -> bool:
    try:
        verify(str(path), key)
    except NightcrampError:
        return True
    return False


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


# What a line says


@BOTH
def test_each_session_is_one_line(path: Path, key: bytes) -> None:
    _write(path, *"abc", key=key)
    assert _sessions(path) == ["a", "b", "c"]
    assert _count(path, key) == 3


def test_it_is_for_the_owner_s_eyes(path: Path) -> None:
    _write(path, 1, key=KEY)
    for file in (path, end_of(path)):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_names_the_urgency_and_nothing_that_tells_an_answer(path: Path, pack: Pack) -> None:
    answers = read_answers(pack, {"leg_danger": ["swollen"], "age": 73, "pregnant": "no"})
    found = assess(pack, answers)
    record(str(path), describe(pack, found, "ab12", 60, "left"))
    line = msgspec.json.decode(path.read_bytes())
    assert line["urgency"] == "same_day"
    said = set(map(str, line.values()))
    rules = {item.flag.id for item in found.flags} | {item.cause.id for item in found.causes}
    assert rules
    assert not said & {*answers, *rules, "73", "swollen", "no"}
    assert not any(rule in path.read_text() for rule in rules)


def test_questions_not_finished_have_no_urgency(pack: Pack) -> None:
    assert describe(pack, None, "ab12", 5, "idle").urgency == ""


def test_the_urgencies_are_counted(path: Path) -> None:
    for urgency in ("routine", "emergency", "", "routine"):
        record(str(path), msgspec.structs.replace(SESSION, urgency=urgency))
    assert verify(str(path)).urgencies == {"routine": 2, "emergency": 1, "": 1}


# What a chain shows


@BOTH
def test_every_bit_that_is_turned_shows(path: Path, key: bytes) -> None:
    _write(path, *"ab", key=key)
    for file in [path, *([end_of(path)] if key else [])]:
        whole = file.read_bytes()
        for at in range(len(whole)):
            for bit in range(8):
                turned = bytes((whole[at] ^ 1 << bit,))
                file.write_bytes(whole[:at] + turned + whole[at + 1 :])
                assert _is_found(path, key), (file.name, at, bit)
        file.write_bytes(whole)
    assert _count(path, key) == 2


def test_with_a_key_every_cut_at_any_byte_shows(path: Path) -> None:
    _write(path, *"abc", key=KEY)
    for file in (path, end_of(path)):
        whole = file.read_bytes()
        for length in range(len(whole)):
            file.write_bytes(whole[:length])
            assert _is_found(path, KEY), (file.name, length)
        file.write_bytes(whole)


def test_without_a_key_a_cut_shows_but_between_two_lines(path: Path) -> None:
    _write(path, *"abc")
    whole = path.read_bytes()
    ends = {at + 1 for at, byte in enumerate(whole) if byte == ord("\n")}
    hidden = set()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        if not _is_found(path):
            hidden.add(length)
    assert hidden == ends - {len(whole)}


def _changes(lines: list[bytes], other: bytes) -> Iterator[tuple[str, list[bytes]]]:
    count = len(lines)
    for at in range(count):
        yield f"{at} removed", lines[:at] + lines[at + 1 :]
        yield f"{at} twice", lines[: at + 1] + lines[at:]
        yield f"{at} spaced", [*lines[:at], lines[at].replace(b":", b": ", 1), *lines[at + 1 :]]
        more = lines[at].replace(b"{", b'{"more":1,', 1)
        yield f"{at} with a field", [*lines[:at], more, *lines[at + 1 :]]
        double = lines[at].replace(b"{", b'{"session":"x",', 1)
        yield f"{at} with a key twice", [*lines[:at], double, *lines[at + 1 :]]
        huge = lines[at].replace(b'"seconds":180', b'"seconds":' + b"9" * 400)
        yield f"{at} with a huge number", [*lines[:at], huge, *lines[at + 1 :]]
        yield f"{at} in half", [*lines[:at], lines[at][:20] + b"\n", *lines[at + 1 :]]
        for to in range(at):
            moved = lines[:at] + lines[at + 1 :]
            yield f"{at} moved to {to}", [*moved[:to], lines[at], *moved[to:]]
    for at in range(count + 1):
        for name, new in (("empty", b"\n"), ("garbage", b"{}\n"), ("other", other)):
            yield f"{name} at {at}", [*lines[:at], new, *lines[at:]]


@BOTH
def test_whatever_is_altered_inserted_removed_or_moved_shows(
    path: Path, tmp_path: Path, key: bytes
) -> None:
    _write(tmp_path / "other", "x", key=key)
    _write(path, *"abcd", key=key)
    whole = _lines(path)
    hidden = []
    for name, changed in _changes(whole, _lines(tmp_path / "other")[0]):
        path.write_bytes(b"".join(changed))
        if not _is_found(path, key):
            hidden.append(name)
    assert hidden == ([] if key else ["3 removed"])


def test_with_a_key_a_chain_written_anew_shows(path: Path) -> None:
    _write(path, *"abc", key=KEY)
    end = end_of(path).read_bytes()
    for key in (b"", b"another key of theirs"):
        for file in (path, end_of(path)):
            file.unlink(missing_ok=True)
        _write(path, *"abx", key=key)
        for beside in (end, None):
            if beside is not None:
                end_of(path).write_bytes(beside)
            assert _is_found(path, KEY)


@pytest.mark.parametrize("left", [0, 1, 2])
def test_with_a_key_what_was_cut_off_still_shows_when_others_were_recorded_since(
    path: Path, left: int
) -> None:
    _write(path, *"abc", key=KEY)
    path.write_bytes(b"".join(_lines(path)[:left]))
    _write(path, *"defg", key=KEY)
    with pytest.raises(NightcrampError, match="lines were cut off"):
        verify(str(path), KEY)


@pytest.mark.parametrize("record_of_end", [b"", b"x" * chain.END_LENGTH, None])
def test_a_record_of_the_end_that_was_spoiled_is_not_written_anew(
    path: Path, record_of_end: bytes | None
) -> None:
    _write(path, *"abc", key=KEY)
    if record_of_end is None:
        end_of(path).unlink()
    else:
        end_of(path).write_bytes(record_of_end)
    _write(path, *"de", key=KEY)
    with pytest.raises(NightcrampError, match="lines may have been cut off"):
        verify(str(path), KEY)


def test_an_end_that_a_kill_left_behind_is_recorded_by_the_next(path: Path) -> None:
    _write(path, "a", key=KEY)
    end = end_of(path).read_bytes()
    _write(path, *"bc", key=KEY)
    end_of(path).write_bytes(end)
    assert verify(str(path), KEY).recorded == 1
    _write(path, "d", key=KEY)
    assert verify(str(path), KEY).recorded == 4


@BOTH
@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n"])
def test_an_emptied_file_is_no_chain(path: Path, key: bytes, content: bytes) -> None:
    _write(path, *"abc", key=key)
    path.write_bytes(content)
    assert _is_found(path, key)
    end_of(path).unlink(missing_ok=True)
    assert _is_found(path, key)


def test_nothing_is_checked_with_the_wrong_key_or_without_it(path: Path) -> None:
    _write(path, *"ab", key=KEY)
    with pytest.raises(NightcrampError, match="give it as --audit-key"):
        verify(str(path))
    with pytest.raises(NightcrampError, match="is of another key"):
        verify(str(path), b"another key, as long")
    end_of(path).unlink()
    path.unlink()
    _write(path, *"ab")
    end_of(path).write_bytes(chain.write_end(chain.follow(None, SESSION, KEY), KEY))
    with pytest.raises(NightcrampError, match="line 1: this line was written without the key"):
        verify(str(path), KEY)


# Power cuts


@BOTH
@pytest.mark.parametrize("left", [1, 25, 200])
def test_after_a_power_cut_mid_line_the_chain_goes_on_and_says_so(
    path: Path, key: bytes, left: int
) -> None:
    _write(path, *"ab", key=key)
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[1][:left])
    assert _is_found(path, key)
    _write(path, *"cd", key=key)
    found = verify(str(path), key)
    assert (found.last.number, found.torn) == (4, (3,))


@BOTH
def test_what_was_torn_off_cannot_be_changed_once_a_line_follows_it(path: Path, key: bytes) -> None:
    path.write_bytes(b'{"session": "x')
    _write(path, "a", key=key)
    rows = _lines(path)
    for torn in (b"", b"\n", b'{"session": "y\n', rows[0] + b"\n"):
        path.write_bytes(torn + rows[1])
        assert _is_found(path, key)


def test_a_line_without_its_newline_is_whole(path: Path) -> None:
    _write(path, *"ab", key=KEY)
    path.write_bytes(path.read_bytes()[:-1])
    _write(path, "c", key=KEY)
    assert verify(str(path), KEY).torn == ()
    assert _count(path, KEY) == 3


def test_the_last_line_is_found_behind_any_rubbish(path: Path) -> None:
    _write(path, *"ab")
    with path.open("ab") as file:
        file.write(b"\n".join([b"x" * 50_000] * 9))
    _write(path, "c")
    assert _count(path) == 3


# Many writers, and locks


@BOTH
def test_fifty_writers_at_once_make_one_chain(path: Path, key: bytes) -> None:
    # A lock belongs to an open file, not to a process: threads contend for it as processes do.
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda number: _write(path, *(f"{number}-{n}" for n in "1234"), key=key),
                         range(50)))  # fmt: skip
    _write(path, "last", key=key)
    assert _count(path, key) == 201
    assert len(set(_sessions(path))) == 201


@pytest.fixture
def locked(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The audit file, read by a program that locks what it reads."""
    monkeypatch.setattr(private_files, "PATIENCE", 0.05)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield file.fileno()


@BOTH
def test_a_lock_that_is_never_released_stops_nobody_and_loses_no_line(
    path: Path, locked: int, key: bytes
) -> None:
    before = time.monotonic()
    _write(path, *"abc", key=key)
    assert time.monotonic() - before < 1
    assert path.read_bytes() == b""
    for file in waiting.folder_of(path).iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    fcntl.flock(locked, fcntl.LOCK_UN)
    _write(path, "d", key=key)
    assert sorted(_sessions(path)) == ["a", "b", "c", "d"]
    assert _count(path, key) == 4
    assert list(waiting.folder_of(path).iterdir()) == []


def test_a_lock_that_is_soon_released_is_waited_for(path: Path, locked: int) -> None:
    fcntl.flock(locked, fcntl.LOCK_UN)
    _write(path, "a")
    assert _sessions(path) == ["a"]


@BOTH
def test_what_waits_is_taken_in_once_even_after_a_kill(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(path, "a", key=key)
    waiting.leave(path, msgspec.structs.replace(SESSION, session="b"), key)
    with monkeypatch.context() as killed:
        killed.setattr(private_files, "remove", _killed)
        with pytest.raises(KeyboardInterrupt):
            _write(path, "c", key=key)
    _write(path, "d", key=key)
    assert _sessions(path) == ["a", "b", "c", "d"]
    assert _count(path, key) == 4


def _killed(_: object) -> None:
    raise KeyboardInterrupt


@BOTH
def test_only_a_line_of_this_key_is_taken_in(path: Path, key: bytes, tmp_path: Path) -> None:
    folder = waiting.folder_of(path)
    folder.mkdir()
    _write(path, "a", key=key)
    whole = chain.encode(chain.alone(SESSION, key))
    (folder / "altered").write_bytes(whole.replace(b"routine", b"emergen"))
    (folder / "rubbish").write_bytes(b"x" * 20_000)
    (folder / "in the chain").write_bytes(_lines(path)[0][:-1])
    (folder / "of another").write_bytes(chain.encode(chain.alone(SESSION, b"another" * 9)))
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(folder / "pipe")
    _write(path, "b", key=key)
    found = verify(str(path), key)
    assert (found.last.number, found.waiting, found.strange) == (2, 0, 6)


def test_what_waits_is_taken_in_after_a_line_that_was_torn_off(path: Path) -> None:
    _write(path, "a")
    path.write_bytes(path.read_bytes() + b"torn")
    for session in "bc":
        waiting.leave(path, msgspec.structs.replace(SESSION, session=session), b"")
    _write(path, "d")
    assert (_count(path), verify(str(path)).torn) == (4, (2,))


def test_what_waits_is_counted(path: Path) -> None:
    _write(path, "a")
    waiting.leave(path, SESSION, b"")
    assert verify(str(path)).waiting == 1


# What cannot be written


def test_a_full_disk_stops_nobody_while_the_journal_is_there(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("syslog.syslog", lambda _, line: told.append(line))
    monkeypatch.setattr(os, "write", _full)
    log = tmp_path / "log"
    monkeypatch.setattr(audit, "_SYSTEM_LOG", log)
    with pytest.raises(NightcrampError, match="No space left"):
        _write(path, "a")
    log.touch()
    _write(path, "b")
    assert [msgspec.json.decode(line)["session"] for line in told] == ["b"]


def _full(*_: object) -> int:
    raise OSError(28, os.strerror(28))


@pytest.mark.parametrize("key", [b"", KEY])
def test_what_was_written_in_part_is_told_in_full_by_the_next(
    path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(path, "a", key=key)
    write, parts = os.write, iter([30])

    def short(file: int, data: bytes) -> int:
        part = next(parts, 0)
        return write(file, data[:part]) if part else _full()

    with monkeypatch.context() as full:
        full.setattr(os, "write", short)
        full.setattr(waiting, "leave", lambda *_: None)
        _write(path, "b", key=key)
    _write(path, "c", key=key)
    found = verify(str(path), key)
    assert (found.last.number, found.torn) == (2, (2,))


def test_a_link_is_not_followed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_SYSTEM_LOG", tmp_path / "none")
    path.symlink_to(tmp_path / "elsewhere")
    waiting.folder_of(path).touch()
    with pytest.raises(NightcrampError, match="cannot be written"):
        record(str(path), SESSION)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", ["missing", "folder", "pipe"])
def test_what_is_no_file_is_a_sentence(path: Path, name: str) -> None:
    path.mkdir() if name == "folder" else os.mkfifo(path) if name == "pipe" else None
    with pytest.raises(NightcrampError, match=str(path)):
        verify(str(path))


# Before anyone sits down


def test_what_cannot_be_used_is_a_sentence_at_the_start(path: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    with pytest.raises(NightcrampError, match=r"the key .* cannot be read: No such file"):
        prepare(str(path), str(key))
    key.write_bytes(b"k" * 15)
    with pytest.raises(NightcrampError, match="others can read the key"):
        prepare(str(path), str(key))
    key.chmod(0o400)
    with pytest.raises(NightcrampError, match="too short"):
        prepare(str(path), str(key))
    key.chmod(0o600)
    key.write_bytes(KEY)
    for target in ("", "journal"):
        with pytest.raises(NightcrampError, match="--audit-key needs --audit FILE"):
            prepare(target, str(key))
    with pytest.raises(NightcrampError, match="audit file /nowhere/audit cannot be written"):
        prepare("/nowhere/audit", "")
    assert prepare(str(path), str(key)) == KEY
    assert read_key("") == b""
    end_of(path).unlink()
    end_of(path).mkdir()
    with pytest.raises(NightcrampError, match=r"audit\.end cannot be written"):
        prepare(str(path), str(key))


@pytest.mark.usefixtures("locked")
def test_a_locked_file_does_not_stop_the_start(path: Path) -> None:
    assert prepare(str(path), "") == b""
