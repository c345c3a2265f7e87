"""Copies of the content with something changed: one planted fault, or a random edit."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from nightcramp.check.run import check_pack
from nightcramp.errors import PackError
from nightcramp.pack import load_pack
from nightcramp.pack.load import content_folder, read_front
from tests.hostile import without_spanish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.check.finding import Finding

CONTENT = Path(str(content_folder()))
FILES = sorted(str(f.relative_to(CONTENT)) for f in CONTENT.rglob("*.toml"))
_CHECKED = ("vignettes/", "es/", "danger_pairs.toml", "population.toml")
LOADED = [name for name in FILES if not name.startswith(_CHECKED)]
"""What every start reads; patients, pairs and population are read by `nightcramp check` alone."""

TODAY = "2026-11-22"

_PIECES = (
    *("[", "]", "{", "}", '"', "=", "\n", "0", "-1", "true", "[]", "{}", '""', "any", "not"),
    *("unsure", "\x1b[2J", "\u202e", "9" * 30, "1979-05-27", "inf", "nan"),
)


def plant(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a file; the line it is on."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} no longer says {old!r}; choose another fault"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def lean_copy(target: Path, language: str = "es") -> Path:
    """A copy of the content to check over and over: three danger pairs, and no patients.

    Args:
        target: where it goes.
        language: "en" leaves the translation out.
    """
    shutil.copytree(CONTENT, target, ignore=shutil.ignore_patterns("vignettes"))
    (target / "vignettes").mkdir()
    pairs = target / "danger_pairs.toml"
    few = pairs.read_text(encoding="utf-8").split("\n[[pair]]")[:4]
    pairs.write_text("\n[[pair]]".join(few), encoding="utf-8")
    if language == "en":
        without_spanish(target)
    return target


def same_words(folder: Path) -> None:
    """Have a pack call two pages the same, and two ways out."""
    words = folder / "words.toml"
    before, start, text = words.read_text("utf-8").partition("[out]\n")
    for one, other in (("leaflet", "handover"), ("show", "save")):
        (said,) = re.findall(rf'^{one} = (".*")$', text, re.MULTILINE)[:1]
        text = re.sub(rf'^{other} = ".*"$', f"{other} = {said}", text, count=1, flags=re.MULTILINE)
    words.write_text(f"{before}{start}{text}", "utf-8")


def check_random_edits(folder: Path, language: str, seed: int, edits: int) -> Iterator[Finding]:
    """All that the check finds in a pack to which one random edit is made at a time."""
    dice = random.Random(seed)  # noqa: S311  repeatable, not secret
    edited = folder / "es" if language == "es" else folder
    files = sorted(p for p in edited.rglob("*.toml") if p.name != "medicines.toml")
    for _ in range(edits):
        path = dice.choice(files)
        original = path.read_text(encoding="utf-8")
        start = dice.randrange(len(original))
        stop = start + dice.choice([0, 1, 5, 40])
        path.write_text(original[:start] + dice.choice(_PIECES) + original[stop:], "utf-8")
        try:
            yield from check_pack(folder, TODAY)
        finally:
            path.write_text(original, encoding="utf-8")


@st.composite
def edited_bytes(draw: st.DrawFn) -> tuple[str, bytes]:
    """A content file with a few bytes replaced, most of them by what TOML cares about."""
    file = draw(st.sampled_from(LOADED))
    raw = bytearray((CONTENT / file).read_bytes())
    syntax = st.sampled_from([b"", b'"', b"[", b"]", b"{", b"}", b"=", b"\n", b"#", b",", b"-1"])
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 4)))
        raw[start:end] = draw(syntax | st.binary(max_size=3))
    return file, bytes(raw)


@st.composite
def edited_lines(draw: st.DrawFn) -> tuple[str, bytes]:
    """A content file with a line dropped, doubled, moved, or with another file's value."""
    file, other = draw(st.sampled_from(LOADED)), draw(st.sampled_from(LOADED))
    lines = (CONTENT / file).read_bytes().splitlines(keepends=True)
    others = (CONTENT / other).read_bytes().splitlines(keepends=True)
    at = draw(st.integers(0, len(lines) - 1))
    donor = draw(st.sampled_from(others))
    key, equals, value = lines[at].partition(b" = ")
    lines[at] = draw(
        st.sampled_from(
            [
                b"",
                lines[at] * 2,
                donor,
                lines[at] + donor,
                key + equals + donor.partition(b" = ")[2],
                donor.partition(b" = ")[0] + equals + value,
            ]
        )
    )
    return file, b"".join(lines)


def assert_pack_or_sentence(scratch: Path, file: str, raw: bytes) -> None:
    """Load a copy of the content with this in place of a file, which is put back then."""
    error = _load_with(scratch, file, raw)
    if error is not None:
        blamed = raw if error.file == file else _read(CONTENT / error.file)
        assert 0 <= error.line <= blamed.count(b"\n") + 2
        assert error.problem.strip()


def _load_with(scratch: Path, file: str, raw: bytes) -> PackError | None:
    before = (scratch / file).read_bytes()
    (scratch / file).write_bytes(raw)
    try:
        read_front(scratch)
        load_pack(scratch)
    except PackError as error:
        return error
    else:
        return None
    finally:
        (scratch / file).write_bytes(before)


def _read(file: Path) -> bytes:
    """A file; nothing for one that an edited name asks for and nobody has."""
    return file.read_bytes() if file.exists() else b""
