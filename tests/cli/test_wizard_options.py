"""A plain command line says the same with argparse and without."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.cli.options import read_options
from nightcramp.cli.wizard_options import OPTIONS, read_plain
from nightcramp.errors import NightcrampError
from tests.real_terminal import RealTerminal

VALUES = (
    "GB",
    "es",
    "light",
    "pink",
    "90",
    "1e3",
    "nan",
    "x",
    "",
    "-",
    "-5",
    "--",
    "assess",
    "a b",
)


def by_argparse(arguments: list[str]) -> dict[str, Any] | None:
    try:
        return vars(read_options(arguments))
    except (NightcrampError, SystemExit):
        return None


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    arguments: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from([*OPTIONS, "--code", "--help", "--kios", "check", "--version"]))
        value = draw(st.sampled_from(VALUES) | st.text(max_size=6))
        arguments += draw(st.sampled_from([[name], [name, value], [f"{name}={value}"], [value]]))
    return arguments


@given(arguments=command_lines())
def test_what_is_read_plainly_is_what_argparse_reads(arguments: list[str]) -> None:
    plain = read_plain(arguments)
    if plain is not None:
        assert repr(vars(plain)) == repr(_in_the_order_of(vars(plain), by_argparse(arguments)))


def _in_the_order_of(order: dict[str, Any], found: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same, sorted as the other is; `nan` is not equal to itself, and their texts are."""
    return found and {**dict.fromkeys(order), **found}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--kiosk", "--audit", "journal", "--blank-after=60", "--save-dir", "/srv/pages"],
        ["--theme", "light", "--country=GB", "--lang", "es", "--ascii"],
        [name for name, option in OPTIONS.items() if option.kind == "flag"],
    ],
)
def test_what_is_plain_needs_no_argparse(arguments: list[str]) -> None:
    plain = read_plain(arguments)
    assert plain is not None
    assert vars(plain) == by_argparse(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["--help"],
        ["--code", "X"],
        ["--lang"],
        ["--lang", "--ascii"],
        ["--theme", "pink"],
    ],
)
def test_what_is_not_plain_is_left_to_argparse(arguments: list[str]) -> None:
    assert read_plain(arguments) is None


def test_the_wizard_starts_without_argparse() -> None:
    code = (
        "import sys\n"
        "from nightcramp import app, cli\n"
        "app.run_wizard = lambda *_, **__: 'argparse' in sys.modules\n"
        "sys.exit(cli.main(['--kiosk', '--country', 'US']))"
    )
    with RealTerminal((sys.executable, "-c", code)) as terminal:
        assert terminal.wait_for_end() == 0
