"""`clean`, and each boundary it guards: content, answers, arguments, keys, the environment."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nightcramp.answering.choice import Choice
from nightcramp.cli.main import main
from nightcramp.pack import load_pack
from nightcramp.pack.condition import Condition
from nightcramp.pack.load import content_folder
from nightcramp.pack.locale import Locale
from nightcramp.pack.placeholders import PLACEHOLDER
from nightcramp.text import clean
from nightcramp.triage.interview import Interview
from tests.hostile import NASTY, begin, toml, unclean, written
from tests.real_terminal import UNHURRIED, RealTerminal, clean_environment
from tests.typing_answers import CTRL_C, calm_answer, keys_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nightcramp.pack import Pack
    from nightcramp.pack.words import Words

SMALL = Path(__file__).parents[1] / "packs" / "small"
RAW = "ab1 \n\x1b[]0;m\x07\x9b\x9d\u202e\u00ad\ue000\udc9b\x00{}'\"\\"
nasty = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.sampled_from(RAW), min_size=1),
    st.text(st.characters(), min_size=1),
)
in_a_file = nasty.map(lambda text: text.encode("utf-8", "ignore").decode())
as_an_argument = nasty.map(lambda text: os.fsdecode(text.encode("utf-8", "replace"))).map(
    lambda text: text.replace("\x00", "\udc9b")
)


@given(st.one_of(nasty, st.text(st.characters(categories=["Cc", "Cf", "Cs", "Co"]))))
def test_nothing_that_drives_a_terminal_survives(text: str) -> None:
    left = {unicodedata.category(char) for char in clean(text) if char != "\n"}
    assert not left & {"Cc", "Cf", "Cs", "Co"}


@given(nasty)
def test_what_can_be_seen_stays_in_its_order(text: str) -> None:
    seen = [char for char in text if char == "\n" or unicodedata.category(char)[0] != "C"]
    assert [c for c in clean(text) if unicodedata.category(c) != "Cn"] == seen


@given(nasty)
def test_clean_text_is_left_alone(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)], ids=hex)
def test_every_control_character_goes_but_the_newline(code: int) -> None:
    assert clean(f"a{chr(code)}b") == ("a\nb" if chr(code) == "\n" else "ab")


def _said(arguments: list[str], stdin: str = "") -> tuple[str, int]:
    """All that a command prints, and how it ends."""
    said = io.StringIO()
    given_in = io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8", "surrogatepass")))
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(said),
    ):
        patch.setattr("sys.stdin", given_in)
        code = main(arguments)
    return said.getvalue(), code


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*_texts(key), *_texts(item))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


def _hook(value: Any) -> Any:
    assert isinstance(value, Condition)
    return sorted(value.keys())


def _small_pack(folder: Path, file: str = "", old: str = "", new: str = "") -> Path:
    """The small pack with one thing said differently."""
    copy = Path(shutil.copytree(SMALL, folder / "pack"))
    shutil.copy(str(content_folder() / "words.toml"), copy)
    if file:
        text = (copy / file).read_text("utf-8")
        assert old in text
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    return copy


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small pack, as an argument."""
    return str(_small_pack(tmp_path_factory.mktemp("small")))


@given(in_a_file)
def test_a_pack_says_nothing_unclean(text: str) -> None:
    assume(not PLACEHOLDER.search(text))  # one that nothing fills in is refused
    with TemporaryDirectory() as folder:
        pack = _small_pack(
            Path(folder), "red_flags.toml", "blood clot in the leg", f"{toml(text)}clot"
        )
        read = load_pack(pack)

    assert read.red_flags[1].means == f"That can be a {clean(text)}clot."
    for said in _texts(msgspec.to_builtins(read, enc_hook=_hook)):
        assert not unclean(said)


def test_an_escape_in_what_is_filled_in_stays_text(tmp_path: Path) -> None:
    pack = _small_pack(tmp_path, "pack.toml", '"911"', r"'\u001b[5i911'")
    flags = pack / "red_flags.toml"
    flags.write_text(flags.read_text("utf-8").replace("Sit or", "Call {emergency_number}. Sit or"))

    read = load_pack(pack, Locale("US"))
    assert "911" in read.red_flags[0].do[0]
    for said in _texts(msgspec.to_builtins(read, enc_hook=_hook)):
        assert not unclean(said)


def test_a_key_of_a_table_in_a_pack_is_only_text(tmp_path: Path) -> None:
    pack = _small_pack(tmp_path, "medicines.toml", '"warfarin"', r'"\u001b]0;w\u0007arfarin"')
    assert "]0;warfarin" in {medicine.name for medicine in load_pack(pack).medicines}


@given(in_a_file)
def test_a_fault_in_a_pack_is_told_in_clean_words(text: str) -> None:
    with TemporaryDirectory() as folder:
        pack = _small_pack(
            Path(folder), "red_flags.toml", 'id = "clot"', f'id = "clot"\n"{toml(text)}" = 1'
        )
        for command in (["check", str(pack)], ["assess", "-", "--pack", str(pack)]):
            said, code = _said(command, "{}")

            assert code in (1, 2)
            assert "red_flags.toml" in said
            assert not unclean(said)


@given(name=nasty, value=nasty)
@settings(max_examples=20)
def test_answers_that_are_refused_are_named_in_clean_words(
    small: str, name: str, value: str
) -> None:
    assert_answers_refused_in_clean_words(small, name, value)


def assert_answers_refused_in_clean_words(small: str, name: str, value: str) -> None:
    for table in ({name: value}, {"danger": [value]}, {"age": value}, {"danger": {name: value}}):
        said, code = _said(["assess", "-", "--pack", small], json.dumps(table))

        assert code == 2
        assert not unclean(said)


@given(as_an_argument)
@settings(max_examples=10)
def test_arguments_that_are_refused_are_named_in_clean_words(small: str, text: str) -> None:
    """`tests/slow/test_clean.py` tries many more of them."""
    assert_arguments_refused_in_clean_words(small, text)


def assert_arguments_refused_in_clean_words(small: str, text: str) -> None:
    for arguments in (
        [f"x{text}"],
        [f"--x{text}"],
        ["assess", f"/nowhere/{text}"],
        ["assess", "-", "--pack", small, "--country", f"x{text}"],
        ["assess", "-", "--pack", f"/nowhere/{text}"],
        ["check", f"/nowhere/{text}"],
        ["check", "--format", f"x{text}"],
        ["audit", "verify", f"/nowhere/{text}"],
        ["--theme", f"x{text}"],
        ["--kiosk", "--country", "US", "--blank-after", f"x{text}"],
    ):
        said, code = _said(arguments, "{}")

        assert code == 2, arguments
        assert said.startswith("nightcramp: ")
        assert not unclean(said)


@given(st.sampled_from(["single", "several", "number", "pick", "started"]), nasty)
def test_what_is_typed_or_pasted_is_only_text(kind: Any, text: str) -> None:
    typed = Choice.begin(kind, (), limits=(1, 99)).type(text).typed
    assert not unclean(typed)
    assert "\n" not in typed


@pytest.mark.parametrize("term", ["\x1f", "\x1c \x1d"], ids=ascii)
def test_a_terminal_type_of_control_characters_gets_plain_lines(words: Words, term: str) -> None:
    with RealTerminal(environment=clean_environment(TERM=term)) as terminal:
        terminal.wait_for(words.line.prompt)

        assert set(written(bytes(terminal.output))) <= {"\r", "\n"}


def test_an_environment_full_of_escape_sequences_is_not_repeated(words: Words) -> None:
    owned = "xx_YY\x1b]0;owned\x07\x1b[5i"
    names = ("TERM", "LANG", "LC_ALL", "LC_MESSAGES", "COLORTERM", "HOME", "USER", "TERM_PROGRAM")
    environment = clean_environment(**dict.fromkeys(names, owned), PYTHONUTF8="1")

    with RealTerminal(environment=environment) as terminal:
        begin(terminal, words)
        terminal.press(CTRL_C)
        terminal.wait_for(words.leave.text)
        terminal.press("y")

        assert terminal.wait_for_end() == 0
        assert b"owned" not in terminal.output
        assert "\x1b[5i" not in set(written(bytes(terminal.output)))


@pytest.mark.parametrize("how", ["{}", "\x1b[200~{}\x1b[201~"], ids=["typed", "pasted"])
def test_a_search_shows_only_what_can_be_seen(pack: Pack, words: Words, how: str) -> None:
    nothing_seen = "\x9b\x85\u202e\u2066\ufeff\ue000\U000f0000\u00ad"
    interview, keys = Interview.begin(pack), ""
    while interview.question and interview.question.kind != "pick":
        value = calm_answer(interview)
        keys += keys_for(interview, value)
        interview = interview.answer(value)
    assert interview.question

    with RealTerminal(UNHURRIED) as terminal:
        begin(terminal, words)
        terminal.press(keys)
        terminal.wait_for(interview.question.text)
        terminal.press(how.format(f"f{nothing_seen}ur{nothing_seen}"))
        terminal.wait_for(f"{words.question.search} fur_")

        for char in nothing_seen:
            assert char.encode() not in terminal.output
