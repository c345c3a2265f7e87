"""Files of settings: what they say holds, what the command line says comes first, and mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightcramp.cli import settings
from nightcramp.cli.options import read_options
from nightcramp.cli.settings import settings_files
from nightcramp.errors import NightcrampError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    Reading = Callable[..., argparse.Namespace]


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Reads a command line with a person's own file, and that of the machine."""

    def read(own: str, *arguments: str, of_all: str = "") -> argparse.Namespace:
        (tmp_path / "nightcramp.toml").write_text(own, encoding="utf-8")
        machine = tmp_path / "etc.toml"
        machine.write_text(of_all, encoding="utf-8")
        monkeypatch.setattr(settings, "FOR_ALL", machine)
        return read_options(arguments, settings_files({"XDG_CONFIG_HOME": str(tmp_path)}))

    return read


def test_what_a_file_says_holds_as_an_option_would(reading: Reading) -> None:
    said = 'country = "GB"\nkiosk = true\nblank-after = 30\nsession-limit = 60.5\nresume = false'
    found = reading(said)
    assert (found.country, found.kiosk, found.blank_after) == ("GB", True, 30.0)
    assert (found.session, found.resume, found.theme) == (60.5, False, "dark")


def test_the_command_line_comes_first_then_the_person_s_own_file(reading: Reading) -> None:
    assert reading('lang = "es"', of_all='lang = "en"\ncountry = "MX"').lang == "es"
    assert reading('lang = "es"', of_all='lang = "en"\ncountry = "MX"').country == "MX"
    assert reading('lang = "es"', "--lang", "en").lang == "en"


def test_false_and_a_usual_value_take_back_what_an_earlier_file_says(reading: Reading) -> None:
    found = reading('plain = false\ntheme = "dark"', of_all='plain = true\ntheme = "light"')
    assert (found.plain, found.theme) == (False, "dark")


def test_the_command_line_comes_first_before_a_command_and_after_it(reading: Reading) -> None:
    said = 'country = "MX"\n[assess]\ncountry = "GB"'
    assert reading(said, "assess", "x").country == "GB"
    assert reading(said, "--country", "US", "assess", "x").country == "US"
    assert reading(said, "assess", "x", "--country", "US").country == "US"
    assert reading(said, "population", "1").country == "MX"


def test_what_a_command_requires_can_stand_in_a_file(reading: Reading) -> None:
    signer = '[sign]\nlang = "en"\nkey = "k"\nname = "Dr N. One"\n'
    found = reading(f'{signer}role = "GP"', "sign", "content", "--lang", "es")
    assert (found.language, found.key, found.role) == ("es", "k", "GP")
    with pytest.raises(NightcrampError, match="are required: --role"):
        reading(signer, "sign", "content")


def test_a_command_takes_what_it_has_a_use_for(reading: Reading) -> None:
    said = 'country = "GB"\nkiosk = true\n[assess]\nformat = "json"\n[export.xlsform]\noutput = "a"'
    found = reading(said, "assess", "x")
    assert (found.country, found.format, found.output) == ("GB", "json", None)
    assert "kiosk" not in found
    assert reading(said, "assess", "x", "--format", "fhir").format == "fhir"
    assert reading(said, "export", "xlsform").output == "a"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('\ncontry = "GB"', "line 2: there is no option 'contry'. Did you mean 'country'?"),
        ('country = ["GB"]', "line 1: 'country' takes a text, a number, or true."),
        ('kiosk = "yes"', "line 1: argument --kiosk: ignored explicit argument 'yes'."),
        ("country = true", "line 1: argument --country: expected one argument."),
        ('blank-after = "soon"', "line 1: argument --blank-after: invalid float value: 'soon'."),
        ('[asess]\nformat = "json"', "line 1: there is no command 'asess'. Did you mean"),
        ('[assess]\nformat = "jsn"', "line 2: argument --format: invalid choice: 'jsn'"),
        ("[assess]\nplain = true", "line 2: there is no option 'plain'."),
        ("[sign]\nsigners = 1", "line 2: there is no option 'signers'."),
        ("help = true", "line 1: there is no option 'help'."),
        ("[check]\nhelp = true", "line 2: there is no option 'help'."),
        ("version = true", "line 1: there is no option 'version'."),
        ("country = false", "line 1: 'country' takes a text, a number, or true."),
        ("[check]\nsigned = true", "line 2: 'signed' excludes others: give it on"),
        ("country = GB", "line 1: is not valid TOML"),
    ],
    ids=range(15),
)
def test_a_mistake_is_named_with_its_line(reading: Reading, said: str, problem: str) -> None:
    with pytest.raises(NightcrampError) as refused:
        reading(said, "assess", "x")
    assert problem in str(refused.value)
    assert "nightcramp.toml" in str(refused.value)


def test_help_is_given_whatever_a_file_says(reading: Reading) -> None:
    with pytest.raises(SystemExit) as ended:
        reading("[[[", "--help")
    assert ended.value.code == 0
