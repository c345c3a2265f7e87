"""Files, printers and the person's terminal: all of a page or none, and a reason in words."""

from __future__ import annotations

import base64
import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from nightcramp.errors import DeliveryError
from nightcramp.system import delivery, private_files
from tests.content import WORDS

if TYPE_CHECKING:
    from pathlib import Path

OUT = WORDS.out
NASTY = "a\x1b[4i\x1b]0;x\x07\u202eb\n"


def refused(path: Path, *, replace: bool = False) -> str:
    """Which kind of refusal it is; its sentence exists, and nothing is left behind."""
    with pytest.raises(DeliveryError) as raised:
        delivery.save(path, "page", replace=replace)
    assert hasattr(OUT, raised.value.kind)
    return raised.value.kind


def test_a_page_is_saved_whole_and_private(tmp_path: Path) -> None:
    delivery.save(tmp_path / "page.txt", NASTY)

    assert (tmp_path / "page.txt").read_text() == "a[4i]0;xb\n"
    assert stat.S_IMODE((tmp_path / "page.txt").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_file_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("mine")

    assert refused(path) == "exists"
    assert path.read_text() == "mine"
    delivery.save(path, "new", replace=True)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_a_file_that_appears_in_the_meantime_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.txt"
    monkeypatch.setattr(private_files, "_check_target", lambda *_, **__: path.write_text("theirs"))

    assert refused(path) == "exists"
    assert path.read_text() == "theirs"


def test_no_such_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(tmp_path / "none" / "page.txt") == "no_folder"
    assert refused(tmp_path / "file" / "page.txt") == "no_folder"


def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe")

    for name in ("folder", "link", "pipe"):
        assert refused(tmp_path / name, replace=True) == "no_file"
    assert refused(tmp_path / "..") == "no_file"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, "no_permission"),
        (errno.EROFS, "no_permission"),
        (errno.ENOSPC, "no_space"),
        (errno.EDQUOT, "no_space"),
        (errno.EIO, "other"),
    ],
    ids=lambda value: errno.errorcode.get(value, str(value)),
)
def test_what_the_disk_says_is_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: str
) -> None:
    write = os.write

    def half(out: int, data: bytes) -> int:
        if len(data) > 4:
            return write(out, data[:2])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(DeliveryError) as raised:
        delivery.save(tmp_path / "page.txt", "a long page")
    monkeypatch.undo()

    assert raised.value.kind == kind
    assert getattr(OUT, kind).format(**raised.value.values)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_what_is_no_name_is_a_sentence(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name) == "bad_name"


def test_without_links_a_page_is_saved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    delivery.save(tmp_path / "page.txt", "page")

    assert (tmp_path / "page.txt").read_text() == "page"
    assert refused(tmp_path / "page.txt") == "exists"


def test_a_name_says_nothing_and_is_new_each_time(tmp_path: Path) -> None:
    names = {delivery.any_name(tmp_path, ".html").name for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith("nightcramp-") and len(name) == 24 for name in names)


def printing_system(folder: Path, monkeypatch: pytest.MonkeyPatch, lp: str) -> None:
    """`lp` and `lpstat` that do as they are told here, and nothing else on the path."""
    for name, does in {"lp": lp, "lpstat": "echo front-desk; echo office_2"}.items():
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_printers_are_those_that_the_system_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_system(tmp_path, monkeypatch, "true")

    assert delivery.can_print()
    assert delivery.printers() == ("front-desk", "office_2")


def test_lp_gets_the_page_and_a_title_that_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printing_system(tmp_path, monkeypatch, f'echo "$@" >{tmp_path}/said; cat >{tmp_path}/page')
    delivery.print_on("front-desk", NASTY)

    assert (tmp_path / "said").read_text() == "-d front-desk -t nightcramp\n"
    assert (tmp_path / "page").read_text() == "a[4i]0;xb\n"


def test_what_lp_says_on_failure_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printing_system(tmp_path, monkeypatch, "printf 'lp: \\033[2J no paper\\n' >&2; exit 1")

    with pytest.raises(DeliveryError) as raised:
        delivery.print_on("front-desk", "page")
    assert raised.value.values == {"said": "lp: [2J no paper"}


def test_without_a_printing_system_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not delivery.can_print()
    with pytest.raises(DeliveryError, match="no 'lpstat'"):
        delivery.printers()


def test_the_terminal_s_printer_gets_one_page_in_ascii() -> None:
    sent = delivery.for_terminal_printer(f"qué\n{NASTY}")

    assert sent == "\x1b[5ique\r\na[4i]0;xb\r\n\f\x1b[4i"


def test_the_clipboard_gets_the_page_and_nothing_else() -> None:
    sent = delivery.for_clipboard(f"qué\n{NASTY}")

    assert sent.startswith("\x1b]52;c;")
    assert sent.endswith("\x07")
    assert base64.b64decode(sent[7:-1]).decode() == "qué\na[4i]0;xb\n"


@pytest.mark.parametrize("name", ["/", ".", ".."])
def test_a_path_without_a_name_is_a_sentence(name: str, tmp_path: Path) -> None:
    assert refused(tmp_path / name if name != "/" else type(tmp_path)("/")) == "no_file"
