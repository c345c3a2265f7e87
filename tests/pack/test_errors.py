"""A mistake in the content is one sentence: file, line, what is wrong, what is near."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightcramp.cli.main import main
from nightcramp.errors import PackError
from nightcramp.pack import Pack, load_pack, load_words
from nightcramp.pack.load import content_folder

CONTENT = Path(str(content_folder()))
FILES = sorted(str(f.relative_to(CONTENT)) for f in CONTENT.rglob("*.toml"))
LOADED = [name for name in FILES if not name.startswith(("vignettes/", "es/", "danger_pairs.toml"))]
"""What every start reads; patients and pairs are read by `nightcramp check` alone."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content, to break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _replace(file: Path, old: str, new: str) -> int:
    """Replace the first occurrence; the line it is on."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file.name} no longer says {old!r}; choose another fault"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def _check(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Let the command use a broken pack; the one sentence it says."""
    answers = folder.with_name("answers.toml")
    answers.write_text("age = 60")
    assert main(["assess", "--pack", str(folder), str(answers)]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("nightcramp: ")
    assert said.err.count("\n") == 1
    return said.err.removeprefix("nightcramp: ").rstrip("\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("causes/sedentary.toml", "summary =", "sumary =", "Did you mean 'summary'?"),
        ("causes/sedentary.toml", "points = 1", 'points = "one"', "int"),
        ("causes/sedentary.toml", "points = 1", "points = 1.5", "int"),
        ("causes/sedentary.toml", '"low"', '"lowish"', "lowish"),
        ("causes/sedentary.toml", "sitting_hours =", "sitting_hour =", "'sitting_hours'?"),
        ("causes/sedentary.toml", '"slouch"', '"slouching"', "Did you mean 'slouch'?"),
        ("causes/sedentary.toml", '"delacour-2020"', '"delacour-2021"', "'delacour-2020'?"),
        ("causes/sedentary.toml", "at_least = 8", "at_lest = 8", "at_least"),
        ("causes/sedentary.toml", "at_least = 8", 'at_least = "8"', "a number"),
        ("causes/sedentary.toml", "{ at_least = 8 }", "8", "a range"),
        ("causes/sedentary.toml", "{ at_least = 8 }", '"8"', "a range"),
        ("causes/sedentary.toml", '"slouch"', "[]", "an answer"),
        ("causes/sedentary.toml", '"any"', '"anny"', "'any'?"),
        ("mimics/claudication.toml", 'id = "hurry"', 'id = "walking"', "used twice"),
        (
            "sources.toml",
            '{ id = "judge',
            '{ id = "seed", title = "" }, { id = "judge',
            "used twice",
        ),
        ("measures.toml", '"alcohol_amount"', '"alcohol_amounts"', "'alcohol_amount'?"),
        ("red_flags.toml", "danger_now =", "danger_know =", "Did you mean 'danger_now'?"),
        ("red_flags.toml", '"emergency"', '"emergencies"', "emergencies"),
        ("questions/habits.toml", 'kind = "single"', 'kind = "singel"', "singel"),
        ("pack.toml", '"weeks"', '"week"', "no question. Did you mean 'weeks'?"),
        ("pack.toml", '"began"', '"begun"', "no question. Did you mean 'began'?"),
        ("pack.toml", '"refuse"', '"refused"', "Did you mean 'refuse'?"),
        ("pack.toml", '"situation"', '"situations"', "situations"),
        ("codes.toml", '"dvt"', '"dvd"', "nothing that has a code. Did you mean 'dvt'?"),
        ("codes.toml", '"pregnant/no"', '"pregnant/not"', "'pregnant/no'?"),
        ("codes.toml", '"audit_c_panel"', '"audit_d_panel"', "'audit_c_panel'?"),
        ("pack.toml", "moderate = 2", 'moderate = "two"', "int"),
        ("words.toml", "helps =", "help =", "unknown key 'help'"),
    ],
)
def test_a_fault_names_its_file_its_line_and_what_was_meant(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, says: str
) -> None:
    line = _replace(folder / file, old, new)

    sentence = _check(folder, capsys)

    assert sentence.startswith(f"{file}, line {line}: ")
    assert says in sentence


def test_bad_toml_names_the_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = _replace(folder / "advice.toml", " = ", " == ")

    assert _check(folder, capsys).startswith(f"advice.toml, line {line}: is not valid TOML")


def test_a_missing_key_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _replace(folder / "causes/shoes.toml", "title = ", "cap = 6 # ")

    sentence = _check(folder, capsys)

    assert sentence.startswith("causes/shoes.toml")
    assert "missing" in sentence
    assert "'title'" in sentence


@pytest.mark.parametrize("file", LOADED)
def test_a_missing_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (folder / file).unlink()

    assert _check(folder, capsys).startswith(f"{file}: is missing")


@pytest.mark.parametrize("file", LOADED)
def test_a_folder_instead_of_a_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()

    assert _check(folder, capsys).startswith(f"{file}: ")


def test_a_cause_of_which_there_is_no_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(folder / "pack.toml", '"sedentary"', '"sedentery"')

    assert _check(folder, capsys).startswith("causes/sedentery.toml: is missing")


@pytest.mark.parametrize("file", LOADED)
def test_text_that_is_not_utf_8_names_the_line(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    raw = (folder / file).read_bytes()
    (folder / file).write_bytes(raw + b"\n# caf\xe9\n")

    line = raw.count(b"\n") + 2

    assert _check(folder, capsys) == f"{file}, line {line}: is not UTF-8 text; save it as UTF-8."


def test_what_a_broken_file_says_cannot_drive_the_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _replace(folder / "causes/shoes.toml", "title = ", '"\\u001b]0;owned\\u0007" = 1\ntitle = ')

    sentence = _check(folder, capsys)

    assert "owned" in sentence
    assert sentence.isprintable()


def test_deep_nesting_is_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "advice.toml"
    file.write_text("deep = " + "[" * 100_000 + "]" * 100_000, encoding="utf-8")

    assert _check(folder, capsys).startswith("advice.toml")


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all random edits; each puts back what it changed."""
    return Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("random") / "content"))


def _load_with(scratch: Path, file: str, raw: bytes) -> Pack | PackError:
    before = (scratch / file).read_bytes()
    (scratch / file).write_bytes(raw)
    try:
        load_words(scratch)
        return load_pack(scratch)
    except PackError as error:
        return error
    finally:
        (scratch / file).write_bytes(before)


@st.composite
def _edited_bytes(draw: st.DrawFn) -> tuple[str, bytes]:
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
def _edited_lines(draw: st.DrawFn) -> tuple[str, bytes]:
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


def _read(file: Path) -> bytes:
    """A file; nothing for one that an edited name asks for and nobody has."""
    return file.read_bytes() if file.exists() else b""


def _assert_pack_or_sentence(scratch: Path, file: str, raw: bytes) -> None:
    loaded = _load_with(scratch, file, raw)
    if isinstance(loaded, PackError):
        blamed = raw if loaded.file == file else _read(CONTENT / loaded.file)
        assert 0 <= loaded.line <= blamed.count(b"\n") + 2
        assert loaded.problem.strip()


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(edited=_edited_bytes())
def test_any_bytes_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    _assert_pack_or_sentence(scratch, *edited)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(edited=_edited_lines())
def test_any_lines_give_a_pack_or_a_sentence(scratch: Path, edited: tuple[str, bytes]) -> None:
    _assert_pack_or_sentence(scratch, *edited)
