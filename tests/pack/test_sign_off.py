"""What a reviewer signs: one form, and nothing in it that can be read in two ways."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from nightcramp.errors import PackError
from nightcramp.pack.folder import PackFolder
from nightcramp.pack.hashes import Hashes, misfit
from nightcramp.pack.sign_off import SignOff, read_sign_offs
from tests.content import PACK

NOW = {
    "pack": PACK.about.id,
    "version": PACK.about.version,
    "language": "es",
    "content": "c" * 64,
    "translation": "t" * 64,
    "patients": "p" * 64,
    "name": "Jane Doe",
    "role": "general practitioner",
    "date": "2026-11-29",
}
HASHES = {"en": Hashes("c" * 64, "", "p" * 64), "es": Hashes("c" * 64, "t" * 64, "p" * 64)}


def _sign_off(**changed: str) -> SignOff:
    return SignOff(**{**NOW, **changed})


def test_the_text_says_all_of_it() -> None:
    assert tomli.loads(_sign_off().text) == NOW


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_name_and_a_role_cannot_be_read_in_two_ways(name: str, role: str) -> None:
    try:
        sign_off = _sign_off(name=name, role=role)
    except ValueError:
        return
    assert not set(sign_off.signer[:-1].replace(" (", "", 1)) & set('()"\\*?!,\n')
    assert sign_off.signer.isprintable()
    assert tomli.loads(sign_off.text)["name"] == name
    assert sign_off.file.isascii()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("name", ""),
        ("name", "*"),
        ("name", "Jane, John"),
        ("name", "Jane (GP)"),
        ("name", "Jane\n"),
        ("name", "Jane\u202e"),
        ("name", "J" * 81),
        ("role", '"'),
        ("date", "29.11.2026"),
        ("date", "2026-13-01"),
        ("date", "20261129"),
    ],
)
def test_what_no_reviewer_is_called_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"the {kind} "):
        _sign_off(**{kind: value})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, ""),
        ({"pack": "other"}, "another pack, 'other'"),
        ({"version": "0.9"}, "for version 0.9"),
        ({"language": "fr"}, "language 'fr', which the pack does not have"),
        ({"language": "en"}, "the translation was changed"),
        ({"content": "x"}, "the content was changed"),
        ({"translation": "x"}, "the translation was changed"),
        ({"patients": "x"}, "patients, or another file, were changed"),
    ],
    ids=str,
)
def test_a_sign_off_is_about_one_pack_in_one_language(changed: dict[str, str], fault: str) -> None:
    found = misfit(_sign_off(**changed), PACK.about, HASHES)

    assert fault in found
    assert bool(found) is bool(fault)


def test_more_than_can_be_checked_soon_are_refused(tmp_path: Path) -> None:
    (tmp_path / "signatures").mkdir()
    for number in range(101):
        (tmp_path / "signatures" / f"en-{number}.toml").touch()

    with pytest.raises(PackError, match="more than 100 sign-offs"):
        list(read_sign_offs(PackFolder(tmp_path)))


@pytest.mark.parametrize(
    ("old", "new"),
    [('role = "', 'rule = "'), ('date = "2026', 'date = "26'), ('name = "Jane', 'name = "*')],
)
def test_one_that_is_none_names_its_file_and_line(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / _sign_off().file
    file.parent.mkdir()
    text = _sign_off().text.replace(old, new)
    file.write_text(text, "utf-8")

    with pytest.raises(PackError) as raised:
        list(read_sign_offs(PackFolder(tmp_path)))

    assert raised.value.file == "signatures/es-jane-doe-general-practitioner.toml"
