"""Private files: on the disk before they have their name, and only their owner's."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from nightcramp.system.private_files import appending, save, write


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


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_has_its_name_only_once_it_is_on_the_disk(
    tmp_path: Path, calls: list[str], *, replace: bool
) -> None:
    save(tmp_path / "file", b"all of it", replace=replace)

    assert calls == ["sync file", "name", "sync folder"]


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
