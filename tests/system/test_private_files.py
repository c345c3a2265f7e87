"""Private files: on the disk before they have their name, and only their owner's."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from nightcramp.system import private_files
from nightcramp.system.private_files import appending, hold, read, save, write


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is synced and named, in order."""
    done: list[str] = []

    def recorded(name: str, function: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Any:
            synced = isinstance(arguments[0], int) and os.fstat(arguments[0]).st_mode
            kind = "folder" if synced and stat.S_ISDIR(synced) else "file"
            done.append(f"{name} {kind}" if synced else name)
            return function(*arguments, **options)

        return call

    monkeypatch.setattr(os, "fsync", recorded("sync", os.fsync))
    monkeypatch.setattr(os, "link", recorded("name", os.link))
    monkeypatch.setattr(Path, "replace", recorded("name", Path.replace))
    return done


@pytest.fixture(params=["nameless", "named", "no links"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How a file system lets a file be made: without a name first, or only with one."""
    if request.param != "nameless":
        monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY)
    if request.param == "no links":
        monkeypatch.setattr(os, "link", _no_links)
    return str(request.param)


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_has_its_name_only_once_it_is_on_the_disk(
    way: str, tmp_path: Path, calls: list[str], *, replace: bool
) -> None:
    save(tmp_path / "file", b"all of it", replace=replace)

    names = 2 if (way, replace) in (("nameless", True), ("no links", False)) else 1
    assert calls == ["sync file", *["name"] * names, "sync folder"]
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"all of it"]


def test_a_file_that_has_just_appeared_is_not_replaced(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    monkeypatch.setattr(
        private_files, "_check_target", lambda *_, **__: path.write_bytes(b"theirs")
    )

    with pytest.raises(FileExistsError):
        save(path, b"mine", replace=False)

    assert way
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"theirs"]


def test_a_kill_before_a_new_file_has_its_name_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(os, "link", Mock(side_effect=KeyboardInterrupt))
        killed.setattr(Path, "unlink", Mock())
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path / "file", b"all of it", replace=False)

    assert list(tmp_path.iterdir()) == []


def test_what_is_written_in_parts_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(os, "write", lambda file, data: whole(file, data[:3]))

    save(tmp_path / "file", b"all of it", replace=False)

    assert (tmp_path / "file").read_bytes() == b"all of it"


def test_what_writes_nothing_does_not_go_on_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda *_: 0)

    with pytest.raises(OSError, match="Input/output error"):
        save(tmp_path / "file", b"all of it", replace=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("length", [0, 5, 9, 20])
def test_what_is_read_in_parts_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    save(tmp_path / "file", b"all of it", replace=False)
    whole = os.read
    monkeypatch.setattr(os, "read", lambda file, size: whole(file, min(size, 2)))

    assert read(tmp_path / "file", length)[1] == b"all of it"[:length]


def test_a_lock_of_another_is_waited_for_only_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(private_files, "PATIENCE", 0.03)
    with (tmp_path / "file").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_SH)
        with pytest.raises(BlockingIOError), appending(tmp_path / "file"):
            pass
        with pytest.raises(BlockingIOError):
            hold(tmp_path / "file")
    with appending(tmp_path / "file"):
        pass
    os.close(hold(tmp_path / "file"))


def test_what_is_held_stays_held_until_it_is_closed(tmp_path: Path) -> None:
    held = hold(tmp_path / "lock")
    with pytest.raises(BlockingIOError):
        hold(tmp_path / "lock")
    assert not os.get_inheritable(held)
    os.close(held)
    os.close(hold(tmp_path / "lock"))


def test_what_is_appended_is_on_the_disk(tmp_path: Path, calls: list[str]) -> None:
    with appending(tmp_path / "file") as file:
        write(file, b"a line\n")

    assert calls == ["sync file"]


def test_whatever_the_umask_a_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        save(tmp_path / "saved", b"", replace=False)
        with appending(tmp_path / "appended") as file:
            write(file, b"")
    finally:
        os.umask(umask)

    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_nothing_is_appended_to_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")

    for name in ("pipe", "link"):
        with pytest.raises(OSError), appending(tmp_path / name):  # noqa: PT011  any reason will do
            pass
    assert not (tmp_path / "elsewhere").exists()
