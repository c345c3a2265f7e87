"""`nightcramp export sql`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nightcramp.cli.main import main

if TYPE_CHECKING:
    import pytest


def test_a_query_is_that_of_the_country_asked_for(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["export", "sql", "--fields", "contact", "--country", "gb"]) == 0

    first, _, rest = capsysbinary.readouterr().out.decode().split("\n", 2)
    assert first.startswith("-- nightcramp ")
    assert first.endswith(", for GB")
    assert rest.startswith("WITH listed AS (")


def test_a_field_that_is_not_there_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "sql", "--fields", "urgency,leadin"]) == 2
    assert "no column 'leadin'. Did you mean 'leading'?" in capsys.readouterr().err


def test_without_sqlglot_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [one for one in sys.modules if one.startswith("nightcramp.exchange.sql.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlglot", None)

    assert main(["export", "sql"]) == 2
    assert "pip install 'nightcramp[sql]'" in capsys.readouterr().err
